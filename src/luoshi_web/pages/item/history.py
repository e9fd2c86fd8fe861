"""What the item page shows of the ledger: each field's history, the time line, and the lights with their rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from luoshi.board.board import View
from luoshi.board.lamps import Lamp
from luoshi.board.memory import Month, months_red
from luoshi.board.turn import Turn
from luoshi.declare.register import Field, Light, LightRule, Register
from luoshi.desk.fate import Fate, fates
from luoshi.ledger import as_of
from luoshi.ledger.entry import Entry
from luoshi_web import proofs, services
from luoshi_web.pages.moment import Moment


class Told(NamedTuple):
    """One value of a field and the entry that told it."""

    value: Any
    entry: Entry
    stands: bool
    fate: Fate


class Fact(NamedTuple):
    """A field with its value, who told it, and what was told before."""

    field: Field
    value: Any
    by: Entry | None
    history: tuple[Told, ...]

    @property
    def fate(self) -> Fate:
        """What became of the value that stands."""
        return next((one.fate for one in self.history if one.stands), "")


class Step(NamedTuple):
    """One entry of the time line."""

    entry: Entry
    stands: bool
    fate: Fate
    told: tuple[
        tuple[Field | None, str, Any, bool], ...
    ]  # field, its key, value, whether it was corrected
    reading: int | None


class Shining(NamedTuple):
    """A light of the item: level and reason, its rule, since when, when time alone turns it, and its months."""

    lamp: Lamp
    light: Light
    rule: LightRule
    turn: Turn
    months: list[Month]
    months_red: int


def known(register: str, key: str, moment: Moment) -> list[Entry]:
    """The item's entries as far as they were known at the moment."""
    entries = services.ledger().by_item.get((register, key), [])
    limit = moment.known_at
    return [e for e in entries if limit is None or e.known_at <= limit]


def facts(
    register: Register, row: Mapping[str, Any], entries: list[Entry], moment: Moment
) -> list[Fact]:
    """Every field that holds something or once did, in the register's order."""
    standing = {as_of.name_of(s.entry): s.fields for s in as_of.standing(entries)}
    became = fates(register, entries)
    in_time = [e for e in entries if e.true_on <= moment.true_on and e.verb != "note"]
    found = []
    for field in register.fields:
        told = sorted((e for e in in_time if field.key in e.fields), key=as_of.rank)
        history = tuple(
            Told(
                e.fields[field.key],
                e,
                field.key in standing.get(e.digest, {}),
                became[e.digest].of(field.key),
            )
            for e in reversed(told)
        )
        value = row.get(field.key)
        if history or value not in (None, ""):
            by = next((one.entry for one in history if one.stands), None)
            found.append(Fact(field, value, by, history))
    return found


def steps(register: Register, entries: list[Entry], readings: Mapping[str, int]) -> list[Step]:
    """The time line, newest first."""
    standing = {s.entry.digest for s in as_of.standing(entries)}
    became, found = fates(register, entries), []
    for entry in reversed(entries):
        its = became[entry.digest]
        told = tuple(
            (register.by_field.get(name), name, value, name in its.corrected)
            for name, value in entry.fields.items()
        )
        reading = readings.get(entry.source.document) if entry.source else None
        found.append(Step(entry, entry.digest in standing, its.fate, told, reading))
    return found


def proofs_of(entries: list[Entry]) -> list[Entry]:
    """The entries that carry a proof and stand, oldest first; a note falls with the report it is about."""
    standing = {s.entry.digest for s in as_of.standing(entries)}
    return [
        e
        for e in entries
        if proofs.is_proof(e) and e.digest in standing and (e.verb != "note" or e.about in standing)
    ]


def shining(register: Register, key: str, at: View) -> list[Shining]:
    """The item's lights."""
    found = []
    with services.reading(at) as held:
        for lamp in held.lamps(register.key, keys=[key]):
            light = next(one for one in register.lights if one.key == lamp.light)
            turn = held.turn(register.key, key, lamp.light)
            months = held.memory(register.key, key, lamp.light)
            rule = light.rules[lamp.level]
            found.append(Shining(lamp, light, rule, turn, months, months_red(months)))
    return found


def commonest(found: list[Fact]) -> Entry | None:
    """The entry that told most of the facts: named once above the table instead of in every row."""
    told = Counter(fact.by.digest for fact in found if fact.by and len(fact.history) == 1)
    digest, count = next(iter(told.most_common(1)), ("", 0))
    if count < 3:
        return None
    return next(fact.by for fact in found if fact.by and fact.by.digest == digest)


def first_words(
    entries: list[Entry], readings: Mapping[str, int]
) -> tuple[Entry, int | None] | None:
    """The opening entry that carries a sentence of a speech, and the reading that holds it, when one may open it."""
    for entry in entries:
        if entry.source is not None and entry.source.quote:
            return entry, readings.get(entry.source.document)
    return None
