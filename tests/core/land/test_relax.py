"""A case without a plan: what breaks, and mends that are enough and no larger than they must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.land.breach import breach, possible, richer
from luoshi.land.case import Case, Objective, Promise
from luoshi.land.checker import check
from luoshi.land.plan import Plan
from luoshi.land.relax import Mend, month_of, relax
from luoshi.land.solve import solve
from tests.core.land.made import district
from tests.core.land.small import CASE, PLAN
from tests.core.land.test_pulse import best, drawn

THREE = replace(CASE, promises=(Promise("listed", 3, 3),))
POOR = replace(CASE, pool=replace(CASE.pool, opening_wan=20.0))
BOTH = replace(CASE, promises=(Promise("listed", 3, 2), Promise("released", 600.0, 6)))


def less(case: Case, mend: Mend) -> Case:
    """The case with a slightly smaller change of the same kind."""
    by = mend.amount - 1
    if mend.kind == "cash":
        return richer(case, by)
    if mend.kind in ("teams", "listings"):
        more = tuple(now + int(by) for now in getattr(case, mend.kind))
        return replace(case, **{mend.kind: more})
    at = case.promises.index(mend.promise)  # type: ignore[arg-type]
    one = case.promises[at]
    one = (
        replace(one, by=one.by + int(by))
        if mend.kind == "later"
        else replace(one, at_least=max(one.at_least - by, 0.0))
    )
    return replace(case, promises=(*case.promises[:at], one, *case.promises[at + 1 :]))


@pytest.mark.parametrize("seed", range(10))
def test_a_mend_is_enough_and_a_smaller_one_is_not(seed: int) -> None:
    case = drawn(seed)
    case = replace(
        case, promises=(Promise("listed", 2 + seed % 2, 2), Promise("released", 60.0, 4))
    )
    if best(case) is not None:
        assert relax(case, 5.0) == ()
        return
    for mend in relax(case, 8.0):
        assert check(mend.case, mend.plan) == ()
        assert best(mend.case) is not None
        assert mend.least or mend.kind == "together"
        if mend.kind != "together":
            assert best(less(case, mend)) is None
        assert mend.say("zh").endswith("。")
        assert "{" not in mend.say("en")


def test_time_and_money_are_told_apart() -> None:
    late, poor = breach(THREE), breach(POOR)
    assert not late.money
    assert poor.money
    assert "缺的是时间" in late.say()
    assert "缺的是钱" in poor.say()
    assert late.say("en").startswith("There is no plan: ")
    assert "cash" not in {mend.kind for mend in relax(THREE)}


def test_a_promise_out_of_reach_is_named_with_what_can_be_promised() -> None:
    found = breach(THREE)
    assert found.alone == THREE.promises
    assert found.promised
    said = [mend.say() for mend in relax(THREE)]
    assert said == [
        "“2023年5月底前挂牌3宗”改为“2023年5月底前挂牌2宗”，就排得出来。",
        "“2023年5月底前挂牌3宗”晚3个月，改为“2023年8月底前挂牌3宗”，就排得出来。",
    ]


def test_doing_nothing_may_break_the_floor_by_itself() -> None:
    idle = replace(CASE, promises=(), pool=replace(CASE.pool, opening_wan=2.0))
    found = breach(idle)
    assert (found.idle_month, found.promised) == (0, False)
    assert found.idle_short_wan == pytest.approx(12 * 4.0 - 2.0)
    (mend,) = relax(idle)
    assert (mend.kind, mend.amount) == ("cash", 46.0)  # the holding and duties of twelve months


def test_when_no_single_change_is_enough_they_are_told_together() -> None:
    (mend,) = relax(BOTH)
    assert mend.kind == "together"
    assert {step.kind for step in mend.steps} == {"fewer", "cash"}
    assert solve(mend.case, 5.0).plan is not None
    assert mend.say().startswith("单改一样不够，要一起改：")


def test_more_task_forces_or_listings_can_be_what_is_missing() -> None:
    rich = replace(CASE.pool, opening_wan=2000.0)
    both = Promise("listed", 2, 3)
    few = replace(CASE, pool=rich, promises=(both,), teams=(1,) * CASE.months)
    assert {"teams"} <= {mend.kind for mend in relax(few)}
    at_once = replace(CASE, pool=rich, promises=(Promise("listed", 3, 4),), listings=(1,) + (0,) * 3 + (1,) + (2,) * 3)  # fmt: skip
    assert {"listings"} <= {mend.kind for mend in relax(at_once)}


def test_the_month_in_which_a_promise_is_reached() -> None:
    assert month_of(CASE, PLAN, Promise("listed", 2, 0)) == 4
    assert month_of(CASE, PLAN, Promise("cleared", 2, 0)) == 1
    assert month_of(CASE, PLAN, Promise("released", 200.0, 0)) == 4
    assert month_of(CASE, PLAN, Promise("released", 9999.0, 0)) == CASE.horizon
    assert month_of(CASE, PLAN, Promise("listed", 9, 0)) == CASE.horizon


def test_a_district_is_mended_within_its_seconds() -> None:
    case = district(2)
    case = replace(case, promises=(Promise("listed", 6, 4),))
    mends = relax(case, 6.0)
    assert {"fewer"} <= {mend.kind for mend in mends}
    for mend in mends:
        assert check(replace(mend.case, objective=Objective()), mend.plan) == ()
    assert isinstance(possible(mends[0].case, 5.0), Plan)
