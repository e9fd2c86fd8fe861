"""期: a stretch of days with how exact it is. A deadline is the last day of the period that was named."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "week", "ten_days", "month", "quarter", "half", "year", "plan"]

FIRST_YEAR, LAST_YEAR = 1900, 2200
# “十N五”: the five-year plan of that name ends in 2025 for N = 四, and every fifth year before and after.
_FOURTEENTH_ENDS = 2025


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date
    precision: Precision

    def __contains__(self, day: date) -> bool:
        """Whether a day falls inside."""
        return self.start <= day <= self.end


def day(year: int, month: int, day_of_month: int) -> Period | None:
    """One day, or None where the calendar has no such day (31 April, 29 February 2023)."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day_of_month <= monthrange(year, month)[1]:
        return None
    on = date(year, month, day_of_month)
    return Period(on, on, "day")


def ten_days(year: int, month: int, third: int) -> Period:
    """上旬 (third 1, to the 10th), 中旬 (2, to the 20th) or 下旬 (3, to the end of the month)."""
    last = 10 * third if third < 3 else monthrange(year, month)[1]
    return Period(date(year, month, 10 * third - 9), date(year, month, last), "ten_days")


def months(year: int, first: int, last: int, precision: Precision) -> Period:
    """From the first day of month `first` to the last day of month `last` of one year."""
    end = date(year, last, monthrange(year, last)[1])
    return Period(date(year, first, 1), end, precision)


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return months(year, number, number, "month")


def quarter(year: int, number: int) -> Period:
    """One quarter, 1 to 4."""
    return months(year, 3 * number - 2, 3 * number, "quarter")


def half(year: int, number: int) -> Period:
    """上半年 (1) or 下半年 (2)."""
    return months(year, 6 * number - 5, 6 * number, "half")


def year(number: int) -> Period:
    """One calendar year."""
    return months(number, 1, 12, "year")


def years(first: int, last: int) -> Period:
    """From 1 January of one year to 31 December of another."""
    return Period(date(first, 1, 1), date(last, 12, 31), "year" if first == last else "plan")


def plan(nth: int) -> Period:
    """The five years of “十N五” (nth 14 -> 2021-2025)."""
    last = _FOURTEENTH_ENDS + 5 * (nth - 14)
    return Period(date(last - 4, 1, 1), date(last, 12, 31), "plan")


def week(within: date, after: int = 0) -> Period:
    """The Monday-to-Sunday week around `within`, or the one `after` weeks later."""
    monday = within - timedelta(days=within.weekday()) + timedelta(weeks=after)
    return Period(monday, monday + timedelta(days=6), "week")


def month_after(within: date, after: int) -> Period:
    """The calendar month `after` months later than the one around `within`."""
    index = within.year * 12 + within.month - 1 + after
    return month(index // 12, index % 12 + 1)
