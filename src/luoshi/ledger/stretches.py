"""One item's days as it is known now: stretches of days over which nothing changes, kept up entry by entry.

`columnar` makes a row of each stretch. The meaning is `as_of`'s; here only the work is saved: an ordinary entry changes
nothing before its own day, a correction or withdrawal nothing before the earliest day of the entries it hangs together with.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from luoshi.ledger import as_of
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import VOIDING, Entry

THERE, OPENED, REPORTED, ENDED, STAGE = "@there", "@opened", "@reported", "@ended", "@stage:"
_LAST: Mapping[str, str] = {
    "report": REPORTED,
    "feedback": REPORTED,
    "close": ENDED,
    "reopen": ENDED,
}


class Told:
    """An entry made ready: its values as typed columns, and the system columns that it can fill."""

    __slots__ = ("entry", "firsts", "last", "order", "values")

    def __init__(self, entry: Entry, instant: int, values: dict[str, Any]) -> None:
        self.entry = entry
        self.order = (entry.true_on, instant)
        self.values = values if entry.verb != "note" else {}
        self.last = _LAST.get(entry.verb)
        self.firsts: tuple[str, ...] = (THERE,) if as_of.tells(entry) else ()
        if entry.verb == "open":
            self.firsts += (OPENED,)

    def is_after(self, other: Told) -> bool:
        """The order of rule 6; the digest is asked only for a tie."""
        if self.order != other.order:
            return self.order > other.order
        return as_of.rank(self.entry) > as_of.rank(other.entry)


Image = dict[str, Told]
"""What holds over one stretch: which entry tells each field, and (under @names) the system columns."""


class Stretch:
    """Days from v0 on, their image, and the row that shows it now (None: not shown)."""

    __slots__ = ("image", "row", "v0")

    def __init__(self, v0: date, image: Image, row: int | None = None) -> None:
        self.v0, self.image, self.row = v0, image, row


class Change(NamedTuple):
    """What one entry did: rows that no longer hold, and the stretches that need a row, as places in order."""

    ended: list[int]
    begun: list[int]


class Item:
    """One item: what was told of it, and its stretches in order of days."""

    __slots__ = ("_abouts", "_by_name", "_reach", "latest", "rows", "stretches", "told")

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.stretches: list[Stretch] = []
        self.rows: set[int] = set()  # of all times; kept by `columnar`
        self.latest = 0
        self._by_name: dict[str, Told] | None = None  # made when the first correction comes in
        self._abouts: dict[str, str] = {}  # of each correction and withdrawal, what it is about
        self._reach: dict[
            str, date
        ] = {}  # of each entry that others are about, the earliest day it hangs together with

    def v1(self, place: int, never: date) -> date:
        """The day on which a stretch ends."""
        return self.stretches[place + 1].v0 if place + 1 < len(self.stretches) else never

    def take(self, told: Told, shows_same: Callable[[Image, Image], bool]) -> Change:
        """Take the next entry told; `shows_same` says whether two images give the same row."""
        self.told.append(told)
        entry = told.entry
        if self._by_name is not None:
            name = name_of(entry)
            self._by_name[name] = told
            if entry.verb not in VOIDING and name in self._reach:  # its correction came in first
                return self._fold_from(date.min, shows_same)
        if entry.verb in VOIDING:
            return self._fold_from(self._first_day_touched(told), shows_same)
        return self._lay_over(told)

    def _lay_over(self, told: Told) -> Change:
        """Split the stretch of the entry's day, then go on to the last."""
        stretches, day = self.stretches, told.entry.true_on
        ended: list[int] = []
        begun: list[int] = []
        place = bisect_right(stretches, day, key=_v0) - 1
        if place < 0 or stretches[place].v0 < day:
            image = laid_over(stretches[place].image if place >= 0 else {}, told, told.values)
            if image is not None:
                if place >= 0:
                    self._stale(place, ended, begun)
                stretches.insert(place + 1, Stretch(day, image))
                begun.append(place + 1)
                place += 1
            place += 1
        for later in range(place, len(stretches)):
            image = laid_over(stretches[later].image, told, told.values)
            if image is not None:
                stretches[later].image = image
                self._stale(later, ended, begun)
        return Change(ended, begun)

    def _stale(self, place: int, ended: list[int], begun: list[int]) -> None:
        stretch = self.stretches[place]
        if stretch.row is not None:
            ended.append(stretch.row)
            stretch.row = None
        begun.append(place)

    def _first_day_touched(self, told: Told) -> date:
        """The earliest day of the entries that hang together with a correction or withdrawal through `about`."""
        if self._by_name is None:
            self._by_name = {name_of(t.entry): t for t in self.told}
        about = told.entry.about
        self._abouts[name_of(told.entry)] = about
        root, steps = about, 0
        while root in self._abouts and steps <= len(self._abouts):
            root, steps = self._abouts[root], steps + 1
        target = self._by_name.get(root)
        known = self._reach.get(root, target.entry.true_on if target else date.min)
        self._reach[root] = self._reach[about] = min(known, told.entry.true_on)
        return self._reach[root]

    def _fold_from(self, day: date, shows_same: Callable[[Image, Image], bool]) -> Change:
        """Fold the entries from `day` on again; rows that stay true are kept."""
        start = bisect_left(self.stretches, day, key=_v0)
        image = self.stretches[start - 1].image if start else {}
        old = self.stretches[start:]
        old_ends = [*(s.v0 for s in old[1:]), *([None] if old else [])]
        images: dict[date, Image] = {}
        for told, fields in self._standing_from(day):
            image = laid_over(image, told, fields) or image
            images[told.entry.true_on] = image
        self.stretches[start:] = [Stretch(v0, its_image) for v0, its_image in images.items()]
        before = {(s.v0, end): s for s, end in zip(old, old_ends, strict=True)}
        begun = []
        for place in range(start, len(self.stretches)):
            stretch = self.stretches[place]
            end = self.stretches[place + 1].v0 if place + 1 < len(self.stretches) else None
            same = before.get((stretch.v0, end))
            if same is not None and shows_same(same.image, stretch.image):
                stretch.row, same.row = same.row, None
            else:
                begun.append(place)
        ended = [s.row for s in old if s.row is not None]
        if start and self.v1(start - 1, date.max) != (old[0].v0 if old else date.max):
            self._stale(start - 1, ended, begun)  # its end moved
            begun.sort()
        return Change(ended, begun)

    def _standing_from(self, day: date) -> list[tuple[Told, Iterable[str]]]:
        by_entry = {id(t.entry): t for t in self.told}
        found: list[tuple[Told, Iterable[str]]] = []
        for entry, its_fields in as_of.standing([t.entry for t in self.told]):
            if entry.true_on >= day:
                told = by_entry[id(entry)]
                found.append((told, [f for f in its_fields if f in told.values]))
        return sorted(found, key=lambda pair: as_of.rank(pair[0].entry))


def laid_over(image: Image, told: Told, fields: Iterable[str]) -> Image | None:
    """The image with an entry laid over it by rank, for those of its fields that are its own; None: it changes nothing."""
    new: Image | None = None
    for field in fields:
        old = image.get(field)
        if old is None or told.is_after(old):
            new = new if new is not None else dict(image)
            new[field] = told
    last = told.last
    if last is not None and (last not in image or told.is_after(image[last])):
        new = new if new is not None else dict(image)
        new[last] = told
    firsts = told.firsts
    if "stage" in fields:
        firsts += (f"{STAGE}{told.entry.fields['stage']}",)
    for first in firsts:
        if first not in image or image[first].is_after(told):
            new = new if new is not None else dict(image)
            new[first] = told
    return new


def _v0(stretch: Stretch) -> date:
    return stretch.v0
