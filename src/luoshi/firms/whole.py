"""全区一遍: every rule over every firm at once, by columns, with the answers of `verdict`.

A test becomes one number a firm, its distance from a yes: 0 holds; below FAILS something is open; from FAILS on something fails. Then
all of a group is the sum of its members and any of it the least, and one pass over a column replaces one walk a firm:

    condition  0 holds | 1 not known | FAILS fails | FAILS + TRAIT fails and is a trait
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luoshi.firms.facts import Row, facts
from luoshi.firms.rule import COMPARISONS, Condition, Rule, Test, Version, Worth, conditions
from luoshi.firms.verdict import Answer

Numbers: TypeAlias = NDArray[np.float64]
Distances: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]

OPEN, FAILS, TRAIT = 1, 1_000, 1_000_000
BLOCK = 1 << 16  # rows read at a time, so that a register may be streamed


@dataclass(frozen=True, slots=True)
class Columns:
    """The facts of many firms, one column a fact; NaN is not known."""

    firms: tuple[str, ...]
    facts: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Answers:
    """One rule over all firms, in their order."""

    firms: tuple[str, ...]
    rule: Rule
    version: Version | None  # None: the rule of the day is not on file, and nothing is known
    distance: Distances
    worth_wan: Numbers  # a year; NaN where not entitled or not known

    @property
    def yes(self) -> Marks:
        """Entitled."""
        marks: Marks = self.distance == 0
        return marks

    @property
    def no(self) -> Marks:
        """Not entitled."""
        marks: Marks = self.distance >= FAILS
        return marks

    @property
    def not_known(self) -> Marks:
        """Cannot be told from the facts on file."""
        return ~(self.yes | self.no)

    def answer(self, at: int) -> Answer:
        """The answer for the firm at a place."""
        distance = self.distance[at]
        return "yes" if distance == 0 else "no" if distance >= FAILS else "not_known"

    def one_short(self, at: int) -> bool:
        """True where that firm fails one condition that is no trait, and nothing is open."""
        return bool(self.distance[at] == FAILS)

    @property
    def total_wan(self) -> float:
        """The money of all that are entitled, as far as it can be reckoned."""
        return float(np.nansum(self.worth_wan))


def columns(rows: Iterable[Row], names: Iterable[str] | None = None) -> Columns:
    """Rows (a firm's key in `firm`, facts by name) as columns; the rows may be a stream.

    Args:
        names: the facts to keep; all of them where nothing is said.
    """
    kept = [facts()[name] for name in (facts() if names is None else names)]
    stream, firms = iter(rows), list[str]()
    blocks: list[list[Numbers]] = [[] for _ in kept]
    while block := list(islice(stream, BLOCK)):
        firms += [str(row["firm"]) for row in block]
        for fact, parts in zip(kept, blocks, strict=True):
            read, name = fact.read, fact.name
            told = (read(row.get(name)) for row in block)
            parts.append(np.fromiter(told, np.float64, len(block)))
    joined = {
        fact.name: np.concatenate(parts) if parts else np.empty(0)
        for fact, parts in zip(kept, blocks, strict=True)
    }
    return Columns(tuple(firms), joined)


def evaluate(
    firms: Iterable[Row] | Columns, rules: Sequence[Rule], on: date, known_on: date
) -> dict[str, Answers]:
    """Every rule over every firm, as of a day and as known on another, by the rule's key."""
    versions = [rule.in_force(on, known_on) for rule in rules]
    table = firms if isinstance(firms, Columns) else columns(firms, _asked(versions))
    return {
        rule.key: _answers(rule, version, table)
        for rule, version in zip(rules, versions, strict=True)
    }


def _asked(versions: Iterable[Version | None]) -> list[str]:
    names = dict[str, None]()
    for version in versions:
        if version is None:
            continue
        tests = (version.when, *(one.when for one in version.worth))
        names |= dict.fromkeys(one.fact for test in tests for one in conditions(test))
        names |= dict.fromkeys(one.fact for one in version.worth)
    return list(names)


def _answers(rule: Rule, version: Version | None, table: Columns) -> Answers:
    count = len(table.firms)
    if version is None:
        return Answers(table.firms, rule, None, np.full(count, OPEN), np.full(count, np.nan))
    distance = _distance(version.when, table)
    worth = np.where(distance == 0, _worth(version.worth, table), np.nan)
    return Answers(table.firms, rule, version, distance, worth)


def _distance(test: Test, table: Columns) -> Distances:
    """How far every firm is from a yes; a group of nothing holds."""
    if isinstance(test, Condition):
        told = table.facts[test.fact]
        holds = COMPARISONS[test.compare](told, test.bound)
        distance = np.where(holds, 0, FAILS + TRAIT * test.trait)
        return np.where(np.isnan(told), OPEN, distance)
    found = [_distance(member, table) for member in test.members]
    join = np.add if test.kind == "all" else np.minimum
    return reduce(join, found) if found else np.zeros(len(table.firms), np.int64)


def _worth(ways: Sequence[Worth], table: Columns) -> Numbers:
    """The first way whose conditions hold, as `verdict.worth`: one that is open ends the search with NaN."""
    found = np.full(len(table.firms), np.nan)
    searching = np.ones(len(table.firms), np.bool_)
    for one in ways:
        distance = _distance(one.when, table)
        taken = searching & (distance == 0)
        found[taken] = one.factor * table.facts[one.fact][taken]
        searching &= distance >= FAILS
    return found
