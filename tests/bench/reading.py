"""How well and how fast documents are read: the seed row by row, the annotated speeches, MB a second.

Run as `python -m tests.bench reading [-v]`; -v lists what was missed and invented in the dev_ files only.
"""

from __future__ import annotations

import sys
import time

from luoshi.speech.read import read
from tests.bench import seed
from tests.bench.gold import SHARED, Score, gold_files, score


def main() -> int:
    """Print the score tables."""
    if not SHARED.exists():
        print("No data beside the repository: nothing to measure.")
        return 0
    _seed()
    aloud = "-v" in sys.argv
    scores = [score(path) for path in gold_files()]
    _table(scores)
    if aloud:
        for one in scores:
            if one.name.startswith("dev_"):
                _details(one)
    _speed()
    return 0


def _seed() -> None:
    found = seed.reading()
    table = seed.rows(found)
    wrong = [row for row in table if row.faults]
    print(f"seed: {len(table) - len(wrong)} of {len(table)} rows as the table says")
    for row in wrong:
        print(f"  {row.id} {'; '.join(row.faults)}")
    print(f"seed: {len(seed.beyond(found))} hard commitments beyond the table")


def _table(scores: list[Score]) -> None:
    print(f"{'speech':24}{'hard':>5}{'F1':>7}{'strict':>8}{'numbers':>9}{'dates':>8}{'past':>6}")
    for one in scores:
        hard = one.matched + len(one.missed)
        print(
            f"{one.name:24}{hard:5}{one.f1():7.3f}{one.f1(strict=True):8.3f}"
            f"{one.exact(one.numbers_wrong):9.3f}{one.exact(one.deadlines_wrong):8.3f}{len(one.past):6}"
        )


def _details(one: Score) -> None:
    print(f"== {one.name}")
    for label, quotes in (
        ("missed", one.missed),
        ("invented", one.invented),
        ("soft in gold", one.overcalled),
    ):
        for quote in quotes:
            print(f"  {label:13} {quote}")
    for label, wrong in (("numbers", one.numbers_wrong), ("dates", one.deadlines_wrong)):
        for quote, wanted, got in wrong:
            print(f"  {label:13} {quote} | {wanted} | {got}")


def _speed() -> None:
    files = sorted((SHARED / "speeches").glob("*.txt"))
    contents = [path.read_bytes() for path in files]
    read(contents[0], files[0].name)
    size = sum(map(len, contents)) / 1e6
    begun = time.perf_counter()
    for path, content in zip(files, contents, strict=True):
        read(content, path.name)
    taken = time.perf_counter() - begun
    print(
        f"{size:.2f} MB of speeches in {taken:.2f} s: {size / taken:.2f} MB/s, everything included"
    )
