"""Reads typed values out of a TOML table and tells everything that is missing, misspelt or of the wrong type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from luoshi.declare.expression import near
from luoshi.declare.lines import Lines, Path
from luoshi.declare.register import SYSTEM_COLUMNS
from luoshi.values.label import NOTHING, Label
from luoshi.values.problem import Problem

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_RESERVED = frozenset(  # of DuckDB 2.0
    """all analyse analyze and anti any array as asc asof at both case cast check collate collation
    column concurrently constraint create cross default deferrable desc describe distinct do else end except false
    fetch for foreign freeze from full generated glob grant group having ilike in initially inner intersect into is
    isnull join lambda lateral leading left like limit map natural not notnull null offset on only or order outer
    overlaps pivot pivot_longer pivot_wider placing positional primary qualify references returning right select semi
    show similar some struct summarize symmetric table tablesample then to trailing true try_cast union unique
    unpivot using variadic verbose when where window with""".split()  # noqa: SIM905  (a list of 120 lines reads worse)
)
WANTED = {
    str: "文字 / text",
    bool: "true / false",
    int: "整数 / a whole number",
    list: "清单 / a list",
    dict: "表 / a table",
}


class Table:
    """One table of a file with its place; every fault goes into `problems`."""

    def __init__(self, values: Any, path: Path, lines: Lines, problems: list[Problem]) -> None:
        self.path, self.lines, self.problems = path, lines, problems
        self.values: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            self.tell("D-004", "", key=str(path[-1]), value=values, wanted=WANTED[dict])

    def tell(self, id_: str, at: str, /, **facts: Any) -> None:
        """A fault at a key of this table."""
        place = self.lines.place((*self.path, at) if at else self.path)
        self.problems.append(Problem(id_, place, facts))

    def only(self, *known: str) -> None:
        """Tell every key that is none of these."""
        for key in self.values:
            if key not in known:
                self.tell("D-002", key, key=key, near=near(key, known) or "、".join(known))

    def of(self, key: str, type_: type, default: Any, required: bool = False) -> Any:
        """The value of that type, or the default after telling what is wrong."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.tell("D-003", key, key=key)
            return default
        if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
            self.tell("D-004", key, key=key, value=value, wanted=WANTED[type_])
            return default
        return value

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        """A text; an empty one counts as missing."""
        value: str = self.of(key, str, default, required)
        if required and value == "" and self.values.get(key) == "":
            self.tell("D-003", key, key=key)
        return value

    def label(self, key: str, required: bool = False) -> Label:
        """A name in two languages, `{ zh = "…", en = "…" }`."""
        value = self.of(key, dict, None, required)
        if value is None:
            return NOTHING
        if not isinstance(value.get("zh"), str) or not value["zh"]:
            self.tell("D-003", key, key=f"{key}.zh")
            return NOTHING
        return Label(value["zh"], str(value.get("en", value["zh"])))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.of(key, list, [])
        if not all(isinstance(word, str) for word in found):
            self.tell("D-004", key, key=key, value=found, wanted=WANTED[list])
            return ()
        return tuple(found)

    def choice(self, key: str, choices: Sequence[str], default: str, required: bool = False) -> Any:
        """One of a few words."""
        value = self.text(key, default, required)
        if value not in choices and key in self.values:
            self.tell("D-005", key, key=key, value=value, choices="、".join(choices))
            return default
        return value

    def name(self, key: str, name: str, system: bool = True) -> str:
        """Tell when a declared name could not stand in an expression."""
        if not _NAME.match(name) or name in _RESERVED or (system and name in SYSTEM_COLUMNS):
            self.tell("D-007", key, key=name)
        return name

    def table(self, key: str) -> Table:
        """A table inside this one; an absent one is empty."""
        return Table(self.values.get(key, {}), (*self.path, key), self.lines, self.problems)

    def named(self, key: str) -> Iterable[tuple[str, Table]]:
        """The tables `[key.name]` in the order of the file."""
        inner = self.table(key)
        for name, values in inner.values.items():
            yield name, Table(values, (*inner.path, name), self.lines, self.problems)

    def many(self, key: str) -> list[Table]:
        """The tables `[[key]]` in the order of the file."""
        rows = self.of(key, list, [])
        return [
            Table(row, (*self.path, key, at), self.lines, self.problems)
            for at, row in enumerate(rows)
        ]
