"""发现: what a check found about one item, the money at stake and who settles it. A value, like a problem.

The sentences stand in `findings/*.toml`, one file for each engine: what was found (`label`), why (`reason`, its facts in braces),
what mends it (`remedy`) and the rule it breaks (`clause`, with its source). An id is never reused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from luoshi.values.label import Label
from luoshi.values.said import figures, money

Fact = float | str | date | Label


class Wording(NamedTuple):
    """The words of one kind of finding."""

    label: Label
    reason: Label
    remedy: Label
    clause: str
    adds: bool  # its sum stands beside the other sums of the item; else they overlap, as two faults of one rent do


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. A fact is said by the end of its name: `_wan` money, `_percent`; a day as it is written."""

    kind: str  # id of the sentence
    register: str
    key: str
    title: str
    unit: str  # key of the unit that settles it; "" where the item names none
    facts: Mapping[str, Fact] = field(default_factory=dict)
    at_stake_wan: float | None = None  # None where no sum can be named
    since: date | None = None

    def label(self, lang: str = "zh") -> str:
        """What was found, in a few words."""
        return wordings()[self.kind].label.say(lang)

    def reason(self, lang: str = "zh") -> str:
        """Why it is a finding, with its facts."""
        said = {name: _said(name, fact, lang) for name, fact in self.facts.items()}
        return wordings()[self.kind].reason.say(lang).format_map(said)

    def remedy(self, lang: str = "zh") -> str:
        """What the one who settles it does."""
        return wordings()[self.kind].remedy.say(lang)

    @property
    def clause(self) -> str:
        """The rule, as its source prints it."""
        return wordings()[self.kind].clause

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The shape machines read."""
        return {
            "kind": self.kind,
            "register": self.register,
            "key": self.key,
            "title": self.title,
            "unit": self.unit,
            "label": self.label(lang),
            "reason": self.reason(lang),
            "remedy": self.remedy(lang),
            "clause": self.clause,
            "at_stake_wan": self.at_stake_wan,
            "since": self.since and self.since.isoformat(),
        }


@cache
def wordings() -> dict[str, Wording]:
    """Every kind's words by id; the same id in two files is our own fault."""
    found: dict[str, Wording] = {}
    for file in sorted(files("luoshi.values").joinpath("findings").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            assert key not in found, f"finding {key} is declared twice"
            found[key] = Wording(
                Label.of(entry["label"]),
                Label.of(entry["reason"]),
                Label.of(entry["remedy"]),
                entry["clause"],
                bool(entry.get("adds")),
            )
    return found


def at_stake(findings: Iterable[Finding]) -> float | None:
    """What several findings put at stake, in 万元; None where no sum is known.

    Sums of one item overlap, so only the largest counts; those that add (arrears) are added.
    """
    most: dict[tuple[str, str], float] = {}
    added: list[float] = []
    for one in findings:
        if one.at_stake_wan is None:
            continue
        if wordings()[one.kind].adds:
            added.append(one.at_stake_wan)
        else:
            place = one.register, one.key
            most[place] = max(most.get(place, 0.0), one.at_stake_wan)
    return sum(most.values()) + sum(added) if most or added else None


def _said(name: str, fact: Fact, lang: str) -> str:
    if isinstance(fact, Label):
        return fact.say(lang)
    if isinstance(fact, (str, date)):
        return str(fact)
    if name.endswith("_wan"):
        return money(fact).say(lang)
    return figures(fact, 1) + "%" * name.endswith("_percent")
