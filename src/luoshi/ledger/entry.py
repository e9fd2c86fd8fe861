"""记录: one appended fact about one item.

`true_on` is the day from which the fact holds in the world, `known_at` the instant at which it was told.
A correction, a withdrawal and a return are new entries that name the entry they are about; nothing is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

Verb = Literal[
    "open",  # a new item                       "report",  a unit tells facts in the ordinary way
    "report",
    "stage",  # the item enters a stage
    "correct",  # the fields of `about` were wrong: these stand instead
    "withdraw",  # `about` should not have been told: it no longer counts
    "feedback",  # a unit's words on how its task stands
    "return",  # the keeper sends `about` back: it no longer counts, the unit reports again
    "accept",  # the keeper takes `about`
    "close",  # a second person ends the item
    "reopen",
    "handle",  # an act upon an item's clock: chased, extended, paused, resumed, re-assigned, reviewed
    "note",  # a remark; changes no field
]
VERBS: tuple[Verb, ...] = get_args(Verb)
VOIDING: frozenset[Verb] = frozenset({"withdraw", "return", "correct"})
NEEDS_REASON: frozenset[Verb] = frozenset({"correct", "withdraw", "return", "reopen"})

Scalar = str | int | float | bool | None
"""What a field may hold in an entry: dates as ISO text, money and ratios as numbers in the field's unit."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact came from: a document and a span of its cleaned text, or a file and a cell."""

    document: str  # sha-256 of the stored file, hexadecimal
    place: str = ""  # "本月!F12", "第3页", ""
    start: int | None = None  # span in the cleaned text
    end: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. `seq`, `prev`, `digest` and `hash` are given when it is appended (`ledger.chain.seal`).

    `digest` names the content alone: who told what, of when, and when. It is the same wherever the entry
    stands, so `about` and `State.told_by` use it. `hash` also covers the place in the chain.
    """

    register: str
    key: str
    verb: Verb
    fields: Mapping[str, Scalar]  # only what changed
    true_on: date
    known_at: datetime  # aware, UTC
    author: str  # a reference to a person, never a name
    unit: str
    reason: str = ""
    about: str = ""  # digest of the entry that is corrected, withdrawn, returned or accepted
    source: Source | None = None
    seq: int = 0
    prev: str = ""
    hash: str = ""
    digest: str = ""

    def __post_init__(self) -> None:
        assert self.known_at.tzinfo is not None, "known_at must be an aware instant"
        assert self.verb in VERBS, self.verb


@dataclass(frozen=True, slots=True)
class State:
    """An item as of (true_on, known_at): the last told value of every field, and which entry told it."""

    register: str
    key: str
    fields: Mapping[str, Any]
    told_by: Mapping[str, str] = field(default_factory=dict)  # field -> digest of the entry
    entries: tuple[Entry, ...] = ()  # those that count, oldest first; none: the item is not there
    stages: Mapping[str, date] = field(default_factory=dict)  # stage -> the first day it was told
