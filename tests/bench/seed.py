"""The seed speech against domain.md 1.3, row by row."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from luoshi.speech.document import Draft, Reading
from luoshi.speech.read import read
from tests.bench.gold import GOLD, SHARED

SEED = SHARED / "seed_speech.txt"
YEAR = 2023
COVERED = 0.5  # of the row's characters, by the drafts that lie in it
_MODALITY = {"H": {"must"}, "S": {"strive"}, "N": {"undated"}, "HN": {"must", "undated"}}


@dataclass(frozen=True)
class Row:
    """One row of the table and what is wrong with how it was read; nothing when it is right."""

    id: str
    faults: tuple[str, ...]


def reading() -> Reading:
    """The seed, read as 2023."""
    return read(SEED.read_bytes(), SEED.name, year=YEAR)


def gold() -> list[dict[str, Any]]:
    """The rows: places in the original, figures, normalised values."""
    rows: list[dict[str, Any]] = tomllib.loads((GOLD / "seed.toml").read_text("utf-8"))["row"]
    return rows


def rows(found: Reading) -> list[Row]:
    """Each row with its faults."""
    return [Row(row["id"], tuple(_faults(found, row))) for row in gold()]


def beyond(found: Reading) -> list[str]:
    """Hard commitments that stand in no row of the table."""
    table = [(row["start"], row["end"]) for row in gold()]
    return [
        d.quote
        for d in found.drafts
        if d.kind == "commitment"
        and d.strength == "hard"
        and not any(s < b and a < e for s, e in [_place(found, d)] for a, b in table)
    ]


def _place(found: Reading, draft: Draft) -> tuple[int, int]:
    origin = found.document.origin
    return origin[draft.start], origin[draft.end - 1] + 1


def _faults(found: Reading, row: dict[str, Any]) -> Iterator[str]:
    inside = [d for d in found.drafts if _mostly(_place(found, d), row)]
    wanted = "fact" if row["modality"] == "fact" else "commitment"
    inside = [d for d in inside if d.kind == wanted]
    spans = [_place(found, d) for d in inside]
    covered = sum(max(0, min(e, row["end"]) - max(s, row["start"])) for s, e in spans)
    if covered < COVERED * (row["end"] - row["start"]):
        yield "not found"
        return
    read_ = sorted((q.value, q.unit, q.comparator) for d in inside for q in d.quantities)
    if read_ != sorted((float(v), u, c) for v, u, c in row["quantities"]):
        yield f"quantities {read_}"
    days = {d.deadline.date for d in inside if d.deadline}
    if days != ({row["deadline"]} if "deadline" in row else set()):
        yield f"deadline {days}"
    if wanted == "commitment":
        yield from _of_promise(inside, row)
    if row["masked"] and not any(d.masked for d in inside):
        yield "mask not seen"


def _of_promise(inside: Iterable[Draft], row: dict[str, Any]) -> Iterator[str]:
    modalities = {d.modality for d in inside}
    strongest = next(m for m in ("must", "strive", "undated") if m in modalities)
    if strongest not in _MODALITY[row["modality"]]:
        yield f"modality {strongest}"
    owners = {d.owners for d in inside}
    for named in owners:
        digest = hashlib.sha256("、".join(named).encode()).hexdigest()[:16] if named else ""
        if digest != row.get("owners_sha256", ""):
            yield f"owners {named}"


def _mostly(place: tuple[int, int], row: dict[str, Any]) -> bool:
    start, end = place
    return min(end, row["end"]) - max(start, row["start"]) > (end - start) / 2
