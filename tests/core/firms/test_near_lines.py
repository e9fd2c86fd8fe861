"""Firms near their line: who is told, what of, and what is never used."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.firms.near_lines import faults, near_lines
from luoshi.values.finding import Finding, wordings

ON = date(2026, 5, 1)


def firm(**told: Any) -> dict[str, Any]:
    """A paper mill with 1,650 of 2,000 by the tax office."""
    in_order = {
        "key": "Q-0001",
        "name": "甲包装公司",
        "unit": "industry",
        "industry_code": "C2231",
        "revenue_wan": 1650,
        "revenue_source": "tax",
        "revenue_on": date(2026, 3, 31),
        "registered_on": date(2019, 3, 1),
    }
    return {**in_order, **told}


def found(on: date = ON, **told: Any) -> list[Finding]:
    return near_lines([firm(**told)], 70, 100, on)


def kinds(on: date = ON, **told: Any) -> list[str]:
    return [one.kind for one in found(on, **told)]


@pytest.mark.parametrize(
    ("revenue_wan", "kind"),
    [
        (1399.9, None), (1400, "firm_near_line"), (1999.9, "firm_near_line"),
        (2000, "firm_over_line"), (9000, "firm_over_line"), (0, None),
    ],
)  # fmt: skip
def test_both_sides_of_both_lines(revenue_wan: float, kind: str | None) -> None:
    assert kinds(revenue_wan=revenue_wan) == ([kind] if kind else [])


def test_what_is_said_of_a_firm_near_its_line() -> None:
    (one,) = found()
    assert (one.register, one.key, one.unit, one.at_stake_wan) == (
        "firm",
        "Q-0001",
        "industry",
        None,
    )
    assert one.reason().startswith(
        "2026-03-31累计营业收入1,650万元（税务），为工业起报标准2,000万元的82.5%；"
    )
    assert "年度入库第一批（以10月数据为基础），最迟2026-11-21" in one.reason()
    assert "营业执照" in one.reason()


def test_a_new_firm_over_its_line_files_by_the_seventh() -> None:
    (one,) = found(revenue_wan=2100, registered_on=date(2026, 1, 8))
    assert "最迟2026-05-07" in one.reason()


@pytest.mark.parametrize("source", ["tax", "power", "insurance", "told"])
def test_the_four_sources_are_used(source: str) -> None:
    assert kinds(revenue_source=source) == ["firm_near_line"]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"revenue_source": "statistics"}, "F-030"),
        ({"revenue_source": None}, "F-030"),
        ({"revenue_on": None}, "F-030"),
        ({"revenue_wan": -1}, "F-031"),
        ({"industry_code": "造纸"}, "F-032"),
        ({"industry_code": None}, "F-032"),
        ({"industry_code": "J6620"}, None),  # a sector without a line is no fault
        ({"revenue_wan": None}, None),
        ({"revenue_on": date(2026, 1, 20)}, None),  # 101 days old
        ({"revenue_on": date(2026, 5, 2)}, None),  # later than the day asked for
    ],
)
def test_what_cannot_be_used_is_not_used_and_a_fault_is_told(
    told: dict[str, Any], problem: str | None
) -> None:
    assert found(**told) == []
    problems = faults([firm(**told)], ON)
    assert [(one.id, one.place) for one in problems] == ([(problem, "Q-0001")] if problem else [])
    assert all("{" not in one.say(lang) for one in problems for lang in ("zh", "en"))


def test_revenue_of_the_last_day_that_still_counts() -> None:
    assert kinds(revenue_on=date(2026, 1, 21)) == ["firm_near_line"]
    assert kinds(revenue_on=ON) == ["firm_near_line"]


def test_the_line_of_the_ledger_goes_before_the_sectors_and_the_difference_is_told() -> None:
    assert kinds(line_wan=3000) == []
    assert kinds(line_wan=1000) == ["firm_over_line"]
    assert [one.id for one in faults([firm(line_wan=3000)], ON)] == ["F-033"]
    assert faults([firm(line_wan=2000)], ON) == []
    assert kinds(industry_code=None, line_wan=2000) == ["firm_near_line"]
    assert faults([firm(industry_code=None, line_wan=2000)], ON) == []


def test_who_has_entered_is_not_told_again_until_it_leaves() -> None:
    assert kinds(revenue_wan=2500, entered_on=ON) == []
    assert kinds(revenue_wan=2500, entered_on=date(2026, 5, 2)) == ["firm_over_line"]
    left = {"entered_on": date(2024, 1, 1), "left_on": ON}
    assert kinds(revenue_wan=2500, **left) == ["firm_over_line"]


def test_who_has_entered_is_below_the_line_only_by_a_whole_year() -> None:
    entered = {"entered_on": date(2024, 1, 1), "revenue_wan": 1999}
    assert kinds(**entered) == []  # three months say nothing
    whole = {**entered, "revenue_on": date(2025, 12, 31)}
    on = date(2026, 3, 1)
    assert kinds(on, **whole) == ["firm_under_line"]
    assert kinds(on, **whole | {"revenue_wan": 2000}) == []


def test_a_builder_has_no_line_of_revenue() -> None:
    assert kinds(industry_code="E4710", revenue_wan=99_999) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_can_be_said(lang: str) -> None:
    december = {"entered_on": date(2024, 1, 1), "revenue_on": date(2025, 12, 31)}
    every = [*found(), *found(revenue_wan=2100), *found(date(2026, 3, 1), **december)]
    assert [one.kind for one in every] == ["firm_near_line", "firm_over_line", "firm_under_line"]
    for one in every:
        assert "{" not in one.label(lang) + one.reason(lang) + one.remedy(lang) + one.clause


@given(st.floats(0, 10_000), st.sampled_from([None, date(2024, 1, 1)]))
def test_no_figure_is_named_but_those_on_file_the_line_and_the_days(
    revenue_wan: float, entered_on: date | None
) -> None:
    """Statistics Law art. 7, 41: neither what is missing to the line nor any other figure to be filed."""
    for one in found(revenue_wan=revenue_wan, entered_on=entered_on):
        sums = {name for name in one.facts if name.endswith("_wan")}
        assert sums == {"line_wan", "revenue_wan"}
        assert one.facts["revenue_wan"] == revenue_wan
        assert one.at_stake_wan is None


def test_the_remedies_hold_no_figures() -> None:
    for kind in ("firm_near_line", "firm_over_line", "firm_under_line"):
        assert not re.search(r"\d", wordings()[kind].remedy.zh + wordings()[kind].remedy.en)
