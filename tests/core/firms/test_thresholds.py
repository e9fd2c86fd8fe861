"""The line of a sector on a day, and the window that closes next."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.firms.thresholds import line, next_window, papers, read_thresholds, shipped

NOW = date(2026, 5, 1)
LINE = '[[lines]]\nkey = "{key}"\nlabel = "某业"\nsectors = ["C"]\n{days}\nsource = "甲文"\n'


@pytest.mark.parametrize(
    ("code", "on", "revenue_wan"),
    [
        ("C2439", NOW, 2000), ("B0610", NOW, 2000), ("D4412", NOW, 2000),
        ("C2439", date(2011, 1, 1), 2000), ("C2439", date(2010, 12, 31), 500),
        ("F5121", NOW, 2000), ("F5211", NOW, 500), ("H6110", NOW, 200), ("H6210", NOW, 200),
        ("G5430", NOW, 2000), ("I6510", NOW, 2000), ("N7820", NOW, 2000), ("Q8411", NOW, 2000),
        ("L7211", NOW, 1000), ("M7310", NOW, 1000), ("P8310", NOW, 1000),
        ("K7020", NOW, 1000), ("K7030", NOW, 1000), ("K7040", NOW, 1000), ("K7090", NOW, 1000),
        ("O8010", NOW, 500), ("R8710", NOW, 500), ("Q8511", NOW, 500),
        ("G5430", date(2017, 12, 31), 1000), ("G5430", date(2018, 1, 1), 2000),
        ("E4710", NOW, None), ("K7010", NOW, None),
    ],
)  # fmt: skip
def test_the_line_of_a_sector(code: str, on: date, revenue_wan: float | None) -> None:
    found = line(code, on)
    assert found is not None
    assert found.revenue_wan == revenue_wan


@pytest.mark.parametrize("code", ["", "A0111", "J6620", "K", "2439"])
def test_no_line(code: str) -> None:
    assert line(code, NOW) is None


def test_the_longest_sector_that_fits_counts() -> None:
    wide, narrow = (LINE.format(key=key, days="since = 2011-01-01") for key in ("wide", "narrow"))
    declared, problems = read_thresholds(wide + narrow.replace('"C"', '"C22"'))
    assert not problems
    keys = [
        found and found.key for code in ("C2231", "C2439") if (found := line(code, NOW, declared))
    ]
    assert keys == ["narrow", "wide"]


def test_services_once_had_staff_as_another_way() -> None:
    old = line("I6510", date(2016, 6, 1))
    assert old is not None
    assert (old.revenue_wan, old.staff_least) == (1000, 50)


@pytest.mark.parametrize(
    ("code", "registered_on", "on", "key", "last_day"),
    [
        ("C2439", date(2019, 3, 1), date(2026, 5, 1), "annual", date(2026, 11, 21)),
        ("C2439", date(2019, 3, 1), date(2026, 11, 21), "annual", date(2026, 11, 21)),
        ("C2439", date(2019, 3, 1), date(2026, 11, 22), "annual", date(2027, 1, 2)),
        ("C2439", date(2019, 3, 1), date(2027, 1, 2), "annual", date(2027, 1, 2)),
        ("C2439", date(2019, 3, 1), date(2027, 1, 3), "annual", date(2027, 11, 21)),
        ("C2439", None, date(2026, 5, 1), "annual", date(2026, 11, 21)),
        ("C2439", date(2025, 9, 30), date(2026, 5, 7), "annual", date(2026, 11, 21)),
        ("C2439", date(2025, 10, 1), date(2026, 5, 7), "monthly", date(2026, 5, 7)),
        ("C2439", date(2025, 10, 1), date(2026, 5, 8), "monthly", date(2026, 6, 7)),
        ("C2439", date(2026, 1, 5), date(2026, 1, 6), "monthly", date(2026, 3, 7)),
        ("C2439", date(2026, 1, 5), date(2026, 12, 8), "annual", date(2027, 1, 2)),
        ("E4710", date(2026, 1, 5), date(2026, 5, 1), "all_year", None),
        ("K7010", date(2019, 1, 5), date(2026, 5, 1), "all_year", None),
    ],
)
def test_the_window_that_closes_next(
    code: str, registered_on: date | None, on: date, key: str, last_day: date | None
) -> None:
    found = next_window(line(code, on), registered_on, on)
    assert (found.key, found.last_day) == (key, last_day)


@given(st.dates(date(2018, 1, 1), date(2060, 1, 1)), st.none() | st.dates(date(2010, 1, 1)))
def test_a_window_never_has_passed_and_is_within_a_year(
    on: date, registered_on: date | None
) -> None:
    last_day = next_window(line("C2439", on), registered_on, on).last_day
    assert last_day is not None
    assert 0 <= (last_day - on).days <= 366


def test_only_a_plant_needs_its_filing_paper() -> None:
    of_industry, of_catering = papers(line("C2439", NOW)), papers(line("H6210", NOW))
    assert len(of_industry) == 6
    assert {one.zh for one in of_industry} - {one.zh for one in of_catering} == {
        "新建项目备案文件（新投产的）"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[", ["F-010"]),
        ('[[lines]]\nkey = "c"\nsince = 2011-01-01\nsource = "甲文"', ["F-011"]),
        ('[[lines]]\nkey = "c"', ["F-011", "F-015"]),
        (LINE.format(key="c", days=""), ["F-015"]),
        (LINE.format(key="c", days="since = 2011-01-01\nuntil = 2010-01-01"), ["F-016"]),
        (LINE.format(key="c", days="since = 2011-01-01") + LINE.format(key="d", days="since = 2012-01-01"), ["F-020"]),
        (LINE.format(key="c", days="since = 2011-01-01\nuntil = 2011-12-31") + LINE.format(key="d", days="since = 2012-01-01"), []),
    ],
)  # fmt: skip
def test_faults_of_a_file(text: str, expected: list[str]) -> None:
    found, problems = read_thresholds(text)
    assert [one.id for one in problems] == expected
    assert (found is None) == bool(expected)
    assert all("{" not in one.say(lang) for one in problems for lang in ("zh", "en"))


def test_the_shipped_file_has_a_source_for_every_line() -> None:
    assert all(one.source for one in shipped().lines)
