"""每日提要: what waits for a unit on a day, as counts. Pure: whoever sends it only adds where to look.

It leaves the house through chat tools, so it says numbers and nothing else: no person, no firm, no item, no sum.
A unit for which nothing waits gets none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from luoshi.declare.load import ENDED
from luoshi.declare.register import Catalogue, Register
from luoshi.desk.clock import clock_of
from luoshi.desk.due import Owed
from luoshi.desk.rules import Holds
from luoshi.district.calendar import Calendar
from luoshi.district.units import Units
from luoshi.values.label import Label

Row = Mapping[str, Any]
SOON_DAYS = 3  # working days

PARTS: Mapping[str, Label] = {
    "overdue": Label("已逾期", "overdue"),
    "due_soon": Label("{days} 个工作日内到期", "due within {days} working days"),
    "owed": Label("该报未报", "reports owed"),
    "returned": Label("被退回待重报", "returned to you"),
    "to_accept": Label("等你单位接收", "waiting for your acceptance"),
    "to_decide": Label("延期申请待批", "extensions to be decided"),
}
"""What a digest may say, in the order in which it says it."""
HEAD = Label("【落实】{month}月{day}日提要", "[Luoshi] Digest of {iso}")
COUNT = Label("{part} {n} 项", "{part}: {n}")
WHERE = Label("请登录办理：{link}", "Sign in: {link}")


@dataclass(frozen=True, slots=True)
class Running:
    """One item whose clock runs: whose it is and until when."""

    register: Register
    key: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Ground:
    """What the digests of a day are counted from; made once for all units."""

    on: date
    catalogue: Catalogue
    units: Units
    calendar: Calendar
    holds: Holds
    rows: Mapping[str, Sequence[Row]]  # register -> its items, for registers with a clock
    owed: Sequence[Owed] = ()
    returned: Sequence[str] = ()  # the unit of each report that was returned and not told again
    to_accept: Sequence[str] = ()  # the register of each report that waits for its keeper
    soon_days: int = SOON_DAYS

    @cached_property
    def running(self) -> tuple[Running, ...]:
        """The items whose clock runs, in the agenda's order: dated, not ended, not paused."""
        return tuple(
            Running(register, str(row["item"]), str(row.get("owner") or ""), clock.due_on)
            for register in self.catalogue.values()
            for row in self.rows.get(register.key, ())
            if (clock := clock_of(register, row, self.on, self.calendar))
            and clock.due_on
            and not clock.paused_on
            and self.holds(register, ENDED, row) is not True
        )

    @cached_property
    def to_decide(self) -> tuple[str, ...]:
        """The register of each item whose unit asked for an extension that nobody has decided."""
        return tuple(
            key
            for key, rows in self.rows.items()
            for row in rows
            if row.get("extension_state") == "asked" and not row.get("closed_on")
        )


@dataclass(frozen=True, slots=True)
class Digest:
    """The counts of one unit on one day, by part."""

    on: date
    counts: Mapping[str, int]
    soon_days: int = SOON_DAYS

    def total(self, parts: Sequence[str] = tuple(PARTS)) -> int:
        """How many things wait; 0 means that there is nothing to say."""
        return sum(self.counts[part] for part in parts)

    def say(self, link: str, lang: str = "zh", parts: Sequence[str] = tuple(PARTS)) -> str:
        """The whole text: a head, a line for each part that is not zero, and where to look."""
        head = HEAD.say(lang).format(month=self.on.month, day=self.on.day, iso=self.on.isoformat())
        lines = [
            COUNT.say(lang).format(part=name.say(lang), n=self.counts[part])
            for part, name in part_names(self.soon_days).items()
            if part in parts and self.counts[part]
        ]
        return "\n".join([head, *lines, WHERE.say(lang).format(link=link)])


def part_names(soon_days: int = SOON_DAYS) -> dict[str, Label]:
    """What each part is called, the days filled in."""
    return {
        key: Label(*(word.format(days=soon_days) for word in name)) for key, name in PARTS.items()
    }


def digest(unit: str, ground: Ground) -> Digest:
    """The digest of a unit and the units below it."""
    under, on = ground.units.under(unit), ground.on
    due = [one.due_on for one in ground.running if one.owner in under]
    soon = ground.calendar.after(on, ground.soon_days)
    kept = {register.key for register in ground.catalogue.values() if register.kept_by == unit}
    counts = {
        "overdue": sum(day < on for day in due),
        "due_soon": sum(on <= day <= soon for day in due),
        "owed": sum(one.owner in under for one in ground.owed),
        "returned": sum(told_by in under for told_by in ground.returned),
        "to_accept": sum(register in kept for register in ground.to_accept),
        "to_decide": sum(register in kept for register in ground.to_decide),
    }
    return Digest(on, counts, ground.soon_days)
