"""参数: the numbers that rules stand on, each with the days it was in force and the paper it comes from.

Old months keep their old number, so an old board can be made again. Where no public source was found the
entry says so (`source = ""`) and every page that uses it prints 请按当地文件核定.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from luoshi.values.label import Label
from luoshi.values.problem import Problem

Value = int | float | str | bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a name, in force from `since` until the next one (or `until`, included)."""

    name: str
    value: Value
    label: Label
    unit: str = ""
    since: date = date.min
    until: date | None = None
    source: str = ""

    def in_force(self, on: date) -> bool:
        """True when this value holds on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Parameters:
    """All values of all names; `on(day)` gives the ones in force."""

    def __init__(self, values: Iterable[Parameter] = ()) -> None:
        self.values = tuple(sorted(values, key=lambda p: (p.name, p.since)))

    def on(self, day: date) -> dict[str, Value]:
        """Name -> value in force that day; a later `since` wins."""
        return {p.name: p.value for p in self.values if p.in_force(day)}

    def named(self, name: str, day: date) -> Parameter | None:
        """The entry in force that day, with its source, or None."""
        found = [p for p in self.values if p.name == name and p.in_force(day)]
        return found[-1] if found else None

    def with_defaults(self, defaults: Parameters) -> Parameters:
        """These values, and those of `defaults` for names that are not here."""
        own = {p.name for p in self.values}
        return Parameters((*self.values, *(p for p in defaults.values if p.name not in own)))


def read_parameters(tables: Mapping[str, Any], place: str) -> tuple[list[Parameter], list[Problem]]:
    """Parameters from a TOML file: one table a name, with `label`, `unit` and a list of dated `values`."""
    found: list[Parameter] = []
    problems: list[Problem] = []
    for name, table in tables.items():
        where = f"{place} [{name}]"
        if not isinstance(table, Mapping) or not table.get("values") or "label" not in table:
            problems.append(Problem("R-010", where, {"name": name}))
            continue
        dated = [
            Parameter(
                name=name,
                value=value["value"],
                label=Label.of(table["label"]),
                unit=table.get("unit", ""),
                since=value.get("since", date.min),
                until=value.get("until"),
                source=value.get("source", ""),
            )
            for value in table["values"]
            if "value" in value
        ]
        if len(dated) < len(table["values"]):
            problems.append(Problem("R-010", where, {"name": name}))
        dated.sort(key=lambda p: p.since)
        for earlier, later in pairwise(dated):
            if earlier.since == later.since or (earlier.until and earlier.until >= later.since):
                problems.append(Problem("R-011", where, {"name": name, "since": later.since}))
        found += dated
    return found, problems
