"""风险: how a plan fares, unchanged, in simulated futures: the probability that cash falls under its floor, month by month.

The plan is not mended on the way: a district will replan each month and do better, so these are the risks of holding on to it.
`Doubt` says how far prices, auctions and works are in doubt. Its defaults are ASSUMPTIONS of ours, taken from the measurements in
docs/algorithms/land.md; no statistics of a real district stand behind them, and each is for the district to set:

- market: one factor on all prices of a future, log-normal with mean 1, sigma 12 %;
- own price: a factor for each parcel, log-normal with mean 1, sigma 15 %; where the parcel has a low and a high price, those are read
  as the prices that one sale in ten undercuts and one in ten exceeds;
- auctions: 15 % fail and are listed again 3 months later (holding is paid meanwhile), the second time with success;
- works: 30 % end 1 to 4 months late. Payments fall as planned, for compensation is in the account before the decision; listing,
  proceeds and whatever waits for the parcel move back as far as they have no slack.

Task forces and listings of a month are not counted again after such shifts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.land.case import Case, Parcel
from luoshi.land.flows import Money, discount
from luoshi.land.plan import Plan

Months = NDArray[np.int64]
TENTH = 1.2815515655446004  # standard deviations from the middle of a normal to its upper tenth
CENT = 1e-6


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far the expected is in doubt; shares and sigmas as fractions of 1."""

    market_sigma: float = 0.12
    own_sigma: float = 0.15
    use_spread: bool = True  # a parcel's low and high price instead of own_sigma
    failed_share: float = 0.15  # of auctions
    relist_months: int = 3
    late_share: float = 0.30  # of works
    late_least: int = 1  # months
    late_most: int = 4


NO_DOUBT = Doubt(0.0, 0.0, False, 0.0, 0, 0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Risk:
    """What a plan risks; probabilities as fractions of 1, money in 万元, months of the horizon."""

    draws: int
    seed: int
    doubt: Doubt
    under: tuple[float, ...]  # (horizon,) probability that cash ends the month under its floor
    ever_under: float  # under the floor in any month
    ever_overdrawn: float  # under zero in any month
    worst_cash_wan: float  # lowest cash of the plan: one future in twenty is worse
    worst_npv_wan: float  # NPV of all flows: one future in twenty is worse
    low_wan: tuple[float, ...]  # (horizon,) cash that one future in ten undercuts
    middle_wan: tuple[float, ...]
    high_wan: tuple[float, ...]  # cash that one future in ten exceeds
    breaks_in: int | None  # month in which the floor is most often broken for the first time


class World(NamedTuple):
    """What befalls each parcel in each future; the same for every plan of a case, so that plans can be compared."""

    price: NDArray[np.float64]  # (parcels, draws) factor
    relisted: Months  # (parcels, draws) months lost by a failed auction
    late: Months  # (parcels, draws) months by which works end late


def risk(case: Case, plan: Plan, draws: int = 2000, seed: int = 1, doubt: Doubt = Doubt()) -> Risk:
    """Follow the plan through `draws` simulated futures. The same seed gives the same futures, whatever the plan.

    Args:
        case: its floors are those that count.
        plan: any plan; it need not keep the rules.
    Raises:
        ValueError: no draws, or a doubt that is negative.
    """
    if draws < 1 or any(getattr(doubt, one.name) < 0 for one in fields(doubt)):
        raise ValueError("draws must be positive and doubts not negative")
    net = simulated(case, plan, worlds(case, draws, seed, doubt))
    cash = case.pool.opening_wan + np.cumsum(net, axis=1)
    broken = cash < np.asarray(case.pool.floor_wan) - CENT
    ever = broken.any(axis=1)
    first = np.bincount(broken.argmax(axis=1)[ever], minlength=case.horizon)
    low, middle, high = np.quantile(cash, (0.1, 0.5, 0.9), axis=0)
    lowest = cash.min(axis=1)
    return Risk(
        draws=draws,
        seed=seed,
        doubt=doubt,
        under=tuple(broken.mean(axis=0).tolist()),
        ever_under=float(ever.mean()),
        ever_overdrawn=float((lowest < -CENT).mean()),
        worst_cash_wan=float(np.quantile(lowest, 0.05)),
        worst_npv_wan=float(np.quantile(net @ discount(case), 0.05)),
        low_wan=tuple(low.tolist()),
        middle_wan=tuple(middle.tolist()),
        high_wan=tuple(high.tolist()),
        breaks_in=int(first.argmax()) if ever.any() else None,
    )


def worlds(case: Case, draws: int, seed: int, doubt: Doubt) -> World:
    """Draw what befalls each parcel. Uniform numbers are drawn first and read by the doubt, so that more doubt means the same futures, worse."""
    luck, size = np.random.default_rng(seed), (len(case.parcels), draws)
    market, own = luck.standard_normal(draws), luck.standard_normal(size)
    auction, work, length = luck.random(size), luck.random(size), luck.random(size)
    price = np.empty(size)
    for at, parcel in enumerate(case.parcels):
        middle, sigma = _own_price(parcel, doubt)
        price[at] = np.exp(middle + sigma * own[at])
    price *= np.exp(doubt.market_sigma * market - doubt.market_sigma**2 / 2)
    span = max(doubt.late_most - doubt.late_least, 0) + 1
    late = doubt.late_least + np.floor(length * span).astype(np.int64)
    return World(
        price,
        np.where(auction < doubt.failed_share, doubt.relist_months, 0).astype(np.int64),
        np.where(work < doubt.late_share, late, 0).astype(np.int64),
    )


def _own_price(parcel: Parcel, doubt: Doubt) -> tuple[float, float]:
    """Middle and sigma of the logarithm of the parcel's own factor."""
    if doubt.use_spread and parcel.spread is not None and 0 < parcel.spread[0] <= parcel.spread[1]:
        low, high = np.log(parcel.spread)
        return float(low + high) / 2, float(high - low) / (2 * TENTH)
    return -(doubt.own_sigma**2) / 2, doubt.own_sigma


def simulated(case: Case, plan: Plan, world: World) -> Money:
    """(draws, horizon) net flow of each month in each future; what falls after the horizon is not counted."""
    draws, rows = world.price.shape[1], np.arange(world.price.shape[1])
    net = np.tile(
        [*case.pool.other_wan, 0.0], (draws, 1)
    )  # the last column takes what falls after the horizon
    months, clear = np.arange(case.horizon + 1), dict[str, Months]()
    for at in _in_order(case):
        parcel = case.parcels[at]
        work, listed = plan.works.get(parcel.key), plan.listed.get(parcel.key)
        opened = clear.get(parcel.after.key) if parcel.after else None
        if work is not None:
            start = np.full(draws, work.start)
            if parcel.after and parcel.after.gates == "start" and opened is not None:
                start = np.maximum(start, opened + 1)
            option = parcel.options[work.option]
            for later, wan in enumerate(option.cost_wan):
                net[rows, np.minimum(start + later, case.horizon)] -= wan
            clear[parcel.key] = start + option.months - 1 + world.late[at]
        if listed is None:
            net[:, :-1] -= parcel.holding_wan
            continue
        sold = np.full(draws, listed)
        if parcel.key in clear:
            sold = np.maximum(sold, clear[parcel.key] + 1 + parcel.notice_months)
        if parcel.after and parcel.after.gates == "list" and opened is not None:
            sold = np.maximum(sold, opened + 1)
        sold = sold + world.relisted[at]
        if parcel.holding_wan:
            net -= parcel.holding_wan * (months <= sold[:, None])
        for later, wan in parcel.proceeds_wan:
            net[rows, np.minimum(sold + later, case.horizon)] += wan * world.price[at]
    return net[:, :-1]


def _in_order(case: Case) -> list[int]:
    """Indices of the parcels, each after the one that it waits for."""
    place = {parcel.key: at for at, parcel in enumerate(case.parcels)}
    done: dict[int, None] = {}
    for at in range(len(case.parcels)):
        chain: list[int] = []
        here: int | None = at
        while here is not None and here not in done and here not in chain:
            chain.append(here)
            after = case.parcels[here].after
            here = place.get(after.key) if after else None
        done |= dict.fromkeys(reversed(chain))
    return list(done)
