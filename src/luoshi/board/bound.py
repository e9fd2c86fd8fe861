"""承诺对度量: what a commitment's measure has reached, and on which day it first met the target.

The light of a bound commitment is not typed by hand: `measured` and `met_on` are computed here, before lights are
evaluated. What counts is the day in the world (a parcel's day of listing), not the day of the report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.declare.register import Catalogue
from luoshi.district.units import Units
from luoshi.values.conversion import factor
from luoshi.values.problem import Problem

COMMITMENT = "commitment"
UPWARD = {">=", "=", ">"}
DOWNWARD = {"<=", "<"}
STRICT = {">", "<"}
OF_UNIT = "unit:"


@dataclass(frozen=True, slots=True)
class Binding:
    """A measure over some items (None: all) of some owners (None: all). Equal bindings are computed once."""

    register: str
    measure: str
    items: frozenset[str] | None = None
    owners: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a measure had reached: `steps` are the days on which it changed, ascending; `nothing` before the first."""

    days: tuple[date, ...]
    values: tuple[Any, ...]
    nothing: Any

    def on(self, day: date) -> Any:
        """The value at the end of that day; None where no value is known."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else self.nothing


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment with what it is bound to; unbound ones are met on the day their owner says they were done."""

    key: str
    opened_on: date | None
    deadline_on: date | None
    done_on: date | None
    comparator: str = ">="
    target: Decimal | None = None
    size: Decimal = Decimal(1)  # from the measure's unit to the target's
    reached: Reached | None = None
    bound: bool = False

    def measured(self, day: date) -> Decimal | None:
        """The measure on that day in the unit of the target; None when unbound or when nothing is known."""
        value = self.reached.on(day) if self.reached else None
        return None if value is None else Decimal(str(value)) * self.size

    def excess(self, day: date) -> Decimal | None:
        """How far a ceiling (不超过) is passed on that day, 0 when it is not; None without a ceiling or a value."""
        value = self.measured(day)
        if self.comparator not in DOWNWARD or value is None or self.target is None:
            return None
        return max(value - self.target, Decimal(0))

    def judged(self, day: date) -> dict[str, Any]:
        """What the board adds to the commitment's row, as seen on that day."""
        return {
            "measured": self.measured(day),
            "excess": self.excess(day),
            "met_on": self.met_on(day),
        }

    def met_on(self, day: date) -> date | None:
        """The first day on which the target was met, seen from `day`; None when it is not met then.

        A ceiling (不超过) can be judged only when the deadline has come. 约, 增长 and 下降 are for people to judge.
        """
        if not self.bound:
            return self.done_on if self.done_on and self.done_on <= day else None
        if self.reached is None or self.target is None:
            return None
        if self.comparator in DOWNWARD:
            due = self.deadline_on
            return due if due and due <= day and self._meets(self.measured(due)) else None
        if self.comparator not in UPWARD or not self._meets(self.measured(day)):
            return None
        if self._meets(None if self.reached.nothing is None else self.reached.nothing * self.size):
            return self.opened_on
        first = next((d for d in self.reached.days if self._meets(self.measured(d))), None)
        # a target that stood already when it was said is met from the day it was said
        return max(first, self.opened_on) if first and self.opened_on else first

    def _meets(self, value: Decimal | None) -> bool:
        if value is None or self.target is None:
            return False
        if value == self.target:
            return self.comparator not in STRICT
        return (value > self.target) is (self.comparator in UPWARD)


def binding_of(
    row: Mapping[str, Any], catalogue: Catalogue, units: Units
) -> tuple[Binding | None, Decimal, list[Problem]]:
    """What a commitment's row is bound to and the size of its unit; (None, …) when unbound or wrongly bound."""
    register, measure = row["register_key"], row["measure_key"]
    if not register or not measure:
        return None, Decimal(1), []
    place = f"{COMMITMENT}/{row['item']}"
    declared = catalogue.get(register)
    found = declared.measure(measure) if declared else None
    if found is None or register == COMMITMENT:
        facts = {"register": register, "measure": measure}
        return None, Decimal(1), [Problem("B-001", place, facts, "warning")]
    unit = row["target_unit"] or found.unit
    size = factor(found.unit, unit)
    if size is None:
        facts = {"given": unit, "wanted": found.unit, "measure": found.label}
        return None, Decimal(1), [Problem("B-002", place, facts, "warning")]
    words = str(row["item_filter"] or "").replace("，", ",").split(",")
    given = {word.strip() for word in words if word.strip()}
    owners = {word.removeprefix(OF_UNIT) for word in given if word.startswith(OF_UNIT)}
    items = {word for word in given if not word.startswith(OF_UNIT)}
    below = frozenset(key for owner in owners for key in units.under(owner) | {owner})
    binding = Binding(
        register, measure, frozenset(items) if items else None, below if owners else None
    )
    return binding, Decimal(str(size)), []
