"""The exact programme against an enumeration of every plan, on small cases drawn at random; robust floors, moves and time limits."""

from __future__ import annotations

import random
from dataclasses import replace
from time import perf_counter

import pytest

from luoshi.land import pulse
from luoshi.land.case import After, Case, Objective, Option, Parcel, Pool, Promise
from luoshi.land.checker import check, value
from luoshi.land.solve import solve
from tests.core.land.every import every_plan
from tests.core.land.small import CASE

SMALL = 60  # cases


def drawn(seed: int) -> Case:
    """Three parcels, five months: small enough that every plan can be looked at."""
    luck = random.Random(seed)
    months, tail = 5, 3
    keys = ["P-1", "P-2", "P-3"]
    parcels = []
    for n, key in enumerate(keys):
        options = tuple(
            Option(d, luck.randint(0, 2), tuple(float(luck.randint(0, 40)) for _ in range(d + 1)))
            for d in luck.sample([1, 2, 3], luck.randint(1, 2))
        )
        after = (
            After(keys[n - 1], luck.choice(["start", "list"]))
            if n and luck.random() < 0.4
            else None
        )
        parcels.append(
            Parcel(key, key, 10.0, options, luck.randint(0, 1), luck.randint(0, 1),
                   ((1, float(luck.randint(0, 60))), (3, float(luck.randint(0, 60)))),
                   float(luck.randint(0, 3)), luck.random() < 0.85, after)
        )  # fmt: skip
    promises = [Promise("listed", 1, 4), Promise("released", 40.0, 5), Promise("cleared", 2, 4)]
    return Case(
        "2026-01", months, tail, luck.choice([0.0, 0.01]),
        Objective(*luck.choice([(1, 0, 0, 0), (0.001, 1, 0, 0), (0.001, 0, 1, 0), (1, 0, 0, 5)])),
        luck.choice([None, 4]),
        Pool(float(luck.randint(20, 120)), (0.0,) * (months + tail), tuple(float(luck.randint(-8, 8)) for _ in range(months + tail))),
        tuple(luck.randint(1, 3) for _ in range(months)), (luck.randint(1, 2),) * months,
        tuple(luck.sample(promises, luck.randint(0, 1))), tuple(parcels),
    )  # fmt: skip


def best(case: Case, *also: Case) -> float | None:
    values = [
        value(case, plan)
        for plan in every_plan(case)
        if not check(case, plan) and not any(check(one, plan) for one in also)
    ]
    return max(values, default=None)


@pytest.mark.parametrize("seed", range(SMALL))
def test_it_finds_what_looking_at_every_plan_finds(seed: int) -> None:
    case = drawn(seed)
    found, there = pulse.run(pulse.build(case), 10), best(case)
    if there is None:
        assert found.status == "infeasible"
        assert found.plan is None
        return
    assert found.plan is not None
    assert found.status == "optimal"
    assert check(case, found.plan) == ()
    assert found.objective == pytest.approx(there, abs=1e-4)
    assert found.bound >= there - 1e-4


@pytest.mark.parametrize("seed", range(0, SMALL, 4))
def test_a_floor_that_must_hold_in_worse_futures_too_holds_in_them(seed: int) -> None:
    case = drawn(seed)
    parcels = (
        replace(p, proceeds_wan=tuple((m + 1, wan / 2) for m, wan in p.proceeds_wan))
        for p in case.parcels
    )
    bad = replace(case, parcels=tuple(parcels), promises=())
    found, there = solve(case, 10, also=[bad]), best(case, bad)
    if there is None:
        assert found.status == "infeasible"
        return
    assert found.plan is not None
    assert check(bad, found.plan) == ()
    assert found.objective == pytest.approx(there, abs=1e-4)


@pytest.mark.parametrize("seed", range(0, SMALL, 6))
def test_a_price_on_moves_keeps_the_plan_where_it_was(seed: int) -> None:
    case = drawn(seed)
    before = solve(case, 10).plan
    poorer = replace(case, pool=replace(case.pool, opening_wan=case.pool.opening_wan * 0.9))
    if before is None or check(poorer, before):
        return
    assert solve(poorer, 10, stay=(before, 1000.0)).plan == before


def test_it_comes_back_in_time_with_the_best_plan_so_far_and_a_bound() -> None:
    case = drawn(0)
    many = tuple(
        replace(case.parcels[0], key=f"P-{n}", after=None, proceeds_wan=((1, 10.0 + n % 7),))
        for n in range(300)
    )
    big = replace(
        case, months=24, tail_months=6, parcels=many, promises=(),
        pool=Pool(200.0, (0.0,) * 30, (0.0,) * 30), teams=(3,) * 24, listings=(2,) * 24,
    )  # fmt: skip
    began = perf_counter()
    found = solve(big, 2.0)
    assert perf_counter() - began < 12
    assert found.plan is not None
    assert check(big, found.plan) == ()
    assert found.bound >= found.objective


def test_a_start_that_the_solver_miscounts_is_not_taken_for_the_best() -> None:
    for opening in range(120, 260, 10):
        case = replace(CASE, pool=replace(CASE.pool, opening_wan=float(opening)))
        warm, cold = solve(case, 5.0), pulse.run(pulse.build(case), 5.0)
        assert warm.objective == pytest.approx(cold.objective)
        assert warm.gap < 1e-6
