"""`luoshi indicators DISTRICT`: the economy of a district at a meeting's two dates, as a table, as JSON, or as SDMX-CSV."""

from __future__ import annotations

import argparse
from collections import defaultdict
from decimal import Decimal
from typing import Any

from luoshi.cli.answer import Answer
from luoshi.cli.districts import open_pack, view_of
from luoshi.cli.table import table
from luoshi.declare.register import Register
from luoshi.indicators.growth import Growth, Points
from luoshi.indicators.sdmx import sdmx_csv
from luoshi.journeys.economy_at import economy_at
from luoshi.journeys.entries_to_points import ECONOMY, points_of
from luoshi.journeys.points_to_places import Line
from luoshi.ledger.entry import Entry

HEADS = ("指标", "统计期", "水平值", "同比增速", "位次", "比上期", "比上年末", "退出末位还差")


def indicators(options: argparse.Namespace) -> Answer:
    """The table; with `--sdmx` every telling that was known, one observation a line."""
    world, entries, problems = open_pack(options)
    if world is None:
        return Answer([], None, problems)
    view, on = view_of(world, entries, options, problems)
    by_item: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.register == ECONOMY:
            by_item[entry.key].append(entry)
    points = [point for its in by_item.values() for point in points_of(its)]
    register = world.catalogue[ECONOMY]
    last = int(world.number(ECONOMY, "bottom_places", on))
    found = economy_at(view.items(ECONOMY), points, on, view.known_at, last)
    problems = [*problems, *found.faults()]
    if options.sdmx:
        return Answer(sdmx_csv(found.told).splitlines(), None, problems)
    lines = found.lines()
    shown = table(HEADS, [_shown(register, one) for one in lines], frozenset(range(2, len(HEADS))))
    return Answer(shown, [_value(one) for one in lines], problems)


def _shown(register: Register, one: Line) -> tuple[str, ...]:
    labels = dict(register.by_field["indicator"].choices)
    point, name = one.point, labels.get(one.indicator)
    return (
        name.zh if name else one.indicator,
        str(point.cell.span),
        "—" if point.level is None else f"{point.level:,f} {point.unit}",
        _percent(point.growth),
        f"{one.place}/{one.places}" if one.place else "—",
        _places(one.since_before),
        _places(one.since_year_end),
        _points(one.short),
    )


def _value(one: Line) -> dict[str, Any]:
    point = one.point
    return {
        "indicator": one.indicator,
        "period": str(point.cell.span),
        "level": _number(point.level),
        "unit": point.unit,
        "growth_percent": _rate(point.growth),
        "growth_basis": point.growth_basis,
        "kind": point.kind,
        "place": one.place,
        "places": one.places,
        "counted_place": one.counted,
        "since_before": one.since_before,
        "since_year_end": one.since_year_end,
        "needed_percent": _rate(one.wanted),
        "known_at": point.known_at.isoformat(),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _rate(value: Growth | None) -> float | None:
    return None if value is None else float(value.percent)


def _percent(value: Growth | None) -> str:
    return "—" if value is None else f"{value.percent:f}%"


def _points(value: Points | None) -> str:
    return "—" if value is None else f"{value.value:f}个百分点"


def _places(value: int | None) -> str:
    return "—" if value is None else f"{value:+d}" if value else "持平"
