"""Runs every expression of a register on its own examples: the runner that `declare.check` is handed."""

from __future__ import annotations

from typing import Any

import duckdb

from luoshi.board.engine import connect, load_columns
from luoshi.board.sql import writer_of
from luoshi.board.tables import TYPES
from luoshi.declare.lint import TODAY
from luoshi.declare.register import Register
from luoshi.declare.rule import Rules, columns, typed
from luoshi.declare.written import Written, expressions


def run_on_examples(register: Register) -> list[tuple[Written, str]]:
    """The expressions that DuckDB cannot evaluate on the examples, each with its reason."""
    connection, writer = connect(), writer_of(register)
    kinds = columns(register)
    rows = [
        {name: typed(kind, row.get(name)) for name, kind in kinds.items()}
        for row in register.examples
    ]
    values: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in kinds}
    load_columns(
        connection, register.key, values, {name: TYPES[kind] for name, kind in kinds.items()}
    )
    days: dict[str, list[Any]] = {"_day": [TODAY], "_n": [1]}
    load_columns(connection, "_working_day", days, {"_day": "date", "_n": "bigint"})
    given = Rules(register).given(TODAY, {})
    failed: list[tuple[Written, str]] = []
    for written in expressions(register):
        statement = writer.trial(written.text)
        try:
            connection.execute(
                statement.text, {name: given[f"${name}"] for name in statement.names}
            ).fetchall()
        except duckdb.Error as fault:
            failed.append((written, str(fault).splitlines()[0]))
    return failed
