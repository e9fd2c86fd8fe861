"""事项: facts and their history, the time line, why this light, and everything one may tell about the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.declare.register import Register
from luoshi.desk import close as closing
from luoshi.desk import report as reporting
from luoshi.desk import settle
from luoshi.desk.clock import FIELDS, clock_of
from luoshi.desk.issue import COMMITMENT
from luoshi.desk.outcome import Outcome
from luoshi.desk.slip import SLIP, answer
from luoshi.desk.told import read_day
from luoshi.journeys.parcels_to_programme import PROGRAMME
from luoshi.journeys.sitting import known
from luoshi.ledger.entry import Entry
from luoshi.ledger.proven import prove
from luoshi.values.problem import Problem
from luoshi_web import clock, handling, office, proofs, readings, services
from luoshi_web.pages import faults, handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.forms import FormField, faults_by_field, form_fields
from luoshi_web.pages.item import history
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

VERBS = (
    *("report", "feedback", "correct", "withdraw", "accept", "return", "close", "reopen"),
    *access.HANDLING,
)
ANSWERED = frozenset({COMMITMENT, SLIP})  # registers whose owners give feedback instead of reports


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("item")
@at_moment
def item(request: HttpRequest, register: str, key: str) -> HttpResponse:
    """GET shows the item; POST tells something about it (`verb`), and comes back to it."""
    who, moment = access.viewer_of(request), moments.of(request)
    declared = access.register_or_404(who, register)
    at = services.view(moment.true_on, moment.known_at)
    row = access.item_or_404(who, register, services.row(at, register, key))
    problems: tuple[Problem, ...] = ()
    verb = request.POST.get("verb", "")
    if request.method == "POST":
        access.must(verb in VERBS and who.may(verb, register, row))  # type: ignore[arg-type]
        outcome = _tell(request, who, declared, row, verb)
        if outcome.entries:
            faults.tell_next(request, outcome)
            return redirect(f"{request.path}#told")
        problems = outcome.problems
        row = services.row(services.view(), register, key) or row
    facts = _page(request, who, declared, row, problems, verb)
    return render(request, "item/item.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("item")
@at_moment
def entry_proof(request: HttpRequest, register: str, key: str, seq: int) -> HttpResponse:
    """The proof of one entry of the item, against the seal of all that was known at the moment."""
    who, moment = access.viewer_of(request), moments.of(request)
    access.register_or_404(who, register)
    at = services.view(moment.true_on, moment.known_at)
    access.item_or_404(who, register, services.row(at, register, key))
    entries = known(services.ledger().entries, moment.known_at)
    entry = entries[seq - 1] if 1 <= seq <= len(entries) else None
    access.must(entry is not None and (entry.register, entry.key) == (register, key))
    return handed_over.file(prove(entries, seq), f"流水证明_{seq}.json")


def _tell(
    request: HttpRequest, who: Viewer, declared: Register, row: Mapping[str, Any], verb: str
) -> Outcome:
    """Ask the desk, inside the transaction that appends; first look whether the form is stale."""
    key = str(row["item"])
    deeds: dict[str, Callable[[], Outcome]] = {
        "report": lambda: _report(request, who, declared, key, "report"),
        "feedback": lambda: _report(request, who, declared, key, "feedback"),
        "correct": lambda: _correct(request, who, declared, key),
        "withdraw": lambda: _about(request, who, declared, key, "withdraw"),
        "accept": lambda: _about(request, who, declared, key, "accept"),
        "return": lambda: _about(request, who, declared, key, "return"),
        "close": lambda: handling.end(who, _now(declared, key), request.POST.get("reason", "")),
        "reopen": lambda: _reopen(request, who, declared, key),
    }
    told = request.POST.dict()
    for act in access.HANDLING:
        deeds[act] = lambda: handling.act(verb, told, who, declared, _now(declared, key))

    def decide() -> Outcome:
        stale = services.stale(declared.key, key, request.POST.get("seen", ""), language())
        return Outcome((), tuple(stale)) if stale else deeds[verb]()

    return services.write(decide)


def _now(declared: Register, key: str) -> Mapping[str, Any]:
    return services.row(services.view(), declared.key, key) or {}


def _report(request: HttpRequest, who: Viewer, declared: Register, key: str, verb: str) -> Outcome:
    on, row = read_day(request.POST.get("true_on", "")), _now(declared, key)
    if on is None:
        return Outcome((), (Problem("W-020", facts={"value": request.POST.get("true_on", "")}),))
    told = {f.key: request.POST[f.key] for f in who.asked(declared) if f.key in request.POST}
    if "stage" in request.POST:
        told["stage"] = request.POST["stage"]
    stamp = services.stamp(who, who.unit_owning(declared.key, row))
    files, faulty = proofs.received(request.FILES.getlist("proof"))
    reason = proofs.WITHOUT_WORDS if files and not any(told.values()) else ""
    desk = services.desk()
    if declared.key == SLIP:
        outcome = answer(declared, key, row, told, on, stamp, desk, reason)
    else:
        outcome = reporting.report(
            declared, key, row, told, on, stamp, desk, verb=verb, reason=reason
        )
    if faulty:
        return Outcome((), (*outcome.problems, *faulty))
    outcome = proofs.hung(outcome, files)
    if not outcome.refused:
        proofs.keep(files, who)
    return outcome


def _entry(declared: Register, key: str, digest: str) -> Entry | None:
    entries = services.ledger().by_item.get((declared.key, key), [])
    return next((entry for entry in entries if entry.digest == digest), None)


def _correct(request: HttpRequest, who: Viewer, declared: Register, key: str) -> Outcome:
    entry = _entry(declared, key, request.POST.get("entry", ""))
    if entry is None:
        return Outcome((), (Problem("W-042"),))
    row, told = _now(declared, key), {}
    for f in settle.correctable(declared, entry):
        text, was = request.POST.get(f.key, "").strip(), request.POST.get(f"was-{f.key}", "")
        if text != was:
            told[f.key] = text or None  # emptied on purpose: it is no longer known
    if not told:
        return Outcome((), (Problem("W-043", key),))
    on = read_day(request.POST.get("true_on", "")) or entry.true_on
    stamp = services.stamp(who, who.unit_for("correct"))
    reason = request.POST.get("reason", "")
    settled = services.ledger().settled(entry)
    return settle.correct(
        declared, entry, row, told, stamp, services.desk(), reason, true_on=on, settled=settled
    )


def _about(request: HttpRequest, who: Viewer, declared: Register, key: str, verb: str) -> Outcome:
    entry = _entry(declared, key, request.POST.get("entry", ""))
    if entry is None:
        return Outcome((), (Problem("W-042"),))
    settled, reason = services.ledger().settled(entry), request.POST.get("reason", "")
    stamp = services.stamp(who, who.unit_for(verb))  # type: ignore[arg-type]
    if verb in ("accept", "return"):
        return handling.judge(verb, entry, reason, stamp)
    return settle.withdraw(declared, entry, stamp, services.desk(), reason, settled=settled)


def _reopen(request: HttpRequest, who: Viewer, declared: Register, key: str) -> Outcome:
    stamp = services.stamp(who, who.unit_for("reopen"))
    return closing.reopen(_now(declared, key), clock.today(), stamp, request.POST.get("reason", ""))


def _page(
    request: HttpRequest,
    who: Viewer,
    declared: Register,
    row: Mapping[str, Any],
    problems: tuple[Problem, ...],
    verb: str,
) -> dict[str, Any]:
    moment, key = moments.of(request), str(row["item"])
    at = services.view(moment.true_on, moment.known_at)
    entries = history.known(declared.key, key, moment)
    steps = history.steps(declared, entries, readings.by_document() if who.opens("speech") else {})
    typed = request.POST.dict() if problems else {}
    may = {deed for deed in VERBS if moment.now and who.may(deed, declared.key, row)}  # type: ignore[arg-type]
    chosen = _entry(declared, key, request.POST.get("entry") or request.GET.get("entry", ""))
    asked = who.asked(declared)
    deed = "feedback" if declared.key in ANSWERED else "report"
    own = problems if verb in ("report", "feedback") else ()
    measure = services.measure_of(row)
    every = history.facts(declared, row, entries, moment)
    facts = [fact for fact in every if fact.field.key not in HIDDEN | FIELDS]
    return {
        "page": PAGE_OF.get(declared.key, f"register:{declared.key}"),
        "register": declared,
        "row": row,
        "facts": facts,
        "common": history.commonest(facts),
        "steps": steps,
        "hidden_names": HIDDEN | {"headings"},
        "shining": history.shining(declared, key, at),
        "words": history.first_words(entries, readings.by_document() if who.opens("speech") else {}),
        "measure": measure,
        "watching": services.commitments_on(at, declared.key, who),
        "problems": problems,
        "loose": faults_by_field(declared, problems)[1],
        "changed": services.changed_since(declared.key, key, request.POST.get("seen", "")) if problems else [],
        "seen": entries[-1].seq if entries else 0,
        "may": may if not row.get("closed_on") else may & {"reopen", "correct", "withdraw"},
        "deed": deed,
        "verb": verb,
        "typed": typed,
        "report_fields": form_fields(declared, asked, {**row, **dict.fromkeys(declared.told_anew), **(typed if own else {})}, own, "")
        if deed in may
        else [],
        "stages": declared.stages if deed in may and declared.key not in ANSWERED else (),
        "clock": clock_of(declared, row, moment.true_on, services.desk().calendar),
        "handling": may.intersection(access.HANDLING),
        "units": office.units().alive(clock.today()) if "reassign" in may else (),
        "proofs": history.proofs_of(entries),
        "may_slip": moment.now and who.does("slip") and declared.key != SLIP and not row.get("closed_on"),
        "true_on": FormField.of_day("true_on", _("从哪天起"), typed.get("true_on") or clock.today().isoformat()),
        "chosen": chosen,
        "correct_fields": _correct_fields(declared, chosen, row, typed, problems) if chosen else [],
    }  # fmt: skip


PAGE_OF = {COMMITMENT: "commitments", SLIP: "slips", PROGRAMME: "land"}
HIDDEN = {
    *("quote", "document", "span_start", "span_end", "register_key", "measure_key"),
    *("about_register", "about_key"),
}


def _correct_fields(
    declared: Register,
    entry: Entry,
    row: Mapping[str, Any],
    typed: Mapping[str, str],
    problems: tuple[Problem, ...],
) -> list[tuple[FormField, str]]:
    """Each correctable field with the value it has now, so that only what is changed is corrected."""
    fields = settle.correctable(declared, entry)
    was = {f.key: entry.fields.get(f.key, row.get(f.key)) for f in fields}
    before = form_fields(declared, fields, was)
    shown = form_fields(declared, fields, {**was, **typed}, problems)
    return [(now, old.value) for now, old in zip(shown, before, strict=True)]
