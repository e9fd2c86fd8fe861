"""经济指标: the table that a leader reads in ten seconds, and one indicator with all that stands behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.indicators.series import Cell
from luoshi.journeys.entries_to_points import ECONOMY
from luoshi.journeys.points_to_places import race, way_out
from luoshi_web import economy, office, services
from luoshi_web.pages import faults, handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.economy import drawing, shown
from luoshi_web.pages.moment import at_moment, stranger
from luoshi_web.people import access

WORDS = frozenset({"true_on", "known_at", "format", "lang"})


@require_safe
@access.gate("economy")
@at_moment
def indicators(request: HttpRequest) -> HttpResponseBase:
    """The district's indicators with growth, place, what became of the place, and lights; ?format= hands the table over."""
    unknown = [stranger(name, sorted(WORDS)) for name in request.GET if name not in WORDS]
    if unknown:
        return faults.tell(request, unknown)
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    found = economy.economy(who, at, moment.true_on, moment.known_at)
    lines = found.lines()
    if handed_over.asked(request):
        return handed_over.answer(request, shown.table(found, lines))
    facts = {
        "page": "economy",
        "found": found,
        "lines": [shown.line(found, one, services.lamps(at, who, ECONOMY)) for one in lines],
        "among_last": sum(one.among_last(found.last) for one in lines),
        "ranked": sum(one.place is not None for one in lines),
        "gaps": shown.gaps(found, lines),
        "composite": economy.composite_of(found, moment.true_on),
        "register": office.catalogue()[ECONOMY],
    }
    return render(request, "economy/indicators.html", facts)


@require_safe
@access.gate("economy")
@at_moment
def indicator(request: HttpRequest, indicator: str) -> HttpResponseBase:
    """One indicator: every figure with its base, basis, vintage and source; the race of places; what a place (?place=) asks for."""
    unknown = [
        stranger(name, sorted({*WORDS, "place"}))
        for name in request.GET
        if name not in {*WORDS, "place"}
    ]
    if unknown:
        return faults.tell(request, unknown)
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    found = economy.economy(who, at, moment.true_on, moment.known_at)
    line = next(iter(found.lines([indicator])), None) if indicator in found.indicators else None
    if line is None:
        raise Http404
    if handed_over.asked(request):
        return handed_over.answer(request, shown.tellings_table(found, line))
    running = race(found.figures, found.region, indicator, line.better)
    place, problems = shown.place_asked(request.GET.get("place", ""), line, found.last)
    facts = {
        "page": "economy",
        "found": found,
        "line": shown.line(found, line, services.lamps(at, who, ECONOMY)),
        "periods": shown.periods(found, line),
        "drawing": drawing.trend(found, indicator),
        "race": drawing.race(running, found.region),
        "peers": shown.peers(found, line, running),
        "way": way_out(found.figures, line, place) if line.ranks.count > 1 else None,
        "place": place,
        "places": range(1, line.ranks.count + 1),
        "problems": problems,
        "row": found.rows.get((found.region, indicator)),
        "title": _("经济指标"),
        "cell": Cell(found.region, indicator, line.point.cell.span),
    }
    return render(request, "economy/indicator.html", facts, status=422 if problems else 200)
