"""What pages ask for and tell, in one place: read the ledger, call the core, append in ONE transaction.

Reading: the board and its views are held (held.py) and follow what is told, so that a page costs what it shows.
Writing: `write(decide)` runs the core's decision inside the transaction that appends its entries, so that what was
decided upon is what stood in the ledger at that instant, and all of it is written or none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import transaction

from luoshi.board.board import View
from luoshi.board.flips import Flip
from luoshi.board.lamps import Lamp
from luoshi.board.listing import Fit, Shine
from luoshi.declare.register import LEVELS, Measure, Register
from luoshi.desk import fate, period
from luoshi.desk.due import Owed
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.period import Locks
from luoshi.desk.report import Desk
from luoshi.journeys.report_to_lights import silent as who_is_silent
from luoshi.journeys.report_to_lights import still_owed
from luoshi.ledger.chain import Tip
from luoshi.ledger.entry import Entry
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office
from luoshi_web.held import ledger, reading, view
from luoshi_web.people.access import Viewer
from luoshi_web.records import store

INSTANT = timedelta(microseconds=1)
CLOCK_SLIP_MAX = timedelta(hours=25)  # more is no slip: the ledger's check tells it


# --- reading ----------------------------------------------------------------------------------------------------


def fit(who: Viewer, register: str, **more: Any) -> Fit:
    """What a person may see of a register, narrowed further; `unit` is a unit with all below it."""
    unit = more.pop("unit", "")
    if unit:
        more["owners"] = office.units().under(unit)
    return Fit(seen=who.scope(register), **more)


def rows(at: View, register: str, who: Viewer) -> list[dict[str, Any]]:
    """The rows of a register that a person may see, at a moment."""
    with reading(at) as held:
        return held.listing(register, fit(who, register)).page()


def lamps(at: View, who: Viewer, register: str) -> list[Lamp]:
    """The lights of a register that a person may see."""
    with reading(at) as held:
        return held.lamps(register, fit=fit(who, register))


def worst(lamps: Iterable[Lamp]) -> dict[str, Lamp]:
    """The worst light of each item."""
    found: dict[str, Lamp] = {}
    for lamp in lamps:
        there = found.get(lamp.key)
        if there is None or LEVELS.index(lamp.level) < LEVELS.index(there.level):
            found[lamp.key] = lamp
    return found


def shining(at: View, who: Viewer) -> dict[str, list[Shine]]:
    """How many lights of each level shine, by register in the agenda's order and within it by owner."""
    with reading(at) as held:
        return {r.key: held.shining(r.key, fit(who, r.key)) for r in office.agenda()}


def lights(
    at: View, who: Viewer, registers: Iterable[str], unit: str, level: str, first: int, size: int
) -> tuple[Counter[str], list[Lamp]]:
    """How many lights have each level, and `size` of those with the asked level from the `first` on, the worst first."""
    below = office.units().under(unit) if unit else None
    counted: Counter[str] = Counter()
    found: list[Lamp] = []
    with reading(at) as held:
        shining: dict[tuple[str, str, str], int] = defaultdict(int)
        for key in registers:
            for shine in held.shining(key, fit(who, key)):
                if below is None or shine.owner in below:
                    shining[shine.level, key, shine.light] += shine.lamps
                    counted[shine.level] += shine.lamps
        order = sorted(shining, key=lambda place: LEVELS.index(place[0]))  # type: ignore[arg-type]
        for shines, key, name in order if not level else [p for p in order if p[0] == level]:
            its = shining[shines, key, name]
            if first < its and len(found) < size:
                light = next(one for one in office.catalogue()[key].lights if one.key == name)
                wanted = fit(who, key, unit=unit, level=shines)
                found += held.lit(key, light, wanted, first=first, size=size - len(found))
            first = max(first - its, 0)
    return counted, found


class Turned(NamedTuple):
    """What turned between two moments: how many lights, and the worst of them with their items' names."""

    lights: int
    worst: list[tuple[Flip, str]]


def turned(at: View, before: View, who: Viewer, shown: int) -> Turned:
    """The lights that shine with another level than they had; a light that is new is no turn."""
    count, found = 0, list[Flip]()
    with reading(at) as held, reading(before) as then:
        for register in office.agenda():
            its = fit(who, register.key)
            for light in register.lights:
                asked = ("turned", light.key, then.true_on, then.known_at, its, shown)
                answer = partial(held.turned, then, register.key, light, shown, its)
                more, worst = held.kept(register.key, asked, answer)
                count, found = count + more, found + worst
        found.sort(key=lambda flip: LEVELS.index(flip.new or "green"))
        worst_of_all = [(flip, _title(held, flip.register, flip.key)) for flip in found[:shown]]
    return Turned(count, worst_of_all)


def _title(held: View, register: str, key: str) -> str:
    return str((held.item(register, key) or {}).get("title") or key)


def light_label(lamp: Lamp) -> Label:
    """What a light looks at."""
    lights = office.catalogue()[lamp.register].lights
    return next(
        (light.label for light in lights if light.key == lamp.light), Label(lamp.light, lamp.light)
    )


class Number(NamedTuple):
    """A number that a rule stands on, in force on a day, and the paper it comes from."""

    label: Label
    value: Any
    unit: str
    source: str


def rule_numbers(register: Register, text: str, day: date) -> list[Number]:
    """The numbers behind `$name` in a rule and in the terms it uses; the district's own win over the shipped ones."""
    terms = [term.expression for term in register.terms if re.search(rf"\b{term.key}\b", text)]
    words = " ".join((text, *terms))
    found = []
    for preset in register.presets:
        if re.search(rf"\${preset.key}\b", words):
            own = office.district().parameters.named(preset.key, day)
            held = own or preset
            found.append(Number(preset.label, held.value, preset.unit, held.source))
    return found


def every_row(register: str) -> list[dict[str, Any]]:
    """All items of a register today, whoever's they are: for numbering and links, never for showing."""
    with reading(view()) as at:
        return at.items(register)


def few_rows(register: str, most: int) -> list[dict[str, Any]]:
    """All items of a register today, where there are no more than `most`; else none."""
    with reading(view()) as at:
        rows = at.listing(register).page(0, most + 1)
    return rows if len(rows) <= most else []


def taken(register: str) -> dict[str, dict[str, Any]]:
    """Every number of a register that was ever given, with its row where the item still stands: none is given twice,
    or a new item would carry the history of one that was withdrawn."""
    rows = {row["item"]: row for row in every_row(register)}
    return {key: {"title": ""} for key in numbers(register)} | rows


def numbers(register: str) -> frozenset[str]:
    """Every number of a register that was ever given, where no row of them is needed."""
    return frozenset(key for its, key in list(ledger().by_item) if its == register)


def row(at: View, register: str, key: str) -> dict[str, Any] | None:
    """One item at a moment, or None."""
    with reading(at) as held:
        found = held.item(register, key)
    return None if found is None else found | {"register": register}


def rows_of(at: View, register: str, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Some items of a register at a moment, by key; those that are not there are left out."""
    with reading(at) as held:
        found = held.listing(register, Fit(keys=frozenset(keys))).page()
    return {one["item"]: one | {"register": register} for one in found}


def measure_of(row: Mapping[str, Any]) -> Measure | None:
    """The measure a commitment is bound to, or None."""
    register = office.catalogue().get(str(row.get("register_key") or ""))
    return register.measure(str(row.get("measure_key") or "")) if register else None


def commitments_on(at: View, register: str, who: Viewer) -> list[dict[str, Any]]:
    """The commitments that look at a measure of this register, as far as the person sees them."""
    if register == "commitment":
        return []
    return [row for row in rows(at, "commitment", who) if row.get("register_key") == register]


def owed(at: View, who: Viewer) -> list[Owed]:
    """The reports that the person's units owe, in the agenda's order."""
    with reading(at) as held:
        return still_owed(office.world(), held, held.true_on, who.own_units)


def silent(at: View) -> list[tuple[str, int]]:
    """Units that have not reported what is due, in protocol order, with how many items."""
    with reading(at) as held:
        counts = who_is_silent(office.world(), held, held.true_on)
    return [(unit.key, counts[unit.key]) for unit in office.units().in_order(counts)]


def inbox(who: Viewer) -> list[Entry]:
    """Reports that wait for the person as keeper, oldest first."""
    waits = ledger().unsettled
    found = [
        entry
        for key in who.kept
        for entry in waits.get(key, {}).values()
        if fate.reviewed(who.catalogue[key], entry) and entry.author != who.person.ref
    ]
    return sorted(found, key=lambda entry: entry.seq)


class Waiting(NamedTuple):
    """Counts in the navigation."""

    reports: int = 0
    commitments: int = 0
    drafts: int = 0
    slips: int = 0


def waiting(who: Viewer) -> Waiting:
    """What waits for a person: reports owed, asked back or to be taken, extensions to be decided, drafts to be settled."""
    from luoshi_web import followed, readings

    reports = 0
    if who.own_units and who.does("report"):
        reports += len(owed(view(), who)) + len(followed.to_me(who))
    if who.kept:
        reports += len(inbox(who))
    drafts = readings.open_drafts() if who.does("settle") else 0
    slips = len(followed.asked(who)) if who.does("decide") else 0
    return Waiting(reports=reports, drafts=drafts, slips=slips)


# --- writing ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def desk_on(day: date) -> Desk:
    """What writers of the core need on a day: units, the day, and how a rule is evaluated on one row."""
    return office.world().desk(day)


@lru_cache(maxsize=2)
def _locks_at(tip: Tip) -> Locks:
    return period.locks(every_row(period.PERIOD))


def desk() -> Desk:
    """The desk of today, with the periods that are locked now."""
    return replace(desk_on(clock.today()), locks=_locks_at(ledger().tip))


def stamp(who: Viewer, unit: str) -> Stamp:
    """Who tells it, for which unit, at this instant; to be made inside the transaction that appends."""
    return Stamp(author=who.person.ref, unit=unit, known_at=_instant())


def _instant() -> datetime:
    """Now, but after all that was told: of two reports for a day the later instant wins (as_of, rule 6), so a clock that
    was set back, or a pinned day that passes midnight, must not let the older report win."""
    now, entries = clock.now(), ledger().entries
    last = entries[-1].known_at if entries else now
    return last + INSTANT if entries and timedelta() <= last - now < CLOCK_SLIP_MAX else now


def write(decide: Callable[[], Outcome]) -> Outcome:
    """Decide and append in one transaction: all entries of the outcome or, when it is refused, none."""
    with transaction.atomic():
        store.queue_writers()
        outcome = decide()
        if outcome.entries and not outcome.refused:
            appended = store.DjangoStore().append(outcome.entries)
            return Outcome(appended, outcome.problems)
    return outcome


def changed_since(register: str, key: str, seen: str) -> list[Entry]:
    """The entries of an item that came after the one a form was opened on (`seen` = its sequence number)."""
    known = ledger().by_item.get((register, key), [])
    number = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
    return [entry for entry in known if entry.seq > number] if seen else []


def stale(register: str, key: str, seen: str, lang: str) -> list[Problem]:
    """W-041 when somebody told something about the item since the form was opened."""
    later = changed_since(register, key, seen)
    if not later:
        return []
    last = later[-1]
    when = last.known_at.astimezone(clock.OFFICE).strftime("%m-%d %H:%M")
    return [Problem("W-041", key, {"who": office.person_name(last.author, lang), "when": when})]
