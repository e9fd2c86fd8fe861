"""为什么不排它: what forcing a parcel in would cost, and the smallest change of price, cost or cash that lets it in.

The relaxation says for every parcel what it costs at least, and so which are nearest; for those, while time lasts, plans with the parcel in
are searched, close to the plan first and then without limits. From such a plan follows a price (or a cut of the cost) with which it would be
worth as much as the plan at hand: that much is always enough, so it is said as "at most" until a solve with a little less proves that the
parcel then stays out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from luoshi.land.breach import plenty, richer
from luoshi.land.case import Case, Objective, Parcel
from luoshi.land.flows import worth
from luoshi.land.forced import Forcing
from luoshi.land.linear import SIZE
from luoshi.land.plan import Plan, Solved
from luoshi.land.weigh import LITTLE, gains
from luoshi.land.words import Fact, Reason, named

WIDE = 3  # months by which other parcels may move to make room, in the second search
STEP = 0.01  # of the price: a rise is told in whole per cent
NAMED = 3  # parcels that give way, at most
FAR = 1.0  # a rise beyond this is not told as a number


@dataclass(slots=True)
class _Left:
    """What is known so far about one parcel that is out."""

    n: int
    parcel: Parcel
    least: float  # what forcing it in costs at least, in the objective
    with_it: Solved | None = None  # the best plan with it so far
    proven: bool = False  # that plan is the best with it
    sure_rise: bool = False  # a little less of a price rise was proven not to be enough
    rise: float | None = None


def left_out(
    case: Case, solved: Solved, seconds: float, lets_in: Mapping[str, float] | None = None
) -> list[Reason]:
    """One reason for each parcel that is not in the plan, the nearest first.

    Args:
        lets_in: 万元 more at the start with which the best plan was seen to take a parcel in, by its key.
    """
    plan, ends = solved.plan, time.perf_counter() + seconds
    assert plan is not None
    out = [
        (n, p)
        for n, p in enumerate(case.parcels)
        if p.key not in (plan.listed if p.for_sale else plan.works)
    ]
    if not out:
        return []
    if len(case.parcels) * case.months > SIZE or seconds <= 0:
        return [Reason("left", p.key, ("left", "left_unknown"), {"name": p.name}) for _, p in out]
    forcing = Forcing.of(case)
    found = sorted(
        (_Left(n, p, solved.objective - forcing.bound(n)) for n, p in out if p.for_sale),
        key=lambda one: one.least,
    )
    works = [(n, p) for n, p in out if not p.for_sale]
    for at, one in enumerate(found):  # placed again with the parcel in the order: milliseconds
        if np.isfinite(one.least):
            share = (ends - time.perf_counter()) * 0.4 / (len(found) - at)
            _offer(case, one, forcing.inserted(one.n, plan, time.perf_counter() + share))
    for at, one in enumerate(found):  # close to the plan, for every parcel
        left = (ends - time.perf_counter()) * 0.6
        if np.isfinite(one.least) and left > 0:
            _take(one, solved, forcing.near(one.n, plan, left / (len(found) - at)), near=True)
    found.sort(key=lambda one: _loss(one, solved))
    for one in found:  # wider, then without limits, the nearest first
        left = ends - time.perf_counter()
        if np.isfinite(one.least) and left > 0.2:
            _take(one, solved, forcing.near(one.n, plan, left / 3, WIDE), near=True)
            left = ends - time.perf_counter()
            warm = one.with_it.plan if one.with_it else None
            _take(one, solved, forcing.exact(one.n, left / 2, warm), near=False)
            _price(case, solved, one, (ends - time.perf_counter()) / 2)
    rich: list[Forcing] = []

    def time_alone(n: int) -> bool:
        """Is it out of reach with any money too?"""
        if not rich:
            rich.append(Forcing.of(richer(case, plenty(case))))
        return rich[0].bound(n) == -np.inf

    lets_in = lets_in or {}
    made = [
        _reason(
            case,
            solved,
            one,
            one.least == np.inf and time_alone(one.n),
            lets_in.get(one.parcel.key),
        )
        for one in found
    ]
    return made + [_works(case, p) for _, p in works]


def _take(one: _Left, solved: Solved, tried: Solved, near: bool) -> None:
    """Keep what a search found; a proof counts only when nothing was forbidden but to leave the parcel out."""
    if not near and tried.status == "infeasible":
        one.least = np.inf
        return
    if not near:
        one.least = max(one.least, solved.objective - tried.bound)
        one.proven = tried.status == "optimal"
    _keep(one, tried)


def _offer(case: Case, one: _Left, plan: Plan | None) -> None:
    if plan is not None:
        value = worth(case, plan)
        _keep(one, Solved("gap", plan, value, float("inf"), 0.0))


def _keep(one: _Left, tried: Solved) -> None:
    if tried.plan is not None and (one.with_it is None or tried.objective >= one.with_it.objective):
        one.with_it = tried


def _loss(one: _Left, solved: Solved) -> float:
    return solved.objective - one.with_it.objective if one.with_it else np.inf


def _price(case: Case, solved: Solved, one: _Left, seconds: float) -> None:
    """Is the price rise that follows from the plan with it the smallest? A solve with one per cent less proves it, or finds a smaller one."""
    if (
        one.with_it is None
        or one.with_it.plan is None
        or not one.proven
        or solved.status != "optimal"
    ):
        return
    ends = time.perf_counter() + seconds
    one.rise = _rise(case, solved, one.parcel, one.with_it.plan)
    while one.rise is not None and STEP < one.rise <= FAR and ends > time.perf_counter():
        less = _priced(case, one.parcel, one.rise - STEP)
        tried = Forcing.of(less).exact(one.n, ends - time.perf_counter(), one.with_it.plan)
        if tried.bound < solved.objective:
            one.sure_rise = True
            return
        if tried.plan is None or tried.objective < solved.objective:
            return
        one.rise = min(_rise(case, solved, one.parcel, tried.plan) or one.rise, one.rise - STEP)
    one.sure_rise = one.rise is not None and one.rise <= STEP


def _rise(case: Case, solved: Solved, parcel: Parcel, plan: Plan) -> float | None:
    """Rise of the price (as a fraction, up to the next whole per cent) with which the plan is worth as much as the one at hand."""
    unit = worth(_priced(case, parcel, 1.0), plan) - worth(case, plan)
    if unit <= 0:
        return None
    exact = max(solved.objective - worth(case, plan), 0.0) / unit
    return float(np.ceil(exact / STEP - 1e-6) * STEP)


def _priced(case: Case, parcel: Parcel, rise: float) -> Case:
    """The case with the price of a parcel raised by a fraction."""
    back = tuple((month, wan * (1 + rise)) for month, wan in parcel.proceeds_wan)
    return replace(
        case,
        parcels=tuple(
            replace(p, proceeds_wan=back) if p.key == parcel.key else p for p in case.parcels
        ),
    )


def _cheaper(case: Case, parcel: Parcel) -> Case:
    """The case with the works of a parcel for nothing."""
    free = tuple(replace(o, cost_wan=(0.0,) * len(o.cost_wan)) for o in parcel.options)
    return replace(
        case,
        parcels=tuple(replace(p, options=free) if p.key == parcel.key else p for p in case.parcels),
    )


def _reason(case: Case, solved: Solved, one: _Left, time_alone: bool, cash: float | None) -> Reason:
    facts: dict[str, Fact] = {"name": one.parcel.name}
    if one.least == np.inf:
        return Reason(
            "left", one.parcel.key, ("left", "left_time" if time_alone else "left_money"), facts
        )
    if one.with_it is None or one.with_it.plan is None or solved.plan is None:
        return Reason("left", one.parcel.key, ("left", "left_unknown"), facts)
    plan, parts = one.with_it.plan, ["left"]
    loss = solved.objective - one.with_it.objective
    exact = solved.status == "optimal" and (one.proven or loss <= one.least + LITTLE)
    if loss < -LITTLE * max(case.objective.npv, 1e-9):
        return Reason("left", one.parcel.key, ("left", "left_better"), facts)
    if not exact and (_rise(case, solved, one.parcel, plan) or 0.0) > FAR:
        return Reason("left", one.parcel.key, ("left", "left_far"), facts)
    parts += _openings(case, solved, one, plan, exact, facts)
    if cash is not None:
        facts["cash_wan"] = cash
        parts.append("left_cash")
    lost, numbers = gains(case, solved.plan, plan)
    facts |= numbers
    out = [p.name for p in case.parcels if p.key in solved.plan.works and p.key not in plan.works]
    if not lost.zh:
        parts.append("left_same")
    else:
        facts["lost"] = lost
        pure = case.objective == Objective()
        if exact or not pure or one.least <= LITTLE:
            parts.append("left_loss" if exact else "left_loss_most")
        else:
            facts["least_wan"] = one.least
            parts.append("left_loss_between")
    if out:
        facts["instead"], facts["instead_count"] = named(out[:NAMED]), float(len(out))
        parts.append("left_instead" if len(out) <= NAMED else "left_instead_more")
    return Reason("left", one.parcel.key, tuple(parts), facts)


def _openings(
    case: Case, solved: Solved, one: _Left, plan: Plan, exact: bool, facts: dict[str, Fact]
) -> Iterator[str]:
    """The changes of price and of cost that let it in."""
    loss = max(solved.objective - worth(case, plan), 0.0)
    rise = one.rise if one.rise is not None else _rise(case, solved, one.parcel, plan)
    if rise is not None and rise <= FAR:
        facts["rise_percent"] = round(100 * max(rise, STEP))
        facts["rise_wan"] = max(rise, STEP) * one.parcel.back_wan
        yield "left_price" if one.sure_rise else "left_price_most"
    elif rise is not None:
        yield "left_price_far"
    cost = sum(one.parcel.options[plan.works[one.parcel.key].option].cost_wan)
    unit = worth(_cheaper(case, one.parcel), plan) - worth(case, plan)
    if cost > 0 and unit > 0 and loss / unit <= 1.0:
        cut = float(np.ceil(loss / unit / STEP - 1e-6) * STEP)
        facts["cut_percent"] = round(100 * max(cut, STEP))
        facts["cut_wan"] = max(cut, STEP) * cost
        yield "left_cost"


def _works(case: Case, parcel: Parcel) -> Reason:
    """Works that open the way are in when a parcel behind them is."""
    waiting = [p.name for p in case.parcels if p.after and p.after.key == parcel.key]
    facts: dict[str, Fact] = {"name": parcel.name, "waiting": named(waiting)}
    return Reason("left", parcel.key, ("left", "left_works" if waiting else "left_nobody"), facts)
