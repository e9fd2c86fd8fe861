"""报送: a unit tells what changed. What it tells counts at once and shows its fate; the keeper accepts or returns it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from luoshi.declare.register import Register
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.period import Locks, locked
from luoshi.desk.rules import Holds, broken_checks, closed_gate, future_days
from luoshi.desk.told import read_told
from luoshi.district.calendar import Calendar
from luoshi.district.units import Units
from luoshi.ledger.entry import Entry, Scalar, Source
from luoshi.values.label import Label
from luoshi.values.problem import Problem

THE_DAY = Label("日期", "The day")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every writer needs to judge a telling: the units, the day, how to evaluate a rule on it, and the working days."""

    units: Units
    today: date
    holds: Holds
    locks: Locks = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)

    def locked(self, register: Register, *days: date) -> list[Problem]:
        """K-030 for each locked period that one of the days lies in."""
        found = {
            p.facts["period"]: p
            for day in days
            for p in locked(register, day, self.locks, self.units)
        }
        return list(found.values())


def open_item(
    register: Register,
    key: str,
    told: Mapping[str, Any],
    true_on: date,
    stamp: Stamp,
    desk: Desk,
    *,
    taken: Mapping[str, Mapping[str, Any]],
    source: Source | None = None,
) -> Outcome:
    """登记: a new item. `taken` holds the rows of the register by key, to refuse a number used twice."""
    values, problems = read_told(register, told, desk.units)
    if key in taken:
        title = str(taken[key].get("title") or taken[key].get(register.title) or "")
        problems.append(Problem("K-010", key, {"key": key, "title": title}))
    problems += [
        Problem("K-003", f.label.zh, {"field": f.label})
        for f in register.fields
        if f.required and not f.derived and values.get(f.key) in (None, "")
    ]
    problems += future_days(register, values, desk.today)
    problems += _late(true_on, desk)
    problems += desk.locked(register, true_on)
    problems += broken_checks(register, values, desk.holds)
    if any(p.severity == "error" for p in problems):
        return Outcome((), tuple(problems))
    entry = _entry(register, key, "open", values, true_on, stamp, "", source)
    return Outcome((entry,), tuple(problems))


def report(
    register: Register,
    key: str,
    row: Mapping[str, Any] | None,
    told: Mapping[str, Any],
    true_on: date,
    stamp: Stamp,
    desk: Desk,
    *,
    verb: Literal["report", "feedback"] = "report",
    reason: str = "",
    source: Source | None = None,
) -> Outcome:
    """报送或反馈 on one item, in this order:

    1. the item must exist, be open, and belong to the unit that tells (or to a unit below it, or the unit keeps the register);
       the day must not lie in a locked period (K-030);
    2. the values are read; days that have happened may not lie in the future;
    3. the register's checks and the gate of a told stage are asked about the item as it would stand;
    4. only what changed is entered, and what the register tells anew each day (`anew`). Telling the same again for the same day
       enters nothing (K-017); telling that nothing changed is itself a fact and is entered once.
    """
    if row is None:
        return Outcome((), (Problem("K-011", register.label.zh, {"key": key}),))
    problems = _standing(register, row, stamp, desk)
    values, faults = read_told(register, _without_stage(told), desk.units)
    stage = str(told.get("stage") or "").strip()
    again = anew(register, row, true_on)
    values |= {name: None for name in again if name not in values and row.get(name) is not None}
    changed = {
        name: value
        for name, value in values.items()
        if name in again or plain(row.get(name)) != value
    }
    problems += [*faults, *future_days(register, changed, desk.today), *_late(true_on, desk)]
    problems += desk.locked(register, true_on)
    merged = {**row, **values}
    problems += broken_checks(register, merged, desk.holds)
    moves = bool(stage) and stage != row.get("stage")
    if moves and (gate := closed_gate(register, stage, merged, desk.holds)):
        problems.append(gate)
    if any(p.severity == "error" for p in problems):
        return Outcome((), tuple(problems))
    told_already = row.get("reported_on") is not None and str(row["reported_on"]) >= str(true_on)
    if not changed and not moves and told_already and not reason:
        same = Problem("K-017", key, severity="warning")
        return Outcome((), (*problems, same))
    entries = [_entry(register, key, verb, changed, true_on, stamp, reason, source)]
    if moves:
        entries.append(_entry(register, key, "stage", {"stage": stage}, true_on, stamp, "", source))
    return Outcome(tuple(entries), tuple(problems))


def anew(register: Register, row: Mapping[str, Any], true_on: date) -> frozenset[str]:
    """Fields that a report of this day tells anew: the figures of a period are no change of the last one's. April's growth is a fact
    though it equals March's, and where April tells none, March's does not stand for it."""
    told = row.get("reported_on")
    same_day = told is not None and str(told) == str(true_on)
    return frozenset() if same_day else frozenset(register.told_anew)


def plain(value: Any) -> Scalar:
    """A row's value in the form that entries hold: dates as ISO text, whole floats as integers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value  # type: ignore[no-any-return]


def _without_stage(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "stage"}


def _standing(
    register: Register, row: Mapping[str, Any], stamp: Stamp, desk: Desk
) -> list[Problem]:
    key, owner = str(row["item"]), str(row.get("owner") or "")
    if row.get("closed_on"):
        return [Problem("K-015", key, {"key": key, "on": row["closed_on"]})]
    below = desk.units.under(stamp.unit)
    if owner in below or stamp.unit == register.kept_by:
        return []
    facts = {"key": key, "owner": desk.units.label(owner), "unit": desk.units.label(stamp.unit)}
    return [Problem("K-012", key, facts)]


def _late(true_on: date, desk: Desk) -> list[Problem]:
    if true_on <= desk.today:
        return []
    return [Problem("K-016", "", {"field": THE_DAY, "value": true_on, "today": desk.today})]


def _entry(
    register: Register,
    key: str,
    verb: Literal["open", "report", "feedback", "stage"],
    fields: Mapping[str, Scalar],
    true_on: date,
    stamp: Stamp,
    reason: str,
    source: Source | None,
) -> Entry:
    return Entry(
        register=register.key,
        key=key,
        verb=verb,
        fields=dict(fields),
        true_on=true_on,
        known_at=stamp.known_at,
        author=stamp.author,
        unit=stamp.unit,
        reason=reason,
        source=source,
    )
