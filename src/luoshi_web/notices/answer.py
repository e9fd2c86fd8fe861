"""对方的答复: what is known after a text was handed to somebody else's server. Only certainty allows another try."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from luoshi.values.problem import Problem


class Fate(Enum):
    """Taken; refused for good; certainly not taken and worth another try; nobody knows."""

    TAKEN = auto()
    REFUSED = auto()
    LATER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """The fate of a text, and why. The problem names a host and a code, never a key or an address."""

    fate: Fate
    problem: Problem | None = None


TAKEN = Answer(Fate.TAKEN)


def not_reached(host: str) -> Answer:
    """Nothing left this machine."""
    return Answer(Fate.LATER, Problem("N-010", facts={"host": host}))


def refused(host: str, code: object) -> Answer:
    """The other side says no, and will say so again."""
    return Answer(Fate.REFUSED, Problem("N-011", facts={"host": host, "code": str(code)}))


def too_fast(host: str) -> Answer:
    """The other side says: not now."""
    return Answer(Fate.LATER, Problem("N-016", facts={"host": host}))


def unknown(host: str) -> Answer:
    """It left this machine, and no word came back that can be read."""
    return Answer(Fate.UNKNOWN, Problem("N-012", facts={"host": host}))
