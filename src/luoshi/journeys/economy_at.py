"""一次会上的经济: the figures, the series and the settings that the economy is looked at with, at a meeting's two dates.

rows of `economy` (which series, whose, which way is better) + every telling ──published──as_of(true_on, known_at)──> Economy ──> lines
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from luoshi.indicators.ranks import Better
from luoshi.indicators.series import Cell, Fate, Point, as_of, faults, published, vintages
from luoshi.journeys.points_to_places import MAIN, Figures, Line, lines
from luoshi.values.problem import Problem

EVIDENCE = ("electricity", "tax", "sales")  # looked at beside others, no aims of their own
LATEST = datetime.max.replace(tzinfo=UTC)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Economy:
    """The figures of a moment and the rows of the series they belong to. Estimates are in none of it (red line 2)."""

    region: str  # the district's own name in publications; "" where it keeps no series
    figures: Figures  # of the district and its peers
    told: tuple[Point, ...]  # every telling that was known at the moment
    rows: Mapping[tuple[str, str], Row]  # the item of each series to date, by region and indicator
    better: Mapping[str, Better]
    last: int  # how many places are the last
    indicators: tuple[str, ...]  # the main ones first

    def lines(self, indicators: Iterable[str] = ()) -> list[Line]:
        """The table of the district."""
        wanted = tuple(indicators) or self.indicators
        return lines(self.figures, self.region, wanted, self.last, self.better)

    def vintages(self, cell: Cell) -> list[Point]:
        """Every telling of a figure that was known, the first one first."""
        return vintages(self.told, cell)

    def faults(self) -> list[Problem]:
        """What cannot be right among the tellings that are compared: two finals, a slip of ten thousand, a region that is no more."""
        became: dict[str, tuple[Fate, str]] = {
            str(row["region"]): (row["fate"], str(row.get("region_now") or ""))
            for row in self.rows.values()
            if row.get("fate")
        }
        compared = {cell.region for cell in self.figures}
        return faults([one for one in self.told if one.cell.region in compared], became)


def economy_at(
    rows: Iterable[Row],
    points: Sequence[Point],
    true_on: date,
    known_at: datetime | None,
    last: int,
) -> Economy:
    """The economy as it was known at a moment (None: all that is known); `rows` are those of the register as of the same moment."""
    until = known_at or LATEST
    to_date = [
        row for row in rows if row.get("series") == "to_date" and row.get("kind") != "estimate"
    ]
    told = tuple(one for one in published(points) if one.known_at <= until)
    own = [row for row in to_date if row.get("scope") == "own"]
    region = str(own[0].get("region") or "") if own else ""
    there = dict.fromkeys(str(row["indicator"]) for row in own if row.get("region") == region)
    ordered = [one for one in MAIN if one in there]
    ordered += [one for one in there if one not in (*MAIN, *EVIDENCE, "other")]
    compared = {str(row["region"]) for row in to_date if row.get("scope") in ("own", "peer")}
    standing = as_of(told, true_on, until)
    return Economy(
        region,
        {cell: point for cell, point in standing.items() if cell.region in compared},
        told,
        {(str(row.get("region") or ""), str(row["indicator"])): row for row in to_date},
        {str(row["indicator"]): row["better"] for row in own if row.get("better")},
        last,
        tuple(ordered),
    )
