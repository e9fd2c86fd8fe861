"""Simulated futures: without doubt they are the flows, and worse luck is never better."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from luoshi.land.case import Option, Parcel
from luoshi.land.flows import flows
from luoshi.land.office import first_plan
from luoshi.land.plan import Plan, Work
from luoshi.land.risk import NO_DOUBT, Doubt, risk, simulated, worlds
from tests.core.land.made import district, small
from tests.core.land.small import CASE, PLAN


def least_cash(case, plan, doubt, seed=3):  # type: ignore[no-untyped-def]
    return case.pool.opening_wan + np.cumsum(
        simulated(case, plan, worlds(case, 200, seed, doubt)), axis=1
    )


@pytest.mark.parametrize("seed", range(20))
def test_without_doubt_a_plan_comes_to_its_flows(seed: int) -> None:
    for case in (small(seed), district(seed, 8, 18)):
        plan = first_plan(case, "ratio")
        exact = flows(case, plan).cash_wan
        found = risk(case, plan, 5, seed, NO_DOUBT)
        assert found.low_wan == pytest.approx(exact.tolist())
        assert found.high_wan == pytest.approx(exact.tolist())
        under = exact < np.asarray(case.pool.floor_wan) - 1e-6
        assert found.under == tuple(under.astype(float))
        assert found.ever_under == float(under.any())
        assert found.breaks_in == (int(under.argmax()) if under.any() else None)


def test_the_same_seed_tells_the_same() -> None:
    case = district(1)
    plan = first_plan(case, "ratio")
    assert risk(case, plan, 300) == risk(case, plan, 300)
    assert risk(case, plan, 300) != risk(case, plan, 300, seed=2)


@pytest.mark.parametrize("seed", range(8))
def test_more_failed_auctions_never_raise_cash_in_any_future(seed: int) -> None:
    case = district(seed, 8, 18)
    plan = first_plan(case, "ratio")
    before = least_cash(case, plan, replace(NO_DOUBT, relist_months=3))
    for share in (0.1, 0.3, 0.6, 1.0):
        after = least_cash(case, plan, replace(NO_DOUBT, failed_share=share, relist_months=3))
        assert (after <= before + 1e-6).all()
        before = after
    longer = least_cash(case, plan, replace(NO_DOUBT, failed_share=1.0, relist_months=5))
    assert (longer <= before + 1e-6).all()


@pytest.mark.parametrize("seed", range(8))
def test_more_late_works_never_raise_cash_when_nothing_waits_for_them(seed: int) -> None:
    made = district(seed, 8, 18)
    case = replace(made, parcels=tuple(replace(p, after=None) for p in made.parcels))
    plan = first_plan(case, "ratio")
    late = replace(NO_DOUBT, late_least=1, late_most=4)
    before = least_cash(case, plan, late)
    for share in (0.2, 0.5, 1.0):
        after = least_cash(case, plan, replace(late, late_share=share))
        assert (after <= before + 1e-6).all()
        before = after


def test_wider_prices_widen_what_the_pool_may_hold() -> None:
    case = district(2)
    plan = first_plan(case, "ratio")
    wide = [
        risk(case, plan, 500, 1, replace(NO_DOUBT, market_sigma=s)) for s in (0.0, 0.05, 0.1, 0.2)
    ]
    spans = [one.high_wan[-1] - one.low_wan[-1] for one in wide]
    assert spans == sorted(spans)
    assert wide[0].worst_cash_wan >= wide[-1].worst_cash_wan
    assert wide[0].worst_npv_wan >= wide[-1].worst_npv_wan


def test_what_waits_for_late_works_waits_longer() -> None:
    late = replace(NO_DOUBT, late_share=1.0, late_least=2, late_most=2)
    found = risk(CASE, PLAN, 1, 1, late)
    # A is clear two months later and listed in 5; C in 6; the road ends in 2, in time for B, which is listed in 8: beyond the months shown
    moved = flows(CASE, Plan(PLAN.works, {"A": 5, "C": 6, "B": 7}))
    assert found.middle_wan[:8] == pytest.approx(moved.cash_wan[:8].tolist())


def test_the_spread_of_a_parcel_stands_for_its_own_doubt() -> None:
    parcel = Parcel("A", "甲", 0.0, (Option(1, 1, (1.0,)),), 0, 1, ((1, 100.0),), spread=(0.7, 1.2))
    case = replace(CASE, parcels=(parcel,), promises=())
    plan = Plan({"A": Work(0, 0)}, {"A": 2})
    doubt = replace(NO_DOUBT, use_spread=True)
    back = simulated(case, plan, worlds(case, 40_000, 1, doubt))[:, 3] + 1.0
    assert np.quantile(back, 0.1) == pytest.approx(70.0, rel=0.01)
    assert np.quantile(back, 0.9) == pytest.approx(120.0, rel=0.01)
    plain = simulated(case, plan, worlds(case, 10, 1, NO_DOUBT))[:, 3] + 1.0
    assert plain == pytest.approx(100.0)


def test_the_mean_of_prices_is_what_was_expected() -> None:
    world = worlds(district(1), 20_000, 5, replace(Doubt(), use_spread=False))
    assert world.price.mean() == pytest.approx(1.0, abs=0.01)
    assert (world.relisted > 0).mean() == pytest.approx(0.15, abs=0.01)
    assert (world.late > 0).mean() == pytest.approx(0.30, abs=0.01)
    assert set(np.unique(world.late)) == {0, 1, 2, 3, 4}


def test_a_doubt_below_zero_is_our_own_fault() -> None:
    with pytest.raises(ValueError):
        risk(CASE, PLAN, doubt=replace(NO_DOUBT, market_sigma=-0.1))
    with pytest.raises(ValueError):
        risk(CASE, PLAN, draws=0)


def test_a_district_is_simulated_well_under_a_second() -> None:
    case = district(1)
    plan = first_plan(case, "ratio")
    begun = time.perf_counter()
    found = risk(case, plan)
    assert time.perf_counter() - begun < 2.0  # 0.05-0.2 s when nothing else runs
    assert len(found.under) == case.horizon
    assert max(found.under) <= found.ever_under <= 1.0
