"""Seven public benchmarks of matching: F1 on the test part, learned from train and valid by one setting. Needs the shared material.

python -m tests.bench linkage
"""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path

import numpy as np

from luoshi.leads.learned import Learned, f1, learn

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "linkage"
GOALS = {"dblp_acm": 0.984, "fodors_zagats": 0.99, "itunes_amazon": 0.97, "beer": 0.86, "walmart_amazon": 0.82, "abt_buy": 0.80, "amazon_google": 0.68}  # fmt: skip


def main() -> int:
    """Print the table; 1 where a goal is missed or the material is not here."""
    if not DATA.is_dir():
        print("the shared material is not here")
        return 1
    print("| set | pairs | F1 | goal | s |\n|---|---|---|---|---|")
    missed = 0
    for name, goal in GOALS.items():
        start = time.perf_counter()
        pairs, reached = matched(name)
        missed += reached < goal
        print(f"| {name} | {pairs:,} | {reached:.4f} | {goal} | {time.perf_counter() - start:.0f} |", flush=True)  # fmt: skip
    return int(missed > 0)


def matched(name: str) -> tuple[int, float]:
    """How many pairs a set has, and the F1 on its test part, whose labels nothing sees."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    fields = [column[2:] for column in rows[0] if column.startswith("l_")]
    pairs = [({f: row[f"l_{f}"] for f in fields}, {f: row[f"r_{f}"] for f in fields}) for row in rows]  # fmt: skip
    said = [None if row["split"] == "test" else row["label"] == "1" for row in rows]
    learned = learn(pairs, said)
    assert isinstance(learned, Learned)
    asked = [at for at, one in enumerate(said) if one is None]
    same = learned.same()
    yes = np.array([rows[at]["label"] == "1" for at in asked])
    return len(rows), f1(yes, np.array([same[at] for at in asked]))
