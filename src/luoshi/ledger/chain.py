"""The chain: the canonical bytes of an entry, its digest, its place in the chain, and the proof that none was changed.

Two hashes, each with one purpose:

1. `digest` = H(canonical content). It names the entry wherever it stands: `about` points at it.
2. `hash` = H(head), head = version, algorithm, seq, previous hash, digest. It fixes order and completeness.

A digest and a hash are written `algorithm:hexadecimal`, so a ledger that changed its algorithm still verifies. What is
empty is left out of the content, so a field that is added to `Entry` later changes no old hash.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

import orjson

from luoshi.ledger.entry import Entry, Source
from luoshi.values.problem import Problem

Algorithm = Literal["sha256", "sm3"]
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)
NAME_LENGTH_MAX = len("sha256:") + 64  # characters of a digest or hash: for the columns of a table
_JSON = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
_SOURCE_DEFAULTS = {"place": "", "start": None, "end": None, "quote": ""}


class Tip(NamedTuple):
    """The end of a chain: how many entries it has, and the hash of the last."""

    seq: int = 0
    hash: str = ""


START = Tip()


class Sealed(NamedTuple):
    """One row of a stored chain as bytes: what `verify_rows` reads, whatever keeps it."""

    seq: int
    prev: str
    digest: str
    hash: str
    content: bytes


def canonical(entry: Entry) -> bytes:
    """The content of an entry as JSON: keys sorted, no spaces, UTF-8, instants in UTC, empty parts left out."""
    known_at = entry.known_at
    content: dict[str, Any] = {
        "author": entry.author,
        "fields": entry.fields if type(entry.fields) is dict else dict(entry.fields),
        "key": entry.key,
        "known_at": known_at if known_at.tzinfo is UTC else known_at.astimezone(UTC),
        "register": entry.register,
        "true_on": entry.true_on,
        "verb": entry.verb,
    }
    if entry.unit:
        content["unit"] = entry.unit
    if entry.reason:
        content["reason"] = entry.reason
    if entry.about:
        content["about"] = entry.about
    if entry.source is not None:
        source = entry.source
        content["source"] = {"document": source.document} | {
            name: value
            for name, default in _SOURCE_DEFAULTS.items()
            if (value := getattr(source, name)) != default
        }
    return orjson.dumps(content, option=_JSON)


def decode(content: bytes | str, tip: Tip = START, *, digest: str = "", hash: str = "") -> Entry:
    """The entry whose canonical bytes these are, sealed after `tip`; ValueError, KeyError or TypeError if they are none."""
    told = orjson.loads(content)
    source = told.get("source")
    return Entry(
        register=told["register"],
        key=told["key"],
        verb=told["verb"],
        fields=told["fields"],
        true_on=date.fromisoformat(told["true_on"]),
        known_at=datetime.fromisoformat(told["known_at"]),
        author=told["author"],
        unit=told.get("unit", ""),
        reason=told.get("reason", ""),
        about=told.get("about", ""),
        source=Source(**source) if source is not None else None,
        seq=tip.seq + 1 if hash else 0,
        prev=tip.hash,
        hash=hash,
        digest=digest,
    )


def digest(entry: Entry, algorithm: Algorithm = "sha256") -> str:
    """The name of an entry's content: independent of seq, prev and hash."""
    return digest_of(canonical(entry), algorithm)


def name_of(entry: Entry) -> str:
    """The digest by which others point at this entry: the sealed one, or the one it would get."""
    return entry.digest or digest(entry)


def digest_of(content: bytes, algorithm: Algorithm = "sha256") -> str:
    """The digest of canonical bytes."""
    return f"{algorithm}:{_hasher(algorithm)(content).hexdigest()}"


def hash_of(tip: Tip, digest: str, algorithm: Algorithm = "sha256") -> str:
    """The hash of the entry with this digest when it follows `tip`; the algorithm's name is inside what is hashed."""
    head = f"luoshi-entry-1\n{algorithm}\n{tip.seq + 1}\n{tip.hash}\n{digest}"
    return f"{algorithm}:{_hasher(algorithm)(head.encode()).hexdigest()}"


def seal(entries: Iterable[Entry], prev: Tip, algorithm: Algorithm = "sha256") -> tuple[Entry, ...]:
    """The entries in order with seq, prev, digest and hash; ValueError for a value that JSON cannot keep."""
    given = tuple(entries)
    return with_seals(given, seal_rows(given, prev, algorithm))


def seal_rows(entries: Iterable[Entry], prev: Tip, algorithm: Algorithm = "sha256") -> list[Sealed]:
    """The same as rows of bytes, for a store that keeps the hashed bytes themselves."""
    rows, tip = [], prev
    for entry in entries:
        _refuse_unfit(entry)
        content = canonical(entry)
        name = digest_of(content, algorithm)
        row = Sealed(tip.seq + 1, tip.hash, name, hash_of(tip, name, algorithm), content)
        rows.append(row)
        tip = Tip(row.seq, row.hash)
    return rows


def with_seals(entries: Iterable[Entry], rows: Iterable[Sealed]) -> tuple[Entry, ...]:
    """The entries with what `seal_rows` made of them."""
    return tuple(
        Entry(
            e.register,
            e.key,
            e.verb,
            dict(e.fields),
            e.true_on,
            e.known_at,
            e.author,
            e.unit,
            e.reason,
            e.about,
            e.source,
            row.seq,
            row.prev,
            row.hash,
            row.digest,
        )
        for e, row in zip(entries, rows, strict=True)
    )


def decode_row(row: Sealed) -> Entry:
    """The sealed entry that a row holds."""
    return decode(row.content, Tip(row.seq - 1, row.prev), digest=row.digest, hash=row.hash)


def verify(entries: Iterable[Entry], start: Tip = START) -> list[Problem]:
    """Prove that these entries, which follow `start`, are the ones that were sealed; the first bad place, or nothing."""
    return verify_rows(
        (Sealed(e.seq, e.prev, e.digest, e.hash, canonical(e)) for e in entries), start
    )


def verify_rows(rows: Iterable[Sealed], start: Tip = START) -> list[Problem]:
    """Prove a stored chain from its bytes.

    1. The first entry that is missing, moved, doubled or changed ends the proof: what stands before it is whole, what
       stands after it can no longer be trusted.
    2. An instant earlier than the one before is only a warning (two servers' clocks), given once.
    """
    tip, latest, turned_back = start, b"", None
    for row in rows:
        if problem := fault(row, tip):
            return [problem]
        known = known_text(row.content)
        if known < latest:
            facts = {"known_at": known.decode(), "before": latest.decode()}
            turned_back = turned_back or Problem("L-006", f"#{row.seq}", facts, "warning")
        latest = max(latest, known)
        tip = Tip(row.seq, row.hash)
    return [turned_back] if turned_back else []


def known_text(content: bytes) -> bytes:
    """The instant known_at as canonical bytes tell it, without its final Z, so that texts compare as instants do.

    The last `"known_at":"` is the entry's own: keys are sorted, and inside a text a quotation mark is escaped.
    """
    start = content.rfind(b'"known_at":"') + len(b'"known_at":"')
    return content[start : content.find(b'Z"', start)]


def algorithm_problems(algorithm: str) -> list[Problem]:
    """What stands against a setting: an unknown algorithm, or one that this machine does not have."""
    if algorithm not in ALGORITHMS:
        return [Problem("L-005", "", {"algorithm": algorithm})]
    if algorithm not in hashlib.algorithms_available:
        return [Problem("L-007", "", {"algorithm": algorithm})]
    return []


def fault(row: Sealed, tip: Tip) -> Problem | None:
    """What is wrong with this row as the next after `tip`, if anything."""
    place = f"#{row.seq}"
    if row.seq != tip.seq + 1:
        return Problem("L-001", place, {"expected": tip.seq + 1, "found": row.seq})
    if row.prev != tip.hash:
        return Problem("L-002", place, {"seq": row.seq})
    algorithm = row.hash.partition(":")[0]
    if problems := algorithm_problems(algorithm):
        return Problem(problems[0].id, place, problems[0].facts)
    name: Algorithm = "sm3" if algorithm == "sm3" else "sha256"
    if digest_of(row.content, name) != row.digest:
        return Problem("L-003", place, {"seq": row.seq})
    if hash_of(tip, row.digest, name) != row.hash:
        return Problem("L-004", place, {"seq": row.seq})
    return None


def _hasher(algorithm: Algorithm) -> Callable[[bytes], Any]:
    return hashlib.sha256 if algorithm == "sha256" else _sm3


@cache
def _empty_sm3() -> Any:
    """Looking an algorithm up in OpenSSL costs more than copying one that was looked up."""
    return hashlib.new("sm3")


def _sm3(content: bytes) -> Any:
    hasher = _empty_sm3().copy()
    hasher.update(content)
    return hasher


def _refuse_unfit(entry: Entry) -> None:
    """Our own fault, so an exception: what JSON would change on the way must not be hashed."""
    if isinstance(entry.true_on, datetime):
        raise ValueError(f"true_on of {entry.register}/{entry.key} must be a day, not an instant")
    for name, value in entry.fields.items():
        fits = value is None or type(value) in (str, int, bool)
        if not fits and not (type(value) is float and math.isfinite(value)):
            raise ValueError(f"{entry.register}/{entry.key}.{name}: {value!r} cannot be kept")
