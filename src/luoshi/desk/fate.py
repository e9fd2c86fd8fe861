"""结果: what became of each figure that a unit told, so that no reporter has to ask.

A report is taken or sent back whole; a correction takes over single figures of it. So a fate belongs to a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from luoshi.declare.register import Register
from luoshi.ledger import as_of
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry, Scalar

Fate = Literal["wait", "own", "accept", "return", "withdraw", "correct", ""]
"""wait: for the keeper; own: the keeper's unit told it; correct: another value stands instead; "": nobody reviews it."""
_SETTLING = ("accept", "return", "withdraw")


class Told(NamedTuple):
    """What became of one entry: of the whole, and of which of its figures a correction took the place."""

    fate: Fate
    by: Entry | None = None  # the entry that settled it
    corrected: frozenset[str] = frozenset()

    def of(self, field: str) -> Fate:
        """The fate of one figure."""
        return "correct" if field in self.corrected else self.fate


class Figure(NamedTuple):
    """The last telling of a field, whether it counts or not."""

    value: Scalar
    entry: Entry
    fate: Fate
    by: Entry | None


def reviewed(register: Register, entry: Entry) -> bool:
    """True when the entry waits for the keeper's word; what the keeper's own unit tells is that word already."""
    return entry.verb in ("report", "feedback") and entry.unit != register.kept_by


def fates(register: Register, entries: Sequence[Entry]) -> dict[str, Told]:
    """The fate of every entry of one item, by digest; `entries` are all of the item that are known."""
    standing = {name_of(one.entry): one.fields for one in as_of.standing(entries)}
    settled = {e.about: e for e in entries if e.verb in _SETTLING and name_of(e) in standing}
    found: dict[str, Told] = {}
    for entry in entries:
        name = name_of(entry)
        by = settled.get(name)
        corrected = frozenset(entry.fields) - frozenset(standing.get(name, entry.fields))
        fate: Fate = ""
        if by is not None:
            fate = by.verb  # type: ignore[assignment]
        elif reviewed(register, entry):
            fate = "wait"
        elif entry.verb in ("report", "feedback"):
            fate = "own"
        found[name] = Told(fate, by, corrected)
    return found


def figures(register: Register, entries: Sequence[Entry]) -> Mapping[str, Figure]:
    """The last telling of each field by a report, feedback or correction, with what became of it."""
    told, found = fates(register, entries), {}
    for entry in sorted(entries, key=as_of.rank):
        if entry.verb in ("report", "feedback", "correct"):
            fate = told[name_of(entry)]
            for field, value in entry.fields.items():
                if fate.of(field) != "correct":
                    found[field] = Figure(value, entry, fate.of(field), fate.by)
    return found
