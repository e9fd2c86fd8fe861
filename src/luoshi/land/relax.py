"""补救: the least change of each kind that gives a plan to a case that has none (`breach` says what is missing).

    relax   fewer, later, more opening cash, more task forces, more listings a month: the least of each that mends the case alone

Every mend comes with a plan of the mended case; `least` says that the next smaller one was proven not to be enough. All changes are
monotone (who can do with less can do with more), so the least is found by halving; each step is a solve without any wish, which ends with
the first plan or with the proof that there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal, NamedTuple

import numpy as np

from luoshi.land.breach import Clock, plenty, possible, richer
from luoshi.land.case import Case, Objective, Promise
from luoshi.land.flows import cleared_in, flows, promises
from luoshi.land.plan import Plan
from luoshi.land.solve import solve
from luoshi.land.words import Fact, clause, promise, say
from luoshi.values.label import Label, listed

MendKind = Literal["fewer", "later", "cash", "teams", "listings", "together"]


@dataclass(frozen=True, slots=True)
class Mend:
    """One change of the case that gives it a plan."""

    kind: MendKind
    amount: float  # parcels or 万元 that are promised less, months later, 万元 more, task forces or listings more
    case: Case  # with the change made
    plan: Plan  # of that case: the proof
    least: bool  # a smaller change of this kind was proven not to be enough
    facts: dict[str, Fact]
    promise: Promise | None = None  # which one is changed
    steps: tuple[Mend, ...] = ()  # `together`: what is changed, when no single change is enough

    def say(self, lang: str = "zh") -> str:
        """What to change, and to what."""
        parts = ["mend_together" if self.kind == "together" else "mend_alone"]
        parts += ["mend_tight"] if self.kind == "cash" else []
        if not self.least:
            parts.append(
                f"mend_most_{self.kind}" if self.kind in ("cash", "later") else "mend_most"
            )
        return say(parts, self.facts, lang)


def relax(case: Case, seconds: float = 10.0) -> tuple[Mend, ...]:
    """The least change of each kind that gives the case a plan, the promises first; nothing: it has one, or none was found in time.

    When no single change is enough, one `together`: each promise cut to what can be reached, and the cash that this needs.
    """
    clock = Clock(seconds)
    known = possible(case, seconds / 3)
    if isinstance(known, Plan):
        return ()
    found = [
        mend
        for n in range(len(case.promises))
        for search in (fewer, later)
        if (mend := search(case, n, clock.left() / 3))
    ]
    found += [
        mend for search in (cash, teams, listings) if (mend := search(case, clock.left() / 2))
    ]
    if not found:
        both = together(case, clock.left())
        found = [both] if both else []
    # the first step of a search rests on the case itself having no plan: said as least only where that was proven
    return tuple(replace(m, least=m.least and (known is False or m.amount > 1)) for m in found)


def fewer(case: Case, n: int, seconds: float) -> Mend | None:
    """Promise `n` cut to the most that can be reached by its month; None when even dropping it is not enough."""
    one = case.promises[n]
    if one.kind == "released":
        return _most_released(case, n, seconds)

    def less(by: int) -> Case:
        return _promised(case, n, replace(one, at_least=max(one.at_least - by, 0.0)))

    def reached(by: int, plan: Plan) -> int:
        return max(ceil(one.at_least - promises(less(by), plan)[n].reached - 1e-6), 0)

    searched = _least(less, ceil(one.at_least), reached, seconds)
    return _mend("fewer", case, searched, one, n)


def _most_released(case: Case, n: int, seconds: float) -> Mend | None:
    """The same for money: the most that can be back by the month is one solve."""
    one = case.promises[n]
    free = _promised(case, n, replace(one, at_least=0.0))
    free = replace(free, objective=Objective(npv=0.0, released_wan=1.0), release_by=one.by)
    solved = solve(free, seconds)
    if solved.plan is None:
        return None
    reached = float(flows(case, solved.plan).back_wan[: one.by + 1].sum())
    amount = max(ceil(one.at_least - reached - 1e-6), 1)
    changed = _promised(case, n, replace(one, at_least=max(one.at_least - amount, 0.0)))
    found = _Found(amount, changed, solved.plan, solved.bound < one.at_least - amount + 1)
    return _mend("fewer", case, found, one, n)


def later(case: Case, n: int, seconds: float) -> Mend | None:
    """Promise `n` moved back by the fewest months."""
    one = case.promises[n]
    last = (case.horizon if one.kind == "released" else case.months) - 1

    def moved(by: int) -> Case:
        return _promised(case, n, replace(one, by=one.by + by))

    def kept_in(by: int, plan: Plan) -> int:
        return max(month_of(case, plan, one) - one.by, 0)

    return _mend("later", case, _least(moved, last - one.by, kept_in, seconds), one, n)


def cash(case: Case, seconds: float) -> Mend | None:
    """The least opening cash more, to one 万元; None when money is not what is missing."""

    def need(by: int, plan: Plan) -> int:
        return max(ceil(by - _slack(richer(case, by), plan) - 1e-6), 0)

    return _mend("cash", case, _least(lambda by: richer(case, by), plenty(case), need, seconds))


def teams(case: Case, seconds: float) -> Mend | None:
    """The fewest task forces more in every month."""
    most = sum(max((o.teams for o in parcel.options), default=0) for parcel in case.parcels)

    def more(by: int) -> Case:
        return replace(case, teams=tuple(now + by for now in case.teams))

    return _mend("teams", case, _least(more, most, lambda by, _: by, seconds))


def listings(case: Case, seconds: float) -> Mend | None:
    """The fewest listings more in every month."""

    def more(by: int) -> Case:
        return replace(case, listings=tuple(now + by for now in case.listings))

    return _mend("listings", case, _least(more, len(case.parcels), lambda by, _: by, seconds))


def together(case: Case, seconds: float) -> Mend | None:
    """Several changes at once: each promise cut to what can be reached with all the money one may wish, then the least cash for that."""
    clock, changed, steps = Clock(seconds), richer(case, plenty(case)), list[Mend]()
    for n in range(len(case.promises)):
        others = tuple(replace(p, at_least=0.0) for p in case.promises[n + 1 :])
        tried = replace(changed, promises=(*changed.promises[: n + 1], *others))
        if possible(tried, clock.left() / 4) is False:
            step = fewer(tried, n, clock.left() / 4)
            if step is None:
                return None
            steps.append(step)
            changed = _promised(changed, n, step.case.promises[n])
    changed = replace(changed, pool=case.pool)
    plan = possible(changed, clock.left() / 3)
    if plan is False:
        step = cash(changed, clock.left())
        if step is None:
            return None
        steps.append(step)
        changed, plan = step.case, step.plan
    if not isinstance(plan, Plan) or not steps:
        return None
    facts: dict[str, Fact] = {"step": listed(_step(step) for step in steps)}
    least = all(step.least for step in steps)
    return Mend("together", float(len(steps)), changed, plan, least, facts, None, tuple(steps))


def _step(mend: Mend) -> Label:
    step = mend.facts["step"]
    assert isinstance(step, Label)
    return step


# --- the search -------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    amount: int
    case: Case
    plan: Plan
    least: bool
    needed: int = 1  # less was proven not to be enough


def _least(
    change: Callable[[int], Case], most: int, shrink: Callable[[int, Plan], int], seconds: float
) -> _Found | None:
    """The least n of 1..most for which `change(n)` has a plan; 0 is known to have none.

    `shrink` says with how little the plan of a change would do, so that most of the halving is skipped.
    """
    clock = Clock(seconds)
    if most < 1:
        return None
    plan = possible(change(most), clock.left() / 2)
    if not isinstance(plan, Plan):
        return None
    low, high, least, proven = 0, min(max(shrink(most, plan), 1), most), True, 0
    while high - low > 1 and clock.left() > 0:
        middle = (low + high) // 2
        tried = possible(change(middle), clock.left() / 2)
        if isinstance(tried, Plan):
            high, plan = min(max(shrink(middle, tried), low + 1), middle), tried
        else:
            low, least = middle, least and tried is False
            proven = middle if tried is False else proven
    return _Found(high, change(high), plan, least and high - low == 1, proven + 1)


def _mend(
    kind: MendKind, case: Case, found: _Found | None, one: Promise | None = None, n: int = 0
) -> Mend | None:
    """The mend with the facts of its sentence."""
    if found is None:
        return None
    facts: dict[str, Fact] = {
        "amount_count": float(found.amount),
        "amount_wan": float(found.amount),
        "needed_count": float(found.needed),
        "needed_wan": float(found.needed),
    }
    if one is not None:
        facts |= {"promise": promise(case, one), "instead": promise(case, found.case.promises[n])}
    dropped = kind == "fewer" and found.case.promises[n].at_least <= 0
    facts["step"] = clause("step_dropped" if dropped else f"step_{kind}", facts)
    slack = np.asarray(found.case.pool.floor_wan) - flows(found.case, found.plan).cash_wan
    facts["tight_month"] = case.month(int(slack.argmax()))
    return Mend(kind, float(found.amount), found.case, found.plan, found.least, facts, one)


def month_of(case: Case, plan: Plan, one: Promise) -> int:
    """The month in which the plan reaches what the promise counts; the horizon when it never does."""
    by_key = {parcel.key: parcel for parcel in case.parcels}
    if one.kind == "released":
        total = np.cumsum(flows(case, plan).back_wan)
        enough = np.flatnonzero(total >= one.at_least - 1e-6)
        return int(enough[0]) if len(enough) else case.horizon
    ends = (
        plan.listed.values()
        if one.kind == "listed"
        else [cleared_in(by_key[key], work) for key, work in plan.works.items()]
    )
    place = ceil(one.at_least - 1e-6)
    return 0 if place < 1 else (*sorted(ends), *(case.horizon,) * place)[place - 1]


def _promised(case: Case, n: int, one: Promise) -> Case:
    return replace(case, promises=(*case.promises[:n], one, *case.promises[n + 1 :]))


def _slack(case: Case, plan: Plan) -> float:
    """万元 by which cash stays over its floor in the tightest month."""
    return float((flows(case, plan).cash_wan - np.asarray(case.pool.floor_wan)).min())
