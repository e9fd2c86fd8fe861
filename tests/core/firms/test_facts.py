"""Rows of facts: what cannot be true is told and not used."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from luoshi.firms.facts import facts, faults, latest
from luoshi.values.problem import Problem
from tests.core.firms.made import firm


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("monthly_sales_wan", -0.1, "F-001"),
        ("monthly_sales_wan", 0, None),
        ("taxable_income_wan", -120, None),
        ("layoff_percent", 100, None),
        ("layoff_percent", 100.1, "F-002"),
        ("staff", "18", "F-003"),
        ("staff", True, "F-003"),
        ("staff", math.inf, "F-003"),
        ("large", 1, "F-003"),
        ("kind", "club", "F-003"),
        ("kind", None, None),
    ],
)
def test_a_value_that_cannot_be_true(name: str, value: Any, expected: str | None) -> None:
    found = faults([firm(key="YS-0001", **{name: value})])
    assert [(one.id, one.place) for one in found] == ([(expected, "YS-0001")] if expected else [])
    assert math.isnan(facts()[name].read(value)) == (expected is not None or value is None)
    assert all("{" not in one.say(lang) for one in found for lang in ("zh", "en"))


def test_two_rows_of_one_day_are_told_and_the_later_is_used() -> None:
    rows = [firm(key="YS-0001", staff=10), firm(key="YS-0002", staff=11)]
    told = {"firm": "Q-0001", "day": date(2025, 3, 31)}
    assert faults(rows) == [Problem("F-004", "YS-0002", told, "warning")]
    assert latest(rows, date(2025, 6, 30))["Q-0001"]["staff"] == 11


def test_facts_of_a_later_day_are_not_looked_at() -> None:
    rows = [
        firm(staff=12, facts_on=date(2025, 9, 30)),
        firm(staff=10, facts_on=date(2025, 3, 31)),
        firm(staff=9, facts_on=date(2024, 12, 31)),
    ]
    assert latest(rows, date(2025, 3, 30))["Q-0001"]["staff"] == 9
    assert latest(rows, date(2025, 3, 31))["Q-0001"]["staff"] == 10
    assert latest(rows, date(2025, 9, 30))["Q-0001"]["staff"] == 12
    assert latest(rows, date(2024, 1, 1)) == {}


def test_a_value_is_said_with_its_unit() -> None:
    said = {name: facts()[name].told(value).zh for name, value in
            (("assets_wan", 12_000), ("layoff_percent", 5.55), ("staff", 31), ("large", True), ("kind", "individual"))}  # fmt: skip
    assert list(said.values()) == ["1.2亿元", "5.55%", "31", "是", "个体工商户"]
