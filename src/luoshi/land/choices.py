"""可选的做法: every start and every listing of a case as arrays, with what each is worth and what each does to the cash.

The decomposing engine (`trees`, `prices`, `recreate`) reads a case through this one table. Shapes: N parcels, M options at most,
T months decided, H months of the horizon, S worlds. A world is the case itself, or a worse future in which the floor must hold too:
the same parcels with other money. What there is not (a second option, a start too late) is worth minus infinity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luoshi.land.case import Case
from luoshi.land.flows import discount
from luoshi.land.plan import Plan, Work

Vector = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
Months = NDArray[np.int16]
NEVER = -np.inf


@dataclass(frozen=True, slots=True)
class World:
    """The money of one future, in 万元."""

    cost: Vector  # (N, M, K) paid k months after the start
    back: Vector  # (N, Q) proceeds q months after the listing
    holding: Vector  # (N,)
    slack: Vector  # (H,) cash over its floor at the end of each month when nothing is done


@dataclass(frozen=True, slots=True)
class Choices:
    """All that may be decided in a case."""

    case: Case
    worlds: tuple[World, ...]  # the first is the case itself
    months: Whole  # (N, M) of work
    teams: Vector  # (N, M)
    may_start: Mask  # (N, M, T)
    free: Months  # (N, M, T) first month after the works, at most T
    ready: Months  # (N, M, T) first month of listing, T: none
    may_list: Mask  # (N, T)
    back_by: Vector  # (P, N, T) 万元 back in time for each promise of money, zeros for the others
    parent: Whole  # (N,) the parcel it waits for, -1: none
    gates_start: Mask  # (N,) the waiting is for the start; else for the listing
    levels: tuple[Whole, ...]  # parcels by depth, those that wait for nobody first
    tree: Whole  # (N,) which tree of waiting parcels it belongs to
    trees: int
    work_gain: Vector  # (N, M, T) in units of the objective
    list_gain: Vector  # (N, T)
    constant: float  # of doing nothing

    @property
    def shape(self) -> tuple[int, int, int]:
        """N, M, T."""
        n, m, t = self.may_start.shape
        return n, m, t


@dataclass(frozen=True, slots=True)
class Chosen:
    """A plan as arrays: -1 is nothing."""

    option: Whole  # (N,)
    start: Whole  # (N,)
    listed: Whole  # (N,)

    @property
    def parts(self) -> tuple[Whole, Whole, Whole]:
        return self.option, self.start, self.listed

    def copy(self) -> Chosen:
        return Chosen(self.option.copy(), self.start.copy(), self.listed.copy())


def forest(case: Case) -> bool:
    """Can the case be taken apart: does each chain of waiting end, and has each parcel an option?"""
    waits = {parcel.key: parcel.after.key if parcel.after else None for parcel in case.parcels}
    sure: set[str] = set()
    for key in waits:
        path: list[str] = []
        at: str | None = key
        while at is not None and at not in sure:
            if at in path or at not in waits:
                return False
            path.append(at)
            at = waits[at]
        sure.update(path)
    return len(waits) == len(case.parcels) > 0 and all(p.options for p in case.parcels)


def choices(
    case: Case, also: Sequence[Case] = (), stay: tuple[Plan, float] | None = None
) -> Choices:
    """The table of a case that is a forest; `also` and `stay` as in `solve`."""
    count, span = len(case.parcels), case.months
    most = max(len(parcel.options) for parcel in case.parcels)
    months, teams = np.zeros((count, most), dtype=np.int64), np.zeros((count, most))
    there = np.zeros((count, most), dtype=bool)
    for n, parcel in enumerate(case.parcels):
        for m, option in enumerate(parcel.options):
            months[n, m], teams[n, m], there[n, m] = option.months, option.teams, True
    starts = np.arange(span)
    earliest = np.array([max(p.earliest, 0) for p in case.parcels])
    end = starts + np.minimum(months, span + 1)[:, :, None]
    may_start = there[:, :, None] & (starts >= earliest[:, None, None]) & (end <= span)
    notice = np.array([p.notice_months for p in case.parcels])
    ready = np.minimum(end + notice[:, None, None], span).astype(np.int16)
    free = np.minimum(end, span).astype(np.int16)
    for_sale = np.array([p.for_sale for p in case.parcels])
    may_list = np.repeat(for_sale[:, None], span, axis=1)
    parent, gates_start, levels, tree = _waiting(case)
    worlds = tuple(_world(one, most) for one in (case, *also))
    work_gain, list_gain, constant = _gains(case, worlds[0])
    if stay is not None:
        constant += _price_moves(case, stay, work_gain, list_gain)
    return Choices(
        case, worlds, months, teams, may_start, free, ready, may_list,
        _back_by(case, worlds[0]), parent, gates_start, levels, tree, int(tree.max()) + 1,
        np.where(may_start, work_gain, NEVER), np.where(may_list, list_gain, NEVER), constant,
    )  # fmt: skip


def priced(amounts: Vector, price: Vector, span: int) -> Vector:
    """(..., T): what amounts (..., K), paid k months after month t, come to at a price for each month of the horizon."""
    width = amounts.shape[-1]
    to_come = np.concatenate((price, np.zeros(width)))  # nothing is counted after the horizon
    months = np.lib.stride_tricks.sliding_window_view(to_come, width)[:span]
    return np.asarray(amounts @ months.T)


def cash_of(world: World, chosen: Chosen, parcels: Whole, horizon: int) -> Vector:
    """(len(parcels), H) what each parcel's part of a plan adds to the cash at the end of each month."""
    months = np.arange(horizon)
    option, start, listed = (a[parcels] for a in (chosen.option, chosen.start, chosen.listed))
    spent = np.cumsum(world.cost[parcels, np.maximum(option, 0)], axis=1)
    since = months - start[:, None]
    paid = np.take_along_axis(spent, np.clip(since, 0, spent.shape[1] - 1), axis=1)
    cash = -np.where((option[:, None] >= 0) & (since >= 0), paid, 0.0)
    back = np.cumsum(world.back[parcels], axis=1)
    since = months - listed[:, None]
    got = np.take_along_axis(back, np.clip(since, 0, back.shape[1] - 1), axis=1)
    got = got + np.maximum(since, 0) * world.holding[parcels][:, None]
    return np.asarray(cash + np.where((listed[:, None] >= 0) & (since >= 0), got, 0.0))


def as_plan(table: Choices, chosen: Chosen) -> Plan:
    """The plan in the words of the case."""
    parcels = table.case.parcels
    worked, sold = np.flatnonzero(chosen.option >= 0), np.flatnonzero(chosen.listed >= 0)
    works = {parcels[n].key: Work(int(chosen.option[n]), int(chosen.start[n])) for n in worked}
    return Plan(works, {parcels[n].key: int(chosen.listed[n]) for n in sold})


def as_chosen(table: Choices, plan: Plan) -> Chosen:
    """The plan as arrays."""
    count = len(table.case.parcels)
    chosen = Chosen(*(np.full(count, -1) for _ in range(3)))
    for n, parcel in enumerate(table.case.parcels):
        work = plan.works.get(parcel.key)
        if work is not None:
            chosen.option[n], chosen.start[n] = work
            chosen.listed[n] = plan.listed.get(parcel.key, -1)
    return chosen


def part(table: Choices, trees: Whole) -> Choices:
    """Some of the trees with their share of money, task forces and listings: what a case much like this one would look like."""
    its = np.flatnonzero(np.isin(table.tree, trees))
    share, place = len(trees) / table.trees, np.full(len(table.tree), -1)
    place[its] = np.arange(len(its))
    case = table.case
    smaller = replace(
        case,
        parcels=tuple(case.parcels[n] for n in its),
        teams=tuple(share * n for n in case.teams),  # type: ignore[misc]
        listings=tuple(share * n for n in case.listings),  # type: ignore[misc]
        promises=tuple(replace(p, at_least=share * p.at_least) for p in case.promises),
    )
    worlds = tuple(
        World(w.cost[its], w.back[its], w.holding[its], share * w.slack) for w in table.worlds
    )
    above = table.parent[its]
    return replace(
        table,
        case=smaller,
        worlds=worlds,
        months=table.months[its],
        teams=table.teams[its],
        may_start=table.may_start[its],
        free=table.free[its],
        ready=table.ready[its],
        may_list=table.may_list[its],
        back_by=table.back_by[:, its],
        parent=np.where(above >= 0, place[above], -1),
        gates_start=table.gates_start[its],
        levels=tuple(place[one[kept]] for one in table.levels if (kept := np.isin(one, its)).any()),
        tree=np.unique(table.tree[its], return_inverse=True)[1],
        trees=len(trees),
        work_gain=table.work_gain[its],
        list_gain=table.list_gain[its],
        constant=share * table.constant,
    )


# --- parts of the table -----------------------------------------------------------------------------------------


def _waiting(case: Case) -> tuple[Whole, Mask, tuple[Whole, ...], Whole]:
    place = {parcel.key: n for n, parcel in enumerate(case.parcels)}
    parent = np.array([place[p.after.key] if p.after else -1 for p in case.parcels])
    gates = np.array([p.after is not None and p.after.gates == "start" for p in case.parcels])
    depth, root = np.zeros(len(parent), dtype=np.int64), np.arange(len(parent))
    above = parent.copy()
    while (above >= 0).any():
        depth += above >= 0
        root = np.where(above >= 0, above, root)
        above = np.where(above >= 0, parent[above], -1)
    levels = tuple(np.flatnonzero(depth == d) for d in range(int(depth.max()) + 1))
    return parent, gates, levels, np.unique(root, return_inverse=True)[1]


def _world(case: Case, most: int) -> World:
    count, horizon = len(case.parcels), case.horizon
    longest = max(len(o.cost_wan) for p in case.parcels for o in p.options)
    latest = max((later for p in case.parcels for later, _ in p.proceeds_wan), default=0)
    cost = np.zeros((count, most, min(max(longest, 1), horizon)))
    back = np.zeros((count, min(latest, horizon) + 1))
    for n, parcel in enumerate(case.parcels):
        for m, option in enumerate(parcel.options):
            paid = option.cost_wan[:horizon]
            cost[n, m, : len(paid)] = paid
        for later, wan in parcel.proceeds_wan:
            if later < horizon:
                back[n, later] += wan
    holding, pool = np.array([p.holding_wan for p in case.parcels]), case.pool
    idle = np.asarray(pool.other_wan) - holding.sum()
    slack = pool.opening_wan + np.cumsum(idle) - np.asarray(pool.floor_wan)
    return World(cost, back[:, :horizon], holding, slack)


def _gains(case: Case, world: World) -> tuple[Vector, Vector, float]:
    """What each start and each listing adds to the objective; doing nothing pays holding on everything."""
    wish, rate = case.objective, discount(case)
    last = case.horizon if case.release_by is None else case.release_by + 1
    by = np.arange(case.horizon) < last
    after = np.append(np.cumsum(rate[::-1])[::-1], 0.0)[1 : case.months + 1]
    work = wish.cleared - wish.npv * priced(world.cost, rate, case.months)
    listing = priced(world.back, wish.npv * rate + wish.released_wan * by, case.months)
    listing = listing + wish.npv * world.holding[:, None] * after + wish.listed
    idle = np.asarray(case.pool.other_wan) - world.holding.sum()
    return work, listing, float(wish.npv * (idle @ rate))


def _price_moves(
    case: Case, stay: tuple[Plan, float], work_gain: Vector, list_gain: Vector
) -> float:
    """Take from each choice what its month costs against the plan before; returns what dropping all of that plan costs."""
    (before, price), months, constant = stay, np.arange(case.months), 0.0
    for n, parcel in enumerate(case.parcels):
        work, listed = before.works.get(parcel.key), before.listed.get(parcel.key)
        for was, gain in ((work.start if work else None, work_gain[n]), (listed, list_gain[n])):
            gain -= price * (case.months if was is None else np.abs(months - was) - case.months)
            constant -= 0.0 if was is None else price * case.months
    return constant


def _back_by(case: Case, world: World) -> Vector:
    by = np.zeros((len(case.promises), len(case.parcels), case.months))
    for k, promise in enumerate(case.promises):
        if promise.kind == "released":
            in_time = (np.arange(case.horizon) <= promise.by).astype(np.float64)
            by[k] = priced(world.back, in_time, case.months)
    return by
