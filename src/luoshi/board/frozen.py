"""The registers as of one pair of dates: their state tables, their lights, what held of one item over time, what
promises reached. Made once; after that `follow` renews only the items that were told about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from luoshi.board.bound import COMMITMENT, Binding, Promise, Reached, binding_of
from luoshi.board.sql import Statement
from luoshi.board.tables import in_words
from luoshi.board.turn import Segment
from luoshi.declare.register import Light
from luoshi.ledger.columnar import micros
from luoshi.values.problem import Problem

if TYPE_CHECKING:
    from luoshi.board.board import Board


FEW = 200


class Frozen:
    """State tables of one view, loaded when they are first asked for; they belong to its cursor and go with it."""

    def __init__(self, board: Board, true_on: date, known_at: datetime | None) -> None:
        self.board, self.true_on = board, true_on
        self.known = micros(known_at)
        self.cursor = board.connection.cursor()
        self.problems: list[Problem] = []
        self.renewed: Counter[str] = Counter()  # register -> how often its tables were renewed
        self.others: dict[
            str, object
        ] = {}  # tables that were taken over from another view, and as of what
        self._loaded: set[str] = set()
        self._created: set[str] = set()
        self._lit: dict[tuple[str, str], Light] = {}
        self._reached_by: dict[Binding, Reached] = {}
        self._promises: Mapping[str, Promise] | None = None

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
        return promise.judged(day) if promise else {}

    @property
    def promises(self) -> Mapping[str, Promise]:
        """Every commitment with what its measure has reached."""
        if self._promises is None:
            self._promises = self._judged()
        return self._promises

    def lit(self, register: str, light: Light) -> str:
        """The table of a light: item, owner, title, level, reason, lateness, what the reasons name; a row a lamp."""
        table = f"_lit_{register}_{light.key}"
        if (register, light.key) not in self._lit:
            self._load(register)
            self._lit[register, light.key] = light
            statement = self.board.writers[register].light(light)
            given = self.given(register, statement)
            self.cursor.execute(f"create temp table {table} as {statement.text}", given)
        return table

    def follow(self, touched: Mapping[str, Collection[str]]) -> None:
        """Bring the tables up to what was just told about these items; the rest stands as it is.

        A promise answers a measure over other registers, so commitments whose measure moved are renewed too.
        """
        told = {register: set(keys) for register, keys in touched.items()}
        for register, keys in told.items():
            if register in self._created:
                self._renew(register, keys)
        if self._promises is not None:
            told[COMMITMENT] = told.get(COMMITMENT, set()) | self._judge_again(told)
        for (register, _), light in self._lit.items():
            if told.get(register):
                self._relight(register, light, told[register])
        self.renewed.update(register for register, keys in told.items() if keys)

    def _load(self, register: str) -> None:
        if register not in self._loaded:
            self._loaded.add(register)
            self._create(register)
            if register == COMMITMENT:
                self._derive(self.promises)

    def _create(self, register: str) -> None:
        """The state as told: a filter over the rectangles, kept as a temporary table."""
        if register not in self._created:
            self._created.add(register)
            given = {"true_on": self.true_on, "known": self.known}
            self.board.told[register].merge()
            text = self.board.told[register].state_sql()
            self.cursor.execute(f"create temp table {register} as {text}", given)

    def _renew(self, register: str, keys: Collection[str]) -> None:
        """The state of these items again, from the rectangles."""
        given = {"true_on": self.true_on, "known": self.known}
        self.board.told[register].merge()
        self._replace(
            register, f"select * from ({self.board.told[register].state_sql()})", given, keys
        )

    def _relight(self, register: str, light: Light, keys: Collection[str]) -> None:
        statement = self.board.writers[register].light(light)
        given, table = self.given(register, statement), self.lit(register, light)
        self._replace(table, f"select * from (\n{statement.text}\n)", given, keys)

    def _replace(
        self, table: str, rows: str, given: Mapping[str, Any], keys: Collection[str]
    ) -> None:
        """Put the rows that `rows` gives for these items in the place of those that the table has."""
        few = (
            len(keys) <= FEW
        )  # a filter is pushed down to the rows, a join is not; a long list is no filter
        these = "list_contains($keys, item)" if few else "item in (select unnest($keys))"
        told = {"keys": sorted(keys)}
        self.cursor.execute(f"delete from {table} where {these}", told)
        self.cursor.execute(f"insert into {table} {rows} where {these}", {**given, **told})

    def _judged(self) -> dict[str, Promise]:
        found: dict[str, Promise] = {}
        self.problems = []
        self._create(COMMITMENT)
        for row in self.select(f"select * from {COMMITMENT} order by item", {}, exact=True):
            binding, size, problems = binding_of(row, self.board.catalogue, self.board.units)
            self.problems += problems
            if binding and binding not in self._reached_by:
                self._reached_by[binding] = self._reached(binding)
            found[row["item"]] = Promise(
                key=row["item"],
                opened_on=row["opened_on"],
                deadline_on=row["deadline_on"],
                done_on=row["done_on"],
                comparator=row["comparator"] or ">=",
                target=row["target"],
                size=size,
                reached=self._reached_by[binding] if binding else None,
                bound=bool(row["register_key"] and row["measure_key"]),
            )
        return found

    def _judge_again(self, told: Mapping[str, Collection[str]]) -> set[str]:
        """Judge the promises anew where a told register can have moved them; the commitments that then stand otherwise."""
        bound = {binding.register for binding in self._reached_by}
        if not told.keys() & (bound | {COMMITMENT}):
            return set()
        day = self.true_on
        before = {key: p.judged(day) for key, p in self.promises.items()}
        self._reached_by = {b: r for b, r in self._reached_by.items() if b.register not in told}
        self._promises = self._judged()
        now = {key: p.judged(day) for key, p in self._promises.items()}
        moved = {key for key in now if now[key] != before.get(key)} | set(told.get(COMMITMENT, ()))
        if COMMITMENT in self._loaded:
            self._derive({key: p for key, p in self._promises.items() if key in moved})
        return moved

    def _derive(self, promises: Mapping[str, Promise]) -> None:
        """Fill what the measures of these commitments have reached, before any light is looked at."""
        if not promises:
            return
        found = [promise.judged(self.true_on) for promise in promises.values()]
        given: dict[str, list[Any]] = {"keys": list(promises), "met": [j["met_on"] for j in found]}
        for name in ("measured", "excess"):
            values = [judged[name] for judged in found]
            given[name] = [None if value is None else float(value) for value in values]
        self.cursor.execute(
            f"update {COMMITMENT} set measured = d.measured, excess = d.excess, met_on = d.met_on "
            "from (select unnest($keys::varchar[]) as item, unnest($measured::double[]) as measured, "
            "unnest($excess::double[]) as excess, unnest($met::date[]) as met_on) as d "
            f"where {COMMITMENT}.item = d.item",
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
