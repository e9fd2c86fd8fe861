"""The outlook: right where the answer is known, silent where too little is, and no statistic anywhere."""

from __future__ import annotations

import math
from decimal import Decimal as D

import pytest

from luoshi.indicators.growth import Growth
from luoshi.indicators.outlook import Outlook, Trial, outlook, trial
from luoshi.indicators.series import Point
from luoshi.indicators.span import Span
from luoshi.values.problem import Problem
from tests.core.indicators.test_growth import read

QUARTERS, MONTHS = (3, 6, 9, 12), tuple(range(2, 13))


def steady(percent: float, years: int, until: int, ends: tuple[int, ...] = MONTHS) -> dict[Span, Growth]:  # fmt: skip
    """Growth that hardly moves: the year ends where it stands."""
    found = {}
    for year in range(2026 - years, 2027):
        for month in ends:
            if year < 2026 or month <= until:
                wave = 0.2 * math.sin(year * 5 + month * 1.7)
                found[Span(year, 1, month)] = Growth(D(f"{percent + wave:.1f}"))
    return found


@pytest.mark.parametrize("percent", [5.0, -4.0, 0.0])
@pytest.mark.parametrize(("ends", "until"), [(MONTHS, 4), (QUARTERS, 6)])
def test_what_is_steady_ends_where_it_stands(percent: float, ends: tuple[int, ...], until: int) -> None:  # fmt: skip
    found = outlook(steady(percent, 5, until, ends))
    assert isinstance(found, Outlook)
    assert abs(float(found.middle.percent) - percent) < 0.6
    assert found.low <= found.middle <= found.high
    assert float((found.high - found.low).value) < 3
    assert (found.span, found.until.last, found.years) == (Span(2026, 1, 12), until, 5)


def test_the_same_figures_give_the_same_outlook() -> None:
    assert outlook(steady(5, 4, 4)) == outlook(dict(reversed(steady(5, 4, 4).items())))


def test_a_shock_widens_the_range_and_breaks_nothing() -> None:
    calm, shaken = steady(6, 5, 4), steady(6, 5, 4)
    for month, growth in zip(MONTHS, (-20, -15, -11, -8, -6, -4, -3, -2, -1, 0, 1), strict=True):
        shaken[Span(2022, 1, month)] = Growth(D(growth))
    ranges = [outlook(calm), outlook(shaken)]
    assert all(isinstance(one, Outlook) for one in ranges)
    narrow, wide = ((one.high - one.low).value for one in ranges if isinstance(one, Outlook))
    assert wide > narrow


@pytest.mark.parametrize(
    ("figures", "problem"), [(steady(5, 2, 4), "G-030"), ({}, "G-030"), (steady(5, 4, 12), "G-031")]
)
def test_too_little_or_all_known_is_no_outlook(figures: dict[Span, Growth], problem: str) -> None:
    found = outlook(figures)
    assert isinstance(found, Problem)
    assert found.id == problem


def test_a_gap_in_the_months_is_no_month() -> None:
    """Without 1-2月 the year begins with 1-3月: three months, and not a March three times as great."""
    figures = steady(5, 5, 4)
    del figures[Span(2026, 1, 2)]
    found = outlook(figures)
    assert isinstance(found, Outlook)
    assert abs(float(found.middle.percent) - 5) < 0.6


def test_a_missing_year_ends_what_it_stands_on() -> None:
    figures = steady(5, 6, 4)
    del figures[Span(2023, 1, 12)]
    found = outlook(figures)
    assert isinstance(found, Problem)
    assert found.facts["years"] == 2


def test_an_outlook_is_no_statistic() -> None:
    """Red line 2: nothing that takes published figures takes an estimate of ours."""
    assert not issubclass(Outlook, Point)
    assert not {"cell", "known_at", "kind"} & set(Outlook.__slots__)


def test_the_trial_of_the_nation_s_figures() -> None:
    """Better than seasonal naive, and a range that holds about as often as it says; what exactly, is in docs/performance.md."""
    told = {Span(*_span(row["QTR"])): Growth(D(row["GDP_CUMYOY"])) for row in read("cn_gdp_cumulative.csv") if row["GDP_CUMYOY"]}  # fmt: skip
    found = trial(told)
    assert isinstance(found, Trial)
    assert found.cases == 84
    assert found.missed < found.missed_seasonal
    assert 0.65 <= found.covered / found.cases <= 0.95


def test_no_trial_without_years_before() -> None:
    found = trial(steady(5, 3, 4))
    assert isinstance(found, Problem)
    assert found.id == "G-030"


def _span(quarter: str) -> tuple[int, int, int]:
    year, month = (int(part) for part in quarter.split("-"))
    return year, 1, month
