"""惠企规则: a policy as dated, sourced versions, each with its conditions and its money.

Which version applied on day X as known on day Y: of those that hold on X and were published by Y, the one published last. Where
none does, nothing is concluded: the day's rule is not on file.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from luoshi.firms.facts import facts
from luoshi.values.label import Label

Compare = Literal["=", "!=", "<", "<=", ">", ">="]
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one fact. `trait`: what the firm is, so failing it alone is no near miss."""

    fact: str
    compare: Compare
    value: float | str | bool
    label: Label
    clause: str
    trait: bool = False

    @property
    def bound(self) -> float:
        """The value as facts are read."""
        return facts()[self.fact].read(self.value)

    def holds(self, firm: Mapping[str, Any]) -> bool | None:
        """True, False, or None where the fact is not known."""
        told = facts()[self.fact].read(firm.get(self.fact))
        return None if math.isnan(told) else bool(COMPARISONS[self.compare](told, self.bound))


@dataclass(frozen=True, slots=True)
class Group:
    """Several tests of which all, or any one, must hold."""

    kind: Literal["all", "any"]
    members: tuple[Test, ...]


Test = Condition | Group
ALWAYS = Group("all", ())


@dataclass(frozen=True, slots=True)
class Worth:
    """The money of a year: fact × factor, in 万元, for firms of which `when` holds. `basis` says what it is reckoned from."""

    fact: str
    factor: float
    basis: Label
    when: Group = ALWAYS


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as one document set it. `until` is its last day; without `published` it counts as known from `since`."""

    since: date
    until: date | None
    published: date | None
    source: str
    when: Group
    worth: tuple[Worth, ...] = ()

    @property
    def known_from(self) -> date:
        """The day from which anybody could know it."""
        return self.published or self.since

    def holds(self, on: date) -> bool:
        """True on its days, both ends included."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy with all its versions."""

    key: str
    label: Label
    benefit: Label
    to_check: Label  # what the facts cannot tell and a person looks at
    versions: tuple[Version, ...]
    check_after: date | None = None  # from this day nobody has checked what holds

    def in_force(self, on: date, known_on: date) -> Version | None:
        """The version that applied on a day as known on another; of two published on one day the one that begins later."""
        known = [one for one in self.versions if one.holds(on) and one.known_from <= known_on]
        return max(known, key=lambda one: (one.known_from, one.since), default=None)

    def unchecked(self, on: date) -> bool:
        """True on days for which nobody has checked that the rule still holds."""
        return self.check_after is not None and on >= self.check_after


def conditions(test: Test) -> Iterator[Condition]:
    """Every condition inside a test, in order."""
    if isinstance(test, Condition):
        yield test
    else:
        for member in test.members:
            yield from conditions(member)
