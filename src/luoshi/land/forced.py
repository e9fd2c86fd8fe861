"""硬排进去: what the case comes to when a parcel that was left out must be in, from both sides.

    bound   the linear relaxation with the parcel in: no plan with it is worth more (milliseconds for all parcels, one after the other)
    near    the best plan with it that otherwise stays close to the plan at hand: such a plan is worth at least this much
    exact   the whole programme with it, as long as time lasts

"In" means listed, for a parcel that is for sale; cleared, for works that open the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luoshi.land.case import Case
from luoshi.land.linear import Relaxed
from luoshi.land.plan import Plan, Solved
from luoshi.land.pulse import Model, build, run

NEAR = 1  # months by which starts and listings may move in a near plan


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

    def near(self, n: int, plan: Plan, seconds: float) -> Solved:
        """The best plan with parcel `n` in among those close to `plan`: others that are out stay out, starts and listings move little."""
        model, case, free = self.model, self.model.case, set[int]()
        at: int | None = n
        place = {parcel.key: k for k, parcel in enumerate(case.parcels)}
        while at is not None and at not in free:  # what it waits for may have to come in with it
            free.add(at)
            after = case.parcels[at].after
            at = place[after.key] if after else None
        shut = []
        for k, parcel in enumerate(case.parcels):
            work, listed = plan.works.get(parcel.key), plan.listed.get(parcel.key)
            if k not in free:
                shut += [
                    c for c, s, _ in model.worked[k] if work is None or abs(s - work.start) > NEAR
                ]
                shut += [c for c, m in model.sold[k] if listed is None or abs(m - listed) > NEAR]
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
