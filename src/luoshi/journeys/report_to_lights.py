"""报数到亮灯: what a unit tells becomes entries; the board is made again from all entries; lights differ or they do not.

told ──desk.report──> Outcome ──the shell appends all or none──> board.view ──> lamps ──flips──> what turned
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from luoshi.board.board import View
from luoshi.declare.register import Register
from luoshi.desk.due import Owed, owed, period_owed
from luoshi.desk.issue import COMMITMENT
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, report
from luoshi.desk.slip import SLIP, answer
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
    """One item of a sitting. Of a commitment or a slip a unit gives feedback, of everything else it reports."""
    if register.key == SLIP:
        return answer(register, key, row, told, true_on, stamp, desk)
    verb: Literal["report", "feedback"] = "feedback" if register.key == COMMITMENT else "report"
    return report(register, key, row, told, true_on, stamp, desk, verb=verb)


def still_owed(
    world: World, view: View, on: date, units: Iterable[str] | None = None
) -> list[Owed]:
    """Every report owed on that day, in the agenda's order and within a register in protocol order of the owners."""
    wanted = None if units is None else set(units)
    order = {unit.key: unit.order for unit in world.district.units}
    found: list[Owed] = []
    for register in world.catalogue.values():
        if period := period_owed(register, on):
            rows = view.owing(register.key, period[0], period[1], wanted)
            due = owed(register, rows, on, world.district.calendar)
            found += sorted(due, key=lambda o: (order.get(o.owner, len(order)), o.key))
    return found


def silent(world: World, view: View, on: date) -> dict[str, int]:
    """The units that owe a report on that day, with on how many items; "" for items that nobody owns."""
    found: Counter[str] = Counter()
    for register in world.catalogue.values():
        if period := period_owed(register, on):
            asked = view.asked(register.key, period[0], period[1])
            found.update({unit: one.items - one.told for unit, one in asked.items()})
    return dict(+found)
