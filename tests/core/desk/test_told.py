"""What people type: every spelling of a number, a day, a yes; and every fault named with its place."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.desk.told import read_day, read_told
from tests.core.desk.ground import PLOT, UNITS


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("sunk_wan", "5,600", 5600),
        ("sunk_wan", "５６００．５", 5600.5),
        ("sunk_wan", "5600万元", 5600),
        ("沉淀资金", " 5600 ", 5600),
        ("signed", "12", 12),
        ("signed", "12户", 12),
        ("signed", 12.0, 12),
        ("listed_on", "2026.4.30", "2026-04-30"),
        ("listed_on", "2026年4月30日", "2026-04-30"),
        ("listed_on", "2026/04/30", "2026-04-30"),
        ("listed_on", date(2026, 4, 30), "2026-04-30"),
        ("clear", "是", True),
        ("clear", "否", False),
        ("use", "住宅", "home"),
        ("use", "shop", "shop"),
        ("unit", "甲镇", "jia"),
        ("co_units", "甲镇、 yi，甲镇", "jia、yi"),
        ("co_units", "各乡镇街道", "jia、yi"),
        ("name", " 老车站 ", "老车站"),
    ],
)
def test_a_value_is_read_however_it_is_typed(name: str, typed: object, value: object) -> None:
    values, problems = read_told(PLOT, {name: typed}, UNITS)
    assert problems == []
    assert list(values.values()) == [value]


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("sunk_wan", "五千多", "K-001"),
        ("sunk_wan", "nan", "K-001"),
        ("sunk_wan", "inf", "K-001"),
        ("signed", True, "K-001"),
        ("listed_on", "2026-04-31", "K-002"),
        ("listed_on", "2026.4.31", "K-002"),
        ("listed_on", "4月底", "K-002"),
        ("clear", "大概", "K-004"),
        ("use", "公园", "K-004"),
        ("height", "3", "K-005"),
        ("unit", "丙镇", "K-006"),
        ("measured", "3", "K-007"),
        ("signed", "12.5", "K-008"),
    ],
)
def test_a_fault_is_named(name: str, typed: object, expected: str) -> None:
    values, problems = read_told(PLOT, {name: typed}, UNITS)
    assert values == {}
    assert [p.id for p in problems] == [expected]
    assert problems[0].place
    said = problems[0].cause("en") + problems[0].remedy("en")
    assert not re.search("[一-鿿]", said.replace(str(typed), ""))


def test_all_faults_come_at_once_and_good_values_are_kept() -> None:
    values, problems = read_told(
        PLOT, {"signed": "x", "listed_on": "y", "name": "老车站", "use": ""}, UNITS
    )
    assert values == {"name": "老车站"}
    assert [p.id for p in problems] == ["K-001", "K-002"]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_survives_every_way_of_writing_it(day: date) -> None:
    for pattern in (
        "{0.year}-{0.month:02}-{0.day:02}",
        "{0.year}.{0.month}.{0.day}",
        "{0.year}年{0.month}月{0.day}日",
    ):
        assert read_day(pattern.format(day)) == day


@given(st.integers(-(10**12), 10**12))
def test_a_number_survives_thousands_separators_and_units(number: int) -> None:
    values, problems = read_told(PLOT, {"sunk_wan": f"{number:,}万元"}, UNITS)
    assert problems == []
    assert values == {"sunk_wan": number}


def test_a_year_that_is_a_slip_of_the_hand_is_no_day() -> None:
    assert read_day("0026-05-31") is None
    assert read_day("9999-12-31") is None
    assert read_day("2199-12-31") is not None


@pytest.mark.parametrize("text", ["1e30", "-1e30", "1e400", "nan", "9" * 25])
def test_a_number_too_large_to_be_kept_exactly_is_refused(text: str) -> None:
    values, problems = read_told(PLOT, {"signed": text}, UNITS)
    assert values == {}
    assert [p.id for p in problems] == ["K-001"]
