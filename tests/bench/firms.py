"""Every rule over a whole register of firms: rows to columns, columns to answers, and how much one firm after the other takes.

python -m tests.bench firms [--million]
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from luoshi.firms.reading import shipped
from luoshi.firms.verdict import entitlement
from luoshi.firms.whole import columns, evaluate
from tests.core.firms.test_whole import at_random

ON, KNOWN_ON = date(2025, 6, 30), date(2026, 11, 1)
SAMPLE = 2_000


def main() -> int:
    """Print the table."""
    sizes = [10_000, 100_000, *([1_000_000] if "--million" in sys.argv else [])]
    made = [at_random(number, random.Random(number)) for number in range(SAMPLE)]
    plain = _plain(made)
    print(
        "| firms | rules | rows to columns s | columns to answers s | both s | one after the other s (from a sample) | times as fast | peak MB |\n|---|---|---|---|---|---|---|---|"
    )
    for size in sizes:
        start = time.perf_counter()
        table = columns(_stream(made, size))
        read = time.perf_counter()
        found = evaluate(table, shipped(), ON, KNOWN_ON)
        done = time.perf_counter()
        _same(made, found)
        one_by_one = plain * size / SAMPLE
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {size:,} | {len(found)} | {read - start:.2f} | {done - read:.2f} | {done - start:.2f} | {one_by_one:.1f} | {one_by_one / (done - start):.0f} | {peak:.0f} |"
        )
    return 0


def _stream(made: list[dict[str, Any]], size: int) -> Iterator[dict[str, Any]]:
    """The made firms again and again, each under a key of its own, as a register hands out its rows."""
    for number in range(size):
        yield {**made[number % SAMPLE], "firm": f"Q-{number}"}


def _plain(made: list[dict[str, Any]]) -> float:
    start = time.perf_counter()
    for row in made:
        for rule in shipped():
            entitlement(rule, row, ON, KNOWN_ON)
    return time.perf_counter() - start


def _same(made: list[dict[str, Any]], found: Any) -> None:
    for at, row in enumerate(made[:200]):
        for rule in shipped():
            assert found[rule.key].answer(at) == entitlement(rule, row, ON, KNOWN_ON).answer
