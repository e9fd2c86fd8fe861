"""流水到指标: what the register of indicators was told, as published figures with their two times.

entries of an item ──as_of.standing at each instant──> what stood told for each period ──a Point where that changed──> vintages

The register keeps one item a series. What was told is for the period that it names (期末), else for the day it is true on. A withdrawn figure becomes
a telling without figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.indicators.growth import Growth
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span
from luoshi.ledger.as_of import standing
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry, Scalar

ECONOMY = "economy"
_MONTHS = {"month": 1, "quarter": 3}  # to_date: from January
_NOUGHT_TOLD = frozenset({"period_from", "period_to", "kind", "published_on", "growth_basis"})


def points_of(entries: Iterable[Entry]) -> list[Point]:
    """Every telling of the figures of one item of `economy`, the first one first.

    An indicator that is none of the register's own goes by the item's name. What is told for a day on which no month ends is no figure.
    """
    ordered = sorted(entries, key=lambda one: (one.known_at, name_of(one)))
    found: list[Point] = []
    stood: dict[date, Mapping[str, Scalar]] = {}
    for instant in sorted({one.known_at for one in ordered}):
        held = standing([one for one in ordered if one.known_at <= instant])
        held.sort(key=lambda one: (one.entry.true_on, one.entry.known_at, name_of(one.entry)))
        whose: dict[str, Scalar] = {}
        by_day: dict[date, dict[str, Scalar]] = {}
        named = {one.true_on: date.fromisoformat(str(end)) for one, fields in held if (end := fields.get("period_to"))}  # fmt: skip
        for entry, fields in held:
            whose |= fields
            by_day.setdefault(named.get(entry.true_on, entry.true_on), {}).update(fields)
        for day in sorted(by_day.keys() | stood.keys()):
            told = {name: value for name, value in by_day.get(day, {}).items() if value is not None}
            if told == stood.get(day, {}):
                continue
            stood[day] = told
            span = span_of(str(whose.get("series") or ""), day)
            if span is not None and (
                told.keys() - _NOUGHT_TOLD or any(p.cell.span == span for p in found)
            ):
                found.append(_point(whose, told, span, instant))
    return found


def span_of(series: str, day: date) -> Span | None:
    """The span that a figure of a series is for when it is true on a day; None where no such span ends on it."""
    first = 1 if series == "to_date" else day.month - _MONTHS.get(series, 99) + 1
    if first < 1 or (series == "quarter" and day.month % 3):
        return None
    span = Span(day.year, first, day.month)
    return span if span.last_day == day else None


def _point(whose: Mapping[str, Scalar], told: Mapping[str, Any], span: Span, instant: Any) -> Point:
    name = str(whose.get("indicator") or "")
    indicator = str(whose.get("name") or "") if name in ("", "other") else name
    published_on = told.get("published_on")
    return Point(
        Cell(str(whose.get("region") or ""), indicator, span),
        instant,
        level=_number(told.get("value")),
        unit=str(whose.get("value_unit") or ""),
        growth=_growth(told.get("growth_percent")),
        growth_basis=told.get("growth_basis"),
        same_scope=_growth(told.get("same_scope_percent")),
        kind=told.get("kind") or "preliminary",
        base_reported=_number(told.get("base_reported")),
        published_last_year=_number(told.get("published_last_year")),
        place=told.get("place"),
        places=told.get("place_of"),
        published_on=date.fromisoformat(str(published_on)) if published_on else None,
        source=str(told.get("same_scope_reason") or ""),
    )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _growth(value: Any) -> Growth | None:
    return None if value is None else Growth(Decimal(str(value)))
