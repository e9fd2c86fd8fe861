"""指标到位次: published figures at a moment become the table a leader reads, the race of places by month, and the way out of the last places.

points ──published──as_of──> figures of the meeting ──ranked among those told for the same span──> Line, race
last year's course from this span to the year's end, of all regions ──> where each may end ──> WayOut

Places are counted here from the growths that are known, beside the place that was published; where the two differ, both are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from luoshi.indicators.growth import Growth, Points
from luoshi.indicators.ranks import Better, Ranks, moved, ranked
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span
from luoshi.indicators.way_out import (
    Certain,
    Range,
    certain,
    needed,
    needed_against,
    needed_for_the_rest,
)

MAIN = ("gdp", "industrial_output", "investment", "retail", "revenue")
COURSES_MIN = 10  # past courses to a year's end below which nothing is likely

Figures = Mapping[Cell, Point]


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a region: its last figure to date, its place, and what became of the place."""

    point: Point
    better: Better
    ranks: Ranks  # counted from the growths that are known for the span
    before: Point | None  # the span to date before it, of the same year
    since_before: int | None  # places won; negative is lost
    since_year_end: int | None
    wanted: Growth | None  # that leaves the last places; None where it is out of them

    @property
    def indicator(self) -> str:
        """Which one."""
        return self.point.cell.indicator

    @property
    def counted(self) -> int | None:
        """The place that the known growths give."""
        return self.ranks.places.get(self.point.cell.region) if self.ranks.count > 1 else None

    @property
    def place(self) -> int | None:
        """The published place; where none was, the counted one."""
        return self.point.place or self.counted

    @property
    def places(self) -> int | None:
        """How many are ranked."""
        return self.point.places or (self.ranks.count if self.counted else None)

    def among_last(self, last: int) -> bool:
        """后三名: whether the place is one of the last; False where there is none."""
        return None not in (self.place, self.places) and self.place > self.places - last  # type: ignore[operator]

    @property
    def differs(self) -> bool:
        """True where the known growths give another place than was published."""
        return None not in (self.point.place, self.counted) and self.point.place != self.counted

    @property
    def change(self) -> Points | None:
        """Of the growth against the span before."""
        if self.before is None or self.before.growth is None or self.point.growth is None:
            return None
        return self.point.growth - self.before.growth

    @property
    def short(self) -> Points | None:
        """Points that are missing to leave the last places."""
        if self.wanted is None or self.point.growth is None:
            return None
        gap = self.wanted - self.point.growth
        return gap if self.better == "higher" else -gap


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a place at the year's end asks for, told apart: known, likely, certain."""

    place: int
    count: int
    now: Growth | None  # to date, against the peers' known figures
    rest: Growth | None  # of the months that are left, for the year to reach `now`
    share: Decimal  # of last year that this span held
    even: bool  # the share is the months', because no level of last year is known
    least: Growth | None  # at the year's end: below it the place is lost even if all peers end low
    surely: Growth | None  # and with this it is won whatever they do
    certain: Certain | None  # places that can still come out
    courses: int  # past courses that "likely" stands on


def growths(figures: Figures, indicator: str, span: Span) -> dict[str, Growth | None]:
    """Every region that was ever told for the indicator, with its growth for the span: None where it is absent."""
    regions = dict.fromkeys(cell.region for cell in figures if cell.indicator == indicator)
    return {
        region: point.growth if (point := figures.get(Cell(region, indicator, span))) else None
        for region in regions
    }


def spans(figures: Figures, region: str, indicator: str) -> list[Span]:
    """The spans to date for which a region was told, the first one first."""
    return sorted(
        cell.span
        for cell, point in figures.items()
        if (cell.region, cell.indicator) == (region, indicator)
        and cell.span.to_date
        and (point.growth is not None or point.level is not None)
    )


def lines(
    figures: Figures,
    region: str,
    indicators: Sequence[str],
    last: int,
    better: Mapping[str, Better],
) -> list[Line]:
    """The table: one line an indicator, in the order asked for; one that was never told has none."""
    found = []
    for indicator in indicators:
        told = spans(figures, region, indicator)
        if told:
            way = better.get(indicator, "higher")
            found.append(_line(figures, region, indicator, told, last, way))
    return found


def _line(
    figures: Figures, region: str, indicator: str, told: list[Span], last: int, better: Better
) -> Line:
    span = told[-1]
    earlier = [one for one in told[:-1] if one.year == span.year]
    year_end = Span(span.year - 1, 1, 12)
    values = growths(figures, indicator, span)
    ranks = ranked(values, better)

    def won(since: Span) -> int | None:
        return moved(ranks, ranked(growths(figures, indicator, since), better), region)

    among = ranks.among_last(region, last)
    return Line(
        point=figures[Cell(region, indicator, span)],
        better=better,
        ranks=ranks,
        before=figures[Cell(region, indicator, earlier[-1])] if earlier else None,
        since_before=won(earlier[-1]) if earlier else won(year_end),
        since_year_end=won(year_end),
        wanted=needed(values, region, ranks.count - last, better=better)
        if among and ranks.count > last
        else None,
    )


def race(
    figures: Figures, region: str, indicator: str, better: Better = "higher"
) -> dict[Span, Ranks]:
    """The places of all, span by span, where the region and at least one peer were told."""
    found = {
        span: ranked(growths(figures, indicator, span), better)
        for span in spans(figures, region, indicator)
    }
    return {
        span: ranks for span, ranks in found.items() if ranks.count > 1 and region in ranks.places
    }


def way_out(figures: Figures, line: Line, place: int) -> WayOut:
    """What it takes to end the year at a place (1 is the first)."""
    cell, better = line.point.cell, line.better
    values = growths(figures, cell.indicator, cell.span)
    now = needed(values, cell.region, place, better=better)
    share, even = _share(figures, cell)
    growth = line.point.growth
    rest = None
    if now is not None and growth is not None:
        rest = needed_for_the_rest(now, growth.factor * share, share, 1 - share)
    ends, courses = _ends(figures, cell, values)
    least, surely = (
        needed_against(ends, cell.region, place, better=better) if ends else (None, None)
    )
    still = certain(ends, cell.region, better) if cell.region in ends else None
    return WayOut(place, line.ranks.count, now, rest, share, even, least, surely, still, courses)


def _share(figures: Figures, cell: Cell) -> tuple[Decimal, bool]:
    """The share of last year that the span held, by last year's levels; by months where they are not known."""
    before = cell.span.year_before
    part, whole = (
        figures.get(cell._replace(span=one)) for one in (before, Span(before.year, 1, 12))
    )
    if part and whole and part.level and whole.level and part.unit == whole.unit:
        return part.level / whole.level, False
    return Decimal(cell.span.last) / 12, True


def _ends(
    figures: Figures, cell: Cell, values: Mapping[str, Growth | None]
) -> tuple[dict[str, Range], int]:
    """Where each region that is told may end the year: its growth now, and the middle eight tenths of all past changes from this
    span to the year's end. Nothing where the year is over or too few courses are known."""
    courses = []
    for other, point in figures.items():
        its = other.span
        same = (its.first, its.last) == (cell.span.first, cell.span.last)
        if other.indicator != cell.indicator or not same or its.year >= cell.span.year:
            continue
        end = figures.get(other._replace(span=Span(its.year, 1, 12)))
        if end is not None and end.growth is not None and point.growth is not None:
            courses.append((end.growth - point.growth).value)
    if cell.span.last == 12 or len(courses) < COURSES_MIN:
        return {}, len(courses)
    tenths = quantiles(courses, n=10, method="inclusive")
    low, high = Points(tenths[0]).rounded(), Points(tenths[-1]).rounded()
    return {
        region: Range(growth + low, growth + high)
        for region, growth in values.items()
        if growth is not None
    }, len(courses)
