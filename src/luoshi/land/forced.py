"""硬排进去: what the case comes to when a parcel that was left out must be in, from both sides.

    bound   the linear relaxation with the parcel in: no plan with it is worth more (milliseconds for all parcels, one after the other)
    near    the best plan with it that otherwise stays close to the plan at hand: such a plan is worth at least this much
    exact   the whole programme with it, as long as time lasts

"In" means listed, for a parcel that is for sale; cleared, for works that open the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from luoshi.land.case import Case
from luoshi.land.plan import Plan, Solved
from luoshi.land.pulse import Model, build, run
from luoshi.land.quiet import QuietHighs

NEAR = 1  # months by which starts and listings may move in a near plan


@dataclass(slots=True)
class Forcing:
    """The programme of a case, and for each parcel the columns of which one must be chosen for it to be in."""

    model: Model
    ways: list[list[int]]
    relaxed: highspy.Highs
    worth: float  # of the relaxation as it is

    @classmethod
    def of(cls, case: Case) -> Forcing:
        """Build the programme and solve its relaxation."""
        model = build(case)
        ways = [
            [c for c, _ in model.sold[n]] if parcel.for_sale else [c for c, _, _ in model.worked[n]]
            for n, parcel in enumerate(case.parcels)
        ]
        relaxed = _relaxed(model, ways)
        return cls(model, ways, relaxed, _value(model, relaxed))

    def bound(self, n: int) -> float:
        """No plan with parcel `n` in is worth more; -inf: proven that there is none."""
        if not self.ways[n]:
            return -np.inf
        row = len(self.model.rows) + n
        self.relaxed.changeRowBounds(row, 1.0, np.inf)
        value = _value(self.model, self.relaxed)
        self.relaxed.changeRowBounds(row, -np.inf, np.inf)
        return value

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


def _relaxed(model: Model, ways: list[list[int]]) -> highspy.Highs:
    """The linear relaxation, with a free row for each parcel that can be made to demand it."""
    rows = [(c, w, low, high) for c, w, low, high in model.rows]
    rows += [(np.asarray(its, dtype=np.int64), np.ones(len(its)), -np.inf, np.inf) for its in ways]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, len(rows)
    lp.col_cost_ = -np.asarray(model.gain)
    lp.col_lower_, lp.col_upper_ = np.zeros(model.columns), np.ones(model.columns)
    lp.row_lower_ = np.asarray([low for _, _, low, _ in rows])
    lp.row_upper_ = np.asarray([high for *_, high in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum([len(c) for c, *_ in rows]))).astype(
        np.int32
    )
    lp.a_matrix_.index_ = np.concatenate([c for c, *_ in rows]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([w for _, w, *_ in rows])
    solver = QuietHighs()  # type: ignore[no-untyped-call]
    for name in ("output_flag", "log_to_console"):
        solver.setOptionValue(name, False)
    solver.passModel(lp)
    return solver


def _value(model: Model, relaxed: highspy.Highs) -> float:
    relaxed.run()
    status = relaxed.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return -float("inf")
    if status != highspy.HighsModelStatus.kOptimal:
        return float("inf")  # not known: no bound
    return float(model.constant - relaxed.getInfo().objective_function_value)
