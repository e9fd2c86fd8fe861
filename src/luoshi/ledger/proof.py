"""The proof of a folder's ledger: every byte of it, its mark and its seals (`luoshi verify`)."""

from __future__ import annotations

from pathlib import Path

from luoshi.ledger import chain, lines, seals, tail
from luoshi.ledger.chain import Tip
from luoshi.ledger.lock import locked
from luoshi.ledger.merkle import Frontier
from luoshi.ledger.tail import LEDGER, MARK, SEALS, SET_ASIDE, Mark
from luoshi.values.problem import Problem


def verify(folder: Path) -> list[Problem]:
    """What is wrong with the ledger in a folder.

    1. Each line is, to the last byte, what was written after the line before it; the first that is not ends the proof.
    2. Nothing acknowledged is missing at the end.
    3. The seals agree with the entries.
    4. Unfinished writes, in the file or set aside, are named as warnings.
    """
    if not (folder / LEDGER).exists() and not (folder / MARK).exists():
        return [Problem("L-021", str(folder))]
    mark, problems = _mark(folder)
    kept = (folder / SEALS).read_bytes() if (folder / SEALS).exists() else b""
    its_seals, unreadable = seals.read(kept, SEALS)
    walk = _Walk({seal.size for seal in its_seals})
    problems += walk.along(folder / LEDGER, mark)
    if any(problem.severity == "error" for problem in problems):
        return problems
    problems += unreadable + seals.compare(its_seals, walk.roots, walk.whole.seq)
    aside = folder / SET_ASIDE
    for file in sorted(aside.iterdir()) if aside.is_dir() else []:
        problems.append(Problem("L-014", f"{SET_ASIDE}/{file.name}", severity="warning"))
    return problems


class _Walk:
    """One reading of the lines: the chain, the clock, and the roots at the seals' sizes."""

    def __init__(self, sizes: set[int]) -> None:
        self.sizes = sizes
        self.tip = self.whole = chain.START  # the last good line; the last whole batch
        self.end = self.whole_end = 0  # and where they end, in bytes
        self.frontier = Frontier()
        self.roots = {0: self.frontier.root()}

    def along(self, path: Path, mark: Mark | None) -> list[Problem]:
        """Read every line; the first that is not the next ends it."""
        warnings: list[Problem] = []
        size, latest = _size(path), b""
        marked = mark or Mark(0, "", 0, 0)
        for number, line in lines.numbered(path, size):
            step = lines.follow(line, self.tip)
            if step is None:
                break
            following, more = step
            if following.seq == marked.seq and marked != (
                *following,
                self.end,
                self.end + len(line),
            ):
                return [Problem("L-016", MARK, {"seq": marked.seq})]
            known = chain.known_text(line)
            if known < latest and not warnings:
                facts = {"known_at": known.decode(), "before": latest.decode()}
                warnings.append(Problem("L-006", f"{LEDGER}:{number}", facts, "warning"))
            latest = max(latest, known)
            self._take(following, len(line), more=more)
        return self._loose_end(path, size, marked) + warnings

    def _take(self, tip: Tip, length: int, *, more: bool) -> None:
        self.tip, self.end = tip, self.end + length
        if not more:
            self.whole, self.whole_end = tip, self.end
        if self.sizes:
            self.frontier.add(tip.hash)
            if tip.seq in self.sizes:
                self.roots[tip.seq] = self.frontier.root()

    def _loose_end(self, path: Path, size: int, marked: Mark) -> list[Problem]:
        """What stands behind the last whole batch: nothing, a write that a crash cut short, or damage."""
        rest = b""
        if size > self.whole_end:
            with path.open("rb") as file:
                file.seek(self.whole_end)
                rest = file.read(size - self.whole_end)
        is_crash = tail.is_unfinished(rest, self.whole) and marked.seq <= self.whole.seq
        if rest and not is_crash and size > self.end:
            line, newline, _ = rest[self.end - self.whole_end :].partition(b"\n")
            return [_diagnose(line + newline, self.tip)]
        if marked.seq > self.whole.seq:
            facts = {"acknowledged": marked.seq, "found": self.whole.seq}
            return [Problem("L-015", LEDGER, facts)]
        if rest:
            place = f"{LEDGER}:{self.whole.seq + 1}"
            return [Problem("L-013", place, {"bytes": len(rest)}, "warning")]
        return []


def _diagnose(line: bytes, tip: Tip) -> Problem:
    """Name what is wrong with a line that is not the next."""
    place = f"{LEDGER}:{tip.seq + 1}"
    try:
        row = lines.parse(line).row
    except (ValueError, KeyError, TypeError):
        return Problem("L-011", place)
    fault = chain.fault(row, tip)
    return Problem(fault.id, place, fault.facts) if fault else Problem("L-012", place)


def _mark(folder: Path) -> tuple[Mark | None, list[Problem]]:
    try:
        return Mark.read(folder), []
    except (ValueError, KeyError, TypeError):
        return None, [Problem("L-017", MARK, severity="warning")]


def _size(path: Path) -> int:
    """The file's length when nobody is writing."""
    if not path.exists():
        return 0
    with path.open("rb") as file, locked(file.fileno(), shared=True):
        return path.stat().st_size
