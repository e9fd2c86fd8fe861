"""时钟: how an item's clock stands, in working days with 调休. What is done with it is in `handle`.

The first day does not count: a term of three working days given on a Monday ends on Thursday. A pause from P to R takes the
working days after P up to R out of the term and moves the due date by as many, so that nothing is won or lost by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from luoshi.declare.register import Register
from luoshi.district.calendar import Calendar
from luoshi.ledger.entry import Entry
from luoshi.values.label import Label

Act = Literal[
    "chase", "ask", "grant", "refuse", "pause", "resume", "reassign", "pass", "redo", "plan"
]
ACTS: Mapping[Act, Label] = {
    "chase": Label("催办", "chased"),
    "ask": Label("申请延期", "extension asked"),
    "grant": Label("同意延期", "extension granted"),
    "refuse": Label("不同意延期", "extension refused"),
    "pause": Label("暂停计时", "clock paused"),
    "resume": Label("恢复计时", "clock resumed"),
    "reassign": Label("改派", "re-assigned"),
    "pass": Label("审核通过", "reviewed and taken"),
    "redo": Label("退回重办", "returned to be done again"),
    "plan": Label("按方案排定", "planned by a programme"),
}
FIELDS = frozenset(  # of declare/clock.toml: pages show them together, as the clock
    [
        "first_due_on",
        "extension_asked_on",
        "extension_until",
        "extension_why",
        "extension_state",
        "extension_decided_why",
        "paused_on",
        "paused_why",
        "paused_days",
        "chased_on",
        "chased_count",
        "chase_level",
    ]
)
_OF_EXTENSION: Mapping[str, Act] = {"asked": "ask", "granted": "grant", "refused": "refuse"}


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one item on one day. `due_on` is where it stands; a pause that goes on has already moved it."""

    due_on: date | None
    first_due_on: date | None
    paused_on: date | None
    paused_why: str
    paused_days: int  # working days, the pause that goes on included
    left: int | None  # working days to the due date; negative: overdue; None: no due date
    asked_until: date | None  # an extension that waits for its decision

    @property
    def moved(self) -> bool:
        """True when the due date is not the first one any more."""
        return self.first_due_on is not None and self.first_due_on != self.due_on

    @property
    def overdue(self) -> int:
        """Working days past the due date; 0 while there is time or the clock stands still."""
        return -self.left if self.left is not None and self.left < 0 else 0


def clock_of(
    register: Register, row: Mapping[str, Any], today: date, calendar: Calendar
) -> Clock | None:
    """The item's clock on that day; None for a register without one."""
    if not register.clock:
        return None
    due, paused = as_day(row.get(register.clock)), as_day(row.get("paused_on"))
    stood = calendar.between(paused, today) if paused else 0
    if due and stood > 0:
        due = calendar.after(due, stood)
    asked = row.get("extension_state") == "asked"
    return Clock(
        due_on=due,
        first_due_on=as_day(row.get("first_due_on")),
        paused_on=paused,
        paused_why=str(row.get("paused_why") or ""),
        paused_days=int(row.get("paused_days") or 0) + stood,
        left=None if due is None else _signed(today, due, calendar),
        asked_until=as_day(row.get("extension_until")) if asked else None,
    )


def elapsed(row: Mapping[str, Any], start: date, on: date, calendar: Calendar) -> int:
    """Working days that the clock has run after `start` up to `on`, pauses left out."""
    paused = as_day(row.get("paused_on"))
    stood = int(row.get("paused_days") or 0)
    return calendar.between(start, on) - stood - (calendar.between(paused, on) if paused else 0)


def act_of(entry: Entry) -> Act:
    """What a `handle` entry did, told by the fields it carries."""
    told = entry.fields
    if "chased_on" in told:
        return "chase"
    if "extension_state" in told:
        return _OF_EXTENSION[str(told["extension_state"])]
    if "paused_on" in told:
        return "pause" if told["paused_on"] else "resume"
    if "review" in told:
        return "pass" if told["review"] == "accepted" else "redo"
    if any(name.startswith("planned_") or name == "adopted_on" for name in told):
        return "plan"
    return "reassign"


def as_day(value: Any) -> date | None:
    """A row's day: the board hands days over, entries hold ISO text."""
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _signed(today: date, due: date, calendar: Calendar) -> int:
    """Working days from today to the due date. A day past it counts at least one, though it be a Saturday."""
    if due >= today:
        return calendar.between(today, due)
    return -max(calendar.between(due, today), 1)
