"""What the register was told becomes figures with their vintages; what was withdrawn is no figure any more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import Growth
from luoshi.indicators.series import Cell, as_of
from luoshi.indicators.span import Span
from luoshi.journeys.entries_to_points import points_of, span_of
from luoshi.ledger.as_of import state
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry

FIRST, FOUR = Span(2026, 1, 3), Span(2026, 1, 4)
RETAIL = {"name": "社会消费品零售总额（累计）", "indicator": "retail", "region": "望川区", "scope": "own", "series": "to_date", "value_unit": "万元"}  # fmt: skip


def told(verb: str, day: str, at: str, about: Entry | None = None, **fields: object) -> Entry:
    known_at = datetime.combine(date.fromisoformat(at), datetime.min.time(), UTC)
    named = name_of(about) if about is not None else ""
    return Entry(
        "economy", "Z-005", verb, fields, date.fromisoformat(day), known_at, "tongji", "statistics", "因修订" if about else "", named,
    )  # type: ignore[arg-type]  # fmt: skip


def test_a_revision_is_a_vintage_and_a_withdrawal_leaves_nothing() -> None:
    opened = told("open", "2026-01-05", "2026-01-16", **RETAIL)
    first = told("report", "2026-03-31", "2026-04-21", value=179600, growth_percent=5.3, place=8, place_of=11)  # fmt: skip
    mended = told("correct", "2026-03-31", "2026-04-24", first, growth_percent=5.1)
    april = told("report", "2026-04-30", "2026-05-20", value=241500, growth_percent=5.6)
    gone = told("withdraw", "2026-04-30", "2026-05-21", april)
    points = points_of([gone, april, mended, first, opened])
    cell = Cell("望川区", "retail", FIRST)
    assert [(p.cell.span, p.growth, p.level) for p in points] == [
        (FIRST, Growth(D("5.3")), D(179600)),
        (FIRST, Growth(D("5.1")), D(179600)),
        (FOUR, Growth(D("5.6")), D(241500)),
        (FOUR, None, None),
    ]
    at = {day: as_of(points, date(2026, 12, 31), _instant(day)) for day in ("2026-04-22", "2026-05-20", "2026-05-21")}  # fmt: skip
    assert at["2026-04-22"][cell].growth == Growth(D("5.3"))
    assert at["2026-05-20"][cell].growth == Growth(D("5.1"))
    assert at["2026-05-20"][cell._replace(span=FOUR)].growth == Growth(D("5.6"))
    assert at["2026-05-21"][cell._replace(span=FOUR)].growth is None


def test_what_a_period_does_not_tell_is_not_taken_from_the_last() -> None:
    opened = told("open", "2026-01-05", "2026-01-16", **RETAIL)
    march = told("report", "2026-03-31", "2026-04-21", value=179600, growth_percent=5.3, place=8)
    april = told("report", "2026-04-30", "2026-05-20", growth_percent=5.3, place=None, value=None)
    (_, second) = points_of([opened, march, april])
    assert (second.growth, second.level, second.place) == (Growth(D("5.3")), None, None)


def test_the_period_that_is_named_counts_and_not_the_day_it_was_told_for() -> None:
    opened = told("open", "2026-01-05", "2026-01-16", **RETAIL)
    late = told("report", "2026-06-03", "2026-06-03", period_to="2026-04-30", growth_percent=5.6)
    mended = told("correct", "2026-06-03", "2026-06-04", late, growth_percent=5.5)
    points = points_of([opened, late, mended])
    assert [(p.cell.span, p.growth) for p in points] == [(FOUR, Growth(D("5.6"))), (FOUR, Growth(D("5.5")))]  # fmt: skip


@pytest.mark.parametrize(
    ("series", "day", "span"),
    [
        ("to_date", "2026-02-28", Span(2026, 1, 2)),
        ("month", "2026-04-30", Span(2026, 4, 4)),
        ("quarter", "2026-06-30", Span(2026, 4, 6)),
        ("quarter", "2026-05-31", None),
        ("to_date", "2026-02-27", None),
        ("", "2026-02-28", None),
    ],
)
def test_the_day_and_the_series_name_the_span(series: str, day: str, span: Span | None) -> None:
    assert span_of(series, date.fromisoformat(day)) == span


@given(st.lists(st.tuples(st.integers(2, 12), st.integers(1, 28), st.one_of(st.none(), st.integers(-9, 9))), max_size=12))  # fmt: skip
def test_the_newest_figure_is_the_item_s_own_state(
    tellings: list[tuple[int, int, int | None]],
) -> None:
    """The plain twin: the state of the item as of the span's end and an instant says the same growth, where the period told one."""
    entries = [told("open", "2025-01-01", "2025-01-01", **RETAIL)]
    for month, day, growth in tellings:
        end = Span(2025, 1, month).last_day.isoformat()
        entries.append(told("report", end, f"2026-01-{day:02d}", growth_percent=growth))
    points = points_of(entries)
    for day in (5, 15, 28):
        known = _instant(f"2026-01-{day:02d}")
        figures = as_of(points, date.max, known)
        for cell, point in figures.items():
            its = state(entries, true_on=cell.span.last_day, known_at=known)
            told_here = its.fields.get("growth_percent")
            assert point.growth == (None if told_here is None else Growth(D(str(told_here))))


def _instant(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.max.time(), UTC)
