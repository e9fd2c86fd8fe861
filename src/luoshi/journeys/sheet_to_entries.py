"""表到账: a sheet that a unit sends becomes entries, or the list of all that stands against it, cell by cell.

bytes ──intake.grid──> grids ──heads──> columns ──lines──> raw cells ──the desk judges each line──> DryRun
DryRun ──a person chooses line by line──> tell ──> one Outcome ──the shell appends all or none

1. The whole file is judged before anything is written; every fault of every line is told at its cell.
2. Lines are matched by key, without a key by their name when it is the only one of that name.
3. What the sheet does not change is not told. The same file twice enters nothing the second time.
4. In our own form a value that its sender left as it was given never overwrites what somebody else has told since; where both
   changed it, the line waits for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

from luoshi.declare.register import Register
from luoshi.desk.issue import new_keys
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, open_item
from luoshi.intake.grid import Grid, read_grids
from luoshi.intake.heads import Heads, find_heads
from luoshi.intake.lines import read_lines
from luoshi.intake.origin import SHEET, Origin, find_origin
from luoshi.journeys.entries_to_points import ECONOMY
from luoshi.journeys.sheet_lines import (
    VERDICTS,
    Change,
    Choice,
    Judge,
    Judged,
    Row,
    Sender,
    Verdict,
    without_stage,
)
from luoshi.journeys.statistics_to_sheet import Laid, laid_out
from luoshi.ledger.entry import Entry, Source
from luoshi.values.problem import Problem

LINES_A_STEP = 500
_MONTH = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a sheet would do. `problems` are those of the file and its head; each line has its own."""

    register: Register
    sender: Sender
    period: tuple[date, date]
    lines: tuple[Judged, ...] = ()
    problems: tuple[Problem, ...] = ()
    heads: Heads = field(default_factory=Heads)
    origin: Origin | None = None
    sheet: str = ""
    rows: Mapping[str, Row] = field(default_factory=dict, repr=False)
    taken: frozenset[str] = frozenset()

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many lines would do what."""
        found = Counter(line.verdict for line in self.lines)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        """Those of the file, then line by line."""
        return (*self.problems, *(p for line in self.lines for p in line.problems))

    @property
    def refused(self) -> bool:
        """True when the file itself is at fault; no choice of lines mends that."""
        return any(p.severity == "error" for p in self.problems)

    @property
    def mark(self) -> str:
        """Names this comparison: what a person confirmed is what they saw, or it is shown again."""
        seen = [
            (j.row, j.key, j.verdict, [tuple(map(str, c)) for c in j.changes]) for j in self.lines
        ]
        return sha256(repr(seen).encode()).hexdigest()[:16]


def dry_run(
    content: bytes,
    name: str,
    register: Register,
    rows_by_key: Mapping[str, Row],
    sender: Sender,
    desk: Desk,
    period: tuple[date, date],
    *,
    then: Callable[[int], Mapping[str, Row]] | None = None,
    mapping: Mapping[str, str] | None = None,
    taken: Iterable[str] = (),
    mended: Mapping[str, str] | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> DryRun:
    """Judge a whole sheet against the rows that stand now, writing nothing.

    `rows_by_key` holds the rows that the sender may see, `taken` every number ever given, `period` the first and last day
    reported on. `then(seq)` gives the rows as they stood at a form's entry, `mapping` columns that a person named before,
    `mended` what a person put into faulty cells, by place. `step(done, total)` hears how many lines are judged; what it
    raises ends the comparison.
    """
    read = read_grids(content, name)
    start = DryRun(register, sender, period, problems=read.problems, rows=rows_by_key, taken=frozenset(taken))  # fmt: skip
    if not read.grids:
        return start
    origin, faults = find_origin(read.grids)
    grids = tuple(grid.mended(mended or {}) for grid in read.grids)
    laid = Laid(grids, period)
    if register.key == ECONOMY:  # a bureau's table is a sheet too
        laid = laid_out(grids, register, rows_by_key.values(), period)
        grids, period = laid.grids, laid.period
        start = replace(start, period=period)
    grid, heads, others = _main_sheet(grids, register, mapping)
    lines = read_lines(grid, heads, register)
    problems = (
        *read.problems,
        *faults,
        *laid.problems,
        *_of_origin(origin, register, sender, period, desk),
        *others,
        *heads.problems,
        *lines.problems,
        *(() if origin else _other_month(heads, grid, period)),
    )
    before = then(origin.seq) if origin and then and origin.register == register.key else {}
    judge = Judge(lines, register, sender, desk, period[1], rows_by_key, start.taken, before)
    judged = tuple(map(laid.at_their_cells, _in_steps(judge, step)))
    return replace(
        start, lines=judged, problems=problems, heads=heads, origin=origin, sheet=grid.name
    )


def tell(
    run: DryRun,
    choices: Mapping[int, Choice],
    stamp: Stamp,
    desk: Desk,
    document: str,
    *,
    seen: str = "",
) -> Outcome:
    """The entries of a sheet, each with the cell it came from, or every reason against it: all or none.

    `choices` are by row; a line without one does what it says, a line that waits or is refused must have one. `document` is
    the stored file's SHA-256, `seen` the mark of the comparison that the person confirmed.
    """
    if run.refused:
        return Outcome((), run.problems)
    if seen and seen != run.mark:
        return Outcome((), (Problem("I-057", run.sheet),))
    keys = new_keys(run.register, {*run.rows, *run.taken}, run.period[1])
    given = {line.key for line in run.lines if line.verdict == "new"}
    parts: list[Outcome] = []
    for line in run.lines:
        choice = choices.get(line.row)
        if choice == "skip" or (choice is None and line.verdict == "same"):
            continue
        if choice is not None and choice not in line.choices:
            words = {"choice": choice}
            parts.append(Outcome((), (Problem("I-056", line.place, words),)))
        elif line.verdict == "refused" or (line.verdict == "waits" and choice is None):
            parts.append(Outcome((), line.problems))
        elif choice == "new" and line.verdict == "update":
            key = next(k for k in keys if k not in given)
            parts.append(_opened(run, line, key, stamp, desk, document))
        else:
            entries = tuple(_sent(entry, line, stamp, document) for entry in line.entries)
            parts.append(Outcome(entries, _warnings(line.problems)))
    outcome = Outcome.all_or_none(parts)
    if not outcome.entries and not outcome.refused:
        return Outcome((), (*outcome.problems, Problem("I-058", run.sheet, severity="warning")))
    return outcome


def _in_steps(judge: Judge, step: Callable[[int, int], None]) -> tuple[Judged, ...]:
    total, judged = len(judge.lines.lines), list[Judged]()
    for line in judge.all():
        if len(judged) % LINES_A_STEP == 0:
            step(len(judged), total)
        judged.append(line)
    step(total, total)
    return tuple(judged)


def _main_sheet(
    grids: tuple[Grid, ...], register: Register, mapping: Mapping[str, str] | None
) -> tuple[Grid, Heads, list[Problem]]:
    """The visible sheet whose head names the most fields, and a word on the sheets that were not read."""
    visible = [grid for grid in grids if not grid.hidden and grid.rows] or list(grids)
    heads = [find_heads(grid, register, mapping) for grid in visible]
    best = max(
        range(len(visible)), key=lambda n: (sum(bool(c.field) for c in heads[n].columns), -n)
    )
    others = [grid.name for n, grid in enumerate(visible) if n != best]
    hidden = [g.name for g in grids if g.hidden and g.rows and g.name != SHEET and g not in visible]
    problems: list[Problem] = []
    if others:
        facts = {"sheet": visible[best].name, "others": "、".join(others)}
        problems.append(Problem("I-012", visible[best].name, facts, "warning"))
    if hidden:
        problems.append(
            Problem("I-011", visible[best].name, {"sheets": "、".join(hidden)}, "warning")
        )
    return visible[best], heads[best], problems


def _of_origin(
    origin: Origin | None, register: Register, sender: Sender, period: tuple[date, date], desk: Desk
) -> Iterator[Problem]:
    """A form of another register, period or unit."""
    if origin is None:
        return
    if origin.register != register.key:
        facts: dict[str, Any] = {"found": origin.register, "wanted": register.label}
        yield Problem("I-051", SHEET, facts)
        return
    if (origin.start, origin.end) != period:
        facts = {"found": _days(origin.start, origin.end), "wanted": _days(*period)}
        yield Problem("I-052", SHEET, facts)
    if origin.unit not in desk.units.under(sender.unit) and not sender.keeps:
        facts = {"found": desk.units.label(origin.unit), "wanted": desk.units.label(sender.unit)}
        yield Problem("I-053", SHEET, facts)


def _other_month(heads: Heads, grid: Grid, period: tuple[date, date]) -> Iterator[Problem]:
    """A month in the title or the sheet's name that is not the one reported on."""
    for said in _MONTH.finditer("  ".join((grid.name, *heads.above))):
        year, month = int(said[1]), int(said[2])
        if (year, month) not in {(day.year, day.month) for day in period}:
            facts = {"found": said[0], "wanted": _days(*period)}
            yield Problem("I-054", grid.name, facts, "warning")
            return


def _opened(
    run: DryRun, line: Judged, key: str, stamp: Stamp, desk: Desk, document: str
) -> Outcome:
    """A line that was matched with an item and is another: it opens a new one."""
    told, source = without_stage(line.told), Source(document, line.place)
    outcome = open_item(
        run.register, key, told, run.period[1], stamp, desk, taken=run.rows, source=source
    )
    problems = (Problem(p.id, line.place, p.facts, p.severity) for p in outcome.problems)
    return Outcome(outcome.entries, tuple(problems))


def _sent(entry: Entry, line: Judged, stamp: Stamp, document: str) -> Entry:
    """The entry as it is told: who, when, and the cells it came from (本月!C6、E6; the key's cell when nothing changed)."""
    cells = [change.place for change in line.changes if change.field in entry.fields]
    first, *others = dict.fromkeys(cells or [line.place])
    place = "、".join((first, *(cell.rpartition("!")[2] for cell in others)))
    return replace(
        entry,
        author=stamp.author,
        unit=stamp.unit,
        known_at=stamp.known_at,
        source=Source(document, place),
    )


def _warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(p for p in problems if p.severity == "warning")


def _days(start: date, end: date) -> str:
    if start.day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"{start.year}年{start.month}月"
    return f"{start.isoformat()}至{end.isoformat()}"


__all__ = ["Change", "Choice", "DryRun", "Judged", "Sender", "dry_run", "tell"]
