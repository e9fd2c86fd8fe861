"""Since when a light has its level, and the next day on which time alone will change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from luoshi.declare.register import Level

DAY = timedelta(days=1)
AHEAD = 800  # days looked ahead
BACK = 4000  # days looked back


@dataclass(frozen=True, slots=True)
class Turn:
    """`since`: the first day of the level that holds. `next_on`, `next_level`: what happens if nobody tells anything."""

    since: date | None = None
    next_on: date | None = None
    next_level: Level | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """What held of an item from `v0` until the day before `v1`."""

    v0: date
    v1: date
    row: dict[str, Any]


LevelOf = Callable[[dict[str, Any], date, date], "Level | None"]
"""The level of a row on a day; the third word is the day up to which derived values are seen."""


def turn(segments: Sequence[Segment], true_on: date, level_of: LevelOf) -> Turn:
    """The turn of a light, from what held of its item in the days before `true_on` (ascending, known then)."""
    held = [segment for segment in segments if segment.v0 <= true_on]
    if not held:
        return Turn()
    now = level_of(held[-1].row, true_on, true_on)
    since = true_on
    for segment in reversed(held):
        day = min(since, segment.v1 - DAY)
        while (
            day >= segment.v0
            and level_of(segment.row, day, day) == now
            and (true_on - day).days < BACK
        ):
            since, day = day, day - DAY
        if since > segment.v0:
            break
    for ahead in range(1, AHEAD):
        day = true_on + ahead * DAY
        level = level_of(held[-1].row, day, true_on)
        if level != now:
            return Turn(since, day, level)
    return Turn(since)
