"""台账: a declared table of things of one kind.

From the declaration alone come the table, the form, the checks, the measures, the lights, the drill and the
doc page. The shape of the TOML file is told in docs/reference/register-file.md; `declare.load` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from luoshi.values.label import NOTHING, Label

FieldType = Literal[
    "text", "date", "count", "amount", "ratio", "bool", "choice", "unit", "units", "link"
]  # fmt: skip
AskedOf = Literal["issuer", "keeper", "reporter", "nobody"]
Level = Literal["green", "yellow", "red", "grey"]
LEVELS: tuple[Level, ...] = ("red", "yellow", "grey", "green")  # the order in which a leader looks

SYSTEM_COLUMNS: Mapping[str, FieldType] = {
    "item": "text",  # the key
    "owner": "unit",  # whose item it is: reports it and answers for it
    "title": "text",
    "stage": "text",
    "opened_on": "date",
    "reported_on": "date",  # the last day a report or feedback that counts speaks of
    "closed_on": "date",
}
"""Columns every register's state has beside its own fields; expressions may use them."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its type and unit, who is asked for it, and who needs it (red line 7)."""

    key: str
    label: Label
    type: FieldType
    unit: str = ""  # 万元 户 亩 %; printed in the column's head
    required: bool = False
    asked_of: AskedOf = "keeper"
    needed_by: Label = NOTHING
    choices: tuple[tuple[str, Label], ...] = ()
    links_to: str = ""  # register key, for type "link"
    hint: Label = NOTHING
    aka: tuple[str, ...] = ()
    derived: bool = False  # filled by the board, never told by a person
    agreed: bool = (
        False  # a sum that was agreed and does not grow: the next meeting is told when it changes
    )


@dataclass(frozen=True, slots=True)
class Preset:
    """A number of the rules with the value the product ships; a district's dated parameter of that name wins."""

    key: str
    label: Label
    type: FieldType
    value: int | float | str | bool
    unit: str = ""
    source: str = ""  # empty: no public source was found, and the page says 请按当地文件核定


@dataclass(frozen=True, slots=True)
class Term:
    """A named expression over one row: rules and reasons use its name, so that a rule reads as a sentence."""

    key: str
    label: Label
    expression: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of the life cycle; `gate` is an expression that must be true to enter it."""

    key: str
    label: Label
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule on one item: `expect` must not be false; unknown passes."""

    key: str
    expect: str
    fault: Label
    remedy: Label
    severity: Literal["error", "warning"] = "error"
    field: str = ""  # the field the mistake most likely stands in


@dataclass(frozen=True, slots=True)
class Measure:
    """A declared aggregate. `select` is an aggregate, `where` a row condition, `by` the date that dates a row."""

    key: str
    label: Label
    select: str
    where: str = "true"
    by: str = ""  # date field: when a row began to count (for months and for "when was it met")
    unit: str = ""
    aka: tuple[str, ...] = ()  # words of speeches that mean this measure


@dataclass(frozen=True, slots=True)
class LightRule:
    """One level of a light: when it holds and why, in words that may name fields as {field}.

    `cases` are narrower reasons inside the level: the first that is true says why instead.
    """

    when: str
    why: Label
    cases: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class Light:
    """Facts and dates -> a level. `check` proves that the four rules are total and do not overlap."""

    key: str
    label: Label
    rules: Mapping[Level, LightRule]
    late: str = ""  # expression: it was late once, even if made good
    applies: str = "true"  # expression: items for which it is not true have no such light


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often each open item is reported: due `day` days after the period ends."""

    every: Literal["month", "week", "none"] = "none"
    day: int = 5
    when: str = "true"  # expression: an item for which it is false owes nothing


@dataclass(frozen=True, slots=True)
class Register:
    """One declared register. `agenda` is its place in the navigation."""

    key: str
    label: Label
    kept_by: str  # unit key of the department that keeps it
    fields: tuple[Field, ...]
    title: str  # the field shown as an item's name
    owner: str  # the field that holds the owning unit
    due: Cadence = Cadence()
    aka: tuple[str, ...] = ()
    source: str = ""
    number: str = ""  # pattern of new keys: "P-{n:03d}"
    clock: str = ""  # date field that an item's clock runs to: it can be chased, extended, paused, re-assigned
    told_anew: tuple[
        str, ...
    ] = ()  # fields that each day's report tells anew: untold, they are not known for it
    desk: bool = (
        False  # of the desk itself (督办单、报送期): no 台账 of the agenda, has a page of its own
    )
    stages: tuple[Stage, ...] = ()
    checks: tuple[Check, ...] = ()
    measures: tuple[Measure, ...] = ()
    lights: tuple[Light, ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()
    file: str = ""
    presets: tuple[Preset, ...] = ()
    terms: tuple[Term, ...] = ()
    places: Mapping[tuple[str | int, ...], str] = field(
        default_factory=dict, repr=False, compare=False
    )  # path of a key -> file:line
    by_field: Mapping[str, Field] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    by_name: Mapping[str, Field] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )  # by key and by Chinese label

    def __post_init__(self) -> None:
        by_field = {f.key: f for f in self.fields}
        object.__setattr__(self, "by_field", by_field)
        object.__setattr__(self, "by_name", by_field | {f.label.zh: f for f in self.fields})

    def place(self, *path: str | int) -> str:
        """Where a key is declared, as "file:line"; the nearest written table when the key itself is not."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, f"{self.file}:1")

    def measure(self, key: str) -> Measure | None:
        """The measure with this key, or None."""
        return next((m for m in self.measures if m.key == key), None)

    def asked_of(self, whom: AskedOf) -> tuple[Field, ...]:
        """The fields that `whom` is asked for, in order."""
        return tuple(f for f in self.fields if f.asked_of == whom)


Catalogue = Mapping[str, Register]
"""Registers by key, in the agenda's order."""
