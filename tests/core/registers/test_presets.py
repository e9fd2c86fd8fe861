"""Published light rules: each is data that a district chooses, and a hole in a published rule is found by the lint."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from luoshi.declare.lint import lint
from luoshi.declare.load import load
from luoshi.district.pack import PRESETS, light_preset
from luoshi.district.pack import load as load_district
from luoshi.district.parameters import Parameters
from luoshi.registers.catalogue import shipped
from tests.core.board.small_district import board, opened, told

NAMES = sorted(Path(file.name).stem for file in PRESETS.iterdir())
DAY = date(2026, 6, 30)  # half the year is gone: 50 % is due
AS_PUBLISHED = """
key = "progress"
label = { zh = "进度", en = "Progress" }
kept_by = "development_reform"
title = "name"
owner = "unit"
number = "N-{n:03d}"
[fields.name]
label = { zh = "名称", en = "Name" }
type = "text"
[fields.unit]
label = { zh = "单位", en = "Unit" }
type = "unit"
[fields.behind]
label = { zh = "落后百分点", en = "Points behind" }
type = "ratio"
[[light]]
key = "pace"
label = { zh = "进度", en = "Pace" }
[light.green]
when = "behind <= 0"
why = { zh = "不落后", en = "Not behind" }
[light.yellow]
when = "behind >= 10 and behind <= 30"
why = { zh = "落后10至30个百分点", en = "10 to 30 points behind" }
[light.red]
when = "behind > 30"
why = { zh = "落后30个百分点以上", en = "More than 30 points behind" }
[light.grey]
when = "behind is null"
why = { zh = "未报", en = "Not told" }
[[example]]
name = "甲项目"
"""


def pace(preset: str, done: int) -> str:
    """The light of a project that has done `done` % of its plan at the end of June."""
    values, problems = light_preset(preset)
    assert problems == []
    project = {"name": "甲项目", "unit": "qingshan", "kind": "new"}
    entries = [
        opened("project", "J-001", "2026-01-05", **project, planned_wan=1000),
        told("project", "J-001", "2026-06-30", {"invested_wan": done * 10}),
    ]
    view = board(entries, parameters=Parameters(values)).view(DAY)
    return next(lamp.level for lamp in view.lamps("project") if lamp.light == "pace")


@pytest.mark.parametrize(
    ("preset", "done", "level"),
    [
        ("yinchuan_2025", 40, "green"),
        ("yinchuan_2025", 39, "yellow"),
        ("yinchuan_2025", 20, "yellow"),
        ("yinchuan_2025", 19, "red"),
        ("wuhan", 40, "green"),
        ("wuhan", 39, "yellow"),
        ("wuhan", 30, "yellow"),
        ("wuhan", 29, "red"),
        ("sanya_2022", 50, "green"),
        ("sanya_2022", 49, "yellow"),
        ("sanya_2022", 25, "yellow"),
        ("sanya_2022", 24, "red"),
    ],
)
def test_each_published_rule_turns_at_its_own_borders(preset: str, done: int, level: str) -> None:
    assert pace(preset, done) == level


def test_yinchuan_leaves_a_late_start_yellow_for_three_months() -> None:
    values, _ = light_preset("yinchuan_2025")
    project = {"name": "甲项目", "unit": "qingshan", "kind": "new", "start_by": "2026-03-31"}
    looked = board(
        [opened("project", "J-001", "2026-01-05", **project)], parameters=Parameters(values)
    )
    levels = [looked.view(day).lamps("project")[0].level for day in (date(2026, 6, 29), DAY)]
    assert levels == ["yellow", "red"]


@pytest.mark.parametrize("preset", NAMES)
def test_no_preset_tears_a_hole_into_a_light(preset: str) -> None:
    values, _ = light_preset(preset)
    assert lint(shipped()["project"], Parameters(values).on(DAY)) == []
    assert {v.name for v in values} <= {p.key for p in shipped()["project"].presets}
    assert all(v.source for v in values)


def test_the_lint_finds_the_hole_of_the_published_rule() -> None:
    register, problems = load(AS_PUBLISHED, "as_published.toml")
    assert problems == []
    assert register is not None
    (hole,) = lint(register)
    assert hole.id == "D-040"
    told_points = re.search(r"落后百分点=([\d.]+)", hole.say())
    assert told_points
    assert 0 < float(told_points[1]) < 10


def test_a_district_chooses_a_preset_and_its_own_number_wins(tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "units.toml").write_text("", encoding="utf-8")
    (tmp_path / "district.toml").write_text(
        'key = "x"\nlabel = "某区"\nlights = "wuhan"\n', "utf-8"
    )
    (tmp_path / "parameters" / "own.toml").write_text(
        '[behind_red_points]\nlabel = "红灯"\nvalues = [{ value = 45, source = "某府办" }]\n',
        "utf-8",
    )
    district, problems = load_district(tmp_path)
    assert problems == []
    assert district is not None
    numbers = district.parameters.on(DAY)
    assert (numbers["pace_rule"], numbers["behind_yellow_points"]) == ("ratio", 20)
    assert numbers["behind_red_points"] == 45


def test_an_unknown_preset_is_told_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "units.toml").write_text("", encoding="utf-8")
    (tmp_path / "district.toml").write_text(
        'key = "x"\nlabel = "某区"\nlights = "wuhna"\n', "utf-8"
    )
    _, problems = load_district(tmp_path)
    assert [p.id for p in problems] == ["R-027"]
    assert all(name in problems[0].say() for name in NAMES)
