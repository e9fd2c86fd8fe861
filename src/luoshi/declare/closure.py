"""An expression as a Python closure over one row, three-valued as SQL is: None is unknown.

Held equal to DuckDB by a property test: whole numbers and decimals are exact, quotients and products are doubles, half
a unit rounds away from zero, dates move inside `render.DAYS`.
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlglot import exp

from luoshi.declare.expression import Expression
from luoshi.declare.kinds import Kind, join
from luoshi.declare.register import Register
from luoshi.declare.render import DAYS, stage_column

Row = Mapping[str, Any]
Closure = Callable[[Row], Any]
WorkingDays = Callable[[date, date], int]
CALENDAR_FROM, CALENDAR_UNTIL = date(1990, 1, 1), date(2100, 12, 31)  # days that working_days knows

_COMPARE: Mapping[type[exp.Expr], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}


def weekdays(start: date, end: date) -> int:
    """Working days after `start` up to `end` where no calendar is handed in: Monday to Friday."""
    weeks, rest = divmod(max((end - start).days, 0), 7)
    return weeks * 5 + sum((start.weekday() + n) % 7 < 5 for n in range(1, rest + 1))


def compile_(
    expression: Expression, register: Register, working_days: WorkingDays = weekdays
) -> Closure:
    """The closure of a row expression."""
    return _Compiler(expression, register, working_days).of(expression.tree)


class _Compiler:
    def __init__(
        self, expression: Expression, register: Register, working_days: WorkingDays
    ) -> None:
        self.kinds, self.register, self.working_days = expression.kinds, register, working_days

    def kind(self, node: exp.Expr) -> Kind:
        return self.kinds[id(node)]

    def of(self, node: exp.Expr) -> Closure:
        match node:
            case exp.Literal():
                return _constant(_literal(node))
            case exp.Boolean():
                return _constant(bool(node.this))
            case exp.Null():
                return _constant(None)
            case exp.Cast():
                return _constant(date.fromisoformat(node.this.this))
            case exp.Column():
                return operator.itemgetter(node.name)
            case exp.Placeholder():
                return operator.itemgetter(f"${node.name}")
            case exp.Paren():
                return self.of(node.this)
            case exp.And():
                return _and(self.of(node.left), self.of(node.right))
            case exp.Or():
                return _or(self.of(node.left), self.of(node.right))
            case exp.Not():
                return _strict(operator.not_, self.of(node.this))
            case exp.Is():
                wanted = node.expression.this if isinstance(node.expression, exp.Boolean) else None
                inner = self.of(node.this)
                return lambda row: inner(row) is wanted
            case exp.In():
                return self._in(node)
            case exp.Between():
                whole = [node.this, node.args["low"], node.args["high"]]
                value, low, high = self._alike(whole)
                return _and(_strict(operator.ge, value, low), _strict(operator.le, value, high))
            case exp.Case():
                return self._case(node)
            case exp.Anonymous():
                return self._macro(node)
            case exp.NullSafeEQ() | exp.NullSafeNEQ():
                left, right = self._alike([node.left, node.right])
                differs = isinstance(node, exp.NullSafeNEQ)
                return lambda row: (left(row) == right(row)) is not differs
            case exp.Binary() if type(node) in _COMPARE:
                return _strict(_COMPARE[type(node)], *self._alike([node.left, node.right]))
        return self._computed(node)

    def _computed(self, node: exp.Expr) -> Closure:
        match node:
            case exp.Add() | exp.Sub():
                return self._sum(node)
            case exp.Mul():
                return _strict(
                    lambda a, b: float(a) * float(b), self.of(node.left), self.of(node.right)
                )
            case exp.Div():
                return _strict(
                    lambda a, b: float(a) / float(b) if b else None,
                    self.of(node.left),
                    self.of(node.right),
                )
            case exp.Neg():
                return _strict(operator.neg, self.of(node.this))
            case exp.Abs():
                return _strict(abs, self.of(node.this))
            case exp.Round():
                places = int(node.args["decimals"].this) if node.args.get("decimals") else 0
                return _strict(lambda value: _rounded(value, places), self.of(node.this))
            case exp.Coalesce():
                return _first(self._alike([node.this, *node.expressions]))
            case exp.Least() | exp.Greatest():
                pick = min if isinstance(node, exp.Least) else max
                return _picked(pick, self._alike([node.this, *node.expressions]))
            case exp.Nullif():
                value, other = self._alike([node.this, node.expression])
                plain = self.of(node.this)
                return lambda row: None if value(row) == other(row) else plain(row)
            case exp.Year():
                return _strict(lambda day: day.year, self.of(node.this))
            case exp.Month():
                return _strict(lambda day: day.month, self.of(node.this))
            case exp.Quarter():
                return _strict(lambda day: (day.month + 2) // 3, self.of(node.this))
            case exp.LastDay():
                return _strict(_last_day, self.of(node.this))
        raise AssertionError(f"{type(node).__name__} is allowed but cannot be compiled")

    def _alike(self, nodes: Sequence[exp.Expr]) -> list[Closure]:
        """Closures of values that are compared: doubles all, as soon as one of them is a double."""
        joined: Kind | None = "null"
        for node in nodes:
            joined = join(joined or "null", self.kind(node))
        return [
            _strict(float, self.of(n))
            if joined == "double" and self.kind(n) != "double"
            else self.of(n)
            for n in nodes
        ]

    def _in(self, node: exp.In) -> Closure:
        value, *others = self._alike([node.this, *node.expressions])
        found: Closure = _constant(False)
        for other in others:
            found = _or(found, _strict(operator.eq, value, other))
        return found

    def _case(self, node: exp.Case) -> Closure:
        default = node.args.get("default")
        results = [branch.args["true"] for branch in node.args["ifs"]]
        *thens, otherwise = (
            self._alike([*results, default or exp.Null()])
            if default
            else [
                *self._alike(results),
                _constant(None),
            ]
        )
        whens = [
            _strict(operator.eq, *self._alike([node.this, branch.this]))
            if node.this
            else self.of(branch.this)
            for branch in node.args["ifs"]
        ]
        branches = list(zip(whens, thens, strict=True))

        def chosen(row: Row) -> Any:
            for when, then in branches:
                if when(row) is True:
                    return then(row)
            return otherwise(row)

        return chosen

    def _sum(self, node: exp.Add | exp.Sub) -> Closure:
        sign = 1 if isinstance(node, exp.Add) else -1
        left, right = self.of(node.left), self.of(node.right)
        if self.kind(node) == "date":
            return _strict(lambda day, days: _moved(day, sign * days), left, right)
        if self.kind(node.left) == "date" or self.kind(node.right) == "date":
            return _strict(lambda later, earlier: (later - earlier).days, left, right)
        act = operator.add if sign > 0 else operator.sub
        return _strict(act, *self._alike([node.left, node.right]))

    def _macro(self, node: exp.Anonymous) -> Closure:
        name = node.name.lower()
        if name == "stage_on":
            return operator.itemgetter(stage_column(node.expressions[0].name))
        if name == "reached":
            keys = [stage.key for stage in self.register.stages]
            later = frozenset(keys[keys.index(node.expressions[0].name) :])
            return _strict(lambda stage: stage in later, operator.itemgetter("stage"))
        count = self.working_days

        def counted(start: date, end: date) -> int | None:
            known = (
                CALENDAR_FROM <= start <= CALENDAR_UNTIL and CALENDAR_FROM <= end <= CALENDAR_UNTIL
            )
            return max(count(start, end), 0) if known else None

        return _strict(counted, *(self.of(day) for day in node.expressions))


def _literal(node: exp.Literal) -> Any:
    if node.is_string:
        return node.this
    return Decimal(node.this) if "." in node.this else int(node.this)


def _constant(value: Any) -> Closure:
    return lambda _row: value


def _strict(act: Callable[..., Any], *parts: Closure) -> Closure:
    """Unknown as soon as one part is unknown."""
    if len(parts) == 1:
        (only,) = parts
        return lambda row: None if (value := only(row)) is None else act(value)
    left, right = parts

    def acted(row: Row) -> Any:
        a, b = left(row), right(row)
        return None if a is None or b is None else act(a, b)

    return acted


def _and(left: Closure, right: Closure) -> Closure:
    def both(row: Row) -> bool | None:
        a = left(row)
        if a is False:
            return False
        b = right(row)
        return False if b is False else (None if a is None or b is None else True)

    return both


def _or(left: Closure, right: Closure) -> Closure:
    def either(row: Row) -> bool | None:
        a = left(row)
        if a is True:
            return True
        b = right(row)
        return True if b is True else (None if a is None or b is None else False)

    return either


def _first(parts: Sequence[Closure]) -> Closure:
    return lambda row: next((v for part in parts if (v := part(row)) is not None), None)


def _picked(pick: Callable[..., Any], parts: Sequence[Closure]) -> Closure:
    return lambda row: pick((v for part in parts if (v := part(row)) is not None), default=None)


def _rounded(value: Any, places: int) -> Any:
    if isinstance(value, int):
        return value
    exact = Decimal(value) if isinstance(value, Decimal) else Decimal(value * 10**places)
    if isinstance(value, Decimal):
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return (
        float(exact.quantize(Decimal(1), ROUND_HALF_UP)) / 10**places
        if exact.is_finite()
        else value
    )


def _moved(day: date, days: int) -> date | None:
    return day + timedelta(days=days) if -DAYS <= days <= DAYS else None


def _last_day(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
