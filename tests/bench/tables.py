"""Rows of a measurement, how long a thing takes, and the table they are printed as."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line: what was done, the seconds it took, and a remark."""

    name: str
    seconds: float
    remark: str = ""
    ratio: float | None = None

    def beside(self, base: float) -> Row:
        """The row with its time as a multiple of another's."""
        return replace(self, ratio=self.seconds / base)


def print_table(title: str, rows: Iterable[Row]) -> None:
    """Print rows as a Markdown table, times in the unit that reads best."""
    print(f"\n{title}\n\n| what | time | x | |\n|---|---:|---:|---|")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        print(f"| {row.name} | {as_text(row.seconds)} | {ratio} | {row.remark} |", flush=True)


def as_text(seconds: float) -> str:
    """Seconds with three figures and a fitting unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def least(times: int, work: Callable[[], Any]) -> float:
    """The least of several runs: what the machine can do when nobody disturbs it."""
    found = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def each(times: int, work: Callable[[int], Any]) -> list[float]:
    """The time of each of many runs, sorted."""
    found = []
    for n in range(times):
        start = time.perf_counter()
        work(n)
        found.append(time.perf_counter() - start)
    return sorted(found)


def middle(name: str, times: list[float], remark: str = "") -> Row:
    """A row with the median, and the 95th percentile as its remark."""
    p95 = f"p95 {as_text(times[int(len(times) * 0.95)])}"
    return Row(name, times[len(times) // 2], f"{p95}; {remark}" if remark else p95)
