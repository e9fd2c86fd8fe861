"""负担: how many cells a unit is asked to fill in a month, for which facts, and who needs each.

It counts the work that is asked, never persons, and never how anybody uses the tool (red lines 1 and 7).
"""

from __future__ import annotations

from calendar import SUNDAY, monthcalendar
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from luoshi.declare.register import Catalogue, Field, Register
from luoshi.desk.due import asked, period_owed
from luoshi.desk.rules import Holds
from luoshi.district.units import Units

Rows = Iterable[Mapping[str, Any]]


class Asked(NamedTuple):
    """One field asked of a unit: for how many items, how often in the month."""

    register: Register
    field: Field
    items: int
    times: int

    @property
    def cells(self) -> int:
        """How many cells that makes."""
        return self.items * self.times


class Burden(NamedTuple):
    """All that one unit is asked in a month, register by register in the agenda's order."""

    unit: str
    asked: tuple[Asked, ...]

    @property
    def cells(self) -> int:
        """Cells to be filled; the pre-filled ones count too, since somebody has to look at them."""
        return sum(one.cells for one in self.asked)

    @property
    def facts(self) -> int:
        """Different facts: a field asked for ten parcels is one."""
        return len({(one.register.key, one.field.key) for one in self.asked})


def burdens(
    catalogue: Catalogue, rows: Mapping[str, Rows], on: date, units: Units, holds: Holds
) -> list[Burden]:
    """What the month that is collected on the day `on` asks of each unit, in protocol order; `rows` by register."""
    found: dict[str, list[Asked]] = {}
    for register in catalogue.values():
        fields = [f for f in register.asked_of("reporter") if not f.derived]
        if not fields or period_owed(register, on) is None:
            continue
        every = asked(register, rows.get(register.key, ()), on, holds)
        items = Counter(str(row.get("owner") or "") for row in every)
        times = _times(register, on)
        for unit, count in items.items():
            found.setdefault(unit, []).extend(Asked(register, f, count, times) for f in fields)
    return [Burden(unit.key, tuple(found[unit.key])) for unit in units.in_order(found)]


def _times(register: Register, on: date) -> int:
    """How many periods of the register end in the month before the day: one, or as many as it has Sundays."""
    if register.due.every != "week":
        return 1
    year, month = (on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)
    return sum(bool(week[SUNDAY]) for week in monthcalendar(year, month))
