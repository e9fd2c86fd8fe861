"""有效线索: whether a lead is one by the rules a district takes, what fails, what is not known, and what would make it valid.

row ──conditions, Kleene's three values──> Judgement. It is a suggestion: the verdict stays with the office that keeps the register.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from luoshi.values.label import Label
from luoshi.values.problem import Problem

Row = Mapping[str, Any]
Answer = Literal["yes", "no", "not_known"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one field of a lead."""

    field: str
    label: Label
    mend: Label
    equals: Any = True
    negated: bool = False
    at_least: float | None = None
    only: tuple[str, Any] | None = None  # field and value of the leads it is asked of

    def holds(self, row: Row) -> bool | None:
        """True, False, or None where the field is not told."""
        if self.only is not None and row.get(self.only[0]) != self.only[1]:
            return None if row.get(self.only[0]) is None else True
        told = row.get(self.field)
        if told is None:
            return None
        holds = told >= self.at_least if self.at_least is not None else told == self.equals
        return bool(holds) != self.negated


@dataclass(frozen=True, slots=True)
class Rule:
    """What one place calls a valid lead, from a day on."""

    key: str
    label: Label
    source: str
    since: date
    until: date | None
    every: tuple[Condition, ...]
    some: tuple[tuple[Condition, ...], ...]  # one group of them wholly


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say: `failed` conditions, `missing` ones that could still turn it, each with its `mend`."""

    answer: Answer
    failed: tuple[Condition, ...] = ()
    missing: tuple[Condition, ...] = ()
    sources: tuple[str, ...] = ()


def valid(row: Row, keys: Iterable[str], on: date) -> Judgement:
    """A lead by the named rules that are in force on a day. Without any, nothing is said: not known.

    The group of a choice that is nearest to holding is the one whose conditions are named.
    """
    taken = [one for key in keys for one in rules() if one.key == key and _in_force(one, on)]
    failed, missing = list[Condition](), list[Condition]()
    for rule in taken:
        asked = [*rule.every, *(_nearest(rule.some, row) if rule.some else ())]
        failed += [one for one in asked if one.holds(row) is False]
        missing += [one for one in asked if one.holds(row) is None]
    answer: Answer = "no" if failed else "not_known" if missing or not taken else "yes"
    return Judgement(answer, tuple(failed), tuple(missing), tuple(one.source for one in taken))


def mend_of(reason: str) -> Label | None:
    """What would make a lead valid that was rejected for a declared reason (a value of `nature`); None where no rule says."""
    return next((one.mend for one in conditions().values() if one.negated and one.equals == reason), None)  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """The shipped rules; a fault in them is our own."""
    found, problems = read_rules(_text())
    assert not problems, problems
    return found


@cache
def conditions() -> dict[str, Condition]:
    """The shipped conditions by key."""
    return _conditions(tomllib.loads(_text()))


def read_rules(text: str) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Rules from TOML, with every fault: a condition that is not declared (L-210), days of one place that overlap (L-211), no source (L-212)."""
    tables = tomllib.loads(text)
    known, found, problems = _conditions(tables), list[Rule](), list[Problem]()
    for key, table in tables.items():
        if key == "condition":
            continue
        for name in [*table.get("all", ()), *(n for group in table.get("any", ()) for n in group)]:
            if name not in known:
                problems.append(Problem("L-210", f"[{key}]", {"name": name}))
        if not table.get("source"):
            problems.append(Problem("L-212", f"[{key}]", {"name": key}))
        found.append(
            Rule(
                str(table.get("place", key)),
                Label.of(table["label"]),
                table.get("source", ""),
                table["since"],
                table.get("until"),
                tuple(known[name] for name in table.get("all", ()) if name in known),
                tuple(tuple(known[n] for n in group if n in known) for group in table.get("any", ())),
            )
        )  # fmt: skip
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if one.key == other.key and _overlap(one, other):
                problems.append(Problem("L-211", f"[{one.key}]", {"since": other.since}))
    return tuple(found), problems


def _overlap(one: Rule, other: Rule) -> bool:
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)


def _nearest(groups: Iterable[tuple[Condition, ...]], row: Row) -> tuple[Condition, ...]:
    """The group that lacks least: one that holds, else the one with fewest failed, then fewest not known."""

    def lacks(group: tuple[Condition, ...]) -> tuple[int, int]:
        told = [one.holds(row) for one in group]
        return told.count(False), told.count(None)

    return min(groups, key=lacks)


def _in_force(rule: Rule, on: date) -> bool:
    return rule.since <= on and (rule.until is None or on <= rule.until)


def _conditions(tables: Mapping[str, Any]) -> dict[str, Condition]:
    return {
        key: Condition(
            one["field"],
            Label.of(one["label"]),
            Label.of(one["mend"]),
            one.get("is", True),
            bool(one.get("not")),
            one.get("at_least"),
            (one["only"]["field"], one["only"]["is"]) if "only" in one else None,
        )
        for key, one in tables.get("condition", {}).items()
    }


def _text() -> str:
    return files("luoshi.leads").joinpath("validity.toml").read_text(encoding="utf-8")
