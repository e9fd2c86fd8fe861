"""封账: the root of all entries up to a month's end, printed in the bulletin and kept beside the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

import orjson

from luoshi.ledger.entry import Entry
from luoshi.ledger.merkle import Frontier
from luoshi.values.problem import Problem


class Seal(NamedTuple):
    """What was sealed: a name ("2025-03"), how many entries from the first on, and their Merkle root."""

    name: str
    size: int
    root: str


def take(entries: Iterable[Entry], name: str) -> Seal:
    """Seal these entries, all of the ledger from the first on."""
    frontier = Frontier(e.hash for e in entries)
    return Seal(name, frontier.size, frontier.root())


def check(entries: Iterable[Entry], seals: Iterable[Seal]) -> list[Problem]:
    """Every seal that the ledger, read from its first entry, no longer agrees with; one reading for all of them."""
    given = tuple(seals)
    sizes = {seal.size for seal in given}
    frontier = Frontier()
    roots = {0: frontier.root()}
    for entry in entries:
        frontier.add(entry.hash)
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    return compare(given, roots, frontier.size)


def compare(seals: Iterable[Seal], roots: Mapping[int, str], found: int) -> list[Problem]:
    """The seals that do not agree with a ledger of `found` entries whose roots at the seals' sizes are these."""
    problems = []
    for seal in seals:
        facts = {"name": seal.name, "size": seal.size, "found": found}
        if seal.size > found:
            problems.append(Problem("L-019", seal.name, facts))
        elif roots[seal.size] != seal.root:
            problems.append(Problem("L-018", seal.name, facts))
    return problems


def write(seal: Seal) -> bytes:
    """The line that keeps a seal; it carries its own check, so that no byte of it can change unseen."""
    text = f"{seal.name}\n{seal.size}\n{seal.root}"
    kept = {**seal._asdict(), "check": sha256(text.encode()).hexdigest()}
    return orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)


def read(kept: bytes, place: str) -> tuple[list[Seal], list[Problem]]:
    """The seals in a file's bytes, and the lines of it that are not as they were written."""
    found, problems = [], []
    for number, line in enumerate(kept.splitlines(keepends=True), start=1):
        try:
            told = orjson.loads(line)
            seal = Seal(told["name"], told["size"], told["root"])
            whole = write(seal) == line
        except (ValueError, KeyError, TypeError):
            whole = False
        if whole:
            found.append(seal)
        else:
            problems.append(Problem("L-022", f"{place}:{number}"))
    return found, problems
