"""Reasons: the numbers are those of enumeration, the sentences those of an office, and the time is kept."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from luoshi.land.case import Case, Objective, Option, Parcel, Pool, Promise
from luoshi.land.checker import check, value
from luoshi.land.forced import Forcing
from luoshi.land.plan import Plan
from luoshi.land.reasons import Reason, reasons
from luoshi.land.solve import solve
from luoshi.land.words import month, promise, words
from luoshi.values.said import money
from tests.core.land.made import district
from tests.core.land.small import CASE
from tests.core.land.test_pulse import drawn, every_plan

MONTHS = 6


def two(second_price: float = 130.0, opening: float = 110.0) -> Case:
    """Two parcels, money and time for one of them only."""
    first = Parcel("A", "东坡地块", 500.0, (Option(2, 1, (50.0, 50.0)),), 0, 1, ((1, 150.0),))
    second = Parcel(
        "B", "西岗地块", 300.0, (Option(2, 1, (50.0, 50.0)),), 0, 1, ((1, second_price),)
    )
    return Case(
        "2023-02", MONTHS, 0, 0.0, Objective(), None, Pool(opening, (0.0,) * MONTHS, (0.0,) * MONTHS),
        (1,) * MONTHS, (2,) * MONTHS, (), (first, second),
    )  # fmt: skip


def of(kind: str, found: tuple[Reason, ...]) -> list[Reason]:
    return [reason for reason in found if reason.kind == kind]


def test_why_not_this_parcel_in_the_words_of_an_office() -> None:
    case = two()
    found = reasons(case, solve(case, 5.0), 5.0)
    (left,) = of("left", found)
    assert left.facts["rise_percent"] == 16  # 150 - 130 of 130: 15.4 %
    assert left.say() == (
        "西岗地块没有排进：多卖16%（约21万元）就能排进；拆迁补偿等少花20%（约20万元）也行；"
        "现在硬排进去，净收益少20万元；要挤掉东坡地块。"
    )
    assert left.say("en").startswith("西岗地块 is left out: it comes in if it sells for 16%")
    assert value(two(130.0 * 1.16), solve(two(130.0 * 1.16), 5.0).plan or Plan()) > 50.0


def test_why_this_parcel_and_whose_money_starts_it() -> None:
    case = two()
    case = replace(case, months=12, teams=(1,) * 12, listings=(2,) * 12, pool=Pool(110.0, (0.0,) * 12, (0.0,) * 12))  # fmt: skip
    chosen = of("chosen", reasons(case, solve(case, 5.0), 5.0))
    assert [reason.parcel for reason in chosen] == ["A", "B"] or [
        reason.parcel for reason in chosen
    ] == ["B", "A"]
    first, second = (reason.say() for reason in chosen)
    assert "钱从资金池（100%）来" in first
    assert f"它回笼的钱接着投{chosen[1].facts['name']}" in first
    assert f"{chosen[0].facts['name']}的回笼" in second


def test_a_parcel_that_time_shuts_out_is_told_apart_from_one_that_money_does() -> None:
    case = two()
    slow = replace(case.parcels[1], options=(Option(9, 1, (10.0,) * 9),))
    late = replace(case, parcels=(case.parcels[0], slow))
    (left,) = of("left", reasons(late, solve(late, 5.0), 5.0))
    assert left.say() == "西岗地块没有排进：测算期内来不及清零挂牌，给多少钱也不行。"
    dear = replace(case.parcels[1], options=(Option(1, 1, (500.0,)),))
    poor = replace(case, parcels=(case.parcels[0], dear))
    (left,) = of("left", reasons(poor, solve(poor, 5.0), 5.0))
    assert "资金池撑不起" in left.say()


@pytest.mark.parametrize("seed", range(30))
def test_what_forcing_costs_is_what_enumeration_says(seed: int) -> None:
    case = drawn(seed)
    solved = solve(case, 5.0)
    if solved.plan is None:
        assert reasons(case, solved, 1.0) == ()
        return
    valid = [plan for plan in every_plan(case) if not check(case, plan)]
    forcing = Forcing.of(case)
    for n, parcel in enumerate(case.parcels):
        inside = [p for p in valid if parcel.key in (p.listed if parcel.for_sale else p.works)]
        exact = max((value(case, plan) for plan in inside), default=None)
        if exact is not None:
            assert forcing.bound(n) >= exact - 1e-6
        found = forcing.exact(n, 5.0)
        assert (found.plan is None) == (exact is None)
        if exact is not None:
            assert found.objective == pytest.approx(exact, abs=1e-3)
            near = forcing.near(n, solved.plan, 5.0)
            assert near.plan is None or near.objective <= exact + 1e-3
    assert forcing.exact(0, 5.0).status in ("optimal", "infeasible")
    for reason in reasons(case, solved, 5.0):
        for lang in ("zh", "en"):
            assert "{" not in reason.say(lang)
        assert reason.as_json()["say"] == reason.say()


@pytest.mark.parametrize("seed", range(12))
def test_a_price_that_is_said_to_let_a_parcel_in_does(seed: int) -> None:
    case = replace(drawn(seed), promises=(), objective=Objective())
    case = replace(case, pool=replace(case.pool, other_wan=(0.0,) * case.horizon, opening_wan=90.0))
    solved = solve(case, 5.0)
    assert solved.plan is not None
    for reason in of("left", reasons(case, solved, 5.0)):
        if "rise_percent" not in reason.facts:
            continue
        rise = float(reason.facts["rise_percent"]) / 100  # type: ignore[arg-type]
        for factor, enough in ((1 + rise, True), (1 + rise - 0.011, False)):
            if not enough and ("left_price" not in reason.parts or rise <= 0.01):
                continue
            parcels = tuple(
                replace(p, proceeds_wan=tuple((m, w * factor) for m, w in p.proceeds_wan))
                if p.key == reason.parcel
                else p
                for p in case.parcels
            )
            changed = replace(case, parcels=parcels)
            n = [p.key for p in parcels].index(reason.parcel)
            inside = Forcing.of(changed).exact(n, 5.0).objective
            assert (inside >= solved.objective - 1e-3) == enough


def test_more_money_is_worth_what_a_second_solve_says() -> None:
    case = two(opening=110.0)
    (more,) = of("more_cash", reasons(case, solve(case, 5.0), 5.0))
    assert "缺的不是钱" in more.say()  # one task force: time is short, not money
    freed = replace(case, teams=(2,) * MONTHS)
    (more,) = of("more_cash", reasons(freed, solve(freed, 5.0), 5.0))
    assert more.say() == "年初资金池多1,000万元，净收益多30万元；西岗地块可以排进。"
    (left,) = of("left", reasons(freed, solve(freed, 5.0), 5.0))
    assert "年初资金池多1,000万元也会排进" in left.say()


def test_the_promise_that_breaks_first_comes_first() -> None:
    case = replace(CASE, promises=(Promise("cleared", 2, 6), Promise("listed", 1, 3)))
    first, second = of("promise", reasons(case, solve(case, 5.0), 3.0))
    assert first.say().startswith("最先落空的会是“2023年5月底前挂牌1宗”：")
    assert first.facts["early_months"] <= second.facts["early_months"]  # type: ignore[operator]


def test_the_offices_rules_lose_something() -> None:
    solved = solve(CASE, 5.0)
    office = of("office", reasons(CASE, solved, 3.0))
    assert office
    assert all(reason.say().startswith("按“") for reason in office)
    assert any("净收益少" in reason.say() for reason in office)


def test_a_district_is_explained_within_its_seconds() -> None:
    case = district(2)
    solved = solve(case, 2.0)
    begun = time.perf_counter()
    found = reasons(case, solved, 4.0)
    assert time.perf_counter() - begun < 6.0
    assert {reason.kind for reason in found} == {"promise", "more_cash", "chosen", "left", "office"}
    assert len(of("chosen", found)) + len(of("left", found)) == len(case.parcels)


def test_every_sentence_has_both_languages_and_amounts_read_well() -> None:
    assert all(label.zh and label.en for label in words().values())
    assert money(450).zh == "450万元"
    assert money(12345).zh == "1.23亿元"
    assert money(1200).en == "12 million yuan"
    assert money(3.26) == ("3.3万元", "32,600 yuan")
    assert month("2023-04") == ("2023年4月", "April 2023")
    assert promise(CASE, Promise("listed", 1, 2)).en == "1 parcel listed by the end of April 2023"
