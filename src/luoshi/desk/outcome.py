"""办理结果: the entries to append and the problems met. Never half of it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem


class Outcome(NamedTuple):
    """What a writer returns. Errors mean that nothing may be appended; warnings do not."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """True when an error stands among the problems."""
        return any(p.severity == "error" for p in self.problems)

    @classmethod
    def all_or_none(cls, outcomes: Iterable[Outcome]) -> Outcome:
        """Several acts of one sitting as one: an error anywhere keeps all of it out, and every problem is told."""
        parts = tuple(outcomes)
        problems = tuple(p for part in parts for p in part.problems)
        if any(part.refused for part in parts):
            return cls((), problems)
        return cls(tuple(e for part in parts for e in part.entries), problems)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who tells it, for which unit, and when: handed in by the shell, since the core has no clock."""

    author: str
    unit: str
    known_at: datetime
