"""整题直解: the whole case as one integer programme, solved by HiGHS to a proven gap.

A parcel has a 0/1 column for each option and month of start, and one for each month of listing (pulses). Money is written as cumulative
rows, cash at the end of each month, not as balances: the solver then sees a knapsack in every month. The model is described in pulses, and
handed to the solver in steps ("started by this month"): the bound is the same, rows are half as dense, and a branch on a step halves the
choice where one on a pulse takes away a single month: three to four times faster to proof (docs/algorithms/land.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

import highspy
import numpy as np
from numpy.typing import NDArray

from luoshi.land.case import Case, Objective, Parcel
from luoshi.land.flows import discount, flows, holding_of, proceeds_of, works_of, worth
from luoshi.land.highs import CENT, UNIT_WAN, Cancel
from luoshi.land.plan import Plan, Solved, Work
from luoshi.land.steps import Row, handed_over, in_pulses, in_steps, step_before

Vector = NDArray[np.float64]
TRIES = 4
WRONG = 1e-2  # in the objective: more than the tolerances of the solver add up to
PROVEN = 1e-7  # share of the objective between plan and bound that counts as none


@dataclass(frozen=True, slots=True)
class Only:
    """The part of a case that is decided: other starts and listings are left out."""

    works: NDArray[np.bool_]  # (N, M, T)
    listings: NDArray[np.bool_]  # (N, T)
    sure: NDArray[np.bool_]  # (N,) all that is left of the parcel is done


@dataclass(slots=True)
class Model:
    """Columns and rows of a case; `works` and `listings` say what each column decides."""

    case: Case
    works: list[tuple[int, int, int]] = field(default_factory=list)  # parcel, option, start
    listings: list[tuple[int, int]] = field(default_factory=list)  # parcel, month
    worked: list[list[tuple[int, int, int]]] = field(
        default_factory=list
    )  # by parcel: column, start, first month after
    sold: list[list[tuple[int, int]]] = field(default_factory=list)  # by parcel: column, month
    gain: list[float] = field(default_factory=list)  # of each column
    constant: float = 0.0  # of doing nothing
    rows: list[Row] = field(default_factory=list)
    cash_rows: list[int] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)  # in each of which the floor must hold
    stay: tuple[Plan, float] | None = None
    sure: list[int] = field(default_factory=list)  # columns that are chosen already

    def row(
        self,
        columns: Sequence[int] | NDArray[np.int64],
        weights: Sequence[float] | Vector,
        low: float,
        high: float,
    ) -> None:
        """low <= sum of weights x columns <= high."""
        its = np.asarray(columns, dtype=np.int64)
        self.rows.append(Row(its, np.asarray(weights, dtype=np.float64), low, high))

    @property
    def columns(self) -> int:
        """How many 0/1 decisions there are."""
        return len(self.works) + len(self.listings)

    @property
    def before(self) -> NDArray[np.int64]:
        """For each column the one of the same option (or listing) a month earlier, -1 for none."""
        return step_before([(n, m) for n, m, _ in self.works] + [(n, -1) for n, _ in self.listings])

    def solver(
        self, seconds: float = np.inf, tightened: float = 0.0, cancel: Cancel | None = None
    ) -> highspy.Highs:
        """HiGHS with the model; `tightened`: 万元 by which every month's cash must exceed its floor."""
        rows = list(self.rows)
        for k in self.cash_rows:
            rows[k] = rows[k]._replace(low=rows[k].low + tightened / UNIT_WAN)
        return handed_over(np.asarray(self.gain), rows, self.before, self.sure, seconds, cancel)


def build(
    case: Case,
    also: Sequence[Case] = (),
    stay: tuple[Plan, float] | None = None,
    only: Only | None = None,
) -> Model:
    """The programme of a case. `also`: cases of the same parcels with other proceeds, in each of which the floor must hold too.
    `stay`: a plan, and what each month by which a start or a listing moves away from it costs in the objective; to drop or to add
    a parcel costs `months` of them. `only`: what is decided; "infeasible" and the bound then speak of that part alone."""
    model = Model(case)
    _columns(model, only)
    _parcel_rows(model)
    _waiting_rows(model)
    _capacity_rows(model)
    _promise_rows(model)
    for one in (case, *also):
        model.cases.append(one)
        _cash_rows(model, one)
    if stay is not None:
        _price_moves(model, *stay)
    return model


def run(
    model: Model, seconds: float, warm: Plan | None = None, cancel: Cancel | None = None
) -> Solved:
    """Solve it. `gap` without a plan means that time ran out before any was found; `infeasible` is proven.

    The objective is that of the plan as `flows.worth` counts it (less what moves cost), and no plan is worth more than the bound. A plan
    that is short of a floor by the solver's tolerance is not ours: it is solved again with a floor that is higher by as much.
    """
    began, tightened, bound = perf_counter(), 0.0, np.inf
    for _ in range(TRIES):
        left = seconds - (perf_counter() - began)
        if left <= 0:
            break
        made = model.solver(left, tightened, cancel)
        if warm is not None:
            _start_from(made, model, warm)
        made.run()
        status, info = made.getModelStatus(), made.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible and not tightened:
            return Solved("infeasible", None, -np.inf, -np.inf, perf_counter() - began)
        there = info.primal_solution_status == 2
        plan = _plan(model, np.asarray(made.getSolution().col_value)) if there else Plan()
        value = worth(model.case, plan) - _moved(model, plan)
        if (
            there
            and warm is not None
            and abs(model.constant - info.objective_function_value - value) > WRONG
        ):
            # HiGHS 1.16 may count a start too high when presolve has fixed columns of it, and then calls it optimal
            warm = None
            continue
        if not tightened and np.isfinite(info.mip_dual_bound):
            bound = model.constant - info.mip_dual_bound
            bound = bound if model.stay else rounded(model.case, bound)
        if not there:  # none in time, or none left after tightening
            break
        short = _short(model.cases, plan)
        if short <= CENT:
            proven = bound - value <= PROVEN * max(1.0, abs(value))
            spent = perf_counter() - began
            return Solved("optimal" if proven else "gap", plan, value, max(bound, value), spent)
        tightened += 2 * short
    return Solved("gap", None, -np.inf, bound, perf_counter() - began)


def rounded(case: Case, bound: float) -> float:
    """A bound on what only counts parcels, by whole numbers, is a whole number."""
    wish = case.objective
    counts = wish == Objective(0.0, 0.0, float(round(wish.cleared)), float(round(wish.listed)))
    return float(np.floor(bound + 1e-6)) if counts and np.isfinite(bound) else bound


# --- columns and rows -------------------------------------------------------------------------------------------


def _columns(model: Model, only: Only | None) -> None:
    """What each decision adds to the objective; doing nothing pays holding on everything, for the whole horizon."""
    case, wish, rate = model.case, model.case.objective, discount(model.case)
    last = case.horizon if case.release_by is None else case.release_by + 1
    model.constant = float(wish.npv * (np.asarray(case.pool.other_wan) @ rate))
    for n, parcel in enumerate(case.parcels):
        model.constant -= float(wish.npv * (holding_of(case, parcel, None) @ rate))
        model.worked.append([])
        for m, option in enumerate(parcel.options):
            starts: Sequence[int] = range(max(parcel.earliest, 0), case.months - option.months + 1)
            if only is not None:
                starts = [s for s in only.works[n, m].nonzero()[0].tolist() if s in starts]
            for start in starts:
                if only is not None and only.sure[n]:
                    model.sure.append(model.columns)
                paid = works_of(case, parcel, Work(m, start))
                model.worked[n].append((model.columns, start, start + option.months))
                model.works.append((n, m, start))
                model.gain.append(float(-wish.npv * (paid @ rate) + wish.cleared))
    for n, parcel in enumerate(case.parcels):
        first = (
            min((free for _, _, free in model.worked[n]), default=case.months)
            + parcel.notice_months
        )
        model.sold.append([])
        for month in range(first, case.months) if parcel.for_sale else ():
            if only is not None and not only.listings[n, month]:
                continue
            if only is not None and only.sure[n]:
                model.sure.append(model.columns)
            back, saved = proceeds_of(case, parcel, month), _saved(case, parcel, month)
            money = wish.npv * ((back + saved) @ rate) + wish.released_wan * back[:last].sum()
            model.sold[n].append((model.columns, month))
            model.listings.append((n, month))
            model.gain.append(float(money + wish.listed))


def _saved(case: Case, parcel: Parcel, month: int) -> Vector:
    """Holding that is no longer paid once the parcel is listed."""
    return holding_of(case, parcel, None) - holding_of(case, parcel, month)


def _parcel_rows(model: Model) -> None:
    """Worked once at most; listed by a month only if cleared so long before it."""
    case = model.case
    for n, parcel in enumerate(case.parcels):
        if model.worked[n]:
            model.row(
                [c for c, _, _ in model.worked[n]], np.ones(len(model.worked[n])), -np.inf, 1.0
            )
        ready = [(c, free + parcel.notice_months) for c, _, free in model.worked[n]]
        _only_after(model, model.sold[n], ready)


def _waiting_rows(model: Model) -> None:
    """What waits for another parcel is begun, or listed, by a month only if that one is cleared before it."""
    place = {parcel.key: n for n, parcel in enumerate(model.case.parcels)}
    for n, parcel in enumerate(model.case.parcels):
        if parcel.after is not None:
            opened = [(c, free) for c, _, free in model.worked[place[parcel.after.key]]]
            begun = [(c, start) for c, start, _ in model.worked[n]]
            _only_after(model, begun if parcel.after.gates == "start" else model.sold[n], opened)


def _only_after(
    model: Model, then: Sequence[tuple[int, int]], first: Sequence[tuple[int, int]]
) -> None:
    """By the end of each month, `then` has happened only if `first` has: (column, month from which it counts)."""
    for month in sorted({month for _, month in then}):
        late, early = [c for c, at in then if at <= month], [c for c, at in first if at <= month]
        model.row([*late, *early], [*[1.0] * len(late), *[-1.0] * len(early)], -np.inf, 0.0)


def _capacity_rows(model: Model) -> None:
    """Task forces bound and parcels listed in each month."""
    case = model.case
    for month in range(case.months):
        busy = [
            (c, case.parcels[n].options[m].teams)
            for c, (n, m, start) in enumerate(model.works)
            if start <= month < start + case.parcels[n].options[m].months
            and case.parcels[n].options[m].teams
        ]
        if busy:
            model.row([c for c, _ in busy], [float(k) for _, k in busy], -np.inf, case.teams[month])
        sold = [len(model.works) + k for k, (_, at) in enumerate(model.listings) if at == month]
        if len(sold) > case.listings[month]:
            model.row(sold, np.ones(len(sold)), -np.inf, case.listings[month])


def _promise_rows(model: Model) -> None:
    case, first = model.case, len(model.works)
    for promise in case.promises:
        if promise.kind == "listed":
            kept = [
                (first + k, 1.0) for k, (_, at) in enumerate(model.listings) if at <= promise.by
            ]
        elif promise.kind == "cleared":
            kept = [
                (c, 1.0) for its in model.worked for c, _, free in its if free - 1 <= promise.by
            ]
        else:
            back = (proceeds_of(case, case.parcels[n], at) for n, at in model.listings)
            sums = [float(flow[: promise.by + 1].sum()) / UNIT_WAN for flow in back]
            kept = [(first + k, wan) for k, wan in enumerate(sums) if wan]
        least = promise.at_least / (UNIT_WAN if promise.kind == "released" else 1.0)
        model.row([c for c, _ in kept], [w for _, w in kept], least - CENT / UNIT_WAN, np.inf)


def _cash_rows(model: Model, case: Case) -> None:
    """Cash at the end of each month, over its floor; `case` gives the proceeds."""
    idle = sum((holding_of(case, p, None) for p in case.parcels), np.zeros(case.horizon))
    nothing = case.pool.opening_wan + np.cumsum(np.asarray(case.pool.other_wan) - idle)
    matrix = np.empty((case.horizon, model.columns))
    for c, (n, m, start) in enumerate(model.works):
        matrix[:, c] = -np.cumsum(works_of(case, case.parcels[n], Work(m, start)))
    for k, (n, month) in enumerate(model.listings):
        parcel = case.parcels[n]
        money = proceeds_of(case, parcel, month) + _saved(case, parcel, month)
        matrix[:, len(model.works) + k] = np.cumsum(money)
    floor = np.asarray(case.pool.floor_wan)
    for month in range(case.horizon):
        there = np.flatnonzero(matrix[month])
        model.cash_rows.append(len(model.rows))
        least = float(floor[month] - nothing[month]) / UNIT_WAN
        model.row(there, matrix[month, there] / UNIT_WAN, least, np.inf)


def _price_moves(model: Model, before: Plan, price: float) -> None:
    """Take from each column what its month costs against the plan before; a parcel that falls out costs the most."""
    case = model.case
    model.stay = (before, price)
    for n, parcel in enumerate(case.parcels):
        work, listed = before.works.get(parcel.key), before.listed.get(parcel.key)
        for c, start, _ in model.worked[n]:
            model.gain[c] -= price * (
                _apart(case, work.start if work else None, start) - _out(case, work)
            )
        for c, month in model.sold[n]:
            model.gain[c] -= price * (_apart(case, listed, month) - _out(case, listed))
        model.constant -= price * (_out(case, work) + _out(case, listed))


def _apart(case: Case, before: int | None, now: int | None) -> int:
    """Months between then and now; `months` when there is only one of them."""
    if before is None or now is None:
        return 0 if before is now else case.months
    return abs(now - before)


def _out(case: Case, before: object) -> int:
    return 0 if before is None else case.months


def _moved(model: Model, plan: Plan) -> float:
    """What the moves of a plan cost in the objective."""
    if model.stay is None:
        return 0.0
    before, price = model.stay
    moves = 0
    for key in {p.key for p in model.case.parcels}:
        was, now = before.works.get(key), plan.works.get(key)
        moves += _apart(model.case, was.start if was else None, now.start if now else None)
        moves += _apart(model.case, before.listed.get(key), plan.listed.get(key))
    return price * moves


# --- the solver -------------------------------------------------------------------------------------------------


def _start_from(made: highspy.Highs, model: Model, warm: Plan) -> None:
    """Hand the solver a plan to begin with; one that breaks a rule is simply not taken."""
    solution, values = highspy.HighsSolution(), np.zeros(model.columns)
    for n, parcel in enumerate(model.case.parcels):
        work = warm.works.get(parcel.key)
        for c, _, _ in model.worked[n]:
            values[c] = work is not None and model.works[c] == (n, *work)
        for c, month in model.sold[n]:
            values[c] = warm.listed.get(parcel.key) == month
    solution.col_value = in_steps(values, model.before)
    made.setSolution(solution)


def _plan(model: Model, steps: Vector) -> Plan:
    """The plan that the steps make: chosen is where a step is up and the one before it is not."""
    parcels, first = model.case.parcels, len(model.works)
    chosen = [int(c) for c in in_pulses(steps, model.before)]
    works = {
        parcels[n].key: Work(m, start)
        for n, m, start in (model.works[c] for c in chosen if c < first)
    }
    sold = (model.listings[c - first] for c in chosen if c >= first)
    return Plan(works, {parcels[n].key: month for n, month in sold})


def _short(cases: Sequence[Case], plan: Plan) -> float:
    """万元 by which the plan is short of a floor in any of the cases, at most: the solver's tolerance is not ours."""
    return max(
        float(np.max(np.asarray(one.pool.floor_wan) - flows(one, plan).cash_wan)) for one in cases
    )
