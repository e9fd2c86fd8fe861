"""Vintages: the numbers of any past day exactly as they stood, and what cannot be right among tellings."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, time
from decimal import Decimal as D

import pytest

from luoshi.indicators.growth import Growth
from luoshi.indicators.series import Cell, Fate, Point, as_of, faults, published, vintages
from luoshi.indicators.span import Span
from tests.core.indicators.test_growth import MACRO

CELL = Cell("望川区", "gdp", Span(2026, 1, 3))


def at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(8), UTC)


def point(
    day: str, level: str | None = None, growth: str | None = None, cell: Cell = CELL, **more: object
) -> Point:
    number = None if level is None else D(level)
    rate = None if growth is None else Growth(D(growth))
    return Point(cell, at(day), number, growth=rate, **more)  # type: ignore[arg-type]


def test_both_times_decide_what_stood_published() -> None:
    first = point("2026-04-20", "102.1", "5.3")
    second = point("2026-07-18", "101.8", "5.1", kind="final")
    half = point("2026-07-18", "210", "5.2", CELL._replace(span=Span(2026, 1, 6)))
    told = [half, second, first]
    later = date(2026, 12, 31)
    assert as_of(told, later, at("2026-04-19")) == {}
    assert as_of(told, later, at("2026-04-20")) == {CELL: first}
    assert as_of(told, later, at("2026-12-31")) == {CELL: second, half.cell: half}
    assert as_of(told, date(2026, 3, 31), at("2026-12-31")) == {CELL: second}
    assert as_of(told, date(2026, 3, 30), at("2026-12-31")) == {}
    assert vintages(told, CELL) == [first, second]
    with pytest.raises(TypeError):
        as_of(told, later, at("2026-12-31"), knwon=1)  # type: ignore[call-arg]


def test_no_estimate_passes_the_wall() -> None:
    told, guessed = point("2026-04-20", "1"), point("2026-04-20", "1", kind="estimate")
    assert published([told, guessed]) == [told]


def test_two_final_figures_of_one_cell_are_named() -> None:
    told = [point("2026-04-20", "100", kind="final"), point("2026-05-20", "101", kind="final")]
    assert [p.id for p in faults(told)] == ["G-010"]
    assert (
        faults([told[0], point("2026-05-20", "100", kind="final")]) == []
    )  # told again, not changed


@pytest.mark.parametrize(
    ("level", "wrong"), [("1021000", True), ("0.0102", True), ("250", False), ("40", False)]
)
def test_a_slip_of_ten_thousand_is_named(level: str, wrong: bool) -> None:
    before = point("2025-04-20", "98", cell=CELL._replace(span=Span(2025, 1, 3)))
    ids = [p.id for p in faults([before, point("2026-04-20", level)])]
    assert ids == (["G-011"] if wrong else [])


@pytest.mark.parametrize(("fate", "problem"), [("renamed", "G-012"), ("merged", "G-013")])
def test_a_renamed_or_merged_peer_is_named_and_not_moved(fate: Fate, problem: str) -> None:
    told = point("2026-04-20", "1", cell=CELL._replace(region="北县"))
    (found,) = faults([told], {"北县": (fate, "北区")})
    assert found.id == problem
    assert "北区" in found.remedy("zh") + found.cause("zh")


def test_eighty_us_vintages_are_replayed_exactly() -> None:
    """Every one of the 80 data versions, from 565 first tellings and revisions."""
    file = MACRO / "us_vintages_changes.csv"
    if not file.is_file():
        pytest.skip("the shared figures are not here")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 565
    told = []
    for row in rows:
        year, month = (int(part) for part in row["period"].split("-"))
        cell = Cell("US", row["series"], Span(year, month, month))
        told.append(Point(cell, at(row["vintage"]), D(row["value"])))
    days = sorted({one.known_at for one in told})
    assert 1 < len(days) <= 80
    plain: dict[Cell, D] = {}
    by_day = defaultdict(list)
    for one in told:
        by_day[one.known_at].append(one)
    for day in days:  # the plain twin: the file's own rows, one after the other
        plain |= {one.cell: one.level for one in by_day[day]}  # type: ignore[misc]
        assert {cell: one.level for cell, one in as_of(told, date.max, day).items()} == plain
