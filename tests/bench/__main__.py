"""`python -m tests.bench NAME`: run one measurement. A written list, so that each has an owner and a reason."""

from __future__ import annotations

import importlib
import sys

BENCHES: tuple[tuple[str, str], ...] = (
    ("reading", "tests.bench.reading"),
    ("ledger", "tests.bench.ledger"),
    ("board", "tests.bench.board"),
    ("pages", "tests.bench.pages"),
    ("sheets", "tests.bench.sheets"),
    ("search", "tests.bench.search"),
    ("handed_over", "tests.bench.handed_over"),
    ("doors", "tests.bench.doors"),
    ("land", "tests.bench.land"),
    ("indicators", "tests.bench.indicators"),
    ("outlook", "tests.bench.outlook"),
    ("firms", "tests.bench.firms"),
    ("leads", "tests.bench.leads"),
    ("linkage", "tests.bench.linkage"),
    ("papers", "tests.bench.papers"),
)


def main() -> int:
    """Run the named bench; without a name, list them."""
    known = dict(BENCHES)
    name = next((a for a in sys.argv[1:] if not a.startswith("-")), "")
    if name not in known:
        print("python -m tests.bench " + "|".join(known))
        return 2
    return int(importlib.import_module(known[name]).main())


if __name__ == "__main__":
    sys.exit(main())
