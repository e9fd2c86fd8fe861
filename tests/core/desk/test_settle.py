"""Accept, return, withdraw, correct, close, reopen: always a new entry, and a reason where one is owed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from luoshi.desk.close import close, reopen
from luoshi.desk.settle import accept, correct, correctable, return_, withdraw
from luoshi.ledger.as_of import state
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry
from tests.core.desk.ground import DESK, PLOT, row, stamp

APRIL = date(2026, 4, 30)
REPORT = Entry(
    "plot", "P-1", "report", {"signed": 12}, APRIL, datetime(2026, 5, 2, tzinfo=UTC), "chen", "jia"
)


def signed_after(*entries: Entry) -> object:
    return state([REPORT, *entries], true_on=date(2026, 5, 31)).fields.get("signed")


def test_accepting_changes_no_fact_and_happens_once() -> None:
    (taken,) = accept(REPORT, stamp(unit="ju")).entries
    assert taken.about == name_of(REPORT)
    assert signed_after(taken) == 12
    again = accept(REPORT, stamp(unit="ju", minute=1), settled=(taken,))
    assert [p.id for p in again.problems] == ["K-020"]


def test_a_returned_report_no_longer_counts_and_says_why() -> None:
    assert [p.id for p in return_(PLOT, REPORT, stamp(unit="ju"), DESK, " ").problems] == ["K-013"]
    (sent_back,) = return_(PLOT, REPORT, stamp(unit="ju"), DESK, "与征收系统不一致").entries
    assert signed_after(sent_back) is None


def test_withdrawing_a_withdrawal_brings_the_report_back() -> None:
    (first,) = withdraw(PLOT, REPORT, stamp(minute=1), DESK, "报错了").entries
    (second,) = withdraw(PLOT, first, stamp(minute=2), DESK, "没有报错").entries
    assert signed_after(first) is None
    assert signed_after(first, second) == 12


def test_a_correction_needs_a_reason_and_stands_instead() -> None:
    told = correct(PLOT, REPORT, row(), {"signed": "11"}, stamp(), DESK, "")
    assert [p.id for p in told.problems] == ["K-013"]
    (corrected,) = correct(PLOT, REPORT, row(), {"signed": "11"}, stamp(), DESK, "多算一户").entries
    assert signed_after(corrected) == 11
    bad = correct(PLOT, REPORT, row(), {"signed": "-2"}, stamp(), DESK, "再改")
    assert [p.id for p in bad.problems] == ["K-019"]


def test_a_correction_may_say_that_a_value_is_no_longer_known() -> None:
    (emptied,) = correct(PLOT, REPORT, row(), {"signed": None}, stamp(), DESK, "没有核实").entries
    assert emptied.fields == {"signed": None}
    assert signed_after(emptied) is None


def test_a_correction_may_name_what_its_entry_told() -> None:
    opening = Entry("plot", "P-1", "open", {}, APRIL, REPORT.known_at, "ju", "ju")
    assert [f.key for f in correctable(PLOT, REPORT)] == ["signed"]
    assert {f.key for f in correctable(PLOT, opening)} == {
        f.key for f in PLOT.fields if not f.derived
    }


def test_a_second_person_closes() -> None:
    own = close(row(), [REPORT], APRIL, stamp("chen"), "三宗已挂牌")
    assert [p.id for p in own.problems] == ["K-014"]
    assert [p.id for p in close(row(), [REPORT], APRIL, stamp("zhou"), "").problems] == ["K-013"]
    (ended,) = close(row(), [REPORT], APRIL, stamp("zhou"), "三宗已挂牌").entries
    assert (ended.verb, ended.reason) == ("close", "三宗已挂牌")


def test_closed_items_are_reopened_with_a_reason_and_open_ones_are_not() -> None:
    shut = row(closed_on=APRIL)
    assert [p.id for p in close(shut, [REPORT], APRIL, stamp("zhou"), "好了").problems] == ["K-015"]
    assert [p.id for p in reopen(shut, APRIL, stamp(), "").problems] == ["K-013"]
    assert [p.id for p in reopen(row(), APRIL, stamp(), "反弹").problems] == ["K-021"]
    assert [e.verb for e in reopen(shut, APRIL, stamp(), "反弹").entries] == ["reopen"]


def test_what_was_returned_is_told_again_and_not_corrected() -> None:
    """A correction falls with its report: taken, it would count for nothing and nobody would be told."""
    (back,) = return_(PLOT, REPORT, stamp(unit="ju", minute=1), DESK, "与征收系统不一致").entries
    told = {"signed": 13}
    late = correct(PLOT, REPORT, row(), told, stamp(minute=2), DESK, "看错行", settled=(back,))
    assert [p.id for p in late.problems] == ["K-020"]
    assert late.entries == ()
