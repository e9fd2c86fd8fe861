"""Reporting: only what changed is entered, the owner tells it, and nothing is half-written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luoshi.desk.report import open_item, report
from tests.core.desk.ground import DESK, PLOT, row, stamp

END_OF_APRIL = date(2026, 4, 30)


def test_a_report_enters_only_what_changed() -> None:
    outcome = report(
        PLOT,
        "P-1",
        row(signed=10, sunk_wan=5600.0),
        {"signed": "12", "sunk_wan": "5600"},
        END_OF_APRIL,
        stamp(),
        DESK,
    )
    assert not outcome.refused
    (entry,) = outcome.entries
    assert entry.fields == {"signed": 12}
    assert (entry.verb, entry.true_on, entry.unit, entry.author) == (
        "report",
        END_OF_APRIL,
        "jia",
        "chen",
    )


def test_that_nothing_changed_is_a_fact_once() -> None:
    first = report(PLOT, "P-1", row(signed=10), {"signed": "10"}, END_OF_APRIL, stamp(), DESK)
    assert [dict(e.fields) for e in first.entries] == [{}]
    again = report(
        PLOT,
        "P-1",
        row(signed=10, reported_on=END_OF_APRIL),
        {"signed": "10"},
        END_OF_APRIL,
        stamp(),
        DESK,
    )
    assert again.entries == ()
    assert [p.id for p in again.problems] == ["K-017"]
    assert not again.refused


@pytest.mark.parametrize(
    ("unit", "allowed"), [("jia", True), ("qu", True), ("ju", True), ("yi", False)]
)
def test_only_the_owner_a_unit_above_or_the_keeper_reports(unit: str, allowed: bool) -> None:
    outcome = report(PLOT, "P-1", row(), {"signed": "3"}, END_OF_APRIL, stamp(unit=unit), DESK)
    assert outcome.refused is not allowed
    assert [p.id for p in outcome.problems] == ([] if allowed else ["K-012"])


def test_a_closed_or_missing_item_takes_no_report() -> None:
    closed = report(
        PLOT, "P-1", row(closed_on=date(2026, 4, 1)), {"signed": "3"}, END_OF_APRIL, stamp(), DESK
    )
    assert [p.id for p in closed.problems] == ["K-015"]
    missing = report(PLOT, "P-1", None, {"signed": "3"}, END_OF_APRIL, stamp(), DESK)
    assert [p.id for p in missing.problems] == ["K-011"]


def test_what_has_happened_does_not_lie_in_the_future() -> None:
    outcome = report(PLOT, "P-1", row(), {"listed_on": "2026-05-07"}, END_OF_APRIL, stamp(), DESK)
    assert [p.id for p in outcome.problems] == ["K-016"]
    assert not report(
        PLOT, "P-1", row(), {"listed_on": "2026-05-06"}, END_OF_APRIL, stamp(), DESK
    ).refused
    late = report(PLOT, "P-1", row(), {"signed": "3"}, date(2026, 5, 31), stamp(), DESK)
    assert [p.id for p in late.problems] == ["K-016"]


def test_checks_speak_of_the_item_as_it_would_stand() -> None:
    refused = report(PLOT, "P-1", row(), {"signed": "-1"}, END_OF_APRIL, stamp(), DESK)
    assert [p.id for p in refused.problems] == ["K-019"]
    assert "负数" in refused.problems[0].say()
    warned = report(PLOT, "P-1", row(), {"signed": "101"}, END_OF_APRIL, stamp(), DESK)
    assert [p.severity for p in warned.problems] == ["warning"]
    assert len(warned.entries) == 1


def test_a_stage_is_entered_through_its_gate() -> None:
    shut = report(PLOT, "P-1", row(), {"stage": "listed"}, END_OF_APRIL, stamp(), DESK)
    assert [p.id for p in shut.problems] == ["K-018"]
    through = report(
        PLOT,
        "P-1",
        row(),
        {"stage": "listed", "listed_on": "2026-04-28"},
        END_OF_APRIL,
        stamp(),
        DESK,
    )
    assert [(e.verb, dict(e.fields)) for e in through.entries] == [
        ("report", {"listed_on": "2026-04-28"}),
        ("stage", {"stage": "listed"}),
    ]
    unknown = report(PLOT, "P-1", row(), {"stage": "sold"}, END_OF_APRIL, stamp(), DESK)
    assert [p.id for p in unknown.problems] == ["K-004"]


def test_one_fault_keeps_the_whole_report_out() -> None:
    outcome = report(
        PLOT, "P-1", row(), {"signed": "12", "listed_on": "2026-04-31"}, END_OF_APRIL, stamp(), DESK
    )
    assert outcome.entries == ()
    assert [p.id for p in outcome.problems] == ["K-002"]


def test_a_new_item_needs_its_required_fields_and_a_free_number() -> None:
    outcome = open_item(
        PLOT, "P-1", {"sunk_wan": "5600"}, END_OF_APRIL, stamp(), DESK, taken={"P-1": row()}
    )
    assert [p.id for p in outcome.problems] == ["K-010", "K-003", "K-003"]
    fine = open_item(
        PLOT,
        "P-2",
        {"name": "旧货场", "unit": "乙镇"},
        END_OF_APRIL,
        stamp(),
        DESK,
        taken={"P-1": row()},
    )
    assert [dict(e.fields) for e in fine.entries] == [{"name": "旧货场", "unit": "yi"}]


def test_a_new_period_tells_its_figures_anew() -> None:
    """April's growth is a fact though it equals March's; where April tells no place, March's does not stand for it."""
    series = replace(PLOT, told_anew=("signed", "sunk_wan"))
    march = row(signed=10, sunk_wan=5600, reported_on=date(2026, 3, 31))
    (entry,) = report(series, "P-1", march, {"signed": "10"}, END_OF_APRIL, stamp(), DESK).entries
    assert entry.fields == {"signed": 10, "sunk_wan": None}
    april = row(signed=10, reported_on=END_OF_APRIL)
    more = report(
        series, "P-1", april, {"signed": "10", "sunk_wan": "1"}, END_OF_APRIL, stamp(), DESK
    )
    assert [dict(one.fields) for one in more.entries] == [{"sunk_wan": 1}]
