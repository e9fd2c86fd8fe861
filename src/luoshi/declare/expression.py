"""Reads one rule: a SQL expression over the columns of a register, and nothing that is more than that.

The text is parsed (DuckDB's dialect) and every node must stand on a written list: no statement, no sub-select, no
function that reads a file, sleeps, repeats or asks the system. Names must be declared, kinds must fit. What is left
has two back ends: `sql` (DuckDB, many rows) and `rule` (a closure, one row).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from luoshi.declare.kinds import COMPARE, Kind, Kinds, columns_of, parameters_of
from luoshi.declare.register import Register
from luoshi.values.problem import Problem

LONGEST = 2000  # characters; the longest rule of the shipped registers has under 300
DEEPEST = 60
LARGEST = 3000  # nodes, terms written out: a term of terms of terms must not swell without end
MOST_DIGITS = 15

ROW_NODES: tuple[type[exp.Expr], ...] = (
    *(exp.Literal, exp.Boolean, exp.Null, exp.Column, exp.Identifier, exp.Placeholder, exp.Paren),
    *(exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Case, exp.If, *COMPARE),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Abs, exp.Round, exp.Cast, exp.DataType),
    *(exp.Coalesce, exp.Nullif, exp.Least, exp.Greatest),
    *(exp.Year, exp.Month, exp.Quarter, exp.LastDay, exp.Anonymous),
)
AGGREGATES: tuple[type[exp.Expr], ...] = (exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max)
AGGREGATE_NODES = (*AGGREGATES, exp.Filter, exp.Where, exp.Distinct, exp.Star)
MACROS: Mapping[str, int] = {"reached": 1, "stage_on": 1, "working_days": 2}
ARGUMENTS: Mapping[
    type[exp.Expr], frozenset[str]
] = {  # for nodes that could carry more than we mean
    exp.In: frozenset({"this", "expressions"}),
    exp.Column: frozenset({"this"}),
    exp.Count: frozenset({"this", "big_int"}),
    exp.Round: frozenset({"this", "decimals"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.Distinct: frozenset({"expressions"}),
    exp.LastDay: frozenset({"this"}),
    exp.Between: frozenset({"this", "low", "high"}),
}


@dataclass(frozen=True)
class Expression:
    """A rule that was read: its text, its tree as written and with terms written out, and the kind of every node."""

    text: str
    tree: exp.Expr  # terms written out
    written: exp.Expr  # terms stand by name
    kind: Kind
    kinds: Mapping[int, Kind]  # by id() of the nodes of both trees
    terms: frozenset[str]  # the terms it names, and those that these name

    @cached_property
    def columns(self) -> frozenset[str]:
        """Fields and system columns it uses."""
        return frozenset(column.name for column in self.tree.find_all(exp.Column))

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Names after `$` that it uses, `as_of` among them."""
        return frozenset(place.name for place in self.tree.find_all(exp.Placeholder))

    def uses(self, macro: str) -> bool:
        """True when it calls `reached`, `stage_on` or `working_days`."""
        return any(node.name.lower() == macro for node in self.tree.find_all(exp.Anonymous))


class Reader:
    """Reads the expressions of one register; terms are read once and written out wherever they stand."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.columns = columns_of(register)
        self.parameters = parameters_of(register)
        self.terms: dict[str, Expression] = {}
        self.term_faults: dict[str, list[Problem]] = {}
        self.unreadable: set[str] = set()
        self._kept: dict[tuple[str, bool], tuple[Expression | None, list[Problem]]] = {}
        for term in register.terms:  # in order: a term may use those above it
            read, self.term_faults[term.key] = self.read(term.expression)
            if read:
                self.terms[term.key] = read
            else:
                self.unreadable.add(term.key)

    def condition(self, text: str) -> tuple[Expression | None, list[Problem]]:
        """A yes/no rule over one row (checks, gates, lights, `where`)."""
        read, problems = self.read(text)
        if read and read.kind not in ("bool", "null"):
            return None, [Problem("D-026", facts={"expression": text, "part": text})]
        return read, problems

    def aggregate(self, text: str) -> tuple[Expression | None, list[Problem]]:
        """A number over many rows (`select` of a measure)."""
        read, problems = self.read(text, aggregate=True)
        if read and read.kind not in ("whole", "decimal", "double"):
            return None, [Problem("D-027", facts={"expression": text, "part": text})]
        return read, problems

    def read(
        self, text: str, *, aggregate: bool = False
    ) -> tuple[Expression | None, list[Problem]]:
        """The expression, or None with every fault of it; problems carry no place yet."""
        if (text, aggregate) not in self._kept:
            self._kept[text, aggregate] = self._read(text, aggregate)
        return self._kept[text, aggregate]

    def _read(self, text: str, aggregate: bool) -> tuple[Expression | None, list[Problem]]:
        problems: list[Problem] = []

        def tell(id_: str, part: str, **more: str) -> None:
            problem = Problem(id_, facts={"expression": text, "part": part, **more})
            if problem not in problems:
                problems.append(problem)

        tree = _parse(text)
        if tree is None:
            tell("D-020", text[:80])
            return None, problems
        for node in _outside(tree, aggregate):
            tell("D-021", _words(node))
        if problems:
            return None, problems
        for id_, part, close in self._unknown(tree):
            tell(id_, part, near=close)
        if self._size(tree) > LARGEST:
            tell("D-020", text[:80])
        if problems or not self.unreadable.isdisjoint(_names(tree)):
            return None, problems  # the fault of a term is told at the term
        written, terms = tree, self._terms_of(tree)
        tree = self._written_out(tree)
        for part in _out_of_place(tree, aggregate):
            tell("D-027" if aggregate else "D-028", part)
        kinds = Kinds(self.columns, self.parameters, tell)
        kind = kinds.of(tree)
        for id_, part, close in self._foreign_words(tree, kinds.found):
            tell(id_, part, near=close)
        if any(problem.id == "D-031" for problem in problems):
            problems = [problem for problem in problems if problem.id != "D-024"]
        if problems:
            return None, problems
        terms_as_columns = {name: self.terms[name].kind for name in terms}
        by_name = Kinds(self.columns | terms_as_columns, self.parameters, tell)
        by_name.of(written)
        found = kinds.found | by_name.found
        return Expression(text, tree, written, kind, found, terms), []

    def _terms_of(self, tree: exp.Expr) -> frozenset[str]:
        named = [name for name in _names(tree) if name in self.terms]
        return frozenset(named).union(*(self.terms[name].terms for name in named))

    def _size(self, tree: exp.Expr) -> int:
        terms = (self.terms[name].tree for name in _names(tree) if name in self.terms)
        return sum(1 for part in (tree, *terms) for _ in part.walk())

    def _written_out(self, tree: exp.Expr) -> exp.Expr:
        def swap(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column) and node.name in self.terms:
                return exp.Paren(this=self.terms[node.name].tree.copy())
            return node

        return tree.transform(swap)

    def _unknown(self, tree: exp.Expr) -> Iterable[tuple[str, str, str]]:
        names = [*self.columns, *self.terms]
        for column in tree.find_all(exp.Column):
            if column.name not in names and column.name not in self.unreadable:
                yield "D-022", column.name, near(column.name, names)
        for place in tree.find_all(exp.Placeholder):
            if place.name not in self.parameters:
                yield "D-023", place.name, near(place.name, self.parameters)
        stages = [stage.key for stage in self.register.stages]
        for call in tree.find_all(exp.Anonymous):
            if call.name.lower() != "working_days" and call.expressions[0].name not in stages:
                yield "D-029", call.expressions[0].name, "、".join(stages)

    def _foreign_words(
        self, tree: exp.Expr, kinds: Mapping[int, Kind]
    ) -> Iterable[tuple[str, str, str]]:
        """Words compared with a column that can never hold them: a misspelt choice, a date in quotes."""
        for node in tree.find_all(*COMPARE, exp.In, exp.Between):
            parts = list(node.iter_expressions())
            words = [p.this for p in parts if isinstance(p, exp.Literal) and p.is_string]
            if words and any(kinds.get(id(p)) == "date" for p in parts):
                yield "D-031", words[0], ""
            for column in (p for p in parts if isinstance(p, exp.Column)):
                allowed = self._choices(column.name)
                for word in words:
                    if allowed and word not in allowed:
                        yield "D-030", word, "、".join(allowed)

    def _choices(self, column: str) -> list[str]:
        if column == "stage":
            return [stage.key for stage in self.register.stages]
        field = self.register.by_field.get(column)
        return [key for key, _ in field.choices] if field and field.type == "choice" else []


class Same:
    """A register by identity: a register holds mappings and has no hash, and a declaration is read once."""

    __slots__ = ("register",)

    def __init__(self, register: Register) -> None:
        self.register = register

    def __hash__(self) -> int:
        return id(self.register)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.register is self.register


@lru_cache(maxsize=128)
def _reader_of(same: Same) -> Reader:
    return Reader(same.register)


def reader_of(register: Register) -> Reader:
    """The reader of a register, made once: what it has read it keeps."""
    return _reader_of(Same(register))


def near(name: str, names: Iterable[str]) -> str:
    """The declared name that a misspelt one most likely means; empty when none is close."""
    return next(iter(difflib.get_close_matches(name, list(names), 1, 0.6)), "")


def _parse(text: str) -> exp.Expr | None:
    if not text.strip() or len(text) > LONGEST or _depth(text) > DEEPEST:
        return None
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except (SqlglotError, RecursionError, ValueError, IndexError, KeyError, AttributeError):
        return None  # the parser stumbles over some broken texts with errors of its own
    if len(trees) != 1 or trees[0] is None or any(node.comments for node in trees[0].walk()):
        return None
    return trees[0] if _height(trees[0]) <= 2 * DEEPEST else None


def _names(tree: exp.Expr) -> list[str]:
    return [column.name for column in tree.find_all(exp.Column)]


def _height(tree: exp.Expr) -> int:
    """How deep the tree is, found without recursion: 1+1+1+… leans to the left by one level a sign."""
    level, height = [tree], 0
    while level:
        level, height = [child for node in level for child in node.iter_expressions()], height + 1
    return height


def _depth(text: str) -> int:
    deep = deepest = 0
    for sign in text:
        deep += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, deep)
    return max(deepest, text.lower().count("case"), text.lower().count("not ") // 2)


def _outside(tree: exp.Expr, aggregate: bool) -> Iterable[exp.Expr]:
    """Nodes that are not on the list, or carry more than the list means."""
    allowed = (*ROW_NODES, *AGGREGATE_NODES)  # an aggregate in a row rule has its own problem
    todo = [tree]
    while todo:
        node = todo.pop()
        given = {name for name, value in node.args.items() if value not in (None, False, [])}
        extra = given - ARGUMENTS.get(type(node), frozenset(given))
        if type(node) not in allowed or extra or not _plain(node):
            yield node
        else:
            todo += [c for c in node.iter_expressions() if not isinstance(c, exp.Identifier)]


def _plain(node: exp.Expr) -> bool:
    """The last narrow gates: which literals, which cast, which macro, with how many arguments."""
    match node:
        case exp.Literal():
            digits = node.this.replace(".", "", 1)
            return node.is_string or (
                digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
            )
        case exp.Identifier():
            return not node.args.get("quoted")
        case exp.Column():
            return isinstance(node.this, exp.Identifier) and not node.this.args.get("quoted")
        case exp.Placeholder():
            return node.name.isidentifier()
        case exp.Cast():
            return type(node) is exp.Cast and node.to.this == exp.DType.DATE and _is_day(node.this)
        case exp.Is():
            return isinstance(node.expression, exp.Null | exp.Boolean)
        case exp.Round():
            places = node.args.get("decimals")
            return places is None or (isinstance(places, exp.Literal) and places.this in "0123456")
        case exp.Anonymous():
            wanted = MACROS.get(node.name.lower())
            return wanted == len(node.expressions) and (
                wanted == 2
                or (isinstance(node.expressions[0], exp.Literal) and node.expressions[0].is_string)
            )
        case exp.Distinct():
            return isinstance(node.parent, exp.Count) and len(node.expressions) == 1
        case exp.Star():
            return isinstance(node.parent, exp.Count)
        case exp.If():
            return isinstance(node.parent, exp.Case)
        case exp.Where():
            return isinstance(node.parent, exp.Filter)
        case exp.Filter():
            return isinstance(node.this, AGGREGATES)
    return True


def _is_day(node: exp.Expr) -> bool:
    try:
        return (
            isinstance(node, exp.Literal) and node.is_string and bool(date.fromisoformat(node.this))
        )
    except ValueError:
        return False


def _out_of_place(tree: exp.Expr, aggregate: bool) -> Iterable[str]:
    """Aggregates in a row rule; columns outside an aggregate, or one aggregate inside another, in a measure."""
    for node in tree.find_all(*AGGREGATES):
        if not aggregate or node.find_ancestor(*AGGREGATES, exp.Where):
            yield node.sql("duckdb")
    if aggregate:
        for column in tree.find_all(exp.Column):
            if not column.find_ancestor(*AGGREGATES, exp.Filter):
                yield column.name
        if not tree.find(*AGGREGATES):
            yield tree.sql("duckdb")


def _words(node: exp.Expr) -> str:
    try:
        return node.sql("duckdb")[:80]
    except (SqlglotError, RecursionError, ValueError, AttributeError):
        return type(node).__name__
