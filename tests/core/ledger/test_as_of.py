"""State as of two dates: each rule of `as_of` by its number, and the whole against a plain twin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import as_of, chain
from luoshi.ledger.entry import Entry
from tests.core.ledger.plain_twin import plain_state
from tests.core.ledger.small_ledgers import day, entry, random_entries, told


def fields(entries: list[Entry], on: int = 9, at: int = 99) -> dict[str, Any]:
    return dict(as_of.state(entries, true_on=day(on), known_at=told(at)).fields)


def test_1_only_what_was_known_counts() -> None:
    late = [entry(fields={"a": 1}, on=0, at=0), entry(fields={"a": 2}, on=1, at=5)]
    assert fields(late, on=9, at=4) == {"a": 1}
    assert fields(late, on=9, at=5) == {"a": 2}
    assert as_of.state(late, true_on=day(9)).fields == {"a": 2}, "None: everything known"


def test_2_a_withdrawn_entry_does_not_count_until_its_withdrawal_is_withdrawn() -> None:
    first = entry(fields={"a": 1}, on=0, at=0)
    second = entry(fields={"a": 2}, on=1, at=1)
    gone = entry("withdraw", about=second, on=8, at=2)
    back = entry("withdraw", about=gone, at=3)
    gone_again = entry("return", about=back, at=4)
    every = [first, second, gone, back, gone_again]
    assert [fields(every, on=5, at=at)["a"] for at in (1, 2, 3, 4)] == [2, 1, 2, 1]


def test_3_a_correction_takes_over_only_the_fields_it_names_from_its_own_day() -> None:
    wrong = entry(fields={"a": 1, "b": 1}, on=2, at=0)
    right = entry("correct", {"a": 5}, about=wrong, on=4, at=1, reason="typing error")
    assert fields([wrong, right], on=3) == {"b": 1}
    assert fields([wrong, right], on=4) == {"a": 5, "b": 1}
    assert fields([wrong, right], on=4, at=0) == {"a": 1, "b": 1}


def test_3_a_correction_of_a_correction_leaves_the_first_value_voided() -> None:
    wrong = entry(fields={"a": 1}, on=2, at=0)
    better = entry("correct", {"a": 2}, about=wrong, on=2, at=1)
    best = entry("correct", {"a": 3}, about=better, on=2, at=2)
    assert fields([wrong, better, best]) == {"a": 3}
    assert fields([wrong, better, best, entry("withdraw", about=best, at=3)]) == {"a": 2}


def test_4_a_correction_falls_with_what_it_corrects() -> None:
    before = entry(fields={"a": 0}, on=0, at=0)
    wrong = entry(fields={"a": 1}, on=2, at=1)
    right = entry("correct", {"a": 2}, about=wrong, on=2, at=2)
    returned = entry("return", about=wrong, at=3)
    assert fields([before, wrong, right, returned]) == {"a": 0}
    assert fields([before, wrong, right, entry("withdraw", about=right, at=3)]) == {"a": 1}


def test_5_about_reaches_no_other_item() -> None:
    mine = entry(fields={"a": 1}, key="P-1")
    other = entry("withdraw", about=mine, key="P-2", at=1)
    assert as_of.states([mine, other], true_on=day(1)).keys() == {("parcel", "P-1")}


def test_6_the_last_true_day_wins_then_the_last_told_then_the_digest() -> None:
    assert fields([entry(fields={"a": 1}, on=3, at=0), entry(fields={"a": 2}, on=2, at=9)]) == {
        "a": 1
    }
    assert fields([entry(fields={"a": 1}, on=3, at=1), entry(fields={"a": 2}, on=3, at=0)]) == {
        "a": 1
    }
    tied = [entry(fields={"a": 1}), entry(fields={"a": 2})]
    assert fields(tied) == fields(tied[::-1]) == dict(max(tied, key=chain.digest).fields)


def test_7_a_note_changes_no_field_and_none_is_a_value() -> None:
    item = [
        entry("open", {"a": 1}, at=0),
        entry("note", {"a": 2}, at=1),
        entry(fields={"b": None}, at=2),
    ]
    assert fields(item) == {"a": 1, "b": None}
    assert as_of.state(item, true_on=day(0)).told_by == {
        "a": chain.digest(item[0]),
        "b": chain.digest(item[2]),
    }


def test_8_an_item_is_there_once_something_is_told_of_it() -> None:
    opened = entry("open", {"a": 1}, on=2, at=0)
    assert as_of.states([opened], true_on=day(1)) == {}
    assert as_of.states([opened], true_on=day(2)) != {}
    assert as_of.states([opened, entry("withdraw", about=opened, at=1)], true_on=day(2)) == {}
    assert as_of.states([entry("note")], true_on=day(2)) == {}
    gone = as_of.state([opened], true_on=day(1))
    assert (gone.fields, gone.entries) == ({}, ())


def test_9_system_columns() -> None:
    opened = entry("open", {"stage": "new"}, on=0, at=0)
    listed = entry("stage", {"stage": "listed"}, on=2, at=1)
    report = entry("report", {"a": 1}, on=3, at=2)
    closed = entry("close", on=4, at=3)
    every = [opened, listed, report, closed]
    item = as_of.state(every, true_on=day(9))
    assert as_of.system_columns(item) == {
        "item": "P-1",
        "stage": "listed",
        "opened_on": day(0),
        "reported_on": day(3),
        "closed_on": day(4),
    }
    assert item.stages == {"new": day(0), "listed": day(2)}
    reopened = as_of.state([*every, entry("reopen", on=5, at=4)], true_on=day(9))
    assert as_of.system_columns(reopened)["closed_on"] is None
    unclosed = as_of.state([*every, entry("withdraw", about=closed, at=4)], true_on=day(9))
    assert as_of.system_columns(unclosed)["closed_on"] is None


def test_9_an_act_upon_the_clock_tells_fields_and_is_no_report() -> None:
    told = [
        entry("open", {"due_on": "2025-01-05"}, on=0, at=0),
        entry("report", {"done": 1}, on=1, at=1),
        entry("handle", {"due_on": "2025-01-09"}, on=3, at=2),
    ]
    item = as_of.state(told, true_on=day(9))
    assert item.fields == {"due_on": "2025-01-09", "done": 1}
    assert as_of.system_columns(item)["reported_on"] == day(1)


@given(random_entries(), st.integers(0, 6), st.integers(0, 24))
def test_as_of_is_the_plain_twin(entries: list[Entry], on: int, at: int) -> None:
    found = as_of.states(entries, true_on=day(on), known_at=told(at))
    for key in {e.key for e in entries}:
        expected = plain_state([e for e in entries if e.key == key], day(on), told(at))
        item = found.get(("parcel", key))
        assert (item is None) == (expected is None)
        if item is not None and expected is not None:
            assert item.fields == expected.pop("fields")
            columns = as_of.system_columns(item)
            assert {name: columns[name] for name in expected} == expected


@given(random_entries(items=1), st.randoms(use_true_random=False))
def test_the_order_of_appending_changes_nothing(entries: list[Entry], chance: Any) -> None:
    shuffled = chance.sample(entries, len(entries))
    for on in range(6):
        one = as_of.state(chain.seal(entries, chain.START), true_on=day(on))
        other = as_of.state(chain.seal(shuffled, chain.START), true_on=day(on))
        assert (one.fields, one.told_by, one.stages) == (other.fields, other.told_by, other.stages)
        assert as_of.system_columns(one) == as_of.system_columns(other)


def test_a_long_quarrel_of_withdrawals_is_judged_without_recursion() -> None:
    every = [entry(fields={"a": 1})]
    for at in range(1, 5002):
        every.append(entry("withdraw", about=every[-1], at=at))
    assert as_of.states(every, true_on=day(0)) == {}
    assert as_of.states(every[:-1], true_on=day(0)) != {}


def test_an_unknown_or_unfit_parameter_is_an_error() -> None:
    item: list[Any] = [entry()]
    with pytest.raises(TypeError):
        as_of.state(item, true_on=day(0), know_at=told(0))  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        as_of.states(item, day(0))  # type: ignore[misc]
    with pytest.raises(AssertionError):
        as_of.state(item, true_on=told(0))
    with pytest.raises(AssertionError):
        as_of.state(item, true_on=day(0), known_at=datetime(2025, 1, 1))
