"""钱多还是钱快: the plans between which one must choose when NPV and money back by a date cannot both be had.

The two ends come first (most NPV; most money back by `release_by`, and of those the most NPV), then plans between them: the most NPV among
those that bring back at least so much (epsilon method). Each solve starts from the nearest plan that already brings back enough.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from luoshi.land.case import Case, Objective, Promise
from luoshi.land.flows import flows, released, worth
from luoshi.land.plan import Plan, Solved
from luoshi.land.solve import solve

TIE = 0.001  # of NPV beside released money, so that what happens after the date is not arbitrary


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of the front."""

    npv_wan: float  # of all flows
    released_wan: float  # back in the pool by `release_by`
    plan: Plan
    gap: float  # share of the NPV that may still be missing at this much released money; at the end of most money, of that money


def front(case: Case, points: int = 6, seconds: float = 10.0) -> tuple[Point, ...]:
    """Plans from most NPV to most money back, none worse in both than another; fewer than `points` when time or the choice is short.

    Args:
        case: its own weights do not matter; floors, promises and limits hold in every plan.
        points: how many plans at most, both ends included.
    """
    begun = time.perf_counter()

    def share(rest: int) -> float:
        return max((seconds - (time.perf_counter() - begun)) / rest, 0.05)

    rich = solve(replace(case, objective=Objective()), share(max(points, 2)))
    if rich.plan is None:
        return ()
    found = [_point(case, rich.plan, rich)]
    if points > 1:
        quick = solve(
            replace(case, objective=Objective(TIE, 1.0)), share(max(points - 1, 1)), warm=rich.plan
        )
        if quick.plan is not None:
            found.append(_point(case, quick.plan, quick))
    low, high = found[0].released_wan, found[-1].released_wan
    for n in range(points - 2, 0, -1):  # from the quick end: each plan is a start for the next
        wanted = low + (high - low) * n / (points - 1)
        if high - low < 1.0 or time.perf_counter() - begun > seconds:
            break
        start = max((p for p in found if p.released_wan >= wanted - 1e-6), key=lambda p: p.npv_wan)
        solved = solve(_at_least(case, wanted), share(n), warm=start.plan)
        if solved.plan is not None:
            found.append(_point(case, solved.plan, solved))
    return _undominated(found)


def _at_least(case: Case, wan: float) -> Case:
    last = case.horizon - 1 if case.release_by is None else case.release_by
    return replace(
        case, objective=Objective(), promises=(*case.promises, Promise("released", wan, last))
    )


def _point(case: Case, plan: Plan, solved: Solved) -> Point:
    npv = worth(replace(case, objective=Objective()), plan)
    return Point(npv, released(case, flows(case, plan).back_wan), plan, solved.gap)


def _undominated(found: list[Point]) -> tuple[Point, ...]:
    """From most NPV to most money back; of equals the first found."""
    kept: list[Point] = []
    for point in sorted(found, key=lambda p: (-p.npv_wan, -p.released_wan)):
        if not kept or point.released_wan > kept[-1].released_wan + 1e-6:
            kept.append(point)
    return tuple(kept)
