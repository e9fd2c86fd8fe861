"""根据: what a check stands on: the rows of registers as of one moment and as one person sees them, and the numbers of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luoshi.declare.register import Catalogue, Preset
from luoshi.district.parameters import Parameter, Parameters

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """Rows and rules of one day. `known_on` is the day up to which publications count (None: the same day)."""

    rows: Callable[[str], Iterable[Row]]
    catalogue: Catalogue
    on: date
    parameters: Parameters = field(default_factory=Parameters)
    known_on: date | None = None
    two: frozenset[str] = frozenset()  # pairs of items that a person said are two, by `a|b`
    places: frozenset[str] = (
        frozenset()
    )  # names of the district's own places, which tell no firm apart

    def known(self, register: str) -> list[dict[str, Any]]:
        """The rows as engines read them, with the words that every engine uses: `key`, `unit`, `name`."""
        return [
            {
                **row,
                "key": str(row["item"]),
                "unit": str(row.get("owner") or ""),
                "name": str(row.get("title") or row["item"]),
            }
            for row in self.rows(register)
        ]

    def open(self, register: str) -> list[dict[str, Any]]:
        """Those that were not closed: what is closed is settled."""
        return [row for row in self.known(register) if not row.get("closed_on")]

    def number(self, register: str, key: str) -> Parameter | Preset:
        """A number of a register's rules with its source: the district's own, else the shipped one."""
        preset = next(one for one in self.catalogue[register].presets if one.key == key)
        return self.parameters.named(key, self.on) or preset

    def numbers(self, register: str, keys: Iterable[str]) -> dict[str, Any]:
        """The values of several."""
        return {key: self.number(register, key).value for key in keys}
