"""找: what a cleaned text says in figures, times, units and names, each with its place. Rules of the language only.

`find_all` runs every finder once over a whole text; the drafter then bisects what it needs into clauses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from luoshi.speech.document import Deadline, Quantity
from luoshi.speech.find.dates import (
    Mention,
    Vague,
    deadlines,
    deadlines_among,
    impossible,
    periods,
    vague,
)
from luoshi.speech.find.names import Named, named_things, names
from luoshi.speech.find.numbers import quantities
from luoshi.speech.find.owners import Responsible, owners, responsibles
from luoshi.values.problem import Problem

__all__ = [
    "Findings",
    "Mention",
    "Named",
    "Responsible",
    "Vague",
    "deadlines",
    "find_all",
    "names",
    "owners",
    "periods",
    "quantities",
    "responsibles",
    "vague",
    "within",
]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one text; every sequence is sorted by start, offsets are those of the text."""

    quantities: tuple[Quantity, ...]
    deadlines: tuple[Deadline, ...]
    mentions: tuple[Mention, ...]  # every time named, deadlines among them
    vague: tuple[Vague, ...]
    responsibles: tuple[Responsible, ...]
    names: tuple[Named, ...]
    problems: tuple[Problem, ...]


def find_all(text: str, *, year: int | None = None, said_on: date | None = None) -> Findings:
    """Run every finder once. A quantity that overlaps a time is part of the time (3-5年内) and left out."""
    mentions = periods(text, year=year, said_on=said_on)
    return Findings(
        quantities=tuple(_outside(quantities(text), mentions)),
        deadlines=tuple(deadlines_among(mentions)),
        mentions=tuple(mentions),
        vague=tuple(vague(text, mentions)),
        responsibles=tuple(responsibles(text)),
        names=tuple(named_things(text)),
        problems=tuple(impossible(mentions)),
    )


def within(found: Sequence[_P], start: int, end: int) -> Sequence[_P]:
    """Those that begin inside [start, end); `found` is sorted by start."""
    first = bisect_left(found, start, key=lambda one: one.start)
    return found[first : bisect_left(found, end, lo=first, key=lambda one: one.start)]


def _outside(found: list[Quantity], mentions: list[Mention]) -> list[Quantity]:
    kept, i = [], 0
    for quantity in found:
        while i < len(mentions) and mentions[i].end <= quantity.start:
            i += 1
        if i == len(mentions) or mentions[i].start >= quantity.end:
            kept.append(quantity)
    return kept
