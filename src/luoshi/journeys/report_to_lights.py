"""报数到亮灯: what a unit tells becomes entries; the board is made again from all entries; lights differ or they do not.

told ──desk.report──> Outcome ──the shell appends all or none──> board.view ──> lamps ──flips──> what turned
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from luoshi.board.board import View
from luoshi.declare.register import Register
from luoshi.desk.due import Owed, owed
from luoshi.desk.issue import COMMITMENT
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, report
from luoshi.journeys.open_district import World


def tell(
    register: Register,
    key: str,
    row: Mapping[str, Any] | None,
    told: Mapping[str, Any],
    true_on: date,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """One item of a sitting. Of a commitment a unit gives feedback, of everything else it reports."""
    verb: Literal["report", "feedback"] = "feedback" if register.key == COMMITMENT else "report"
    return report(register, key, row, told, true_on, stamp, desk, verb=verb)


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
