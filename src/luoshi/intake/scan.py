"""What stands behind the values of a sheet: formulas, error cells, percent formats, merged cells, and how far it reaches.

The reader of values (calamine) gives a formula's last result and nothing of the formula, an error as an empty cell, and
makes a full rectangle out of two far cells; so each sheet's own XML is looked through first, once, in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

ROWS_MAX = 200_000
COLUMNS_MAX = 200
AREA_MAX = 4_000_000  # cells of the rectangle that holds all values
Cell = tuple[int, int]  # row and column, from 0

_OUTSIDE = re.compile(
    r"\[\d+\][^\[\]]*!"  # another workbook, as a file writes it
    r"|\[[^\[\]]+\.xl\w*\]"  # the same, as a person writes it
    r"|\b(?:https?|ftp|file)://|\\\\"
    r"|[\w.]+\|[^!|]*!"  # DDE: program|topic!item
    r"|\b(?:WEBSERVICE|HYPERLINK|RTD|CALL|REGISTER\.ID|IMAGE|STOCKHISTORY|CUBE\w+|SQL\.REQUEST|DDE)\s*\(",
    re.IGNORECASE,
)


class TooMuch(Exception):
    """A file goes beyond a limit; `problem` and `facts` say which."""

    def __init__(self, problem: str, facts: Mapping[str, Any]) -> None:
        super().__init__(problem)
        self.problem, self.facts = problem, facts


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and whether the file holds what it last gave."""

    text: str
    has_result: bool

    @property
    def outside(self) -> bool:
        """True when it asks another file, program or machine."""
        return bool(_OUTSIDE.search(self.text))


@dataclass(slots=True)
class SheetScan:
    """What was seen in one sheet."""

    formulas: dict[Cell, Formula] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)  # #REF! #N/A …
    percents: set[Cell] = field(default_factory=set)  # numbers shown as 50% and kept as 0.5
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)  # first and last cell


class Scan:
    """Looks through one sheet's XML as it comes; raises TooMuch at the first cell beyond a limit."""

    def __init__(self, percents: frozenset[int]) -> None:
        self.found = SheetScan()
        self._percents = {str(number) for number in percents}
        self._kinds: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._shared: dict[str, str] = {}
        self._row, self._column = -1, -1
        self._error = self._percent = self._valued = False
        self._formula: list[str] | None = None
        self._share = ""
        self._words: list[str] | None = None
        self._box = [ROWS_MAX, COLUMNS_MAX, -1, -1]  # top, left, bottom, right
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._parser.Parse(piece, False)

    def end(self) -> SheetScan:
        """What was found, when all bytes were fed."""
        self._parser.Parse(b"", True)
        top, left, bottom, right = self._box
        area = (bottom - top + 1) * (right - left + 1)
        if bottom >= top and area > AREA_MAX:
            raise TooMuch("I-010", {"rows": bottom + 1, "columns": right + 1})
        return self.found

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        kind = self._kinds.get(name) or self._kinds.setdefault(name, name.rpartition(":")[2])
        if kind == "c":
            self._place(given.get("r"))
            self._error = given.get("t") == "e"
            self._percent = given.get("s") in self._percents
        elif kind == "v" or kind == "is":
            self._value(kind)
        elif kind == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
        elif kind == "f":
            self._formula, self._valued = [], False
            self._share = given.get("si", "") if given.get("t") == "shared" else ""
            self._listen(self._formula)
        elif kind == "mergeCell":
            first, _, last = given.get("ref", "").partition(":")
            if last:
                self.found.merged.append((self._read(first), self._read(last)))

    def _value(self, kind: str) -> None:
        row, column, box = self._row, self._column, self._box
        if row >= ROWS_MAX:
            raise TooMuch("I-006", {"limit": ROWS_MAX})
        if column >= COLUMNS_MAX:
            raise TooMuch("I-007", {"limit": COLUMNS_MAX, "row": row + 1})
        if row < box[0]:
            box[0] = row
        if row > box[2]:
            box[2] = row
        if column < box[1]:
            box[1] = column
        if column > box[3]:
            box[3] = column
        if self._percent:
            self.found.percents.add((row, column))
        if kind == "v" and (self._error or self._formula is not None):
            self._words = []
            self._listen(self._words)

    def _listen(self, words: list[str]) -> None:
        """Take down the words of an element; most cells need none of it, and a call for each end would cost a third of the scan."""
        self._parser.CharacterDataHandler = words.append
        self._parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        kind = self._kinds[name]
        if kind == "v" and self._words is not None:
            text, self._words = "".join(self._words), None
            self._valued = bool(text)
            if self._error:
                self.found.errors[self._row, self._column] = text
        if kind == "c":
            if self._formula is not None:
                self._keep_formula(self._formula)
            self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None

    def _keep_formula(self, words: list[str]) -> None:
        text = "".join(words)
        if self._share:
            text = self._shared.setdefault(self._share, text)
        self.found.formulas[self._row, self._column] = Formula(text, self._valued)
        self._formula = None

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = self._read(reference)

    def _read(self, reference: str) -> Cell:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters)
        return int(reference[len(letters) :]) - 1, column

    def _doctype(self, *_: Any) -> None:
        raise TooMuch("I-009", {})


def column_number(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26; ValueError for what is no column."""
    number = 0
    for letter in letters.replace("$", "").upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= 2**14:
        raise ValueError(letters)
    return number - 1


def column_letters(number: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
