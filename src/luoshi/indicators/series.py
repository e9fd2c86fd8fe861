"""发布的数: a figure as it was published, with its two times, so that the numbers of any past meeting can be shown exactly as they stood (2.19)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from luoshi.indicators.growth import Growth
from luoshi.indicators.span import Span
from luoshi.values.problem import Problem

Kind = Literal["estimate", "preliminary", "final"]
GrowthBasis = Literal["constant", "nominal", "same_scope", "natural"]
Fate = Literal["renamed", "merged"]
KINDS = get_args(Kind)
# times last year's level, up or down: nothing grows so, but 万元 typed for 亿元 does
SLIP = Decimal(2500)


class Cell(NamedTuple):
    """What a figure is about."""

    region: str
    indicator: str
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One publication of a figure. Level and growth are published side by side; either may be missing (2.9).

    Its two times: the span that it holds for (true on the span's last day) and `known_at`, when it was told here.
    """

    cell: Cell
    known_at: datetime  # aware
    level: Decimal | None = None
    unit: str = ""  # of the level, and of what it is compared with
    growth: Growth | None = None
    growth_basis: GrowthBasis | None = None  # constant prices for GDP and value added (2.5)
    same_scope: Growth | None = None  # 同口径, beside 自然口径 (2.13)
    kind: Kind = "preliminary"
    base_reported: Decimal | None = None  # last year's value on this year's coverage (2.10)
    published_last_year: Decimal | None = None
    place: int | None = None  # as published
    places: int | None = None  # how many were ranked
    published_on: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        assert self.known_at.tzinfo is not None, "known_at must be an aware instant"


def as_of(points: Iterable[Point], true_on: date, known_at: datetime) -> dict[Cell, Point]:
    """What stood published: of each cell whose span had ended by `true_on`, the last telling until `known_at`.

    Two of one instant are told as one day's fault (`faults`); the later in order stands. Estimates stand like others: leave them out
    before (`published`) where a place or a paper is made.
    """
    found: dict[Cell, Point] = {}
    for point in sorted(points, key=lambda one: one.known_at):
        if point.known_at <= known_at and point.cell.span.last_day <= true_on:
            found[point.cell] = point
    return found


def published(points: Iterable[Point]) -> list[Point]:
    """Those that are published statistics: no estimate passes this wall (red line 2)."""
    return [one for one in points if one.kind != "estimate"]


def vintages(points: Iterable[Point], cell: Cell) -> list[Point]:
    """Every telling of a figure, the first one first."""
    return sorted((one for one in points if one.cell == cell), key=lambda one: one.known_at)


def faults(
    points: Collection[Point], regions: Mapping[str, tuple[Fate, str]] | None = None
) -> list[Problem]:
    """What cannot be right among tellings: two final values of a cell (G-010), a level that is 10,000 times off last year's (G-011), a region
    that goes by another name now (G-012) or is part of another one (G-013).

    Args:
        regions: old name -> what became of it, and the name since; a figure under the old one is named, not moved.
    """
    found, final = list[Problem](), dict[Cell, Point]()
    latest: dict[Cell, Point] = {}
    ordered = sorted(points, key=lambda one: one.known_at)
    for point in ordered:
        latest[point.cell] = point
    for point in ordered:
        there = final.get(point.cell)
        if point.kind == "final":
            if there is not None and (there.level, there.growth) != (point.level, point.growth):
                found.append(_two_finals(there, point))
            final[point.cell] = point
        before = latest.get(point.cell._replace(span=point.cell.span.year_before))
        if before is not None and (slip := _slip(point, before)):
            found.append(slip)
        if regions and point.cell.region in regions:
            fate, now = regions[point.cell.region]
            facts = {"region": point.cell.region, "now": now}
            where = named(point.cell)
            found.append(Problem("G-012" if fate == "renamed" else "G-013", where, facts))
    return found


def named(cell: Cell) -> str:
    """A cell in words: 望川区 gdp 2026年1-3月."""
    return f"{cell.region} {cell.indicator} {cell.span}"


def _two_finals(first: Point, second: Point) -> Problem:
    facts = {
        "cell": named(first.cell),
        "first": first.known_at.date(),
        "second": second.known_at.date(),
    }
    return Problem("G-010", named(first.cell), facts)


def _slip(point: Point, before: Point) -> Problem | None:
    if not before.level or not point.level or before.unit != point.unit:
        return None
    if 1 / SLIP < abs(point.level / before.level) < SLIP:
        return None
    facts = {"cell": named(point.cell), "value": point.level, "before": before.level}
    return Problem("G-011", named(point.cell), facts)
