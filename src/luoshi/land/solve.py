"""解一道题: the best plan within a time, with a bound on how much better any plan could be.

    office's rules ──> first plan (at once)
    prices.find ─────> bound, and what each start loses ──> mixed_plan, recreate: plans that follow the prices
    narrow + pulse ──> the exact programme on what loses least: in parts while it is large, then on all that could still be better = proof

The answer is never worse than the plan to begin with and never without a bound. What cannot be taken apart (a ring of waiting parcels) is
solved whole by `pulse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from luoshi.land import narrow, prices, pulse
from luoshi.land.case import Case
from luoshi.land.choices import Choices, as_chosen, as_plan, choices, forest
from luoshi.land.highs import Cancel
from luoshi.land.office import RULES, first_plan
from luoshi.land.plan import Plan, Solved
from luoshi.land.prices import Priced
from luoshi.land.recreate import Books, Found, mixed_plan, recreate

PROVEN = pulse.PROVEN
FEW = 60  # parcels up to which every rule of the office is tried, not only the first
LARGE = 2400  # trees up to which the office's rules give the first plan
EASY = 250  # starts and listings that could still be better, up to which nothing is tried before the proof
AT_ONCE = 900  # starts and listings that the exact programme takes without ado
MOST = 4000  # that it takes at all
PART = 700  # in a first part
PARTS = 0.45  # of the time for parts, before what is left goes to the proof
FREE = 40  # trees that move at a time, when all others stay


def solve(
    case: Case,
    seconds: float = 10.0,
    *,
    warm: Plan | None = None,
    also: Sequence[Case] = (),
    stay: tuple[Plan, float] | None = None,
    cancel: Cancel | None = None,
) -> Solved:
    """Solve a case.

    Args:
        seconds: of solving at most; what has been found by then is given, with its gap.
        warm: a plan to begin with, as of the case before one change.
        also: cases of the same parcels with other money, in each of which the floor must hold too.
        stay: a plan, and what each month moved away from it costs in the objective.
        cancel: asked now and then; when it says yes, what has been found is given.
    Returns:
        `infeasible` only where that is proven; `gap` without a plan when time ran out before one was found.
    """
    began = perf_counter()
    if not forest(case):
        return pulse.run(pulse.build(case, also, stay), seconds, warm, cancel)
    search = Search(case, tuple(also), stay, began + seconds, cancel)
    search.begin(warm)
    if search.price():
        search.follow_prices()
        if search.table.trees <= prices.HUGE:
            search.narrow_down()
    return replace(search.solved(), seconds=perf_counter() - began)


@dataclass(slots=True)
class Search:
    """The best plan and the least bound so far."""

    case: Case
    also: tuple[Case, ...]
    stay: tuple[Plan, float] | None
    until: float
    cancel: Cancel | None = None
    table: Choices = field(init=False)
    priced: Priced = field(init=False)
    best: Found = field(init=False)
    lost: narrow.Losses = field(init=False)
    bound: float = np.inf
    steps: list[tuple[str, float, float, float]] = field(
        default_factory=list
    )  # what, when, value, bound

    def __post_init__(self) -> None:
        self.table = choices(self.case, self.also, self.stay)

    @property
    def left(self) -> float:
        """Seconds."""
        return 0.0 if self.cancel is not None and self.cancel() else self.until - perf_counter()

    @property
    def gap(self) -> float:
        """In the objective; infinite while no plan keeps every rule."""
        return np.inf if self.best.short else self.bound - self.best.value

    @property
    def proven(self) -> bool:
        """Can no plan be better by more than rounding?"""
        return self.gap <= PROVEN * max(1.0, abs(self.best.value))

    def solved(self) -> Solved:
        """The answer as it stands."""
        if self.bound == -np.inf:
            return Solved("infeasible", None, -np.inf, -np.inf, 0.0)
        if self.best.short:
            return Solved("gap", None, -np.inf, self.bound, 0.0)
        value = self.best.value
        plan = as_plan(self.table, self.best.chosen)
        return Solved("optimal" if self.proven else "gap", plan, value, max(self.bound, value), 0.0)

    def begin(self, warm: Plan | None) -> None:
        """The best of the office's rules, or the plan that is given."""
        nothing = prices.free(self.table)
        self.best = Books(self.table, nothing, as_chosen(self.table, Plan())).found()
        if self.table.trees > LARGE and warm is None:
            return  # the prices are there sooner than a plan by a rule
        if warm is not None:
            self._check("warm", warm)
            if not self.best.short:
                return
        rules = list(RULES)[: None if self.table.trees <= FEW else 1]
        for rule in rules:
            self._check(
                "rule", first_plan(self.case, rule, max(self.left * 0.3, 0.05) / len(rules))
            )

    def price(self) -> bool:
        """Find prices and their bound; false when they prove that there is no plan."""
        self.priced = prices.find(
            self.table, max(self.left * 0.5, 0.02), [self.best.chosen], cancel=self.cancel
        )
        self.bound = (
            pulse.rounded(self.case, self.priced.bound) if self.stay is None else self.priced.bound
        )
        self._note("price")
        return self.bound > -np.inf

    def follow_prices(self) -> None:
        """Plans that take what the prices say, then take out and put back."""
        if self.left > 0:
            found = mixed_plan(
                self.table, self.priced.prices, self.priced.mixed, max(self.left * 0.5, 0.5)
            )
            self._take("mixed", found)
        if (
            self.table.trees > prices.HUGE
        ):  # the exact programme would take longer to write than there is time
            self._recreate(self.left, 0)
            return
        self.lost = narrow.losses_at(self.table, self.priced.prices)
        if self.lost.count(self.gap) > EASY:
            self._recreate(min(max(self.left * 0.08, 0.1), 1.5), 0)

    def narrow_down(self) -> None:
        """The exact programme: at once when little is left, else in parts and then for as long as there is time."""
        began = perf_counter()
        parts, dice, turn = began + PARTS * self.left, np.random.default_rng(0), 0
        most = PART
        while not self.proven and self.left > 0.02:
            gap = self.gap * (1.0 + 1e-9) + 1e-9
            count = self.lost.count(gap)
            late = perf_counter() > parts or self.best.short > 0.0
            if count <= (most if late else AT_ONCE):  # all that could be better: the proof
                self._exact(gap, self.left)
                return
            if late or turn == 0:
                self._exact(self.lost.limit(most), self.left * (1.0 if late else 0.2))
                most = max(2 * most, MOST)
            else:
                self._part(dice, min(0.1 * (parts - began), parts - perf_counter()))
                self._recreate(0.02 * (parts - began), turn)
            turn += 1

    def _exact(self, limit: float, seconds: float) -> None:
        """Solve what loses no more than the limit: all that could be better, or the best part of it."""
        keep = None if self.best.short else self.best.chosen
        only = narrow.within(self.table, self.lost, limit, keep)
        model = pulse.build(self.case, self.also, self.stay, only)
        warm = None if keep is None else as_plan(self.table, keep)
        found = pulse.run(model, max(min(seconds, self.left), 0.02), warm, self.cancel)
        if found.plan is not None:
            self._check("exact", found.plan)
        inside = -np.inf if found.status == "infeasible" else found.bound
        outside = self.priced.bound - limit
        self.bound = min(self.bound, max(inside, outside))
        if not self.best.short:
            self.bound = max(self.bound, self.best.value)
        self._note(f"exact {model.columns}")

    def _part(self, dice: np.random.Generator, seconds: float) -> None:
        """Some trees move, all others stay: those that lose most as they are now, and some by chance."""
        if self.best.short:
            return
        table, count = self.table, min(FREE, self.table.trees)
        regret = self._regret() + 1e-9
        weight = regret ** dice.uniform(0.0, 1.0)
        free = np.zeros(table.trees, dtype=bool)
        free[dice.choice(table.trees, count, replace=False, p=weight / weight.sum())] = True
        only = narrow.around(table, self.lost, self.gap, self.best.chosen, free)
        model = pulse.build(self.case, self.also, self.stay, only)
        found = pulse.run(
            model, max(min(seconds, self.left), 0.02), as_plan(table, self.best.chosen), self.cancel
        )
        if found.plan is not None:
            self._check("part", found.plan)
        self._note(f"part {model.columns}")

    def _regret(self) -> np.ndarray:
        """(trees,) what each tree loses in the best plan."""
        chosen, regret = self.best.chosen, np.zeros(self.table.trees)
        worked, sold = np.flatnonzero(chosen.option >= 0), np.flatnonzero(chosen.listed >= 0)
        np.maximum.at(
            regret,
            self.table.tree[worked],
            self.lost.starts[worked, chosen.option[worked], chosen.start[worked]],
        )
        np.maximum.at(regret, self.table.tree[sold], self.lost.listings[sold, chosen.listed[sold]])
        return np.maximum(regret, 0.0)

    def _recreate(self, seconds: float, seed: int) -> None:
        if self.left > 0:
            made = recreate(
                self.table,
                self.priced.prices,
                self.best.chosen,
                min(seconds, self.left),
                seed,
                cancel=self.cancel,
            )
            self._take("recreate", made)

    def _check(self, what: str, plan: Plan) -> None:
        """Take a plan of the solver, counted again."""
        self._take(
            what, Books(self.table, prices.free(self.table), as_chosen(self.table, plan)).found()
        )

    def _take(self, what: str, found: Found) -> None:
        if found.better(self.best):
            self.best = found
        self._note(what)

    def _note(self, what: str) -> None:
        value = -np.inf if self.best.short else self.best.value
        self.steps.append((what, self.until - self.left, value, self.bound))
