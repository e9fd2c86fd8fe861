"""Working days against figures counted elsewhere (domain: 2023 249, 2024 251, 2025 248, 2026 248)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from luoshi.district.calendar import national


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_working_days(year: int, days: int) -> None:
    assert national().known(year)
    assert national().between(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    calendar = national()
    assert all(calendar.works(d) for d in (date(2023, 4, 23), date(2025, 1, 26), date(2026, 1, 4)))
    assert not any(
        calendar.works(d) for d in (date(2023, 5, 1), date(2026, 10, 1), date(2026, 5, 31))
    )


@pytest.mark.parametrize(
    ("due", "last"),
    [
        (date(2023, 4, 30), date(2023, 4, 28)),  # a Sunday inside the May holiday
        (date(2023, 5, 31), date(2023, 5, 31)),
        (date(2026, 5, 31), date(2026, 5, 29)),
        (date(2026, 10, 31), date(2026, 10, 30)),
    ],
)
def test_a_due_day_in_a_holiday_is_met_before_it(due: date, last: date) -> None:
    assert national().last_working_day(due) == last


def test_a_year_without_notice_is_not_known() -> None:
    assert not national().known(2031)
    assert national().works(date(2031, 1, 6))


def test_after_is_the_inverse_of_between() -> None:
    calendar = national()
    start = date(2026, 2, 1)
    for n in range(1, 60):
        day = calendar.after(start, n)
        assert calendar.works(day)
        assert calendar.between(start, day) == n
        assert calendar.between(start, day - timedelta(1)) == n - 1
