"""行: the lines of a sheet under its head. Each is a key, a name and raw cells by field, with what is wrong in a cell itself.

Blank lines, totals, repeated heads and notes at the foot are passed over; totals and notes are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from luoshi.declare.register import Field, Register
from luoshi.intake.grid import Grid, plain_cell
from luoshi.intake.heads import KEY, SAME, STAGE, HeadColumn, Heads
from luoshi.values.problem import Problem

_TOTAL = re.compile(
    r"(?:(?:总|合|小|共|累)\s*计|平\s*均|(?:sub)?total|sum)(?:[（(].*[）)])?", re.IGNORECASE
)
_NOTE = re.compile(
    r"(?:填[报表]单?位?人?|制表人?|审核人?|复核人?|负责人|联系人|联系电话|电话|日期|备注|说明|注)\s*\d*\s*[:：]"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，％＋", "0123456789.-,%+")
_TICKS = frozenset({"√", "✓", "✔", "是", "1", "true", "yes", "y", "x", "v"})
_NUMBERS = ("count", "amount", "ratio")
_DIGITS_KEPT = 10**15
_ROWS_NAMED = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its row in the grid, the item's key and name as written, and raw cells by field (those that are not empty)."""

    row: int
    key: str
    title: str
    told: Mapping[str, Any]
    same: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a grid, and where each of their cells stands."""

    grid: Grid
    heads: Heads
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: Mapping[str, HeadColumn] = field(default_factory=dict)
    starts: Mapping[str, str] = field(
        default_factory=dict
    )  # field -> 本月!F, what its places begin with

    def place(self, line: Line, name: str = KEY) -> str:
        """Where a field of a line stands; its key's cell, or its first, for what has no column."""
        start = self.starts.get(name) or self.starts.get(KEY) or self.grid.start(self.grid.left)
        return f"{start}{line.row + 1}"


def read_lines(grid: Grid, heads: Heads, register: Register) -> Lines:
    """All lines below the head; what is wrong in a cell itself (a formula, an error, lost digits) stands with its line."""
    columns = {c.field: c for c in heads.columns if c.field}
    if KEY not in columns and register.title not in columns:
        return Lines(grid, heads)
    reader = _Reader(grid, register, columns)
    head_words = {at: column.path[-1] for at, column in _first_two(heads).items() if column.path}
    found: list[Line] = []
    passed: list[int] = []
    for row in range(heads.first, grid.bottom):
        cells = grid.rows[row - grid.top]
        first = next((str(v).strip() for v in cells if v != "" and str(v).strip()), "")
        if not first and not reader.anything_behind(row):
            continue
        if _is_passed(first) or all(
            str(grid.at(row, at)).strip() == said for at, said in head_words.items()
        ):
            passed.append(row + 1)
            continue
        line = reader.line(row)
        if line.key or line.title or line.told or line.problems:
            found.append(line)
    problems = [*reader.formulas()]
    if passed:
        shown = "、".join(map(str, passed[:_ROWS_NAMED])) + (
            "…" if len(passed) > _ROWS_NAMED else ""
        )
        facts = {"count": len(passed), "rows": shown}
        problems.append(Problem("I-040", grid.name, facts, "warning"))
    starts = {name: grid.start(column.at) for name, column in columns.items()}
    return Lines(grid, heads, tuple(found), tuple(problems), columns, starts)


class _Reader:
    """Reads line after line, and counts the formulas whose results it took."""

    def __init__(self, grid: Grid, register: Register, columns: Mapping[str, HeadColumn]) -> None:
        self.grid, self.register, self.columns = grid, register, columns
        self.stages = {
            name: stage.key for stage in register.stages for name in (stage.key, *stage.label)
        }
        self.taken: dict[str, list[int]] = {}
        behind = grid.behind
        self.odd_rows = {row for row, _ in (*behind.formulas, *behind.errors)}
        plain = [(name, c) for name, c in columns.items() if name not in (KEY, SAME)]
        self.cells = [(name, c, register.by_field.get(name)) for name, c in plain]
        self.merged = {first: last[0] for first, last in behind.merged if last[0] > first[0]}
        self.carried: dict[
            int, tuple[int, Any]
        ] = {}  # column -> last row of a merged cell, its value

    def anything_behind(self, row: int) -> bool:
        """True when a row that looks blank holds an error or a formula without its result."""
        return row in self.odd_rows

    def line(self, row: int) -> Line:
        """The line in a row."""
        told: dict[str, Any] = {}
        problems = list(self._odd(row)) if row in self.odd_rows else []
        values, left = self.grid.rows[row - self.grid.top], self.grid.left
        for name, column, declared in self.cells:
            at = column.at - left
            raw = values[at] if at < len(values) else ""
            if self.merged:
                raw = self._carried(row, column.at, raw)
                if declared and declared.type in _NUMBERS and row <= self._merged_to(column.at):
                    problems.append(Problem("I-025", self.grid.place(row, column.at)))
                    continue
            if raw == "" or raw is None:
                continue
            value = plain_cell(raw)
            if declared is None:
                told[name] = self.stages.get(value, value) if name == STAGE else value
            elif value != "":
                told[name] = self._value(row, column, declared, value, problems)
        key, title = self._word(row, KEY), self._word(row, self.register.title)
        same = self._word(row, SAME).lower() in _TICKS
        return Line(row, key, title, told, same, tuple(problems))

    def formulas(self) -> Iterator[Problem]:
        """One warning a column whose formulas were taken by their results."""
        for name, rows in self.taken.items():
            place = self.grid.place(rows[0], self.columns[name].at)
            declared = self.register.by_field.get(name)
            label = declared.label if declared else name
            yield Problem("I-022", place, {"field": label, "count": len(rows)}, "warning")

    def _word(self, row: int, name: str) -> str:
        column = self.columns.get(name)
        if column is None:
            return ""
        raw = self.grid.at(row, column.at)
        return str(plain_cell(self._carried(row, column.at, raw) if self.merged else raw))

    def _carried(self, row: int, at: int, raw: Any) -> Any:
        """The value of a cell that is merged with those below it, in each of their lines."""
        if (row, at) in self.merged:
            self.carried[at] = self.merged[row, at], raw
        return self.carried[at][1] if row <= self._merged_to(at) else raw

    def _merged_to(self, at: int) -> int:
        return self.carried[at][0] if at in self.carried else -1

    def _value(
        self, row: int, column: HeadColumn, declared: Field, value: Any, problems: list[Problem]
    ) -> Any:
        """A raw value as the desk reads it: percents and other units turned into the field's own, lost digits told."""
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if declared.type not in _NUMBERS:
            if number and abs(value) >= _DIGITS_KEPT:
                place = self.grid.place(row, column.at)
                problems.append(Problem("I-024", place, {"value": f"{value:.0f}"}))
            return value
        if number and declared.unit == "%" and (row, column.at) in self.grid.behind.percents:
            return tidy(value * 100)
        if column.factor == 1.0:
            return value
        given = value if number else as_number(str(value))
        return value if given is None else tidy(given * column.factor)

    def _odd(self, row: int) -> Iterator[Problem]:
        """What stands behind the cells of a row and must not be taken for a value."""
        behind = self.grid.behind
        for name, column in self.columns.items():
            cell = (row, column.at)
            place = self.grid.place(*cell)
            formula = behind.formulas.get(cell)
            if cell in behind.errors:
                yield Problem("I-023", place, {"value": behind.errors[cell]})
            elif formula and formula.outside:
                yield Problem("I-020", place, {"formula": f"={formula.text[:80]}"})
            elif formula and not formula.has_result:
                yield Problem("I-021", place, {"formula": f"={formula.text[:80]}"})
            elif formula:
                self.taken.setdefault(name, []).append(row)


def as_number(text: str) -> float | None:
    """A number written in text, also with full-width digits and thousands apart; None for anything else."""
    try:
        return float(text.translate(_FULL_WIDTH).replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def tidy(number: float) -> int | float:
    """A product without the dust that binary fractions leave (0.57 × 10000 is 5700)."""
    value = plain_cell(float(f"{number:.12g}"))
    return value if isinstance(value, (int, float)) else number


def _is_passed(first: str) -> bool:
    return bool(_TOTAL.fullmatch(first.rstrip("：:")) or _NOTE.match(first))


def _first_two(heads: Heads) -> dict[int, HeadColumn]:
    """Two columns that tell a repeated head from a line."""
    return {c.at: c for c in heads.columns[:2]}
