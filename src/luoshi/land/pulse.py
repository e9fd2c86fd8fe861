"""整题直解: the whole case as one integer programme, solved by HiGHS to a proven gap.

A parcel has a 0/1 column for each option and month of start, and one for each month of listing (pulses). Money is written as dense
cumulative rows, cash at the end of each month, not as balances: the solver then sees a knapsack in every month, and is many times
faster (docs/algorithms/land.md). The programme grows with parcels x options x months; above a few thousand columns `prices` is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

import highspy
import numpy as np
from numpy.typing import NDArray

from luoshi.land.case import Case, Parcel
from luoshi.land.flows import discount, flows, holding_of, proceeds_of, works_of, worth
from luoshi.land.plan import Plan, Solved, Work
from luoshi.land.quiet import QuietHighs

Vector = NDArray[np.float64]
UNIT_WAN = 1000.0  # money rows are written in this, so that figures stand near 1 and the solver's tolerance is small money
CENT = 1e-6  # 万元 that a month may seem short of its floor by rounding
PROBING_OFF = 1 << 15  # most of the time otherwise (docs/algorithms/land.md)
WRONG = 1e-2  # in the objective: more than the tolerances of the solver add up to
TRIES = 4


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
    rows: list[tuple[NDArray[np.int64], Vector, float, float]] = field(default_factory=list)
    cash_rows: list[int] = field(default_factory=list)
    stay: tuple[Plan, float] | None = None

    def row(
        self,
        columns: Sequence[int] | NDArray[np.int64],
        weights: Sequence[float] | Vector,
        low: float,
        high: float,
    ) -> None:
        """low <= sum of weights x columns <= high."""
        self.rows.append(
            (np.asarray(columns, dtype=np.int64), np.asarray(weights, dtype=np.float64), low, high)
        )

    @property
    def columns(self) -> int:
        """How many 0/1 decisions there are."""
        return len(self.works) + len(self.listings)


def build(case: Case, also: Sequence[Case] = (), stay: tuple[Plan, float] | None = None) -> Model:
    """The programme of a case. `also`: cases of the same parcels with other proceeds, in each of which the floor must hold too.
    `stay`: a plan, and what each month by which a start or a listing moves away from it costs in the objective; to drop or to add
    a parcel costs `months` of them."""
    model = Model(case)
    _columns(model)
    _parcel_rows(model)
    _waiting_rows(model)
    _capacity_rows(model)
    _promise_rows(model)
    for one in (case, *also):
        _cash_rows(model, one)
    if stay is not None:
        _price_moves(model, *stay)
    return model


def run(model: Model, seconds: float, warm: Plan | None = None) -> Solved:
    """Solve it. `gap` without a plan means that time ran out before any was found; `infeasible` is proven.

    The objective is that of the plan as `flows.worth` counts it, and no plan is worth more than the bound.
    """
    began, tightened = perf_counter(), 0.0
    for _ in range(TRIES):
        left = seconds - (perf_counter() - began)
        if left <= 0:
            break
        solver = _solver(model, left, tightened)
        if warm is not None:
            _start_from(solver, model, warm)
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible and not tightened:
            return Solved("infeasible", None, -np.inf, -np.inf, perf_counter() - began)
        if (
            info.primal_solution_status != 2
        ):  # no plan: out of time, or nothing left after tightening
            bound = -info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else np.inf
            return Solved("gap", None, -np.inf, bound + model.constant, perf_counter() - began)
        plan = _plan(model, np.asarray(solver.getSolution().col_value))
        told = model.constant - info.objective_function_value
        if warm is not None and abs(told - worth(model.case, plan) + _moved(model, plan)) > WRONG:
            # HiGHS 1.16 may count a start too high when presolve has fixed columns of it, and then calls it optimal
            warm = None
            continue
        short = _short(model.case, plan)
        if short <= CENT:
            bound = -info.mip_dual_bound + model.constant
            proven = status == highspy.HighsModelStatus.kOptimal
            value = worth(model.case, plan) - _moved(model, plan)
            return Solved(
                "optimal" if proven else "gap",
                plan,
                value,
                max(bound, value),
                perf_counter() - began,
            )
        tightened += 2 * short
    return Solved("gap", None, -np.inf, np.inf, perf_counter() - began)


# --- columns and rows -------------------------------------------------------------------------------------------


def _columns(model: Model) -> None:
    """What each decision adds to the objective; doing nothing pays holding on everything, for the whole horizon."""
    case, wish, rate = model.case, model.case.objective, discount(model.case)
    last = case.horizon if case.release_by is None else case.release_by + 1
    model.constant = float(wish.npv * (np.asarray(case.pool.other_wan) @ rate))
    for n, parcel in enumerate(case.parcels):
        model.constant -= float(wish.npv * (holding_of(case, parcel, None) @ rate))
        model.worked.append([])
        for m, option in enumerate(parcel.options):
            for start in range(max(parcel.earliest, 0), case.months - option.months + 1):
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


def _solver(model: Model, seconds: float, tightened: float) -> highspy.Highs:
    """HiGHS with the model; `tightened`: 万元 by which every month's cash must exceed its floor."""
    lp, count = highspy.HighsLp(), len(model.rows)
    lp.num_col_, lp.num_row_ = model.columns, count
    lp.col_cost_ = -np.asarray(model.gain)
    lp.col_lower_, lp.col_upper_ = np.zeros(model.columns), np.ones(model.columns)
    lower = np.asarray([low for _, _, low, _ in model.rows])
    lower[model.cash_rows] += tightened / UNIT_WAN
    lp.row_lower_, lp.row_upper_ = lower, np.asarray([high for *_, high in model.rows])
    lengths = [len(columns) for columns, *_ in model.rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([c for c, *_ in model.rows]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([w for _, w, *_ in model.rows])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
    solver = QuietHighs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("log_to_console", False),
        ("time_limit", seconds),
        ("mip_rel_gap", 1e-7),
        ("presolve_rule_off", PROBING_OFF),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    return solver


def _start_from(solver: highspy.Highs, model: Model, warm: Plan) -> None:
    """Hand the solver a plan to begin with; one that breaks a rule is simply not taken."""
    solution, values = highspy.HighsSolution(), np.zeros(model.columns)
    for n, parcel in enumerate(model.case.parcels):
        work = warm.works.get(parcel.key)
        for c, _, _ in model.worked[n]:
            values[c] = work is not None and model.works[c] == (n, *work)
        for c, month in model.sold[n]:
            values[c] = warm.listed.get(parcel.key) == month
    solution.col_value = values
    solver.setSolution(solution)


def _plan(model: Model, values: Vector) -> Plan:
    parcels, first = model.case.parcels, len(model.works)
    chosen = [int(c) for c in np.flatnonzero(values > 0.5)]
    works = {
        parcels[n].key: Work(m, start)
        for n, m, start in (model.works[c] for c in chosen if c < first)
    }
    sold = (model.listings[c - first] for c in chosen if c >= first)
    return Plan(works, {parcels[n].key: month for n, month in sold})


def _short(case: Case, plan: Plan) -> float:
    """万元 by which the plan is short of a floor, at most: the solver's tolerance is not ours."""
    return float(np.max(np.asarray(case.pool.floor_wan) - flows(case, plan).cash_wan))
