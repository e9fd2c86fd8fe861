"""What a plan comes to: cash at the end of each month, money back, task forces bound, promises kept, its worth.

The one reading of the rules of time that the solver's rows, the office's rules and the pages share; `checker` reads them a second time,
without this module and without numpy. Rules of time: docs/algorithms/land.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.land.case import Case, Parcel, Promise
from luoshi.land.plan import Plan, Work

Money = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flows:
    """Money in 万元 by month of the horizon, task forces by month that is decided."""

    spent_wan: Money  # (horizon,) works
    held_wan: Money  # (horizon,) holding cost of what is not listed yet
    back_wan: Money  # (horizon,) proceeds
    cash_wan: Money  # (horizon,) in the pool at the end of the month
    teams: NDArray[np.int64]  # (months,) bound
    listed: NDArray[np.int64]  # (months,) listed in the month


class Kept(NamedTuple):
    """A promise, and what the plan reaches by its month."""

    promise: Promise
    reached: float  # parcels, or 万元
    kept: bool

    @property
    def short(self) -> float:
        """What is still missing."""
        return max(self.promise.at_least - self.reached, 0.0)


def cleared_in(parcel: Parcel, work: Work) -> int:
    """The month at whose end the parcel is cleared."""
    return work.start + parcel.options[work.option].months - 1


def works_of(case: Case, parcel: Parcel, work: Work) -> Money:
    """What the works of a parcel cost in each month of the horizon; what would fall after it is not counted."""
    flow = np.zeros(case.horizon)
    cost = parcel.options[work.option].cost_wan[: max(case.horizon - work.start, 0)]
    flow[work.start : work.start + len(cost)] = cost
    return flow


def holding_of(case: Case, parcel: Parcel, listed: int | None) -> Money:
    """Holding cost in each month, up to and with the month of listing; of the whole horizon when it is never listed."""
    flow = np.full(case.horizon, parcel.holding_wan)
    if listed is not None:
        flow[listed + 1 :] = 0.0
    return flow


def proceeds_of(case: Case, parcel: Parcel, listed: int | None) -> Money:
    """Money back in each month of the horizon; what would come after it is not counted."""
    flow = np.zeros(case.horizon)
    if listed is not None:
        for later, wan in parcel.proceeds_wan:
            if listed + later < case.horizon:
                flow[listed + later] += wan
    return flow


def flows(case: Case, plan: Plan) -> Flows:
    """Follow a plan month by month. The plan need not keep the rules: short cash shows as cash under the floor."""
    spent, held, back = np.zeros(case.horizon), np.zeros(case.horizon), np.zeros(case.horizon)
    teams, listed = np.zeros(case.months, dtype=np.int64), np.zeros(case.months, dtype=np.int64)
    for parcel in case.parcels:
        work, month = plan.works.get(parcel.key), plan.listed.get(parcel.key)
        if work is not None:
            spent += works_of(case, parcel, work)
            option = parcel.options[work.option]
            teams[work.start : work.start + option.months] += option.teams
        if month is not None and month < case.months:
            listed[month] += 1
        held += holding_of(case, parcel, month)
        back += proceeds_of(case, parcel, month)
    other = np.asarray(case.pool.other_wan, dtype=np.float64)
    cash = case.pool.opening_wan + np.cumsum(other - spent - held + back)
    return Flows(spent, held, back, cash, teams, listed)


def discount(case: Case) -> Money:
    """(horizon,) what a yuan of each month is worth in month 0."""
    return np.asarray((1.0 + case.monthly_rate) ** -np.arange(case.horizon), dtype=np.float64)


def released(case: Case, back_wan: Money) -> float:
    """万元 back in the pool up to and with `release_by` (all of the horizon when there is no such month)."""
    last = case.horizon if case.release_by is None else case.release_by + 1
    return float(back_wan[:last].sum())


def worth(case: Case, plan: Plan) -> float:
    """The weighted objective: NPV of all flows (other income and holding among them, opening cash not), released, cleared, listed."""
    flow, wish = flows(case, plan), case.objective
    net = np.asarray(case.pool.other_wan) - flow.spent_wan - flow.held_wan + flow.back_wan
    return float(
        wish.npv * float(net @ discount(case))
        + wish.released_wan * released(case, flow.back_wan)
        + wish.cleared * len(plan.works)
        + wish.listed * len(plan.listed)
    )


def promises(case: Case, plan: Plan) -> tuple[Kept, ...]:
    """Each promise with what the plan reaches by the end of its month."""
    flow, parcels = flows(case, plan), {parcel.key: parcel for parcel in case.parcels}
    kept = []
    for promise in case.promises:
        if promise.kind == "listed":
            reached = float(sum(month <= promise.by for month in plan.listed.values()))
        elif promise.kind == "cleared":
            ends = (cleared_in(parcels[key], work) for key, work in plan.works.items())
            reached = float(sum(end <= promise.by for end in ends))
        else:
            reached = float(flow.back_wan[: promise.by + 1].sum())
        kept.append(Kept(promise, reached, reached >= promise.at_least - 1e-6))
    return tuple(kept)
