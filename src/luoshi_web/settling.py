"""定稿: accept, strike, mend, join, split, undo a draft.

A decision is working state, not a fact: it has a version that is compared and set, so that of two people who settle
the same draft one wins and the other is told who and when. Accepting is the step at which facts are written: the
decision and the commitment's entry go in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from luoshi.desk import settle
from luoshi.desk.outcome import Outcome
from luoshi.desk.told import read_told
from luoshi.journeys.speech_to_commitments import accept as issue_drafts
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.people.access import Viewer
from luoshi_web.readings import COMMITMENT, MENDABLE, decisions, draft_of, fields_of
from luoshi_web.records.models import DraftDecision, Reading
from luoshi_web.records.store import DjangoStore, queue_writers

STATES = {
    "open": "待定",
    "accepted": "已采纳",
    "struck": "已划去",
    "joined": "已合并",
    "split": "已断开",
}


class Beaten(Exception):
    """Somebody settled the draft first."""


class Refused(Exception):
    """Ends the transaction with problems for the person."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = list(problems)
        super().__init__()


def _settle(decision: DraftDecision, who: Viewer, seen: int, state: str, **changes: Any) -> None:
    """Compare the version and set the new state; Beaten when it is no longer the one the person saw."""
    before = [*decision.before, _undo(decision)]
    done = DraftDecision.objects.filter(pk=decision.pk, version=seen).update(
        state=state,
        version=F("version") + 1,
        before=before[-20:],
        decided_by=who.person,
        decided_at=clock.now(),
        **changes,
    )
    if done != 1:
        raise Beaten


def _undo(decision: DraftDecision) -> dict[str, Any]:
    names = ("state", "mended", "draft", "parts", "item")
    return {name: getattr(decision, name) for name in names}


def beaten(decision: DraftDecision, lang: str) -> Problem:
    """W-030: who settled it, when and how."""
    now = DraftDecision.objects.select_related("decided_by").get(pk=decision.pk)
    when = now.decided_at.astimezone(clock.OFFICE).strftime("%m-%d %H:%M") if now.decided_at else ""
    state = now.state if lang.startswith("en") else STATES[now.state]
    name = now.decided_by.say(lang) if now.decided_by else ""
    return Problem("W-030", place(now), {"who": name, "when": when, "state": state})


def place(decision: DraftDecision) -> str:
    """How a message names a draft."""
    return f"#{decision.number}"


Numbers = list[tuple[DraftDecision, int]]


def accept(reading: Reading, chosen: Numbers, who: Viewer, lang: str) -> Outcome:
    """Issue the drafts as commitments and mark them accepted, all or none."""
    open_ones = [
        (d, seen) for d, seen in chosen if d.version == seen and d.state == DraftDecision.OPEN
    ]
    if len(open_ones) < len(chosen):
        late = [beaten(d, lang) for d, seen in chosen if d.version != seen or d.state != "open"]
        return Outcome((), tuple(late))
    try:
        with transaction.atomic():
            queue_writers()
            outcome = _issue(reading, [d for d, _ in chosen], who)
            if outcome.refused:
                return outcome
            appended = DjangoStore().append(outcome.entries)
            for (decision, seen), entry in zip(chosen, appended, strict=True):
                settled = {"item": entry.key, "mended": decision.mended}
                _settle(decision, who, seen, DraftDecision.ACCEPTED, **settled)
    except Beaten:
        late = [beaten(d, lang) for d, seen in chosen if not _still(d, seen)]
        return Outcome((), tuple(late))
    return Outcome(appended, outcome.problems)


def accept_one(
    decision: DraftDecision, who: Viewer, seen: int, lang: str, told: Mapping[str, str]
) -> list[Problem]:
    """Accept one draft with what the card's own fields say (its owner, above all)."""
    if decision.version == seen and decision.state == DraftDecision.OPEN:
        mended, problems = _mended(decision, told)
        if problems:
            return problems
        decision.mended = mended
    return list(accept(decision.reading, [(decision, seen)], who, lang).problems)


def accept_hard(reading: Reading, who: Viewer, lang: str, unit: str) -> list[Problem]:
    """Accept every open hard draft, all or none; `unit` answers for those whose owner the text does not name."""
    hard = [
        d
        for d in decisions(reading)
        if d.state == DraftDecision.OPEN
        and d.draft["kind"] == "commitment"
        and d.draft["strength"] == "hard"
    ]
    for decision in hard:
        if unit and not fields_of(decision)["unit"]:
            decision.mended = {**decision.mended, "unit": unit}
    outcome = accept(reading, [(d, d.version) for d in hard], who, lang)
    return list(outcome.problems)


def _still(decision: DraftDecision, seen: int) -> bool:
    return DraftDecision.objects.filter(pk=decision.pk, version=seen).exists()


def _issue(reading: Reading, chosen: list[DraftDecision], who: Viewer) -> Outcome:
    settled = [
        (draft_of(d.draft), {k: v for k, v in fields_of(d).items() if v not in ("", None)})
        for d in chosen
    ]
    return issue_drafts(
        settled,
        reading.attachment_id,
        office.world(),
        services.taken(COMMITMENT),
        min(reading.meeting_on, clock.today()),
        services.stamp(who, who.unit_for("settle")),
        clock.today(),
    )


def strike(decision: DraftDecision, who: Viewer, seen: int, lang: str) -> list[Problem]:
    """划去: not a commitment."""
    return _changed(
        decision, who, seen, lang, lambda: _settle(decision, who, seen, DraftDecision.STRUCK)
    )


def mend(
    decision: DraftDecision, who: Viewer, seen: int, lang: str, told: Mapping[str, str]
) -> list[Problem]:
    """修改: keep only what differs from the draft as read; faults are told beside the fields."""
    mended, problems = _mended(decision, told)
    if problems:
        return problems
    return _changed(
        decision,
        who,
        seen,
        lang,
        lambda: _settle(decision, who, seen, decision.state, mended=mended),
    )


def _mended(
    decision: DraftDecision, told: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    register = office.catalogue()[COMMITMENT]
    mended = dict(decision.mended)
    given = {name: told[name].strip() for name in MENDABLE if name in told}
    if "measure" in told:
        bound, _, measure = told["measure"].partition("/")
        found = office.catalogue().get(bound)
        if told["measure"] and (found is None or found.measure(measure) is None):
            return mended, [Problem("W-034", place(decision), {"value": told["measure"]})]
        given |= {"register_key": bound, "measure_key": measure}
        if not told["measure"]:
            given |= {"target": "", "comparator": "", "target_unit": ""}
        elif found and (one := found.measure(measure)):
            given["target_unit"] = one.unit
    values, problems = read_told(register, given, office.units())
    if problems:
        return mended, problems
    for name, text in given.items():
        mended[name] = values.get(name, "") if text else ""
    read = fields_of(DraftDecision(reading=decision.reading, draft=decision.draft))
    return {n: v for n, v in mended.items() if v != read.get(n, "")}, []


def join(decision: DraftDecision, who: Viewer, seen: int, lang: str) -> list[Problem]:
    """合并: take the next open draft into this one; the quote then runs from the first to the last."""
    rest = [d for d in decisions(decision.reading) if d.draft["start"] > decision.draft["start"]]
    following = next((d for d in rest if d.draft["kind"] == "commitment"), None)
    if following is None or following.state != DraftDecision.OPEN:
        return [Problem("W-032", place(decision))]
    first, second, text = decision.draft, following.draft, decision.reading.text
    draft = first | {
        "end": second["end"],
        "quote": text[first["start"] : second["end"]],
        "names": [*first["names"], *(n for n in second["names"] if n not in first["names"])],
        "quantities": [*first["quantities"], *second["quantities"]],
        "owners": [*first["owners"], *(o for o in second["owners"] if o not in first["owners"])],
        "deadline": first["deadline"] or second["deadline"],
        "suggestion": first["suggestion"] or second["suggestion"],
        "strength": "hard" if "hard" in (first["strength"], second["strength"]) else "soft",
    }

    def act() -> None:
        _settle(
            decision,
            who,
            seen,
            decision.state,
            draft=draft,
            parts=[*decision.parts, following.number],
        )
        _settle(following, who, following.version, DraftDecision.JOINED)

    return _changed(decision, who, seen, lang, act)


def split(decision: DraftDecision, who: Viewer, seen: int, lang: str, words: str) -> list[Problem]:
    """断开: from `words` on the sentence is a draft of its own; what cannot be told apart stays with the first."""
    quote, cut = decision.draft["quote"], decision.draft["quote"].find(words.strip() or "\0")
    if cut <= 0:
        return [Problem("W-033", place(decision), {"value": words.strip()[:20]})]
    at = decision.draft["start"] + cut

    def half(start: int, end: int) -> dict[str, Any]:
        inside = [q for q in decision.draft["quantities"] if start <= q["start"] < end]
        deadline = decision.draft["deadline"]
        ours = deadline and start <= deadline["start"] < end
        text = decision.reading.text[start:end]
        return decision.draft | {
            "start": start,
            "end": end,
            "quote": text,
            "quantities": inside,
            "names": [n for n in decision.draft["names"] if n in text],
            "deadline": deadline if ours else None,
        }

    first = half(decision.draft["start"], at)
    second = half(at, decision.draft["end"]) | {
        "suggestion": None,
        "object": quote[cut:].strip("，；。、")[:60],
    }

    def act() -> None:
        highest = DraftDecision.objects.filter(reading=decision.reading).order_by("-number").first()
        number = (highest.number if highest else 0) + 1
        _settle(decision, who, seen, decision.state, draft=first, parts=[*decision.parts, number])
        DraftDecision.objects.create(
            reading=decision.reading, number=number, draft=second, parts=[decision.number]
        )

    return _changed(decision, who, seen, lang, act)


def undo(decision: DraftDecision, who: Viewer, seen: int, lang: str) -> list[Problem]:
    """撤销: back to what it was; a commitment that was issued is withdrawn when nothing else was told about it."""
    if not decision.before:
        return [Problem("W-031", place(decision))]
    last, problems = decision.before[-1], []

    def act() -> None:
        for number in set(decision.parts) - set(last["parts"]):
            _put_back(decision.reading, number, who)
        _settle(decision, who, seen, **last)
        DraftDecision.objects.filter(pk=decision.pk).update(before=decision.before[:-1])
        if decision.state == DraftDecision.ACCEPTED and last["state"] != DraftDecision.ACCEPTED:
            problems.extend(_take_back(decision, who))

    return _changed(decision, who, seen, lang, act, problems)


def _put_back(reading: Reading, number: int, who: Viewer) -> None:
    other = DraftDecision.objects.filter(reading=reading, number=number).first()
    if other is None:
        return
    if other.state == DraftDecision.JOINED:
        _settle(other, who, other.version, DraftDecision.OPEN)
    elif other.state == DraftDecision.OPEN:
        _settle(other, who, other.version, DraftDecision.SPLIT)  # the half that was split off goes
    else:
        raise Refused(Problem("W-031", place(other)))


def _take_back(decision: DraftDecision, who: Viewer) -> list[Problem]:
    entries = services.ledger().by_item.get((COMMITMENT, decision.item), [])
    standing = [e for e in entries if e.verb not in ("note",)]
    if len(standing) != 1:
        raise Refused(Problem("W-036", decision.item))
    stamp = services.stamp(who, who.unit_for("withdraw"))
    outcome = settle.withdraw(
        office.catalogue()[COMMITMENT], standing[0], stamp, services.desk(), "讲话页撤销采纳"
    )
    if outcome.refused:
        raise Refused(*outcome.problems)
    DjangoStore().append(outcome.entries)
    return list(outcome.problems)


def _changed(
    decision: DraftDecision,
    who: Viewer,
    seen: int,
    lang: str,
    act: Callable[[], None],
    problems: list[Problem] | None = None,
) -> list[Problem]:
    """Do it in one transaction; tell who was first, or what stands against it."""
    if decision.state == DraftDecision.ACCEPTED and problems is None:
        return (
            [Problem("W-031", place(decision))]
            if decision.version == seen
            else [beaten(decision, lang)]
        )
    try:
        with transaction.atomic():
            queue_writers()
            act()
    except Beaten:
        return [beaten(decision, lang)]
    except Refused as refused:
        return refused.problems
    return problems or []
