"""A synthetic register for the ledger's bench: monthly reports with late corrections and withdrawals, told in order.

Every entry tells all fields, so that engines which know only "the last image wins" can answer too. One in ten is a
correction of a report one to six months old, one in 500 a withdrawal of a report that nobody corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from luoshi.ledger import chain
from luoshi.ledger.columnar import Kind
from luoshi.ledger.entry import Entry

KINDS: dict[str, Kind] = {
    "done_wan": "int",
    "sunk_wan": "int",
    "households": "int",
    "listed_on": "date",
    "unit_key": "text",
}
DAYS = 36 * 30
DAY_ONE = date(2023, 1, 1)
TOLD_FIRST = datetime(2023, 1, 1, tzinfo=UTC)
UNITS = tuple(f"town-{n:02d}" for n in range(24))


class Point(NamedTuple):
    """One question: the state true on a day, as known at an instant (None: now)."""

    true_on: date
    known_at: datetime | None


REFERENCE = Point(DAY_ONE + timedelta(days=900), TOLD_FIRST + timedelta(days=990))
POINTS = (
    REFERENCE,
    Point(DAY_ONE + timedelta(days=1075), None),
    Point(DAY_ONE + timedelta(days=500), None),
    Point(DAY_ONE + timedelta(days=500), TOLD_FIRST + timedelta(days=510)),
    Point(DAY_ONE + timedelta(days=300), TOLD_FIRST + timedelta(days=800)),
)


def entries(size: int, items: int) -> Iterator[Entry]:
    """`size` sealed-looking entries (digests, no chain) about `items` items, in the order in which they were told."""
    chance = Random(7)
    told: dict[int, list[Entry]] = {}
    taken: set[str] = set()
    for n in range(size):
        known_at = TOLD_FIRST + timedelta(days=DAYS) * (n / size)
        item, dice = chance.randrange(items), chance.random()
        earlier = told.setdefault(item, [])
        target = earlier[-min(len(earlier), chance.randint(1, 6))] if earlier else None
        if target is not None and target.digest not in taken and dice < 0.102:
            verb, about = ("correct", target) if dice < 0.1 else ("withdraw", target)
            taken.add(target.digest)
            made = _entry(item, verb, n, target.true_on, known_at, chance, about.digest)
            if verb == "withdraw":
                earlier.remove(target)
            else:
                taken.add(made.digest)
        else:
            true_on = known_at.date() - timedelta(days=chance.randint(0, 20))
            made = _entry(item, "report", n, max(true_on, DAY_ONE), known_at, chance, "")
            earlier.append(made)
        yield made


def _entry(
    item: int, verb: str, n: int, true_on: date, known_at: datetime, chance: Random, about: str
) -> Entry:
    fields = {} if verb == "withdraw" else {
        "done_wan": chance.randrange(10_000),
        "sunk_wan": chance.randrange(10_000),
        "households": chance.randrange(500),
        "listed_on": true_on.isoformat() if chance.random() < 0.5 else None,
        "unit_key": UNITS[item % 24],
    }  # fmt: skip
    key, reason = f"P-{item:06d}", "" if verb == "report" else "核对后更正"
    return Entry(
        "project", key, verb, fields, true_on, known_at, "p-1", UNITS[item % 24], reason, about,  # type: ignore[arg-type]
        seq=n + 1, digest=f"sha256:{n:064x}",
    )  # fmt: skip


def sealed(size: int, items: int = 1_000) -> tuple[Entry, ...]:
    """The same with a real chain, for what is measured on the chain."""
    return chain.seal(_about_real_digests(entries(size, items)), chain.START)


def _about_real_digests(made: Iterator[Entry]) -> Iterator[Entry]:
    """Corrections point at what the entry will really be called."""
    names: dict[str, str] = {}
    for entry in made:
        whole = Entry(
            entry.register, entry.key, entry.verb, entry.fields, entry.true_on, entry.known_at,
            entry.author, entry.unit, entry.reason, names.get(entry.about, ""),
        )  # fmt: skip
        names[entry.digest] = chain.digest(whole)
        yield whole
