"""谁参加测算: which parcels of the register a programme can decide upon, and why the others take no part.

What nobody has filled in is not guessed, and a parcel that waits for something impossible is not begun: both are named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from luoshi.declare.register import Register
from luoshi.values.label import Label

Row = Mapping[str, Any]
Why = Literal["lacks", "waits", "ring", "nobody"]
NEEDED = ("remaining_wan", "work_months", "price_mid_wan")


class Left(NamedTuple):
    """A parcel that takes no part: it `lacks` figures, `waits` for one that takes none, waits in a `ring`, or for `nobody`."""

    key: str
    title: str
    why: Why
    lacks: tuple[Label, ...] = ()
    waits_for: str = ""


def left_out(
    register: Register, rows: Collection[Row], known: Collection[str], on: date
) -> dict[str, Left]:
    """Of the rows that might be decided: those that cannot be, by key. `known` holds every number of the register."""
    waits = {row["item"]: waits_for(row, on) for row in rows}
    left: dict[str, Left] = {}
    for row in rows:
        key, title = row["item"], title_of(row)
        if lacks := gaps(register, row, on):
            left[key] = Left(key, title, "lacks", lacks)
        elif waits[key] and waits[key] not in known:
            left[key] = Left(key, title, "nobody", waits_for=waits[key])
        elif _in_ring(key, waits):
            left[key] = Left(key, title, "ring", waits_for=waits[key])
    titles = {row["item"]: title_of(row) for row in rows}
    while stuck := [k for k in waits if k not in left and waits[k] in left]:
        left |= {key: Left(key, titles[key], "waits", waits_for=waits[key]) for key in stuck}
    return {key: left[key] for key in waits if key in left}


def gaps(register: Register, row: Row, on: date) -> tuple[Label, ...]:
    """What is not filled in; a clear parcel needs its price only, and shared works need no price."""
    needless = {"price_mid_wan"} if row.get("works_only") else set()
    needless |= {"remaining_wan", "work_months"} if passed(row, "cleared_on", on) else set()
    lacking = [name for name in NEEDED if row.get(name) is None and name not in needless]
    return tuple(register.by_field[name].label for name in lacking)


def waits_for(row: Row, on: date) -> str:
    """The number of the parcel that this one waits for; nothing once it is clear itself."""
    return "" if passed(row, "cleared_on", on) else str(row.get("waits_for") or "").strip()


def passed(row: Row, name: str, on: date) -> bool:
    """True when the day has come."""
    return bool(row.get(name) and row[name] <= on)


def title_of(row: Row) -> str:
    """What people call it."""
    return str(row.get("title") or row.get("name") or row["item"])


def _in_ring(key: str, waits: Mapping[str, str]) -> bool:
    seen, here = set[str](), waits.get(key, "")
    while here and here not in seen:
        if here == key:
            return True
        seen.add(here)
        here = waits.get(here, "")
    return False
