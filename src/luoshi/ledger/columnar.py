"""The same states as closed rectangles: what the board loads into DuckDB, so that as-of becomes a plain filter.

A row says: for every T in [v0, v1) and K in [k0, k1) the item's state is this. So the state as of (T, K) is

    v0 <= T and T < v1 and k0 <= K and K < k1

with T a date and K an instant as whole microseconds (`micros`), one row an item. It equals `as_of.states` at every (T, K)
before `NEVER`; nothing else in the house may compute states a second way. Some two rows come of an entry.

`add` takes further entries at any time and tells the `Delta`: rows that ended, and where the new rows begin. An entry that
was told earlier than what its item already holds (an import of old files) makes that one item's rows anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from luoshi.ledger.entry import Entry, Scalar
from luoshi.ledger.stretches import ENDED, OPENED, REPORTED, STAGE, THERE, Image, Item, Told
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


class Delta(NamedTuple):
    """What `add` changed: old rows and their new k1, and the first of the new rows."""

    first_row: int
    ended: Mapping[int, int]


def micros(known_at: datetime | None) -> int:
    """An instant as whole microseconds since 1970, for k0 and k1; None (everything known) is the last of them."""
    if known_at is None:
        return OPEN_END - 1
    return (known_at - _EPOCH) // _MICROSECOND


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
        self._told = tuple(f for f in self.kinds if f in kinds or f == "stage")
        self._stages = tuple(f"{STAGE}{stage}" for stage in stages)
        self._items: dict[str, Item] = {}
        self._free: list[int] = []  # rows begun and ended at the same instant, to be used again
        self._ended: dict[int, int] = {}
        self._first_row = 0
        self._in_order = tuple(self.columns.values())

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
                item = self._items[entry.key] = Item()
            told = self._ready(entry)
            if told.order[1] < item.latest:
                self._make_anew(item, told)
            else:
                self._take(item, told)
        return Delta(self._first_row, self._ended)

    def rows_from(self, first_row: int) -> dict[str, list[Any]]:
        """The columns of the rows from `first_row` on."""
        return {name: column[first_row:] for name, column in self.columns.items()}

    def _ready(self, entry: Entry) -> Told:
        values = {
            field: self._typed(entry, field, value)
            for field, value in entry.fields.items()
            if field in self.kinds
        }
        return Told(entry, micros(entry.known_at), values)

    def _make_anew(self, item: Item, late: Told) -> None:
        for row in tuple(item.rows):
            self._end(item, row, self.columns["k0"][row])
        anew = self._items[late.entry.key] = Item()
        anew.rows = item.rows
        for told in sorted([*item.told, late], key=lambda t: t.order[1]):
            self._take(anew, told)

    def _take(self, item: Item, told: Told) -> None:
        instant = item.latest = told.order[1]
        change = item.take(told, self._shows_same)
        for row in change.ended:
            self._end(item, row, instant)
        for place in change.begun:
            self._begin(item, place, instant)

    def _begin(self, item: Item, place: int, instant: int) -> None:
        stretch = item.stretches[place]
        its_values = self._values(stretch.image)
        if its_values is None:
            return
        key = stretch.image[THERE].entry.key
        values = (key, stretch.v0, item.v1(place, NEVER), instant, OPEN_END, *its_values)
        if self._free:
            row = self._free.pop()
            for column, value in zip(self._in_order, values, strict=True):
                column[row] = value
        else:
            row = len(self)
            for column, value in zip(self._in_order, values, strict=True):
                column.append(value)
        stretch.row = row
        item.rows.add(row)

    def _end(self, item: Item, row: int, instant: int) -> None:
        self.columns["k1"][row] = instant
        if row < self._first_row:
            self._ended[row] = instant
        elif self.columns["k0"][row] == instant:
            self._free.append(row)
            item.rows.discard(row)

    def _shows_same(self, one: Image, other: Image) -> bool:
        return self._values(one) == self._values(other)

    def _values(self, image: Image) -> list[Any] | None:
        """What a row shows of an image, in the order of `kinds`; None when the item is not there."""
        if THERE not in image:
            return None
        values = [
            told.values[field] if (told := image.get(field)) is not None else None
            for field in self._told
        ]
        ended = image.get(ENDED)
        values.append(_day(image.get(OPENED)))
        values.append(_day(image.get(REPORTED)))
        values.append(_day(ended if ended is not None and ended.entry.verb == "close" else None))
        values.extend(_day(image.get(stage)) for stage in self._stages)
        return values

    def _typed(self, entry: Entry, field: str, value: Scalar) -> Any:
        if value is None:
            return None
        try:
            return typed(value, self.kinds[field])
        except ValueError:
            facts = {"field": field, "value": value, "kind": self.kinds[field]}
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


def _day(told: Told | None) -> date | None:
    return told.entry.true_on if told is not None else None
