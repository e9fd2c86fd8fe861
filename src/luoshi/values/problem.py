"""问题: what is wrong with what a person gave us. A value, never an exception.

The sentences stand in `problems/*.toml`, one file for each package of the core, so that a person who words
them needs no Python. An id is never reused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from luoshi.values.label import Label

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: an id, the place where the person has to look, and the facts its sentence names."""

    id: str
    place: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"

    def cause(self, lang: str = "zh") -> str:
        """What is wrong, with the facts filled in."""
        return sentences()[self.id][0].say(lang).format_map(_Facts(self.facts, lang))

    def remedy(self, lang: str = "zh") -> str:
        """What the person can do about it."""
        return sentences()[self.id][1].say(lang).format_map(_Facts(self.facts, lang))

    def say(self, lang: str = "zh") -> str:
        """Place, cause and remedy in one line, as the command line and the pages print it."""
        colon, stop = (": ", ". ") if lang.startswith("en") else ("：", "。")
        place = f"{self.place}{colon}" if self.place else ""
        return f"[{self.id}] {place}{self.cause(lang)}{stop}{self.remedy(lang)}"

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The shape machines read: id, severity, place, cause, remedy."""
        return {
            "id": self.id,
            "severity": self.severity,
            "place": self.place,
            "cause": self.cause(lang),
            "remedy": self.remedy(lang),
        }


class _Facts(dict[str, Any]):
    """The facts of a sentence in its language; one that was not handed in stays visible as {name}."""

    def __init__(self, facts: Mapping[str, Any], lang: str) -> None:
        super().__init__(
            {name: f.say(lang) if isinstance(f, Label) else f for name, f in facts.items()}
        )

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


@cache
def sentences() -> dict[str, tuple[Label, Label]]:
    """Every problem's (cause, remedy) by id; the same id in two files is our own fault."""
    found: dict[str, tuple[Label, Label]] = {}
    for file in sorted(files("luoshi.values").joinpath("problems").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            assert key not in found, f"problem {key} is declared twice"
            found[key] = (Label.of(entry["cause"]), Label.of(entry["remedy"]))
    return found
