"""The whole register by columns says what one firm after the other says."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.firms import whole
from luoshi.firms.facts import facts
from luoshi.firms.reading import shipped
from luoshi.firms.verdict import entitlement
from luoshi.firms.whole import columns, evaluate
from tests.core.firms.made import EDGES, FIRMS, ON, firm

LATER = date(2026, 11, 1)
DAYS = (date(2022, 11, 1), date(2023, 3, 1), ON, date(2026, 5, 1), date(2028, 1, 1))


def same(rows: list[dict[str, Any]], on: date, known_on: date) -> None:
    """Both ways give the same answer, money and near miss for every firm and rule."""
    found = evaluate(rows, shipped(), on, known_on)
    for rule in shipped():
        one = found[rule.key]
        assert len(one.firms) == len(rows)
        for at, row in enumerate(rows):
            plain = entitlement(rule, row, on, known_on)
            assert one.answer(at) == plain.answer
            assert one.one_short(at) == plain.misses_by_one
            worth = None if math.isnan(one.worth_wan[at]) else one.worth_wan[at]
            assert worth == plain.worth_wan


@given(
    st.lists(FIRMS, max_size=6), st.sampled_from(DAYS), st.sampled_from([date(2023, 7, 1), LATER])
)
@settings(max_examples=60)
def test_columns_and_plain_agree(rows: list[dict[str, Any]], on: date, known_on: date) -> None:
    same(rows, on, known_on)


def test_columns_and_plain_agree_on_many_at_random() -> None:
    luck = random.Random(7)
    rows = [at_random(number, luck) for number in range(400)]
    same(rows, ON, LATER)
    found = evaluate(rows, shipped(), ON, LATER)
    asked = {one.answer(at) for one in found.values() for at in range(400)}
    assert asked == {"yes", "no", "not_known"}
    for rule in shipped():
        every = [entitlement(rule, row, ON, LATER) for row in rows]
        total = sum(one.worth_wan or 0 for one in every)
        assert found[rule.key].total_wan == pytest.approx(total)
        assert found[rule.key].yes.sum() == sum(one.answer == "yes" for one in every)
        assert found[rule.key].not_known.sum() == sum(one.answer == "not_known" for one in every)


def test_a_stream_is_read_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "BLOCK", 3)

    def stream() -> Iterator[dict[str, Any]]:
        for number in range(10):
            yield firm(firm=f"Q-{number}", staff=number or None)

    table = columns(stream(), ["staff"])
    assert table.firms == tuple(f"Q-{number}" for number in range(10))
    assert math.isnan(table.facts["staff"][0])
    assert list(table.facts["staff"][1:]) == list(range(1, 10))
    assert evaluate(columns(stream()), shipped(), ON, LATER)["T3"].yes.sum() == 9


def test_no_firms_and_no_version() -> None:
    assert evaluate([], shipped(), ON, LATER)["T1"].total_wan == 0
    assert evaluate([firm()], shipped(), date(2026, 1, 1), LATER)["T11"].not_known.all()


def at_random(number: int, luck: random.Random) -> dict[str, Any]:
    """A firm with one fact in eight not known, and values at the edges of the rules."""
    row: dict[str, Any] = {"firm": f"Q-{number}"}
    for name, fact in facts().items():
        choices: tuple[Any, ...] = (
            (True, False) if fact.type == "bool" else tuple(fact.choices) or EDGES
        )
        row[name] = None if luck.random() < 0.125 else luck.choice(choices)
    return row
