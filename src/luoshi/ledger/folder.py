"""A ledger as a folder of plain files: what the command line and a district pack use.

entries.jsonl   one entry a line, in order; appended, never edited
tip.json        the last acknowledged entry (see tail.py)
seals.jsonl     months that were sealed
set-aside/      unfinished writes that a crash left behind, for a person to look at
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import orjson

from luoshi.ledger import chain, lines, proof, seals, tail
from luoshi.ledger.chain import Algorithm, Tip
from luoshi.ledger.entry import Entry
from luoshi.ledger.lock import locked
from luoshi.ledger.seals import Seal
from luoshi.ledger.store import Damaged, is_wanted, refuse_moved
from luoshi.ledger.tail import LEDGER, MARK, SEALS, SET_ASIDE, Mark, Tail
from luoshi.values.problem import Problem


class FolderStore:
    """A Store in a folder, safe for several threads and processes; it is made by the first append."""

    def __init__(self, folder: Path | str, *, algorithm: Algorithm = "sha256") -> None:
        self.folder = Path(folder)
        self._algorithm: Algorithm = algorithm
        self._seen: tuple[int, Tail] | None = None  # (file's number, where it ended)

    def append(
        self, entries: Iterable[Entry], expected_tip: Tip | None = None
    ) -> tuple[Entry, ...]:
        """See `Store.append`; on the disk (fsync) when this returns. Damaged when the end is not as acknowledged."""
        given = tuple(entries)
        with self._open_to_write() as file:
            end = self._end(file)
            refuse_moved(expected_tip, end.tip)
            rows = chain.seal_rows(given, end.tip, self._algorithm)
            if not rows:
                return ()
            if end.torn:
                self._set_aside(file, end)
            batch = lines.write_batch(rows)
            _write_all(file, batch, end.end)
            tip = Tip(rows[-1].seq, rows[-1].hash)
            last = end.end + len(batch) - len(lines.write(rows[-1], more=False))
            self._seen = (os.fstat(file.fileno()).st_ino, Tail(tip, last, end.end + len(batch)))
            Mark(tip.seq, tip.hash, last, end.end + len(batch)).write(self.folder)
        return chain.with_seals(given, rows)

    def read(
        self, after: int = 0, register: str | None = None, key: str | None = None
    ) -> Iterator[Entry]:
        """See `Store.read`; Damaged when a line is not an entry. What is appended while reading is not seen."""
        end = self._current_end()
        wanted = [b'"register":' + orjson.dumps(register)] if register is not None else []
        wanted += [b'"key":' + orjson.dumps(key)] if key is not None else []
        for number, line in lines.numbered(self.folder / LEDGER, end.end):
            if number <= after or not all(part in line for part in wanted):
                continue
            try:
                entry = lines.parse(line).entry()
            except (ValueError, KeyError, TypeError, AssertionError) as fault:
                raise Damaged([Problem("L-011", f"{LEDGER}:{number}")]) from fault
            if is_wanted(entry, after, register, key):
                yield entry

    def tip(self) -> Tip:
        """See `Store.tip`."""
        return self._current_end().tip

    def verify(self) -> list[Problem]:
        """Prove every byte of the ledger, its mark and its seals: the first bad line, and what a crash left behind."""
        return proof.verify(self.folder)

    def seal(self, name: str) -> Seal:
        """Seal all entries so far under a name, such as the month, and keep the seal beside them."""
        seal = seals.take(self.read(), name)
        with (self.folder / SEALS).open("ab") as file:
            file.write(seals.write(seal))
            file.flush()
            os.fsync(file.fileno())
        return seal

    def seals(self) -> list[Seal]:
        """The seals kept so far; `verify` names those that cannot be read."""
        path = self.folder / SEALS
        return seals.read(path.read_bytes(), SEALS)[0] if path.exists() else []

    @contextmanager
    def _open_to_write(self) -> Iterator[BinaryIO]:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / LEDGER
        is_new = not path.exists()
        with path.open("a+b", buffering=0) as file, locked(file.fileno()):
            if is_new:
                _keep_names(self.folder)
            yield file

    def _current_end(self) -> Tail:
        """The end as it is now, under a shared lock: a write under way is not taken for a crash."""
        path = self.folder / LEDGER
        if not path.exists():
            if (self.folder / MARK).exists():
                raise Damaged([Problem("L-015", LEDGER, {"acknowledged": "≥1", "found": 0})])
            return Tail(chain.START, 0, 0)
        with path.open("rb") as file, locked(file.fileno(), shared=True):
            return self._end(file)

    def _end(self, file: BinaryIO) -> Tail:
        status = os.fstat(file.fileno())
        if self._seen is not None:
            number, end = self._seen
            if (number, end.end) == (status.st_ino, status.st_size):
                return end
        end = tail.find(file, status.st_size, self.folder)
        if not end.torn:
            self._seen = (status.st_ino, end)
        return end

    def _set_aside(self, file: BinaryIO, end: Tail) -> None:
        """Move an unfinished write out of the ledger; it is kept, under a name made of its place and its bytes."""
        aside = self.folder / SET_ASIDE
        aside.mkdir(exist_ok=True)
        kept = aside / f"after-{end.tip.seq}-{sha256(end.torn).hexdigest()[:12]}.jsonl"
        with kept.open("wb") as copy:
            copy.write(end.torn)
            copy.flush()
            os.fsync(copy.fileno())
        _keep_names(aside)
        file.truncate(end.end)


def _write_all(file: BinaryIO, batch: bytes, place: int) -> None:
    """Write and flush to the disk; when the disk refuses, leave the file as it was."""
    try:
        rest = memoryview(batch)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(place)
        raise


def _keep_names(folder: Path) -> None:
    """Make a new file's name durable too; Windows has no such call and needs none."""
    if os.name != "nt":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
