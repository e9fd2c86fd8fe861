"""线性松弛: the whole programme with decisions by halves allowed: no plan is worth more, and where even this has no plan there is none.

It is solved in milliseconds, and again in fewer after one demand more: that is why it is asked before anything that takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from luoshi.land import pulse

NEVER = -float("inf")
SIZE = 4000  # parcels x months up to which it is worth while to build the whole programme for this


@dataclass(slots=True)
class Relaxed:
    """The relaxation of a model, with a row for each of some sets of columns that can be made to demand one of them."""

    solver: highspy.Highs
    constant: float
    demands: Sequence[Sequence[int]]
    first: int  # row of the first demand

    @classmethod
    def of(cls, model: pulse.Model, demands: Sequence[Sequence[int]] = ()) -> Relaxed:
        """Set it up; nothing is demanded yet."""
        before = len(model.rows)
        for columns in demands:
            model.row(columns, np.ones(len(columns)), -np.inf, np.inf)
        solver = model.solver()
        del model.rows[before:]
        count = model.columns
        solver.changeColsIntegrality(
            count, np.arange(count), np.full(count, highspy.HighsVarType.kContinuous)
        )
        return cls(solver, model.constant, demands, before)

    def bound(self, demand: int | None = None) -> float:
        """No plan (with one of the demanded columns) is worth more; -inf: proven that there is none."""
        if demand is None:
            return self._value()
        if not self.demands[demand]:
            return NEVER
        self.solver.changeRowBounds(self.first + demand, 1.0, np.inf)
        value = self._value()
        self.solver.changeRowBounds(self.first + demand, -np.inf, np.inf)
        return value

    def _value(self) -> float:
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return NEVER
        if status != highspy.HighsModelStatus.kOptimal:
            return float("inf")  # not known: no bound
        return float(self.constant - self.solver.getInfo().objective_function_value)
