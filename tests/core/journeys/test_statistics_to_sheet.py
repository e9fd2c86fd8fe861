"""A bureau's table goes into the register like any other sheet, and says what it left out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from luoshi.desk.outcome import Stamp
from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.sheet_lines import Sender
from luoshi.journeys.sheet_to_entries import DryRun, dry_run, tell
from luoshi.journeys.statistics_to_sheet import indicator_in, indicators_of
from tests.core.indicators.tables.test_read import (  # fmt: skip
    ACROSS,
    ACROSS_MERGED,
    DOWN,
    DOWN_MERGED,
    PERIODS,
    book,
)
from tests.core.journeys.test_example_district import EXAMPLE

TODAY = date(2026, 5, 21)
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture(scope="module")
def world() -> World:
    found, problems = open_district(EXAMPLE)
    assert found is not None, problems
    return found


def item(key: str, region: str, indicator: str, scope: str = "own", **more: Any) -> dict[str, Any]:
    unit = {"owner": "statistics", "unit": "statistics"}
    told = {"region": region, "indicator": indicator, "scope": scope, "series": "to_date", "value_unit": "万元"}  # fmt: skip
    return {"item": key, "title": f"{region}{key}", "name": f"{region}{key}", "growth_basis": "nominal"} | unit | told | more  # fmt: skip


def rows() -> dict[str, dict[str, Any]]:
    held = [
        item("Z-002", "望川区", "industrial_output"),
        item("Z-004", "望川区", "investment", growth_basis="same_scope"),
        item("Z-005", "望川区", "retail"),
        item("Z-009", "望川区", "retail", series="month"),
        item("Z-025", "青崖区", "industrial_output", "peer"),
    ]
    return {row["item"]: row for row in held}


def run(world: World, content: bytes, period: tuple[date, date] = APRIL, **more: Any) -> DryRun:
    register = world.catalogue["economy"]
    sender = Sender("statistics", keeps=True)
    return dry_run(content, "4月.xlsx", register, rows() | more, sender, world.desk(TODAY), period)


def test_indicators_down_become_reports_in_the_register_s_units(world: World) -> None:
    found = run(world, book(DOWN, DOWN_MERGED))
    assert [p.id for p in found.problems if p.severity == "error"] == []
    stamp = Stamp("tongji", "statistics", datetime(2026, 5, 21, 8, tzinfo=UTC))
    outcome = tell(found, {}, stamp, world.desk(TODAY), "0" * 64)
    told = {entry.key: dict(entry.fields) for entry in outcome.entries}
    assert sorted(told) == ["Z-002", "Z-004", "Z-005", "Z-009"]
    assert told["Z-005"]["value"] == 241500  # 24.15 亿元
    assert (told["Z-005"]["growth_percent"], told["Z-005"]["place"], told["Z-005"]["place_of"]) == (5.6, 7, 11)  # fmt: skip
    assert (told["Z-009"]["period_from"], told["Z-009"]["growth_percent"]) == ("2026-04-01", 6.7)
    assert (told["Z-004"]["growth_percent"], told["Z-004"]["growth_basis"]) == (-1.3, "same_scope")
    assert all(entry.true_on == date(2026, 4, 30) for entry in outcome.entries)


def test_regions_that_the_register_does_not_keep_are_named(world: World) -> None:
    found = run(world, book(ACROSS, ACROSS_MERGED))
    assert [line.key for line in found.lines] == ["Z-025", "Z-002", "Z-004"]
    (problem,) = [p for p in found.problems if p.id == "G-050"]
    assert "石门渡区 规上工业总产值" in problem.cause("zh")
    assert "全市" not in problem.cause("zh")


def test_one_period_is_taken_and_the_others_are_named(world: World) -> None:
    found = run(world, book(PERIODS))
    assert [line.key for line in found.lines] == ["Z-004"]
    (problem,) = [p for p in found.problems if p.id == "G-052"]
    assert (problem.severity, "2026年1-2月" in problem.cause("zh")) == ("warning", True)
    march = run(world, book(PERIODS), (date(2026, 3, 1), date(2026, 3, 31)))
    assert march.period == (date(2026, 3, 1), date(2026, 3, 31))
    june = run(world, book(PERIODS), (date(2026, 6, 1), date(2026, 6, 30)))
    assert june.period == APRIL  # the newest: the table says itself which month it is of
    before = run(world, book(PERIODS), (date(2025, 6, 1), date(2025, 6, 30)))
    assert [p.severity for p in before.problems if p.id == "G-052"] == ["error"]


def test_an_unknown_indicator_and_a_unit_that_does_not_convert_are_named(world: World) -> None:
    table = [["2026年1-4月"], ["指标", "单位", "累计", "同比增长(%)"], ["公路货运量", "吨", 5, 1.0], ["社会消费品零售总额", "吨", 5, 5.6]]  # fmt: skip
    found = run(world, book(table))
    assert {"G-051", "G-053"} <= {p.id for p in found.problems}
    (line,) = found.lines
    assert "value" not in line.told
    assert line.key == "Z-005"


def test_our_own_sheet_is_left_as_it_is(world: World) -> None:
    ours = "编号,期末,同比增速,增速口径\nZ-002,2026-04-30,7.4,现价\n".encode()
    found = run(world, ours)
    assert [line.key for line in found.lines] == ["Z-002"]
    assert not {p.id for p in found.problems} & {"G-050", "G-051", "G-052", "G-053"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("社会消费品零售总额", "retail"),
        ("2026年4月社会消费品零售总额", "retail"),
        ("规模以上工业总产值", "industrial_output"),
        ("固定资产投资（不含农户）", "investment"),
        ("固定资产投资/民间投资", ""),
        ("规模以上工业增加值", "industrial_value_added"),
        ("工业增加值", ""),
        ("地方一般公共预算收入", "revenue"),
        ("GDP", "gdp"),
        ("限额以上零售额", ""),
    ],
)
def test_the_words_of_a_table_mean_one_indicator_or_none(world: World, text: str, key: str) -> None:
    assert indicator_in(text, indicators_of(world.catalogue["economy"])) == key


def test_the_whole_city_is_not_the_district(world: World) -> None:
    """全市's figures have no item here and are nobody's growth; 全区's are the district's own."""
    city = [["全市2026年4月主要经济指标"], ["指标", "1-本月(亿元)", "比去年同期增长(%)"], ["固定资产投资", 812.4, 6.9]]  # fmt: skip
    assert run(world, book(city)).lines == ()
    own = [["全区2026年4月主要经济指标"], *city[1:]]
    (line,) = run(world, book(own)).lines
    assert (line.key, {c.field: c.now for c in line.changes}["growth_percent"]) == ("Z-004", 6.9)


def test_a_table_that_does_not_say_which_series_it_holds_is_refused_with_its_reason(
    world: World,
) -> None:
    rows_ = [["2026年4月各县区主要指标"], ["地区", "固定资产投资增速(%)"], ["望川区", 5.2]]
    found = run(world, book(rows_))
    assert found.refused
    assert ("G-056", "Sheet!B3") in {(p.id, p.place) for p in found.problems}
    assert found.lines == ()


def test_a_source_leads_to_the_cell_of_the_table_and_a_fault_is_mended_there(world: World) -> None:
    found = run(world, book(DOWN, DOWN_MERGED))
    line = next(one for one in found.lines if one.key == "Z-002")
    assert {
        c.field: c.place for c in line.changes if c.field in ("value", "growth_percent", "place")
    } == {
        "value": "Sheet!E5",
        "growth_percent": "Sheet!F5",
        "place": "Sheet!G5",
    }
    stamp = Stamp("chen", "statistics", datetime(2026, 5, 21, tzinfo=UTC))
    outcome = tell(found, {}, stamp, world.desk(TODAY), "ab" * 32)
    places = {entry.key: entry.source.place for entry in outcome.entries if entry.source}
    assert places["Z-002"] == "Sheet!E5、F5、G5"
    faulty = [list(row) for row in DOWN]
    faulty[4][5] = "约7.4左右"
    told = run(world, book(faulty, DOWN_MERGED))
    assert [(p.id, p.place) for p in told.problems if p.severity == "error"] == [("G-043", "Sheet!F5")]  # fmt: skip
    register, sender = world.catalogue["economy"], Sender("statistics", keeps=True)
    mended = dry_run(book(faulty, DOWN_MERGED), "4月.xlsx", register, rows(), sender, world.desk(TODAY), APRIL, mended={"Sheet!F5": "7.4"})  # fmt: skip
    assert not mended.refused
    assert {c.field: c.now for one in mended.lines if one.key == "Z-002" for c in one.changes}["growth_percent"] == 7.4  # fmt: skip
