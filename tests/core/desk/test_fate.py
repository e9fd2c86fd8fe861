"""The fate of each figure: waiting, the keeper's own, accepted, returned, withdrawn, corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime

from luoshi.desk.fate import fates, figures
from luoshi.desk.settle import accept, correct, return_, withdraw
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry
from tests.core.desk.ground import DESK, PLOT, row, stamp

APRIL = date(2026, 4, 30)
TOLD = {"signed": 12, "listed_on": "2026-04-20"}
REPORT = Entry("plot", "P-1", "report", TOLD, APRIL, datetime(2026, 5, 2, tzinfo=UTC), "chen", "jia")  # fmt: skip
OWN = Entry("plot", "P-1", "report", TOLD, APRIL, datetime(2026, 5, 2, tzinfo=UTC), "zhou", "ju")


def fate(*entries: Entry) -> str:
    return fates(PLOT, entries)[name_of(entries[0])].fate


def test_a_report_waits_until_the_keeper_says_a_word() -> None:
    (taken,) = accept(REPORT, stamp(unit="ju")).entries
    (back,) = return_(PLOT, REPORT, stamp(unit="ju"), DESK, "数不对").entries
    (gone,) = withdraw(PLOT, REPORT, stamp(), DESK, "报错了").entries
    assert [fate(REPORT), fate(REPORT, taken), fate(REPORT, back), fate(REPORT, gone)] == [
        "wait",
        "accept",
        "return",
        "withdraw",
    ]
    (undone,) = withdraw(PLOT, back, stamp(unit="ju", minute=1), DESK, "退错了").entries
    assert fate(REPORT, back, undone) == "wait"


def test_what_the_keeper_s_unit_tells_waits_for_nobody() -> None:
    assert fate(OWN) == "own"


def test_an_act_that_nobody_reviews_has_no_fate() -> None:
    (taken,) = accept(REPORT, stamp(unit="ju")).entries
    assert fates(PLOT, [REPORT, taken])[name_of(taken)].fate == ""


def test_a_corrected_figure_is_told_apart_from_the_rest_of_its_report() -> None:
    (taken,) = accept(REPORT, stamp(unit="ju")).entries
    mended = correct(PLOT, REPORT, row(), {"signed": "11"}, stamp(minute=1), DESK, "多算").entries
    its = fates(PLOT, [REPORT, taken, *mended])[name_of(REPORT)]
    assert (its.of("signed"), its.of("listed_on")) == ("correct", "accept")
    now = figures(PLOT, [REPORT, taken, *mended])
    assert (now["signed"].value, now["listed_on"].fate) == (11, "accept")


def test_a_returned_figure_is_still_named_until_it_is_told_again() -> None:
    (back,) = return_(PLOT, REPORT, stamp(unit="ju"), DESK, "数不对").entries
    figure = figures(PLOT, [REPORT, back])["signed"]
    assert (figure.value, figure.fate, figure.by) == (12, "return", back)
    again = Entry("plot", "P-1", "report", {"signed": 9}, APRIL, datetime(2026, 5, 4, tzinfo=UTC), "chen", "jia")  # fmt: skip
    assert figures(PLOT, [REPORT, back, again])["signed"].fate == "wait"
