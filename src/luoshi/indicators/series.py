"""发布的数: a figure as it was published, with its vintage, so that the numbers of any past meeting can be shown exactly as they stood (2.19)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from luoshi.indicators.growth import Growth
from luoshi.indicators.span import Span
from luoshi.values.problem import Problem

Basis = Literal["current", "constant"]
Kind = Literal["estimate", "preliminary", "final"]
BASES, KINDS = get_args(Basis), get_args(Kind)
SLIP = Decimal(
    2500
)  # times last year's level, up or down: nothing grows so, but 万元 typed for 亿元 does


class Cell(NamedTuple):
    """What a figure is about."""

    region: str
    indicator: str
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One publication of a figure. Level and growth are published side by side; either may be missing (2.9)."""

    cell: Cell
    told_on: date  # the vintage: from that day on it is known
    level: Decimal | None = None
    growth: Growth | None = None
    like_for_like: Growth | None = None  # 同口径, beside 自然口径 (2.13)
    basis: Basis = "current"  # of the level
    kind: Kind = "preliminary"
    base_reported: Decimal | None = None  # last year's value on this year's coverage (2.10)
    published_last_year: Decimal | None = None
    source: str = ""


def as_of(points: Iterable[Point], day: date) -> dict[Cell, Point]:
    """What stood published on a day: of each cell the last telling. Two of one day are a fault of the input (`faults`); the later in order stands."""
    found: dict[Cell, Point] = {}
    for point in sorted(points, key=lambda one: one.told_on):
        if point.told_on <= day:
            found[point.cell] = point
    return found


def vintages(points: Iterable[Point], cell: Cell) -> list[Point]:
    """Every telling of a figure, the first one first."""
    return sorted((one for one in points if one.cell == cell), key=lambda one: one.told_on)


def faults(points: Collection[Point], regions: Mapping[str, str] | None = None) -> list[Problem]:
    """What cannot be right among tellings: two final values of a cell (G-010), a level that is 10,000 times off last year's (G-011), a region
    that goes by another name now (G-012).

    Args:
        regions: old name -> the name since; a figure under the old one is named, not moved.
    """
    found, final, latest = list[Problem](), dict[Cell, Point](), as_of(points, date.max)
    for point in sorted(points, key=lambda one: one.told_on):
        cell = point.cell
        there = final.get(cell)
        if point.kind == "final":
            if there is not None and (there.level, there.growth) != (point.level, point.growth):
                facts = {"cell": _named(cell), "first": there.told_on, "second": point.told_on}
                found.append(Problem("G-010", _named(cell), facts))
            final[cell] = point
        before = latest.get(Cell(cell.region, cell.indicator, cell.span.year_before))
        if before is not None and before.level and point.level:
            times = abs(point.level / before.level)
            if not 1 / SLIP < times < SLIP:
                facts = {"cell": _named(cell), "value": point.level, "before": before.level}
                found.append(Problem("G-011", _named(cell), facts))
        if regions and cell.region in regions:
            facts = {"region": cell.region, "now": regions[cell.region]}
            found.append(Problem("G-012", _named(cell), facts))
    return found


def _named(cell: Cell) -> str:
    return f"{cell.region} {cell.indicator} {cell.span}"
