"""合理性审核: what a statistics office looks at before it believes a figure (2.24), on published aggregates only, never on a firm's.

Each doubt is a question and changes no number. It is about certain figures: its key names them, so that a doubt that was answered
stays quiet until one of its figures is revised.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

from luoshi.indicators.growth import Growth
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span
from luoshi.values.label import Label
from luoshi.values.problem import Problem

PAIRS = (  # what ought to move together; which doubt says that it does not
    ("industrial_output", "electricity", "G-060"),
    ("revenue", "tax", "G-061"),
    ("tax", "sales", "G-061"),
)
STEPS_MIN = 12  # earlier steps of a series before one of them can stand out
DIGITS_MIN = 30  # levels before their last digits say anything
DIGITS_CHI = 27.88  # chi-square, 9 degrees of freedom: one honest series of a thousand goes beyond
SAME_MIN = 3  # spans for which two indicators have one and the same level


@dataclass(frozen=True, slots=True)
class Limits:
    """How far apart is doubtful. No public standard was found for either; a district sets its own (请按当地文件核定)."""

    apart: Decimal = Decimal(8)  # points between two growths that ought to move together
    steps: Decimal = Decimal(6)  # median absolute deviations of a series' own steps


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about figures; `cell` is the figure that has to be explained."""

    cell: Cell
    problem: Problem
    key: str  # names the question and the figures it is about


def doubts(
    figures: Mapping[Cell, Point],
    region: str,
    limits: Limits | None = None,
    names: Mapping[str, Label] | None = None,
) -> list[Doubt]:
    """Every doubt about a region's own figures, the newest span first.

    Args:
        figures: what stood published at a moment, estimates left out.
        names: what people call the indicators, for the sentences.
    """
    bounds, own = limits or Limits(), {c: p for c, p in figures.items() if c.region == region}
    found = [
        *_apart(own, bounds.apart),
        *_steps(own, bounds.steps),
        *_falling(own),
        *_digits(own),
        *_presets(own),
    ]
    named = [_named(one, names or {}) for one in found]
    return sorted(named, key=lambda one: one.cell.span, reverse=True)


def quiet(found: Iterable[Doubt], answered: Collection[str]) -> list[Doubt]:
    """The doubts that nobody has answered."""
    return [one for one in found if one.key not in answered]


def _apart(own: Mapping[Cell, Point], limit: Decimal) -> Iterator[Doubt]:
    """G-060, G-061: the newest span for which both are told, where the growths part or go opposite ways."""
    for name, beside, problem in PAIRS:
        both = [
            (cell, cell._replace(indicator=beside))
            for cell in own
            if cell.indicator == name and cell.span.to_date
        ]
        told = [pair for pair in both if all(_growth(own, one) is not None for one in pair)]
        if not told:
            continue
        cell, other = max(told, key=lambda pair: pair[0].span)
        mine, theirs = own[cell].growth, own[other].growth
        assert mine is not None
        assert theirs is not None
        apart = (mine - theirs).rounded()
        opposite = mine.percent * theirs.percent < 0
        if abs(apart.value) > limit or (opposite and abs(apart.value) > limit / 2):
            facts = {"span": cell.span, "growth": mine.percent, "beside": theirs.percent, "apart": abs(apart.value)}  # fmt: skip
            yield _doubt(problem, cell, facts | {"other": beside}, (own[cell], own[other]))


def _steps(own: Mapping[Cell, Point], limit: Decimal) -> Iterator[Doubt]:
    """G-062: the newest growth to date moved further from the one before it than the series ever used to."""
    for name in dict.fromkeys(cell.indicator for cell in own):
        cells = sorted(
            (c for c in own if c.indicator == name and c.span.to_date and _growth(own, c)),
            key=lambda cell: cell.span,
        )
        moves = [
            (after, _percent(own, after) - _percent(own, before))
            for before, after in pairwise(cells)
            if before.span.year == after.span.year
        ]
        if len(moves) <= STEPS_MIN:
            continue
        (cell, last), past = moves[-1], [move for _, move in moves[:-1]]
        middle = median(past)
        spread = max(median(abs(move - middle) for move in past), Decimal("0.1"))
        if abs(last - middle) > limit * spread:
            facts = {"span": cell.span, "growth": _percent(own, cell), "step": abs(last), "usual": spread}  # fmt: skip
            yield _doubt("G-062", cell, facts, (own[cells[-2]], own[cell]))


def _falling(own: Mapping[Cell, Point]) -> Iterator[Doubt]:
    """G-065: a level to date that is lower than an earlier one of the same year."""
    for cell, point in own.items():
        if not cell.span.to_date or point.level is None:
            continue
        for month in range(cell.span.last - 1, 0, -1):
            before = own.get(cell._replace(span=Span(cell.span.year, 1, month)))
            if before is None or before.level is None or before.unit != point.unit:
                continue
            if 0 <= point.level < before.level:
                facts = {"span": cell.span, "value": point.level, "before": before.level, "then": before.cell.span}  # fmt: skip
                yield _doubt("G-065", cell, facts, (before, point))
            break


def _digits(own: Mapping[Cell, Point]) -> Iterator[Doubt]:
    """G-063: last digits of whole levels that chance would not give. Of levels of at least four digits: in small ones the digits have a say."""
    for name in dict.fromkeys(cell.indicator for cell in own):
        whole = [
            (cell, int(point.level))
            for cell, point in own.items()
            if cell.indicator == name
            and point.level is not None
            and point.level == point.level.to_integral_value()
            and point.level >= 1000
        ]
        if len(whole) < DIGITS_MIN:
            continue
        counted, even = Counter(level % 10 for _, level in whole), len(whole) / 10
        chi = sum((counted[digit] - even) ** 2 / even for digit in range(10))
        if chi > DIGITS_CHI:
            digit, times = counted.most_common(1)[0]
            newest = max((cell for cell, _ in whole), key=lambda cell: cell.span)
            facts = {"digit": digit, "times": times, "count": len(whole)}
            yield _doubt("G-063", newest, facts, [own[cell] for cell, _ in whole])


def _presets(own: Mapping[Cell, Point]) -> Iterator[Doubt]:
    """G-064: two indicators with one and the same level for several spans: the mark of a preset (2.24)."""
    alike: dict[tuple[str, str], list[tuple[Cell, Cell]]] = {}
    by_span: dict[Span, list[Cell]] = {}
    for cell, point in own.items():
        if point.level:
            by_span.setdefault(cell.span, []).append(cell)
    for cells in by_span.values():
        for n, one in enumerate(cells):
            for other in cells[n + 1 :]:
                if (own[one].level, own[one].unit) == (own[other].level, own[other].unit):
                    first, second = sorted((one, other))
                    alike.setdefault((first.indicator, second.indicator), []).append((first, second))  # fmt: skip
    for (_, other_name), pairs in alike.items():
        if len(pairs) >= SAME_MIN:
            newest = max(pairs, key=lambda pair: pair[0].span)
            facts = {"other": other_name, "count": len(pairs), "span": newest[0].span}
            yield _doubt("G-064", newest[0], facts, [own[cell] for pair in pairs for cell in pair])


def _doubt(problem: str, cell: Cell, facts: Mapping[str, Any], about: Iterable[Point]) -> Doubt:
    figures = sorted((str(one.cell), str(one.level), str(one.growth)) for one in about)
    digest = hashlib.sha256(repr((problem, cell, figures)).encode()).hexdigest()[:16]
    named = {"region": cell.region, "indicator": cell.indicator} | dict(facts)
    return Doubt(cell, Problem(problem, cell.indicator, named, "warning"), f"{problem}-{digest}")


def _named(doubt: Doubt, names: Mapping[str, Label]) -> Doubt:
    problem = doubt.problem
    told = {
        name: names.get(str(value), value) if name in ("indicator", "other") else value
        for name, value in problem.facts.items()
    }
    place = names[problem.place].zh if problem.place in names else problem.place
    return replace(doubt, problem=replace(problem, place=place, facts=told))


def _growth(own: Mapping[Cell, Point], cell: Cell) -> Growth | None:
    return own[cell].growth if cell in own else None


def _percent(own: Mapping[Cell, Point], cell: Cell) -> Decimal:
    growth = own[cell].growth
    assert growth is not None
    return growth.percent
