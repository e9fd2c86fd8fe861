"""The end of a folder's ledger: what was acknowledged, and what a crash left behind.

`tip.json` marks the last acknowledged entry and its bytes. It is written after the entries are on the disk, so it may lag
behind them (a crash between the two) but never runs ahead: a mark beyond the end means that entries were lost.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO, NamedTuple

from luoshi.ledger import lines
from luoshi.ledger.chain import START, Tip
from luoshi.ledger.store import Damaged
from luoshi.values.problem import Problem

LEDGER = "entries.jsonl"
MARK = "tip.json"
SEALS = "seals.jsonl"
SET_ASIDE = "set-aside"


class Mark(NamedTuple):
    """The last acknowledged entry: its place in the chain and its line's bytes, from `start` to `end`."""

    seq: int
    hash: str
    start: int
    end: int

    def text(self) -> bytes:
        """The mark's file: of a fixed length, within one block of the disk."""
        return json.dumps(self._asdict()).ljust(255).encode() + b"\n"

    def write(self, folder: Path) -> None:
        """Replace the mark in place."""
        path = folder / MARK
        with path.open("r+b" if path.exists() else "wb", buffering=0) as file:
            file.write(self.text())

    @classmethod
    def read(cls, folder: Path) -> Mark | None:
        """The folder's mark; None when there is none; ValueError, KeyError or TypeError when it is unreadable."""
        path = folder / MARK
        if not path.exists():
            return None
        content = path.read_bytes()
        told = json.loads(content)
        mark = cls(*(told[name] for name in cls._fields))
        if mark.text() != content or [type(value) for value in mark] != [int, str, int, int]:
            raise ValueError("not a mark")
        return mark


class Tail(NamedTuple):
    """Where a ledger ends: the last whole batch, and the bytes of an unfinished write after it."""

    tip: Tip
    last_start: int
    end: int
    torn: bytes = b""


def find(file: BinaryIO, size: int, folder: Path) -> Tail:
    """Find the end of the ledger open in `file`, of `size` bytes; Damaged when acknowledged entries are lost or changed."""
    try:
        mark = Mark.read(folder)
    except (ValueError, KeyError, TypeError):
        mark = (
            None  # then every line is read; `FolderStore.verify` tells that the mark is unreadable
        )
    if mark is None:
        return _walk(file, size, Tail(START, 0, 0))
    if mark.end > size:
        file.seek(0)
        found = file.read(size).count(b"\n")
        raise Damaged([Problem("L-015", LEDGER, {"acknowledged": mark.seq, "found": found})])
    file.seek(mark.start)
    if not _is_marked(file.read(mark.end - mark.start), mark):
        raise Damaged([Problem("L-016", MARK, {"seq": mark.seq})])
    return _walk(file, size, Tail(Tip(mark.seq, mark.hash), mark.start, mark.end))


def _is_marked(line: bytes, mark: Mark) -> bool:
    whole = _parsed(line)
    return whole is not None and (whole.row.seq, whole.row.hash) == (mark.seq, mark.hash)


def _walk(file: BinaryIO, size: int, start: Tail) -> Tail:
    """Read on from a known end, whole batch by whole batch."""
    file.seek(start.end)
    rest = file.read(size - start.end)
    tail, tip, place = start, start.tip, 0
    while place < len(rest):
        stop = rest.find(b"\n", place) + 1
        line = rest[place:stop] if stop else b""
        step = lines.follow(line, tip) if line else None
        if step is None:
            break
        tip, more = step
        if not more:
            tail = Tail(tip, start.end + place, start.end + stop)
        place = stop
    torn = rest[tail.end - start.end :]
    if torn and not is_unfinished(torn, tail.tip):
        raise Damaged([Problem("L-011", f"{LEDGER}:{tip.seq + 1}")])
    return tail._replace(torn=torn)


def is_unfinished(torn: bytes, tip: Tip) -> bool:
    """True when these last bytes, behind the last whole batch, can be the one write that a crash cut short.

    1. They hold no finished batch with anything behind it: that was acknowledged before the next was begun.
    2. They hold no line that belongs before `tip`: that is a copy.
    Otherwise it is damage, not a crash, and nothing may be set aside.
    """
    whole = [_parsed(line) for line in torn.splitlines(keepends=True)]
    finished_early = any(line is not None and not line.more for line in whole[:-1])
    return not finished_early and all(line is None or line.row.seq > tip.seq for line in whole)


def _parsed(line: bytes) -> lines.Line | None:
    try:
        return lines.parse(line)
    except (ValueError, KeyError, TypeError):
        return None
