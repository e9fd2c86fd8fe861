"""A pair of leads is settled once, with a reason; what was settled can be taken back, and the ledger keeps all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk
from luoshi.journeys.pairs_settled import LEAD, Fate, Told, fates, in_order, settle
from luoshi.ledger.as_of import state
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from tests.core.desk.ground import UNITS

TODAY = date(2026, 6, 3)
DESK = Desk(UNITS, TODAY, lambda *_: True)
FIRST = {"item": "X-1", "title": "封装材料", "owner": "jia", "unit": "jia"}
NOON = datetime(2026, 6, 3, 4, tzinfo=UTC)


def opening(key: str, unit: str) -> Entry:
    told = {"name": "封装材料", "unit": unit, "told_on": "2026-06-02"}
    return Entry(LEAD, key, "open", told, date(2026, 6, 2), NOON, "shen", "commerce")


class Ledger:
    """The entries of the later lead."""

    def __init__(self) -> None:
        self.entries = [opening("X-2", "yi")]

    @property
    def fields(self) -> Mapping[str, Any]:
        return state(self.entries, true_on=TODAY).fields

    def settle(self, fate: Fate, reason: str = "同一家企业") -> Outcome:
        row = {**self.fields, "item": "X-2", "title": "封装材料", "owner": "yi"}
        stamp = Stamp("shen", "commerce", NOON + timedelta(minutes=len(self.entries)))
        told = settle(Told(FIRST, row), fate, self.entries, reason, shipped()[LEAD], stamp, DESK)
        self.entries += told.entries
        return told


def ids(told: Outcome) -> list[str]:
    return [one.id for one in told.problems]


def test_the_one_told_first_is_the_one_whose_entry_stands_first_whatever_its_row_says() -> None:
    late = {**FIRST, "told_on": date(2026, 6, 2)}
    early = {"item": "X-2", "told_on": date(2026, 1, 1)}
    assert in_order(early, late, {"X-1": 0, "X-2": 1}).key == "X-1|X-2"
    assert in_order(early, late, {"X-1": 5, "X-2": 1}).key == "X-2|X-1"


def test_the_same_makes_the_later_one_repeated_and_names_the_first() -> None:
    ledger = Ledger()
    told = ledger.settle("same")
    assert not told.refused
    assert [one.verb for one in told.entries] == ["note", "report"]
    assert (ledger.fields["verdict"], ledger.fields["same_as"]) == ("repeated", "X-1")
    assert ledger.fields["screened_on"] == "2026-06-03"
    assert set(fates(ledger.entries)) == {"X-1|X-2"}


def test_two_changes_no_fact_and_is_not_asked_again() -> None:
    ledger = Ledger()
    before = dict(ledger.fields)
    assert [one.verb for one in ledger.settle("two", "两家公司").entries] == ["note"]
    assert {name: ledger.fields[name] for name in before} == before
    assert ids(ledger.settle("same")) == ["L-201"]


def test_what_is_taken_back_leaves_what_stood_there_before() -> None:
    ledger = Ledger()
    before = dict(ledger.fields)
    assert ids(ledger.settle("open")) == ["L-202"]
    ledger.settle("same")
    ledger.settle("open", "问过了，是两家")
    assert {name: ledger.fields.get(name) for name in ("verdict", "same_as", "screened_on")} == {
        name: before.get(name) for name in ("verdict", "same_as", "screened_on")
    }
    assert fates(ledger.entries) == {}
    assert len(ledger.entries) == 1 + 2 + 2
    assert not ledger.settle("same", "还是同一家").refused
    assert ledger.fields["verdict"] == "repeated"


def test_nothing_is_settled_without_a_reason() -> None:
    ledger = Ledger()
    assert ids(ledger.settle("same", " ")) == ["K-013"]
    assert ids(ledger.settle("open", "")) == ["L-202", "K-013"]
    assert len(ledger.entries) == 1
