"""享受面: of the firms that a policy is for, how many enjoy it, and why the others do not.

answers of the whole register + what is told of enjoying ──coverage──> one line a policy

A firm counts as enjoying only where the newest word on it says so. One that enjoys without being entitled is not part of the coverage:
it is to be checked, and so is one whose facts do not tell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from luoshi.firms.facts import Row
from luoshi.firms.rule import Rule, Version
from luoshi.firms.whole import Answers
from luoshi.values.label import Label
from luoshi.values.problem import Problem

UNEXPLAINED, NOT_CHECKED = "unexplained", "not_checked"
Told = Mapping[tuple[str, str], Row]  # the newest word by firm and rule


@dataclass(frozen=True, slots=True)
class Gap:
    """Entitled firms that do not enjoy a policy for one reason."""

    reason: str  # key of gap_reasons.toml
    count: int
    worth_wan: float  # a year, as far as it can be reckoned


@dataclass(frozen=True, slots=True)
class Coverage:
    """One policy over the whole register."""

    rule: Rule
    version: Version | None
    entitled: int
    enjoying: int  # of those that are entitled
    not_known: int
    enjoying_not_known: int  # enjoy, and the facts do not tell whether rightly
    unentitled: int  # enjoy without being entitled: to be checked
    worth_wan: float  # of those that are entitled, a year
    enjoyed_wan: float  # as told, of those that are entitled
    gaps: tuple[Gap, ...]  # in the order of the reasons

    @property
    def percent(self) -> float | None:
        """Enjoying of entitled; None where nobody is entitled."""
        return 100 * self.enjoying / self.entitled if self.entitled else None


@cache
def reasons() -> dict[str, Label]:
    """Why a firm does not enjoy a policy, by key."""
    text = files("luoshi.firms").joinpath("gap_reasons.toml").read_text(encoding="utf-8")
    return {key: Label.of(label) for key, label in tomllib.loads(text).items()}


def newest(enjoyments: Iterable[Row], on: date) -> dict[tuple[str, str], Row]:
    """The newest word on each firm and rule as of a day; of two of one day the later in order."""
    found: dict[tuple[str, str], Row] = {}
    for row in enjoyments:
        told_on = row.get("told_on")
        if told_on is None or told_on > on:
            continue
        pair = str(row["firm"]), str(row["rule"])
        if pair not in found or found[pair]["told_on"] <= told_on:
            found[pair] = row
    return found


def reason(row: Row | None) -> str:
    """Why a firm does not enjoy, from what is told of it: one that is not told is not checked."""
    if row is None:
        return NOT_CHECKED
    told = row.get("gap_reason")
    if not told:
        return UNEXPLAINED
    return str(told) if told in reasons() else "other"


def coverage(answers: Mapping[str, Answers], told: Told) -> list[Coverage]:
    """The coverage of every rule that was evaluated, in their order."""
    by_rule: dict[str, dict[str, Row]] = {key: {} for key in answers}
    for (firm, rule), row in told.items():
        if rule in by_rule:
            by_rule[rule][firm] = row
    return [_coverage(one, by_rule[key]) for key, one in answers.items()]


def faults(
    enjoyments: Iterable[Row], rules: Sequence[Rule], firms: Collection[str]
) -> list[Problem]:
    """What is wrong with rows of enjoying: a rule (F-005) or a firm (F-006) that is not on file, money below zero (F-007)."""
    known, found = {rule.key for rule in rules}, list[Problem]()
    for row in enjoyments:
        place = str(row.get("key") or row["firm"])
        if str(row["rule"]) not in known:
            found.append(Problem("F-005", place, {"rule": row["rule"]}, severity="warning"))
        if str(row["firm"]) not in firms:
            found.append(Problem("F-006", place, {"firm": row["firm"]}, severity="warning"))
        if (row.get("money_wan") or 0) < 0:
            about = {"money": f"{row['money_wan']:g}"}
            found.append(Problem("F-007", place, about, severity="warning"))
    return found


def _coverage(one: Answers, told: Mapping[str, Row]) -> Coverage:
    enjoys = np.array([bool((told.get(f) or {}).get("enjoying")) for f in one.firms], np.bool_)
    yes, not_known = one.yes, one.not_known
    places = np.flatnonzero(yes & ~enjoys)
    why = [reason(told.get(one.firms[at])) for at in places]
    gaps = []
    for key in reasons():
        counted = places[[each == key for each in why]]
        if len(counted):
            gaps.append(Gap(key, len(counted), float(np.nansum(one.worth_wan[counted]))))
    enjoyed = (told[one.firms[at]].get("money_wan") for at in np.flatnonzero(yes & enjoys))
    return Coverage(
        one.rule,
        one.version,
        int(yes.sum()),
        int((yes & enjoys).sum()),
        int(not_known.sum()),
        int((not_known & enjoys).sum()),
        int((one.no & enjoys).sum()),
        one.total_wan,
        sum(money for money in enjoyed if money is not None and money > 0),
        tuple(gaps),
    )
