"""在手: the ledger, the board and its views, kept in this process and going on with what is told.

Everything is read once and then only what is new. A view is used alone (`reading`): its database connection serves one
thread at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import RLock

from luoshi.board.board import Board, View
from luoshi.ledger.chain import START, Tip
from luoshi.ledger.entry import Entry
from luoshi_web import clock, office
from luoshi_web.records import store

SETTLING = frozenset({"accept", "return", "withdraw"})
TOLD = frozenset({"report", "feedback"})
VIEWS_KEPT = 16


@dataclass
class Ledger:
    """The entries up to a tip, by item, and what was later said about each."""

    tip: Tip = START
    entries: list[Entry] = field(default_factory=list)
    by_item: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_digest: dict[str, Entry] = field(default_factory=dict)
    about: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    told: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    """unit -> what it reported and fed back"""
    unsettled: dict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    """register -> reports that nobody has taken or returned, by digest, oldest first"""

    def add(self, entries: Iterable[Entry]) -> None:
        """Take further entries, in order."""
        for entry in entries:
            self.entries.append(entry)
            self.by_item[entry.register, entry.key].append(entry)
            self.by_digest[entry.digest] = entry
            if entry.about:
                self.about[entry.about].append(entry)
                self._settle(self.by_digest.get(entry.about))
            if entry.verb in TOLD:
                self.told[entry.unit].append(entry)
                self.unsettled[entry.register][entry.digest] = entry

    def _settle(self, entry: Entry | None) -> None:
        """Look again whether a report waits, after something was said about it or about what was said."""
        while entry is not None and entry.verb not in TOLD:
            entry = self.by_digest.get(entry.about)
        if entry is None:
            return
        waits = self.unsettled[entry.register]
        if self.settled(entry):
            waits.pop(entry.digest, None)
        else:
            waits[entry.digest] = entry

    def settled(self, entry: Entry) -> list[Entry]:
        """What a keeper or the teller later did about an entry, and did not take back."""
        return [
            later
            for later in self.about.get(entry.digest, ())
            if later.verb in SETTLING
            and not any(back.verb == "withdraw" for back in self.settled(later))
        ]


_lock = RLock()
_ledger = Ledger()
_board: tuple[Tip, Board] | None = None
_views: dict[tuple[date, datetime | None], View] = {}


def ledger() -> Ledger:
    """All entries, read once and then only what is new."""
    global _ledger
    keeper = store.DjangoStore()
    with _lock:
        tip = keeper.tip()
        if tip.seq < _ledger.tip.seq or (tip.seq == _ledger.tip.seq and tip != _ledger.tip):
            _ledger = Ledger()  # another database (tests, a restored backup)
        if tip != _ledger.tip:
            fresh = list(keeper.read(after=_ledger.tip.seq))
            if _ledger.entries and fresh and fresh[0].prev != _ledger.tip.hash:
                _ledger, fresh = Ledger(), list(keeper.read())
            _ledger.add(fresh)
            _ledger.tip = Tip(fresh[-1].seq, fresh[-1].hash)
        return _ledger


def board() -> Board:
    """The board over all entries, made once; after that it and its views are told only what is new."""
    global _board
    with _lock:
        known = ledger()
        if _board is None or _board[0].seq > known.tip.seq or not _follows(_board[0], known):
            _board = (known.tip, office.world().board(known.entries))
            _views.clear()
        elif _board[0] != known.tip:
            tip, built = _board
            _board = None  # whatever stops halfway is made anew, never told the same entries twice
            touched = built.add(known.entries[tip.seq :])
            for kept in _views.values():
                kept.follow(touched)
            _board = (known.tip, built)
        return _board[1]


def _follows(tip: Tip, known: Ledger) -> bool:
    """True when the ledger is the one the board was made from, perhaps longer."""
    return tip.seq == 0 or known.entries[tip.seq - 1].hash == tip.hash


def view(true_on: date | None = None, known_at: datetime | None = None) -> View:
    """The board at a moment; today as known now by default. Those asked for last are kept."""
    key = (true_on or clock.today(), known_at)
    with _lock:
        built = board()
        found = _views.pop(key, None) or built.view(*key)
        while len(_views) >= VIEWS_KEPT:
            _views.pop(next(iter(_views)))
        _views[key] = found
        return found


@contextmanager
def reading(at: View) -> Iterator[View]:
    """Use a view alone: its database connection serves one thread at a time, and it goes on when something is told.

    One that was put away since, because many others were asked for, is made again at the same two dates.
    """
    with _lock:
        kept = _views.get((at.true_on, at.known_at))
        yield at if kept is at else view(at.true_on, at.known_at)
