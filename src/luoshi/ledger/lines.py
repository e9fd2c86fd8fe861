"""One line of a folder's ledger: an entry's canonical bytes as they were hashed, and its seal, as one JSON object.

The bytes of a line follow from its seal alone, so a proof compares whole lines and sees every changed byte. The entries of
one batch carry `"more":true` except the last: a batch whose last line is missing was never acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from luoshi.ledger.chain import Algorithm, Sealed, Tip, decode_row, digest_of, hash_of
from luoshi.ledger.entry import Entry

_OPENING = b'{"content":'
_DIGEST = b',"digest":"'


class Line(NamedTuple):
    """What a line holds: the sealed row, and whether more of its batch follows."""

    row: Sealed
    more: bool

    def entry(self) -> Entry:
        """The sealed entry."""
        return decode_row(self.row)


def write(row: Sealed, *, more: bool) -> bytes:
    """The line of a row, newline included."""
    going_on = '"more":true,' if more else ""
    end = f'{row.digest}","hash":"{row.hash}",{going_on}"prev":"{row.prev}","seq":{row.seq}}}\n'
    return _OPENING + row.content + _DIGEST + end.encode()


def write_batch(rows: list[Sealed]) -> bytes:
    """The lines of what is appended at once."""
    return b"".join(write(row, more=row is not rows[-1]) for row in rows)


def parse(line: bytes) -> Line:
    """Read a line; ValueError, KeyError or TypeError when it is none."""
    opening, mark, rest = line.rpartition(_DIGEST)
    if not mark or not opening.startswith(_OPENING):
        raise ValueError("not a line of a ledger")
    sealed = orjson.loads(b'{"digest":"' + rest)
    seq, more = sealed["seq"], sealed.get("more", False)
    if type(seq) is not int or type(more) is not bool:
        raise TypeError("not a line of a ledger")
    content = opening[len(_OPENING) :]
    row = Sealed(seq, str(sealed["prev"]), str(sealed["digest"]), str(sealed["hash"]), content)
    return Line(row, more)


def follow(line: bytes, tip: Tip) -> tuple[Tip, bool] | None:
    """The tip after this line, and whether more of its batch follows; None when it is not, to the last byte, what was
    written after `tip`."""
    mark = line.rfind(_DIGEST)
    content = line[len(_OPENING) : mark]
    algorithm: Algorithm = "sm3" if line.startswith(b"sm3:", mark + len(_DIGEST)) else "sha256"
    name = digest_of(content, algorithm)
    row = Sealed(tip.seq + 1, tip.hash, name, hash_of(tip, name, algorithm), content)
    more = line.find(b'"more":true,', mark) >= 0
    return (Tip(row.seq, row.hash), more) if line == write(row, more=more) else None


def numbered(path: Path, size: int) -> Iterator[tuple[int, bytes]]:
    """The first `size` bytes of a file as (line number from 1, line with its newline)."""
    if not size:
        return
    with path.open("rb") as file:
        read = 0
        for number, line in enumerate(file, start=1):
            read += len(line)
            if read > size:
                return
            yield number, line
