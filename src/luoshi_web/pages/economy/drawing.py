"""走势与位次图: the growth of two years on one axis of months, and the places of all regions by span.

Only places are worked out here, in the units of the drawing; words and colours are the template's. The same numbers stand in the tables below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from luoshi.indicators.ranks import Ranks
from luoshi.indicators.series import Cell
from luoshi.indicators.span import Span
from luoshi.journeys.economy_at import Economy
from luoshi.journeys.points_to_places import spans

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 92.0, 14.0, 26.0
STEP = 20.0  # between two places of the race
RACE_SPANS = 12


class Mark(NamedTuple):
    """A number at a place of the drawing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Course:
    """One line of a drawing, broken where nobody told a figure."""

    name: str
    own: bool
    pieces: tuple[str, ...]  # points of a polyline
    marks: tuple[Mark, ...]

    @property
    def end(self) -> Mark:
        """Where its name stands."""
        return self.marks[-1]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Courses over the months, with the marks of both axes."""

    width: float
    height: float
    courses: tuple[Course, ...]
    across: tuple[Mark, ...]
    upward: tuple[Mark, ...]
    zero: float | None  # where nought lies
    past: tuple[Mark, ...] = ()  # figures as they were first published, where they were revised


def trend(found: Economy, indicator: str) -> Drawing | None:
    """This year's growth to date over last year's; None with fewer than two figures."""
    told = spans(found.figures, found.region, indicator)
    growth = {
        span: float(point.growth.percent)
        for span in told
        if (point := found.figures[Cell(found.region, indicator, span)]).growth is not None
    }
    years = sorted({span.year for span in growth})[-2:]
    values = {span: value for span, value in growth.items() if span.year in years}
    if len(values) < 2:
        return None
    low, high = floor(min(*values.values(), 0)), ceil(max(*values.values(), 0))
    scale = (HEIGHT - TOP - BOTTOM) / max(high - low, 1)

    def x(span: Span) -> float:
        return LEFT + (span.last - 1) * (WIDTH - LEFT - RIGHT) / 11

    def y(value: float) -> float:
        return TOP + (high - value) * scale

    courses = []
    for year in years:
        marks = tuple(
            Mark(x(span), y(value), f"{span} {value:g}%") for span, value in sorted(values.items()) if span.year == year
        )  # fmt: skip
        courses.append(Course(str(year), year == years[-1], (_line(marks),), marks))
    tick = max(1, ceil((high - low) / 5))
    upward = tuple(Mark(LEFT, y(v), f"{v}%") for v in range(low, high + 1, tick))
    across = tuple(Mark(x(Span(years[-1], 1, m)), HEIGHT, str(m)) for m in range(2, 13))
    past = tuple(
        Mark(x(span), y(value), f"{span} {value:g}%")
        for span, value in _revised(found, indicator, values)
        if low <= value <= high
    )
    return Drawing(WIDTH, HEIGHT, tuple(courses), across, upward, y(0), past)


def _revised(
    found: Economy, indicator: str, values: Mapping[Span, float]
) -> list[tuple[Span, float]]:
    """What was told before of the spans that are shown, where it was another figure."""
    told = [
        (span, float(point.growth.percent))
        for span in values
        for point in found.vintages(Cell(found.region, indicator, span))
        if point.growth is not None
    ]
    return [(span, value) for span, value in told if value != values[span]]


def race(running: Mapping[Span, Ranks], region: str) -> Drawing | None:
    """The places of all regions over the last year of spans, the first place on top; None with fewer than two spans."""
    shown = sorted(running)[-RACE_SPANS:]
    if len(shown) < 2:
        return None
    count = max(max(ranks.places.values()) for ranks in running.values())
    height = TOP + (count - 1) * STEP + BOTTOM + 8
    gap = (WIDTH - LEFT - RIGHT) / (len(shown) - 1)
    names = sorted(
        {name for span in shown for name in running[span].places}, key=lambda n: n == region
    )
    courses = []
    for name in names:
        pieces, marks = list[list[Mark]](), list[Mark]()
        for number, span in enumerate(shown):
            place = running[span].places.get(name)
            if place is None:
                pieces.append([])
                continue
            mark = Mark(LEFT + number * gap, TOP + (place - 1) * STEP, f"{name} {span} {place}")
            if not pieces:
                pieces.append([])
            pieces[-1].append(mark)
            marks.append(mark)
        if marks:
            lines = tuple(_line(piece) for piece in pieces if piece)
            courses.append(Course(name, name == region, lines, tuple(marks)))
    across = tuple(
        Mark(LEFT + number * gap, height, f"{span.year % 100}/{span.last}")
        for number, span in enumerate(shown)
    )
    upward = tuple(
        Mark(LEFT, TOP + (place - 1) * STEP, str(place)) for place in range(1, count + 1)
    )
    return Drawing(WIDTH, height, _apart(courses), across, upward, None)


def _apart(courses: Sequence[Course]) -> tuple[Course, ...]:
    """Two that end at the same place get their names side by side in one label, so that none hides the other."""
    by_end: dict[tuple[float, float], list[Course]] = {}
    for course in courses:
        by_end.setdefault(course.end[:2], []).append(course)
    named = []
    for course in courses:
        there = by_end[course.end[:2]]
        first = there[0] is course
        name = "、".join(one.name for one in there) if first else ""
        own = course.own or (first and any(one.own for one in there))
        named.append(Course(name, own if first else course.own, course.pieces, course.marks))
    return tuple(named)


def _line(marks: Sequence[Mark]) -> str:
    return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in marks)
