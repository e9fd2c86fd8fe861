"""负担: how much is asked of each unit this month and before, and who needs each field."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.declare.register import Field
from luoshi.desk.burden import Asked, Burden
from luoshi.values.label import Label
from luoshi_web import month, office, services
from luoshi_web.pages import handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.handed_over import Table
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access

MONTHS_BEFORE = 3


class Line(NamedTuple):
    """One unit: what it is asked now, and how many cells it was asked in the months before."""

    burden: Burden
    before: tuple[int, ...]


class Need(NamedTuple):
    """One field, asked of however many units: the sum of its cells."""

    asked: Asked
    cells: int
    units: int


@require_safe
@access.gate("burden")
@at_moment
def burden(request: HttpRequest) -> HttpResponseBase:
    """Each unit's cells this month beside the months before, and every field with who needs it: ?unit="""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    every = month.burden(at, who)
    before = month.burden_before(at, who, MONTHS_BEFORE)
    units = {one.unit: one for one in every}
    units |= {
        unit: Burden(unit, ()) for its in before.values() for unit in its if unit not in units
    }
    lines = [
        Line(units[unit.key], tuple(its.get(unit.key, 0) for its in before.values()))
        for unit in office.units().in_order(units)
    ]
    chosen = request.GET.get("unit", "")
    if handed_over.asked(request):
        return handed_over.answer(request, _table(every, chosen))
    facts = {
        "page": "report",
        "lines": lines,
        "months": [_name(month.month_before(at.true_on)), *(_name(day) for day in before)],
        "totals": [sum(its.values()) for its in before.values()],
        "cells": sum(one.cells for one in every),
        "chosen": chosen,
        "needs": _needs([one for one in every if chosen in ("", one.unit)]),
    }
    return render(request, "month/burden.html", facts)


def _table(every: list[Burden], chosen: str) -> Table:
    """One row a unit and field: how many cells, and who needs them."""
    columns = [
        Field("unit", Label("单位", "Unit"), "unit"),
        handed_over.registers(),
        Field("field", Label("栏目", "Field"), "text"),
        Field("items", Label("事项", "Items"), "count"),
        Field("times", Label("次数", "Times a month"), "count"),
        Field("cells", Label("格数", "Cells"), "count"),
        Field("needed_by", Label("谁要用", "Needed by"), "text"),
    ]
    lang = language()
    rows = (
        {
            "unit": one.unit,
            "register": asked.register.key,
            "field": asked.field.label.say(lang),
            "items": asked.items,
            "times": asked.times,
            "cells": asked.cells,
            "needed_by": asked.field.needed_by.say(lang),
        }
        for one in every
        if chosen in ("", one.unit)
        for asked in one.asked
    )
    return Table("burden", _("负担"), columns, rows, handed_over.filters({"unit": chosen}))


def _name(day: date) -> str:
    return f"{day:%Y-%m}"


def _needs(every: list[Burden]) -> list[Need]:
    """The fields in the agenda's order, each with the cells it makes over the units."""
    found: dict[tuple[str, str], list[Asked]] = {}
    for one in every:
        for asked in one.asked:
            found.setdefault((asked.register.key, asked.field.key), []).append(asked)
    agenda = list(office.catalogue())
    order = sorted(found, key=lambda key: agenda.index(key[0]))
    return [Need(found[k][0], sum(a.cells for a in found[k]), len(found[k])) for k in order]
