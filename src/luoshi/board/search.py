"""查找: the items of a register in which every word that was looked for stands.

A word may stand in the key, the title or any text; be the name of a choice or a stage; or be the name of a unit.
Names are resolved here, before the query: the state keeps keys, and a few hundred names are quicker compared than
a hundred thousand rows. `listing` asks the conditions; items with more of the words in their title are the better ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from luoshi.declare.register import Field, Register
from luoshi.district.units import Units
from luoshi.speech.clean.characters import pattern
from luoshi.speech.sought import Sought
from luoshi.values.label import Label

STAGE = Label("阶段", "Stage")
APART = r"[,、\s]+"  # between helping units


class Where(NamedTuple):
    """A field in which words were found, and its value in words."""

    label: Label
    words: str


def conditions(
    register: Register, sought: Sought, units: Units
) -> tuple[list[str], dict[str, Any]]:
    """One condition a word over a register's state, and the values behind their names."""
    texts = ["item", *(f.key for f in register.fields if _is_text(f))]
    found: list[str] = []
    given: dict[str, Any] = {}
    for n, word in enumerate(sought.patterns):
        given[f"w{n}"] = word
        ways = [f"regexp_matches(concat_ws(chr(10), {', '.join(texts)}), $w{n})"]
        for column, keys in _named(register, word, units):
            name = f"n{len(given)}"
            given[name] = keys
            several = column in register.by_field and register.by_field[column].type == "units"
            helped = f"list_has_any(string_split_regex({column}, '{APART}'), ${name})"
            ways.append(helped if several else f"list_contains(${name}, {column})")
        found.append(f"coalesce({' or '.join(ways)}, false)")
    return found, given


def better_first(sought: Sought) -> str:
    """What items are ordered by, as one row value: words in key or title, open before closed, short keys before long."""
    title = "concat_ws(chr(10), item, title)"
    ranks = [f"regexp_matches({title}, $w{n})::int" for n, _ in enumerate(sought.patterns)]
    return f"row(-({' + '.join(ranks)}), closed_on is not null, length(item), item)"


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
    return f.type in ("text", "link") and not f.derived


def _named(register: Register, word: str, units: Units) -> Iterator[tuple[str, list[str]]]:
    """Columns that hold keys, each with the keys whose names the word is part of."""
    fits = pattern(word).search
    called = [u.key for u in units if any(fits(name) for name in (*u.label, *u.aka))]
    columns = ["owner", *(f.key for f in register.fields if f.type in ("unit", "units"))]
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


def _told(
    register: Register, row: Mapping[str, Any], units: Units, lang: str
) -> Iterator[tuple[Label, str]]:
    """What the row tells in words, field by field, the stage last."""
    for f in register.fields:
        value = row.get(f.key)
        if value is None:
            continue
        if f.type == "units":
            keys = re.split(APART, str(value))
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
