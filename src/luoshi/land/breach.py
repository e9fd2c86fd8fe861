"""缺什么: what stands in the way of any plan of a case: which promise or month breaks, and whether it is money or time."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from luoshi.land.case import Case, Objective, Promise
from luoshi.land.flows import flows
from luoshi.land.linear import NEVER, SIZE, Relaxed
from luoshi.land.plan import Plan
from luoshi.land.pulse import build
from luoshi.land.solve import solve
from luoshi.land.words import Fact, promise, quoted, say
from luoshi.values.label import listed

ENOUGH = 1.5  # of all that is ever paid: opening cash with which money cannot be what is missing


@dataclass(frozen=True, slots=True)
class Breach:
    """What stands in the way of any plan."""

    money: bool  # more opening cash alone would mend it; False: it is a matter of time, task forces or listings
    alone: tuple[Promise, ...]  # promises that cannot be kept even if there were no other promise
    promised: bool  # without the promises there would be a plan
    idle_month: int | None  # first month under the floor when nothing at all is done
    idle_short_wan: float  # by how much in the worst month, 0 when none
    facts: dict[str, Fact]

    def say(self, lang: str = "zh") -> str:
        """What breaks, and whether it is money or time."""
        parts = ["breach"]
        if self.alone:
            parts.append("breach_alone")
        elif self.promised:
            parts.append("breach_together")
        if self.idle_month is not None:
            parts.append("breach_idle")
        return say([*parts, "breach_money" if self.money else "breach_time"], self.facts, lang)


class Clock:
    """The seconds of one call, shared by its solves."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.perf_counter() + seconds

    def left(self) -> float:
        return self.ends - time.perf_counter()


def possible(case: Case, seconds: float) -> Plan | bool | None:
    """Any plan at all; False: proven that there is none; None: not known within the time."""
    if seconds <= 0:
        return None
    case = replace(case, objective=Objective(npv=0.0))
    if len(case.parcels) * case.months <= SIZE and Relaxed.of(build(case)).bound() == NEVER:
        return False
    found = solve(case, seconds)
    return (
        found.plan if found.plan is not None else (False if found.status == "infeasible" else None)
    )


def breach(case: Case, seconds: float = 5.0) -> Breach:
    """What stands in the way of any plan of a case that has none. What is not known within the time counts as standing in the way."""
    clock = Clock(seconds)
    idle = np.asarray(case.pool.floor_wan) - flows(case, Plan()).cash_wan
    under = np.flatnonzero(idle > 1e-6)
    alone = tuple(
        one
        for one in case.promises
        if possible(replace(case, promises=(one,)), clock.left() / 3) is False
    )
    free = possible(replace(case, promises=()), clock.left() / 2)
    money = isinstance(possible(richer(case, plenty(case)), clock.left()), Plan)
    return Breach(
        money=money,
        alone=alone,
        promised=isinstance(free, Plan),
        idle_month=int(under[0]) if len(under) else None,
        idle_short_wan=float(idle.max()) if len(under) else 0.0,
        facts={
            "promises": listed(quoted(promise(case, one)) for one in alone or case.promises),
            "idle_month": case.month(int(under[0]) if len(under) else 0),
            "short_wan": float(idle.max()),
        },
    )


def richer(case: Case, wan: float) -> Case:
    return replace(case, pool=replace(case.pool, opening_wan=case.pool.opening_wan + wan))


def plenty(case: Case) -> int:
    """Opening cash more than can ever be missing: everything that may be paid, and the highest floor."""
    works = sum(max((sum(o.cost_wan) for o in p.options), default=0.0) for p in case.parcels)
    held = case.horizon * sum(p.holding_wan for p in case.parcels)
    duties = -sum(min(wan, 0.0) for wan in case.pool.other_wan)
    short = max(max(case.pool.floor_wan, default=0.0) - case.pool.opening_wan, 0.0)
    return ceil(ENOUGH * (works + held + duties + short)) + 1
