"""Small ledgers for the tests: one item told in a few words, and random ones for the properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from luoshi.ledger import chain
from luoshi.ledger.entry import Entry, Verb

DAY_ONE = date(2025, 1, 1)
FIRST_TOLD = datetime(2025, 1, 1, 8, tzinfo=UTC)


def day(n: int) -> date:
    """The n-th day of the small world."""
    return DAY_ONE + timedelta(days=n)


def told(n: int) -> datetime:
    """The n-th hour at which something is told."""
    return FIRST_TOLD + timedelta(hours=n)


def entry(
    verb: Verb = "report",
    fields: dict[str, Any] | None = None,
    *,
    on: int = 0,
    at: int = 0,
    about: Entry | str = "",
    key: str = "P-1",
    register: str = "parcel",
    **more: Any,
) -> Entry:
    """An entry true on day `on`, told in hour `at`."""
    name = about if isinstance(about, str) else chain.name_of(about)
    return Entry(
        register, key, verb, fields or {}, day(on), told(at), "p-1", "north", about=name, **more
    )


VALUES = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "b"]), st.booleans())
FIELDS = st.dictionaries(st.sampled_from(["sunk_wan", "listed_on", "stage"]), VALUES, max_size=2)
ORDINARY: tuple[Verb, ...] = (
    "open",
    "report",
    "stage",
    "feedback",
    "accept",
    "close",
    "reopen",
    "handle",
    "note",
)


@st.composite
def random_entries(draw: st.DrawFn, items: int = 2, most: int = 12) -> list[Entry]:
    """A ledger's entries in order of telling: late facts, corrections, withdrawals (also of each other), ties."""
    entries: list[Entry] = []
    hour = 0
    for number in range(draw(st.integers(1, most))):
        hour += draw(st.integers(0, 2))
        key = f"P-{draw(st.integers(1, items))}"
        on = draw(st.integers(0, 5))
        earlier = [e for e in entries if e.key == key]
        if earlier and draw(st.integers(0, 9)) < 4:
            verb = draw(st.sampled_from(["correct", "correct", "withdraw", "return"]))
            fields = draw(FIELDS) if verb == "correct" else {}
            about: Entry | str = draw(st.sampled_from(earlier))
        else:
            verb, fields, about = draw(st.sampled_from(ORDINARY)), draw(FIELDS), ""
        made = entry(verb, fields, on=on, at=hour, about=about, key=key)
        entries.append(replace(made, reason=str(number)) if draw(st.booleans()) else made)
    return entries
