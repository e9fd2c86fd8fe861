"""逐月: how a light stood at the end of each month. What was late once and made good since stays visible.

A month is judged on its last day by what is known now: a late report fills its month, but a deadline that was missed stays
missed there. Made good is a red month whose light is not red today (瓯海 2020: 逾期后补齐转黄).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.board.turn import LevelOf, Segment
from luoshi.declare.register import Level

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a light; `level` is None while the item had no such light."""

    ends_on: date
    level: Level | None
    made_good: bool = False


def memory(
    segments: Sequence[Segment], true_on: date, level_of: LevelOf, months: int
) -> list[Month]:
    """The last `months` months before `true_on`, oldest first; those before the item's first day are left out."""
    if not segments:
        return []
    ends = [true_on.replace(day=1) - DAY]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - DAY)
    today = _level(segments, true_on, level_of)
    found = []
    for end in reversed(ends):
        if end >= segments[0].v0:
            level = _level(segments, end, level_of)
            found.append(Month(end, level, level == "red" and today not in ("red", None)))
    return found


def months_red(found: Sequence[Month]) -> int:
    """How many months in a row, up to the last, ended red."""
    count = 0
    for month in reversed(found):
        if month.level != "red":
            break
        count += 1
    return count


def _level(segments: Sequence[Segment], day: date, level_of: LevelOf) -> Level | None:
    held = next((s for s in segments if s.v0 <= day < s.v1), None)
    return level_of(held.row, day, day) if held else None
