"""硬排进去: what the case comes to when a parcel that was left out must be in, from both sides.

    bound     the linear relaxation with the parcel in: no plan with it is worth more (milliseconds for all parcels, one after the other)
    inserted  the plan at hand placed again by the office's way of placing, with the parcel in its order
    near      the best plan with it that otherwise stays close to the plan at hand: such a plan is worth at least this much
    exact     the whole programme with it, as long as time lasts

"In" means listed, for a parcel that is for sale; cleared, for works that open the way.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from luoshi.land.case import Case
from luoshi.land.checker import check
from luoshi.land.flows import worth
from luoshi.land.linear import Relaxed
from luoshi.land.office import first_plan
from luoshi.land.plan import Plan, Solved
from luoshi.land.pulse import Model, build, run

PLACES = 8  # in the order of the works that are tried for one more parcel


@dataclass(slots=True)
class Forcing:
    """The programme of a case, and for each parcel the columns of which one must be chosen for it to be in."""

    model: Model
    ways: list[list[int]]
    relaxed: Relaxed

    @classmethod
    def of(cls, case: Case) -> Forcing:
        """Build the programme and its relaxation."""
        model = build(case)
        ways = [
            [c for c, _ in model.sold[n]] if parcel.for_sale else [c for c, _, _ in model.worked[n]]
            for n, parcel in enumerate(case.parcels)
        ]
        return cls(model, ways, Relaxed.of(model, ways))

    def bound(self, n: int) -> float:
        """No plan with parcel `n` in is worth more; -inf: proven that there is none."""
        return self.relaxed.bound(n)

    def exact(self, n: int, seconds: float, warm: Plan | None = None) -> Solved:
        """The best plan with parcel `n` in."""
        return self._with([(self.ways[n], 1.0, np.inf)], seconds, warm)

    def inserted(self, n: int, plan: Plan, ends: float) -> Plan | None:
        """The best of the plans that come of placing the parcels of `plan` again one by one, with parcel `n` at some place in their order."""
        case = self.model.case
        chain = [case.parcels[k].key for k in _chain(case, n)]
        order = sorted(set(plan.works) - set(chain), key=lambda key: (plan.works[key].start, key))
        best: Plan | None = None
        step = max((len(order) + 1) // PLACES, 1)
        for at in range(0, len(order) + 1, step):
            if time.perf_counter() > ends:
                break
            rank = {
                key: float(-k) for k, key in enumerate([*order[:at], *chain[::-1], *order[at:]])
            }
            kept = tuple(replace(p, sunk_wan=rank[p.key]) for p in case.parcels if p.key in rank)
            tried = first_plan(replace(case, parcels=kept), "sunk")  # in the order of what is sunk
            inside = tried.listed if case.parcels[n].for_sale else tried.works
            if case.parcels[n].key in inside and not check(case, tried):
                best = max(best or tried, tried, key=lambda p: worth(case, p))
        return best

    def near(self, n: int, plan: Plan, seconds: float, months: int = 1) -> Solved:
        """The best plan with parcel `n` in among those close to `plan`: others that are out stay out, starts and
        listings move by so many months at most."""
        model, case = self.model, self.model.case
        free = _chain(case, n)  # what it waits for may have to come in with it
        shut = []
        for k, parcel in enumerate(case.parcels):
            work, listed = plan.works.get(parcel.key), plan.listed.get(parcel.key)
            if k not in free:
                shut += [
                    c for c, s, _ in model.worked[k] if work is None or abs(s - work.start) > months
                ]
                shut += [c for c, m in model.sold[k] if listed is None or abs(m - listed) > months]
        return self._with([(self.ways[n], 1.0, np.inf), (shut, -np.inf, 0.0)], seconds, None)

    def _with(
        self, rows: list[tuple[list[int], float, float]], seconds: float, warm: Plan | None
    ) -> Solved:
        """Solve with a few rows more, and take them away again."""
        before = len(self.model.rows)
        for columns, low, high in rows:
            self.model.row(columns, np.ones(len(columns)), low, high)
        try:
            return run(self.model, max(seconds, 0.05), warm)
        finally:
            del self.model.rows[before:]


def _chain(case: Case, n: int) -> list[int]:
    """Parcel `n` and whatever it waits for, one behind the other."""
    place = {parcel.key: k for k, parcel in enumerate(case.parcels)}
    chain: list[int] = []
    at: int | None = n
    while at is not None and at not in chain:
        chain.append(at)
        after = case.parcels[at].after
        at = place[after.key] if after else None
    return chain
