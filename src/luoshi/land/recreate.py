"""拆了重排: take a few trees of parcels out of a plan and put parcels back where the prices say, again and again.

Placing is one parcel at a time, where it is worth most at the prices among the places that fit. It fits when task forces and listings
suffice and when no month under its floor gets worse and none falls under it, in any world: so a plan that is short can only become better. What is
accepted is judged by the case itself: first what is broken (a floor, a promise), then what the plan is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from luoshi.land.choices import Choices, Chosen, Vector, Whole, World, cash_of
from luoshi.land.highs import CENT, Cancel
from luoshi.land.prices import Prices, free, gains
from luoshi.land.trees import answer

SLIPPED = 1e-9  # 万元 that adding up may take
WORSE = 0.01  # share of the value added by which a plan may be worse than the best and still be built on
RUINED = 12  # trees taken out at a time, at most
LEVELS = (0.0, 0.5, 1.0, 1.0, 1.5)  # shares of the prices at which parcels are placed
BLIND = 0.25  # of the times a parcel is placed, some places are passed over
SHAKEN = 0.3  # of a tree's worth, when trees are ranked
TRIED = 24  # trees outside the plan that are offered a place each time


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, and how it stands."""

    chosen: Chosen
    short: (
        float  # what is broken: 万元 under a floor, parcels or 万元 missing of promises; 0: nothing
    )
    value: float  # in the objective

    def better(self, other: Found) -> bool:
        return (self.short, -self.value) < (other.short, -other.value)


class Books:
    """What is left of cash, task forces and listings while parcels are placed and taken out."""

    def __init__(self, table: Choices, prices: Prices, plan: Chosen) -> None:
        self.table, self.plan = table, plan.copy()
        self.work_gain, self.list_gain = gains(table, prices)
        months, starts = np.arange(table.case.horizon), np.arange(table.case.months + 1)
        self.since = months[None, :] - starts[:, None]  # (T + 1, H)
        self.months = np.arange(table.case.months)
        self.children: dict[int, list[int]] = {}
        for n in np.flatnonzero(table.parent >= 0):
            self.children.setdefault(int(table.parent[n]), []).append(int(n))
        everyone = np.arange(len(table.parent))
        self.cash = np.stack(
            [
                w.slack + cash_of(w, plan, everyone, table.case.horizon).sum(axis=0)
                for w in table.worlds
            ]
        )
        self.teams = np.asarray(table.case.teams, dtype=np.float64)
        self.slots = np.asarray(table.case.listings, dtype=np.int64)
        self.value = table.constant
        for n in np.flatnonzero(plan.option >= 0):
            self._count(int(n), 1)

    def found(self) -> Found:
        """The plan as it stands."""
        short = float(np.maximum(-self.cash - CENT, 0.0).sum()) + self._missing()
        return Found(self.plan.copy(), short, self.value)

    def take_out(self, n: int) -> None:
        """Take a parcel out, and all that waits for it."""
        for child in self.children.get(n, ()):
            self.take_out(child)
        if self.plan.option[n] >= 0:
            self.take_away(n)

    def take_away(self, n: int) -> None:
        """Take this parcel out alone."""
        self.cash -= self._cash(n)
        self._count(n, -1)
        self.plan.option[n] = self.plan.start[n] = self.plan.listed[n] = -1

    def put(self, n: int, option: int, start: int, listed: int) -> None:
        """Place a parcel."""
        self.plan.option[n], self.plan.start[n], self.plan.listed[n] = option, start, listed
        self.cash += self._cash(n)
        self._count(n, 1)

    def place(self, n: int, least: float = 1e-9, dice: np.random.Generator | None = None) -> bool:
        """Place a parcel where it is worth most at the prices, if it fits anywhere and is worth more than `least` there.

        With dice, some of the places are not looked at: the best place for one parcel is not always that for the plan.
        """
        table, opened = self.table, 0
        above = table.parent[n]
        if above >= 0:
            if self.plan.option[above] < 0:
                return False
            opened = int(table.free[above, self.plan.option[above], self.plan.start[above]])
        gates = table.gates_start[n]
        best_from, month_from = self._listings(n)
        ready = table.ready[n] if gates else np.maximum(table.ready[n], opened)
        worth = self.work_gain[n] + np.maximum(best_from[ready], 0.0)
        worth = np.where(self._staffed(n), worth, -np.inf)
        if gates:
            worth[:, :opened] = -np.inf
        if dice is not None and dice.random() < BLIND:
            worth = np.where(dice.random(worth.shape) < dice.random(), worth, -np.inf)
        options, starts = np.nonzero(worth > least)
        if not len(starts):
            return False
        first = ready[options, starts]
        listed = np.where(best_from[first] > 0.0, month_from[first], len(self.months))
        fits = self._fits(n, options, starts, listed)
        if not fits.any():
            return False
        k = int(np.where(fits, worth[options, starts], -np.inf).argmax())
        month = int(listed[k]) if listed[k] < len(self.months) else -1
        self.put(n, int(options[k]), int(starts[k]), month)
        return True

    def put_tree(self, order: Sequence[int], plan: Chosen) -> bool:
        """Place the parcels of a tree (from its root on) as another plan has them, all or none."""
        placed = [n for n in order if plan.option[n] >= 0]
        for k, n in enumerate(placed):
            option, start, listed = int(plan.option[n]), int(plan.start[n]), int(plan.listed[n])
            month = np.array([listed if listed >= 0 else len(self.months)])
            staffed = self._staffed(n)[option, start]
            room = listed < 0 or self.slots[listed] > 0
            if not (
                staffed and room and self._fits(n, np.array([option]), np.array([start]), month)[0]
            ):
                for other in placed[:k]:
                    self.take_out(other)
                return False
            self.put(n, option, start, listed)
        return True

    def _listings(self, n: int) -> tuple[Vector, Whole]:
        """(T + 1,) the best listing from each month on for which there is room, and its month."""
        span = len(self.months)
        gain = np.where(self.slots > 0, self.list_gain[n], -np.inf)
        best = np.append(np.maximum.accumulate(gain[::-1])[::-1], -np.inf)
        is_best = np.where(gain == best[:span], self.months, span)
        return best, np.append(np.minimum.accumulate(is_best[::-1])[::-1], span)

    def _staffed(self, n: int) -> np.ndarray:
        """(M, T) are there task forces for the whole of the works?"""
        short = self.teams[None, :] < self.table.teams[n][:, None]
        until = np.concatenate((np.zeros((len(short), 1)), np.cumsum(short, axis=1)), axis=1)
        return np.asarray(np.take_along_axis(until, self.table.free[n], axis=1) == until[:, :-1])

    def _fits(self, n: int, options: Whole, starts: Whole, listed: Whole) -> np.ndarray:
        """(k,) does cash suffice, in every world and month?"""
        fits = np.ones(len(starts), dtype=bool)
        for world, cash in zip(self.table.worlds, self.cash, strict=True):
            after = cash + self._flow(world, n, options, starts, listed)
            fits &= (after >= np.minimum(cash, 0.0) - SLIPPED).all(axis=1)
        return fits

    def _flow(self, world: World, n: int, options: Whole, starts: Whole, listed: Whole) -> Vector:
        """(k, H) what each place adds to the cash at the end of each month."""
        spent = np.concatenate(
            (np.zeros((world.cost.shape[1], 1)), np.cumsum(world.cost[n], axis=1)), axis=1
        )
        since = np.clip(self.since[starts] + 1, 0, spent.shape[1] - 1)
        back = np.concatenate(([0.0], np.cumsum(world.back[n])))
        later = self.since[listed]
        got = back[np.clip(later + 1, 0, len(back) - 1)] + np.maximum(later, 0) * world.holding[n]
        sold = (listed < len(self.months))[:, None]
        return np.asarray(np.where(sold, got, 0.0) - spent[options[:, None], since])

    def _cash(self, n: int) -> Vector:
        one = np.array([n])
        return np.stack(
            [cash_of(w, self.plan, one, self.table.case.horizon)[0] for w in self.table.worlds]
        )

    def _count(self, n: int, sign: int) -> None:
        option, start, listed = (int(part[n]) for part in self.plan.parts)
        table = self.table
        self.teams[start : table.free[n, option, start]] -= sign * table.teams[n, option]
        self.value += sign * float(table.work_gain[n, option, start])
        if listed >= 0:
            self.slots[listed] -= sign
            self.value += sign * float(table.list_gain[n, listed])

    def _missing(self) -> float:
        """What promises still miss."""
        table, (option, start, listed), missing = self.table, self.plan.parts, 0.0
        for k, promise in enumerate(table.case.promises):
            sold = np.flatnonzero(listed >= 0)
            if promise.kind == "listed":
                reached = float((listed[sold] <= promise.by).sum())
            elif promise.kind == "cleared":
                its = np.flatnonzero(option >= 0)
                reached = float((table.free[its, option[its], start[its]] <= promise.by + 1).sum())
            else:
                reached = float(table.back_by[k, sold, listed[sold]].sum())
            missing += max(promise.at_least - CENT - reached, 0.0)
        return missing


def recreate(
    table: Choices,
    prices: Prices,
    plan: Chosen,
    seconds: float,
    seed: int = 0,
    rounds: int = 1 << 30,
    cancel: Cancel | None = None,
) -> Found:
    """The best plan found from this one within `seconds` and `rounds`; the same for the same seed when rounds end it."""
    until, dice = perf_counter() + seconds, np.random.default_rng(seed)
    books = Books(table, prices, plan)
    levels = [_Level.of(table, free(table).toward(prices, share)) for share in LEVELS]
    orders = _orders(table)
    best = now = books.found()
    span = max(abs(best.value - table.constant), 1.0) * WORSE
    for turn in range(rounds):
        if perf_counter() > until or (cancel is not None and cancel()):
            break
        _ruin(table, books, orders, dice)
        for level in (
            levels[int(dice.integers(len(levels)))],
            levels[0],
        ):  # then at no price: what still adds
            ranked = _ranked(table, books.plan, level.values, dice)
            books.work_gain, books.list_gain = level.work_gain, level.list_gain
            for _ in range(2):  # what did not fit may be paid for by what came after it
                for tree in ranked:
                    for n in orders[tree]:
                        if books.plan.option[n] < 0:
                            books.place(n, dice=dice)
        found = books.found()
        limit = span * (1.0 - (turn % 400) / 400.0)
        if found.better(best):
            best = now = found
        elif found.short <= now.short and found.value > best.value - limit:
            now = found
        else:
            books = _again(books, now)
    return best


def mixed_plan(table: Choices, prices: Prices, mixed: Chosen, seconds: float = np.inf) -> Found:
    """A plan from the trees' plans that the master mixes most of: those that fit, the earliest to be paid first, then what fits beside them."""
    until, nothing = (
        perf_counter() + seconds,
        Chosen(*(np.full(len(table.parent), -1) for _ in range(3))),
    )
    books, orders = Books(table, prices, nothing), _orders(table)
    late = np.where(mixed.listed >= 0, mixed.listed, table.case.months)
    first = np.full(table.trees, table.case.months)
    np.minimum.at(first, table.tree, np.where(mixed.option >= 0, late, table.case.months))
    waiting = [t for t in np.argsort(first, kind="stable") if (mixed.option[orders[t]] >= 0).any()]
    left = waiting
    while perf_counter() < until:
        left = [
            t for t in waiting if perf_counter() > until or not books.put_tree(orders[t], mixed)
        ]
        if len(left) == len(waiting):
            break
        waiting = left
    values = answer(table, books.work_gain, books.list_gain).values
    for tree in sorted(left, key=lambda t: -values[t]):
        if perf_counter() > until:
            break
        for n in orders[tree]:
            books.place(n)
    return books.found()


def _orders(table: Choices) -> list[list[int]]:
    """The parcels of each tree, those that wait after those they wait for."""
    orders: list[list[int]] = [[] for _ in range(table.trees)]
    for level in table.levels:
        for n in level:
            orders[table.tree[n]].append(int(n))
    return orders


@dataclass(frozen=True, slots=True)
class _Level:
    """What places are worth at a share of the prices."""

    work_gain: Vector
    list_gain: Vector
    values: Vector  # (trees,)

    @classmethod
    def of(cls, table: Choices, prices: Prices) -> _Level:
        work_gain, list_gain = gains(table, prices)
        return cls(work_gain, list_gain, answer(table, work_gain, list_gain).values)


def _ranked(table: Choices, plan: Chosen, values: Vector, dice: np.random.Generator) -> Whole:
    """Trees that are not wholly in the plan, the best first, shaken."""
    outside = np.flatnonzero(_outside(table, plan) & (values > 0.0))
    shaken = values[outside] * (1.0 + SHAKEN * dice.standard_normal(len(outside)))
    return outside[np.argsort(-shaken, kind="stable")][:TRIED]


def _outside(table: Choices, plan: Chosen) -> np.ndarray:
    """(trees,) is there a parcel of it that is not in the plan?"""
    outside = np.zeros(table.trees, dtype=bool)
    outside[table.tree[plan.option < 0]] = True
    return outside


def _ruin(table: Choices, books: Books, orders: list[list[int]], dice: np.random.Generator) -> None:
    """Take out some trees: at random, or those that start at about the same time."""
    inside = np.unique(table.tree[books.plan.option >= 0])
    if not len(inside):
        return
    count = int(dice.integers(1, min(RUINED, max(2, len(inside) // 2)) + 1))
    if dice.random() < 0.5:
        gone = dice.choice(inside, min(count, len(inside)), replace=False)
    else:
        roots = np.array([orders[tree][0] for tree in inside])
        middle = dice.integers(0, table.case.months)
        apart = np.abs(books.plan.start[roots] - middle) + 3.0 * dice.random(len(roots))
        gone = inside[np.argsort(apart)[:count]]
    for tree in gone:
        books.take_out(orders[tree][0])


def _again(books: Books, found: Found) -> Books:
    """Back to a plan: only the parcels that differ are moved."""
    want, have = found.chosen, books.plan
    differs = np.stack([a != b for a, b in zip(want.parts, have.parts, strict=True)]).any(axis=0)
    moved = [int(n) for n in np.flatnonzero(differs)]
    for n in moved:
        if books.plan.option[n] >= 0:
            books.take_away(n)
    for n in moved:
        if want.option[n] >= 0:
            books.put(n, *(int(part[n]) for part in want.parts))
    return books
