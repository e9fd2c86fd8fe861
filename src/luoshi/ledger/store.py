"""What keeps a ledger: anything that appends all or none and reads in order.

`tests/core/ledger/store_contract.py` is the same promise as tests; every store passes it (memory, folder, the web's).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from luoshi.ledger.chain import Tip
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem


class TipMoved(Exception):
    """Somebody appended since the caller looked: read again, decide again. `problem` is what to tell a person."""

    def __init__(self, expected: Tip, found: Tip) -> None:
        self.expected, self.found = expected, found
        self.problem = Problem("L-010", "", {"expected": expected.seq, "found": found.seq})
        super().__init__(self.problem.say("en"))


class Damaged(Exception):
    """The stored ledger cannot be read or added to as it is. `problems` say where and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.say("en") for problem in problems))


class Store(Protocol):
    """One ledger."""

    def append(
        self, entries: Iterable[Entry], expected_tip: Tip | None = None
    ) -> tuple[Entry, ...]:
        """Seal and keep all of these entries or none, durably; TipMoved when the ledger no longer ends at `expected_tip`."""
        ...

    def read(
        self, after: int = 0, register: str | None = None, key: str | None = None
    ) -> Iterator[Entry]:
        """The entries with seq > `after`, in order, of one register or item where given."""
        ...

    def tip(self) -> Tip:
        """Where the ledger ends now."""
        ...


def is_wanted(entry: Entry, after: int, register: str | None, key: str | None) -> bool:
    """The filter of `Store.read` on one entry."""
    return (
        entry.seq > after
        and (register is None or entry.register == register)
        and (key is None or entry.key == key)
    )


def refuse_moved(expected: Tip | None, found: Tip) -> None:
    """Raise TipMoved when an expectation was given and the ledger ends elsewhere."""
    if expected is not None and expected != found:
        raise TipMoved(expected, found)
