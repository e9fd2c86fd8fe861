"""Doubts: each check with what it must see, what it must leave alone, and what is too little to say anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import Growth
from luoshi.indicators.plausible import Limits, doubts, quiet
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span

AT = datetime(2026, 5, 20, tzinfo=UTC)
APRIL = Span(2026, 1, 4)

Figures = dict[Cell, Point]


def told(name: str, span: Span = APRIL, growth: object = None, level: object = None, region: str = "我") -> Figures:  # fmt: skip
    cell = Cell(region, name, span)
    rate = None if growth is None else Growth(D(str(growth)))
    return {cell: Point(cell, AT, None if level is None else D(str(level)), "万元", rate)}


def ids(figures: Figures) -> list[str]:
    return [one.problem.id for one in doubts(figures, "我")]


def test_output_and_electricity_that_part_are_a_doubt() -> None:
    assert ids(told("industrial_output", growth=7.4) | told("electricity", growth="-1.8")) == ["G-060"]  # fmt: skip
    assert ids(told("industrial_output", growth=7.4) | told("electricity", growth=5)) == []
    assert ids(told("industrial_output", growth=1) | told("electricity", growth="-1")) == []
    assert ids(told("industrial_output", growth=7.4)) == []
    other = told("electricity", growth=-30, region="别处") | told("industrial_output", growth=7.4)
    assert ids(other) == []


def test_tax_is_held_against_sales_and_revenue_against_tax() -> None:
    figures = told("tax", growth=20) | told("sales", growth=5) | told("revenue", growth=19)
    assert ids(figures) == ["G-061"]
    assert ids(figures | told("revenue", growth=3)) == ["G-061", "G-061"]


def test_a_step_out_of_the_common_needs_a_past() -> None:
    def series(years: int, last: object) -> Figures:
        found: Figures = {}
        for year in range(2026 - years, 2026):
            for month in range(2, 13):
                found |= told("retail", Span(year, 1, month), 5 + (month % 3) / 10)
        return found | told("retail", Span(2026, 1, 3), 5) | told("retail", APRIL, last)

    assert ids(series(3, 12)) == ["G-062"]
    assert ids(series(3, 5.2)) == []
    assert ids(series(1, 12)) == []


def test_levels_to_date_do_not_fall() -> None:
    march = told("retail", Span(2026, 1, 3), level=179600)
    assert ids(march | told("retail", level=162800)) == ["G-065"]
    assert ids(march | told("retail", level=241500)) == []
    assert ids(told("retail", Span(2025, 1, 12), level=10**6) | told("retail", level=241500)) == []


def test_last_digits_that_chance_does_not_give() -> None:
    spans = [Span(2020 + n // 11, 1, 2 + n % 11) for n in range(44)]
    rounded, honest = dict[Cell, Point](), dict[Cell, Point]()
    for n, span in enumerate(spans):
        rounded |= told("revenue", span, level=20000 + 1000 * span.last)
        honest |= told("revenue", span, level=20000 + 1000 * span.last + (n * 7) % 10)
    assert ids(rounded) == ["G-063"]
    assert ids(honest) == []
    assert ids({cell: point for cell, point in rounded.items() if cell.span.year < 2022}) == []


def test_two_indicators_that_are_always_equal_are_a_doubt() -> None:
    both: Figures = {}
    for month in (2, 3, 4):
        for name in ("sales", "industrial_output"):
            both |= told(name, Span(2026, 1, month), level=1000 * month + 1)
    assert ids(both) == ["G-064"]
    assert ids({cell: point for cell, point in both.items() if cell.span.last > 2}) == []


def test_an_answer_keeps_quiet_until_a_figure_is_revised() -> None:
    figures = told("industrial_output", growth=7.4) | told("electricity", growth=-1.8)
    (doubt,) = doubts(figures, "我")
    assert quiet([doubt], {doubt.key}) == []
    (again,) = doubts(figures | told("electricity", growth=-2.0), "我")
    assert quiet([again], {doubt.key}) == [again]
    assert doubts(dict(reversed(figures.items())), "我")[0].key == doubt.key


@given(st.lists(st.tuples(st.sampled_from(["retail", "tax", "sales"]), st.integers(2, 12), st.integers(-20, 20), st.integers(1, 999)), max_size=30), st.integers(1, 1000))  # fmt: skip
def test_a_wider_limit_never_doubts_more(rows: list[tuple[str, int, int, int]], wider: int) -> None:
    figures: Figures = {}
    for name, month, growth, level in rows:
        figures |= told(name, Span(2026, 1, month), growth, level)
    narrow = {one.key for one in doubts(figures, "我")}
    wide = {one.key for one in doubts(figures, "我", Limits(D(8 + wider), D(6 + wider)))}
    assert wide <= narrow


FIGURES = st.lists(st.tuples(st.sampled_from(["retail", "tax", "sales", "revenue"]), st.integers(2, 12), st.integers(-20, 20), st.integers(1, 999)), max_size=30)  # fmt: skip


@given(FIGURES, st.randoms())
def test_neither_the_unit_nor_the_order_makes_a_doubt(
    rows: list[tuple[str, int, int, int]], chance: Random
) -> None:
    figures: Figures = {}
    for name, month, growth, level in rows:
        figures |= told(name, Span(2026, 1, month), growth, level)
    tenfold = {c: replace(p, level=p.level and p.level * 10) for c, p in figures.items()}
    mixed = list(figures.items())
    chance.shuffle(mixed)

    def seen(given_: Figures) -> list[tuple[str, Cell]]:
        return sorted((one.problem.id, one.cell) for one in doubts(given_, "我"))

    assert seen(tenfold) == seen(figures)
    assert seen(dict(mixed)) == seen(figures)
