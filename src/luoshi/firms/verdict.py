"""该不该享: whether one firm is entitled, by Kleene's three values, with what fails and what has to be known first.

yes: every condition holds, whatever is not known. no: some condition fails, whatever is not known. Else not known, and `missing` names
the facts that could still turn it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from luoshi.firms.facts import facts
from luoshi.firms.rule import Condition, Rule, Test, Version, Worth

Answer = Literal["yes", "no", "not_known"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says about a firm on a day, as known on another."""

    rule: Rule
    answer: Answer
    version: Version | None = None  # None: the rule of that day is not on file, so nothing is known
    failed: tuple[Condition, ...] = ()  # of the nearest way to a yes
    missing: tuple[str, ...] = ()  # facts that could still change the answer
    worth_wan: float | None = None  # a year, where entitled and it can be reckoned
    misses_by_one: bool = False  # one condition fails, none is open, and it is no trait of the firm
    unchecked: bool = False  # nobody has checked that the rule still holds


def entitlement(rule: Rule, firm: Mapping[str, Any], on: date, known_on: date) -> Verdict:
    """Whether a firm with these facts is entitled by the version that applied on a day as known on another."""
    version = rule.in_force(on, known_on)
    if version is None:
        return Verdict(rule, "not_known", unchecked=rule.unchecked(on))
    found = _tested(version.when, firm)
    answer: Answer = "yes" if found.holds else "no" if found.holds is False else "not_known"
    return Verdict(
        rule,
        answer,
        version,
        found.failed,
        tuple(dict.fromkeys(found.missing)) if answer == "not_known" else (),
        worth(version.worth, firm) if answer == "yes" else None,
        len(found.failed) == 1 and not found.missing and not found.failed[0].trait,
        rule.unchecked(on),
    )


def worth(ways: Sequence[Worth], firm: Mapping[str, Any]) -> float | None:
    """Money of a year in 万元 by the first way whose conditions hold; None where that, or its fact, is not known."""
    for one in ways:
        holds = _tested(one.when, firm).holds
        if holds is None:
            return None
        if holds:
            told = facts()[one.fact].read(firm.get(one.fact))
            return None if math.isnan(told) else one.factor * told
    return None


@dataclass(frozen=True, slots=True)
class _Tested:
    holds: bool | None
    failed: tuple[Condition, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def distance(self) -> tuple[int, int, int]:
        """How far from a yes: traits that fail, conditions that fail, facts that are open."""
        return sum(one.trait for one in self.failed), len(self.failed), len(self.missing)


def _tested(test: Test, firm: Mapping[str, Any]) -> _Tested:
    """All: one that fails settles it. Any: one that holds settles it; else the nearest of those that fail is told."""
    if isinstance(test, Condition):
        holds = test.holds(firm)
        if holds is None:
            return _Tested(None, (), (test.fact,))
        return _Tested(holds, () if holds else (test,))
    found = [_tested(member, firm) for member in test.members]
    if test.kind == "any":
        return _of_any(found)
    failed = tuple(one for each in found for one in each.failed)
    missing = tuple(one for each in found for one in each.missing)
    if failed:
        return _Tested(False, failed, missing)
    return _Tested(None if missing else True, (), missing)


def _of_any(found: Sequence[_Tested]) -> _Tested:
    if any(one.holds for one in found):
        return _Tested(True)
    still = [one for one in found if one.holds is None]
    if still:
        return _Tested(None, (), tuple(name for one in still for name in one.missing))
    return min(found, key=lambda one: one.distance)
