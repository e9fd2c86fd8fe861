"""经济指标: the table that a leader reads in ten seconds, and one indicator with all that stands behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.board.board import View
from luoshi.desk.outcome import Outcome
from luoshi.indicators.plausible import quiet
from luoshi.indicators.sdmx import sdmx_csv
from luoshi.journeys.doubts import answer
from luoshi.journeys.economy_at import Economy
from luoshi.journeys.entries_to_points import ECONOMY
from luoshi.journeys.points_to_places import Line, race, way_out
from luoshi.values.problem import Problem
from luoshi_web import clock, economy, office, services
from luoshi_web.pages import faults, handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.economy import drawing, shown
from luoshi_web.pages.moment import at_moment, stranger
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

WORDS = frozenset({"true_on", "known_at", "format", "lang"})


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("economy")
@at_moment
def indicators(request: HttpRequest) -> HttpResponseBase:
    """GET: the district's indicators with growth, place, what became of the place, and lights, and what is in doubt; ?format= hands the
    table over. POST (`verb` answer_doubt) answers a `doubt` with a `reason`."""
    unknown = _unknown(request)
    if unknown:
        return faults.tell(request, unknown)
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    found = economy.economy(who, at, moment.true_on, moment.known_at)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        outcome = _answer(request, who, found)
        if outcome.entries:
            return redirect("economy")
        problems = outcome.problems
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
        "problems": problems,
        "typed": request.POST,
        "faults": found.faults(),
        "may_import": moment.now and ECONOMY in who.kept,
        "may_answer": moment.now and who.does("answer_doubt"),
        **shown.doubted(economy.doubts_of(found, moment.true_on), economy.answers_known(moment.known_at)),
    }  # fmt: skip
    return render(request, "economy/indicators.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("economy")
@at_moment
def sdmx(request: HttpRequest) -> HttpResponseBase:
    """Every telling that was known, as SDMX-CSV."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    found = economy.economy(who, at, moment.true_on, moment.known_at)
    compared = [one for one in found.told if one.cell in found.figures]
    answer = HttpResponse(sdmx_csv(compared), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="economy.sdmx.csv"'
    return answer


def _answer(request: HttpRequest, who: Viewer, found: Economy) -> Outcome:
    verb = request.POST.get("verb", "")
    access.must(verb == "answer_doubt" and who.does("answer_doubt"))
    doubts = economy.doubts_of(found, clock.today())
    key, reason = request.POST.get("doubt", ""), request.POST.get("reason", "")
    about = next((one.cell for one in doubts if one.key == key), None)
    row = found.rows.get((about.region, about.indicator)) if about else None
    item = str(row["item"]) if row else ""

    def decide() -> Outcome:
        open_ones = quiet(doubts, economy.answers_known(None))  # whoever answered a moment ago
        stamp = services.stamp(who, who.unit_for("answer_doubt"))
        return answer(open_ones, key, item, reason, stamp, services.desk())

    return services.write(decide)


@require_safe
@access.gate("economy")
@at_moment
def indicator(request: HttpRequest, indicator: str) -> HttpResponseBase:
    """One indicator: every figure with its base, basis, vintage and source; the race of places; what a place (?place=) asks for."""
    unknown = _unknown(request, "place")
    if unknown:
        return faults.tell(request, unknown)
    who, at, found, line = _one(request, indicator)
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
    }
    return render(request, "economy/indicator.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("economy")
@at_moment
def outlook(request: HttpRequest, indicator: str) -> HttpResponseBase:
    """Where the year may end, fetched by the indicator's page after it is there: an estimate, in a panel of its own."""
    *_others, found, line = _one(request, indicator)
    ahead, tried = economy.outlook_of(found, line.indicator)
    facts = {
        "page": "economy",
        "line": shown.line(found, line, ()),
        "ahead": None if isinstance(ahead, Problem) else ahead,
        "tried": None if isinstance(tried, Problem) else tried,
        "silent": ahead if isinstance(ahead, Problem) else None,
        "untried": tried if isinstance(tried, Problem) else None,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "economy/_ahead.html" if part else "economy/outlook.html", facts)


def _one(request: HttpRequest, indicator: str) -> tuple[Viewer, View, Economy, Line]:
    """The person, the board and the figures of the moment, and the line of one indicator; 404 where it has none."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    found = economy.economy(who, at, moment.true_on, moment.known_at)
    line = next(iter(found.lines([indicator])), None) if indicator in found.indicators else None
    if line is None:
        raise Http404
    return who, at, found, line


def _unknown(request: HttpRequest, *more: str) -> list[Problem]:
    """W-081 for every word of the address that this page does not know: it would answer with other figures than were asked for."""
    known = WORDS.union(more)
    return [stranger(name, sorted(known)) for name in request.GET if name not in known]
