"""承诺: what was said and what was done, side by side, with the light, the deadline and the owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.board.lamps import Lamp
from luoshi.declare.register import LEVELS
from luoshi_web import office, services
from luoshi_web.pages import handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access

NAMES = ("level", "due", "bound", "unit", "meeting", "state", "q")


class Line(NamedTuple):
    """One commitment as the page shows it."""

    row: Mapping[str, Any]
    lamp: Lamp | None
    target: str
    measured: Any
    measure: Any
    unit: str
    last_words: str


class Chip(NamedTuple):
    """One filter value."""

    name: str
    value: str
    label: str
    count: int


@require_safe
@access.gate("commitments")
@at_moment
def commitments(request: HttpRequest) -> HttpResponseBase:
    """The list; filters are words of the address, so that a list can be sent to a colleague."""
    who, moment = access.viewer_of(request), moments.of(request)
    chosen = {name: request.GET.get(name, "").strip() for name in NAMES}
    at = services.view(moment.true_on, moment.known_at)
    lamps = {lamp.key: lamp for lamp in services.lamps(at, who, "commitment")}
    every = [_line(row, lamps.get(row["item"])) for row in services.rows(at, "commitment", who)]
    shown = [ln for ln in every if bool(ln.row.get("closed_on")) == (chosen["state"] == "closed")]
    found = [line for line in every if _fits(line, chosen, moment.true_on)]
    found.sort(key=_urgent_first)
    if handed_over.asked(request):
        lines = ((line.row, line.lamp) for line in found)
        table = handed_over.of_items(office.catalogue()["commitment"], lines, chosen)
        return handed_over.answer(request, table)
    facts = {
        "page": "commitments",
        "may_chase": moment.now
        and _all_overdue(chosen)
        and who.does("chase")
        and "commitment" in who.kept,
        "lines": found,
        "every": len(shown),
        "chosen": chosen,
        "levels": [
            (lv, sum(1 for line in shown if line.lamp and line.lamp.level == lv)) for lv in LEVELS
        ],
        "dues": _dues(shown, moment.true_on),
        "units": office.units().in_order({line.row.get("owner") or "" for line in every}),
        "meetings": Counter(str(line.row.get("meeting") or "") for line in every).most_common(8),
        "asked": any(chosen.values()),
    }
    return render(request, "commitments/commitments.html", facts)


def _all_overdue(chosen: Mapping[str, str]) -> bool:
    """True when the filter shows open commitments past their date and nothing else: these can be chased together."""
    return chosen["level"] == "red" and not chosen["state"]


def _line(row: Mapping[str, Any], lamp: Lamp | None) -> Line:
    measure = services.measure_of(row)
    return Line(
        row=row,
        lamp=lamp,
        target=str(row.get("comparator") or "="),
        measured=row.get("measured"),
        measure=measure,
        unit=str(row.get("target_unit") or (measure.unit if measure else "")),
        last_words=str(row.get("progress") or ""),
    )


def _fits(line: Line, chosen: Mapping[str, str], today: date) -> bool:
    row = line.row
    if chosen["level"] and (line.lamp is None or line.lamp.level != chosen["level"]):
        return False
    if chosen["due"] and _due(row, today) != chosen["due"]:
        return False
    if chosen["bound"] and bool(line.measure) != (chosen["bound"] == "yes"):
        return False
    if chosen["unit"] and row.get("owner") not in office.units().under(chosen["unit"]):
        return False
    if chosen["meeting"] and row.get("meeting") != chosen["meeting"]:
        return False
    if (chosen["state"] == "closed") != bool(row.get("closed_on")) and chosen["state"] != "all":
        return False
    words = f"{row['item']} {row.get('title')} {row.get('quote')} {row.get('names')}"
    return chosen["q"].lower() in words.lower()


def _due(row: Mapping[str, Any], today: date) -> str:
    day = row.get("deadline_on")
    if not day:
        return "none"
    if day < today:
        return "past"
    if day <= today + timedelta(days=6 - today.weekday()):
        return "week"
    return "month" if (day.year, day.month) == (today.year, today.month) else "later"


def _dues(every: list[Line], today: date) -> list[Chip]:
    counted = Counter(_due(line.row, today) for line in every)
    words = (
        ("past", _("已过期限")),
        ("week", _("本周到期")),
        ("month", _("本月到期")),
        ("later", _("以后")),
        ("none", _("没有期限")),
    )
    return [Chip("due", value, label, counted[value]) for value, label in words]


def _urgent_first(line: Line) -> tuple[int, date, str]:
    level = LEVELS.index(line.lamp.level) if line.lamp else len(LEVELS)
    return level, line.row.get("deadline_on") or date.max, line.row["item"]
