"""起报标准: the dated line of each sector, when a firm may file, and with which papers (thresholds.toml).

industry code + day ──line──> Line ──next_window──> the window that closes next
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, Literal, NamedTuple

from luoshi.values.label import Label
from luoshi.values.problem import Problem

LAST_QUARTER = 10  # its first month: who registered from then on is new in the year after


@dataclass(frozen=True, slots=True)
class Line:
    """The line of some sectors over some days."""

    key: str
    label: Label
    sectors: tuple[str, ...]
    since: date
    until: date | None
    revenue_wan: float | None  # a year; None where revenue does not decide
    staff_least: int | None  # or so many staff
    monthly: bool  # newly registered firms may file each month
    source: str

    def holds(self, on: date) -> bool:
        """True on its days, both ends included."""
        return self.since <= on and (self.until is None or on <= self.until)


class _Batch(NamedTuple):
    key: Literal["annual", "monthly"]
    label: Label
    who: Literal["new", "existing", "all"]
    months: tuple[int, ...]
    day: int


class Window(NamedTuple):
    """When to file. `last_day` None: all year."""

    key: Literal["annual", "monthly", "all_year"]
    label: Label
    last_day: date | None


class Thresholds(NamedTuple):
    """Everything that thresholds.toml declares."""

    lines: tuple[Line, ...]
    batches: tuple[_Batch, ...]
    papers: tuple[tuple[Label, tuple[str, ...]], ...]  # with the lines that ask it; () for all


ALL_YEAR = Window("all_year", Label("全年可报", "all year"), None)


def read_thresholds(
    text: str, place: str = "thresholds.toml"
) -> tuple[Thresholds | None, list[Problem]]:
    """What a file declares; None where it has a fault, and all its faults.

    1. Not TOML (F-010). 2. A line without key, label or sectors (F-011). 3. Without first day or source (F-015). 4. Last day
    before the first (F-016). 5. Two lines of one sector that overlap (F-020).
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return None, [Problem("F-010", place, {"fault": str(fault)})]
    entries = tables.get("lines", [])
    problems = [
        one for at, entry in enumerate(entries, 1) for one in _faults(entry, f"{place} lines {at}")
    ]
    if problems:
        return None, problems
    lines = tuple(_line(entry) for entry in entries)
    problems += _overlaps(lines, place)
    found = Thresholds(
        lines,
        tuple(
            _Batch(one["key"], Label.of(one["label"]), one["who"], tuple(one["months"]), one["day"])
            for one in tables.get("windows", [])
        ),
        tuple(
            (Label.of(one["label"]), tuple(one.get("lines", ())))
            for one in tables.get("papers", [])
        ),
    )
    return (None if problems else found), problems


@cache
def shipped() -> Thresholds:
    """The product's own; a fault in the file is our own."""
    text = files("luoshi.firms").joinpath("thresholds.toml").read_text(encoding="utf-8")
    found, problems = read_thresholds(text)
    assert found is not None, problems
    return found


def line(industry_code: str, on: date, declared: Thresholds | None = None) -> Line | None:
    """The line of a code (letter and digits, GB/T 4754) on a day; None where none is declared. The longest sector that fits counts.

    Args:
        declared: a district's own; the product's where nothing is said.
    """
    fitting = [
        (len(sector), one)
        for one in (declared or shipped()).lines
        if one.holds(on)
        for sector in one.sectors
        if industry_code.startswith(sector)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def papers(of: Line | None) -> tuple[Label, ...]:
    """The papers that a filing needs."""
    return tuple(
        label
        for label, lines in shipped().papers
        if not lines or (of is not None and of.key in lines)
    )


def next_window(of: Line | None, registered_on: date | None, on: date) -> Window:
    """The window that closes next, its last day included.

    1. Where revenue does not decide (building, estate): all year. 2. Registered since the last quarter of the year before: the next
    month, or the batch for all. 3. Else the next annual batch.
    """
    if of is not None and of.revenue_wan is None:
        return ALL_YEAR
    is_new = registered_on is not None and registered_on >= date(on.year - 1, LAST_QUARTER, 1)
    monthly = is_new and (of is None or of.monthly)
    wanted = ("new", "all") if monthly else ("existing", "all")
    coming = [
        Window(one.key, one.label, day)
        for one in shipped().batches
        if one.who in wanted
        for year in (on.year, on.year + 1)
        for month in one.months
        if (day := date(year, month, one.day)) >= on
    ]
    return min(coming, key=lambda window: window.last_day or date.max)


def _line(entry: Mapping[str, Any]) -> Line:
    return Line(
        entry["key"],
        Label.of(entry["label"]),
        tuple(entry["sectors"]),
        entry["since"],
        entry.get("until"),
        entry.get("revenue_wan"),
        entry.get("staff_least"),
        entry.get("monthly", False),
        entry["source"],
    )


def _faults(entry: Mapping[str, Any], place: str) -> Iterator[Problem]:
    lacking = [name for name in ("key", "label", "sectors") if not entry.get(name)]
    if lacking:
        yield Problem("F-011", place, {"lacking": "、".join(lacking)})
    since, until = entry.get("since"), entry.get("until")
    if not isinstance(since, date) or not entry.get("source"):
        yield Problem("F-015", place)
    elif until is not None and until < since:
        yield Problem("F-016", place, {"since": since, "until": until})


def _overlaps(lines: Sequence[Line], place: str) -> Iterator[Problem]:
    for one, other in combinations(lines, 2):
        first, second = sorted((one, other), key=lambda each: each.since)
        shared = sorted({*first.sectors} & {*second.sectors})
        if shared and (first.until is None or first.until >= second.since):
            about = {"since": second.since, "other": first.key, "sector": "、".join(shared)}
            yield Problem("F-020", f"{place} {second.key}", about)
