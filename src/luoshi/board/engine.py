"""DuckDB, locked down: in memory, no files, no network, no extensions, no settings to be changed afterwards.

Rules come from reviewed declarations and pass `declare.expression`'s list; this is the second wall behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

LOCKED: Mapping[str, str] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",  # else SQL could read variables of this program
    "memory_limit": "2GB",
    "threads": "2",
    "max_execution_time": "60000",  # milliseconds
}


def connect() -> duckdb.DuckDBPyConnection:
    """A fresh in-memory database that can reach nothing but its own tables."""
    connection = duckdb.connect(":memory:", config=dict(LOCKED))
    connection.execute("set lock_configuration = true")
    return connection


CHUNK = 20_000  # rows a statement: as fast as all at once, with a twentieth of the memory


def load_columns(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    types: Mapping[str, str],
    *,
    create: bool = True,
    temporary: bool = False,
) -> None:
    """Load equally long Python lists as the columns of a table; by unnest, since executemany takes 400 times as long."""
    if create:
        declared = ", ".join(f"{name} {types[name]}" for name in columns)
        kind = "temp table" if temporary else "table"
        connection.execute(f"create {kind} {table} ({declared})")
    size = len(next(iter(columns.values()), ()))
    for start in range(0, size, CHUNK):
        selected: list[str] = []
        given: dict[str, list[Any]] = {}
        for number, (name, values) in enumerate(columns.items()):
            part = list(values[start : start + CHUNK])
            if part.count(None) == len(part):  # many fields are told of few items
                selected.append(f"null::{types[name]}")
            else:
                given[f"c{number}"] = part
                selected.append(f"unnest($c{number}::{_loaded(types[name])}[])::{types[name]}")
        connection.execute(f"insert into {table} select {', '.join(selected)}", given)


def _loaded(type_: str) -> str:
    """Decimals travel as doubles: every amount up to 10^11 with four decimals survives the way."""
    return "double" if type_.startswith("decimal") else type_
