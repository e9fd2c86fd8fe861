"""The same states as closed rectangles: what the board loads into DuckDB, so that as-of becomes a plain filter.

A row says: for every T in [v0, v1) and K in [k0, k1) the item's state is this. So the state as of (T, K) is

    v0 <= T and T < v1 and k0 <= K and K < k1

with T a date and K an instant as whole microseconds (`micros`), one row an item. It equals `as_of.states` at every (T, K)
before `NEVER`; nothing else in the house may compute states a second way. Some two rows come of an entry.

`add` takes further entries at any time and tells the `Delta`: rows that ended, and where the new rows begin. An entry that
was told earlier than what its item already holds (an import of old files) makes that one item's rows anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from luoshi.ledger import as_of
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import VOIDING, Entry, Scalar
from luoshi.values.problem import Problem

Kind = Literal["text", "date", "int", "float", "bool"]
NEVER = date.max
OPEN_END = 2**63 - 1  # k1 of a row that still holds
PLACES: tuple[str, ...] = ("item", "v0", "v1", "k0", "k1")
SYSTEM: Mapping[str, Kind] = {
    "stage": "text",
    "opened_on": "date",
    "reported_on": "date",
    "closed_on": "date",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_THERE, _OPENED, _REPORTED, _ENDED, _STAGE = "@there", "@opened", "@reported", "@ended", "@stage:"

Image = dict[str, Entry]
"""What holds over one stretch of days: which entry tells each field, and (under @names) the system columns."""


class Delta(NamedTuple):
    """What `add` changed: old rows and their new k1, and the first of the new rows."""

    first_row: int
    ended: Mapping[int, int]


def micros(known_at: datetime | None) -> int:
    """An instant as whole microseconds since 1970, for k0 and k1; None (everything known) is the last of them."""
    if known_at is None:
        return OPEN_END - 1
    return (known_at - _EPOCH) // _MICROSECOND


class _Stretch:
    """Days from v0 on, their image, and the row that shows it now (None: the item is not there)."""

    __slots__ = ("image", "row", "v0")

    def __init__(self, v0: date, image: Image, row: int | None = None) -> None:
        self.v0, self.image, self.row = v0, image, row


class _Item:
    """One item while its rows are made: its entries, its stretches in order, its rows of all times."""

    __slots__ = ("abouts", "entries", "latest", "rows", "stretches")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.stretches: list[_Stretch] = []
        self.rows: set[int] = set()
        self.abouts: set[str] = set()  # what its corrections and withdrawals are about
        self.latest = 0

    def v1(self, place: int) -> date:
        return self.stretches[place + 1].v0 if place + 1 < len(self.stretches) else NEVER


class Rectangles:
    """The rows of one register, as typed columns: `kinds` names the fields and what Python type each gives."""

    def __init__(
        self, register: str, kinds: Mapping[str, Kind], stages: Sequence[str] = ()
    ) -> None:
        self.register = register
        self.kinds: dict[str, Kind] = {
            **kinds,
            **SYSTEM,
            **{f"stage_on_{s}": "date" for s in stages},
        }
        self.columns: dict[str, list[Any]] = {name: [] for name in (*PLACES, *self.kinds)}
        self.problems: list[Problem] = []
        self._told = [f for f in self.kinds if f in kinds or f == "stage"]
        self._stages = tuple(stages)
        self._items: dict[str, _Item] = {}
        self._free: list[int] = []  # rows begun and ended at the same instant, to be used again
        self._ended: dict[int, int] = {}
        self._first_row = 0
        self._misfits: set[tuple[str, str, str]] = set()

    def __len__(self) -> int:
        return len(self.columns["item"])

    def add(self, entries: Iterable[Entry]) -> Delta:
        """Take further entries in the order of the ledger; those of other registers are passed over."""
        self._free, self._ended, self._first_row = [], {}, len(self)
        for entry in entries:
            if entry.register != self.register:
                continue
            item = self._items.get(entry.key)
            if item is None:
                item = self._items[entry.key] = _Item()
            item.entries.append(entry)
            instant = micros(entry.known_at)
            if instant < item.latest:
                self._make_anew(item)
            else:
                self._take(item, entry, instant)
        return Delta(self._first_row, self._ended)

    def rows_from(self, first_row: int) -> dict[str, list[Any]]:
        """The columns of the rows from `first_row` on."""
        return {name: column[first_row:] for name, column in self.columns.items()}

    def _make_anew(self, item: _Item) -> None:
        for row in tuple(item.rows):
            self._end(item, row, self.columns["k0"][row])
        item.rows, item.stretches, item.latest = set(), [], 0
        in_order = sorted(item.entries, key=lambda e: e.known_at)
        item.entries = []
        for entry in in_order:
            item.entries.append(entry)
            self._take(item, entry, micros(entry.known_at))

    def _take(self, item: _Item, entry: Entry, instant: int) -> None:
        item.latest = instant
        if entry.verb in VOIDING:
            item.abouts.add(entry.about)
            self._fold_again(item, instant)
        elif item.abouts and name_of(entry) in item.abouts:  # its correction came in first
            self._fold_again(item, instant)
        elif entry.verb != "note":
            self._lay_over(item, entry, instant)

    def _lay_over(self, item: _Item, entry: Entry, instant: int) -> None:
        """An ordinary entry changes nothing before its day: split the stretch of that day, then go on to the last."""
        stretches, day = item.stretches, entry.true_on
        place = bisect_right(stretches, day, key=lambda stretch: stretch.v0) - 1
        before = stretches[place].image if place >= 0 else {}
        if place < 0 or stretches[place].v0 < day:
            image = self._merged(before, entry)
            if image is not None:
                stretches.insert(place + 1, _Stretch(day, image))
                if place >= 0:
                    self._show(item, place, instant)
                self._show(item, place + 1, instant)
                place += 1
            place += 1
        for later in range(place, len(stretches)):
            image = self._merged(stretches[later].image, entry)
            if image is not None:
                stretches[later].image = image
                self._show(item, later, instant)

    def _fold_again(self, item: _Item, instant: int) -> None:
        """A correction or withdrawal may reach back anywhere: fold the item again, keep the rows that stay true."""
        images: dict[date, Image] = {}
        image: Image = {}
        for counting in sorted(as_of.standing(item.entries), key=lambda s: as_of.rank(s.entry)):
            image = self._merged(image, counting.entry, counting.fields) or image
            images[counting.entry.true_on] = image
        old = {(s.v0, item.v1(n)): s for n, s in enumerate(item.stretches)}
        item.stretches = [_Stretch(day, images[day]) for day in images]
        for place, stretch in enumerate(item.stretches):
            same = old.get((stretch.v0, item.v1(place)))
            if same is not None and self._values(same.image) == self._values(stretch.image):
                stretch.row = same.row
                same.row = None
            else:
                self._show(item, place, instant)
        for gone in old.values():
            if gone.row is not None:
                self._end(item, gone.row, instant)

    def _merged(
        self, image: Image, entry: Entry, fields: Mapping[str, Scalar] | None = None
    ) -> Image | None:
        """The image with this entry laid over it by rank; None when it changes nothing."""
        new = dict(image)
        for field in entry.fields if fields is None else fields:
            old = new.get(field)
            if entry.verb != "note" and (old is None or _is_after(entry, old)):
                new[field] = entry
        if as_of.tells(entry):
            new.setdefault(_THERE, entry)
        if entry.verb in ("report", "feedback"):
            _keep_last(new, _REPORTED, entry)
        elif entry.verb == "open":
            _keep_first(new, _OPENED, entry)
        elif entry.verb in ("close", "reopen"):
            _keep_last(new, _ENDED, entry)
        stage = (entry.fields if fields is None else fields).get("stage")
        if stage in self._stages and entry.verb != "note":
            _keep_first(new, f"{_STAGE}{stage}", entry)
        return new if new != image else None

    def _show(self, item: _Item, place: int, instant: int) -> None:
        """End the row of a stretch and begin the one that shows its image now."""
        stretch = item.stretches[place]
        if stretch.row is not None:
            self._end(item, stretch.row, instant)
            stretch.row = None
        its_values = self._values(stretch.image)
        if its_values is None:
            return
        key = stretch.image[_THERE].key
        values = (key, stretch.v0, item.v1(place), instant, OPEN_END, *its_values)
        if self._free:
            stretch.row = self._free.pop()
            for column, value in zip(self.columns.values(), values, strict=True):
                column[stretch.row] = value
        else:
            stretch.row = len(self)
            for column, value in zip(self.columns.values(), values, strict=True):
                column.append(value)
        item.rows.add(stretch.row)

    def _end(self, item: _Item, row: int, instant: int) -> None:
        self.columns["k1"][row] = instant
        if row < self._first_row:
            self._ended[row] = instant
        elif self.columns["k0"][row] == instant:
            self._free.append(row)
            item.rows.discard(row)

    def _values(self, image: Image) -> tuple[Any, ...] | None:
        """What a row shows of an image; None when the item is not there."""
        if _THERE not in image:
            return None
        ended = image.get(_ENDED)
        days = {
            "opened_on": image.get(_OPENED),
            "reported_on": image.get(_REPORTED),
            "closed_on": ended if ended is not None and ended.verb == "close" else None,
            **{f"stage_on_{s}": image.get(f"{_STAGE}{s}") for s in self._stages},
        }
        return tuple(
            _day(days[name]) if name in days else self._typed(image.get(name), name, kind)
            for name, kind in self.kinds.items()
        )

    def _typed(self, entry: Entry | None, field: str, kind: Kind) -> Any:
        value = entry.fields[field] if entry is not None else None
        if value is None or entry is None:
            return None
        try:
            return typed(value, kind)
        except ValueError:
            misfit = (entry.key, field, str(value))
            if misfit not in self._misfits:
                self._misfits.add(misfit)
                facts = {"field": field, "value": value, "kind": kind}
                place = f"{entry.register}/{entry.key}"
                self.problems.append(Problem("L-020", place, facts, "warning"))
            return None


def typed(value: Scalar, kind: Kind) -> Any:
    """A told value as the Python type of its kind; ValueError when it is none."""
    if kind == "text" and type(value) in (str, int, float):
        return str(value)
    if kind == "date" and type(value) is str:
        return date.fromisoformat(value)
    if kind == "bool" and type(value) is bool:
        return value
    if kind == "float" and (type(value) is int or type(value) is float):
        return float(value)
    if kind == "int" and (type(value) is int or (type(value) is float and value.is_integer())):
        return int(value)
    raise ValueError(f"{value!r} is no {kind}")


def _is_after(entry: Entry, other: Entry) -> bool:
    """The order of rule 6; the digest is asked only for a tie."""
    ours, theirs = (entry.true_on, entry.known_at), (other.true_on, other.known_at)
    return ours > theirs or (ours == theirs and as_of.rank(entry) > as_of.rank(other))


def _keep_last(image: Image, name: str, entry: Entry) -> None:
    if name not in image or _is_after(entry, image[name]):
        image[name] = entry


def _keep_first(image: Image, name: str, entry: Entry) -> None:
    if name not in image or _is_after(image[name], entry):
        image[name] = entry


def _day(entry: Entry | None) -> date | None:
    return entry.true_on if entry is not None else None
