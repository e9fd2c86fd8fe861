"""`luoshi indicators`: a district's folder as a table, as JSON, as SDMX-CSV, at a meeting's two dates."""

from __future__ import annotations

import csv
import io
import json

import pytest

from luoshi.cli.main import main
from tests.core.journeys.test_example_district import EXAMPLE


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["indicators", str(EXAMPLE), *words]) == 0
    return capsys.readouterr().out


def test_the_table_of_a_meeting_is_that_of_its_dates(capsys: pytest.CaptureFixture[str]) -> None:
    may = run(capsys, "--as-of", "2026-05-20", "--known-at", "2026-05-20T18:00")
    assert "社会消费品零售总额  2026年1-4月" in may
    april = json.loads(run(capsys, "--as-of", "2026-04-22", "--known-at", "2026-04-22T18:00", "--json"))  # fmt: skip
    retail = next(one for one in april if one["indicator"] == "retail")
    assert (retail["period"], retail["growth_percent"], retail["place"]) == ("2026年1-3月", 5.3, 8)
    later = json.loads(run(capsys, "--as-of", "2026-04-22", "--known-at", "2026-04-25T18:00", "--json"))  # fmt: skip
    assert next(one for one in later if one["indicator"] == "retail")["growth_percent"] == 5.1


def test_sdmx_holds_every_vintage(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "--sdmx"))))
    march = [r for r in rows if (r["REF_AREA"], r["INDICATOR"], r["TIME_PERIOD"], r["TRANSFORMATION"], r["ACCUMULATION"]) == ("望川区", "retail", "2026-03", "GROWTH", "TO_DATE")]  # fmt: skip
    assert [r["OBS_VALUE"] for r in march] == ["5.3", "5.1"]


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["indicators", str(EXAMPLE), "--as-off", "2026-05-20"])
    assert ended.value.code == 2
