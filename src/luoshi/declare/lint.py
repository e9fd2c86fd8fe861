"""The rule lint: proves that on every item one and only one level of a light holds, or shows the item where not.

1. The values of each column fall into classes that a rule can tell apart. Their borders are the constants that the rules
   compare the column with; one value a class is tried: each border, a step to each side, and "not told".
2. A formula that is more than a sum of dates and numbers (a quotient, a rounding, a month) stands for itself, as if it
   were told independently. So a proof holds whatever the formula gives; a hole shown may be one that never occurs,
   and is then closed by saying so in the rule.
3. A column that no rule compares with another column keeps one value for each way its own conditions can turn out.
4. All combinations are tried, on the very closures that judge one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any

from sqlglot import exp

from luoshi.declare.borders import Atom, values_of
from luoshi.declare.closure import Closure, compile_
from luoshi.declare.expression import Expression, reader_of
from luoshi.declare.kinds import Kind, Kinds, columns_of
from luoshi.declare.register import LEVELS, Level, Light, Register
from luoshi.declare.rule import Rules
from luoshi.declare.show import in_words
from luoshi.values.label import Label
from luoshi.values.problem import Problem

TODAY = date(
    2026, 4, 15
)  # any day in the middle of a month and a year serves; days are shown relative to it
MOST_ROWS = 400_000
_FORMULAS = (
    *(exp.Mul, exp.Div, exp.Round, exp.Abs, exp.Year, exp.Month, exp.Quarter, exp.LastDay),
    *(exp.Least, exp.Greatest, exp.Nullif, exp.Case),
)
_LEVEL_NAMES: Mapping[Level, str] = {"green": "绿", "yellow": "黄", "red": "红", "grey": "灰"}


def lint(register: Register, parameters: Mapping[str, Any] | None = None) -> list[Problem]:
    """Holes, overlaps and reasons that are never used, of every light; parameters default to the presets.

    A parameter of 0 switches something off, so each light is tried with it at 1 as well.
    """
    given = Rules(register).given(TODAY, parameters or {})
    switched_on = {n: 1 if v == 0 and not isinstance(v, bool) else v for n, v in given.items()}
    tries = [given] if given == switched_on else [given, switched_on]
    return [
        p for at, light in enumerate(register.lights) for p in _linted(register, light, at, tries)
    ]


def _linted(
    register: Register, light: Light, at: int, tries: Iterable[Mapping[str, Any]]
) -> Iterator[Problem]:
    shown: set[tuple[Level, ...]] = set()
    used: set[tuple[Level, int]] = set()
    for given in tries:
        drawn = _Drawing(register, light, given)
        if drawn.size > MOST_ROWS:
            facts: dict[str, Any] = {"light": light.label, "rows": drawn.size}
            yield Problem("D-042", register.place("light", at), facts, "warning")
            return
        for lit, row in drawn.judged(used):
            if lit in shown:
                continue
            shown.add(lit)
            facts = {"light": light.label, "row": in_words(register, drawn.named(row), TODAY)}
            facts["levels"] = Label(
                "、".join(_LEVEL_NAMES[level] for level in lit), " and ".join(lit)
            )
            place = register.place("light", at, lit[-1] if lit else "key")
            yield Problem("D-041" if lit else "D-040", place, facts)
    if shown:
        return  # reasons are looked at once the levels are in order
    for level, rule in light.rules.items():
        for number, (when, _) in enumerate(rule.cases):
            if (level, number) not in used:
                place = register.place("light", at, level, "case", number)
                yield Problem("D-043", place, {"light": light.label, "case": when}, "warning")


@dataclass(frozen=True)
class _Column:
    """A column or a formula that stands for itself, with the values to be tried."""

    name: str
    values: Sequence[Any]


class _Drawing:
    """A light with its formulas made columns, and the values to try of each column."""

    def __init__(self, register: Register, light: Light, given: Mapping[str, Any]) -> None:
        self.register, self.given = register, given
        self.reader = reader_of(register)
        self.formulas: dict[str, tuple[str, Kind]] = {}  # its SQL -> its name here, and its kind
        self.trees: list[exp.Expr] = []
        applies = self._closure(light.applies)
        self.levels = {
            lv: self._closure(light.rules[lv].when) for lv in LEVELS if lv in light.rules
        }
        self.cases = {
            level: [self._closure(when) for when, _ in light.rules[level].cases]
            for level in self.levels
        }
        self.applies = applies
        self.columns = list(self._columns())
        self.size = prod(len(column.values) for column in self.columns)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every combination on an item that has this light."""
        names = [column.name for column in self.columns]
        for values in product(*(column.values for column in self.columns)):
            row = {**dict(zip(names, values, strict=True)), **self.given}
            if self.applies(row) is True:
                yield row

    def judged(
        self, used: set[tuple[Level, int]]
    ) -> Iterator[tuple[tuple[Level, ...], dict[str, Any]]]:
        """Rows on which no level or more than one holds; the reasons met on the other rows go into `used`."""
        for row in self.rows():
            lit = tuple(level for level, when in self.levels.items() if when(row) is True)
            if len(lit) == 1:
                cases = enumerate(self.cases[lit[0]])
                used.add((lit[0], next((n for n, case in cases if case(row) is True), -1)))
            else:
                yield lit, row

    def named(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of a row with formulas under the text they have in the rules."""
        texts = {name: text for text, (name, _) in self.formulas.items()}
        return {texts.get(name, name): value for name, value in row.items() if name[0] != "$"}

    def _closure(self, text: str) -> Closure:
        read, problems = self.reader.condition(text)
        assert read, f"{self.register.key}: {[p.say() for p in problems]}"
        tree = read.tree.copy()
        kinds = dict(
            zip(
                map(id, tree.walk()), (read.kinds.get(id(n)) for n in read.tree.walk()), strict=True
            )
        )
        tree = tree.transform(lambda node: self._formula(node, kinds), copy=False)
        found = Kinds(self._kinds(), self.reader.parameters, lambda *_: None)
        found.of(tree)
        self.trees.append(tree)
        whole = Expression(text, tree, tree, "bool", found.found, frozenset())
        return compile_(whole, self.register)

    def _formula(self, node: exp.Expr, kinds: Mapping[int, Kind | None]) -> exp.Expr:
        kind = kinds.get(id(node))
        macro = isinstance(node, exp.Anonymous) and node.name.lower() == "working_days"
        if not (isinstance(node, _FORMULAS) or macro) or kind in ("bool", None):
            return node
        if not any(node.find_all(exp.Column)):
            return node
        text = node.sql("duckdb", normalize_functions="lower")
        name, _ = self.formulas.setdefault(text, (f"_formula_{len(self.formulas)}", kind or "null"))
        return exp.column(name)

    def _kinds(self) -> dict[str, Kind]:
        return columns_of(self.register) | dict(self.formulas.values())

    def _columns(self) -> Iterator[_Column]:
        kinds = self._kinds() | {f"stage_on_{stage.key}": "date" for stage in self.register.stages}
        atoms = [atom for tree in self.trees for atom in _atoms(tree, kinds)]
        names = sorted({name for atom in atoms for name in atom.columns})
        for name in names:
            own = [atom for atom in atoms if name in atom.columns]
            values = values_of(self.register, name, kinds[name], own, self.given, TODAY)
            if all(len(atom.columns) == 1 for atom in own):
                values = list(self._told_apart(name, values, own, kinds))
            yield _Column(name, values)

    def _told_apart(
        self, name: str, values: Iterable[Any], atoms: Sequence[Atom], kinds: Mapping[str, Kind]
    ) -> Iterator[Any]:
        """One value for each way in which the conditions on this column alone can turn out."""
        closures = [
            compile_(self._as_expression(atom.node, kinds), self.register) for atom in atoms
        ]
        seen: set[tuple[Any, ...]] = set()
        for value in values:
            row = {name: value, **self.given}
            outcome = tuple(closure(row) for closure in closures)
            if outcome not in seen:
                seen.add(outcome)
                yield value

    def _as_expression(self, node: exp.Expr, kinds: Mapping[str, Kind]) -> Expression:
        found = Kinds(kinds, self.reader.parameters, lambda *_: None)
        return Expression("", node, node, found.of(node), found.found, frozenset())


def _atoms(tree: exp.Expr, kinds: Mapping[str, Kind]) -> Iterator[Atom]:
    """The smallest conditions of a rule: what stands between and, or and not."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, exp.And | exp.Or | exp.Not | exp.Paren):
            todo += list(node.iter_expressions())
        elif isinstance(node, exp.Coalesce) and isinstance(node.expressions[-1], exp.Boolean):
            todo.append(node.this)  # coalesce(…, false): a condition that takes unknown for no
        elif isinstance(node, exp.Is) and isinstance(node.expression, exp.Boolean):
            todo.append(node.this)
        else:
            atom = Atom.of(node)
            if atom.columns:
                yield atom
