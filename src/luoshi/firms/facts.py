"""企业要素: what the rules may ask of a firm (facts.toml), read so that a wrong value counts as not known.

rows of firm_fact ──latest(on)──> one row a firm ──Fact.read──> numbers, NaN where not known
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi.values.said import figures, money

Row = Mapping[str, Any]
UNKNOWN = math.nan
YES_NO = (Label("否", "no"), Label("是", "yes"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that a rule may ask. `loss`: it may be negative."""

    name: str
    label: Label
    type: Literal["number", "bool", "choice"]
    choices: Mapping[str, Label]
    places: Mapping[str, float]  # of the choices, from 0
    loss: bool = False

    def read(self, value: Any) -> float:
        """As a number: itself, 0 or 1 of a bool, the place of a choice; NaN where it is not known or cannot be true."""
        if self.type == "bool":
            return float(value) if isinstance(value, bool) else UNKNOWN
        if self.type == "choice":
            return self.places.get(value, UNKNOWN) if isinstance(value, str) else UNKNOWN
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isinf(value):
            return UNKNOWN
        return UNKNOWN if self._negative(value) or self._over(value) else float(value)

    def say(self, value: Any) -> Label:
        """A value as it is read by people: a choice by its name, a bool as yes or no."""
        if self.type == "choice":
            return self.choices[value]
        if self.type == "bool":
            return YES_NO[bool(value)]
        return Label.of(f"{value:g}")

    def told(self, value: Any) -> Label:
        """A value with its unit, which the end of the name says."""
        if self.name.endswith("_wan"):
            return money(value)
        if self.name.endswith("_percent"):
            return Label.of(f"{figures(value, 2)}%")
        return self.say(value)

    def fault(self, value: Any, place: str) -> Problem | None:
        """Why a value that is there cannot be used: F-001 negative, F-002 over 100 %, F-003 not of its kind."""
        if value is None or not math.isnan(self.read(value)):
            return None
        facts = {"fact": self.label, "value": value}
        if self.type == "number" and isinstance(value, int | float) and not isinstance(value, bool):
            if self._negative(value):
                return Problem("F-001", place, facts, severity="warning")
            if self._over(value):
                return Problem("F-002", place, facts, severity="warning")
        return Problem("F-003", place, facts, severity="warning")

    def _negative(self, value: float) -> bool:
        return value < 0 and not self.loss

    def _over(self, value: float) -> bool:
        return value > 100 and self.name.endswith("_percent")


@cache
def facts() -> dict[str, Fact]:
    """Every fact by its name, as the register of facts has it."""
    text = files("luoshi.firms").joinpath("facts.toml").read_text(encoding="utf-8")
    return {name: _fact(name, entry) for name, entry in tomllib.loads(text).items()}


def latest(rows: Iterable[Row], on: date) -> dict[str, Row]:
    """The newest row of each firm as of a day; facts of a later day are not looked at. Of two of one day the later in order."""
    found: dict[str, Row] = {}
    for row in rows:
        as_of, firm = row.get("facts_on"), str(row["firm"])
        if as_of is None or as_of > on:
            continue
        if firm not in found or found[firm]["facts_on"] <= as_of:
            found[firm] = row
    return found


def faults(rows: Iterable[Row]) -> list[Problem]:
    """What is wrong with rows of facts; the place is the row's key. F-004: two rows of one firm and one day."""
    return list(_faults(rows))


def _fact(name: str, entry: Mapping[str, Any]) -> Fact:
    choices = {key: Label.of(label) for key, label in entry.get("choices", {}).items()}
    places = {key: float(place) for place, key in enumerate(choices)}
    label = Label.of(entry["label"])
    return Fact(name, label, entry["type"], choices, places, entry.get("loss", False))


def _faults(rows: Iterable[Row]) -> Iterator[Problem]:
    seen = set[tuple[str, Any]]()
    for row in rows:
        place = str(row.get("key") or row["firm"])
        for name, fact in facts().items():
            if (problem := fact.fault(row.get(name), place)) is not None:
                yield problem
        day = str(row["firm"]), row.get("facts_on")
        if day in seen:
            about = {"firm": day[0], "day": day[1]}
            yield Problem("F-004", place, about, severity="warning")
        seen.add(day)
