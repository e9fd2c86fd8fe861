"""回看: choose the day that is spoken of and the day up to which we had been told."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.board.board import View
from luoshi.declare.register import LEVELS
from luoshi_web import clock, office, services
from luoshi_web.pages import moment as moments
from luoshi_web.people import access

MONTHS_SHOWN = 6


class Stop(NamedTuple):
    """A day worth going back to, with the lights it had, as known then and as known now."""

    day: date
    name: str
    then: list[tuple[str, int]]
    now: list[tuple[str, int]]


@require_safe
@access.gate("as_of")
def as_of(request: HttpRequest) -> HttpResponse:
    """The two dates; a day that does not exist is told beside the form, and what was typed stays."""
    who, moment = access.viewer_of(request), moments.of(request)
    problems = request.moment_problems  # type: ignore[attr-defined]
    facts = {
        "page": "as_of",
        "problems": problems,
        "typed": request.GET,
        "stops": [_stop(day, name, who) for day, name in _days()],
        "moment": moment,
    }
    return render(request, "as_of/as_of.html", facts, status=400 if problems else 200)


def _days() -> list[tuple[date, str]]:
    """The meetings, and the last month ends, newest first."""
    from luoshi_web.pages.chrome import language

    today = clock.today()
    found = {m.held_on: m.label.say(language()) for m in office.district().meetings}
    end = today.replace(day=1) - timedelta(days=1)
    for _ in range(MONTHS_SHOWN):
        found.setdefault(end, "")
        end = end.replace(day=1) - timedelta(days=1)
    return sorted(((d, n) for d, n in found.items() if d < today), reverse=True)


def _stop(day: date, name: str, who: access.Viewer) -> Stop:
    known = moments.Moment(day, day, clock.today())
    then = _levels(services.view(day, known.known_at), who)
    return Stop(day, name, then, _levels(services.view(day), who))


def _levels(at: View, who: access.Viewer) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for shines in services.shining(at, who).values():
        for shine in shines:
            counted[shine.level] += shine.lamps
    return [(level, counted[level]) for level in LEVELS]
