"""统计期: the periods that statistics are published for. January has none of its own: investment, industry and retail come as 1-2月 (domain 2.3).

A span is months `first` to `last` of one year. From January on it is 累计 (to date), else the span alone; a whole quarter or half year may be both.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from luoshi.values.problem import Problem

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEAR = r"(?:(?P<year>\d{4})年?)?"
_FORMS = (
    re.compile(_YEAR + r"(?P<first>\d{1,2})\s*[-—–~至到]\s*(?P<last>\d{1,2}|本)月(?:份|累计)?"),
    re.compile(_YEAR + r"(?P<only>\d{1,2})月(?:份)?"),
    re.compile(_YEAR + r"第?(?P<quarter>[一二三四1-4])季度"),
    re.compile(_YEAR + r"(?P<half>[上下])半年"),
    re.compile(_YEAR + r"前(?P<three>三)季度"),
    re.compile(r"(?P<year>\d{4})年?(?:全年)?"),
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Months `first` to `last` of a year, 1 to 12, both included."""

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        assert 1 <= self.first <= self.last <= 12, (self.first, self.last)

    @property
    def to_date(self) -> bool:
        """True for 累计: it begins with January."""
        return self.first == 1

    @property
    def months(self) -> int:
        """How many months it holds."""
        return self.last - self.first + 1

    @property
    def last_day(self) -> date:
        """The day on which it ends: what a figure of it is true on."""
        return date(self.year, self.last, monthrange(self.year, self.last)[1])

    @property
    def year_before(self) -> Span:
        """The same months of the year before: what 同比 compares with."""
        return replace(self, year=self.year - 1)

    def __str__(self) -> str:
        if (self.first, self.last) == (1, 12):
            return f"{self.year}年"
        if self.months == 1:
            return f"{self.year}年{self.first}月"
        return f"{self.year}年{self.first}-{self.last}月"


def read_span(
    text: str, *, year: int | None = None, month: int | None = None, monthly: bool = False
) -> Span | Problem:
    """A period as tables and texts write it: 2026年1-2月, 4月, 一季度, 前三季度, 上半年, 1-本月, 2025年.

    Args:
        year: that of the table, where the text names none.
        month: the month of a table that says 本月.
        monthly: the indicator is published by the month, so that January alone is a fault (G-002) and so is a quarter (G-003).
    Returns:
        G-001 for what is no period, or whose year or month nobody says.
    """
    found = next(
        (match for form in _FORMS if (match := form.fullmatch(text.strip().replace(" ", "")))), None
    )
    if found is None:
        return Problem("G-001", "", {"value": text})
    said = {name: value for name, value in found.groupdict().items() if value}
    whole = int(said["year"]) if "year" in said else year
    span = _months(said, month)
    if whole is None or span is None:
        return Problem("G-001", "", {"value": text})
    if monthly and span == (1, 1):
        return Problem("G-002", "", {"value": text})
    if monthly and "quarter" in said:
        return Problem("G-003", "", {"value": text, "months": f"{span[0]}-{span[1]}"})
    return Span(whole, *span)


def _months(said: dict[str, str], month: int | None) -> tuple[int, int] | None:
    if "quarter" in said:
        number = _NUMBERS.get(said["quarter"]) or int(said["quarter"])
        return 3 * number - 2, 3 * number
    if "half" in said:
        return 6 * _NUMBERS[said["half"]] - 5, 6 * _NUMBERS[said["half"]]
    if "three" in said:
        return 1, 9
    if "only" in said:
        only = int(said["only"])
        return (only, only) if 1 <= only <= 12 else None
    if "first" in said:
        last = month if said["last"] == "本" else int(said["last"])
        first = int(said["first"])
        return (first, last) if last is not None and 1 <= first <= last <= 12 else None
    return 1, 12
