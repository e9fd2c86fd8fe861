"""句子: how mends and reasons are said. The sentences stand in `words.toml`, so that a person who words them needs no Python.

A fact is formatted by the end of its name, which is its unit: `_wan` money, `_month` a month (YYYY-MM), `_percent`, `_months`, `_count`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from luoshi.land.case import Case, Promise
from luoshi.values.label import Label, listed
from luoshi.values.said import figures, money

Fact = float | str | Label
ReasonKind = Literal["promise", "more_cash", "chosen", "left", "office"]
_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `facts` are its numbers by name, the unit last (`_wan`, `_percent`, `_month` as YYYY-MM)."""

    kind: ReasonKind
    parcel: str  # key; "" where it is not about one
    parts: tuple[str, ...]  # names of the sentences in words.toml
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def say(self, lang: str = "zh") -> str:
        """The reason in words."""
        return say(self.parts, self.facts, lang)

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """Kind, parcel, facts and sentence."""
        facts = {n: f.say(lang) if isinstance(f, Label) else f for n, f in self.facts.items()}
        return {"kind": self.kind, "parcel": self.parcel, "facts": facts, "say": self.say(lang)}


@cache
def words() -> dict[str, Label]:
    """Every sentence and clause by its name."""
    text = files("luoshi.land").joinpath("words.toml").read_text(encoding="utf-8")
    return {name: Label.of(entry) for name, entry in tomllib.loads(text).items()}


def say(parts: Iterable[str], facts: Mapping[str, Fact], lang: str) -> str:
    """The named parts, filled in, as one sentence; a head that ends with a colon is followed by its clauses.

    Raises:
        KeyError: a part or a fact that is not there, our own fault.
    """
    text = ""
    semicolon, stop = ("; ", ".") if lang.startswith("en") else ("；", "。")
    for part in parts:
        joined = "" if not text or text.endswith(("：", ": ")) else semicolon
        text += joined + clause(part, facts).say(lang)
    return text + stop


def clause(part: str, facts: Mapping[str, Fact]) -> Label:
    """One part in both languages, to be a fact of another sentence."""
    return Label(
        *(
            words()[part].say(lang).format_map({n: _said(n, f, lang) for n, f in facts.items()})
            for lang in ("zh", "en")
        )
    )


def named(names: Iterable[str]) -> Label:
    """Several parcels in a row."""
    return listed(Label(name, name) for name in names)


def quoted(label: Label) -> Label:
    """In quotation marks."""
    return Label(f"“{label.zh}”", f"'{label.en}'")


def _said(name: str, fact: Fact, lang: str) -> str:
    if isinstance(fact, Label):
        return fact.say(lang)
    if name.endswith("_month"):
        return month(str(fact)).say(lang)
    if isinstance(fact, str):
        return fact
    if name.endswith("_wan"):
        return money(fact).say(lang)
    return f"{figures(fact, 0 if abs(fact) >= 10 or fact == round(fact) else 1)}{'%' * name.endswith('_percent')}"


def month(text: str) -> Label:
    """2023-04 as 2023年4月, April 2023."""
    year, number = text.split("-")
    return Label(f"{year}年{int(number)}月", f"{_ENGLISH[int(number) - 1]} {year}")


def parcels(count: float) -> Label:
    """A number of parcels: 3宗, 3 parcels."""
    number = figures(count, 0)
    return Label(f"{number}宗", f"{number} parcel{'s' * (number != '1')}")


def promise(case: Case, one: Promise) -> Label:
    """A promise in a few words: 2023年4月底前挂牌3宗."""
    entry, by = words()[f"promise_{one.kind}"], month(case.month(one.by))
    amount = money(one.at_least) if one.kind == "released" else parcels(one.at_least)
    return Label(
        entry.zh.format(by=by.zh, amount=amount.zh), entry.en.format(by=by.en, amount=amount.en)
    )
