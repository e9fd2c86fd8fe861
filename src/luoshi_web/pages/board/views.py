"""看板: which lights are on and where, what is due, who is silent, what turned since the last meeting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.board.board import View
from luoshi.board.lamps import Lamp
from luoshi.board.listing import Shine
from luoshi.declare.register import LEVELS, Field, Level, Measure
from luoshi.district.pack import Meeting
from luoshi.journeys.sitting import end_of
from luoshi.papers import charts
from luoshi.values.label import Label
from luoshi_web import month, office, services
from luoshi_web.pages import handed_over, paging
from luoshi_web.pages import moment as moments
from luoshi_web.pages.board import drawn
from luoshi_web.pages.chrome import language
from luoshi_web.pages.handed_over import Table
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

FLIPS_SHOWN = 12
PROMISES_SHOWN = 6


class Count(NamedTuple):
    """One cell of a matrix: a number, and what it opens to."""

    level: Level
    count: int


class Promise(NamedTuple):
    """A commitment bound to a measure, and how much of it is done."""

    row: Mapping[str, Any]
    measure: Measure
    lamp: Lamp
    done: float

    @property
    def share(self) -> str:
        """How full the bar is: from 0 to 1."""
        return f"{min(max(self.done, 0), 1):.2f}"


class MatrixRow(NamedTuple):
    """A register or a unit with its lights by level."""

    key: str
    label: str
    cells: tuple[Count, ...]
    total: int


@require_safe
@access.gate("board")
@at_moment
def board(request: HttpRequest) -> HttpResponse:
    """The leader's page."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    shining = services.shining(at, who)
    every = [shine for shines in shining.values() for shine in shines]
    lamps = {lamp.key: lamp for lamp in services.lamps(at, who, "commitment")}
    since = office.last_meeting(moment.true_on)
    whole = _row("", office.district().label.say(language()) if who.reads_all else "", every)
    facts = {
        "page": "board",
        "levels": whole.cells,
        "total": whole.total,
        "registers": _by_register(shining),
        "units": _by_unit(every),
        "whole": whole,
        "drawn": drawn.as_data(drawn.lights(_by_register(shining))),
        "drawn_height": charts.lights_height(len(_by_register(shining))),
        "promises": _promised(at, who, lamps),
        "due": _due_this_week(at, who, lamps, moment.true_on),
        "week_end": _week_end(moment.true_on),
        "silent": [one for one in services.silent(at) if who.reads_all or one[0] in who.own_units],
        "cells": sum(one.cells for one in month.burden(at, who)),
        "since": since,
        "turned": _turned_since(at, since, who) if since else None,
    }
    return render(request, "board/board.html", facts)


@require_safe
@access.gate("board")
@at_moment
def lights(request: HttpRequest) -> HttpResponseBase:
    """The items behind a number of the board: ?register= &level= &unit=, a page at a time."""
    who, moment = access.viewer_of(request), moments.of(request)
    chosen = {name: request.GET.get(name, "") for name in ("register", "level", "unit")}
    if chosen["register"] and chosen["register"] not in office.catalogue():
        raise Http404
    at = services.view(moment.true_on, moment.known_at)
    registers = [chosen["register"]] if chosen["register"] else [r.key for r in office.agenda()]
    whole = bool(handed_over.asked(request))
    first = 0 if whole else (paging.asked(request) - 1) * paging.ROWS_A_PAGE
    size = handed_over.ALL if whole else paging.ROWS_A_PAGE
    counted, found = services.lights(
        at, who, registers, chosen["unit"], chosen["level"], first, size
    )
    if whole:
        return handed_over.answer(request, _lights_table(found, chosen))
    facts = {
        "page": "board",
        "lamps": [(lamp, services.light_label(lamp)) for lamp in found],
        "chosen": chosen,
        "agenda": office.agenda(),
        "levels": [Count(level, counted[level]) for level in LEVELS],
        "paging": paging.paging(
            request, counted[chosen["level"]] if chosen["level"] else counted.total()
        ),
    }
    return render(request, "board/lights.html", facts)


@require_safe
@access.gate("board")
@at_moment
def drill(request: HttpRequest, register: str, measure: str) -> HttpResponseBase:
    """One measure: its value, by unit, by month, the rows behind it, and its SQL."""
    who, moment = access.viewer_of(request), moments.of(request)
    declared = access.register_or_404(who, register)
    one = declared.measure(measure)
    if one is None:
        raise Http404
    at = services.view(moment.true_on, moment.known_at)
    scope = who.scope(register)
    chosen = request.GET.get("unit", "")
    if chosen:
        below = office.units().under(chosen)
        scope = below if scope is None else scope & below
    with services.reading(at) as held:
        total, *by_unit = held.measure(register, measure, units=scope, per="unit")
        _, *by_month = held.measure(register, measure, units=scope, per="month")
        rows = held.rows(register, measure, units=scope)
    if handed_over.asked(request):
        fields = [f for f in declared.fields if f.key != declared.owner]
        columns = [handed_over.KEY, handed_over.OWNER, *fields]
        table = Table(f"{register}.{measure}", one.label.say(language()), columns, rows, handed_over.filters({"unit": chosen}))  # fmt: skip
        return handed_over.answer(request, table)
    facts = {
        "page": f"register:{register}" if register != "commitment" else "commitments",
        "register": declared,
        "measure": one,
        "value": total.value,
        "by_unit": [
            r for r in by_unit if office.units().path(r.unit or "")[1:]
        ],  # the district is the total
        "watching": _watching(at, who, register, measure),
        "sql": one.select + " " + one.where,
        "by_month": by_month,
        "drawn": drawn.as_data(
            charts.months([r.month for r in by_month], [r.value for r in by_month], one.unit)
        ),
        "rows": rows,
        "columns": _columns(declared, one.select + " " + one.where + " " + one.by),
        "chosen": chosen,
    }
    return render(request, "board/drill.html", facts)


def _lights_table(found: list[Lamp], chosen: Mapping[str, str]) -> Table:
    """One row a lamp: what it looks at, its level and why."""
    looks_at = Field("looks_at", Label("看的是", "Looks at"), "text")
    rows = (
        {
            "register": lamp.register,
            "item": lamp.key,
            "title": lamp.title,
            "owner": lamp.owner,
            "looks_at": services.light_label(lamp).say(language()),
        }
        | handed_over.lit(lamp)
        for lamp in found
    )
    columns = [handed_over.registers(), handed_over.KEY, handed_over.TITLE, *handed_over.lit_columns(), looks_at, handed_over.OWNER]  # fmt: skip
    return Table("lights", _("亮灯的事项"), columns, rows, handed_over.filters(chosen))


def _watching(at: View, who: Viewer, register: str, measure: str) -> list[dict[str, Any]]:
    """The commitments that this number answers."""
    found = services.commitments_on(at, register, who)
    return [row for row in found if row.get("measure_key") == measure]


def _columns(register: Any, used: str) -> list[Any]:
    """The fields that the measure speaks of first, at most six."""
    shown = [f for f in register.fields if f.key in used and f.key != register.title]
    return shown[:6]


def _row(key: str, label: str, shining: Iterable[Shine]) -> MatrixRow:
    counted: Counter[str] = Counter()
    for shine in shining:
        counted[shine.level] += shine.lamps
    cells = tuple(Count(level, counted[level]) for level in LEVELS)
    return MatrixRow(key, label, cells, counted.total())


def _by_register(shining: Mapping[str, list[Shine]]) -> list[MatrixRow]:
    return [
        _row(key, office.catalogue()[key].label.say(language()), shines)
        for key, shines in shining.items()
        if shines
    ]


def _by_unit(shining: list[Shine]) -> list[MatrixRow]:
    of_unit: dict[str, list[Shine]] = defaultdict(list)
    for shine in shining:
        of_unit[shine.owner].append(shine)
    nobody = of_unit.pop("", None)
    found = [
        _row(unit.key, unit.label.say(language()), of_unit[unit.key])
        for unit in office.units().in_order(of_unit)
    ]
    return [*found, _row("", "—", nobody)] if nobody else found


def _promised(at: View, who: Viewer, by_key: Mapping[str, Lamp]) -> list[Promise]:
    """The commitments that a number answers: what was said, where it stands; the least done first."""
    found = []
    for row in services.rows(at, "commitment", who):
        measure, lamp = services.measure_of(row), by_key.get(row["item"])
        if measure and lamp and row.get("target") and not row.get("closed_on"):
            found.append(Promise(row, measure, lamp, (row.get("measured") or 0) / row["target"]))
    found.sort(key=lambda one: (LEVELS.index(one.lamp.level), one.done))
    return found[:PROMISES_SHOWN]


def _week_end(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _due_this_week(
    at: View, who: Viewer, lamps: Mapping[str, Lamp], day: date
) -> list[dict[str, Any]]:
    monday, sunday = day - timedelta(days=day.weekday()), _week_end(day)
    found = [
        row | {"lamp": lamps.get(row["item"])}
        for row in services.rows(at, "commitment", who)
        if row.get("deadline_on")
        and monday <= row["deadline_on"] <= sunday
        and not row.get("closed_on")
    ]
    return sorted(found, key=lambda row: row["deadline_on"])


def _turned_since(at: View, meeting: Meeting, who: Viewer) -> services.Turned:
    """What turned since the end of the meeting's day, as it was known then."""
    end = end_of(meeting.held_on)
    return services.turned(at, services.view(meeting.held_on, end), who, FLIPS_SHOWN)
