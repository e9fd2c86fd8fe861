"""负担: how many cells a unit is asked to fill in a month, for which facts, and who needs each.

It counts the work that is asked, never persons, and never how anybody uses the tool (red lines 1 and 7).
"""

from __future__ import annotations

from calendar import SUNDAY, monthcalendar
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from luoshi.declare.register import Catalogue, Field, Register
from luoshi.desk.due import period_owed
from luoshi.district.units import Units


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
    catalogue: Catalogue, asked: Mapping[str, Mapping[str, int]], on: date, units: Units
) -> list[Burden]:
    """What the month that is collected on the day `on` asks of each unit, in protocol order.

    `asked` gives, by register and owner, of how many items a report is asked (`View.asked` of the period).
    """
    found: dict[str, list[Asked]] = {}
    for register in catalogue.values():
        fields = [f for f in register.asked_of("reporter") if not f.derived]
        if not fields or period_owed(register, on) is None:
            continue
        times = _times(register, on)
        for unit, count in asked.get(register.key, {}).items():
            found.setdefault(unit, []).extend(Asked(register, f, count, times) for f in fields)
    return [Burden(unit.key, tuple(found[unit.key])) for unit in units.in_order(found)]


def _times(register: Register, on: date) -> int:
    """How many periods of the register end in the month before the day: one, or as many as it has Sundays."""
    if register.due.every != "week":
        return 1
    year, month = (on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)
    return sum(bool(week[SUNDAY]) for week in monthcalendar(year, month))
