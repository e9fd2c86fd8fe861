"""DuckDB is locked in: even a statement that got past the allow-list reaches no file, no network, no setting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from luoshi.board.engine import connect, load_columns


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{file}')", "select * from '{file}'", "select * from read_text('{file}')",
        "select * from glob('*')", "copy (select 1) to '{file}.out'", "attach '{file}.db'", "install httpfs", "load httpfs",
        "set enable_external_access = true", "set memory_limit = '9GB'", "reset lock_configuration", "pragma threads = 9",
        "export database '{file}.d'", "select getenv('HOME')", "select * from secret",
    ],
)  # fmt: skip
def test_nothing_outside_can_be_reached(statement: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a\n1\n")
    secret = [1]
    with pytest.raises(duckdb.Error):
        connect().execute(statement.format(file=file)).fetchall()
    assert secret == [1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.csv"]


def test_columns_keep_their_types_and_what_is_missing() -> None:
    connection = connect()
    types = {"a": "decimal(18, 4)", "b": "date", "c": "boolean", "d": "varchar", "e": "bigint"}
    columns = {
        "a": [0.1, None, 99_999_999_999.1234],
        "b": [date(2026, 1, 1), None, date(9999, 12, 31)],
        "c": [True, None, False],
        "d": ["文", None, ""],
        "e": [1, None, 2**62],
    }
    load_columns(connection, "t", columns, types)
    rows = connection.execute("select * from t").fetchall()
    shown = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
    assert [None if v is None else float(v) for v in shown.pop("a")] == columns.pop("a")
    assert shown == columns
    load_columns(connection, "t", {name: [] for name in types}, types, create=False)
    assert connection.execute("select count(*) from t").fetchall() == [(3,)]
