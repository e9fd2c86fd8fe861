"""Issuing accepted drafts: fresh numbers, a unit for each, bindings that hold, and never the same sentence twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

import pytest

from luoshi.declare.register import Catalogue
from luoshi.desk.issue import Acceptance, issue, new_keys
from luoshi.registers.catalogue import shipped
from tests.core.desk.ground import DESK, PLOT, stamp

SAID_ON = date(2026, 4, 8)
FIELDS: Mapping[str, Any] = {
    "quote": "4月末挂牌3宗地块",
    "action": "挂牌",
    "unit": "主管局",
    "deadline_on": "2026-04-30",
}
BOUND = {
    **FIELDS,
    "register_key": "parcel",
    "measure_key": "released_wan",
    "comparator": ">=",
    "target": 480000000,
    "target_unit": "元",
}


def issued(*accepted: Acceptance, taken: Mapping[str, Mapping[str, Any]] | None = None) -> Any:
    catalogue: Catalogue = shipped()
    return issue(accepted, catalogue, taken or {}, SAID_ON, stamp("zhou", "ju"), DESK)


def test_an_accepted_draft_becomes_a_commitment_with_its_sentence() -> None:
    outcome = issued(Acceptance(FIELDS, "f" * 64, 10, 20))
    assert outcome.problems == ()
    (entry,) = outcome.entries
    assert (entry.register, entry.key, entry.verb, entry.true_on) == (
        "commitment",
        "R-001",
        "open",
        SAID_ON,
    )
    assert entry.fields["deadline_on"] == "2026-04-30"
    assert entry.source is not None
    assert (entry.source.document, entry.source.start, entry.source.end) == ("f" * 64, 10, 20)
    assert entry.source.quote == FIELDS["quote"]


def test_numbers_follow_the_highest_one_taken() -> None:
    keys = new_keys(shipped()["commitment"], ["R-001", "R-017", "X-099"], SAID_ON)
    assert list(islice(keys, 2)) == ["R-018", "R-019"]
    from dataclasses import replace

    dated = replace(PLOT, number="{year}Q{quarter}-{n:03d}")
    assert list(islice(new_keys(dated, ["2026Q2-004", "2025Q2-009"], SAID_ON), 1)) == ["2026Q2-005"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({**FIELDS, "unit": ""}, "K-022"),
        ({**BOUND, "measure_key": "beauty"}, "K-023"),
        ({**BOUND, "register_key": "garden"}, "K-023"),
        ({**BOUND, "target": None}, "K-024"),
        ({**BOUND, "target_unit": "个"}, "K-026"),
        ({**FIELDS, "deadline_on": "2026-04-31"}, "K-002"),
    ],
)
def test_what_was_not_settled_is_named(fields: Mapping[str, Any], expected: str) -> None:
    outcome = issued(Acceptance(fields, "f" * 64, 10, 20))
    assert outcome.entries == ()
    assert expected in [p.id for p in outcome.problems]


def test_one_fault_keeps_all_of_them_out() -> None:
    outcome = issued(
        Acceptance(FIELDS, "f" * 64, 10, 20), Acceptance({**FIELDS, "unit": ""}, "f" * 64, 30, 40)
    )
    assert outcome.entries == ()
    assert [p.id for p in outcome.problems] == ["K-022"]


@pytest.mark.parametrize(
    ("span", "refused"), [((10, 20), True), ((19, 25), True), ((20, 25), False), ((5, 10), False)]
)
def test_a_sentence_is_issued_once(span: tuple[int, int], refused: bool) -> None:
    taken = {
        "R-001": {
            "document": "f" * 64,
            "span_start": 10,
            "span_end": 20,
            "opened_on": SAID_ON,
            "issued_by": "周",
        }
    }
    outcome = issued(Acceptance(FIELDS, "f" * 64, *span), taken=taken)
    assert [p.id for p in outcome.problems] == (["K-025"] if refused else [])
    other = issued(Acceptance(FIELDS, "e" * 64, *span), taken=taken)
    assert other.problems == ()
