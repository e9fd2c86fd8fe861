"""What kind of value an expression gives, and where two kinds do not go together.

DuckDB finds some of these faults only on a row that shows them (`done > 'abc'`); here they are found when a
register is read. The kinds also tell both back ends where a number stays exact (whole, decimal) and where it
becomes a double, so that the SQL and the closure of one text agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from sqlglot import exp

from luoshi.declare.register import SYSTEM_COLUMNS, FieldType, Register

Kind = Literal["null", "bool", "text", "date", "whole", "decimal", "double"]

OF_FIELD: Mapping[FieldType, Kind] = {
    "text": "text",
    "choice": "text",
    "unit": "text",
    "units": "text",
    "link": "text",
    "date": "date",
    "bool": "bool",
    "count": "whole",
    "amount": "decimal",
    "ratio": "decimal",
}
NUMBERS: tuple[Kind, ...] = ("whole", "decimal", "double")
COMPARE = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ)
ORDER = (exp.LT, exp.LTE, exp.GT, exp.GTE)

Names = Mapping[str, Kind]
Told = Callable[[str, str], None]
"""Takes a problem id and the words it is about."""


def columns_of(register: Register) -> dict[str, Kind]:
    """The kind of every column an expression of this register may name, terms left out."""
    columns: dict[str, Kind] = {key: OF_FIELD[type_] for key, type_ in SYSTEM_COLUMNS.items()}
    return columns | {f.key: OF_FIELD[f.type] for f in register.fields}


def parameters_of(register: Register) -> dict[str, Kind]:
    """The kind of every `$name`."""
    days: dict[str, Kind] = {"as_of": "date"}
    return days | {p.key: OF_FIELD[p.type] for p in register.presets}


def join(left: Kind, right: Kind) -> Kind | None:
    """The kind both fit into, or None: 万元 and 元 go together as numbers, a date and a word never."""
    if left == right or right == "null":
        return left
    if left == "null":
        return right
    if left in NUMBERS and right in NUMBERS:
        return max(left, right, key=NUMBERS.index)
    return None


class Kinds:
    """Finds the kind of every node of a tree and tells what does not fit; `found` keeps them by node."""

    def __init__(self, columns: Names, parameters: Names, tell: Told) -> None:
        self.columns, self.parameters, self.tell = columns, parameters, tell
        self.found: dict[int, Kind] = {}

    def of(self, node: exp.Expr) -> Kind:
        """The kind of this node; "null" after a fault, so that one fault is told once."""
        kind = self._of(node)
        self.found[id(node)] = kind
        return kind

    def _of(self, node: exp.Expr) -> Kind:
        match node:
            case exp.Literal():
                return "text" if node.is_string else "decimal" if "." in node.this else "whole"
            case exp.Boolean():
                return "bool"
            case exp.Null():
                return "null"
            case exp.Cast():
                return "date"
            case exp.Placeholder():
                return self.parameters.get(node.name, "null")
            case exp.Column():
                return self.columns.get(node.name, "null")
            case exp.Paren():
                return self.of(node.this)
            case exp.Filter():
                self._want(node.expression.this, "bool")
                return self.of(node.this)
            case exp.Is():
                if isinstance(node.expression, exp.Boolean):
                    self._want(node.this, "bool")
                else:
                    self.of(node.this)
                return "bool"
            case exp.And() | exp.Or():
                self._want(node.left, "bool")
                self._want(node.right, "bool")
                return "bool"
            case exp.Not():
                return self._want(node.this, "bool")
            case exp.In() | exp.Between():
                return self._compare(node, [node.this, *_others(node)], order=False)
            case exp.Case():
                return self._case(node)
            case exp.Anonymous():
                return self._macro(node)
            case _ if isinstance(node, COMPARE):
                return self._compare(node, [node.left, node.right], isinstance(node, ORDER))
        return self._computed(node)

    def _computed(self, node: exp.Expr) -> Kind:
        match node:
            case exp.Add() | exp.Sub():
                return self._sum(node)
            case exp.Mul() | exp.Div():
                self._want(node.left, *NUMBERS)
                self._want(node.right, *NUMBERS)
                return "double"
            case exp.Neg() | exp.Abs() | exp.Round() | exp.Sum():
                return self._want(node.this, *NUMBERS)
            case exp.Avg():
                self._want(node.this, *NUMBERS)
                return "double"
            case exp.Count():
                inner = (
                    node.this.expressions if isinstance(node.this, exp.Distinct) else [node.this]
                )
                for counted in inner:
                    if not isinstance(counted, exp.Star):
                        self.of(counted)
                return "whole"
            case exp.Min() | exp.Max():
                return self.of(node.this)
            case exp.Coalesce() | exp.Least() | exp.Greatest():
                return self._joined(node, [node.this, *node.expressions])
            case exp.Nullif():
                self._joined(node, [node.this, node.expression])
                return self.found[id(node.this)]
            case exp.Year() | exp.Month() | exp.Quarter():
                self._want(node.this, "date")
                return "whole"
            case exp.LastDay():
                return self._want(node.this, "date")
        raise AssertionError(f"{type(node).__name__} is allowed but has no kind")

    def _want(self, node: exp.Expr, *kinds: Kind) -> Kind:
        kind = self.of(node)
        if kind != "null" and kind not in kinds:
            self.tell("D-025", node.sql("duckdb"))
            return "null"
        return kind

    def _joined(self, node: exp.Expr, parts: list[exp.Expr]) -> Kind:
        joined: Kind = "null"
        for part in parts:
            both = join(joined, self.of(part))
            if both is None:
                self.tell("D-024", node.sql("duckdb"))
                return "null"
            joined = both
        return joined

    def _compare(self, node: exp.Expr, parts: list[exp.Expr], order: bool) -> Kind:
        if self._joined(node, parts) == "bool" and order:
            self.tell("D-025", node.sql("duckdb"))
        return "bool"

    def _case(self, node: exp.Case) -> Kind:
        for branch in node.args["ifs"]:
            if node.this:
                self._joined(node, [node.this, branch.this])
            else:
                self._want(branch.this, "bool")
        results = [branch.args["true"] for branch in node.args["ifs"]]
        return self._joined(node, [*results, *filter(None, [node.args.get("default")])])

    def _sum(self, node: exp.Add | exp.Sub) -> Kind:
        left, right = self.of(node.left), self.of(node.right)
        if left == "date" and right in ("whole", "null"):
            return "date"
        if left == "date" and right == "date" and isinstance(node, exp.Sub):
            return "whole"
        joined = join(left, right)
        if joined == "null" or joined in NUMBERS:
            return joined
        self.tell("D-024", node.sql("duckdb"))
        return "null"

    def _macro(self, node: exp.Anonymous) -> Kind:
        if node.name.lower() == "working_days":
            for day in node.expressions:
                self._want(day, "date")
            return "whole"
        return "bool" if node.name.lower() == "reached" else "date"


def _others(node: exp.In | exp.Between) -> list[exp.Expr]:
    if isinstance(node, exp.Between):
        return [node.args["low"], node.args["high"]]
    return list(node.expressions)
