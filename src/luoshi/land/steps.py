"""按“到某月为止”来解: a programme that is described in pulses, handed to HiGHS in steps.

A pulse says "starts in this month", a step "has started by this month"; a pulse is a step less the one before it. The linear bound is the
same. But a branch on a step cuts the choice in two where one on a pulse takes away a single month, and the rows of cash become sparse:
what is spent by a month is the cost of each month of work times the step of that age. Three to four times faster to proof at 16 parcels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from luoshi.land.highs import Cancel, solver

Vector = NDArray[np.float64]
Whole = NDArray[np.int64]
NOTHING = 1e-12  # a weight that is only rounding


class Row(NamedTuple):
    """low <= sum of weights x columns <= high."""

    columns: Whole
    weights: Vector
    low: float
    high: float


def handed_over(
    gain: Vector,
    rows: Sequence[Row],
    before: Whole,
    sure: Sequence[int],
    seconds: float,
    cancel: Cancel | None = None,
) -> highspy.Highs:
    """HiGHS with the programme of 0/1 pulses that is worth most, in steps.

    Args:
        gain: of each pulse.
        before: for each pulse the one a month earlier (`step_before`).
        sure: pulses that are chosen already; each the only one of its kind.
    """
    later, width = np.flatnonzero(before >= 0), len(gain)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = width, len(rows) + len(later)
    lp.col_cost_ = -gain + np.bincount(before[later], gain[later], width)
    least = np.zeros(width)
    least[list(sure)] = 1.0
    lp.col_lower_, lp.col_upper_ = least, np.ones(width)
    lp.row_lower_ = np.concatenate(([row.low for row in rows], np.zeros(len(later))))
    lp.row_upper_ = np.concatenate(([row.high for row in rows], np.full(len(later), np.inf)))
    starts, index, value = _rows_in_steps(rows, before)
    pairs = np.column_stack(
        (before[later], later)
    ).ravel()  # a step is never below the one before it
    ends = starts[-1] + 2 * np.arange(1, len(later) + 1)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate((starts, ends)).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate((index, pairs)).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate((value, np.tile([-1.0, 1.0], len(later))))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * width
    made = solver(seconds, cancel)
    made.passModel(lp)
    return made


def step_before(kinds: Sequence[object]) -> Whole:
    """For each pulse the one before it when that is of the same kind (a parcel's option, a parcel's listing), else -1."""
    same = [c > 0 and kinds[c] == kinds[c - 1] for c in range(len(kinds))]
    return np.where(np.array(same, dtype=bool), np.arange(len(kinds)) - 1, -1).astype(np.int64)


def in_steps(pulses: Vector, before: Whole) -> Vector:
    """Pulses added up along each kind."""
    total = np.concatenate(([0.0], np.cumsum(pulses)))
    first = np.maximum.accumulate(np.where(before < 0, np.arange(len(before)), 0))
    return np.asarray(total[1:] - total[first])


def in_pulses(steps: Vector, before: Whole) -> Whole:
    """The pulses that are chosen: where a step is up and the one before it is not."""
    up = np.append(steps > 0.5, False)
    return np.flatnonzero(up[:-1] & ~up[before])


def _rows_in_steps(rows: Sequence[Row], before: Whole) -> tuple[Whole, Whole, Vector]:
    """Starts of rows, columns and values, with each pulse written as its step less the step before."""
    width = len(before)
    row = np.repeat(np.arange(len(rows)), [len(one.columns) for one in rows])
    columns = np.concatenate([one.columns for one in rows])
    values = np.concatenate([one.weights for one in rows])
    has = before[columns] >= 0
    cell = np.concatenate((row, row[has])) * width
    cell += np.concatenate((columns, before[columns][has]))
    cells, place = np.unique(cell, return_inverse=True)
    sums = np.bincount(place, np.concatenate((values, -values[has])), len(cells))
    cells, sums = cells[np.abs(sums) > NOTHING], sums[np.abs(sums) > NOTHING]
    lengths = np.bincount(cells // width, minlength=len(rows))
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return starts, cells % width, np.asarray(sums, dtype=np.float64)
