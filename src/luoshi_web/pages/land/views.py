"""滚动方案: programmes side by side with what was done, one programme with all that stands behind it, its case as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.issue import new_keys
from luoshi.desk.outcome import Outcome
from luoshi.desk.report import open_item
from luoshi.desk.told import read_told
from luoshi.journeys.assumptions import first_month
from luoshi.journeys.parcels_to_programme import PARCEL, PROGRAMME
from luoshi.journeys.programme_to_parcels import adopt, beside
from luoshi.land.file import case_as_json
from luoshi.land.plan import Plan
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web import programmes as land
from luoshi_web.jobs import queue
from luoshi_web.pages import faults
from luoshi_web.pages import moment as moments
from luoshi_web.pages.forms import faults_by_field, form_fields
from luoshi_web.pages.land import drawing, shown
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

ASKED_AT_ONCE = 5
UNASKED = frozenset({"unit", "adopted_on"})  # the person's own unit; the day of the deed


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("land")
@at_moment
def programmes(request: HttpRequest) -> HttpResponseBase:
    """GET: the programmes side by side, and the plan beside what was done; POST keeps a new programme."""
    who, moment = access.viewer_of(request), moments.of(request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        access.must(who.does("plan"))
        outcome = services.write(lambda: _open(request.POST.dict(), who))
        if outcome.entries:
            return redirect("programme", outcome.entries[0].key)
        problems = outcome.problems
    at = services.view(moment.true_on, moment.known_at)
    rows = sorted(services.rows(at, PROGRAMME, who), key=lambda row: str(row["item"]), reverse=True)
    lines = [shown.line(land.ground(row)) for row in rows]
    facts = {
        "page": "land",
        "lines": lines,
        "going": moment.now and _ask_for(lines, who),
        "beside": beside(services.rows(at, PARCEL, who), moment.true_on),
        "measures": _measures(at, who),
        "may_plan": moment.now and who.does("plan"),
        "problems": problems,
        **_form(rows, request, problems),
    }
    return render(request, "land/programmes.html", facts, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("land")
@at_moment
def programme(request: HttpRequest, key: str) -> HttpResponseBase:
    """GET: the plan, or one of the safer plans (?plan=), with what is tried instead of its assumptions; POST (`verb`): save what is
    tried as a programme of its own, adopt the plan that is shown, or ask for the study again."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    row = access.item_or_404(who, PROGRAMME, services.row(at, PROGRAMME, key))
    tried, problems = _tried(request, row)
    found = land.ground(row, tried)
    verb = request.POST.get("verb", "")
    if request.method == "POST" and not problems:
        outcome = _deed(verb, request, who, found)
        if outcome.entries:
            faults.tell_next(request, outcome)
            return redirect("programme", key if verb == "adopt" else outcome.entries[0].key)
        problems = outcome.problems
    facts = {
        "page": "land",
        "row": row,
        "register": office.catalogue()[PROGRAMME],
        "found": found,
        "tried": tried,
        "assumptions": shown.assumptions(found),
        "sliders": shown.sliders(found),
        "problems": (*problems, *found.made.problems),
        "may_study": moment.now and who.does("plan"),
        "may_save": moment.now and who.does("plan") and bool(tried),
        "may_adopt": moment.now and who.does("adopt") and PARCEL in who.kept and not tried,
    }
    if found.made.case is not None:
        facts |= _plans(request, who, found, again=verb == "again")
    answer = render(request, "land/programme.html", facts, status=422 if problems else 200)
    if request.headers.get("HX-Target") == "study" and not facts.get("job"):
        answer["HX-Refresh"] = (
            "true"  # the study is there: the plan that is shown first may be another one
        )
    return answer


@require_safe
@access.gate("land")
@at_moment
def case_file(request: HttpRequest, key: str) -> HttpResponse:
    """The case as the file that `luoshi land plan` takes."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    row = access.item_or_404(who, PROGRAMME, services.row(at, PROGRAMME, key))
    found = land.ground(row, _tried(request, row)[0])
    if found.made.case is None:
        return faults.tell(request, found.made.problems)
    text = json.dumps(case_as_json(found.case), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{key}.json"'
    return answer


def _ask_for(lines: list[shown.Row], who: Viewer) -> bool:
    """Have the runner work out what nobody has looked at yet, a few at a time; True while one of them is being done."""
    waiting = [one.found for one in lines if one.solved is None and one.found.made.case is not None]
    jobs = [land.study_of(found, who.person.ref)[1] for found in waiting[:ASKED_AT_ONCE]]
    return any(job is not None and job.state not in land.BROKEN for job in jobs)


def _plans(request: HttpRequest, who: Viewer, found: land.Ground, *, again: bool) -> dict[str, Any]:
    """The plan that is shown, the others, and the study or how far it is."""
    solved = land.worked_out(found)
    study, job = land.study_of(found, who.person.ref, again=again)
    offers = shown.offers(found.case, solved, study)
    offer = shown.chosen(offers, request.GET.get("plan", ""))
    facts = {
        "offers": offers,
        "offer": offer,
        "study": study and shown.study(study),
        "job": job,
        "broken": job is not None and job.state in land.BROKEN,
        "job_problems": queue.problems_of(job) if job else [],
        "summary": shown.summary(found, offer.solved),
    }
    if offer.solved.plan is not None:
        band = (offer.risk.low_wan, offer.risk.high_wan) if offer.risk else None
        facts |= {
            "drawing": drawing.draw(found.case, offer.solved.plan, band),
            "words": (_("账上资金（亿元）"), _("累计回笼（亿元）")),
            "parcels": shown.parcels(found, offer.solved.plan, solved.plan, study),
        }
    return facts


def _deed(verb: str, request: HttpRequest, who: Viewer, found: land.Ground) -> Outcome:
    """Save what is tried, adopt the plan that is shown, or (without entries) ask again."""
    access.must(verb in ("save", "adopt", "again"))
    if verb != "adopt":
        access.must(who.does("plan"))
        told = {f.key: found.row.get(f.key) for f in office.catalogue()[PROGRAMME].fields}
        told |= {"name": request.POST.get("name", ""), "parcels_on": found.parcels_on}
        told = {name: value for name, value in (told | found.tried).items() if value is not None}
        return services.write(lambda: _open(told, who)) if verb == "save" else Outcome()
    access.must(who.does("adopt") and PARCEL in who.kept and not found.tried)
    access.must(found.made.case is not None)
    plan = _plans(request, who, found, again=False)["offer"].solved.plan
    if plan is None:
        return Outcome((), (Problem("K-063", str(found.row["item"])),))
    return services.write(lambda: _adopt(found, plan, who))


def _adopt(found: land.Ground, plan: Plan, who: Viewer) -> Outcome:
    stamp = services.stamp(who, who.unit_for("adopt"))
    rows = services.every_row(PARCEL)
    return adopt(office.world(), found.row, found.case, plan, rows, stamp, services.desk())


def _open(told: Mapping[str, Any], who: Viewer) -> Outcome:
    """A new programme under the next number of the year, of the person's unit, on today's register unless it names a day."""
    register, today = office.catalogue()[PROGRAMME], clock.today()
    asked = {f.key: told.get(f.key, "") for f in register.fields if f.key not in UNASKED}
    asked |= {"unit": who.unit_for("plan"), "parcels_on": asked.get("parcels_on") or today}
    taken = services.taken(PROGRAMME)
    number = next(iter(new_keys(register, taken, today)))
    stamp = services.stamp(who, who.unit_for("plan"))
    return open_item(register, number, asked, today, stamp, services.desk(), taken=taken)


def _tried(
    request: HttpRequest, row: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What the address tries instead of the assumed, as far as it differs from them; each fault with its field."""
    register = office.catalogue()[PROGRAMME]
    told = {name: request.GET[name] for name in land.TRIED if request.GET.get(name, "").strip()}
    values, problems = read_told(register, told, office.units())
    problems += [
        Problem(
            "W-120",
            register.by_field[name].label.zh,
            {
                "field": register.by_field[name].label,
                "low": low,
                "high": high,
                "value": values.pop(name),
            },
        )
        for name, (low, high) in shown.LIMITS.items()
        if name in values and not low <= float(values[name] or 0) <= high
    ]
    return {
        name: value for name, value in values.items() if value != shown.assumption(row, name)
    }, tuple(problems)


def _form(
    rows: list[dict[str, Any]], request: HttpRequest, problems: tuple[Problem, ...]
) -> dict[str, Any]:
    """The form of a new programme: what the last one supposed, from the next month on, on today's register."""
    register, today = office.catalogue()[PROGRAMME], clock.today()
    typed: dict[str, Any] = dict(request.POST.items())
    if not typed:
        typed = dict(rows[0]) if rows else {"months": 24, "price_percent": 100, "late_months": 0}
        typed |= {"name": "", "start_on": first_month(today), "parcels_on": today}
        for day in ("list_by", "release_by"):
            if typed.get(day) and typed[day] < typed["start_on"]:
                typed[day] = None  # a promise of the past is no promise of the new one
    asked = [f for f in register.fields if f.key not in UNASKED]
    return {
        "fields": form_fields(register, asked, typed, problems),
        "drawn": bool(problems),
        "loose": faults_by_field(register, problems)[1],
    }


def _measures(at: Any, who: Viewer) -> list[Any]:
    """How many parcels should be listed by the programme that was adopted, and how many are behind."""
    register = office.catalogue()[PARCEL]
    wanted = [m for m in register.measures if m.key in ("planned_listed", "behind_plan", "listed")]
    with services.reading(at) as held:
        return [(m, held.measure(PARCEL, m.key, units=who.scope(PARCEL))[0].value) for m in wanted]
