"""As-of by six engines over the same facts; an answer that differs stops the bench."""

from __future__ import annotations

import gc
import hashlib
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from luoshi.ledger import as_of
from luoshi.ledger.columnar import OPEN_END, Delta, Rectangles, micros
from luoshi.ledger.entry import Entry
from tests.bench import workload
from tests.bench.tables import Row, least
from tests.bench.workload import KINDS, POINTS, REFERENCE, Point

LATE = 10_000  # entries that come in after the build
SUMS = "count(*), sum(done_wan), sum(sunk_wan), sum(households), count(listed_on)"
TYPES = {"int": "bigint", "text": "varchar", "date": "date"}
RECTANGLES = f"select {SUMS} from rect where v0 <= $t and $t < v1 and k0 <= $k and $k < k1"
UNMERGED = f"""select {SUMS} from (
  select * from old where v0 <= $t and $t < v1 and k0 <= $k and $k < k1
    and row not in (select row from ended where k1 <= $k)
  union all by name select * from new where v0 <= $t and $t < v1 and k0 <= $k and $k < k1)"""
SEMI_JOIN = f"""select {SUMS} from log semi join (
  select max(rank) as rank from log where true_on <= $t and known <= $k and void > $k group by item) using (rank)"""
QUALIFY = f"""select {SUMS} from (select * from log where true_on <= $t and known <= $k and void > $k
  qualify row_number() over (partition by item order by true_on desc, known desc) = 1)"""
INDEX_WALK = f"""select {SUMS} from (select (
  select seq from log where log.item = items.item and true_on <= :t and known <= :k and void > :k
  order by true_on desc, known desc limit 1) as seq from items) join log using (seq)"""


@dataclass(frozen=True)
class Measured:
    """The tables of one size."""

    size: int
    rows: list[Row]
    points: list[Row]
    making: list[Row]


def measure(size: int, items: int, home: Path, has_history: bool) -> Measured:
    """Build what each engine needs, ask the same questions, compare the answers, and time the reference point."""
    told = list(workload.entries(size, items))
    gc.freeze()  # a million entries that stay: no collector need look at them again
    base, making = _rectangles(told)
    log = _log_columns(told)
    base.execute("create table log as select " + ", ".join(
        f"unnest(${name})::{kind} as {name}" for name, kind in LOG_TYPES.items()
    ), log)  # fmt: skip
    sqlite = _sqlite(home / f"log-{size}.sqlite3", log)
    engines: dict[str, Callable[[Point], Any]] = {
        "DuckDB, rectangles": lambda p: _ask(base, RECTANGLES, p),
        "DuckDB, log, max(rank) + semi join": lambda p: _ask(base, SEMI_JOIN, p),
        "DuckDB, log, QUALIFY row_number": lambda p: _ask(base, QUALIFY, p),
        "SQLite, log, index walk": lambda p: sqlite.execute(INDEX_WALK, _given(p)).fetchone(),
    }
    if (by_pandas := _pandas(log)) is not None:
        engines["pandas, sort + drop_duplicates"] = by_pandas
    if size <= 100_000:
        engines["plain Python, as_of.states"] = lambda p: _plain(told, p)
    answers = {point: _digest(engines["DuckDB, rectangles"](point)) for point in POINTS}
    rows = []
    for name, ask in engines.items():
        for point in POINTS if "plain" not in name else POINTS[:2]:
            assert _digest(ask(point)) == answers[point], (name, point)
        times = 3 if "plain" in name else 7
        rows.append(Row(name, least(times, lambda ask=ask: ask(REFERENCE)), "same digest"))  # type: ignore[misc]
    if has_history:
        rows += _history(home / f"history-{size}.sqlite3", told, base)
    points = [
        Row(
            f"true on {point.true_on}, known at {point.known_at.date() if point.known_at else 'last'}",
            least(7, lambda point=point: _ask(base, RECTANGLES, point)),  # type: ignore[misc]
        )
        for point in POINTS[1:]
    ]
    making += _delta(told, base)
    gc.unfreeze()
    return Measured(size, rows, points, making)


def _rectangles(told: list[Entry]) -> tuple[duckdb.DuckDBPyConnection, list[Row]]:
    rectangles = Rectangles("project", KINDS)
    start = time.perf_counter()
    rectangles.add(told)
    built = time.perf_counter() - start
    base = duckdb.connect(config={"threads": "1"})
    start = time.perf_counter()
    _load(base, "rect", rectangles, Delta(0, {}))
    base.execute("create or replace table rect as from rect order by k1, v0")
    loaded = time.perf_counter() - start
    return base, [
        Row(
            "build, an entry",
            built / len(told),
            f"{len(rectangles) / len(told):.2f} rectangles an entry",
        ),
        Row("load into DuckDB and sort, an entry", loaded / len(told)),
    ]


def _load(
    base: duckdb.DuckDBPyConnection, table: str, rectangles: Rectangles, delta: Delta
) -> None:
    """The new rows of a delta as a table, with their numbers."""
    columns = rectangles.rows_from(delta.first_row)
    columns["row"] = list(range(delta.first_row, len(rectangles)))
    types = {
        "row": "bigint",
        "item": "varchar",
        "v0": "date",
        "v1": "date",
        "k0": "bigint",
        "k1": "bigint",
    }
    types |= {name: TYPES[kind] for name, kind in rectangles.kinds.items()}
    kept = ", ".join(f"unnest(${name})::{kind} as {name}" for name, kind in types.items())
    base.execute(f"create table {table} as select {kept}", {name: columns[name] for name in types})


def _delta(told: list[Entry], base: duckdb.DuckDBPyConnection) -> list[Row]:
    """The last 10,000 entries after the build: asked unmerged, then merged; both against the whole."""
    rectangles = Rectangles("project", KINDS)
    rectangles.add(told[:-LATE])
    base.execute("drop table if exists rect_kept")
    _load(base, "old", rectangles, Delta(0, {}))
    base.execute("create or replace table old as from old order by k1, v0")
    start = time.perf_counter()
    delta = rectangles.add(told[-LATE:])
    adding = time.perf_counter() - start
    start = time.perf_counter()
    _load(base, "new", rectangles, delta)
    base.execute(
        "create table ended as select unnest($row) as row, unnest($k1) as k1",
        {"row": list(delta.ended), "k1": list(delta.ended.values())},
    )
    loading = time.perf_counter() - start
    last = Point(told[-1].known_at.date(), None)
    times = {}
    for point in (REFERENCE, last):
        answer = _digest(_ask(base, RECTANGLES, point))
        assert _digest(_ask(base, UNMERGED, point)) == answer, "the delta differs"
        times[point] = [
            least(9, lambda p=point, q=q: _ask(base, q, p)) for q in (RECTANGLES, UNMERGED)
        ]  # type: ignore[misc]
    start = time.perf_counter()
    base.execute("update old set k1 = ended.k1 from ended where old.row = ended.row")
    base.execute("insert into old by name from new")
    merging = time.perf_counter() - start
    merged = RECTANGLES.replace("from rect", "from old")
    assert _digest(_ask(base, merged, last)) == _digest(_ask(base, RECTANGLES, last))
    after = least(9, lambda: _ask(base, merged, last))
    return [
        Row(
            "delta of 10,000 entries: add, an entry",
            adding / LATE,
            f"{len(delta.ended):,} rows ended",
        ),
        Row("  load the delta", loading),
        Row("  merge it into the table (update + insert)", merging),
        Row("  ask the last day, whole table", times[last][0]).beside(times[last][0]),
        Row("  ask the last day, delta unmerged", times[last][1]).beside(times[last][0]),
        Row("  ask the last day, delta merged, unsorted", after).beside(times[last][0]),
        Row("  ask the reference point, delta unmerged", times[REFERENCE][1]).beside(
            times[REFERENCE][0]
        ),
    ]


LOG_TYPES = {
    "seq": "bigint", "item": "integer", "true_on": "date", "known": "bigint", "void": "bigint", "rank": "bigint",
    "done_wan": "bigint", "sunk_wan": "bigint", "households": "bigint", "listed_on": "date", "unit_key": "varchar",
}  # fmt: skip


def _log_columns(told: list[Entry]) -> dict[str, list[Any]]:
    """The log as the peers like it best: typed, with integer items, one number to rank by, and when each was withdrawn."""
    void: dict[str, int] = {}
    for entry in told:
        if entry.verb == "withdraw":
            void[entry.about] = micros(entry.known_at)
    columns: dict[str, list[Any]] = {name: [] for name in LOG_TYPES}
    for entry in told:
        if entry.verb == "withdraw":
            continue
        true_on = entry.true_on
        values = {
            "seq": entry.seq,
            "item": int(entry.key[2:]),
            "true_on": true_on,
            "known": micros(entry.known_at),
            "void": void.get(entry.digest, OPEN_END),
            "rank": true_on.toordinal() << 40 | entry.seq,
            **entry.fields,
        }
        listed = entry.fields["listed_on"]
        values["listed_on"] = date.fromisoformat(listed) if isinstance(listed, str) else None
        for name, column in columns.items():
            column.append(values[name])
    return columns


def _sqlite(path: Path, log: dict[str, list[Any]]) -> sqlite3.Connection:
    base = sqlite3.connect(path)
    base.execute("pragma cache_size=-262144")
    base.execute(f"create table log ({', '.join(log)}, primary key (seq)) without rowid")
    texts = dict(log)
    for name in ("true_on", "listed_on"):
        texts[name] = [day and day.isoformat() for day in log[name]]
    marks = ", ".join("?" * len(texts))
    base.executemany(f"insert into log values ({marks})", zip(*texts.values(), strict=True))
    base.execute("create index walk on log (item, true_on desc, known desc, void, seq)")
    base.execute("create table items as select distinct item from log")
    base.commit()
    return base


def _pandas(log: dict[str, list[Any]]) -> Callable[[Point], Any] | None:
    try:
        import pandas as pd
    except ImportError:
        return None
    frame = pd.DataFrame({**log, "day": [d.toordinal() for d in log["true_on"]]})
    frame["listed_on"] = pd.to_datetime(frame["listed_on"])

    def ask(point: Point) -> Any:
        known = micros(point.known_at)
        kept = frame[
            (frame.day <= point.true_on.toordinal()) & (frame.known <= known) & (frame.void > known)
        ]
        last = kept.sort_values("rank").drop_duplicates("item", keep="last")
        sums = (last.done_wan.sum(), last.sunk_wan.sum(), last.households.sum())
        return len(last), *sums, last.listed_on.count()

    return ask


def _plain(told: list[Entry], point: Point) -> Any:
    found = as_of.states(told, true_on=point.true_on, known_at=point.known_at).values()
    sums = [sum(s.fields[name] for s in found) for name in ("done_wan", "sunk_wan", "households")]
    return len(found), *sums, sum(s.fields["listed_on"] is not None for s in found)


def _history(path: Path, told: list[Entry], base: duckdb.DuckDBPyConnection) -> list[Row]:
    """simple-history has recorded time only: asked for that alone, and compared with the log's answer to that."""
    from tests.bench import ledger_history

    peer = ledger_history.History(path)
    known_at = REFERENCE.known_at
    assert isinstance(known_at, datetime)
    peer.load([e for e in told if e.verb != "withdraw"])
    expected = base.execute(
        f"select {SUMS} from log semi join "
        "(select max(seq) as seq from log where known <= $k group by item) using (seq)",
        {"k": micros(known_at)},
    ).fetchall()[0]
    answer, seconds = peer.as_of(known_at)
    assert _digest(answer) == _digest(expected), "simple-history differs"
    remark = "an easier question: recorded time only, no withdrawals; same digest for that"
    return [Row("django-simple-history, SQLite, as_of().aggregate()", seconds, remark)]


def _given(point: Point) -> dict[str, Any]:
    return {"t": point.true_on.isoformat(), "k": micros(point.known_at)}


def _ask(base: duckdb.DuckDBPyConnection, query: str, point: Point) -> Any:
    return base.execute(query, {"t": point.true_on, "k": micros(point.known_at)}).fetchall()[0]


def _digest(answer: Any) -> str:
    return hashlib.sha256(repr([int(value or 0) for value in answer]).encode()).hexdigest()
