"""报送期: a register's month or week, and its lock. What is locked stays as it stood in the bulletin.

A period is an item of the register `period`, named REGISTER.2026-05 or REGISTER.2026-W21. Locking is its `close`,
unlocking its `reopen` with a reason, so who locked what and when is told by the ledger like anything else. What comes
later goes into the next period, or needs the unlock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from luoshi.declare.register import Register
from luoshi.desk.due import period_owed
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.district.units import Units
from luoshi.ledger.entry import Entry, Scalar, Verb
from luoshi.values.problem import Problem

PERIOD = "period"


class Lock(NamedTuple):
    """Locked days of a register, both ends included: which period, who locked it and when."""

    first: date
    last: date
    name: str
    unit: str
    on: date


Locks = Mapping[str, tuple[Lock, ...]]
"""Register -> its locked stretches."""


def name_of(register: Register, start: date) -> str:
    """2026-05, or 2026-W21 for a register told by the week."""
    if register.due.every == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{start:%Y-%m}"


def key_of(register: Register, start: date) -> str:
    """The key of a register's period that begins on `start`."""
    return f"{register.key}.{name_of(register, start)}"


class Collected(NamedTuple):
    """How much of a register's last period is in: items asked and told, and the silent units in protocol order."""

    register: Register
    start: date
    end: date
    asked: int
    told: int
    silent: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The period's name."""
        return name_of(self.register, self.start)


def collected(
    register: Register, asked: Mapping[str, tuple[int, int]], on: date, units: Units
) -> Collected | None:
    """What came in for the period that is owed on that day; None for a register without a cadence.

    `asked` gives by owner of how many items the report is asked and of how many it was told (`View.asked`).
    """
    period = period_owed(register, on)
    if period is None:
        return None
    still = {unit: items - told for unit, (items, told) in asked.items() if items > told}
    silent = tuple((unit.key, still[unit.key]) for unit in units.in_order(still))
    items, told = (sum(counts) for counts in zip(*asked.values(), strict=True)) if asked else (0, 0)
    return Collected(register, period[0], period[1], items, told, silent)


def locks(rows: Iterable[Mapping[str, Any]]) -> Locks:
    """The locked stretches told by the rows of the register `period`."""
    found: dict[str, tuple[Lock, ...]] = {}
    for row in rows:
        if row.get("closed_on"):
            register, first, last = str(row["register_key"]), row["start_on"], row["end_on"]
            by = str(row.get("locked_by") or row.get("owner") or "")
            lock = Lock(first, last, str(row["name"]), by, row["closed_on"])
            found[register] = (*found.get(register, ()), lock)
    return found


def locked(register: Register, day: date, held: Locks, units: Units) -> list[Problem]:
    """K-030 when the day lies in a locked period: who locked it, when, and whom to ask."""
    return [
        Problem(
            "K-030",
            register.label.zh,
            {
                "period": lock.name,
                "who": units.label(lock.unit),
                "on": lock.on,
                "keeper": units.label(register.kept_by),
            },
        )
        for lock in held.get(register.key, ())
        if lock.first <= day <= lock.last
    ]


def lock(
    register: Register,
    start: date,
    end: date,
    row: Mapping[str, Any] | None,
    today: date,
    stamp: Stamp,
    *,
    waiting: int = 0,
    reason: str = "",
) -> Outcome:
    """锁定: the period of `register` from `start` to `end`; `row` is the period's own item, None before its first lock.

    A period that has not ended is refused (K-031), one that is locked too (K-032). Reports that still wait for
    acceptance are a warning (K-033): once it is locked they can be accepted, not returned.
    """
    key, name = key_of(register, start), name_of(register, start)
    problems = [Problem("K-031", name, {"period": name, "end": end})] if end >= today else []
    if row is not None and row.get("closed_on"):
        problems.append(Problem("K-032", name, {"period": name, "on": row["closed_on"]}))
    if problems:
        return Outcome((), tuple(problems))
    if waiting:
        problems.append(Problem("K-033", name, {"n": waiting}, "warning"))
    begun: dict[str, Scalar] = {
        "name": name,
        "register_key": register.key,
        "start_on": start.isoformat(),
        "end_on": end.isoformat(),
        "unit": register.kept_by,
    }
    entries = [] if row is not None else [_entry(key, "open", begun, today, stamp, "")]
    entries.append(_entry(key, "close", {"locked_by": stamp.unit}, today, stamp, reason.strip()))
    return Outcome(tuple(entries), tuple(problems))


def unlock(row: Mapping[str, Any], today: date, stamp: Stamp, reason: str) -> Outcome:
    """解锁: facts of the period may be told again; the reason stays beside the lock."""
    name = str(row.get("name") or row["item"])
    problems = [] if reason.strip() else [Problem("K-013", name)]
    if not row.get("closed_on"):
        problems.append(Problem("K-034", name, {"period": name}))
    if problems:
        return Outcome((), tuple(problems))
    return Outcome((_entry(str(row["item"]), "reopen", {}, today, stamp, reason.strip()),))


def _entry(
    key: str, verb: Verb, fields: Mapping[str, Scalar], on: date, stamp: Stamp, reason: str
) -> Entry:
    return Entry(
        register=PERIOD,
        key=key,
        verb=verb,
        fields=fields,
        true_on=on,
        known_at=stamp.known_at,
        author=stamp.author,
        unit=stamp.unit,
        reason=reason,
    )
