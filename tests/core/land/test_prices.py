"""Taking a case apart: trees against every plan, the bound against every plan, what is left out, and large cases in their time."""

from __future__ import annotations

import random
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from luoshi.land import narrow, prices
from luoshi.land.case import After, Case, Objective, Promise
from luoshi.land.checker import check, value
from luoshi.land.choices import Choices, as_chosen, as_plan, choices, forest
from luoshi.land.plan import Plan, Solved
from luoshi.land.recreate import Books, mixed_plan, recreate
from luoshi.land.solve import solve
from luoshi.land.trees import answer, choose, losses
from tests.core.land.cases import programme
from tests.core.land.test_pulse import best, drawn, every_plan

Gains = tuple[np.ndarray, np.ndarray]


def shaken(table: Choices, seed: int) -> Gains:
    """Gains as prices might make them."""
    dice = np.random.default_rng(seed)
    work = table.work_gain + dice.normal(0, 20, table.work_gain.shape)
    return work, table.list_gain + dice.normal(0, 20, table.list_gain.shape)


def gained(table: Choices, plan: Plan, gains: Gains) -> float:
    option, start, listed = as_chosen(table, plan).parts
    worked, sold = np.flatnonzero(option >= 0), np.flatnonzero(listed >= 0)
    works = gains[0][worked, option[worked], start[worked]].sum()
    return float(works + gains[1][sold, listed[sold]].sum())


def waits(table: Choices, plan: Plan) -> bool:
    """Does every parcel wait for what it has to wait for?"""
    told = check(
        replace(
            table.case, teams=(99,) * table.case.months, listings=(99,) * table.case.months, promises=(),
            pool=replace(table.case.pool, opening_wan=1e9),
        ),
        plan,
    )  # fmt: skip
    return not told


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_a_tree_is_answered_as_looking_at_every_plan_answers_it(seed: int) -> None:
    table = choices(drawn(seed))
    gains = shaken(table, seed)
    plans = [plan for plan in every_plan(table.case) if waits(table, plan)]
    worth = [gained(table, plan, gains) for plan in plans]
    told = answer(table, *gains)
    assert told.values.sum() == pytest.approx(max(worth))
    chosen = as_plan(table, choose(table, told))
    assert waits(table, chosen)
    assert gained(table, chosen, gains) == pytest.approx(max(worth))
    starts, listings = losses(table, told)
    most: dict[tuple[int, ...], float] = {}
    for plan, one in zip(plans, worth, strict=True):
        for n, (option, start, listed) in enumerate(
            zip(*as_chosen(table, plan).parts, strict=True)
        ):
            for key in ((n, option, start), (n, listed)):
                if -1 not in key:
                    most[key] = max(most.get(key, -np.inf), one)
    for key, one in most.items():
        loss = starts[key] if len(key) == 3 else listings[key]
        assert loss == pytest.approx(max(worth) - one)


@pytest.mark.parametrize("seed", range(1, 40, 2))
def test_any_prices_bound_every_plan_and_the_gap_leaves_no_better_plan_out(seed: int) -> None:
    case = drawn(seed)
    table, there = choices(case), best(case)
    found = prices.find(table, 10)
    if there is None:  # prices may prove it, or leave it to the exact programme
        assert solve(case, 10).status == "infeasible"
        return
    dice = random.Random(seed)
    for some in (
        prices.free(table),
        found.prices,
        prices.free(table).toward(found.prices, dice.uniform(0, 3)),
    ):
        told = answer(table, *prices.gains(table, some))
        assert prices.bound_of(table, some, told) >= there - 1e-6
    lost = narrow.losses_at(table, found.prices)
    only = narrow.within(table, lost, found.bound - there + 1e-6, None)
    plan = max((p for p in every_plan(case) if not check(case, p)), key=lambda p: value(case, p))
    option, start, listed = as_chosen(table, plan).parts
    for n in np.flatnonzero(option >= 0):
        assert only.works[n, option[n], start[n]]
    for n in np.flatnonzero(listed >= 0):
        assert only.listings[n, listed[n]]


def test_a_case_that_money_forbids_is_proven_so_by_prices_alone() -> None:
    case = programme(1, 50, 36)
    poor = replace(case, pool=replace(case.pool, opening_wan=case.pool.opening_wan / 3))
    assert prices.find(choices(poor), 10).bound == -np.inf
    assert solve(poor, 10) == Solved("infeasible", None, -np.inf, -np.inf, pytest.approx(0, abs=9))


def test_plans_by_prices_keep_the_rules_and_count_what_they_are_worth() -> None:
    case = programme(2, 50, 36)
    table = choices(case)
    found = prices.find(table, 10)
    mixed = mixed_plan(table, found.prices, found.mixed)
    better = recreate(table, found.prices, mixed.chosen, 60, rounds=60)
    again = recreate(table, found.prices, mixed.chosen, 60, rounds=60)
    assert as_plan(table, better.chosen) == as_plan(table, again.chosen)  # the same seed
    assert not mixed.better(better)
    for one in (mixed, better):
        plan = as_plan(table, one.chosen)
        assert one.value == pytest.approx(value(case, plan))
        assert (one.short == 0.0) == (check(case, plan) == ())
    nothing = Books(table, found.prices, as_chosen(table, Plan())).found()
    assert nothing.value == pytest.approx(value(case, Plan()))


def test_a_district_is_solved_within_a_small_gap_and_its_seconds() -> None:
    case, began = programme(1, 200, 60), perf_counter()
    solved = solve(case, 6.0)
    assert perf_counter() - began < 15
    assert solved.plan is not None
    assert check(case, solved.plan) == ()
    assert solved.objective == pytest.approx(value(case, solved.plan))
    assert solved.bound >= solved.objective
    assert solved.bound - solved.objective < 0.01 * (solved.bound - value(case, Plan()))


def test_a_stop_is_heard_and_the_plan_so_far_is_given() -> None:
    case, began = programme(1, 200, 60), perf_counter()
    solved = solve(case, 60.0, cancel=lambda: perf_counter() - began > 2.0)
    assert perf_counter() - began < 20
    assert solved.plan is not None
    assert check(case, solved.plan) == ()


def test_a_bound_on_parcels_is_a_whole_number() -> None:
    case = replace(programme(1, 16, 24), objective=Objective(npv=0.0, cleared=1.0))
    bound = solve(case, 1.0).bound
    assert bound == int(bound)


def test_parcels_that_wait_in_a_ring_are_solved_whole() -> None:
    solvable = 0
    for seed in range(12):
        case = drawn(seed)
        one, two, three = case.parcels
        ring = (
            replace(one, after=After(two.key, "list")),
            replace(two, after=After(one.key, "list")),
            three,
        )
        waiting = replace(case, parcels=ring, promises=())
        assert not forest(waiting)
        solved, there = solve(waiting, 10), best(waiting)
        solvable += there is not None
        assert solved.status == ("infeasible" if there is None else "optimal")
        assert there is None or solved.objective == pytest.approx(there, abs=1e-4)
    assert solvable


def moved(case: Case, before: Plan, now: Plan) -> int:
    """Months by which starts and listings moved; a parcel that came or went counts as all of them."""
    months = 0
    for was, then in (
        ({k: w.start for k, w in before.works.items()}, {k: w.start for k, w in now.works.items()}),
        (before.listed, now.listed),
    ):
        for key in {*was, *then}:
            both = key in was and key in then
            months += abs(was[key] - then[key]) if both else case.months
    return months


@pytest.mark.parametrize("seed", range(0, 24, 2))
def test_a_price_on_moves_is_weighed_against_what_they_bring(seed: int) -> None:
    case, price = drawn(seed), 2.5
    before = solve(replace(case, promises=()), 10).plan
    if before is None:
        return
    poorer = replace(case, pool=replace(case.pool, opening_wan=case.pool.opening_wan - 6.0))
    worth = [
        value(poorer, plan) - price * moved(poorer, before, plan)
        for plan in every_plan(poorer)
        if not check(poorer, plan)
    ]
    solved = solve(poorer, 10, stay=(before, price))
    assert solved.objective == pytest.approx(max(worth, default=-np.inf), abs=1e-4)


def test_a_promise_that_only_few_plans_keep_is_kept() -> None:
    case = programme(3, 16, 24)
    asked = replace(case, promises=(*case.promises, Promise("cleared", 6, 8)))
    solved = solve(asked, 5.0)
    assert solved.plan is not None
    assert check(asked, solved.plan) == ()
