"""逐行核对: what one line of a sheet would do to the item it speaks of, with every difference and every fault at its cell.

The desk judges, as it does for a form and for a report by machine; here its words are moved to the cells they speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple

from luoshi.declare.register import Register
from luoshi.declare.show import SYSTEM_NAMES
from luoshi.desk.issue import new_keys
from luoshi.desk.outcome import Stamp
from luoshi.desk.report import Desk, anew, open_item, plain
from luoshi.desk.told import read_told
from luoshi.intake.heads import KEY, SAME, STAGE
from luoshi.intake.lines import Line, Lines
from luoshi.intake.workbook import in_words
from luoshi.journeys.report_to_lights import tell
from luoshi.ledger.entry import Entry, Scalar
from luoshi.values.label import Label, listed
from luoshi.values.problem import Problem

Row = Mapping[str, Any]
Verdict = Literal["same", "confirmed", "update", "new", "waits", "refused"]
VERDICTS: tuple[Verdict, ...] = ("refused", "waits", "update", "new", "confirmed", "same")
Choice = Literal["skip", "update", "new"]
CHOICES: Mapping[Verdict, tuple[Choice, ...]] = {
    "same": ("skip",),
    "confirmed": ("update", "skip"),
    "update": ("update", "skip"),
    "new": ("new", "skip"),
    "waits": ("update", "skip"),
    "refused": ("skip",),
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the sheet: the unit that tells, and whether it holds the register (then it may fill the keeper's fields and open items)."""

    unit: str
    keeps: bool = False


class Change(NamedTuple):
    """One difference: what the register says now, what the sheet says, and (where a form was made from another) what that was."""

    field: str
    was: Any
    now: Any
    place: str
    given: Any = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of the sheet: what it would do, every difference and every problem by cell."""

    row: int  # as the sheet numbers it, from 1
    key: str
    title: str
    verdict: Verdict
    place: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    choices: tuple[Choice, ...] = ()  # the first is done without a word, unless the line waits
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    told: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Judge:
    """Judges line after line. `rows` are those the sender may see, `taken` all numbers ever given, `before` the rows that a form
    was filled with."""

    def __init__(
        self,
        lines: Lines,
        register: Register,
        sender: Sender,
        desk: Desk,
        on: date,
        rows: Mapping[str, Row],
        taken: frozenset[str],
        before: Mapping[str, Row],
    ) -> None:
        self.lines, self.register, self.sender = lines, register, sender
        self.desk, self.on = desk, on
        self.rows, self.taken, self.before = rows, taken, before
        self.stamp = Stamp("", sender.unit, datetime.combine(desk.today, datetime.min.time(), UTC))
        self.below = desk.units.under(sender.unit)
        self.names = {stage.label.zh: STAGE for stage in register.stages} | {"阶段": STAGE}
        self.names |= {one.label.zh: one.key for one in register.fields}
        asked = {"reporter", "keeper"} if sender.keeps else {"reporter"}
        self.asked = {f.key for f in register.fields if f.asked_of in asked} | {STAGE}
        self.by_title: dict[str, list[str]] = {}
        for key, row in rows.items():
            self.by_title.setdefault(str(row.get("title") or ""), []).append(key)
        self.keys = new_keys(register, {*rows, *taken}, on)
        self.seen: dict[str, int] = {}

    def all(self) -> Iterator[Judged]:
        """Every line in its order."""
        for line in self.lines.lines:
            key, fault = self._key(line)
            if fault:
                yield self._judged(line, key, "refused", problems=(*line.problems, fault))
                continue
            if key:
                self.seen[key] = line.row + 1
            row = self.rows.get(key)
            if row is None and self.sender.keeps:
                yield self._new(line, key)
            else:
                yield self._known(line, key, row)

    def _key(self, line: Line) -> tuple[str, Problem | None]:
        """The key of a line: its own, or that of the only item of its name."""
        key, place = line.key, self.lines.place(line)
        if not key:
            named = self.by_title.get(line.title, []) if line.title else []
            if len(named) > 1:
                facts = {"title": line.title, "keys": "、".join(named[:8])}
                return "", Problem("I-042", place, facts)
            if not named and not self.sender.keeps:
                return "", Problem("I-041", place, {"title": line.title})
            key = named[0] if named else ""
        if key in self.seen:
            return key, Problem("I-043", place, {"key": key, "row": self.seen[key]})
        return key, None

    def _new(self, line: Line, key: str) -> Judged:
        key = key or next(k for k in self.keys if k not in self.seen)
        self.seen[key] = line.row + 1
        taken = self.rows if key not in self.taken else {key: {}}
        told = without_stage(line.told)
        outcome = open_item(self.register, key, told, self.on, self.stamp, self.desk, taken=taken)
        problems = (*line.problems, *self._placed(line, outcome.problems))
        entries = outcome.entries
        if has_errors(problems):
            return self._judged(line, key, "refused", problems=problems)
        changes = tuple(self._changes(line, entries, {}))
        return self._judged(line, key, "new", changes, problems, entries)

    def _known(self, line: Line, key: str, row: Row | None) -> Judged:
        """A line about an item that stands (or about none, which the desk refuses)."""
        problems, told, waits = list(line.problems), dict(line.told), list[Change]()
        if row is not None:
            values, faults = read_told(self.register, without_stage(told), self.desk.units)
            told = self._own(line, told, values, row, problems)
            again = anew(self.register, row, self.on)
            told, waits = self._since(line, key, told, values, row, problems, again)
            differing = [
                n for n in told if n in values and (n in again or values[n] != plain(row.get(n)))
            ]
            touched = bool(faults or differing or _moves(told, row))
            if line.same and touched:
                words = listed(map(self._label, differing or told))
                problems.append(Problem("I-046", self.lines.place(line, SAME), {"fields": words}))
            mine = row.get("owner") in self.below or self.sender.keeps
            if mine and not touched and not line.same:
                verdict: Verdict = "refused" if has_errors(problems) else "same"
                return self._judged(line, key, verdict, problems=tuple(problems))
            told = {n: raw for n, raw in told.items() if n in differing or n not in values}
        outcome = tell(self.register, key, row, told, self.on, self.stamp, self.desk)
        problems += self._placed(line, outcome.problems)
        if has_errors(problems):
            return self._judged(line, key, "refused", problems=tuple(problems))
        changes = tuple(self._changes(line, outcome.entries, row or {}))
        if waits:
            problems.append(self._stale(line, waits))
            both = {change.field: change for change in waits}
            changes = tuple(both.get(change.field, change) for change in changes)
        verdict = (
            "waits"
            if waits
            else "update"
            if changes
            else "confirmed"
            if outcome.entries
            else "same"
        )
        return self._judged(line, key, verdict, changes, tuple(problems), outcome.entries)

    def _own(
        self,
        line: Line,
        told: dict[str, Any],
        values: Mapping[str, Scalar],
        row: Row,
        problems: list[Problem],
    ) -> dict[str, Any]:
        """Only what this sender is asked for; another field that differs is told, one that does not is left out."""
        own: dict[str, Any] = {}
        for name, raw in told.items():
            if name in self.asked:
                own[name] = raw
            elif name not in values or values[name] != plain(row.get(name)):
                was, now = (
                    self._words(name, row.get(name)),
                    self._words(name, values.get(name, raw)),
                )
                facts = {"field": self._label(name), "was": was, "now": now}
                problems.append(Problem("I-044", self.lines.place(line, name), facts))
        return own

    def _since(
        self,
        line: Line,
        key: str,
        told: dict[str, Any],
        values: Mapping[str, Scalar],
        row: Row,
        problems: list[Problem],
        again: frozenset[str],
    ) -> tuple[dict[str, Any], list[Change]]:
        """What the sender changed in a form, apart from what others have told since; where both did, the line waits. What a new period
        tells anew (`again`) was given empty, and nobody has told it since."""
        given = self.before.get(key)
        if given is None:
            return told, []
        waits: list[Change] = []
        own = dict(told)
        for name in self.lines.columns.keys() & self.asked - {STAGE} - again:
            was, stands = plain(given.get(name)), plain(row.get(name))
            place = self.lines.place(line, name)
            if name not in told:
                if was is not None and stands is not None:
                    facts = {"was": self._words(name, stands)}
                    problems.append(Problem("I-045", place, facts, "warning"))
            elif name in values and stands != was:
                if values[name] == was:
                    own.pop(name)
                elif values[name] != stands:
                    waits.append(Change(name, stands, values[name], place, was))
        return own, waits

    def _stale(self, line: Line, waits: list[Change]) -> Problem:
        differences = [
            (self._label(c.field), *(self._words(c.field, v) for v in (c.given, c.was, c.now)))
            for c in waits
        ]
        said = Label(
            "；".join(f"{f.zh}：{a.zh}→{b.zh}，表里是{c.zh}" for f, a, b, c in differences),
            "; ".join(f"{f.en}: {a.en} → {b.en}, the sheet {c.en}" for f, a, b, c in differences),
        )
        return Problem("I-055", waits[0].place, {"differences": said})

    def _changes(self, line: Line, entries: Iterable[Entry], row: Row) -> Iterator[Change]:
        for entry in entries:
            for name, value in entry.fields.items():
                yield Change(name, plain(row.get(name)), value, self.lines.place(line, name))

    def _placed(self, line: Line, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The desk's problems at the cells they speak of."""
        for problem in problems:
            name = self.names.get(problem.place, KEY)
            place = self.lines.place(line, name if name in self.lines.columns else KEY)
            yield Problem(problem.id, place, problem.facts, problem.severity)

    def _label(self, name: str) -> Label:
        declared = self.register.by_field.get(name)
        return declared.label if declared else SYSTEM_NAMES.get(name, Label.of(name))

    def _words(self, name: str, value: Any) -> Label:
        declared = self.register.by_field.get(name)
        if value is None or value == "":
            return Label("空", "empty")
        if declared is None:
            return Label.of(str(value))
        zh, en = (in_words(declared, plain(value), self.desk.units, lang) for lang in ("zh", "en"))
        return Label(str(zh), str(en))

    def _judged(
        self,
        line: Line,
        key: str,
        verdict: Verdict,
        changes: tuple[Change, ...] = (),
        problems: tuple[Problem, ...] = (),
        entries: tuple[Entry, ...] = (),
    ) -> Judged:
        title = line.title or str((self.rows.get(key) or {}).get("title") or "")
        place, choices = self.lines.place(line), CHOICES[verdict]
        if verdict == "update" and self.sender.keeps:
            choices = (*choices, "new")  # it was matched, and is another item all the same
        return Judged(
            line.row + 1, key, title, verdict, place, changes, problems, choices, entries, line.told
        )


def _moves(told: Mapping[str, Any], row: Row) -> bool:
    return bool(told.get(STAGE)) and told[STAGE] != row.get(STAGE)


def without_stage(told: Mapping[str, Any]) -> dict[str, Any]:
    """The told fields; the stage is none of them."""
    return {name: value for name, value in told.items() if name != STAGE}


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when one of them is no mere warning."""
    return any(p.severity == "error" for p in problems)
