"""报数到亮灯: what a unit tells becomes entries; the board is made again from all entries; lights differ or they do not.

told ──desk.report──> Outcome ──the shell appends all or none──> board.view ──> lamps ──flips──> what turned
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from luoshi.board.board import View
from luoshi.board.flips import Flip, flips
from luoshi.desk.due import Owed, owed
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import report
from luoshi.journeys.open_district import World
from luoshi.ledger.entry import Entry, Source


def tell(
    world: World,
    view: View,
    register: str,
    told: Mapping[str, Mapping[str, Any]],
    true_on: date,
    stamp: Stamp,
    today: date,
    *,
    source: Source | None = None,
) -> Outcome:
    """One sitting's reports on several items of a register, by key. One fault anywhere keeps all of it out."""
    declared, desk = world.catalogue[register], world.desk(today)
    rows = {row["item"]: row for row in view.items(register)}
    verb: Literal["report", "feedback"] = "feedback" if register == "commitment" else "report"
    outcomes = [
        report(declared, key, rows.get(key), fields, true_on, stamp, desk, verb=verb, source=source)
        for key, fields in told.items()
    ]
    problems = tuple(problem for outcome in outcomes for problem in outcome.problems)
    if any(outcome.refused for outcome in outcomes):
        return Outcome((), problems)
    return Outcome(tuple(entry for outcome in outcomes for entry in outcome.entries), problems)


def turned(before: View, after: View) -> list[Flip]:
    """The lights that differ between two views."""
    return flips(before.lamps(), after.lamps())


def still_owed(
    world: World, view: View, on: date, units: Iterable[str] | None = None
) -> list[Owed]:
    """Every report owed on that day, in the agenda's order and within a register in protocol order of the owners."""
    wanted = None if units is None else set(units)
    order = {unit.key: unit.order for unit in world.district.units}
    holds = world.desk(on).holds
    found: list[Owed] = []
    for register in world.catalogue.values():
        rows = view.items(register.key, units=wanted)
        due = owed(register, rows, on, world.district.calendar, holds)
        found += sorted(due, key=lambda o: (order.get(o.owner, len(order)), o.key))
    return found


def fate(entries: Sequence[Entry]) -> dict[str, tuple[str, datetime, str]]:
    """What became of each report: digest -> (accept, return, withdraw or correct; when; why). The last word counts."""
    return {
        entry.about: (entry.verb, entry.known_at, entry.reason)
        for entry in sorted(entries, key=lambda e: e.known_at)
        if entry.about and entry.verb in ("accept", "return", "withdraw", "correct")
    }
