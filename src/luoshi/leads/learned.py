"""学着看: what a model learns from the pairs that people settled, said of those that still wait.

settled pairs + waiting ones ──likeness──> numbers ──trees and a logistic curve, side by side──> how likely each is the same, and from where on

Nothing is tuned for one register. Trees, curve or the mean of both, and where a probability begins to mean "the same", are chosen by
cross-validation among the settled pairs: the middle of the thresholds that do (nearly) best there, which few pairs do not throw about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from luoshi.leads.likeness import Numbers, Record, likeness
from luoshi.values.problem import Problem

FEWEST = 50  # settled pairs below which there is nothing to learn
FEWEST_OF_A_KIND = 10
_FOLDS, _NEAR = 5, 0.005  # of the best F1: as good as the best
_ROUNDS, _MANY = 5, 3_000  # the fewer pairs, the more ways to part them are tried, up to five
_TREES, _SEED = 200, 0
_SHARES = (0.0, 0.5, 1.0)  # of the trees in the mean, the simplest first
_SIMPLER = 0.01  # of F1: the trees have to be better by more than this, or the plain curve stands


@dataclass(frozen=True, slots=True)
class Learned:
    """How likely each pair is the same, in the order given, and the probability from which on it is taken to be."""

    likely: Numbers
    threshold: float

    def same(self) -> list[bool]:
        """The pairs that are taken to be the same."""
        return [bool(one) for one in self.likely >= self.threshold]


def learn(pairs: Sequence[tuple[Record, Record]], same: Sequence[bool | None]) -> Learned | Problem:
    """What people said of some pairs (`same`: True, False, None where nobody has) carried over to all of them.

    L-101 where too few are settled, or all one way: then there is nothing to learn.
    """
    said = np.array([one is not None for one in same])
    yes = np.array([bool(one) for one in same])[said]
    if len(yes) < FEWEST or min(yes.sum(), (~yes).sum()) < FEWEST_OF_A_KIND:
        facts = {"settled": len(yes), "same": int(yes.sum()), "needed": FEWEST, "each": FEWEST_OF_A_KIND}  # fmt: skip
        return Problem("L-101", "", facts, "warning")
    numbers = likeness(pairs)
    known = numbers[said]
    held_out = np.zeros((2, len(yes)))
    rounds = max(1, min(_ROUNDS, _MANY // len(yes)))
    for seed in range(rounds):
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
        for taught, kept in folds.split(known, yes):
            held_out[:, kept] += _likely(known[taught], yes[taught], known[kept]) / rounds
    told = [(*_threshold(yes, _mean(held_out, share)), share) for share in _SHARES]
    best = max(score for score, _, _ in told)
    _, at, share = next(one for one in told if one[0] >= best - _SIMPLER)
    return Learned(_mean(_likely(known, yes, numbers), share), at)


def f1(yes: Any, taken: Any) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    right = float((np.asarray(yes) & np.asarray(taken)).sum())
    return 2 * right / max(float(np.sum(yes) + np.sum(taken)), 1.0)


def _likely(known: Numbers, yes: Any, asked: Numbers) -> Numbers:
    """What two models say that err in other ways: many random trees, and a curve held small by its penalty."""
    curve = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=2000))
    trees = ExtraTreesClassifier(_TREES, max_features=0.3, random_state=_SEED, n_jobs=2)
    told = [model.fit(known, yes).predict_proba(asked)[:, 1] for model in (trees, curve)]
    return np.array(told)


def _mean(told: Numbers, share: float) -> Numbers:
    mean: Numbers = share * told[0] + (1 - share) * told[1]
    return mean


def _threshold(yes: Any, likely: Numbers) -> tuple[float, float]:
    """The best F1 and the middle of the thresholds that come near it."""
    tried = np.linspace(0.05, 0.95, 181)
    scores = np.array([f1(yes, likely >= one) for one in tried])
    best = float(scores.max())
    return best, float(np.median(tried[scores >= best - _NEAR]))
