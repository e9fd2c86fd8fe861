"""清单: the items of one register that fit a filter: counted, summed, read a page at a time, with their lights.

Everything is asked of the state tables, so that a page costs what it shows and not what the register holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from luoshi.board import search
from luoshi.board.engine import load_columns
from luoshi.board.search import APART, better_first
from luoshi.declare.register import LEVELS, Field, Level, Light, Register
from luoshi.district.units import Units
from luoshi.speech.sought import Sought

if TYPE_CHECKING:
    from luoshi.board.frozen import Frozen

TEXTS = ("text", "link")


class Fit(NamedTuple):
    """What an item must be like. None or empty leaves it open."""

    seen: frozenset[str] | None = (
        None  # owned by one of these units, or helped with by one: who may see it
    )
    owners: frozenset[str] | None = None  # owned by one of these units
    level: str = ""  # one of its lights has this level
    closed: bool | None = None
    stage: str = ""
    after: str = ""  # its key stands after this one
    keys: frozenset[str] | None = None  # it is one of these
    words: str = ""  # every one of them stands in its key, a text, or a name (`search`)


EVERYTHING = Fit()


class Shine(NamedTuple):
    """So many lamps of one light and owner have this level."""

    light: str
    owner: str
    level: Level
    lamps: int


class Turned(NamedTuple):
    """How many lamps of a light turned between two views, and the worst of them: item, old level, new level."""

    lamps: int
    worst: list[tuple[str, Level, Level]]


@dataclass(frozen=True, slots=True)
class Found:
    """How many items fit, and those of the stretch that was asked for, best first."""

    count: int
    rows: list[dict[str, Any]]


class Listing:
    """The items of a register in one view that fit."""

    def __init__(self, frozen: Frozen, register: Register, fit: Fit) -> None:
        self._frozen, self._register, self._fit = frozen, register, fit
        conditions, self._given = _conditions(register, fit, frozen.board.units)
        if fit.level:
            tables = [frozen.lit(register.key, light) for light in register.lights]
            lit = " union all ".join(
                f"select item from {t} where coalesce(_level, 'grey') = $level" for t in tables
            )
            conditions.append(f"item in ({lit})" if lit else "false")
        self._where = f" where {' and '.join(conditions)}" if conditions else ""

    def count(self) -> int:
        """How many items fit."""
        return int(self._one("count(*) as n")["n"])

    def page(
        self, first: int = 0, size: int | None = None, sort: str = "", *, down: bool = False
    ) -> list[dict[str, Any]]:
        """`size` items (None: all) from the `first` on, by a declared column and then by key; the untold stand last."""
        by = f"{sort} {'desc' if down else 'asc'} nulls last, " if sort else ""
        part = "" if size is None else f" limit {int(size)} offset {int(first)}"
        return self._select(
            f"select * from {self._register.key}{self._where} order by {by}item{part}"
        )

    def best(self, first: int, after: int = 0) -> Found:
        """`first` of those in which the looked-for words stand, after the first `after`, the best first."""
        order = better_first(Sought.of(self._fit.words))
        told = self._one(f"count(*) as n, min({order}, {int(first + after)}) as best")
        keys = [key for *_, key in (told["best"] or ())[after:]]
        text = f"select * from {self._register.key} where list_contains($keys, item)"
        rows = {row["item"]: row for row in self._select(text, {"keys": keys})} if keys else {}
        return Found(told["n"], [rows[key] for key in keys])

    def sums(self, fields: Iterable[Field]) -> dict[str, float | int]:
        """The sum of each field that at least one fitting item tells."""
        keys = [f.key for f in fields]
        found = self._one(", ".join(f"sum({key}) as {key}" for key in keys)) if keys else {}
        return {key: value for key, value in found.items() if value is not None}

    def told(self) -> dict[str, int]:
        """For each field that some fitting item tells: the length of its longest text (0 for what is no text)."""
        keys = {f.key: f.type in TEXTS for f in self._register.fields}
        asked = [
            f"max(length({key})) as {key}" if text else f"count({key}) as {key}"
            for key, text in keys.items()
        ]
        found = self._one(", ".join(asked))
        return {key: (found[key] if text else 0) for key, text in keys.items() if found[key]}

    def owners(self) -> set[str]:
        """The units that own a fitting item; "" for items without an owner."""
        rows = self._select(
            f"select distinct coalesce(owner, '') as owner from {self._register.key}{self._where}"
        )
        return {row["owner"] for row in rows}

    def levels(self) -> dict[str, int]:
        """How many fitting items have a light of each level."""
        tables = [self._frozen.lit(self._register.key, light) for light in self._register.lights]
        if not tables:
            return {}
        lit = " union ".join(
            f"select item, coalesce(_level, 'grey') as level from {t}" for t in tables
        )
        text = f"select level, count(*) as n from ({lit}){self._inside()} group by level"
        return {row["level"]: row["n"] for row in self._select(text)}

    def shining(self) -> list[Shine]:
        """How many lamps each light has of each owner and level."""
        found: list[Shine] = []
        for light in self._register.lights:
            table = self._frozen.lit(self._register.key, light)
            text = (
                "select coalesce(owner, '') as owner, coalesce(_level, 'grey') as level, count(*) as n "
                f"from {table}{self._inside()} group by all order by all"
            )
            found += [Shine(light.key, r["owner"], r["level"], r["n"]) for r in self._select(text)]
        return found

    def lit(
        self, light: Light, keys: Collection[str] | None, first: int, size: int | None
    ) -> list[dict[str, Any]]:
        """The rows of a light's table, by key: those with the level that is asked for, where one is."""
        table = self._frozen.lit(self._register.key, light)
        where, given = self._inside(), {}
        if self._fit.level:
            where += " and coalesce(_level, 'grey') = $level"
        if keys is not None:
            where += f"{' and' if where else ' where'} list_contains($keys, item)"
            given = {"keys": sorted(keys)}
        part = "" if size is None else f" limit {int(size)} offset {int(first)}"
        return self._select(f"select * from {table}{where} order by item{part}", given, exact=True)

    def turned(self, before: Frozen, light: Light, size: int) -> Turned:
        """Fitting items whose light had another level in another view; a light that was not there is no turn."""
        now, was = self._frozen.lit(self._register.key, light), self._was(before, light)
        order = ", ".join(f"'{level}'" for level in LEVELS)
        text = (
            f"select now.item as item, was.level as old, coalesce(now._level, 'grey') as new, count(*) over () as n "
            f"from {now} as now join {was} as was using (item) "
            f"where was.level <> coalesce(now._level, 'grey'){self._inside('now.item', ' and')} "
            f"order by list_position([{order}], new), item limit {int(size)}"
        )
        rows = self._select(text)
        worst = [(row["item"], row["old"], row["new"]) for row in rows]
        return Turned(rows[0]["n"] if rows else 0, worst)

    def _was(self, before: Frozen, light: Light) -> str:
        """The levels of another view as a table of this one: loaded once, and again when that view was renewed."""
        table = f"_was_{self._register.key}_{light.key}"
        mark = (before.true_on, before.known, before.renewed[self._register.key])
        if self._frozen.others.get(table) != mark:
            lit = before.lit(self._register.key, light)
            rows = before.cursor.execute(
                f"select item, coalesce(_level, 'grey') from {lit}"
            ).fetchall()
            columns = {"item": [r[0] for r in rows], "level": [r[1] for r in rows]}
            self._frozen.cursor.execute(f"drop table if exists {table}")
            types = dict.fromkeys(columns, "varchar")
            load_columns(self._frozen.cursor, table, columns, types, temporary=True)
            self._frozen.others[table] = mark
        return table

    def _inside(self, item: str = "item", word: str = " where") -> str:
        """That an item of another table is among the fitting ones; nothing where all fit."""
        fitting = f"select item from {self._register.key}{self._where}"
        return f"{word} {item} in ({fitting})" if self._where else ""

    def _one(self, asked: str) -> dict[str, Any]:
        return self._select(f"select {asked} from {self._register.key}{self._where}")[0]

    def _select(
        self, text: str, more: Mapping[str, Any] | None = None, *, exact: bool = False
    ) -> list[dict[str, Any]]:
        given = {name: value for name, value in self._given.items() if f"${name}" in text}
        return self._frozen.select(text, {**given, **(more or {})}, self._register.key, exact=exact)


def _conditions(register: Register, fit: Fit, units: Units) -> tuple[list[str], dict[str, Any]]:
    """The conditions of a filter over the state table, and what stands behind their names."""
    conditions: list[str] = []
    given: dict[str, Any] = {}
    if fit.seen is not None:
        given["seen"] = sorted(fit.seen)
        conditions.append(_seen(register))
    if fit.owners is not None:
        given["owners"] = sorted(fit.owners)
        conditions.append("list_contains($owners, owner)")
    if fit.closed is not None:
        conditions.append(f"closed_on is {'not ' if fit.closed else ''}null")
    if fit.stage:
        given["stage"] = fit.stage
        conditions.append("stage = $stage")
    if fit.after:
        given["after"] = fit.after
        conditions.append("item > $after")
    if fit.keys is not None:
        given["among"] = sorted(fit.keys)
        conditions.append("list_contains($among, item)")
    if fit.words:
        words, values = search.conditions(register, Sought.of(fit.words), units)
        conditions += words
        given |= values
    if fit.level:
        given["level"] = fit.level
    return conditions, given


def _seen(register: Register) -> str:
    """What a unit may see of a register it does not keep: what it owns and what it helps with."""
    owned = "coalesce(list_contains($seen, owner), false)"
    helping = [f.key for f in register.fields if f.type == "units"]
    helped = [
        f"coalesce(list_has_any($seen, string_split_regex({key}, '{APART}')), false)"
        for key in helping
    ]
    return f"({' or '.join([owned, *helped])})"
