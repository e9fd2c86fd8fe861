"""价格与上限: what a yuan of each month, a task force and a listing are worth, and the bound that any such prices give.

    L(prices) = doing nothing + best of each tree at these prices + prices x what there is          >= every plan

holds for whatever prices that are not negative (Lagrangian duality): prices need no proof, and a solver's error can make the bound worse but
never wrong. Good ones are the duals of a master programme that mixes whole plans of the trees (column generation): it asks `trees`
for better plans until none is found; then the bound equals that of the linear relaxation, because one tree's own polytope is integral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from luoshi.land.choices import Choices, Chosen, Vector, Whole, cash_of, part, priced
from luoshi.land.highs import CENT, UNIT_WAN, Cancel, solver
from luoshi.land.trees import Answer, answer, choose

SAMPLE = 1200  # trees that a very large case is priced by first
HUGE = 20_000  # trees above which their prices must do
DEAR = 1e3  # what a unit of a broken row costs in the master, in its scaled objective
CLOSE = 1e-6  # share of the objective between master and bound at which prices are good enough
SMOOTH = 0.6  # weight of the best prices so far: duals of a young master swing


@dataclass(frozen=True, slots=True)
class Prices:
    """In units of the objective; none is negative."""

    cash: Vector  # (S, H) of a 万元 more at the end of each month, in each world
    teams: Vector  # (T,) of a task force
    listings: Vector  # (T,) of a listing
    promises: Vector  # (P,) what a parcel, or a 万元, asked for by a promise costs

    def toward(self, other: Prices, share: float) -> Prices:
        """The prices that lie `share` of the way to others."""
        return Prices(
            self.cash + share * (other.cash - self.cash),
            self.teams + share * (other.teams - self.teams),
            self.listings + share * (other.listings - self.listings),
            self.promises + share * (other.promises - self.promises),
        )


@dataclass(frozen=True, slots=True)
class Priced:
    """The best prices found, their bound, and the plans that the master mixes most of."""

    prices: Prices
    bound: float  # no plan is worth more; -inf: proven that there is no plan
    mixed: Chosen  # each tree with the plan of the greatest share; it need not fit together
    converged: bool


def free(table: Choices) -> Prices:
    """Prices of nothing."""
    worlds, horizon, span = len(table.worlds), table.case.horizon, table.case.months
    zeros = np.zeros(len(table.case.promises))
    return Prices(np.zeros((worlds, horizon)), np.zeros(span), np.zeros(span), zeros)


def gains(table: Choices, prices: Prices, objective: bool = True) -> tuple[Vector, Vector]:
    """What each start (N, M, T) and each listing (N, T) is worth once it pays for what it uses."""
    _, _, span = table.shape
    work = np.where(table.may_start, table.work_gain if objective else 0.0, -np.inf)
    listing = np.where(table.may_list, table.list_gain if objective else 0.0, -np.inf)
    for world, cash in zip(table.worlds, prices.cash, strict=True):
        yuan = np.cumsum(cash[::-1])[::-1]  # a yuan now is there in every later month
        later = np.append(np.cumsum(yuan[::-1])[::-1], 0.0)[1 : span + 1]
        work -= priced(world.cost, yuan, span)
        listing += priced(world.back, yuan, span) + world.holding[:, None] * later
    bound = np.concatenate(([0.0], np.cumsum(prices.teams)))
    work -= table.teams[:, :, None] * (bound[table.free] - bound[:-1])
    listing -= prices.listings
    for k, promise in enumerate(table.case.promises):
        if promise.kind == "cleared":
            work += prices.promises[k] * (table.free <= promise.by + 1)
        elif promise.kind == "listed":
            listing += prices.promises[k] * (np.arange(span) <= promise.by)
        else:
            listing += prices.promises[k] * table.back_by[k]
    return work, listing


def bound_of(table: Choices, prices: Prices, told: Answer, objective: bool = True) -> float:
    """L(prices), for the answer of the trees at them; what rounding may take counts as there, so that it stays a bound."""
    case = table.case
    slack = np.stack([world.slack for world in table.worlds]) + CENT
    asked = np.array([promise.at_least for promise in case.promises]) - CENT
    there = float((prices.cash * slack).sum() + prices.teams @ np.asarray(case.teams))
    there += float(prices.listings @ np.asarray(case.listings) - prices.promises @ asked)
    return float(told.values.sum()) + there + (table.constant if objective else 0.0)


def find(
    table: Choices,
    seconds: float,
    plans: Sequence[Chosen] = (),
    start: Prices | None = None,
    cancel: Cancel | None = None,
) -> Priced:
    """Good prices within `seconds`. `plans`: to begin with; `start`: prices of a case much like this one, as a sample of a large one is."""
    until, best = perf_counter() + seconds, start or free(table)
    if table.trees > 2 * SAMPLE and start is None:
        some = np.sort(np.random.default_rng(0).choice(table.trees, SAMPLE, replace=False))
        best = find(part(table, some), seconds / 3, start=best, cancel=cancel).prices
    if table.trees > HUGE:
        told = answer(table, *gains(table, best))
        return Priced(best, bound_of(table, best, told), choose(table, told), False)
    told = answer(table, *gains(table, best))
    master, least = _Master(table, told), bound_of(table, best, told)
    for plan in (*plans, choose(table, told)):
        master.add(plan, None)
    smooth, converged, dearer = SMOOTH, False, 0
    while perf_counter() < until and not (cancel is not None and cancel()):
        if not master.solve(max(until - perf_counter(), 0.05)):
            break
        if least - master.value <= CLOSE * max(abs(least), 1.0):
            converged = True
        else:
            asked = best.toward(master.prices, 1.0 - smooth)
            told = answer(table, *gains(table, asked))
            value = bound_of(table, asked, told)
            if value < least:
                least, best = value, asked
            if master.add(choose(table, told), master.prices):
                smooth = SMOOTH
                continue
            if smooth:  # nothing new at prices held back: ask at the master's own
                smooth = 0.0
                continue
            converged = True
        if not master.short or dearer == 3:
            break
        if _hopeless(table, master.prices):
            return Priced(best, -np.inf, master.mixed(), True)
        dearer += 1
        master.dearer(DEAR ** (1 + dearer / 2))
        smooth = 0.0
    return Priced(best, least, master.mixed(), converged and not master.short)


def _hopeless(table: Choices, prices: Prices) -> bool:
    """Do the prices alone prove that the rows cannot be kept, whatever a plan is worth (Farkas)?"""
    told = answer(table, *gains(table, prices, objective=False))
    size = 1.0 + float(np.abs(prices.cash).sum() + np.abs(prices.promises).sum())
    return bound_of(table, prices, told, objective=False) < -1e-6 * size


class _Master:
    """Which mix of whole plans of the trees is best: a linear programme that grows by columns."""

    def __init__(self, table: Choices, told: Answer) -> None:
        self.table, case = table, table.case
        self.cash = len(table.worlds) * case.horizon
        self.rows = self.cash + 2 * case.months + len(case.promises)
        self.scale = max(float(told.values.max(initial=0.0)), 1e-3)
        self.unit = np.array([UNIT_WAN if p.kind == "released" else 1.0 for p in case.promises])
        self.batches: list[tuple[Chosen, Whole]] = []  # a plan, and its trees that are columns
        self.value, self.short, self.prices = -np.inf, False, free(table)
        self.shares = np.zeros(0)
        self.yields = np.zeros(table.trees)  # dual of each tree's own row
        lacking = np.concatenate(
            [np.arange(self.cash), np.arange(self.rows - len(case.promises), self.rows)]
        )
        self.lacking = len(lacking)
        lp, self.solver = highspy.HighsLp(), solver()
        lp.num_col_, lp.num_row_ = self.lacking, self.rows + table.trees
        lp.col_cost_ = np.full(self.lacking, DEAR)
        lp.col_lower_, lp.col_upper_ = np.zeros(self.lacking), np.full(self.lacking, np.inf)
        slack = np.concatenate([world.slack for world in table.worlds])
        asked = np.array([p.at_least for p in case.promises])
        infinite, each = np.full(2 * case.months, -np.inf), np.ones(table.trees)
        lp.row_lower_ = np.concatenate(
            (-slack / UNIT_WAN, infinite, asked / self.unit, -np.inf * each)
        )
        there = np.concatenate((case.teams, case.listings)).astype(np.float64)
        lp.row_upper_ = np.concatenate(
            (np.full(self.cash, np.inf), there, np.full(len(asked), np.inf), each)
        )
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.arange(self.lacking + 1, dtype=np.int32)
        lp.a_matrix_.index_ = lacking.astype(np.int32)
        lp.a_matrix_.value_ = np.ones(self.lacking)
        self.solver.passModel(lp)
        self.solver.setOptionValue("presolve", "off")

    def dearer(self, cost: float) -> None:
        """Raise what a broken row costs."""
        for column in range(self.lacking):
            self.solver.changeColCost(column, cost)

    def add(self, plan: Chosen, prices: Prices | None) -> int:
        """Take the plans of those trees that are worth more at the master's prices than what it has; returns how many."""
        gain, uses = self._columns(plan)
        flat = np.zeros(self.rows) if prices is None else self._flat(prices)
        better = gain / self.scale + uses @ flat - self.yields
        its = np.flatnonzero(
            better > 1e-7 if prices is not None else (gain != 0) | uses.any(axis=1)
        )
        if not len(its):
            return 0
        there = uses[its] != 0.0
        rows, columns = np.nonzero(there)
        lengths = there.sum(axis=1) + 1
        starts = np.concatenate(([0], np.cumsum(lengths)))
        index, value = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1])
        place = np.arange(len(rows)) + rows  # each column ends with the entry of its tree's row
        index[place], value[place] = columns, uses[its][there]
        index[starts[1:] - 1], value[starts[1:] - 1] = self.rows + its, 1.0
        self.solver.addCols(
            len(its), -gain[its] / self.scale, np.zeros(len(its)), np.full(len(its), np.inf),
            len(index), starts[:-1].astype(np.int32), index, value,
        )  # fmt: skip
        self.batches.append((plan, its))
        return len(its)

    def solve(self, seconds: float) -> bool:
        """Solve the master as it is; false when the solver did not finish."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self.solver.getSolution()
        duals, self.shares = np.asarray(solution.row_dual), np.asarray(solution.col_value)
        self.value = (
            self.table.constant - self.solver.getInfo().objective_function_value * self.scale
        )
        self.short = bool(self.shares[: self.lacking].sum() > 1e-7)
        self.yields = np.maximum(-duals[self.rows :], 0.0)
        self.prices = self._prices(duals[: self.rows])
        return True

    def mixed(self) -> Chosen:
        """Each tree with the plan that has the greatest share, if that is at least as great as the share of nothing."""
        table, count = self.table, len(self.table.tree)
        most, of = np.full(table.trees, 0.0), np.full(table.trees, -1)
        nothing, at = np.ones(table.trees), self.lacking
        for k, (_, its) in enumerate(self.batches):
            share = self.shares[at : at + len(its)]
            at += len(its)
            if len(share) < len(its):
                break  # added after the last solve
            nothing[its] -= share
            better = share > most[its]
            most[its[better]], of[its[better]] = share[better], k
        of[nothing > most] = -1
        mixed = Chosen(*(np.full(count, -1) for _ in range(3)))
        for k, (plan, _) in enumerate(self.batches):
            mine = of[table.tree] == k
            for whole, its in zip(mixed.parts, plan.parts, strict=True):
                whole[mine] = its[mine]
        return mixed

    def _flat(self, prices: Prices) -> Vector:
        """Prices by row of the master, as what a unit of a column's entry is worth."""
        cash = prices.cash.ravel() * UNIT_WAN
        capacity = -np.concatenate((prices.teams, prices.listings))
        return np.concatenate((cash, capacity, prices.promises * self.unit)) / self.scale

    def _prices(self, duals: Vector) -> Prices:
        span, scale = self.table.case.months, self.scale
        worlds = len(self.table.worlds)
        cash, teams = duals[: self.cash], duals[self.cash : self.cash + span]
        listings, promises = (
            duals[self.cash + span : self.cash + 2 * span],
            duals[self.cash + 2 * span :],
        )
        return Prices(
            np.maximum(cash, 0.0).reshape(worlds, -1) * scale / UNIT_WAN,
            np.maximum(-teams, 0.0) * scale,
            np.maximum(-listings, 0.0) * scale,
            np.maximum(promises, 0.0) * scale / self.unit,
        )

    def _columns(self, plan: Chosen) -> tuple[Vector, Vector]:
        """(trees,) what each tree's part of a plan is worth, and (trees, rows) what it brings to each row."""
        table, span = self.table, self.table.case.months
        worked, sold = np.flatnonzero(plan.option >= 0), np.flatnonzero(plan.listed >= 0)
        option, start, listed = plan.option[worked], plan.start[worked], plan.listed[sold]
        gain, uses = np.zeros(table.trees), np.zeros((table.trees, self.rows))
        np.add.at(gain, table.tree[worked], table.work_gain[worked, option, start])
        np.add.at(gain, table.tree[sold], table.list_gain[sold, listed])
        horizon = table.case.horizon
        for k, world in enumerate(table.worlds):
            cash = cash_of(world, plan, worked, horizon) / UNIT_WAN
            np.add.at(uses[:, k * horizon : (k + 1) * horizon], table.tree[worked], cash)
        busy, free = np.zeros((table.trees, span + 1)), table.free[worked, option, start]
        np.add.at(busy, (table.tree[worked], start), table.teams[worked, option])
        np.add.at(busy, (table.tree[worked], free), -table.teams[worked, option])
        uses[:, self.cash : self.cash + span] = np.cumsum(busy[:, :span], axis=1)
        np.add.at(uses, (table.tree[sold], self.cash + span + listed), 1.0)
        for k, promise in enumerate(table.case.promises):
            row = uses[:, self.cash + 2 * span + k]
            if promise.kind == "cleared":
                np.add.at(row, table.tree[worked], free <= promise.by + 1)
            elif promise.kind == "listed":
                np.add.at(row, table.tree[sold], listed <= promise.by)
            else:
                np.add.at(row, table.tree[sold], table.back_by[k, sold, listed] / UNIT_WAN)
        return gain, uses
