"""The front between most money and soonest money: no dominated plan, both ends as enumeration says."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from luoshi.land.case import Objective
from luoshi.land.checker import check, value
from luoshi.land.pareto import front
from tests.core.land.made import district
from tests.core.land.small import CASE
from tests.core.land.test_pulse import drawn, every_plan


@pytest.mark.parametrize("seed", range(12))
def test_both_ends_are_those_of_enumeration_and_no_plan_is_dominated(seed: int) -> None:
    case = replace(drawn(seed), promises=())
    npv, back = replace(case, objective=Objective()), replace(case, objective=Objective(0.0, 1.0))
    all_of_them = [
        (value(npv, plan), value(back, plan)) for plan in every_plan(case) if not check(case, plan)
    ]
    points = front(case, 5, 10.0)
    if not all_of_them:
        assert points == ()
        return
    assert points[0].npv_wan == pytest.approx(max(a for a, _ in all_of_them), abs=1e-3)
    assert points[-1].released_wan == pytest.approx(max(b for _, b in all_of_them), abs=1e-3)
    for point in points:
        assert check(case, point.plan) == ()
        assert value(npv, point.plan) == pytest.approx(point.npv_wan)
        assert value(back, point.plan) == pytest.approx(point.released_wan)
        better = [
            (a, b)
            for a, b in all_of_them
            if a > point.npv_wan + 1e-3 and b >= point.released_wan - 1e-3
        ]
        assert point.gap > 1e-6 or not better
    for one, two in itertools.pairwise(points):
        assert one.npv_wan > two.npv_wan
        assert one.released_wan < two.released_wan


def test_one_point_is_the_most_money() -> None:
    assert len(front(CASE, 1, 5.0)) == 1


def test_a_district_has_a_front_within_its_seconds() -> None:
    points = front(district(2), 3, 4.0)
    assert 1 <= len(points) <= 3
    assert all(point.gap >= 0 for point in points)
