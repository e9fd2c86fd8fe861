"""The ledger: durable appends, hashing, proof, and as-of, each beside its floor and its peers in one run.

Run as `python -m tests.bench ledger [--size N] [--folder DIR]`; the as-of part runs at 100,000 entries and at `--size`
(1,000,000 when not given). Every engine's answer is compared by digest before its time is printed.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path

from tests.bench import ledger_appends, ledger_as_of
from tests.bench.tables import print_table

SMALL = 100_000
ITEMS = 10_000


def main() -> int:
    """Print the tables."""
    size, folder = int(_option("--size", "1000000")), _option("--folder", "")
    has_history = importlib.util.find_spec("simple_history") is not None
    if not has_history:
        print(
            "django-simple-history is not installed: its rows are left out (dev.py bench installs it)"
        )
    with tempfile.TemporaryDirectory(dir=folder or None) as place:
        home = Path(place)
        _appends(home, has_history)
        print_table("Proof and hash, us an entry (20,000 entries)", ledger_appends.proofs(home))
        small = ledger_as_of.measure(SMALL, ITEMS, home, has_history)
        if size == SMALL:
            size += 1  # its own files
        large = ledger_as_of.measure(size, max(ITEMS, size // 100), home, has_history)
    for measured in (small, large):
        base = measured.rows[0].seconds
        print_table(f"State as of two dates, {measured.size:,} entries: the reference point", [
            row.beside(base) for row in measured.rows
        ])  # fmt: skip
        print_table("  the same by rectangles at the other points", measured.points)
        print_table("  making and keeping the rectangles", measured.making)
    growth = large.rows[0].seconds / small.rows[0].seconds
    print(
        f"growth of as-of by rectangles, {small.size:,} -> {large.size:,} entries: {growth:.2f} x"
    )
    return 0


def _appends(home: Path, has_history: bool) -> None:
    rows = ledger_appends.singles(home)
    batches = ledger_appends.batches(home)
    if has_history:
        from tests.bench import ledger_history

        peer = ledger_history.History(home / "history.sqlite3")
        rows += peer.singles()
        batches += peer.batches()
    floor = rows[0].seconds
    print_table("One durable append", [row.beside(floor) for row in rows])
    ours = batches[0].seconds
    print_table("Durable batches of 1,000, a row each", [row.beside(ours) for row in batches])
    print_table(
        "Durable write -> state (the board's bench adds the light)", ledger_appends.to_state(home)
    )


def _option(name: str, default: str) -> str:
    words = sys.argv
    return words[words.index(name) + 1] if name in words else default
