"""The second reading of the rules: a right plan is silent, and each rule that is broken is named with parcel and month."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.land.case import Case, Promise
from luoshi.land.checker import cash, check, value
from luoshi.land.flows import flows, worth
from luoshi.land.plan import Plan, Work
from tests.core.land.small import CASE, PLAN


def changed(works: dict[str, Work] | None = None, **listed: int | None) -> Plan:
    months = {**PLAN.listed, **listed}
    return Plan({**PLAN.works, **(works or {})}, {k: m for k, m in months.items() if m is not None})


def test_a_right_plan_is_silent() -> None:
    assert check(CASE, PLAN) == ()
    assert check(CASE, PLAN, "en") == ()


def test_doing_nothing_breaks_only_the_promises() -> None:
    assert check(replace(CASE, promises=()), Plan()) == ()
    assert len(check(CASE, Plan())) == 3


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (changed({"X": Work(0, 1)}), "没有地块 X"),
        (changed({"B": Work(3, 4)}), "B 没有第 4 种做法"),
        (changed({"B": Work(-1, 4)}), "B 没有第 0 种做法"),
        (changed({"A": Work(0, -1)}), "A 在 2023-01 开工，早于最早月份 2023-02"),
        (changed({"A": Work(0, 7)}, A=None), "A 在 2023-09 开工，到测算期末还清不完"),
        (changed(R=5), "R 不出让，却排在 2023-07 挂牌"),
        (Plan({"A": Work(0, 0), "C": Work(0, 0), "R": Work(0, 0)}, PLAN.listed), "B 没有清零，却排在 2023-08 挂牌"),
        (changed(A=2), "A 在 2023-04 挂牌，最早只能在 2023-05"),
        (changed(C=3), "C 在 2023-05 挂牌，最早只能在 2023-06"),
        (changed(B=8), "B 排在测算期以外的 2023-10 挂牌"),
        (changed({"R": Work(0, 4)}), "B 在 2023-06 开工时 R 还没清零"),
        (changed({"R": Work(0, 4)}), "C 在 2023-06 挂牌时 R 还没清零"),
        (Plan({k: w for k, w in PLAN.works.items() if k != "R"}, PLAN.listed), "C 在 2023-06 挂牌时 R 还没清零"),
        (changed({"A": Work(1, 0)}), "2023-02 要 4 个专班，只有 3 个"),
        (Plan({**PLAN.works, "B": Work(0, 1)}, {"A": 4, "C": 4, "B": 4}), "2023-06 挂牌 3 宗，最多 2 宗"),
        (Plan({**PLAN.works, "B": Work(0, 1)}, PLAN.listed), "2023-03 月末资金 -48.00 万元，低于底线 0.00 万元"),
        (changed(A=4, C=5), "到 2023-05 应挂牌（宗） 1，只有 0"),
        (Plan({"R": Work(0, 0)}, {}), "到 2023-06 应清零（宗） 2，只有 1"),
        (changed(A=5), "到 2023-07 应回款（万元） 200，只有 0"),
    ],
)  # fmt: skip
def test_each_broken_rule_is_named(plan: Plan, said: str) -> None:
    assert any(said in sentence for sentence in check(CASE, plan)), check(CASE, plan)
    assert len(check(CASE, plan, "en")) == len(check(CASE, plan))


def test_a_parcel_waiting_for_a_broken_option_is_a_sentence_and_no_crash() -> None:
    assert "R 没有第 9 种做法" in check(CASE, changed({"R": Work(8, 0)}))


@pytest.mark.parametrize("plan", [PLAN, Plan(), changed(B=None)])
def test_both_readings_of_the_money_agree(plan: Plan) -> None:
    for case in (CASE, replace(CASE, release_by=None)):
        weighted = replace(
            case, objective=replace(case.objective, released_wan=0.5, cleared=3.0, listed=2.0)
        )
        assert cash(case, plan) == pytest.approx(flows(case, plan).cash_wan.tolist())
        assert value(weighted, plan) == pytest.approx(worth(weighted, plan))


def test_the_cash_of_the_small_world_by_hand() -> None:
    # opening 250; each month: other -1, holding 2 of A (to its listing in May), 1 of B (to August), costs 50+60+30, 40+30, 10
    assert cash(CASE, PLAN)[:4] == [250 - 4 - 140, 106 - 4 - 70, 32 - 4 - 10, 18 - 4]
    assert cash(CASE, PLAN)[4] == 14 - 2 - 80 + 200


def test_a_floor_of_a_single_month_counts() -> None:
    floor = tuple(50.0 if month == 2 else 0.0 for month in range(CASE.horizon))
    case: Case = replace(
        CASE, pool=replace(CASE.pool, floor_wan=floor), promises=(Promise("listed", 1, 3),)
    )
    assert check(case, PLAN) == ("2023-04 月末资金 18.00 万元，低于底线 50.00 万元",)
