"""Repeated leads: a whole register with Splink, its growth, and one lead held against the register while it is typed.

Run as `python -m tests.bench leads [--size N]` (leads; 100,000 when not given, and a tenth of it to see the growth). The pairs of the plain
twin are compared with Splink's before a time is printed.
"""

from __future__ import annotations

import random
import sys
import time
from typing import Any

from luoshi.leads.near import Near
from luoshi.leads.pairs import pairs, trained
from luoshi.leads.record import Record, record, records
from luoshi.leads.weights import Pair
from tests.bench.tables import Row, as_text, each, least, middle, print_table
from tests.core.leads.made import FORMS, PRODUCTS, SIGNS, again, lead
from tests.core.leads.made import firm as made_firm

AGAIN = 0.1  # of the leads tell one that was told before
TYPED = 300
PLACES = frozenset({"望川", "望江"})


def main() -> int:
    """Print a table for a tenth of the size and one for the size."""
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    size = int(sys.argv[at]) if at else 100_000
    before: dict[str, float] = {}
    for count in (size // 10, size):
        rows = _rows(told(count), before)
        print_table(f"{count:,} leads; x: as a multiple of {size // 10:,}", rows)
        before = {row.name: row.seconds for row in rows}
    return 0


def told(count: int) -> list[dict[str, Any]]:
    """Leads of made firms with brands of three characters, so that few are alike by accident."""
    dice = random.Random(count)
    rows: list[dict[str, Any]] = []
    while len(rows) < count:
        key = f"X-{len(rows):06d}"
        if rows and dice.random() < AGAIN:
            first = dice.choice(rows)
            rows.append(again(key, first, _other_form(first["investor"], dice), dice))
            continue
        one = made_firm(dice)
        one = one._replace(brand=one.brand + dice.choice(SIGNS))
        assert one.trade[0] in PRODUCTS
        rows.append(lead(key, one, dice))
    return rows


def _other_form(name: str, dice: random.Random) -> str:
    form = next((one for one in FORMS if name.endswith(one)), "")
    return name.removesuffix(form) + dice.choice(FORMS)


def _rows(leads: list[dict[str, Any]], before: dict[str, float]) -> list[Row]:
    made: list[Record] = []
    prepared = least(1, lambda: made.extend(records(leads, PLACES)))
    found: list[Pair] = []
    whole = least(1, lambda: found.extend(pairs(made)))
    start = time.perf_counter()
    register = Near(made)
    indexed = time.perf_counter() - start
    dice = random.Random(7)
    asked = dice.sample(leads, min(TYPED, len(leads)))
    _compare(asked, found, register)
    typed = each(len(asked), lambda n: register.near(record(asked[n], PLACES)))
    rows = [
        Row("rows to records, once", prepared, f"{as_text(prepared / len(leads))} a lead"),
        Row("every pair, Splink on DuckDB", whole, f"{len(found):,} pairs"),
        Row("weights trained (EM)", least(1, lambda: trained(made))),
        Row("index for typing, once", indexed),
        middle("one lead typed, row to pairs", typed, f"worst {as_text(typed[-1])}"),
    ]
    return [row.beside(before[row.name]) if row.name in before else row for row in rows]


def _compare(asked: list[dict[str, Any]], found: list[Pair], register: Near) -> None:
    of: dict[str, list[Pair]] = {}
    for pair in found:
        of.setdefault(pair.left, []).append(pair)
        of.setdefault(pair.right, []).append(pair)
    for row in asked:
        own = register.near(register.records[row["key"]])
        assert [one[:3] for one in own] == [one[:3] for one in of.get(row["key"], [])]
