"""工作日历: weekends by default, changed by the dated overrides of the yearly holiday notice.

Outside the years that a notice covers the answer is only "weekends", and `known(year)` says so: pages warn instead of
guessing (holidays of a year are announced late in the year before).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Working days. `off` and `on` are the days that a notice turned into rest or into work."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    years: frozenset[int] = field(default_factory=frozenset)

    def known(self, year: int) -> bool:
        """True when the notice of that year is in the file."""
        return year in self.years

    def works(self, day: date) -> bool:
        """True on a working day."""
        if day in self.on:
            return True
        return day.weekday() < 5 and day not in self.off

    def last_working_day(self, day: date) -> date:
        """The day itself, or the working day before it: a due date that falls on a holiday is met before it."""
        while not self.works(day):
            day -= DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end` (the first day is not counted)."""
        return sum(self.works(start + n * DAY) for n in range(1, (end - start).days + 1))

    def after(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`."""
        day = start
        while days > 0:
            day += DAY
            days -= self.works(day)
        return day


def read_calendar(tables: Mapping[str, Mapping[str, list[date]]]) -> Calendar:
    """A calendar from `[2026] off = […] on = […]` tables."""
    return Calendar(
        off=frozenset(day for table in tables.values() for day in table.get("off", ())),
        on=frozenset(day for table in tables.values() for day in table.get("on", ())),
        years=frozenset(int(year) for year in tables),
    )


@cache
def national() -> Calendar:
    """The calendar of the national holiday notices that ship with the product."""
    text = files("luoshi.district").joinpath("holidays.toml").read_text(encoding="utf-8")
    return read_calendar(tomllib.loads(text))
