"""As-of matrix with places: 100 districts x 60 indicators x 120 months x 5 vintages, ours beside pandas doing the same.

python -m tests.bench indicators
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from luoshi.indicators.matrix import Tellings, places

REGIONS, INDICATORS, VINTAGES = 100, 60, 5
ROUNDS = 5


def main() -> int:
    """Print the table, after making sure that both give the same places."""
    print(
        "| tellings | made once s | ours, a moment ms | pandas, a moment ms | pandas / ours |\n|---|---|---|---|---|"
    )
    for spans in (12, 120):
        print(line(*columns(spans)))
    return 0


def columns(spans: int) -> list[np.ndarray]:
    """Every cell told a few times, in no order; growths with one decimal, so that there are ties."""
    chance = np.random.default_rng(5)
    grid = np.indices((REGIONS, INDICATORS, spans, VINTAGES)).reshape(4, -1)
    region, indicator, span, vintage = (axis.astype(np.int64) for axis in grid)
    known_at = span * 30 + vintage * 40 + chance.integers(0, 20, span.size)
    value = np.round(chance.normal(5, 3, span.size), 1)
    order = chance.permutation(span.size)
    return [one[order] for one in (region, indicator, span, known_at, value)]


def line(
    region: np.ndarray,
    indicator: np.ndarray,
    span: np.ndarray,
    known_at: np.ndarray,
    value: np.ndarray,
) -> str:
    """One size measured."""
    moment, lower = int(known_at.max() * 0.8), np.arange(INDICATORS) % 7 == 0
    told = {
        "indicator": indicator,
        "span": span,
        "region": region,
        "known_at": known_at,
        "value": value,
    }
    frame = pd.DataFrame(told).sort_values("known_at", kind="stable")
    made = Tellings.of(region, indicator, span, known_at, value)

    def ours() -> np.ndarray:
        return places(made.as_of(moment), lower)

    def theirs() -> pd.DataFrame:
        known = frame[frame["known_at"] <= moment]
        last = known.groupby(["indicator", "span", "region"])["value"].last().unstack("region")
        ways = np.where(lower[last.index.get_level_values("indicator")], 1, -1)
        return last.mul(ways, axis=0).rank(axis=1, method="min")

    mine, other = ours(), theirs()
    ranks = other.fillna(0).to_numpy(dtype=int)
    assert all((mine[at] == row).all() for at, row in zip(other.index, ranks, strict=True))
    once = best(lambda: Tellings.of(region, indicator, span, known_at, value))
    a, b = best(ours) * 1000, best(theirs) * 1000
    return f"| {value.size:,} | {once:.2f} | {a:.0f} | {b:.0f} | {b / a:.1f} |"


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few rounds."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)
