"""督办单: one matter, one slip; its due date from its kind; answered, reviewed, returned, closed by a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from luoshi.desk.clock import act_of
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk
from luoshi.desk.slip import answer, drawn_from, finish, issue, review
from luoshi.district.calendar import national
from luoshi.ledger.as_of import state, system_columns
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from tests.core.desk.ground import DESK

SLIP = shipped()["slip"]
TODAY = date(2026, 4, 8)
TERMS = {preset.key: int(preset.value) for preset in SLIP.presets if preset.key.startswith("term_")}
TOLD = {
    "matter": "补齐社区食堂的手续", "basis": "meeting", "requirement": "五月底前补齐", "unit": "jia", "kind": "note",
}  # fmt: skip


def desk(on: date = TODAY) -> Desk:
    return replace(DESK, today=on, holds=lambda *_: None, calendar=national())


def passing(on: date = TODAY) -> Desk:
    return replace(desk(on), holds=lambda *_: True)


def stamp(author: str = "zhou", unit: str = "ju", minute: int = 0) -> Stamp:
    return Stamp(author, unit, datetime(2026, 4, 8, 9, minute, tzinfo=UTC))


def issued(told: dict[str, Any], **taken: dict[str, Any]) -> Outcome:
    return issue(SLIP, "DB-2026-009", told, taken, TERMS, stamp(), desk())


def row_of(entries: list[Entry], on: date = TODAY) -> dict[str, Any]:
    item = state(entries, true_on=on)
    return {**item.fields, **system_columns(item), "owner": item.fields["unit"], "register": "slip"}


def ids(outcome: Outcome) -> list[str]:
    return [problem.id for problem in outcome.problems]


def test_a_slip_is_opened_and_issued_in_one_act() -> None:
    entries = issued(TOLD).entries
    assert [e.verb for e in entries] == ["open", "stage"]
    row = row_of(list(entries))
    assert (row["stage"], row["issued_on"]) == ("issued", "2026-04-08")


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("note_urgent", "2026-04-15"),  # five working days after Wednesday
        ("meeting_report", "2026-04-17"),
        ("note", "2026-04-29"),
        ("minutes", "2026-05-09"),  # over the May holiday, and the Saturday that is worked for it
    ],
)
def test_without_a_date_the_term_of_its_kind_is_counted(kind: str, due: str) -> None:
    assert issued({**TOLD, "kind": kind}).entries[0].fields["due_on"] == due
    given = issued({**TOLD, "kind": kind, "due_on": "2026-06-30"})
    assert given.entries[0].fields["due_on"] == "2026-06-30"


def test_one_matter_one_slip_and_the_first_is_named() -> None:
    about = {"about_register": "commitment", "about_key": "R-001"}
    first = {
        "item": "DB-2026-001",
        "owner": "yi",
        "issued_on": "2026-04-01",
        "matter": "别的说法",
        **about,
    }
    again = issued({**TOLD, **about}, **{"DB-2026-001": first})
    assert ids(again) == ["K-051"]
    assert "DB-2026-001" in again.problems[0].cause()
    assert "乙镇" in again.problems[0].cause()
    assert again.entries == ()
    other = {**about, "about_key": "R-002"}
    assert not issued({**TOLD, **other}, **{"DB-2026-001": first}).refused
    assert not issued({**TOLD, **about}, **{"DB-2026-001": {**first, "closed_on": TODAY}}).refused


def test_a_leader_s_note_on_no_item_is_the_same_matter_in_the_same_words() -> None:
    first = {"item": "DB-2026-001", "owner": "jia", "matter": "补齐社区食堂的手续。"}
    assert ids(issued(TOLD, **{"DB-2026-001": first})) == ["K-051"]
    assert not issued({**TOLD, "matter": "修好路灯"}, **{"DB-2026-001": first}).refused


def test_all_that_is_missing_is_told_at_once() -> None:
    assert ids(issued({"unit": "jia"})) == ["K-003", "K-003", "K-003", "K-003"]


def test_a_slip_is_drawn_from_a_commitment_and_from_any_item() -> None:
    commitment = {
        "item": "R-001", "title": "尽快补齐手续", "owner": "jia", "co_units": "yi", "meeting": "2026Q1",
        "said_on": TODAY, "deadline_on": date(2026, 5, 31),
    }  # fmt: skip
    drawn = drawn_from(shipped()["commitment"], commitment)
    assert (drawn["about_key"], drawn["basis"], drawn["kind"]) == ("R-001", "meeting", "minutes")
    assert (drawn["unit"], drawn["due_on"], drawn["basis_on"]) == (
        "jia",
        "2026-05-31",
        "2026-04-08",
    )
    parcel = drawn_from(shipped()["parcel"], {"item": "P-1", "title": "老车站", "owner": "jia"})
    assert (parcel["matter"], parcel["basis"], "due_on" in parcel) == ("老车站", "item", False)


def test_feedback_is_reviewed_returned_and_done_again_with_the_clock_running_on() -> None:
    entries = list(issued(TOLD).entries)
    due = row_of(entries)["due_on"]
    first = answer(SLIP, "DB-2026-009", row_of(entries), {"progress": "正在办"}, TODAY, stamp("chen", "jia", 1), passing())  # fmt: skip
    assert [e.verb for e in first.entries] == ["feedback", "stage"]
    entries += first.entries
    assert row_of(entries)["stage"] == "answered"
    back = review(
        SLIP, row_of(entries), first.entries[0], False, "没有说明原因", stamp(minute=2), desk()
    )
    assert [act_of(e) for e in back.entries if e.verb == "handle"] == ["redo"]
    entries += back.entries
    row = row_of(entries)
    assert (row["stage"], row["review"], row.get("progress"), row["due_on"]) == (
        "issued",
        "returned",
        None,
        due,
    )
    second = answer(SLIP, "DB-2026-009", row, {"progress": "办完了", "done_on": "2026-04-08"}, TODAY, stamp("chen", "jia", 3), passing())  # fmt: skip
    entries += second.entries
    taken = review(SLIP, row_of(entries), second.entries[0], True, "", stamp(minute=4), desk())
    entries += taken.entries
    assert (row_of(entries)["stage"], row_of(entries)["review"]) == ("reviewed", "accepted")


def test_a_return_needs_its_reason_and_a_review_its_feedback() -> None:
    entries = list(issued(TOLD).entries)
    told = answer(SLIP, "DB-2026-009", row_of(entries), {"progress": "在办"}, TODAY, stamp("chen", "jia", 1), passing())  # fmt: skip
    row = row_of([*entries, *told.entries])
    assert ids(review(SLIP, row, told.entries[0], False, " ", stamp(minute=2), desk())) == ["K-013"]
    assert ids(review(SLIP, row, entries[0], True, "", stamp(minute=2), desk())) == ["K-053"]
    once = review(SLIP, row, told.entries[0], True, "", stamp(minute=2), desk())
    twice = review(SLIP, row, told.entries[0], True, "", stamp(minute=3), desk(), once.entries)
    assert ids(twice) == ["K-020"]


def test_closing_waits_for_the_review_and_for_a_second_person() -> None:
    told = Entry("slip", "DB-2026-009", "feedback", {}, TODAY, stamp().known_at, "chen", "jia")
    row = {"item": "DB-2026-009", "register": "slip", "owner": "jia"}
    assert ids(finish(row, [told], TODAY, stamp(), "核对无误")) == ["K-052"]
    reviewed = {**row, "review": "accepted"}
    assert ids(finish(reviewed, [told], TODAY, stamp("chen"), "核对无误")) == ["K-014"]
    assert ids(finish(reviewed, [told], TODAY, stamp(), "")) == ["K-013"]
    assert [e.verb for e in finish(reviewed, [told], TODAY, stamp(), "核对无误").entries] == [
        "close"
    ]
