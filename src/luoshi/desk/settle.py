"""审核与更正: accept, return, correct, withdraw. Each is a new entry about an old one; the old one stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from luoshi.declare.register import Field, Register
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk
from luoshi.desk.rules import broken_checks
from luoshi.desk.told import read_told
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry, Verb
from luoshi.values.label import Label
from luoshi.values.problem import Problem

DONE = {
    "accept": Label("接收", "accepted"),
    "return": Label("退回", "returned"),
    "withdraw": Label("撤回", "withdrawn"),
    "correct": Label("更正", "corrected"),
}

OF_THE_SPEECH = frozenset({"document", "span_start", "span_end", "quote", "headings"})
"""Fields of a commitment that say where its words stand; the words of a speech are not corrected."""


def accept(entry: Entry, stamp: Stamp, *, settled: Collection[Entry] = ()) -> Outcome:
    """接收: the keeper takes a report; it changes no number, so a lock does not stand against it.

    `settled` are the entries already about it.
    """
    if again := _already(entry, settled, ("accept", "return", "withdraw")):
        return Outcome((), (again,))
    return Outcome((_about(entry, "accept", {}, entry.true_on, stamp, ""),))


def return_(
    register: Register,
    entry: Entry,
    stamp: Stamp,
    desk: Desk,
    reason: str,
    *,
    settled: Collection[Entry] = (),
) -> Outcome:
    """退回: the report no longer counts and the unit reports again; the reason is told to it."""
    return _void(register, entry, "return", stamp, desk, reason, settled)


def withdraw(
    register: Register,
    entry: Entry,
    stamp: Stamp,
    desk: Desk,
    reason: str,
    *,
    settled: Collection[Entry] = (),
) -> Outcome:
    """撤回: it should not have been told. Withdrawing a withdrawal brings the first entry back."""
    return _void(register, entry, "withdraw", stamp, desk, reason, settled)


def correct(
    register: Register,
    entry: Entry,
    row: Mapping[str, Any],
    told: Mapping[str, Any],
    stamp: Stamp,
    desk: Desk,
    reason: str,
    *,
    true_on: date | None = None,
    settled: Collection[Entry] = (),
) -> Outcome:
    """更正: the named fields of `entry` were wrong; these stand instead, from the same day unless another is given. A field
    told as None is no longer known.

    What was returned or withdrawn is told again, not corrected: a correction falls with its entry (as_of, rule 4), and
    whoever sent it would believe that it counts.
    """
    values, problems = read_told(register, told, desk.units)
    values |= {
        f.key: None for f in register.fields if not f.derived and told.get(f.key, "") is None
    }
    if again := _already(entry, settled, ("return", "withdraw")):
        problems.append(again)
    if not reason.strip():
        problems.append(Problem("K-013", entry.key))
    problems += desk.locked(register, entry.true_on, true_on or entry.true_on)
    problems += broken_checks(register, {**row, **values}, desk.holds)
    if any(p.severity == "error" for p in problems):
        return Outcome((), tuple(problems))
    corrected = _about(entry, "correct", values, true_on or entry.true_on, stamp, reason.strip())
    return Outcome((corrected,), tuple(problems))


def correctable(register: Register, entry: Entry) -> tuple[Field, ...]:
    """The fields a correction of the entry may name: those it told; for the opening entry every field people are asked.
    An act upon the clock is withdrawn and done again: its dates hang together."""
    if entry.verb == "handle":
        return ()
    if entry.verb == "open":
        asked = (f for f in register.fields if f.asked_of != "nobody" and not f.derived)
        return tuple(f for f in asked if f.key not in OF_THE_SPEECH)
    return tuple(f for f in register.fields if f.key in entry.fields)


def _void(
    register: Register,
    entry: Entry,
    verb: Verb,
    stamp: Stamp,
    desk: Desk,
    reason: str,
    settled: Collection[Entry],
) -> Outcome:
    problems = [] if reason.strip() else [Problem("K-013", entry.key)]
    problems += desk.locked(register, entry.true_on)
    if again := _already(entry, settled, ("return", "withdraw")):
        problems.append(again)
    if problems:
        return Outcome((), tuple(problems))
    return Outcome((_about(entry, verb, {}, entry.true_on, stamp, reason.strip()),))


def _already(entry: Entry, settled: Collection[Entry], verbs: tuple[Verb, ...]) -> Problem | None:
    mark = name_of(entry)
    for other in settled:
        if other.about == mark and other.verb in verbs:
            return Problem("K-020", entry.key, {"verb": DONE[other.verb]})
    return None


def _about(
    entry: Entry, verb: Verb, fields: Mapping[str, Any], true_on: date, stamp: Stamp, reason: str
) -> Entry:
    return Entry(
        register=entry.register,
        key=entry.key,
        verb=verb,
        fields=dict(fields),
        true_on=true_on,
        known_at=stamp.known_at,
        author=stamp.author,
        unit=stamp.unit,
        reason=reason,
        about=name_of(entry),
    )
