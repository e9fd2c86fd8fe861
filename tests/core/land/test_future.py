"""Futures change proceeds, and nothing else."""

from __future__ import annotations

import pytest

from luoshi.land.flows import flows
from luoshi.land.future import BOTH, FUTURES, LATE, LOW, Future, any_one_bad, under
from luoshi.values.label import Label
from tests.core.land.small import CASE, PLAN


def test_lower_prices_bring_less_in_the_same_months() -> None:
    before, after = flows(CASE, PLAN), flows(under(CASE, LOW), PLAN)
    assert after.back_wan == pytest.approx(0.8 * before.back_wan)
    assert after.spent_wan.tolist() == before.spent_wan.tolist()
    assert after.held_wan.tolist() == before.held_wan.tolist()


def test_later_money_is_the_same_money_three_months_on() -> None:
    before, after = flows(CASE, PLAN), flows(under(CASE, LATE), PLAN)
    assert after.back_wan[3:] == pytest.approx(before.back_wan[:-3])
    assert not after.back_wan[:3].any()


def test_both_is_never_richer_than_any_other_future() -> None:
    worst = flows(under(CASE, BOTH), PLAN).cash_wan
    for future in (*FUTURES, *any_one_bad(CASE)):
        assert (flows(under(CASE, future), PLAN).cash_wan >= worst - 1e-9).all()


def test_one_sale_alone_goes_badly() -> None:
    futures = any_one_bad(CASE)
    assert [future.keys for future in futures] == [{"A"}, {"B"}, {"C"}]  # the road brings nothing
    changed = under(CASE, futures[1])
    assert [a == b for a, b in zip(changed.parcels, CASE.parcels, strict=True)] == [
        True,
        False,
        True,
        True,
    ]
    assert changed.parcels[1].proceeds_wan == ((4, 128.0),)
    assert futures[1].label.say("zh") == "乙低20%、晚3个月"
    assert futures[1].label.say("en") == "乙 20% lower and 3 months later"


def test_a_future_without_change_is_the_case_itself() -> None:
    assert under(CASE, Future("same", Label("照常", "as expected"))) is CASE
