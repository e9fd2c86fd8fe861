"""The registers as of one pair of dates: their state tables, what held of one item over time, what promises reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from luoshi.board.bound import COMMITMENT, Binding, Promise, Reached, binding_of
from luoshi.board.sql import Statement
from luoshi.board.tables import in_words
from luoshi.board.turn import Segment
from luoshi.ledger.columnar import micros
from luoshi.values.problem import Problem

if TYPE_CHECKING:
    from luoshi.board.board import Board


class Frozen:
    """State tables of one view, loaded when they are first asked for; they belong to its cursor and go with it."""

    def __init__(self, board: Board, true_on: date, known_at: datetime | None) -> None:
        self.board, self.true_on = board, true_on
        self.known = micros(known_at)
        self.cursor = board.connection.cursor()
        self.problems: list[Problem] = []
        self._loaded: set[str] = set()
        self._created: set[str] = set()

    def select(
        self, text: str, given: Mapping[str, Any], *registers: str, exact: bool = False
    ) -> list[dict[str, Any]]:
        """Rows of a query over the states of these registers; decimals become plain numbers unless `exact`."""
        for register in registers:
            self._load(register)
        result = self.cursor.execute(text, dict(given))
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, values, strict=True)) for values in result.fetchall()]
        return rows if exact else [in_words(row) for row in rows]

    def given(
        self, register: str, statement: Statement, units: Collection[str] | None = None
    ) -> dict[str, Any]:
        """The values behind the names that a statement wants."""
        values = self.board.given(register, self.true_on)
        given = {n: values[f"${n}"] for n in statement.names if n not in ("units", "items")}
        return given if units is None else given | {"units": sorted(units)}

    def segments(self, register: str, key: str) -> list[Segment]:
        """What held of one item from day to day, by what was known then; ascending."""
        return self.board.told[register].segments(key, self.known)

    def derived(self, register: str, key: str, day: date) -> dict[str, Any]:
        """What the board adds to a commitment's row, as seen on `day`."""
        promise = self.promises.get(key) if register == COMMITMENT else None
        if promise is None:
            return {}
        return {"measured": promise.measured(day), "met_on": promise.met_on(day)}

    @cached_property
    def promises(self) -> Mapping[str, Promise]:
        """Every commitment with what its measure has reached."""
        reached: dict[Binding, Reached] = {}
        found: dict[str, Promise] = {}
        text = f"select * from {COMMITMENT} order by item"  # noqa: S608
        self.create(COMMITMENT)
        for row in self.select(text, {}, exact=True):
            binding, size, problems = binding_of(row, self.board.catalogue, self.board.units)
            self.problems += problems
            if binding and binding not in reached:
                reached[binding] = self._reached(binding)
            found[row["item"]] = Promise(
                key=row["item"],
                opened_on=row["opened_on"],
                deadline_on=row["deadline_on"],
                done_on=row["done_on"],
                comparator=row["comparator"] or ">=",
                target=row["target"],
                size=size,
                reached=reached[binding] if binding else None,
                bound=bool(row["register_key"] and row["measure_key"]),
            )
        return found

    def _load(self, register: str) -> None:
        if register not in self._loaded:
            self._loaded.add(register)
            self.create(register)
            if register == COMMITMENT:
                self._derive()

    def create(self, register: str) -> None:
        """The state as told: a filter over the rectangles, kept as a temporary table."""
        if register not in self._created:
            self._created.add(register)
            given = {"true_on": self.true_on, "known": self.known}
            self.board.told[register].merge()
            text = self.board.told[register].state_sql()
            self.cursor.execute(f"create temp table {register} as {text}", given)

    def _derive(self) -> None:
        """Fill what a commitment's measure has reached, before any light is looked at."""
        day = self.true_on
        found = [(p.key, p.measured(day), p.met_on(day)) for p in self.promises.values()]
        told = [row for row in found if row[1] is not None or row[2]]
        if not told:
            return
        keys, values, days = (list(column) for column in zip(*told, strict=True))
        given = {
            "keys": keys,
            "values": [None if v is None else float(v) for v in values],
            "days": days,
        }
        self.cursor.execute(
            f"update {COMMITMENT} set measured = d.measured, met_on = d.met_on "  # noqa: S608
            "from (select unnest($keys::varchar[]) as item, unnest($values::double[]) as measured, "
            f"unnest($days::date[]) as met_on) as d where {COMMITMENT}.item = d.item",
            given,
        )

    def _reached(self, binding: Binding) -> Reached:
        writer = self.board.writers[binding.register]
        measure = self.board.measure(binding.register, binding.measure)
        growing = writer.growing(
            measure, of_items=binding.items is not None, of_units=binding.owners is not None
        )
        given = self.given(binding.register, growing, binding.owners)
        if binding.items is not None:
            given["items"] = sorted(binding.items)
        steps = self.select(growing.text, given, binding.register, exact=True)
        (empty,) = self.select(writer.of_nothing(measure), {}, binding.register, exact=True)
        return Reached(
            tuple(step["_on"] for step in steps),
            tuple(step["value"] for step in steps),
            empty["value"],
        )
