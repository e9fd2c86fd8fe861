"""The same job on public records of persons (Febrl 1 and 4): other fields, the same levels, weights written by hand."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest

from luoshi.leads.pairs import pairs
from luoshi.leads.weights import Field, Level, Weights
from luoshi.values.label import Label

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "linkage"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real material is not here"),
]
COMMON = (0.005, 0.01, 0.985)  # how often two people agree by chance: wholly, nearly, not at all


def field(name: str, edits: int, chance: tuple[float, float, float] = COMMON) -> Field:
    """Equal, up to `edits` characters apart, or other."""
    label = Label.of(name)
    equal = Level("same", label, (("equal", name, 0.0),), 0.80, chance[0], True, True)
    near = Level("near", label, (("edits", name, float(edits)),), 0.12, chance[1], True, True)
    return Field(name, label, name, (equal, near, Level("other", label, (), 0.08, chance[2])))


PERSONS = Weights(
    (
        field("given_name", 2),
        field("surname", 2),
        field("address_1", 3),
        field("suburb", 3),
        field("postcode", 1),
        field("street_number", 1, (0.02, 0.05, 0.93)),
        field("date_of_birth", 1, (0.0002, 0.002, 0.9978)),
        field("soc_sec_id", 2, (0.00001, 0.0001, 0.9999)),
    ),
    ("soc_sec_id", "date_of_birth", "surname", "given_name", "address_1", "postcode"),
    at_least=10.0,
    k=2,
)


def people(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"febrl_{name}.csv.gz", "rt", encoding="utf-8") as file:
        rows = [
            {key.strip(): (value or "").strip() or None for key, value in row.items()}
            for row in csv.DictReader(file, skipinitialspace=True)
        ]
    return [{**row, "key": row["rec_id"]} for row in rows]


@pytest.mark.parametrize("names", [("dataset1",), ("dataset4a", "dataset4b")], ids=["1", "4"])
def test_persons_told_twice_are_found(names: tuple[str, ...]) -> None:
    records = [row for name in names for row in people(name)]
    told: dict[str, list[str]] = {}
    for row in records:
        told.setdefault(str(row["key"]).split("-")[1], []).append(str(row["key"]))
    true = {tuple(sorted((a, b))) for its in told.values() for n, a in enumerate(its) for b in its[:n]}  # fmt: skip
    found = {(one.left, one.right) for one in pairs(records, PERSONS)}
    right = len(found & true)
    assert 2 * right / (len(found) + len(true)) >= 0.99
