"""自上次会以来: what became of the items of registers between two views, item by item: new, closed, gone, moved, another sum, another unit.

    before ──┐
             ├─ item by item, in the agenda's order ─> Change
    after  ──┘

It compares what held, not what was done: an item whose entries were all withdrawn is gone, whoever withdrew them, and nobody has to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from luoshi.board.board import View
from luoshi.declare.register import Catalogue, Register

ChangeKind = Literal[
    "gone", "sum", "owner", "slipped", "brought_forward", "reopened", "closed", "new"
]
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one item; `field` names what changed where it is a field, values are as the view holds them."""

    register: str
    key: str
    title: str
    owner: str  # now; of an item that is gone, then
    kind: ChangeKind
    field: str = ""
    old: Any = None
    new: Any = None


def changes(
    catalogue: Catalogue, before: View, after: View, registers: Iterable[str] = ()
) -> list[Change]:
    """What changed from one view to another: by register, in each the most disquieting kind first, then by key."""
    found: list[Change] = []
    for key in registers or catalogue:
        then = {row["item"]: row for row in before.items(key)}
        now = {row["item"]: row for row in after.items(key)}
        its = [
            one
            for item in then | now
            for one in _of_item(catalogue[key], then.get(item), now.get(item))
        ]
        found += sorted(its, key=lambda one: (KINDS.index(one.kind), one.key, one.field))
    return found


def _of_item(register: Register, then: Row | None, now: Row | None) -> Iterator[Change]:
    row = now or then
    assert row is not None
    place = (
        register.key,
        str(row["item"]),
        str(row.get("title") or row["item"]),
        str(row.get("owner") or ""),
    )
    if then is None or now is None:
        yield Change(*place, "new" if then is None else "gone")
        return
    for f in register.fields:
        old, new = then.get(f.key), now.get(f.key)
        if f.agreed and None not in (old, new) and old != new:
            yield Change(*place, "sum", f.key, old, new)
    if (then.get("owner") or "") != (now.get("owner") or ""):
        yield Change(*place, "owner", register.owner, then.get("owner"), now.get("owner"))
    yield from _moved(register, place, then, now)
    closed = bool(then.get("closed_on")), bool(now.get("closed_on"))
    if closed == (False, True):
        yield Change(*place, "closed", "closed_on", None, now["closed_on"])
    elif closed == (True, False):
        yield Change(*place, "reopened", "closed_on", then["closed_on"], None)


def _moved(
    register: Register, place: tuple[str, str, str, str], then: Row, now: Row
) -> Iterator[Change]:
    """A deadline that stands at another day; one that was only now set is no move."""
    old, new = (row.get(register.clock) if register.clock else None for row in (then, now))
    if isinstance(old, date) and isinstance(new, date) and old != new:
        yield Change(
            *place, "slipped" if new > old else "brought_forward", register.clock, old, new
        )
