"""表格: the bytes of a sheet (.xlsx, .csv, or cells pasted from a spreadsheet) become grids of raw cells with their places.

What a file is, is decided by its content. Nothing here judges a value; but what would be read wrongly (a formula, an
error, a percent) is known at its cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from luoshi.intake.package import SIZE_MAX, Refused, unpack
from luoshi.intake.scan import AREA_MAX, COLUMNS_MAX, ROWS_MAX, Cell, SheetScan, column_letters
from luoshi.speech.receive.encodings import decode
from luoshi.values.problem import Problem

PASTED = "粘贴"
_SAMPLE = 4_000  # characters that tell what parts the cells
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BINARY = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: the rectangle of its values, from the row `top` and the column `left` (from 0), and what stands behind them."""

    name: str
    rows: Sequence[Sequence[Any]]
    top: int = 0
    left: int = 0
    hidden: bool = False
    behind: SheetScan = field(default_factory=SheetScan)

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, as people say it: 本月!F12."""
        return f"{self.start(column)}{row + 1}"

    def start(self, column: int) -> str:
        """What the places of a column begin with: 本月!F."""
        return f"{self.name}!{column_letters(column)}"

    def at(self, row: int, column: int) -> Any:
        """The raw value of a cell; "" for an empty one."""
        r, c = row - self.top, column - self.left
        if 0 <= r < len(self.rows) and 0 <= c < len(self.rows[r]):
            return self.rows[r][c]
        return ""

    @property
    def right(self) -> int:
        """The column after the last."""
        return self.left + max((len(row) for row in self.rows[:200]), default=0)

    @property
    def bottom(self) -> int:
        """The row after the last."""
        return self.top + len(self.rows)

    def over(self, cells: Mapping[Cell, Any]) -> Grid:
        """The same grid with other values in some cells."""
        rows = [list(row) for row in self.rows]
        for (row, column), value in cells.items():
            rows[row - self.top][column - self.left] = value
        return replace(self, rows=rows)

    def mended(self, cells: Mapping[str, str]) -> Grid:
        """The same grid with what a person put right in faulty cells, by place; nothing stands behind those any more."""
        found: dict[Cell, Any] = {}
        for place, text in cells.items():
            sheet, _, cell = place.rpartition("!")
            at = _CELL.fullmatch(cell)
            if sheet != self.name or at is None:
                continue
            row, column = int(at[2]) - 1, _column_number(at[1])
            if 0 <= row - self.top < len(self.rows) and 0 <= column - self.left < len(
                self.rows[row - self.top]
            ):
                found[row, column] = text
        if not found:
            return self
        behind = replace(
            self.behind,
            formulas={c: f for c, f in self.behind.formulas.items() if c not in found},
            errors={c: e for c, e in self.behind.errors.items() if c not in found},
            percents=self.behind.percents - found.keys(),
        )
        return replace(self.over(found), behind=behind)


@dataclass(frozen=True, slots=True)
class Grids:
    """The sheets of a file in their order, and what is wrong with the file as a whole."""

    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()


def _column_number(letters: str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def read_grids(content: bytes, name: str = "") -> Grids:
    """The grids of a file, or of text pasted from a spreadsheet (no `name`); never raises on any bytes."""
    place = name or PASTED
    if len(content) > SIZE_MAX:
        facts = {"limit_mb": SIZE_MAX // 2**20}
        return Grids((), (Problem("I-004", place, facts),))
    if not content.strip(b" \t\r\n\0"):
        return Grids((), (Problem("I-008", place),))
    try:
        if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _workbook(content, place)
        return _text(content, place)
    except Refused as refused:
        return Grids((), (refused.problem,))


def _workbook(content: bytes, name: str) -> Grids:
    package = unpack(content, name)
    found: list[Grid] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(package.content)) as book:
            for sheet in book.sheets_metadata:
                if sheet.name not in package.scans:
                    continue  # a chart or a macro sheet
                values = book.get_sheet_by_name(sheet.name)
                top, left = values.start or (0, 0)
                hidden = sheet.visible != SheetVisibleEnum.Visible
                scan = package.scans[sheet.name]
                found.append(Grid(sheet.name, values.to_python(), top, left, hidden, scan))
    except (CalamineError, ValueError, OverflowError):
        raise Refused(Problem("I-005", name)) from None
    if not any(grid.rows for grid in found):
        raise Refused(Problem("I-008", name))
    return Grids(tuple(found))


def _text(content: bytes, name: str) -> Grids:
    _refuse_other_files(content, name)
    text, problems = decode(content, name)
    if "\0" in text:
        raise Refused(Problem("I-001", name, {"found": "binary"}))
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in islice(_records(text), ROWS_MAX + 1):
            cells += len(row)
            if len(row) > COLUMNS_MAX and any(c.strip() for c in row[COLUMNS_MAX:]):
                raise Refused(Problem("I-007", name, {"limit": COLUMNS_MAX, "row": len(rows) + 1}))
            if cells > AREA_MAX:
                facts = {"rows": len(rows) + 1, "columns": len(row)}
                raise Refused(Problem("I-010", name, facts))
            rows.append(row[:COLUMNS_MAX])
    except csv.Error:
        raise Refused(Problem("I-013", name, {"line": len(rows) + 1})) from None
    if len(rows) > ROWS_MAX:
        raise Refused(Problem("I-006", name, {"limit": ROWS_MAX}))
    return Grids((Grid(name.rpartition("/")[2].rpartition(".")[0] or name, rows),), problems)


def _records(text: str) -> Iterator[list[str]]:
    """Rows of separated cells: by tabs, as spreadsheets copy them, or by the commoner of comma and semicolon."""
    sample = text[:_SAMPLE]
    parting = "\t" if "\t" in sample else max(",;", key=sample.count)
    return csv.reader(io.StringIO(text), delimiter=parting)


def _refuse_other_files(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        raise Refused(Problem("I-003" if _ENCRYPTED in content else "I-002", name))
    for magic, called in _BINARY.items():
        if content.startswith(magic):
            raise Refused(Problem("I-001", name, {"found": called}))


def plain_cell(value: Any) -> Any:
    """A raw cell as the desk reads it: whole numbers without a tail, days without an hour, text without its edges."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        tidy = float(f"{value:.15g}")  # what a sheet shows of 0.1 + 0.2
        return int(tidy) if tidy.is_integer() and abs(tidy) < 2**53 else tidy
    if isinstance(value, datetime):
        return (
            value.date()
            if value.time() == datetime.min.time()
            else value.strftime("%Y-%m-%d %H:%M")
        )
    if isinstance(value, date):
        return value
    return str(value).strip()
