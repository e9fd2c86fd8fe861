"""Plans that survive bad sales: as good as enumeration says, and on the table in the right order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.land.case import Case
from luoshi.land.checker import check, value
from luoshi.land.flows import flows
from luoshi.land.future import MILD, under
from luoshi.land.robust import KINDS, WANTED, Kind, Offer, futures_of, offers, robust, shortfalls
from tests.core.land.made import district
from tests.core.land.small import CASE
from tests.core.land.test_pulse import best, drawn


def _holds(case: Case, kind: Kind, offer_plan) -> bool:  # type: ignore[no-untyped-def]
    return max(shortfalls(case, offer_plan, futures_of(case, kind)), default=0.0) <= 0.01


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nominal"])
def test_a_robust_plan_is_the_best_of_those_that_survive(kind: Kind) -> None:
    differs = 0
    for seed in range(6):
        case = replace(drawn(seed), promises=())
        wanted = best(case, *(under(case, f) for f in futures_of(case, kind)))
        found = robust(case, kind, 5.0)
        if wanted is None:
            assert found.status == "infeasible"
            continue
        assert found.status == "optimal"
        assert found.objective == pytest.approx(wanted, abs=1e-3)
        assert found.plan is not None
        assert check(case, found.plan) == ()
        assert _holds(case, kind, found.plan)
        differs += wanted < (best(case) or 0.0) - 1e-6
    assert differs or kind in ("price", "mild")


def test_what_no_plan_survives_is_proven_so() -> None:
    poor = replace(CASE, pool=replace(CASE.pool, opening_wan=150.0))
    found = robust(poor, "both", 5.0)
    assert found.status == "infeasible"
    assert found.plan is None


def test_out_of_time_gives_the_plan_that_survives_or_none_with_a_bound() -> None:
    case = district(1)
    found = robust(case, "any", 0.2)
    if found.plan is not None:
        assert check(case, found.plan) == ()
        assert _holds(case, "any", found.plan)
        assert found.bound >= found.objective
    else:
        assert found.status == "gap"


def _table(case: Case, seconds: float) -> tuple[Offer, ...]:
    table = offers(case, seconds)
    assert {kind for offer in table for kind in offer.kinds} == set(KINDS)
    for offer in table:
        assert (offer.risk is None) == (offer.solved.plan is None)
        assert offer.label.zh
        if offer.solved.plan is not None:
            assert check(case, offer.solved.plan) == ()
            assert value(case, offer.solved.plan) == pytest.approx(offer.solved.objective)
            assert all(_holds(case, kind, offer.solved.plan) for kind in offer.kinds)
            assert offer.loss is not None
            assert offer.loss >= -1e-6
    return table


def test_the_table_starts_with_the_recommended_and_never_with_hope_alone() -> None:
    for case in (CASE, replace(drawn(1), promises=()), district(1, 10, 18)):
        table = _table(case, 4.0)
        assert table[0].risk is not None
        assert table[0].recommended == (
            table[0].kinds != ("nominal",) or table[0].risk.ever_under <= WANTED
        )
        assert not any(o.recommended for o in table[1:])
        hardy = [o for o in table if o.risk and o.kinds != ("nominal",)]
        if hardy:
            assert table[0].kinds != ("nominal",)
        calm = [o for o in hardy if o.risk and o.risk.ever_under <= WANTED]
        if calm:
            assert table[0].loss == min(o.loss or 0.0 for o in calm)
        planless = [o.solved.plan is None for o in table]
        assert planless == sorted(planless)


def test_a_case_without_any_plan_has_no_table() -> None:
    assert offers(replace(CASE, pool=replace(CASE.pool, opening_wan=0.0)), 3.0) == ()


def test_a_shortfall_is_that_of_the_worst_month() -> None:
    found = robust(CASE, "mild", 5.0)
    assert found.plan is not None
    floor = replace(CASE.pool, floor_wan=(500.0,) * CASE.horizon)
    raised = replace(CASE, pool=floor)
    for future in (MILD, *futures_of(CASE, "set")):
        cash = flows(under(raised, future), found.plan).cash_wan
        (short,) = shortfalls(raised, found.plan, (future,))
        assert short == pytest.approx(500.0 - cash.min())
