"""SDMX-CSV: one observation a line, with its vintage, and no estimate."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from luoshi.indicators.growth import Growth
from luoshi.indicators.sdmx import sdmx_csv, time_period
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span

AT = datetime(2026, 5, 20, 7, 30, tzinfo=UTC)


def rows(*points: Point) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sdmx_csv(points))))


def test_level_and_growths_are_observations_of_one_period() -> None:
    point = Point(
        Cell("望川区", "revenue", Span(2026, 1, 4)), AT, D("46920"), "万元", Growth(D("5.2")), "natural", Growth(D("6.0")), "final",
        published_on=date(2026, 5, 20),
    )  # fmt: skip
    level, growth, same = rows(point)
    assert (level["OBS_VALUE"], level["UNIT_MEASURE"], level["PRICE_BASIS"]) == ("46920", "万元", "nominal")  # fmt: skip
    assert (growth["OBS_VALUE"], growth["UNIT_MEASURE"], growth["PRICE_BASIS"]) == ("5.2", "PERCENT", "natural")  # fmt: skip
    assert (same["TRANSFORMATION"], same["OBS_VALUE"]) == ("SAME_SCOPE_GROWTH", "6.0")
    assert {row["ACCUMULATION"] for row in (level, growth, same)} == {"TO_DATE"}
    assert (level["OBS_STATUS"], level["KNOWN_AT"], level["PUBLISHED_ON"]) == ("A", "2026-05-20T07:30:00+00:00", "2026-05-20")  # fmt: skip


def test_an_estimate_does_not_leave() -> None:
    guessed = Point(Cell("望川区", "gdp", Span(2026, 1, 6)), AT, growth=Growth(D(6)), kind="estimate")  # fmt: skip
    with pytest.raises(ValueError, match="not exported"):
        sdmx_csv([guessed])


@pytest.mark.parametrize(
    ("span", "said"),
    [(Span(2026, 1, 4), ("M", "2026-04")), (Span(2026, 4, 4), ("M", "2026-04")), (Span(2026, 4, 6), ("Q", "2026-Q2")), (Span(2025, 1, 12), ("A", "2025"))],
)  # fmt: skip
def test_periods_are_written_as_the_standard_does(span: Span, said: tuple[str, str]) -> None:
    assert time_period(span) == said


def test_no_text_is_run_by_a_sheet() -> None:
    (row,) = rows(Point(Cell("=cmd()", "retail", Span(2026, 4, 4)), AT, growth=Growth(D(-1))))
    assert (row["REF_AREA"], row["OBS_VALUE"], row["ACCUMULATION"]) == ("'=cmd()", "-1", "ALONE")
