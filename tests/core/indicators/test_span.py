"""The periods that statistics are published for, as tables write them."""

from __future__ import annotations

import pytest

from luoshi.indicators.span import Span, read_span
from luoshi.values.problem import Problem


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026年1-2月", Span(2026, 1, 2)),
        ("2026年1—2月", Span(2026, 1, 2)),
        ("1-9月", Span(2025, 1, 9)),
        ("2026年4月", Span(2026, 4, 4)),
        ("4月份", Span(2025, 4, 4)),
        ("1-本月", Span(2025, 1, 7)),
        ("2026年一季度", Span(2026, 1, 3)),
        ("第3季度", Span(2025, 7, 9)),
        ("前三季度", Span(2025, 1, 9)),
        ("2026年上半年", Span(2026, 1, 6)),
        ("下半年", Span(2025, 7, 12)),
        ("2025年", Span(2025, 1, 12)),
        ("2024年全年", Span(2024, 1, 12)),
    ],
)
def test_what_tables_write(text: str, span: Span) -> None:
    assert read_span(text, year=2025, month=7) == span


@pytest.mark.parametrize("text", ["", "十三月", "13月", "5-3月", "2026年0月", "2026年Q1", "1-本月"])
def test_what_is_no_period(text: str) -> None:
    found = read_span(text, year=2025)
    assert isinstance(found, Problem)
    assert found.id == "G-001"


def test_a_period_needs_its_year() -> None:
    assert isinstance(read_span("4月"), Problem)
    assert read_span("2026年4月") == Span(2026, 4, 4)


def test_there_is_no_january_and_no_quarter_of_a_monthly_indicator() -> None:
    january, quarter = read_span("2026年1月", monthly=True), read_span("2026年一季度", monthly=True)
    assert isinstance(january, Problem)
    assert january.id == "G-002"
    assert "1-2月" in january.remedy("zh")
    assert isinstance(quarter, Problem)
    assert quarter.id == "G-003"
    assert "1-3月" in quarter.remedy("zh")
    assert read_span("2026年1-2月", monthly=True) == Span(2026, 1, 2)


def test_what_is_compared_and_what_it_is_called() -> None:
    assert Span(2026, 1, 4).year_before == Span(2025, 1, 4)
    assert [str(s) for s in (Span(2026, 1, 4), Span(2026, 4, 4), Span(2026, 1, 12))] == [
        "2026年1-4月",
        "2026年4月",
        "2026年",
    ]
    assert (Span(2026, 1, 4).to_date, Span(2026, 4, 4).to_date) == (True, False)
