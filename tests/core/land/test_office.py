"""The office's own rules: whole plans that break nothing but, at worst, a promise or a month that was short before."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from luoshi.land.case import After, Option, Parcel, Promise
from luoshi.land.checker import cash, check, value
from luoshi.land.office import RULES, Rule, first_plan
from luoshi.land.plan import Plan
from tests.core.land.made import district, small
from tests.core.land.small import CASE


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_gives_a_whole_plan_of_the_small_world(rule: Rule) -> None:
    plan = first_plan(CASE, rule)
    assert check(CASE, plan) == ()
    assert value(CASE, plan) > value(CASE, Plan())


@pytest.mark.parametrize("seed", range(60))
def test_of_the_rules_of_time_none_is_broken_and_no_month_made_worse(seed: int) -> None:
    case = small(seed)
    before = cash(case, Plan())
    for rule in RULES:
        plan = first_plan(case, rule)
        broken = check(case, plan)
        assert all(said.startswith("到 ") or "月末资金" in said for said in broken), broken
        for had, has, floor in zip(before, cash(case, plan), case.pool.floor_wan, strict=True):
            assert has >= min(had, floor) - 1e-6


@pytest.mark.parametrize(("count", "months"), [(16, 24), (50, 36), (200, 60)])
def test_a_district_gets_a_valid_plan_at_once(count: int, months: int) -> None:
    for seed in (1, 2):
        for released in (False, True):
            case = district(seed, count, months, released)
            begun = time.perf_counter()
            plan = first_plan(case, "ratio")
            assert time.perf_counter() - begun < 3.0  # 0.005-0.2 s when nothing else runs
            assert check(case, plan) == ()


def test_the_rule_decides_who_comes_first() -> None:
    one, two = (Parcel(k, k, s, (Option(1, 1, (c,)),), proceeds_wan=((1, p),)) for k, s, c, p in (
        ("A", 10.0, 50.0, 100.0), ("B", 90.0, 100.0, 180.0)
    ))  # fmt: skip
    only = replace(
        CASE, parcels=(one, two), promises=(), pool=replace(CASE.pool, opening_wan=112.0)
    )
    firsts = {
        rule: min(first_plan(only, rule).works.items(), key=lambda x: x[1].start)[0]
        for rule in RULES
    }
    assert firsts == {"ratio": "A", "cheapest": "A", "quickest": "A", "sunk": "B", "dearest": "B"}


def test_the_way_is_opened_for_a_parcel_that_pays_for_it_and_for_no_other() -> None:
    road = Parcel("R", "R", 0.0, (Option(1, 1, (30.0,)),), for_sale=False)
    lot = Parcel(
        "A",
        "A",
        0.0,
        (Option(1, 1, (10.0,)),),
        proceeds_wan=((1, 100.0),),
        after=After("R", "list"),
    )
    case = replace(CASE, parcels=(lot, road), promises=())
    assert set(first_plan(case, "cheapest").works) == {"A", "R"}
    poor = replace(lot, proceeds_wan=((1, 20.0),))
    assert first_plan(replace(case, parcels=(poor, road)), "cheapest").works == {}


def test_a_loss_is_taken_when_it_was_promised_and_a_promise_out_of_reach_is_missed() -> None:
    poor = Parcel("A", "A", 0.0, (Option(2, 1, (10.0, 10.0)),), proceeds_wan=((1, 5.0),))
    case = replace(CASE, parcels=(poor,), promises=(Promise("listed", 1, 3),))
    assert first_plan(case, "ratio").listed == {"A": 3}
    late = replace(case, promises=(Promise("listed", 1, 2),))
    assert check(late, first_plan(late, "ratio")) == ("到 2023-04 应挂牌（宗） 1，只有 0",)


def test_a_parcel_that_waits_for_nobody_is_left_out() -> None:
    lost = replace(CASE.parcels[0], after=After("X", "start"))
    assert first_plan(replace(CASE, parcels=(lost,), promises=()), "ratio") == Plan()
