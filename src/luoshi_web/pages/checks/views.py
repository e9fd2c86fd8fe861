"""核对: which checks found what, and one check with every finding, its reason, the money at stake and who settles it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.journeys.checks import Check
from luoshi.journeys.firms_to_findings import FIRM, of_firm
from luoshi.leads.promises import declared, promises
from luoshi.values.problem import Problem
from luoshi_web import checks as found_by
from luoshi_web import clock, office, services
from luoshi_web.pages import faults, handed_over, paging
from luoshi_web.pages import moment as moments
from luoshi_web.pages.checks import leads, shown
from luoshi_web.pages.moment import at_moment, stranger
from luoshi_web.people import access

WORDS = frozenset({"true_on", "known_at", "format", "lang", "kind", "unit", "page", "list"})


@require_safe
@access.gate("checks")
@at_moment
def checks(request: HttpRequest) -> HttpResponseBase:
    """Every check in one line: how many findings, the money, who has most of them, how many stand on a slip."""
    unknown = [stranger(name, sorted(WORDS)) for name in request.GET if name not in WORDS]
    if unknown:
        return faults.tell(request, unknown)
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    lines = [
        shown.line(one, found_by.followed(found_by.found(one, who, at), who, at))
        for one in found_by.open_to(who)
    ]
    if handed_over.asked(request):
        return handed_over.answer(request, shown.overview_table(lines))
    return render(request, "checks/checks.html", {"page": "checks", "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("checks")
@at_moment
def check(request: HttpRequest, check: str) -> HttpResponseBase:
    """GET: the findings of one check, narrowed by ?kind= and ?unit=, handed over by ?format=. POST on leads settles a pair (`verb`)."""
    who, moment = access.viewer_of(request), moments.of(request)
    asked = _asked(who, check)
    unknown = [stranger(name, sorted(WORDS)) for name in request.GET if name not in WORDS]
    if unknown:
        return faults.tell(request, unknown)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        access.must(asked.key == leads.LEADS)
        outcome = leads.settle(request, who)
        if outcome.entries:
            faults.tell_next(request, outcome)
            return redirect("check", asked.key)
        problems = outcome.problems
    at = services.view(moment.true_on, moment.known_at)
    every = found_by.followed(found_by.found(asked, who, at), who, at)
    chosen = {name: request.GET.get(name, "").strip() for name in ("kind", "unit")}
    lines = shown.narrowed(every, chosen)
    if handed_over.asked(request):
        return handed_over.answer(request, shown.table(asked, lines, chosen))
    pages = paging.paging(request, len(lines))
    facts = {
        "page": "checks",
        "check": asked,
        "line": shown.line(asked, every),
        "chosen": chosen,
        "asked_for": any(chosen.values()),
        "kinds": shown.kinds(every),
        "units": office.units().in_order({one.finding.unit for one in every}),
        "lines": lines[pages.first : pages.ends],
        "stake": shown.stake(lines),
        "count": len(lines),
        "paging": pages,
        "problems": problems,
        "wrong": asked.wrong(found_by.ground(who, at)),
        "typed": request.POST,
        "may_slip": moment.now and who.does("slip"),
        "more": f"checks/_{asked.key}.html" if asked.key in shown.MORE else "",
        **shown.more(asked.key, who, at, moment.now),
    }
    return render(request, "checks/check.html", facts, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("checks")
@at_moment
def contract(request: HttpRequest) -> HttpResponseBase:
    """A draft contract is looked through (POST `words` or a `file`) for what may not be promised. Nothing of it is kept."""
    words, problems = "", list[Problem]()
    if request.method == "POST":
        access.must(request.POST.get("verb") == "look")
        words, problems = leads.words_of_contract(request)
    facts = {
        "page": "checks",
        "looked": bool(words.strip()) and not problems,
        "found": promises(words, clock.today()),
        "source": declared().source,
        "typed": request.POST,
        "problems": problems,
    }
    return render(request, "checks/promises.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("checks")
@at_moment
def near(request: HttpRequest) -> HttpResponseBase:
    """The leads that look like the one being typed (the fields of its form as words of the address), the likeliest first; a part of a page."""
    who = access.viewer_of(request)
    access.must(leads.LEAD in who.kept and who.does("open"))
    told = {name: request.GET.get(name, "") for name in leads.TYPED}
    return render(request, "checks/_near.html", {"near": leads.near(told, who)})


@require_safe
@access.gate("checks")
@at_moment
def entitled_firm(request: HttpRequest, key: str) -> HttpResponseBase:
    """One firm: what every rule says of it, what fails or is missing, and what it enjoys."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    _asked(who, "entitlements")
    firm = access.item_or_404(who, FIRM, services.row(at, FIRM, key))
    verdicts = of_firm(found_by.ground(who, at), key)
    facts = {
        "page": "checks",
        "firm": firm,
        "verdicts": verdicts,
        "counts": {
            "yes": sum(verdict.answer == "yes" for verdict, _ in verdicts),
            "enjoying": sum(bool(word and word.get("enjoying")) for _, word in verdicts),
            "one": sum(verdict.misses_by_one for verdict, _ in verdicts),
        },
    }
    return render(request, "checks/firm.html", facts)


def _asked(who: access.Viewer, key: str) -> Check:
    """The check of the address; 404 where there is none or it is not theirs."""
    for one in found_by.open_to(who):
        if one.key == key:
            return one
    raise Http404
