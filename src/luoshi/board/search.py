"""查找: the items of a register, as of a view's two dates, in which every word that was looked for stands.

A word may stand in the key, the title or any text; be the name of a choice or a stage; or be the name of a unit.
Names are resolved here, before the query: the state keeps keys, and a few hundred names are quicker compared than
a hundred thousand rows. Items with more of the words in their title come first, closed ones after open ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from luoshi.declare.register import Field, Register
from luoshi.district.units import Units
from luoshi.speech.clean.characters import pattern
from luoshi.speech.sought import Sought
from luoshi.values.label import Label

CO_UNITS = "co_units"  # helping units, as one text of keys
STAGE = Label("阶段", "Stage")
_APART = r"[,、\s]+"


class Where(NamedTuple):
    """A field in which words were found, and its value in words."""

    label: Label
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """How many items fit, and those of the stretch that was asked for, best first."""

    count: int
    rows: tuple[Mapping[str, Any], ...]


class Statement(NamedTuple):
    """A query and the values behind its `$names`."""

    text: str
    given: Mapping[str, Any]


def statement(
    register: Register, sought: Sought, units: Units, owners: Collection[str] | None, best: int
) -> Statement:
    """The query over a register's state: `_all`, how many fit, and `_best`, the first `best` of them in order."""
    given: dict[str, Any] = {}
    texts = [f.key for f in register.fields if _is_text(f)]
    title = "concat_ws(chr(10), item, title)"
    words = f"concat_ws(chr(10), {', '.join(['item', *texts])})"
    conditions, ranks = [], []
    for n, sought_word in enumerate(sought.patterns):
        given[f"w{n}"] = sought_word
        ranks.append(f"regexp_matches({title}, $w{n})::int")
        named = []
        for column, keys in _named(register, sought_word, units):
            name = f"n{len(given)}"
            given[name] = keys
            held = f"string_split_regex({column}, '{_APART}')"
            named.append(
                f"list_has_any({held}, ${name})"
                if column == CO_UNITS
                else f"list_contains(${name}, {column})"
            )
        conditions.append(" or ".join([f"regexp_matches({words}, $w{n})", *named]))
    if owners is not None:
        given["owners"] = sorted(owners)
        conditions.append(_seen(register))
    order = f"-({' + '.join(ranks)}), closed_on is not null, length(item), item"
    text = (
        f"select count(*) as _all, min(row({order}), {best:d}) as _best\n"
        f"from {register.key}\n"
        f"where {' and '.join(f'coalesce({c}, false)' for c in conditions)}"
    )
    return Statement(text, given)


def where(
    register: Register, row: Mapping[str, Any], sought: Sought, units: Units, lang: str
) -> list[Where]:
    """The fields that show why a row was found, beyond what its title and key already show."""
    shown = f"{row['item']}\n{row.get('title') or ''}\n{units.name(row.get('owner'), lang)}"
    missing = set(sought.patterns) - sought.within(shown)
    found = []
    for label, said in _told(register, row, units, lang):
        answered = missing & sought.within(said)
        if answered:
            missing -= answered
            found.append(Where(label, said))
    return found


def _is_text(f: Field) -> bool:
    return f.type in ("text", "link") and not f.derived and f.key != CO_UNITS


def _named(register: Register, sought_word: str, units: Units) -> Iterator[tuple[str, list[str]]]:
    """Columns that hold keys, each with the keys whose names the word is part of."""
    fits = pattern(sought_word).search
    called = [u.key for u in units if any(fits(name) for name in (*u.label, *u.aka))]
    columns = ["owner", *(f.key for f in register.fields if f.type == "unit" or f.key == CO_UNITS)]
    if called:
        yield from ((column, called) for column in columns)
    lists: list[tuple[str, Iterable[tuple[str, Label]]]] = [
        ("stage", [(stage.key, stage.label) for stage in register.stages]),
        *((f.key, f.choices) for f in register.fields if f.type == "choice"),
    ]
    for column, choices in lists:
        chosen = [key for key, label in choices if any(fits(name) for name in label)]
        if chosen:
            yield column, chosen


def _seen(register: Register) -> str:
    """Owned by one of `$owners`, or helped with by one."""
    owned = "list_contains($owners, owner)"
    if CO_UNITS not in register.by_field:
        return owned
    return f"{owned} or list_has_any(string_split_regex({CO_UNITS}, '{_APART}'), $owners)"


def _told(
    register: Register, row: Mapping[str, Any], units: Units, lang: str
) -> Iterator[tuple[Label, str]]:
    """What the row tells in words, field by field, the stage last."""
    for f in register.fields:
        value = row.get(f.key)
        if value is None:
            continue
        if f.key == CO_UNITS:
            keys = re.split(_APART, str(value))
            yield f.label, "、".join(units.name(key, lang) for key in keys)
        elif f.type == "unit":
            yield f.label, units.name(value, lang)
        elif f.type == "choice":
            yield f.label, _name_of(f.choices, value, lang)
        elif f.type in ("text", "link"):
            yield f.label, str(value)
    stages = [(stage.key, stage.label) for stage in register.stages]
    yield STAGE, _name_of(stages, row.get("stage"), lang)


def _name_of(choices: Iterable[tuple[str, Label]], value: Any, lang: str) -> str:
    return next((label.say(lang) for key, label in choices if key == value), str(value or ""))
