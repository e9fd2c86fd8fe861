"""The solver against brute force: every subset of sixteen parcels at a fixed schedule, and every plan of small cases with free starts.

Plans are enumerated here and judged by `checker` alone. LUOSHI_BRUTE=1000 enumerates that many small cases instead of 200.
"""

from __future__ import annotations

import heapq
import os
import random
from collections.abc import Iterator

import numpy as np
import pytest

from luoshi.land.case import Case, Objective, Option, Parcel, Pool, Promise
from luoshi.land.checker import cash, check, value
from luoshi.land.plan import Plan, Work
from luoshi.land.solve import solve
from tests.core.land.every import moves, plan_of
from tests.core.land.made import small

CASES = int(os.environ.get("LUOSHI_BRUTE", "200"))
EQUAL = 1e-4  # 万元: a yuan


def best_first(case: Case) -> Iterator[tuple[float, Plan]]:
    """Every combination of moves, the worthiest first: what a plan is worth is the sum over its parcels."""
    nothing = value(case, Plan())
    every = []
    for n, parcel in enumerate(case.parcels):
        alone = [(None, None)] * len(case.parcels)
        priced = []
        for move in moves(case, parcel):
            alone[n] = move  # type: ignore[call-overload]
            priced.append((value(case, plan_of(case, tuple(alone))) - nothing, move))
        every.append(sorted(priced, key=lambda one: -one[0]))
    first = (0,) * len(every)
    heap, seen = [(-sum(rows[0][0] for rows in every), first)], {first}
    while heap:
        worth, at = heapq.heappop(heap)
        yield (
            nothing - worth,
            plan_of(case, tuple(rows[i][1] for rows, i in zip(every, at, strict=True))),
        )
        for n, i in enumerate(at):
            if i + 1 < len(every[n]):
                after = (*at[:n], i + 1, *at[n + 1 :])
                if after not in seen:
                    seen.add(after)
                    heapq.heappush(heap, (worth + every[n][i][0] - every[n][i + 1][0], after))


@pytest.mark.parametrize(
    "seeds", [range(n, CASES, 10) for n in range(10)], ids=lambda s: f"from-{s.start}"
)
def test_small_cases_with_free_starts(seeds: range) -> None:
    for seed in seeds:
        case = small(seed)
        best = next(
            ((worth, plan) for worth, plan in best_first(case) if not check(case, plan)), None
        )
        solved = solve(case, 20.0)
        if best is None:
            assert (solved.status, solved.plan) == ("infeasible", None), seed
            continue
        assert value(case, best[1]) == pytest.approx(best[0], abs=EQUAL)
        assert solved.plan is not None, seed
        assert check(case, solved.plan) == (), seed
        assert solved.status == "optimal", seed
        assert value(case, solved.plan) == pytest.approx(best[0], abs=EQUAL), seed
        assert solved.objective == pytest.approx(best[0], abs=EQUAL), seed
        assert solved.bound >= best[0] - EQUAL, seed


def fixed(seed: int) -> Case:
    """Sixteen parcels that can start in one month only and be listed in the last one: the notices are that long."""
    dice, months, tail = random.Random(seed), 12, 6
    parcels = []
    for n in range(16):
        works, start = dice.randrange(2, 6), dice.randrange(0, 5)
        cost = tuple(float(dice.randrange(20, 120)) for _ in range(works + dice.randrange(0, 3)))
        back = round(sum(cost) * dice.uniform(1.1, 2.6), 1)
        parcels.append(
            Parcel(
                f"P{n:02d}",
                f"P{n:02d}",
                100.0,
                (Option(works, dice.choice((1, 1, 2)), cost),),
                start,
                months - 1 - start - works,
                ((1, round(back / 2, 1)), (5, round(back / 2, 1))),
                dice.choice((0.0, 2.0)),
            )
        )
    return Case(
        "2023-02", months, tail, 0.003, Objective(), None,
        Pool(1700.0 + 300 * (seed % 4), (20.0,) * (months + tail), tuple(float(dice.randrange(-20, 40)) for _ in range(months + tail))),
        (9,) * months, (9,) * months, (Promise("cleared", 3, 7), Promise("listed", 4, 11)), tuple(parcels),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_all_subsets_of_sixteen_at_a_fixed_schedule(seed: int) -> None:
    case = fixed(seed)
    idle = np.asarray(cash(case, Plan()))
    one = [Plan({p.key: Work(0, p.earliest)}, {p.key: case.months - 1}) for p in case.parcels]
    flow = np.asarray([cash(case, plan) for plan in one]) - idle
    worth = np.asarray([value(case, plan) for plan in one]) - value(case, Plan())
    bound = np.asarray(
        [
            [p.earliest <= m < p.earliest + p.options[0].months for m in range(case.months)]
            for p in case.parcels
        ]
    )
    teams = bound * np.asarray([[p.options[0].teams] for p in case.parcels])
    clear = np.asarray([p.earliest + p.options[0].months <= 8 for p in case.parcels])
    subsets = (np.arange(1 << 16)[:, None] >> np.arange(16)) & 1
    fits = (idle + subsets @ flow >= np.asarray(case.pool.floor_wan) - 1e-6).all(axis=1)
    fits &= (
        (subsets @ teams <= 9).all(axis=1)
        & (subsets.sum(axis=1) <= 9)
        & (subsets.sum(axis=1) >= 4)
        & (subsets @ clear >= 3)
    )
    solved = solve(case, 30.0)
    if not fits.any():
        assert solved.status == "infeasible"
        return
    at = int(np.argmax(np.where(fits, subsets @ worth, -np.inf)))
    chosen = [plan for plan, taken in zip(one, subsets[at], strict=True) if taken]
    best = Plan(
        {k: w for p in chosen for k, w in p.works.items()},
        {k: m for p in chosen for k, m in p.listed.items()},
    )
    assert check(case, best) == ()
    assert solved.plan is not None
    assert check(case, solved.plan) == ()
    assert solved.status == "optimal"
    assert solved.objective == pytest.approx(value(case, best), abs=EQUAL)
