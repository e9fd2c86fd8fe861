"""The rule lint finds every hole and overlap, shows it as an item, and what it proves holds on any item."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.declare.lint import TODAY, lint
from luoshi.declare.register import Light
from luoshi.declare.rule import Rules
from luoshi.registers.catalogue import shipped
from tests.core.declare.small_register import small


def test_a_light_in_order_is_proved() -> None:
    assert lint(small()) == []


HOLES = [  # what is exchanged, for what, and what the shown item says
    ("between 0 and $warn_days", "between 1 and $warn_days", "成井时限=今天"),
    ("days_left > $warn_days", "days_left > $warn_days + 1", "成井时限=今天后8天"),
    ("days_left > $warn_days", "days_left > $warn_days and public", "公用=未报"),
    ("days_left > $warn_days", "days_left > $warn_days and kind = 'deep'", "类别=未报"),
    ("days_left > $warn_days", "days_left > $warn_days and depth > 30", "井深=未报"),
    ("days_left > $warn_days", "days_left > $warn_days and reached('digging')", "阶段=未报"),
    ("days_left > $warn_days", "days_left > $warn_days and stage_on('dug') is null", "进入成井日=今天"),
    ('applies = "dig_by is not null"\n', "", "成井时限=未报"),
    ('expression = "coalesce(dug_on <= $as_of, false)"', 'expression = "dug_on <= $as_of"', "成井日=未报"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), HOLES)
def test_a_hole_is_shown_as_an_item_in_words(old: str, new: str, words: str) -> None:
    problems = [p for p in lint(small(old=old, new=new)) if p.id == "D-040"]
    assert problems
    assert words in problems[0].cause("zh")
    assert problems[0].place.startswith("well.toml:")
    assert "not told" in problems[0].cause("en") or "day" in problems[0].cause("en")


def test_an_overlap_names_the_levels() -> None:
    problems = lint(small(old='not dug and days_left < 0"\nwhy', new='days_left < 0"\nwhy'))
    assert [p.id for p in problems] == ["D-041"]
    assert "红、绿" in problems[0].cause("zh")
    problems = lint(small(old='days_left < 0"\nwhy', new='days_left <= 0"\nwhy'))
    assert "红、黄" in problems[0].cause("zh")


def test_a_reason_that_contradicts_its_level_is_told() -> None:
    problems = lint(small(old='when = "reported_on is null"', new='when = "dug"'))
    assert [(p.id, p.severity) for p in problems] == [("D-043", "warning")]


def test_a_light_over_too_many_columns_says_so() -> None:
    wide = " and ".join(f"{a} + {n} < {b}" for n, (a, b) in enumerate(
        [("dug_on", "dig_by"), ("opened_on", "closed_on"), ("reported_on", "dug_on"), ("opened_on", "dig_by")], 3
    ))  # fmt: skip
    problems = lint(small(old="days_left > $warn_days", new=f"days_left > $warn_days and {wide}"))
    assert "D-042" in {p.id for p in problems}


def test_the_shipped_lights_are_proved() -> None:
    for register in shipped().values():
        assert lint(register) == []


def test_a_district_that_sets_a_number_badly_is_told() -> None:
    project = shipped()["project"]
    assert lint(project, {"behind_yellow_points": 30, "behind_red_points": 10}) == []
    assert lint(project, {"warn_days": -3}) != []


LIGHTS = [(register.key, light) for register in shipped().values() for light in register.lights]
RULES = {key: Rules(register) for key, register in shipped().items()}


@st.composite
def items(draw: st.DrawFn, register: str) -> dict[str, Any]:
    """Any item at all: every column told or not, days within a year and a half, numbers of any size."""
    kinds = RULES[register].kinds
    row: dict[str, Any] = {}
    for name, kind in kinds.items():
        field = shipped()[register].by_field.get(name)
        if field and field.choices:
            some: st.SearchStrategy[Any] = st.sampled_from([key for key, _ in field.choices])
        else:
            some = {
                "text": st.just("词"),
                "bool": st.booleans(),
                "date": st.integers(-500, 500).map(lambda n: (TODAY + timedelta(n)).isoformat()),
                "whole": st.integers(-5, 500),
                "decimal": st.integers(-100, 10**6).map(lambda n: n / 100),
            }[kind]
        row[name] = draw(st.one_of(st.none(), some))
    return row


@pytest.mark.parametrize(("register", "light"), LIGHTS, ids=[f"{r}.{x.key}" for r, x in LIGHTS])
@settings(max_examples=150, deadline=None)
@given(drawn=st.data(), day=st.dates(date(2025, 12, 1), date(2027, 2, 1)))
def test_one_and_only_one_level_holds_on_any_item(
    register: str, light: Light, drawn: st.DataObject, day: date
) -> None:
    row, rules = drawn.draw(items(register)), RULES[register]
    if rules.holds(light.applies, row, day, {}):
        lit = [level for level, rule in light.rules.items() if rules.holds(rule.when, row, day, {})]
        assert len(lit) == 1, lit
