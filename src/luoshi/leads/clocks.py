"""线索时钟: how long each stage of a lead may take (Jiangmen 2024-37), in calendar days from the day it was told.

told ──answer──> ──screen (a major one longer)──> ──reply to who told it──> progress again and again; without any it may go to another unit (Guangzhou 2004)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

Stage = Literal["answer", "screen", "reply", "progress"]
RULES = ("answer_days", "screen_days", "screen_major_days", "reply_days", "progress_days", "stale_days")  # fmt: skip


class Clock(NamedTuple):
    """One stage of one lead."""

    stage: Stage
    due_on: date
    done_on: date | None

    def days_over(self, on: date) -> int:
        """Days past the due day, 0 where it was kept or is not yet due."""
        return max(((self.done_on or on) - self.due_on).days, 0)

    def late(self, on: date) -> bool:
        """True while it is over and not done."""
        return self.done_on is None and on > self.due_on


def clocks(row: Mapping[str, Any], days: Mapping[str, int], on: date) -> list[Clock]:
    """The clocks that run or ran for a lead by a day; none for one without the day it was told. What lies after that day is not done yet.

    Progress runs from the last progress, or the screening, of a valid lead that has not become a project.
    """
    told = row.get("told_on")
    if told is None or told > on:
        return []
    done = {name: day if (day := row.get(name)) and day <= on else None for name in _DAYS}
    screen = days["screen_major_days"] if row.get("major") else days["screen_days"]
    found = [
        Clock("answer", told + timedelta(days["answer_days"]), done["answered_on"]),
        Clock("screen", told + timedelta(screen), done["screened_on"]),
        Clock("reply", told + timedelta(days["reply_days"]), done["replied_on"]),
    ]
    last = moved_on(row, on)
    if last is not None:
        found.append(Clock("progress", last + timedelta(days["progress_days"]), None))
    return found


def moved_on(row: Mapping[str, Any], on: date) -> date | None:
    """The day a valid lead under talk last moved; None where no progress is asked of it."""
    if row.get("verdict") != "valid" or row.get("promoted_on") or row.get("closed_on"):
        return None
    moved = [day for name in ("progress_on", "screened_on") if (day := row.get(name)) and day <= on]
    return max(moved, default=None)


_DAYS = ("answered_on", "screened_on", "replied_on")
