"""The values of a column that a rule can tell apart: its borders, a step to each side, and "not told"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlglot import exp

from luoshi.declare.kinds import Kind
from luoshi.declare.register import Register
from luoshi.declare.render import stage_column

STEPS = (-1, 0, 1)
MOST_OFFSETS = 12  # borders that come from two constants at once are tried up to this many


@dataclass(frozen=True)
class Atom:
    """One condition without and, or, not: the columns it looks at, and the constants it compares them with."""

    node: exp.Expr
    columns: frozenset[str]
    numbers: frozenset[Decimal]
    words: frozenset[str]
    days: frozenset[date]
    parameters: frozenset[str]

    @classmethod
    def of(cls, node: exp.Expr) -> Atom:
        """Take a condition apart; stage_on('x') is a column like any other."""
        literals = list(node.find_all(exp.Literal))
        days = {n.this.this for n in node.find_all(exp.Cast)}
        texts = {n.this for n in literals if n.is_string} - days
        stages = {
            n.expressions[0].name
            for n in node.find_all(exp.Anonymous)
            if n.name.lower() == "stage_on"
        }
        columns = {column.name for column in node.find_all(exp.Column)}
        columns |= {stage_column(stage) for stage in stages}
        columns |= {"stage" for n in node.find_all(exp.Anonymous) if n.name.lower() == "reached"}
        return cls(
            node,
            frozenset(columns),
            frozenset(Decimal(n.this) for n in literals if not n.is_string),
            frozenset(texts),
            frozenset(date.fromisoformat(day) for day in days),
            frozenset(place.name for place in node.find_all(exp.Placeholder)),
        )


def values_of(
    register: Register,
    name: str,
    kind: Kind,
    atoms: Sequence[Atom],
    given: Mapping[str, Any],
    today: date,
) -> list[Any]:
    """The values of a column to be tried, "not told" first."""
    if kind == "bool":
        return [None, True, False]
    if kind == "text":
        return [None, *_words(register, name, atoms)]
    behind = [given.get(f"${p}") for atom in atoms for p in sorted(atom.parameters)]
    numbers = {
        Decimal(str(v)) for v in behind if isinstance(v, int | Decimal) and not isinstance(v, bool)
    }
    numbers |= {number for atom in atoms for number in atom.numbers}
    if kind == "date":
        fixed = {day for atom in atoms for day in atom.days}
        fixed |= {v for v in behind if isinstance(v, date)} | {today}
        return [None, *_days(sorted(fixed), {int(n) for n in numbers if n == int(n)})]
    return [None, *_numbers(numbers, whole=kind == "whole")]


def _words(register: Register, name: str, atoms: Iterable[Atom]) -> list[str]:
    if name == "stage":
        return [stage.key for stage in register.stages] or ["其他"]
    field = register.by_field.get(name)
    if field and field.choices:
        return [key for key, _ in field.choices]
    return [*sorted({word for atom in atoms for word in atom.words}), "其他"]


def _days(fixed: Iterable[date], numbers: Iterable[int]) -> list[date]:
    """Days around each fixed day, moved by each constant either way, and by two of them at once."""
    once = {0} | {sign * n for n in numbers for sign in (1, -1)}
    twice = {a + b for a in once for b in once} if len(once) <= MOST_OFFSETS else once
    offsets = {offset + step for offset in twice for step in STEPS if abs(offset) < 10_000}
    return sorted({day + timedelta(days=offset) for day in fixed for offset in offsets})


def _numbers(numbers: Iterable[Decimal], *, whole: bool) -> list[Any]:
    """Each border, its two sides, and the middle between two borders."""
    borders = sorted({Decimal(0), *numbers, *(-n for n in numbers)})
    middles = [(a + b) / 2 for a, b in pairwise(borders)]
    tried = {border + step for border in borders for step in STEPS} | set(middles)
    return sorted({int(n) for n in tried}) if whole else sorted(tried)
