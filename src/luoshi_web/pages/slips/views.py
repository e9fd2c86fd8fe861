"""督办: which slips are out, what waits for a decision, a new slip, several items chased in one go, one slip on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.board.lamps import Lamp
from luoshi.declare.register import LEVELS, Register
from luoshi.desk import slip as slips_desk
from luoshi.desk.clock import Clock, clock_of
from luoshi.desk.issue import new_keys
from luoshi.desk.outcome import Outcome
from luoshi.desk.slip import SLIP
from luoshi.journeys.sitting_to_tasks import slip as slip_paper
from luoshi.values.problem import Problem
from luoshi_web import checks, clock, followed, handling, office, services, sittings
from luoshi_web.pages import faults, handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.forms import faults_by_field, form_fields
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

NAMES = ("level", "unit", "state")
UNASKED = frozenset(
    {"issued_on", "about_register", "about_key"}
)  # today; the item it was drawn from
BACK = frozenset({"slips", "commitments"})


class Line(NamedTuple):
    """One slip as the list shows it."""

    row: Mapping[str, Any]
    lamp: Lamp | None
    clock: Clock | None


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("slips")
@at_moment
def slips(request: HttpRequest) -> HttpResponseBase:
    """GET lists; POST (`verb`) issues a slip, chases items, or decides an extension."""
    who = access.viewer_of(request)
    verb = request.POST.get("verb", "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        outcome = _do(request, who, verb)
        if outcome.entries:
            faults.tell_next(request, outcome)
            back = request.POST.get("back", "")
            return redirect(back if back in BACK else "slips")
        problems = outcome.problems
    facts = _page(request, who, problems)
    if request.method != "POST" and handed_over.asked(request):
        lines = ((line.row, line.lamp) for line in facts["lines"])
        table = handed_over.of_items(_register(), lines, facts["chosen"])
        return handed_over.answer(request, table)
    return render(request, "slips/slips.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("slips")
@at_moment
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """One slip as one sheet of A4, in the order that offices print it."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    row = access.item_or_404(who, SLIP, services.row(at, SLIP, key))
    known = services.ledger().by_item.get((SLIP, key), [])
    ends = [entry for entry in known if entry.verb == "close"]
    facts = {
        "page": "slips",
        "register": _register(),
        "row": row,
        "clock": clock_of(_register(), row, moment.true_on, services.desk().calendar),
        "end": ends[-1] if ends and row.get("closed_on") else None,
    }
    return render(request, "slips/slip.html", facts)


@require_safe
@access.gate("slips")
@at_moment
def slip_file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The same sheet as a Word or PDF file."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    row = access.item_or_404(who, SLIP, services.row(at, SLIP, key))
    if form not in handed_over.PAPERS:
        raise Http404
    with sittings.sitting(moment.true_on, moment.known_at) as held:
        paper = slip_paper(held, _register(), row)
    content = sittings.as_file(SLIP, paper, form, sittings.templates())
    return handed_over.file(content, f"督办单_{key}.{form}")


def _register() -> Register:
    return office.catalogue()[SLIP]


def _do(request: HttpRequest, who: Viewer, verb: str) -> Outcome:
    if verb == "slip":
        access.must(who.does("slip"))
        return services.write(lambda: _issue(request.POST.dict(), who))
    access.must(verb in ("chase", "decide"))
    items = [_named(name) for name in request.POST.getlist("item")]
    for register, key in items:
        row = services.row(services.view(), register, key) if register in who.catalogue else None
        access.must(row is not None and who.may(verb, register, row))  # type: ignore[arg-type]
    if not items:
        access.must(who.does(verb))  # type: ignore[arg-type]
        return Outcome((), (Problem("W-073"),))
    told = request.POST.dict()
    if verb == "chase":
        return services.write(lambda: handling.chase_all(items, told, who))
    return services.write(lambda: _decide(items[0], told, who))


def _decide(item: tuple[str, str], told: Mapping[str, str], who: Viewer) -> Outcome:
    register, key = item
    row = services.row(services.view(), register, key) or {"item": key}
    return handling.act("decide", told, who, office.catalogue()[register], row)


def _named(name: str) -> tuple[str, str]:
    register, _, key = name.partition("/")
    return register, key


def _issue(told: Mapping[str, str], who: Viewer) -> Outcome:
    """A new slip under the next number of the year."""
    declared, today = _register(), clock.today()
    asked = {f.key: told.get(f.key, "") for f in declared.asked_of("issuer")}
    about, key = asked.get("about_register", ""), asked.get("about_key", "")
    if about or key:
        row = services.row(services.view(), about, key) if about in who.catalogue else None
        access.must(row is not None and who.sees(about, row))
    own = office.district().parameters
    terms = {
        preset.key: int((own.named(preset.key, today) or preset).value)
        for preset in declared.presets
        if preset.key.startswith(slips_desk.TERM)
    }
    taken = services.taken(SLIP)
    number = next(iter(new_keys(declared, taken, today)))
    stamp = services.stamp(who, who.unit_for("slip"))
    return slips_desk.issue(declared, number, asked, taken, terms, stamp, services.desk())


def _page(request: HttpRequest, who: Viewer, problems: tuple[Problem, ...]) -> dict[str, Any]:
    moment, declared = moments.of(request), _register()
    chosen = {name: request.GET.get(name, "").strip() for name in NAMES}
    at = services.view(moment.true_on, moment.known_at)
    lamps = {lamp.key: lamp for lamp in services.lamps(at, who, SLIP)}
    calendar = services.desk().calendar
    every = [
        Line(row, lamps.get(row["item"]), clock_of(declared, row, moment.true_on, calendar))
        for row in services.rows(at, SLIP, who)
    ]
    shown = [ln for ln in every if bool(ln.row.get("closed_on")) == (chosen["state"] == "closed")]
    order = {unit.key: unit.order for unit in office.units()}
    lines = sorted(
        (line for line in shown if _fits(line, chosen)),
        key=lambda ln: (order.get(str(ln.row.get("owner")), len(order)), ln.row["item"]),
    )
    typed = request.POST.dict() if request.POST.get("verb") == "slip" else _drawn(request, who)
    asked = [f for f in declared.asked_of("issuer") if f.key not in UNASKED]
    return {
        "page": "slips",
        "lines": lines,
        "every": len(shown),
        "chosen": chosen,
        "asked_for": any(chosen.values()),
        "levels": [(lv, sum(ln.lamp is not None and ln.lamp.level == lv for ln in shown)) for lv in LEVELS],
        "units": office.units().in_order({str(ln.row.get("owner") or "") for ln in every}),
        "waiting": [_waits(one) for one in followed.asked(who)] if moment.now else [],
        "may_issue": moment.now and who.does("slip"),
        "may_chase": moment.now and SLIP in who.kept and who.does("chase"),
        "fields": form_fields(declared, asked, typed, problems),
        "drawn": bool(typed),
        "about": (typed.get("about_register", ""), typed.get("about_key", "")),
        "problems": problems,
        "loose": faults_by_field(declared, problems)[1],
    }  # fmt: skip


def _fits(line: Line, chosen: Mapping[str, str]) -> bool:
    if chosen["level"] and (line.lamp is None or line.lamp.level != chosen["level"]):
        return False
    owner = line.row.get("owner")
    return not chosen["unit"] or owner in office.units().under(chosen["unit"])


def _drawn(request: HttpRequest, who: Viewer) -> dict[str, Any]:
    """What a new slip says of the item named in the address (?about=register/key)."""
    register, key = _named(request.GET.get("about", ""))
    if not who.does("slip") or register not in who.catalogue:
        return {}
    row = services.row(services.view(), register, key)
    if row is None or not who.sees(register, row):
        return {}
    drawn = slips_desk.drawn_from(who.catalogue[register], row)
    if str(drawn.get("due_on") or "") < clock.today().isoformat():
        drawn.pop("due_on", None)  # a date that has passed is no date for a new slip
    drawn |= checks.asked_for(request.GET.get("check", ""), register, key, who)
    return drawn | {"basis_words": office.meeting_name(drawn["basis_words"], language())}


def _waits(one: followed.ToMe) -> dict[str, Any]:
    """An application for an extension with what the office has to know to decide it."""
    declared = office.catalogue()[one.entry.register]
    return {
        "entry": one.entry,
        "row": one.row,
        "register": declared,
        "clock": clock_of(declared, one.row, clock.today(), services.desk().calendar),
    }
