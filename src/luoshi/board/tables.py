"""The tables behind a board: one of rectangles for each register, shared by every view; one of states for each view.

`_told_<register>` holds what was ever told as closed rectangles (`ledger.columnar`). The state as of (T, K) is a plain
filter over it, kept in a temporary table named like the register, so that the SQL of a measure reads as one would say it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import duckdb

from luoshi.board.engine import load_columns
from luoshi.board.turn import Segment
from luoshi.declare.closure import CALENDAR_FROM, CALENDAR_UNTIL
from luoshi.declare.kinds import OF_FIELD
from luoshi.declare.kinds import Kind as Declared
from luoshi.declare.register import Catalogue, Register
from luoshi.declare.rule import FIRST_DAY, LARGEST, LAST_DAY, PLACES, columns, typed
from luoshi.district.calendar import Calendar
from luoshi.district.units import Units
from luoshi.ledger.columnar import Kind, Rectangles
from luoshi.ledger.entry import Entry

TYPES: Mapping[Declared, str] = {
    "text": "varchar",
    "date": "date",
    "bool": "boolean",
    "whole": "bigint",
    "decimal": "decimal(18, 4)",
}
_KINDS: Mapping[Declared, Kind] = {
    "text": "text",
    "date": "date",
    "bool": "bool",
    "whole": "int",
    "decimal": "float",
}
_PLACES = {
    "row": "bigint",
    "item": "varchar",
    "v0": "date",
    "v1": "date",
    "k0": "bigint",
    "k1": "bigint",
}


class Told:
    """What was ever told of one register, as rectangles in Python; DuckDB gets them when a query needs them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, register: Register) -> None:
        self.register, self.table = register, f"_told_{register.key}"
        self.connection = connection
        fields = [f for f in register.fields if not f.derived]
        kinds = {f.key: _KINDS[OF_FIELD[f.type]] for f in fields}
        self.rectangles = Rectangles(register.key, kinds, [s.key for s in register.stages])
        self.columns = columns(register)
        self.types = {
            name: _PLACES.get(name) or TYPES[self.columns[name]] for name in self.rectangles.columns
        }
        self._rows_of: defaultdict[str, list[int]] = defaultdict(list)
        self._ended: dict[int, int] = {}  # rows that DuckDB has with a later end
        self._merged = 0  # rows that DuckDB has
        load_columns(connection, self.table, self._rows(0), self.types | _PLACES)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take further entries."""
        first, ended = self.rectangles.add(entries)
        self._ended |= {row: end for row, end in ended.items() if row < self._merged}
        items = self.rectangles.columns["item"]
        for row in range(first, len(items)):
            self._rows_of[items[row]].append(row)

    def merge(self) -> None:
        """Bring DuckDB up to what was told: ends of old rows, then the new rows."""
        if self._ended:
            given = {"rows": list(self._ended), "ends": list(self._ended.values())}
            self.connection.execute(
                f"update {self.table} set k1 = ended.k1 from "
                "(select unnest($rows) as row, unnest($ends) as k1) as ended "
                f"where {self.table}.row = ended.row",
                given,
            )
            self._ended = {}
        if self._merged < len(self.rectangles):
            rows, types = self._rows(self._merged), self.types | _PLACES
            load_columns(self.connection, self.table, rows, types, create=False)
            self._merged = len(self.rectangles)

    def segments(self, key: str, known: int) -> list[Segment]:
        """What held of one item from day to day, as known then; ascending, without asking DuckDB."""
        told = self.rectangles.columns
        rows = [r for r in self._rows_of.get(key, ()) if told["k0"][r] <= known < told["k1"][r]]
        return [
            Segment(told["v0"][row], told["v1"][row], self._typed(key, row))
            for row in sorted(rows, key=told["v0"].__getitem__)
        ]

    def _typed(self, key: str, row: int) -> dict[str, Any]:
        told = self.rectangles.columns
        found = {
            name: typed(kind, told[name][row]) if name in told else None
            for name, kind in self.columns.items()
        }
        found["owner"], found["title"] = (
            found[self.register.owner],
            found[self.register.title] or key,
        )
        return found

    def _rows(self, first: int) -> dict[str, list[Any]]:
        rows = self.rectangles.rows_from(first)
        found: dict[str, list[Any]] = {"row": list(range(first, len(self.rectangles)))}
        for name, values in rows.items():
            found[name] = values if name in _PLACES else _within(values, self.columns[name])
        return found

    def state_sql(self) -> str:
        """The state as of ($true_on, $known): every column that `declare.rule.columns` names, in that order."""
        return (
            f"select {self._selected()} from {self.table} "
            "where v0 <= $true_on and $true_on < v1 and k0 <= $known and $known < k1"
        )

    def _selected(self) -> str:
        register = self.register
        written = {
            "owner": register.owner if register.owner in self.types else "null::varchar",
            "title": f"coalesce({register.title}, item)"
            if register.title in self.types
            else "item",
        }
        return ", ".join(
            f"{written.get(name) or (name if name in self.types else f'null::{TYPES[kind]}')} as {name}"
            for name, kind in self.columns.items()
        )


def _within(values: list[Any], kind: Declared) -> list[Any]:
    """Values outside what a rule can hold are unknown, here as in `declare.rule.typed`."""
    match kind:
        case "whole":
            most = LARGEST[kind]
            return [v if v is None or -most <= v <= most else None for v in values]
        case "decimal":
            most = LARGEST[kind]
            return [
                v if v is None else round(v, PLACES) if -most <= v <= most else None for v in values
            ]
        case "date":
            return [v if v is None or FIRST_DAY <= v <= LAST_DAY else None for v in values]
    return values


def grouped(catalogue: Catalogue, entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Entries by register, in the agenda's order; those of registers that are not declared are left out."""
    found: dict[str, list[Entry]] = {key: [] for key in catalogue}
    for entry in entries:
        if entry.register in found:
            found[entry.register].append(entry)
    yield from found.items()


def load_units(connection: duckdb.DuckDBPyConnection, units: Units) -> None:
    """`_unit_above`: each unit with every unit over it, itself included, for roll-ups by the tree."""
    pairs = [(above, unit.key) for unit in units for above in units.path(unit.key)]
    given = {"_above": [above for above, _ in pairs], "_below": [below for _, below in pairs]}
    load_columns(connection, "_unit_above", given, dict.fromkeys(given, "varchar"))


def load_calendar(connection: duckdb.DuckDBPyConnection, calendar: Calendar) -> None:
    """`_working_day`: every day with the number of working days up to it, for working_days(a, b)."""
    days = [CALENDAR_FROM + timedelta(n) for n in range((CALENDAR_UNTIL - CALENDAR_FROM).days + 1)]
    counted, count = [], 0
    for day in days:
        count += calendar.works(day)
        counted.append(count)
    load_columns(
        connection, "_working_day", {"_day": days, "_n": counted}, {"_day": "date", "_n": "bigint"}
    )


def in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row as Python values people and JSON can read: decimals become numbers."""
    return {name: plain(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """A decimal as int where it is whole, else as float; anything else as it is."""
    if hasattr(value, "as_tuple"):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
