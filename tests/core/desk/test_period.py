"""A locked period keeps its numbers: every telling about its days is refused, with who locked it and whom to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from luoshi.declare.register import Cadence
from luoshi.desk.outcome import Outcome
from luoshi.desk.period import collected, key_of, lock, locks, unlock
from luoshi.desk.report import Desk, open_item, report
from luoshi.desk.settle import accept, correct, return_, withdraw
from luoshi.ledger.as_of import state, system_columns
from luoshi.ledger.entry import Entry
from tests.core.desk.ground import DESK, PLOT, TODAY, UNITS, row, stamp

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)
REPORT = Entry("plot", "P-1", "report", {"signed": 12}, LAST, datetime(2026, 5, 2, tzinfo=UTC), "chen", "jia")  # fmt: skip


def as_row(entries: tuple[Entry, ...], on: date = TODAY) -> dict[str, Any]:
    """The period's item as the board hands it over."""
    item = state(entries, true_on=on)
    days = {name: date.fromisoformat(str(item.fields[name])) for name in ("start_on", "end_on")}
    return {**item.fields, **system_columns(item), **days, "owner": item.fields["unit"]}


def lock_april() -> tuple[Entry, ...]:
    """April of the plots, locked by their keeper."""
    outcome = lock(PLOT, FIRST, LAST, None, TODAY, stamp("zhou", "ju"))
    assert not outcome.problems
    return outcome.entries


def desk() -> Desk:
    """The desk with April locked."""
    return replace(DESK, locks=locks([as_row(lock_april())]))


def refused(outcome: Outcome) -> bool:
    """True when a lock, and nothing else, stands against it."""
    assert [p.id for p in outcome.problems if p.severity == "error"] in ([], ["K-030"])
    return outcome.refused


@pytest.mark.parametrize(
    ("day", "kept"),
    [("2026-03-31", False), ("2026-04-01", True), ("2026-04-30", True), ("2026-05-01", False)],
)
def test_a_locked_day_takes_no_telling_by_any_door(day: str, kept: bool) -> None:
    on, told = date.fromisoformat(day), replace(REPORT, true_on=date.fromisoformat(day))
    values = {"signed": "13"}
    named = {"name": "新地块", "unit": "jia"}
    doors = [
        report(PLOT, "P-1", row(), values, on, stamp(), desk()),
        report(PLOT, "P-1", row(), values, on, stamp(), desk(), verb="feedback"),
        open_item(PLOT, "P-9", named, on, stamp(unit="ju"), desk(), taken={}),
        correct(PLOT, told, row(), values, stamp(), desk(), "多算"),
        correct(PLOT, REPORT, row(), values, stamp(), desk(), "多算", true_on=on),
        withdraw(PLOT, told, stamp(), desk(), "报错"),
        return_(PLOT, told, stamp(unit="ju"), desk(), "数不对"),
    ]
    moved = doors.pop(
        4
    )  # the corrected entry itself lies in April: refused wherever it is moved to
    assert refused(moved)
    assert [refused(door) for door in doors] == [kept] * len(doors)


def test_the_refusal_says_who_locked_it_when_and_whom_to_ask() -> None:
    (problem,) = report(PLOT, "P-1", row(), {"signed": "13"}, LAST, stamp(), desk()).problems
    assert problem.cause() == "2026-04 这一期已由主管局于 2026-05-06 锁定"
    assert "主管局写明理由解锁" in problem.remedy()


def test_accepting_changes_no_number_and_is_open_still() -> None:
    assert accept(REPORT, stamp(unit="ju")).entries


def test_another_register_is_not_locked_with_it() -> None:
    other = replace(PLOT, key="lot")
    assert not report(other, "P-1", row(), {"signed": "13"}, LAST, stamp(), desk()).refused


def test_only_what_has_ended_is_locked_and_only_once() -> None:
    may = lock(PLOT, date(2026, 5, 1), date(2026, 5, 31), None, TODAY, stamp(unit="ju"))
    assert [p.id for p in may.problems] == ["K-031"]
    on_its_last_day = lock(PLOT, FIRST, LAST, None, LAST, stamp(unit="ju"))
    assert [p.id for p in on_its_last_day.problems] == ["K-031"]
    again = lock(PLOT, FIRST, LAST, as_row(lock_april()), TODAY, stamp(unit="ju"))
    assert [p.id for p in again.problems] == ["K-032"]


def test_reports_that_wait_are_a_warning_and_do_not_stop_the_lock() -> None:
    outcome = lock(PLOT, FIRST, LAST, None, TODAY, stamp(unit="ju"), waiting=3)
    assert [(p.id, p.severity) for p in outcome.problems] == [("K-033", "warning")]
    assert [e.verb for e in outcome.entries] == ["open", "close"]


def test_unlocking_needs_a_reason_and_opens_the_days_again() -> None:
    april = lock_april()
    held = as_row(april) | {"item": april[0].key}
    assert [p.id for p in unlock(held, TODAY, stamp(unit="ju"), " ").problems] == ["K-013"]
    (opened,) = unlock(held, TODAY, stamp(unit="ju", minute=1), "乙镇漏报").entries
    free = as_row((*april, opened))
    assert locks([free]) == {}
    assert [p.id for p in unlock(free | {"item": "x"}, TODAY, stamp(), "再来").problems] == [
        "K-034"
    ]
    relocked = lock(PLOT, FIRST, LAST, free, TODAY, stamp(unit="ju", minute=2))
    assert [e.verb for e in relocked.entries] == ["close"]


def test_a_week_is_named_as_the_calendar_names_it() -> None:
    weekly = replace(PLOT, due=Cadence("week", 1))
    assert key_of(weekly, date(2026, 5, 18)) == "plot.2026-W21"
    assert key_of(weekly, date(2025, 12, 29)) == "plot.2026-W01"
    assert key_of(PLOT, FIRST) == "plot.2026-04"


def test_what_came_in_and_who_is_silent_in_protocol_order() -> None:
    asked = {"yi": (1, 0), "jia": (3, 1), "qu": (2, 2)}
    found = collected(PLOT, asked, TODAY, UNITS)
    assert found is not None
    assert (found.name, found.asked, found.told) == ("2026-04", 6, 3)
    assert found.silent == (("jia", 2), ("yi", 1))
    assert collected(replace(PLOT, due=Cadence()), asked, TODAY, UNITS) is None
