"""Writes an expression as DuckDB's SQL, so that it means on a million rows what `rule` makes it mean on one.

Four things are written differently from what the file says, each for one reason:
- a quotient divides doubles and is unknown when it divides by nothing (DuckDB would give infinity);
- a product is made of doubles (decimals of decimals would run out of digits);
- a date plus a number of a column stays inside DAYS (a mistyped number must not stop the whole board);
- reached, stage_on and working_days become columns of the state and a look-up in the calendar.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from luoshi.declare.expression import Expression
from luoshi.declare.register import Register

DAYS = 100_000  # about 270 years; a sum of a date and more days than that is unknown
PLAIN_WHOLE = 7  # digits; longer whole numbers are written as BIGINT


def sql(expression: Expression, register: Register) -> str:
    """The SQL of an expression over a register's columns and terms, both by name; parameters stay `$name`."""
    return _written(expression.written, expression, register).sql(
        "duckdb", normalize_functions="lower"
    )


def stage_column(stage: str) -> str:
    """The column of the state that holds the day on which the item entered the stage."""
    return f"stage_on_{stage}"


def _written(node: exp.Expr, expression: Expression, register: Register) -> exp.Expr:
    def of(child: exp.Expr) -> exp.Expr:
        return _written(child, expression, register)

    match node:
        case exp.Div():
            return exp.Div(
                this=_double(of(node.left)),
                expression=exp.Nullif(
                    this=_double(of(node.right)), expression=exp.Literal.number(0)
                ),
            )
        case exp.Mul():
            return exp.Mul(this=_double(of(node.left)), expression=_double(of(node.right)))
        case exp.Add() | exp.Sub() if expression.kinds.get(id(node.right)) == "whole" and (
            expression.kinds.get(id(node)) == "date"
        ):
            return _moved(node, of(node.left), of(node.right))
        case exp.Literal() if not node.is_string and "." not in node.this:
            long = len(node.this) > PLAIN_WHOLE
            return exp.cast(node.copy(), "bigint") if long else node.copy()
        case exp.Anonymous():
            return _macro(node, of, register)
        case exp.Not() if isinstance(node.this, exp.Is) and isinstance(
            node.this.expression, exp.Null
        ):
            return exp.Is(this=of(node.this.this), expression=exp.Not(this=exp.Null()))
    copy = node.copy()
    for name, value in node.args.items():
        if isinstance(value, exp.Expr):
            copy.set(name, of(value))
        elif isinstance(value, list):
            copy.set(name, [of(v) if isinstance(v, exp.Expr) else v for v in value])
    return copy


def _double(node: exp.Expr) -> exp.Expr:
    done = isinstance(node, exp.Cast | exp.Mul | exp.Div)
    return node if done else exp.cast(node, "double")


def _moved(node: exp.Add | exp.Sub, day: exp.Expr, days: exp.Expr) -> exp.Expr:
    """A date moved by days; only a literal or a parameter is trusted to be small."""
    if isinstance(days, exp.Literal | exp.Placeholder):
        return type(node)(this=day, expression=days)
    bounds = {"low": exp.Literal.number(-DAYS), "high": exp.Literal.number(DAYS)}
    inside = exp.Between(this=exp.Paren(this=days), **bounds)
    moved = type(node)(this=day, expression=exp.cast(days.copy(), "integer"))
    return exp.Case(ifs=[exp.If(this=inside, true=moved)])


def _macro(node: exp.Anonymous, of: Callable[[exp.Expr], exp.Expr], register: Register) -> exp.Expr:
    name = node.name.lower()
    if name == "stage_on":
        return exp.column(stage_column(node.expressions[0].name))
    if name == "reached":
        keys = [stage.key for stage in register.stages]
        later = keys[keys.index(node.expressions[0].name) :]
        return exp.Paren(
            this=exp.In(
                this=exp.column("stage"), expressions=[exp.Literal.string(k) for k in later]
            )
        )
    start, end = (_counted_to(of(day)) for day in node.expressions)
    counted = exp.If(
        this=exp.GTE(this=end, expression=start),
        true=exp.Sub(this=end.copy(), expression=start.copy()),
    )
    none = exp.If(this=exp.LT(this=end.copy(), expression=start.copy()), true=exp.Literal.number(0))
    return exp.Case(ifs=[counted, none])


def _counted_to(day: exp.Expr) -> exp.Expr:
    """The number of working days up to a day; the names begin with _ so that no field can hide them."""
    same = exp.EQ(this=exp.column("_day"), expression=day)
    return exp.Subquery(this=exp.select("_n").from_("_working_day").where(same))
