"""What is followed in the ledger entry by entry, so that no page reads it whole: what waits for an owner, and the proofs.

An index is kept up from the entries that are new; another ledger (tests, a restored backup) makes it anew.
"""

from __future__ import annotations

from collections import defaultdict
from threading import RLock
from typing import Any, NamedTuple

from luoshi.desk.clock import act_of
from luoshi.desk.slip import SLIP
from luoshi.ledger.entry import Entry
from luoshi_web import proofs, services
from luoshi_web.people.access import Viewer

Item = tuple[str, str]  # register, key
TO_OWNER = frozenset({"chase", "grant", "refuse", "reassign"})


class Index:
    """What stands open after the entries read so far."""

    def __init__(self) -> None:
        self.known: services.Ledger | None = None
        self.read = 0
        self.to_owner: dict[Item, list[Entry]] = {}  # until the owner tells something
        self.asked: dict[Item, Entry] = {}  # extensions that wait for their decision
        self.proofs: dict[str, set[Item]] = defaultdict(set)  # sha-256 -> the items it stands on

    def take(self, entry: Entry) -> None:
        """One further entry."""
        item = (entry.register, entry.key)
        if proofs.is_proof(entry):
            assert entry.source is not None
            self.proofs[entry.source.document].add(item)
        if entry.verb in ("report", "feedback"):
            self.to_owner.pop(item, None)
        elif entry.verb == "close":
            self.to_owner.pop(item, None)
            self.asked.pop(item, None)
        elif entry.verb == "handle":
            self._handled(item, entry)
        elif entry.verb in ("return", "reopen") or (entry.verb, entry.register) == ("open", SLIP):
            self.to_owner.setdefault(item, []).append(entry)
        elif entry.verb == "withdraw":
            self._taken_back(item, entry.about)

    def _handled(self, item: Item, entry: Entry) -> None:
        act = act_of(entry)
        if act == "ask":
            self.asked[item] = entry
            self.to_owner.pop(item, None)
        elif act in ("grant", "refuse"):
            self.asked.pop(item, None)
        if act in TO_OWNER:
            others = [e for e in self.to_owner.get(item, []) if not _same(e, entry)]
            self.to_owner[item] = [*others, entry]

    def _taken_back(self, item: Item, digest: str) -> None:
        left = [e for e in self.to_owner.get(item, []) if e.digest != digest]
        self.to_owner[item] = left
        if not left:
            del self.to_owner[item]
        if item in self.asked and self.asked[item].digest == digest:
            del self.asked[item]


def _same(one: Entry, other: Entry) -> bool:
    return one.verb == other.verb == "handle" and act_of(one) == act_of(other)


_index = Index()
_lock = RLock()


def index() -> Index:
    """The index up to the ledger's tip."""
    global _index
    with _lock:
        known = services.ledger()
        if _index.known is not known or _index.read > len(known.entries):
            _index = Index()
            _index.known = known
        for entry in known.entries[_index.read :]:
            _index.take(entry)
        _index.read = len(known.entries)
        return _index


class ToMe(NamedTuple):
    """Something the office did with an item of mine that I have not answered."""

    entry: Entry
    row: dict[str, Any]


def to_me(who: Viewer) -> list[ToMe]:
    """What was returned, reopened, chased, decided, handed over or issued to the person's units and waits for their word;
    newest first."""
    if not who.own_units or not who.does("feedback"):
        return []
    at, found = services.view(), []
    for (register, key), entries in list(index().to_owner.items()):
        row = services.row(at, register, key)
        if row and row.get("owner") in who.own_units and not row.get("closed_on"):
            found += [ToMe(entry, row) for entry in entries]
    return sorted(found, key=lambda one: one.entry.known_at, reverse=True)


def asked(who: Viewer) -> list[ToMe]:
    """The applications for an extension that the person may decide, oldest first."""
    at, found = services.view(), []
    for (register, key), entry in list(index().asked.items()):
        row = services.row(at, register, key)
        if row and row.get("extension_state") == "asked" and who.may("decide", register, row):
            found.append(ToMe(entry, row))
    return sorted(found, key=lambda one: one.entry.known_at)
