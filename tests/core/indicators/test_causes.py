"""Why published and implied growth are apart: named where the figures show it, and not otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D

from luoshi.indicators.causes import beside, causes
from luoshi.indicators.growth import Growth, Not, Points
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span

AT = datetime(2026, 5, 20, tzinfo=UTC)
JULY = Cell("全国", "investment", Span(2021, 1, 7))
LAST = Point(JULY._replace(span=Span(2020, 1, 7)), AT, D(348892), "亿元")


def point(growth: str | None = "8.7", level: str | None = "302533", **more: object) -> Point:
    rate = None if growth is None else Growth(D(growth))
    return Point(JULY, AT, None if level is None else D(level), "亿元", rate, **more)  # type: ignore[arg-type]


def said(one: Point, *last_year: Point) -> list[str]:
    return [label.zh for label in causes(one, last_year)]


def test_what_stands_apart_is_shown_and_neither_replaces_the_other() -> None:
    found = beside(point(), LAST)
    assert found is not None
    assert (found.published, found.apart and found.apart.rounded()) == (Growth(D("8.7")), Points(D("22.0")))  # fmt: skip
    assert beside(point(None), LAST) is None
    other_unit = beside(point(), replace(LAST, unit="万元"))
    assert other_unit is not None
    assert other_unit.implied is Not.TOLD


def test_each_cause_is_named_where_the_figures_show_it() -> None:
    assert said(point(growth_basis="constant"), LAST) == ["增速按可比价，水平值按现价"]
    assert said(point(growth_basis="same_scope"), LAST) == ["增速按同口径，水平值是当年口径"]
    assert said(point(base_reported=D(278318)), LAST) == ["同期基数按本期口径调整了-20.2%"]
    assert said(point(), replace(LAST, level=D(350000)), LAST) == ["上年的水平值后来修订过"]
    assert said(point(), LAST) == []


def test_what_agrees_within_rounding_needs_no_cause() -> None:
    assert said(point("-13.3", growth_basis="constant"), LAST) == []
    assert said(point(level=None, growth_basis="constant"), LAST) == []
    assert said(point(growth_basis="constant")) == []
