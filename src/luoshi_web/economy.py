"""经济指标: the published figures that the ledger holds, at a moment, and what a page asks of them.

entries of `economy` ──points_of──> every telling, made once for a ledger ──published──as_of(moment)──> figures ──> lines, race, way out
                                                                      estimates stop here (red line 2)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any

from luoshi.board.board import View
from luoshi.indicators.growth import Growth
from luoshi.indicators.outlook import Outlook, Trial, outlook, trial
from luoshi.indicators.plausible import Doubt, Limits, doubts
from luoshi.indicators.ranks import composite
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span
from luoshi.journeys.doubts import answers
from luoshi.journeys.economy_at import LATEST, Economy, economy_at
from luoshi.journeys.entries_to_points import ECONOMY, points_of
from luoshi.journeys.points_to_places import growths, spans
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem
from luoshi_web import office, services
from luoshi_web.held import ledger
from luoshi_web.people.access import Viewer

WEIGHTS = {
    "gdp": "weight_gdp",
    "industrial_output": "weight_industry",
    "investment": "weight_investment",
    "retail": "weight_retail",
    "revenue": "weight_revenue",
}

_made: tuple[str, tuple[Point, ...]] = ("", ())
_making = Lock()
_looking = Lock()  # one model a process: a second would only slow the first


def points() -> tuple[Point, ...]:
    """Every telling of every figure; made once for a ledger and again when it has grown."""
    global _made
    known = ledger()
    with _making:
        if _made[0] != known.tip.hash or not _made[0]:
            its = [
                held for (register, _), held in list(known.by_item.items()) if register == ECONOMY
            ]
            _made = (known.tip.hash, tuple(point for held in its for point in points_of(held)))
        return _made[1]


def economy(who: Viewer, at: View, true_on: date, known_at: datetime | None) -> Economy:
    """What is known of the district and its peers at a moment, for a person who sees the whole register."""
    last = int(_number("bottom_places", true_on))
    return economy_at(services.rows(at, ECONOMY, who), points(), true_on, known_at, last)


def outlook_of(found: Economy, indicator: str) -> tuple[Outlook | Problem, Trial | Problem]:
    """Where the year may end and how past outlooks did; worked out once for the same figures."""
    growths = tuple(
        (span, found.figures[Cell(found.region, indicator, span)].growth)
        for span in spans(found.figures, found.region, indicator)
    )
    with _looking:
        return _looked(tuple((span, growth) for span, growth in growths if growth is not None))


@lru_cache(maxsize=200)
def _looked(
    growths: tuple[tuple[Span, Growth], ...],
) -> tuple[Outlook | Problem, Trial | Problem]:
    return outlook(dict(growths)), trial(dict(growths))


def doubts_of(found: Economy, on: date) -> list[Doubt]:
    """Every doubt about the district's own figures by its limits, answered or not."""
    limits = Limits(
        Decimal(str(_number("doubt_points", on))), Decimal(str(_number("doubt_steps", on)))
    )
    names = dict(office.catalogue()[ECONOMY].by_field["indicator"].choices)
    return doubts(found.figures, found.region, limits, names)


def answers_known(known_at: datetime | None) -> Mapping[str, Entry]:
    """The answers to doubts that were known."""
    known = [
        entry
        for (register, _), its in list(ledger().by_item.items())
        if register == ECONOMY
        for entry in its
        if entry.known_at <= (known_at or LATEST)
    ]
    return answers(known)


def composite_of(found: Economy, on: date) -> dict[str, Decimal] | None:
    """The weighted place of each region by the district's declared weights; None where it declared none."""
    weights = {name: Decimal(str(_number(key, on))) for name, key in WEIGHTS.items()}
    weights = {name: weight for name, weight in weights.items() if weight}
    if not weights or sum(weights.values()) != 1:
        return None
    spans = {line.indicator: line.point.cell.span for line in found.lines(weights)}
    if set(spans) != set(weights):
        return None
    values = {name: growths(found.figures, name, span) for name, span in spans.items()}
    return composite(values, weights)


def _number(key: str, on: date) -> Any:
    return office.world().number(ECONOMY, key, on)
