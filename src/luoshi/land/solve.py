"""解一道题: the best plan within a time, with a bound on how much better any plan could be.

    best of the office's rules (at once) ──> plan to begin with ──> pulse.run: the exact programme until it is proven or time is up

The answer is never worse than the plan to begin with, and never without a bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from luoshi.land import pulse
from luoshi.land.case import Case
from luoshi.land.checker import check
from luoshi.land.flows import worth
from luoshi.land.office import RULES, first_plan
from luoshi.land.plan import Plan, Solved


def solve(
    case: Case,
    seconds: float = 10.0,
    *,
    warm: Plan | None = None,
    also: Sequence[Case] = (),
    stay: tuple[Plan, float] | None = None,
) -> Solved:
    """Solve a case.

    Args:
        seconds: of solving at most; what has been found by then is given, with its gap.
        warm: a plan to begin with, as of the case before one change.
        also: cases of the same parcels with other proceeds, in each of which the floor must hold too.
        stay: a plan, and what each month moved away from it costs in the objective.
    Returns:
        `infeasible` only where that is proven; `gap` without a plan when time ran out before one was found.
    """
    began = perf_counter()
    first = begin(case, also, warm)
    left = seconds - (perf_counter() - began)
    solved = pulse.run(pulse.build(case, also, stay), max(left, 0.05), first)
    seconds = perf_counter() - began
    if solved.plan is None and solved.status != "infeasible" and first is not None and stay is None:
        return Solved("gap", first, worth(case, first), solved.bound, seconds)
    return replace(solved, seconds=seconds)


def begin(case: Case, also: Sequence[Case] = (), warm: Plan | None = None) -> Plan | None:
    """The best plan that keeps every rule among the given one and those of the office; None when none does."""
    plans = [first_plan(case, rule) for rule in RULES] + ([warm] if warm is not None else [])
    valid = [p for p in plans if not any(check(one, p) for one in (case, *also))]
    return max(valid, key=lambda p: worth(case, p), default=None)
