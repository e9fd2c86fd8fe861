"""A ledger in memory: for tests, and for reading a district's files without keeping them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Lock

from luoshi.ledger import chain
from luoshi.ledger.chain import Algorithm, Tip
from luoshi.ledger.entry import Entry
from luoshi.ledger.store import is_wanted, refuse_moved


class MemoryStore:
    """A Store that ends with the process."""

    def __init__(self, entries: Iterable[Entry] = (), *, algorithm: Algorithm = "sha256") -> None:
        self._algorithm: Algorithm = algorithm
        self._entries: list[Entry] = []
        self._lock = Lock()
        self.append(entries)

    def append(
        self, entries: Iterable[Entry], expected_tip: Tip | None = None
    ) -> tuple[Entry, ...]:
        """See `Store.append`."""
        given = tuple(entries)  # an iterable that fails half-way must not hold the lock
        with self._lock:
            tip = self.tip()
            refuse_moved(expected_tip, tip)
            sealed = chain.seal(given, tip, self._algorithm)
            self._entries.extend(sealed)
        return sealed

    def read(
        self, after: int = 0, register: str | None = None, key: str | None = None
    ) -> Iterator[Entry]:
        """See `Store.read`; what is appended while reading is not seen."""
        now = islice(self._entries, max(after, 0), len(self._entries))
        return (e for e in now if is_wanted(e, after, register, key))

    def tip(self) -> Tip:
        """See `Store.tip`."""
        last = self._entries[-1] if self._entries else None
        return Tip(last.seq, last.hash) if last else chain.START
