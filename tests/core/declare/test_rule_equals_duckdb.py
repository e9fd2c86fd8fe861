"""One rule text, two back ends: whatever the allow-list lets through, the closure and DuckDB answer alike."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.board.engine import connect, load_columns
from luoshi.board.sql import Writer
from luoshi.board.tables import TYPES, load_calendar
from luoshi.declare.rule import Rules, columns, typed
from luoshi.district.calendar import national
from tests.core.declare.small_register import small

TODAY = date(2026, 4, 15)
WELL = small()
RULES = Rules(WELL, national().between)
WRITER = Writer(WELL)


@cache
def database() -> duckdb.DuckDBPyConnection:
    connection = connect()
    load_calendar(connection, national())
    return connection


def calls(inner: st.SearchStrategy[str], *forms: str) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(st.just(form), inner, inner, inner).map(lambda t: t[0].format(*t[1:]))
        for form in forms
    )


WHOLES = st.sampled_from(
    ["depth", "0", "1", "30", "-7", "days_left", "$warn_days", "12345678", "null"]
)
DECIMALS = st.sampled_from(["cost_wan", "flow", "0.1", "2.5", "1.25", "-0.3"])
DAYS = st.sampled_from(
    [
        "dug_on",
        "dig_by",
        "opened_on",
        "reported_on",
        "$as_of",
        "date '2026-02-28'",
        "stage_on('dug')",
    ]
)
WORDS = st.sampled_from(["name", "'东头井'", "owner", "null", "''"])
FLAGS = st.sampled_from(["public", "dug", "true", "false", "null", "reached('digging')"])

days = st.recursive(
    DAYS, lambda d: st.one_of(
        calls(d, "last_day({0})", "coalesce({0}, {1})", "least({0}, {1})", "greatest({0}, {1})", "nullif({0}, {1})"),
        st.tuples(d, st.sampled_from("+-"), WHOLES.filter(lambda w: w != "null")).map(" ".join).map("({})".format),
        st.tuples(d, d).map(lambda t: f"case when public then {t[0]} else {t[1]} end"),
    ), max_leaves=3,
)  # fmt: skip
numbers = st.recursive(
    st.one_of(
        WHOLES, DECIMALS,
        calls(days, "year({0})", "month({0})", "quarter({0})", "({0} - {1})", "working_days({0}, {1})"),
    ),
    lambda n: calls(
        n, "({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "-({0})", "abs({0})", "round({0}, 2)",
        "round({0})", "coalesce({0}, {1})", "nullif({0}, {1})", "least({0}, {1})", "greatest({0}, {1}, {2})",
        "case when {0} > {1} then {2} end", "case {0} when {1} then {2} else 0 end",
    ),
    max_leaves=5,
)  # fmt: skip
conditions = st.recursive(
    st.one_of(
        FLAGS,
        calls(numbers, "{0} < {1}", "{0} >= {1}", "{0} = {1}", "{0} <> {1}", "{0} between {1} and {2}",
              "{0} in ({1}, {2})", "{0} not in ({1}, 3)", "{0} is null", "{0} is distinct from {1}"),
        calls(days, "{0} <= {1}", "{0} > {1}", "{0} = {1}", "{0} in ({1}, {2})", "{0} is not null"),
        calls(WORDS, "{0} = {1}", "{0} <> {1}", "{0} < {1}", "{0} in ({1}, {2})", "{0} is not distinct from {1}"),
        st.sampled_from(["kind = 'deep'", "kind in ('deep', 'shallow')", "stage = 'dug'"]),
    ),
    lambda c: calls(
        c, "({0} and {1})", "({0} or {1})", "not ({0})", "({0}) is true", "({0}) is not false",
        "coalesce({0}, {1})", "case when {0} then {1} else {2} end", "({0}) = ({1})",
    ),
    max_leaves=5,
)  # fmt: skip

TOLD_DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400)).map(date.isoformat)
rows = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["东头井", "西头井", ""]),
        "owner": st.sampled_from(["east", "west"]),
        "depth": st.one_of(st.integers(-50, 50), st.sampled_from([10**15, 10**15 + 1, 100_001, -100_001])),
        "cost_wan": st.decimals(-1000, 1000, places=4).map(float),
        "flow": st.sampled_from([0, 0.1, 0.125, 2.675, 12.5, 1e13, 2e13]),
        "dug_on": TOLD_DAYS,
        "dig_by": TOLD_DAYS,
        "opened_on": TOLD_DAYS,
        "reported_on": st.sampled_from(["2024-02-29", "2026-12-31", "1899-12-31", "1900-01-01", "2200-12-31"]),
        "public": st.booleans(),
        "kind": st.sampled_from(["deep", "shallow"]),
        "stage": st.sampled_from(["planned", "digging", "dug"]),
        "stage_on_dug": TOLD_DAYS,
    },
)  # fmt: skip


def by_duckdb(text: str, told: list[dict[str, Any]]) -> list[Any]:
    connection, kinds = database(), columns(WELL)
    connection.execute("drop table if exists well")
    values = {n: [typed(kind, row.get(n)) for row in told] for n, kind in kinds.items()}
    load_columns(connection, "well", values, {n: TYPES[kind] for n, kind in kinds.items()})
    statement, given_ = WRITER.trial(text), RULES.given(TODAY, {})
    found = connection.execute(
        statement.text, {n: given_[f"${n}"] for n in statement.names}
    ).fetchall()
    return [value for (value,) in found]


def by_closure(text: str, told: list[dict[str, Any]]) -> list[Any]:
    given_ = RULES.given(TODAY, {})
    return [RULES.closure(text)(RULES.row(row, given_)) for row in told]


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) or isinstance(theirs, float):
        return ours is not None and theirs is not None and float(ours) == float(theirs)
    if isinstance(ours, int | Decimal) and isinstance(theirs, int | Decimal):
        return ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool)
    return ours == theirs and type(ours) is type(theirs)


@settings(max_examples=120, deadline=None)
@given(st.one_of(conditions, numbers, days), st.lists(rows, min_size=4, max_size=4))
def test_a_rule_means_the_same_on_one_record_and_on_the_board(
    text: str, told: list[dict[str, Any]]
) -> None:
    read, problems = WRITER.reader.read(text)
    if read is None:
        assert {p.id for p in problems} <= {
            "D-020",
            "D-024",
            "D-025",
        }  # too deep, or null where a kind is needed
        return
    ours, theirs = by_closure(text, told), by_duckdb(text, told)
    assert all(map(same, ours, theirs)), (text, WRITER.sql(text), ours, theirs)
