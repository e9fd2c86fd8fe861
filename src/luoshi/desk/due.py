"""该报什么: the period that has ended, and by when it is to be told. Which items owe it is asked of the board (`View.owing`).

A month is owed from the first day after its end until it is told. A due day that falls on a holiday is met on the last
working day before it; where that would be before the period has ended (1-5 May), on the next working day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from luoshi.declare.register import Register
from luoshi.district.calendar import Calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that is owed: for which item and period, by when, and whether that day has passed."""

    register: str
    key: str
    owner: str
    title: str
    period_start: date
    period_end: date
    due_on: date
    late: bool


def period_owed(register: Register, on: date) -> tuple[date, date, date] | None:
    """(first day, last day, due day) of the last period that has ended; None for a register without a cadence."""
    if register.due.every == "month":
        end = on.replace(day=1) - DAY
        return end.replace(day=1), end, end + register.due.day * DAY
    if register.due.every == "week":
        end = on - (on.weekday() + 1) * DAY
        return end - 6 * DAY, end, end + register.due.day * DAY
    return None


def due_day(register: Register, on: date, calendar: Calendar) -> date | None:
    """The day by which the last ended period is to be told; None for a register without a cadence."""
    period = period_owed(register, on)
    if period is None:
        return None
    _, end, due = period
    before = calendar.last_working_day(due)
    return before if before > end else calendar.after(due, 1)


def owed(
    register: Register, rows: Iterable[Mapping[str, Any]], on: date, calendar: Calendar
) -> list[Owed]:
    """The reports on these items (`View.owing` of the period) with the day by which they are due."""
    period, due = period_owed(register, on), due_day(register, on, calendar)
    if period is None or due is None:
        return []
    return [
        Owed(
            register=register.key,
            key=str(row["item"]),
            owner=str(row.get("owner") or ""),
            title=str(row.get("title") or ""),
            period_start=period[0],
            period_end=period[1],
            due_on=due,
            late=on > due,
        )
        for row in rows
    ]
