"""Whose money starts whom: first in, first out, to the last 万元."""

from __future__ import annotations

import pytest

from luoshi.land.chain import OVERDRAFT, POOL, chain
from luoshi.land.flows import flows
from luoshi.land.office import first_plan
from tests.core.land.made import district, small
from tests.core.land.small import CASE, PLAN


def test_the_chain_of_the_small_world_by_hand() -> None:
    # opening 250 pays A 100, C 70, R 50 and 16 of duties and holding up to May: 14 are left; June needs 80 for B after 2 for the pool
    funds = {(f.giver, f.taker): (f.month, f.wan) for f in chain(CASE, PLAN)}
    assert funds[POOL, "A"] == (0, 100.0)
    assert funds[POOL, "C"] == (0, 70.0)
    assert funds[POOL, "R"] == (0, 50.0)
    assert funds[POOL, "B"] == (4, pytest.approx(12.0))
    assert funds["A", "B"] == (4, pytest.approx(68.0))


@pytest.mark.parametrize("seed", range(30))
def test_every_payment_is_covered_and_no_giver_gives_more_than_it_has(seed: int) -> None:
    for case in (small(seed), district(seed, 8, 18)):
        plan = first_plan(case, "ratio")
        flow, funds = flows(case, plan), chain(case, plan)
        works = sum(f.wan for f in funds if f.taker != POOL)
        assert works == pytest.approx(flow.spent_wan.sum())
        for parcel in case.parcels:
            gave = sum(f.wan for f in funds if f.giver == parcel.key)
            assert gave <= parcel.back_wan + 1e-6
        overdrawn = any(f.giver == OVERDRAFT for f in funds)
        assert overdrawn == bool((flow.cash_wan < -1e-6).any())
