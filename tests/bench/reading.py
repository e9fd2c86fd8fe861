"""How well and how fast documents are read: the seed row by row, the annotated speeches, MB a second.

Run as `python -m tests.bench reading [-v]`; -v lists what was missed and invented in the dev_ files only.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

from luoshi.speech.find import find_all
from luoshi.speech.read import read
from tests.bench import seed
from tests.bench.gold import SHARED, Score, gold_files, score
from tests.bench.tables import Row, least, print_table

PARAGRAPHS = 400  # an even sample: the peer takes its time


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
    begun, worked = time.perf_counter(), time.process_time()
    for path, content in zip(files, contents, strict=True):
        read(content, path.name)
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    print(
        f"{size:.2f} MB of speeches in {taken:.2f} s: {size / taken:.2f} MB/s, everything included"
        f" ({size / worked:.2f} MB a second of processor)"
    )
    _beside_peer(files)


def _beside_peer(files: list[Path]) -> None:
    """recognizers-text finds numbers and times only: beside our finding them, and beside our whole reading."""
    if importlib.util.find_spec("recognizers_suite") is None:
        print("recognizers-text is not installed: its rows are left out (dev.py bench installs it)")
        return
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number

    paragraphs = [line for path in files for line in _text(path).split("\n") if line.strip()]
    paragraphs = paragraphs[:: max(1, len(paragraphs) // PARAGRAPHS)]
    text = "\n".join(paragraphs)
    letters = len(text)
    found = find_all(text, year=2025)

    def ask() -> int:
        return sum(
            len(recognize_number(p, "zh-cn")) + len(recognize_datetime(p, "zh-cn"))
            for p in paragraphs
        )

    ask()
    ours = least(3, lambda: find_all(text, year=2025))
    peer = least(1, ask)
    print_table(
        f"The same {letters:,} characters in {len(paragraphs)} paragraphs",
        [
            Row(
                "our numbers, times, owners and names",
                ours,
                f"{len(found.quantities) + len(found.mentions)} numbers and times",
            ).beside(ours),
            Row(
                "our whole reading", least(3, lambda: read(text.encode(), "same.txt", year=2025))
            ).beside(ours),
            Row("recognizers-text, numbers and times", peer, f"{ask()} found").beside(ours),
        ],
    )


def _text(path: Path) -> str:
    return read(path.read_bytes(), path.name).document.text
