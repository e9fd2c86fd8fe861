"""What is owed: a month from its end until it is told; the due day moved back out of a holiday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from luoshi.declare.register import Cadence
from luoshi.desk.due import owed, period_owed
from luoshi.district.calendar import national
from tests.core.desk.ground import PLOT, row


def due(on: date, **fields: object) -> list[tuple[date, bool]]:
    return [(o.due_on, o.late) for o in owed(PLOT, [row(**fields)], on, national())]


def test_april_is_owed_from_the_first_of_may_and_late_after_its_day() -> None:
    # 1-5 May 2026 is a holiday: the last working day before lies in April itself, so the next one after counts
    assert due(date(2026, 5, 1)) == [(date(2026, 5, 6), False)]
    assert due(date(2026, 5, 7)) == [(date(2026, 5, 6), True)]
    # 5 July 2026 is a Sunday: met on the Friday before
    assert due(date(2026, 7, 1)) == [(date(2026, 7, 3), False)]
    assert due(date(2026, 6, 1)) == [(date(2026, 6, 5), False)]
    assert due(date(2026, 6, 5)) == [(date(2026, 6, 5), False)]
    assert due(date(2026, 6, 6)) == [(date(2026, 6, 5), True)]


def test_weeks_end_on_sunday_and_no_cadence_owes_nothing() -> None:
    weekly = replace(PLOT, due=Cadence("week", 1))
    assert period_owed(weekly, date(2026, 6, 3)) == (
        date(2026, 5, 25),
        date(2026, 5, 31),
        date(2026, 6, 1),
    )
    assert period_owed(replace(PLOT, due=Cadence()), date(2026, 6, 3)) is None
