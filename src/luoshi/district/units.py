"""单位与专班: who owns an item and who reports it. A dated tree, kept in protocol order.

The order of units in bulletins and lists is fixed by the office, not by the alphabet: it is the order in which
`units.toml` names them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from luoshi.values.label import Label
from luoshi.values.problem import Problem

Kind = Literal["district", "department", "township", "task_force", "post"]
KINDS: tuple[Kind, ...] = get_args(Kind)


COLLECTIVES: Mapping[str, Kind] = {
    "各乡镇街道": "township",
    "各镇街": "township",
    "各乡镇": "township",
    "各街道": "township",
    "各部门": "department",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `since`/`until` bound its life; a unit that was merged away keeps its past items."""

    key: str
    label: Label
    kind: Kind
    parent: str = ""
    order: int = 0
    aka: tuple[str, ...] = ()  # how speeches and papers call it
    since: date | None = None
    until: date | None = None

    def alive(self, on: date) -> bool:
        """True when the unit exists on that day (both ends included)."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Units:
    """The tree of units in protocol order."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self._by_key = {unit.key: unit for unit in sorted(units, key=lambda unit: unit.order)}
        self._by_name = {
            name: unit.key
            for unit in self._by_key.values()
            for name in (unit.key, unit.label.zh, unit.label.en, *unit.aka)
        }
        # 住建局 and 区住建局 are one bureau: speeches leave the level out, papers write it
        for name, key in tuple(self._by_name.items()):
            other = name.removeprefix("区") if name.startswith("区") else f"区{name}"
            self._by_name.setdefault(other, key)
        self._under: dict[str, frozenset[str]] = {}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_key.values())

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def get(self, key: str) -> Unit | None:
        """The unit with this key, or None."""
        return self._by_key.get(key)

    def alive(self, on: date) -> list[Unit]:
        """The units of that day in protocol order: what a person may choose from."""
        return [unit for unit in self if unit.alive(on)]

    def name(self, key: str | None, lang: str = "zh") -> str:
        """What people call the unit; an unknown key stays as it is, since old entries must stay readable."""
        return self.label(key).say(lang)

    def label(self, key: str | None) -> Label:
        """The same in both languages, for the sentence of a problem."""
        unit = self._by_key.get(key or "")
        return unit.label if unit else Label.of(key or "")

    def find(self, words: str) -> Unit | None:
        """The unit that goes by these words (key, name or aka), or None."""
        return self._by_key.get(self._by_name.get(words.strip(), ""))

    def named(self, words: str) -> tuple[Unit, ...]:
        """The units that go by these words: one, or with 各乡镇街道 and its like all of a kind; none when unknown."""
        kind = COLLECTIVES.get(words.strip())
        if kind:
            return tuple(unit for unit in self if unit.kind == kind)
        unit = self.find(words)
        return (unit,) if unit else ()

    def path(self, key: str) -> tuple[str, ...]:
        """Keys from the root down to the unit."""
        found: list[str] = []
        while key in self._by_key and key not in found:
            found.append(key)
            key = self._by_key[key].parent
        return tuple(reversed(found))

    def under(self, key: str) -> frozenset[str]:
        """The unit and everything below it."""
        if key not in self._under:  # asked for every line of a sheet
            self._under[key] = frozenset(k for k in self._by_key if key in self.path(k))
        return self._under[key]

    def in_order(self, keys: Collection[str] | None = None) -> list[Unit]:
        """Units in protocol order; all of them, or those named."""
        return [unit for unit in self if keys is None or unit.key in keys]


def read_units(rows: Iterable[Mapping[str, Any]], place: str) -> tuple[Units, list[Problem]]:
    """Units from the `[[unit]]` tables of a file, with every fault of the list at once."""
    units: list[Unit] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        where = f"{place} [[unit]] {number}"
        key = str(row.get("key", ""))
        if not key or "label" not in row:
            problems.append(Problem("R-001", where, {"key": key or "?"}))
            continue
        if key in seen:
            problems.append(Problem("R-002", where, {"key": key}))
            continue
        if row.get("kind") not in KINDS:
            problems.append(
                Problem("R-003", where, {"kind": row.get("kind"), "kinds": "、".join(KINDS)})
            )
            continue
        seen.add(key)
        units.append(
            Unit(
                key=key,
                label=Label.of(row["label"]),
                kind=row["kind"],
                parent=str(row.get("parent", "")),
                order=number,
                aka=tuple(row.get("aka", ())),
                since=row.get("since"),
                until=row.get("until"),
            )
        )
    problems += [
        Problem("R-004", f"{place} {unit.key}", {"key": unit.key, "parent": unit.parent})
        for unit in units
        if (unit.parent and unit.parent not in seen) or _circular(unit, units)
    ]
    return Units(units), problems


def _circular(unit: Unit, units: list[Unit]) -> bool:
    parents = {u.key: u.parent for u in units}
    at, steps = unit.parent, 0
    while at in parents and steps <= len(units):
        if at == unit.key:
            return True
        at, steps = parents[at], steps + 1
    return False
