"""办公室自己的排法: cheapest first, quickest first and their like, each followed to a whole plan.

The rules that people use without a solver, given their best chance: parcels are taken one by one in the order of the rule and each goes to the
place (pace, start, listing) that is worth most among those that fit. It fits when task forces and listings suffice and when no month that is
under its floor gets worse and none falls under it: a rule that refuses every plan with a later deficit would start nothing. Promises are
served first, in the order of the rule and, when that cannot keep them, in that of another rule. What does not fit is tried again after the
others, for their proceeds may pay for it. A plan may still miss a promise or leave a month short: `checker.check` says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from luoshi.land.case import Case, Parcel, Promise
from luoshi.land.flows import Money, discount, flows
from luoshi.land.plan import Plan, Work
from luoshi.values.label import Label

Rule = Literal["ratio", "cheapest", "quickest", "sunk", "dearest"]
RULES: dict[Rule, Label] = {
    "ratio": Label("回款与投入之比最高的先做", "best return on cost first"),
    "cheapest": Label("花钱最少的先做", "cheapest first"),
    "quickest": Label("工期最短的先做", "quickest first"),
    "sunk": Label("沉淀资金最多的先做", "most money sunk first"),
    "dearest": Label("卖价最高的先做", "dearest land first"),
}
NPV_AT_LEAST = (
    0.001  # of NPV in every objective, so that what happens after the wished month is not arbitrary
)
ALLOWED = 1e-9
LATER = 6  # starts tried for works that open the way: the first possible, and that many later ones


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a parcel fits best."""

    gain: float
    work: Work
    listed: int | None
    cash: Money  # (horizon,) change of the cash at the end of each month


def first_plan(case: Case, rule: Rule, seconds: float = float("inf")) -> Plan:
    """The whole plan that a rule leads to; it may miss a promise or leave a month short, when the rule (or the case) cannot do better.

    After `seconds` what is placed so far is the plan.
    """
    order = sorted(case.parcels, key=_KEYS[rule])
    books = _Books(case, time.perf_counter() + seconds)
    for promise in sorted(case.promises, key=lambda p: p.by):
        others = [sorted(case.parcels, key=_KEYS[name]) for name in RULES if name != rule]
        _keep(books, promise, [order, *others])
    # what did not fit is tried again while a round still places something: it may be paid for now
    while sum(books.take(parcel) for parcel in order if parcel.key not in books.works):
        pass
    return books.plan()


def _cost(parcel: Parcel) -> float:
    return min(sum(option.cost_wan) for option in parcel.options)


_KEYS: dict[Rule, Callable[[Parcel], tuple[float, float, str]]] = {
    "ratio": lambda p: (-p.back_wan / max(_cost(p), 1.0), _cost(p), p.key),
    "cheapest": lambda p: (_cost(p), -p.back_wan, p.key),
    "quickest": lambda p: (min(option.months for option in p.options), _cost(p), p.key),
    "sunk": lambda p: (-p.sunk_wan, _cost(p), p.key),
    "dearest": lambda p: (-p.back_wan, _cost(p), p.key),
}


def _keep(books: _Books, promise: Promise, orders: Sequence[Sequence[Parcel]]) -> None:
    """Take parcels until the promise is kept; the first order that keeps it, else the one that reaches most."""
    before, best, most = books.remember(), books.remember(), -1.0
    for order in orders:
        books.restore(before)
        for parcel in order:
            if books.reached(promise) >= promise.at_least:
                break
            if parcel.key not in books.works:
                books.take(parcel, promise)
        reached = books.reached(promise)
        if reached > most:
            best, most = books.remember(), reached
        if reached >= promise.at_least:
            break
    books.restore(best)


class _Books:
    """What is left of money, task forces and listings while parcels are placed one by one."""

    def __init__(self, case: Case, until: float) -> None:
        self.case, self.until = case, until
        self.parcels = {parcel.key: parcel for parcel in case.parcels}
        self.works: dict[str, Work] = {}
        self.listed: dict[str, int] = {}
        self.cash = flows(case, Plan()).cash_wan
        self.floor = np.asarray(case.pool.floor_wan, dtype=np.float64)
        self.teams = np.asarray(case.teams, dtype=np.int64)
        self.slots = np.asarray(case.listings, dtype=np.int64)
        worth = discount(case)
        # cash x these = flow x discount, month by month: no differences need be taken
        self.discount = worth - np.append(worth[1:], 0.0)
        starts, months = np.arange(case.months + 1), np.arange(case.horizon)
        # (months + 1, horizon): months since each start, moved up by the horizon so that "before" falls on zeros
        self.since = months[None, :] - starts[:, None] + case.horizon

    def plan(self) -> Plan:
        return Plan(dict(self.works), dict(self.listed))

    def remember(self) -> tuple[dict[str, Work], dict[str, int], Money, np.ndarray, np.ndarray]:
        return (
            dict(self.works),
            dict(self.listed),
            self.cash.copy(),
            self.teams.copy(),
            self.slots.copy(),
        )

    def restore(
        self, state: tuple[dict[str, Work], dict[str, int], Money, np.ndarray, np.ndarray]
    ) -> None:
        works, listed, cash, teams, slots = state
        self.works, self.listed = dict(works), dict(listed)
        self.cash, self.teams, self.slots = cash.copy(), teams.copy(), slots.copy()

    def reached(self, promise: Promise) -> float:
        """What is placed so far comes to, of what the promise counts."""
        if promise.kind == "listed":
            return sum(month <= promise.by for month in self.listed.values())
        if promise.kind == "cleared":
            return sum(self.free(key) <= promise.by + 1 for key in self.works)
        last = min(promise.by, self.case.horizon - 1)
        back = (
            (at + later, wan)
            for key, at in self.listed.items()
            for later, wan in self.parcels[key].proceeds_wan
        )
        return sum(wan for month, wan in back if month <= last)

    def free(self, key: str) -> int:
        """The first month after the works of a parcel that is placed."""
        work = self.works[key]
        return work.start + self.parcels[key].options[work.option].months

    def take(self, parcel: Parcel, promise: Promise | None = None) -> bool:
        """Place a parcel, and before it whatever it waits for; for a promise, or because it is worth something."""
        first = self._waits_for(parcel)
        if first is None or time.perf_counter() > self.until:
            return False
        floor = np.minimum(self.floor, self.cash) - ALLOWED
        if not first:
            place = self._best(parcel, floor, promise)
            if place is None or (promise is None and place.gain <= 0.0):
                return False
            self._put(parcel, place)
            return True
        before = self.remember()
        for delay in range(0, self.case.months, max(self.case.months // LATER, 1)):
            gain = 0.0
            for other in first:
                opening = self._opening(other, delay)
                if opening is None:
                    break
                self._put(other, opening)
                gain += opening.gain
            else:
                place = self._best(parcel, floor, promise)
                if place is not None and (promise is not None or place.gain + gain > 0.0):
                    self._put(parcel, place)
                    return True
            self.restore(before)
        return False

    def _waits_for(self, parcel: Parcel) -> list[Parcel] | None:
        """What must be placed before it, first things first; None when it waits for nobody that is there."""
        chain: list[Parcel] = []
        while parcel.after is not None and parcel.after.key not in self.works:
            other = self.parcels.get(parcel.after.key)
            if other is None or other in chain or len(chain) > len(self.parcels):
                return None
            chain.append(other)
            parcel = other
        return chain[::-1]

    def _put(self, parcel: Parcel, place: _Place) -> None:
        option = parcel.options[place.work.option]
        self.works[parcel.key] = place.work
        self.cash = self.cash + place.cash
        self.teams[place.work.start : place.work.start + option.months] -= option.teams
        if place.listed is not None:
            self.listed[parcel.key] = place.listed
            self.slots[place.listed] -= 1

    def _opening(self, parcel: Parcel, delay: int) -> _Place | None:
        """The first place from `delay` on for works that open the way; whether there is money is asked of the whole chain."""
        places = [self._places(parcel, n) for n in range(len(parcel.options))]
        found = [p.at(i) for p in places for i in np.flatnonzero(p.starts >= delay)[:1]]
        return min(found, key=lambda place: (self._end(parcel, place), -place.gain), default=None)

    def _end(self, parcel: Parcel, place: _Place) -> int:
        return place.work.start + parcel.options[place.work.option].months

    def _best(self, parcel: Parcel, floor: Money, promise: Promise | None) -> _Place | None:
        """The place worth most among those that fit, within the month of a promise when it is for one."""
        best: _Place | None = None
        for n in range(len(parcel.options)):
            places = self._places(parcel, n)
            fits = (self.cash + places.cash >= floor).all(axis=1)
            if promise is not None:
                fits &= places.serves(promise)
            if fits.any():
                place = places.at(int(np.argmax(np.where(fits, places.gain, -np.inf))))
                best = place if best is None or place.gain > best.gain else best
        return best

    def _places(self, parcel: Parcel, n: int) -> _Places:
        """Every start of one option for which there are task forces, each with the first listing it can have."""
        case, option = self.case, parcel.options[n]
        earliest = max(parcel.earliest, 0)
        if parcel.after is not None and parcel.after.gates == "start":
            earliest = max(earliest, self.free(parcel.after.key))
        starts = np.arange(earliest, case.months - option.months + 1)
        if option.teams > 0 and len(starts):
            short = np.concatenate(([0], np.cumsum(self.teams < option.teams)))
            starts = starts[short[starts + option.months] == short[starts]]
        cash = -self._along(np.cumsum(option.cost_wan))[self.since[starts]]
        never, listed = case.months, np.full(len(starts), case.months)
        if parcel.for_sale:
            ready = starts + option.months + parcel.notice_months
            if parcel.after is not None and parcel.after.gates == "list":
                ready = np.maximum(ready, self.free(parcel.after.key))
            months = np.where(self.slots > 0, np.arange(case.months), never)
            # the first month from each on in which something may still be listed; beyond the last: never
            first = np.append(np.minimum.accumulate(months[::-1])[::-1], never)
            listed = first[np.minimum(ready, never)]
        back, saved = np.zeros(case.horizon + 1), np.arange(case.horizon) * parcel.holding_wan
        for later, wan in parcel.proceeds_wan:
            back[min(later, case.horizon)] += wan
        income = self._along(np.cumsum(back[: case.horizon]) + saved)[self.since[listed]]
        income[listed == never] = 0.0
        cash = cash + income
        return _Places(
            case, parcel, n, starts, listed, cash, self._gain(parcel, starts, listed, cash)
        )

    def _along(self, total: Money) -> Money:
        """A running total after a start, with zeros before it and its end kept to the horizon."""
        horizon = self.case.horizon
        total = np.asarray(total, dtype=np.float64)[:horizon]
        last = total[-1] if len(total) else 0.0
        return np.concatenate((np.zeros(horizon), total, np.full(horizon + 1 - len(total), last)))

    def _gain(self, parcel: Parcel, starts: np.ndarray, listed: np.ndarray, cash: Money) -> Money:
        wish, sold = self.case.objective, listed < self.case.months
        npv = cash @ self.discount
        gain = max(wish.npv, NPV_AT_LEAST) * npv + wish.cleared + wish.listed * sold
        last = self.case.horizon - 1 if self.case.release_by is None else self.case.release_by
        return np.asarray(gain + wish.released_wan * _back_by(parcel, listed, sold, last))


@dataclass(frozen=True, slots=True)
class _Places:
    """Starts of one option of a parcel, and what each comes to."""

    case: Case
    parcel: Parcel
    option: int
    starts: np.ndarray  # (n,)
    listed: np.ndarray  # (n,) `months`: never
    cash: Money  # (n, horizon)
    gain: Money  # (n,)

    def at(self, i: int) -> _Place:
        listed = int(self.listed[i])
        work = Work(self.option, int(self.starts[i]))
        never = listed >= self.case.months
        return _Place(float(self.gain[i]), work, None if never else listed, self.cash[i])

    def serves(self, promise: Promise) -> np.ndarray:
        """(n,) does it count for the promise?"""
        if promise.kind == "listed":
            return np.asarray(self.listed <= min(promise.by, self.case.months - 1))
        if promise.kind == "cleared":
            return np.asarray(
                self.starts + self.parcel.options[self.option].months - 1 <= promise.by
            )
        sold = self.listed < self.case.months
        return np.asarray(_back_by(self.parcel, self.listed, sold, promise.by) > 0.0)


def _back_by(parcel: Parcel, listed: np.ndarray, sold: np.ndarray, last: int) -> Money:
    """(n,) 万元 back by the end of a month for each month of listing."""
    back = np.zeros(len(listed))
    for later, wan in parcel.proceeds_wan:
        back += wan * (sold & (listed + later <= last))
    return back
