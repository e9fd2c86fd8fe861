"""办理: the office and the unit act upon an item's clock. Every act is an entry of the verb `handle`; none is a report.

催办 chase · 申请延期 ask_extension · 批复 decide_extension · 暂停 pause · 恢复 resume · 改派 reassign
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from luoshi.declare.register import Register
from luoshi.desk.clock import Clock, as_day, clock_of
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk
from luoshi.ledger.entry import Entry, Scalar
from luoshi.values.problem import Problem

ChaseLevel = Literal["remind", "urge", "advise"]


def chase(
    register: Register,
    row: Mapping[str, Any],
    level: ChaseLevel,
    words: str,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """催办: the office asks how the work stands; once a day is enough (K-048)."""
    problems = _open(row)
    if as_day(row.get("chased_on")) == desk.today:
        problems.append(Problem("K-048", str(row["item"]), {"key": row["item"]}))
    fields: dict[str, Scalar] = {
        "chased_on": desk.today.isoformat(),
        "chased_count": int(row.get("chased_count") or 0) + 1,
        "chase_level": level,
    }
    return handled(register, row, fields, words, stamp, desk, problems)


def ask_extension(
    register: Register,
    row: Mapping[str, Any],
    until: date | None,
    why: str,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """申请延期: by the unit, with the reason, before the due date; afterwards only progress and cause are told (K-041).

    Nothing moves until it is decided. One application at a time (K-043).
    """
    key, clock = str(row["item"]), _clock(register, row, desk)
    problems = [*_open(row), *_reason(key, why), *_dated(key, clock)]
    if str(row.get("owner") or "") not in desk.units.under(stamp.unit):
        owner = desk.units.label(str(row.get("owner") or ""))
        facts = {"key": key, "owner": owner, "unit": desk.units.label(stamp.unit)}
        problems.append(Problem("K-012", key, facts))
    if until is None:
        problems.append(Problem("K-002", "申请延至", {"value": ""}))
    if clock.asked_until:
        waits = {"on": row.get("extension_asked_on"), "until": clock.asked_until}
        problems.append(Problem("K-043", key, waits))
    if clock.due_on and desk.today >= clock.due_on:
        problems.append(Problem("K-041", key, {"due": clock.due_on}))
    elif clock.due_on and until and until <= clock.due_on:
        problems.append(Problem("K-042", "申请延至", {"until": until, "due": clock.due_on}))
    fields: dict[str, Scalar] = {
        "extension_asked_on": desk.today.isoformat(),
        "extension_until": until.isoformat() if until else None,
        "extension_why": why.strip(),
        "extension_state": "asked",
    }
    return handled(register, row, fields, why, stamp, desk, problems)


def decide_extension(
    register: Register,
    row: Mapping[str, Any],
    granted: bool,
    words: str,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """批复: the office grants, and the date moves with the first one kept; or refuses, and it stays. Both say why."""
    key, clock = str(row["item"]), _clock(register, row, desk)
    problems = [*_open(row), *_reason(key, words)]
    until = clock.asked_until
    if until is None:
        problems.append(Problem("K-044", key, {"key": key}))
    elif granted and clock.due_on and until <= clock.due_on:
        problems.append(Problem("K-042", "申请延至", {"until": until, "due": clock.due_on}))
    fields: dict[str, Scalar] = {
        "extension_state": "granted" if granted else "refused",
        "extension_decided_why": words.strip(),
    }
    if granted and until:
        fields |= _moved(register, row, until)
    return handled(register, row, fields, words, stamp, desk, problems)


def pause(
    register: Register, row: Mapping[str, Any], why: str, stamp: Stamp, desk: Desk
) -> Outcome:
    """暂停计时: with the reason; what is overdue already cannot be paused into time (K-047)."""
    key, clock = str(row["item"]), _clock(register, row, desk)
    problems = [*_open(row), *_reason(key, why), *_dated(key, clock)]
    if clock.paused_on:
        problems.append(Problem("K-045", key, {"on": clock.paused_on, "why": clock.paused_why}))
    elif clock.overdue:
        problems.append(Problem("K-047", key, {"due": clock.due_on}))
    fields: dict[str, Scalar] = {
        "paused_on": desk.today.isoformat(),
        "paused_why": why.strip(),
    }
    return handled(register, row, fields, why, stamp, desk, problems)


def resume(
    register: Register, row: Mapping[str, Any], words: str, stamp: Stamp, desk: Desk
) -> Outcome:
    """恢复计时: the due date moves by the working days that the clock stood still."""
    key, clock = str(row["item"]), _clock(register, row, desk)
    problems = _open(row)
    if not clock.paused_on:
        problems.append(Problem("K-046", key, {"key": key}))
    fields: dict[str, Scalar] = {
        "paused_on": None,
        "paused_why": None,
        "paused_days": clock.paused_days,
    }
    if clock.due_on and clock.due_on != as_day(row.get(register.clock)):
        fields |= _moved(register, row, clock.due_on)
    return handled(register, row, fields, words, stamp, desk, problems)


def reassign(
    register: Register,
    row: Mapping[str, Any],
    unit_key: str,
    reason: str,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """改派: another unit answers for it from today; the clock goes on as it was."""
    key, unit = str(row["item"]), desk.units.get(unit_key)
    problems = [*_open(row), *_reason(key, reason)]
    place = register.by_field[register.owner].label.zh
    if unit is None:
        problems.append(Problem("K-006", place, {"value": unit_key}))
    elif unit.key == row.get("owner"):
        problems.append(Problem("K-049", place, {"key": key, "unit": unit.label}))
    elif not unit.alive(desk.today):
        problems.append(Problem("K-050", place, {"unit": unit.label, "on": unit.until}))
    return handled(register, row, {register.owner: unit_key}, reason, stamp, desk, problems)


def handled(
    register: Register,
    row: Mapping[str, Any],
    fields: Mapping[str, Scalar],
    reason: str,
    stamp: Stamp,
    desk: Desk,
    problems: list[Problem],
) -> Outcome:
    """The one entry of an act, unless something stands against it."""
    if problems:
        return Outcome((), tuple(problems))
    entry = Entry(
        register=register.key,
        key=str(row["item"]),
        verb="handle",
        fields=dict(fields),
        true_on=desk.today,
        known_at=stamp.known_at,
        author=stamp.author,
        unit=stamp.unit,
        reason=reason.strip(),
    )
    return Outcome((entry,))


def _clock(register: Register, row: Mapping[str, Any], desk: Desk) -> Clock:
    clock = clock_of(register, row, desk.today, desk.calendar)
    assert clock is not None, f"{register.key} has no clock"
    return clock


def _moved(register: Register, row: Mapping[str, Any], to: date) -> dict[str, Scalar]:
    """The due date at its new place; the first one is kept when it moves for the first time."""
    fields: dict[str, Scalar] = {register.clock: to.isoformat()}
    before = as_day(row.get(register.clock))
    if before and not row.get("first_due_on"):
        fields["first_due_on"] = before.isoformat()
    return fields


def _open(row: Mapping[str, Any]) -> list[Problem]:
    key = str(row["item"])
    closed = row.get("closed_on")
    return [Problem("K-015", key, {"key": key, "on": closed})] if closed else []


def _reason(key: str, words: str) -> list[Problem]:
    return [] if words.strip() else [Problem("K-013", key)]


def _dated(key: str, clock: Clock) -> list[Problem]:
    return [] if clock.due_on else [Problem("K-040", key, {"key": key})]
