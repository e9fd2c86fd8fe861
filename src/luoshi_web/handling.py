"""办理: what a form asks of an item's clock or of a report goes to the core, with the words of the person. The gate was before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.declare.register import Register
from luoshi.desk import handle, settle
from luoshi.desk.close import close
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.slip import SLIP, finish, review
from luoshi.desk.told import read_day
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.people.access import HANDLING, Viewer

LEVELS = ("remind", "urge", "advise")


def act(
    verb: str, told: Mapping[str, str], who: Viewer, declared: Register, row: Mapping[str, Any]
) -> Outcome:
    """One act upon the clock of an item as it stands now: `verb` is one of `access.HANDLING`, `told` the form."""
    assert verb in HANDLING, verb
    words, desk = told.get("reason", ""), services.desk()
    unit = who.unit_owning(declared.key, row) if verb == "extend" else who.unit_for(verb)  # type: ignore[arg-type]
    stamp = services.stamp(who, unit)
    match verb:
        case "chase":
            level: Any = told.get("level") if told.get("level") in LEVELS else LEVELS[0]
            return handle.chase(declared, row, level, words, stamp, desk)
        case "extend":
            until = read_day(told.get("until", ""))
            return handle.ask_extension(declared, row, until, words, stamp, desk)
        case "decide":
            granted = told.get("granted") == "yes"
            return handle.decide_extension(declared, row, granted, words, stamp, desk)
        case "pause":
            return handle.pause(declared, row, words, stamp, desk)
        case "resume":
            return handle.resume(declared, row, words, stamp, desk)
    return handle.reassign(declared, row, told.get("unit", ""), words, stamp, desk)


def judge(verb: str, entry: Entry, reason: str, stamp: Stamp) -> Outcome:
    """接收 or 退回 a report; the feedback on a slip is reviewed, which also moves the slip's stage."""
    declared, desk = office.catalogue()[entry.register], services.desk()
    settled = services.ledger().settled(entry)
    if entry.register == SLIP:
        row = services.row(services.view(), SLIP, entry.key) or {}
        return review(declared, row, entry, verb == "accept", reason, stamp, desk, settled)
    if verb == "accept":
        return settle.accept(entry, stamp, settled=settled)
    return settle.return_(declared, entry, stamp, desk, reason, settled=settled)


def end(who: Viewer, row: Mapping[str, Any], result: str) -> Outcome:
    """销号 by a second person; a slip only after its review."""
    known = services.ledger().by_item.get((str(row["register"]), str(row["item"])), [])
    ended = finish if row["register"] == SLIP else close
    return ended(row, known, clock.today(), services.stamp(who, who.unit_for("close")), result)


def chase_all(items: list[tuple[str, str]], told: Mapping[str, str], who: Viewer) -> Outcome:
    """催办 of several items in one go: each its own entry; those chased today already are passed over."""
    parts, passed = [], []
    for register, key in items:
        declared, row = office.catalogue()[register], services.row(services.view(), register, key)
        outcome = act("chase", told, who, declared, row or {"item": key})
        if [p.id for p in outcome.problems] == ["K-048"]:
            passed += [Problem(p.id, p.place, p.facts, "warning") for p in outcome.problems]
        else:
            parts.append(outcome)
    done = Outcome.all_or_none(parts)
    return Outcome(done.entries, (*done.problems, *passed))
