"""SDMX-CSV: published figures as statistics offices exchange them (SDMX-CSV 2.0, one observation a line), each with its vintage.

An estimate is refused: it is not published, and nothing that leaves by this door may be taken for a filing (red line 2).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from luoshi.indicators.series import Point
from luoshi.indicators.span import Span
from luoshi.values.spreadsheet import unrun

STRUCTURE = "LUOSHI:INDICATORS(1.0)"
COLUMNS = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "ACCUMULATION", "TRANSFORMATION",
    "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "PRICE_BASIS", "OBS_STATUS", "PUBLISHED_ON", "KNOWN_AT",
)  # fmt: skip
STATUS = {"preliminary": "P", "final": "A"}


def sdmx_csv(points: Iterable[Point]) -> str:
    """One line an observation, with its head: level, growth and same-scope growth are transformations of one period.

    Raises:
        ValueError: an estimate is among the points.
    """
    held = io.StringIO()
    out = csv.writer(held, lineterminator="\r\n")
    out.writerow(COLUMNS)
    for point in points:
        if point.kind == "estimate":
            raise ValueError(f"an estimate is not exported: {point.cell}")
        freq, period = time_period(point.cell.span)
        to_date = "TO_DATE" if point.cell.span.to_date and point.cell.span.months > 1 else "ALONE"
        for name, value, unit in _observations(point):
            out.writerow((
                "dataflow", STRUCTURE, "I", freq, unrun(point.cell.region), unrun(point.cell.indicator), to_date, name,
                period, f"{value:f}", unrun(unit), (point.growth_basis or "") if name != "LEVEL" else "nominal",
                STATUS[point.kind], point.published_on or "", point.known_at.isoformat(),
            ))  # fmt: skip
    return held.getvalue()


def time_period(span: Span) -> tuple[str, str]:
    """Frequency and period by the span's end: (M, 2026-04), (Q, 2026-Q1) for a quarter alone, (A, 2025) for a year."""
    if span.months == 12:
        return "A", str(span.year)
    if span.months == 3 and span.last % 3 == 0 and not span.to_date:
        return "Q", f"{span.year}-Q{span.last // 3}"
    return "M", f"{span.year}-{span.last:02d}"


def _observations(point: Point) -> list[tuple[str, Decimal, str]]:
    found = []
    if point.level is not None:
        found.append(("LEVEL", point.level, point.unit))
    if point.growth is not None:
        found.append(("GROWTH", point.growth.percent, "PERCENT"))
    if point.same_scope is not None:
        found.append(("SAME_SCOPE_GROWTH", point.same_scope.percent, "PERCENT"))
    return found
