"""Durable appends: the floor of the disk, our two ways to keep a ledger, and what the hash costs."""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from luoshi.ledger import as_of, chain, proof, seals
from luoshi.ledger.chain import Sealed, Tip
from luoshi.ledger.columnar import Rectangles
from luoshi.ledger.entry import Entry
from luoshi.ledger.folder import FolderStore
from luoshi.ledger.memory import MemoryStore
from tests.bench import workload
from tests.bench.tables import Row, each, least, middle

SINGLES = 1_000
BATCH = 1_000
CALLERS = 16
EVENT = """create table if not exists event (
  seq integer primary key, register text not null, item text not null, true_on text not null, known_at text not null,
  content blob not null, digest text not null, prev text not null, hash text not null) strict"""
INSERT = "insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def singles(home: Path) -> list[Row]:
    """One entry at a time, each on the disk before the next; the floor first."""
    told = workload.sealed(SINGLES)
    folder = FolderStore(home / "singles")
    folder.append(told[:1])
    sqlite = SqliteLedger(home / "singles.sqlite3")
    hasty = SqliteLedger(home / "hasty.sqlite3", synchronous="NORMAL")
    return [
        middle("floor: 4 KiB write + fdatasync", _floor(home)),
        middle("floor: SQLite FULL, the same row without a chain", _bare(home, told)),
        middle("SQLite FULL, sealed", each(SINGLES, lambda n: sqlite.append(told[n : n + 1]))),
        middle("FolderStore, sealed", each(SINGLES, lambda n: folder.append(told[n : n + 1]))),
        _grouped(home, told),
        middle(
            "SQLite NORMAL, sealed",
            each(SINGLES, lambda n: hasty.append(told[n : n + 1])),
            "may lose what it acknowledged: not for us",
        ),
    ]


def batches(home: Path) -> list[Row]:
    """A thousand entries at once: time for one row."""
    told = workload.sealed(BATCH)
    sqlite, folder = SqliteLedger(home / "batch.sqlite3"), FolderStore(home / "batch")
    modern = SqliteLedger(home / "sm3.sqlite3", algorithm="sm3")
    whole = least(7, lambda: sqlite.append(told))
    hashing = least(7, lambda: chain.seal_rows(told, chain.START))
    remark = (
        f"{BATCH / whole:,.0f} rows/s; canonical bytes and SHA-256 are {hashing / whole:.0%} of it"
    )
    return [
        Row("SQLite FULL, sealed", whole / BATCH, remark),
        Row("SQLite FULL, sealed with SM3", least(7, lambda: modern.append(told)) / BATCH),
        Row("FolderStore, sealed", least(7, lambda: folder.append(told)) / BATCH),
        Row("memory", least(7, lambda: MemoryStore().append(told)) / BATCH),
    ]


def proofs(home: Path) -> list[Row]:
    """What sealing and proving an entry costs."""
    size = 20_000
    told = workload.sealed(size)
    rows = chain.seal_rows(told, chain.START)
    store = FolderStore(home / "proof")
    store.append(told)
    work: dict[str, Callable[[], Any]] = {
        "canonical bytes": lambda: [chain.canonical(e) for e in told],
        "digest of the bytes, SHA-256": lambda: [chain.digest_of(r.content) for r in rows],
        "digest of the bytes, SM3": lambda: [chain.digest_of(r.content, "sm3") for r in rows],
        "seal to rows, SHA-256": lambda: chain.seal_rows(told, chain.START),
        "seal to rows, SM3": lambda: chain.seal_rows(told, chain.START, "sm3"),
        "verify stored bytes": lambda: chain.verify_rows(rows),
        "verify entries in memory": lambda: chain.verify(told),
        "verify a folder, every byte": lambda: proof.verify(store.folder),
        "read a folder": lambda: list(store.read()),
        "seal of a month (Merkle root)": lambda: seals.take(told, "2025-03"),
    }
    assert proof.verify(store.folder) == chain.verify(told) == chain.verify_rows(rows) == []
    return [Row(name, least(5, one) / size) for name, one in work.items()]


def to_state(home: Path) -> list[Row]:
    """From the word to the disk and on to the item's new state."""
    told = list(workload.sealed(20_000 + SINGLES))
    store = SqliteLedger(home / "state.sqlite3")
    store.append(told[:20_000])
    rectangles = Rectangles("project", workload.KINDS)
    rectangles.add(told[:20_000])
    of_item: dict[str, list[Entry]] = {}
    for entry in told:
        of_item.setdefault(entry.key, []).append(entry)
    tomorrow = told[-1].known_at.date()

    def write_then_state(n: int) -> None:
        entry = told[20_000 + n]
        store.append([entry])
        rectangles.add([entry])
        as_of.state(of_item[entry.key], true_on=tomorrow)

    def state_only(n: int) -> None:
        as_of.state(of_item[told[n].key], true_on=tomorrow)

    return [
        middle("SQLite FULL + rectangles' delta + as_of.state", each(SINGLES, write_then_state)),
        middle("  of this, as_of.state of one item (21 entries)", each(SINGLES, state_only)),
    ]


class SqliteLedger:
    """The layout that ledger.md recommends, in one SQLite file with one index beside the chain."""

    def __init__(self, path: Path, *, synchronous: str = "FULL", algorithm: Any = "sha256") -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "cache_size=-65536"):
            self.connection.execute(f"pragma {pragma}")
        self.connection.execute(EVENT)
        self.connection.execute("create index if not exists item on event (item, true_on, seq)")
        self.tip, self.algorithm = chain.START, algorithm

    def append(self, entries: list[Entry] | tuple[Entry, ...]) -> None:
        """Seal and insert in one transaction."""
        rows = chain.seal_rows(entries, self.tip, self.algorithm)
        self.insert([_columns(e, r) for e, r in zip(entries, rows, strict=True)])
        self.tip = Tip(rows[-1].seq, rows[-1].hash)

    def insert(self, columns: list[tuple[Any, ...]]) -> None:
        """Insert rows that are ready in one transaction."""
        self.connection.execute("begin immediate")
        self.connection.executemany(INSERT, columns)
        self.connection.execute("commit")


def _columns(entry: Entry, row: Sealed) -> tuple[Any, ...]:
    days = (entry.true_on.isoformat(), entry.known_at.isoformat())
    return (row.seq, entry.register, entry.key, *days, row.content, row.digest, row.prev, row.hash)


def _floor(home: Path) -> list[float]:
    number = os.open(home / "floor", os.O_RDWR | os.O_CREAT)
    block = os.urandom(4096)

    def write(n: int) -> None:
        os.pwrite(number, block, n * 4096)
        os.fdatasync(number)

    return each(SINGLES, write)


def _bare(home: Path, told: tuple[Entry, ...]) -> list[float]:
    ledger = SqliteLedger(home / "bare.sqlite3")
    rows = chain.seal_rows(told, chain.START)
    ready = [_columns(e, r) for e, r in zip(told, rows, strict=True)]
    return each(SINGLES, lambda n: ledger.insert(ready[n : n + 1]))


def _grouped(home: Path, told: tuple[Entry, ...]) -> Row:
    """Sixteen callers, one writer that commits whatever waits: each caller waits for its own commit."""
    ledger = SqliteLedger(home / "grouped.sqlite3")
    waiting: queue.SimpleQueue[tuple[Entry, Future[None]] | None] = queue.SimpleQueue()

    def write() -> None:
        while (first := waiting.get()) is not None:
            group = [first]
            while not waiting.empty():
                following = waiting.get()
                if following is None:
                    waiting.put(None)
                    break
                group.append(following)
            ledger.append([entry for entry, _ in group])
            for _, done in group:
                done.set_result(None)

    def call(part: int) -> None:
        for entry in told[part::CALLERS]:
            done: Future[None] = Future()
            start = time.perf_counter()
            waiting.put((entry, done))
            done.result()
            waits.append(time.perf_counter() - start)

    waits: list[float] = []
    writer = threading.Thread(target=write)
    callers = [threading.Thread(target=call, args=(n,)) for n in range(CALLERS)]
    start = time.perf_counter()
    for thread in (writer, *callers):
        thread.start()
    for thread in callers:
        thread.join()
    whole = time.perf_counter() - start
    waiting.put(None)
    writer.join()
    per_second = f"{len(told) / whole:,.0f} entries/s; each caller waits {sorted(waits)[len(waits) // 2] * 1e3:.2f} ms"
    return Row("SQLite FULL, 16 callers, group commit", whole / len(told), per_second)
