"""出处: what a form remembers of itself (register, unit, period, and the entry up to which it was filled), on a hidden sheet.

It tells a form of another month or unit from the right one, and a value that somebody else has told since from one that the
sender changed. It is a help, not a proof: whoever alters it is judged by the desk like everybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.intake.grid import Grid
from luoshi.values.problem import Problem

SHEET = "luoshi"
MARK = "luoshi."  # begins the cells of the hidden row that says which field each column holds
_FORM = "form 1"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which form this is. `seq` is the ledger's last entry at the moment when it was filled."""

    register: str
    unit: str
    start: date
    end: date
    seq: int

    def rows(self) -> list[tuple[str, str]]:
        """The cells of the hidden sheet."""
        return [
            ("luoshi", _FORM),
            ("register", self.register),
            ("unit", self.unit),
            ("start", self.start.isoformat()),
            ("end", self.end.isoformat()),
            ("seq", str(self.seq)),
        ]


def find_origin(grids: Sequence[Grid]) -> tuple[Origin | None, tuple[Problem, ...]]:
    """The origin of a form, or None for any other sheet; a warning where it was there and cannot be read."""
    sheet = next((grid for grid in grids if grid.name == SHEET and grid.at(0, 0) == "luoshi"), None)
    if sheet is None:
        return None, ()
    told = {str(sheet.at(n, 0)): sheet.at(n, 1) for n in range(6)}
    try:
        origin = Origin(
            register=str(told["register"]),
            unit=str(told["unit"]),
            start=date.fromisoformat(str(told["start"])),
            end=date.fromisoformat(str(told["end"])),
            seq=int(str(told["seq"])),
        )
    except (KeyError, ValueError):
        return None, (Problem("I-050", SHEET, severity="warning"),)
    if told.get("luoshi") != _FORM or origin.seq < 0:
        return None, (Problem("I-050", SHEET, severity="warning"),)
    return origin, ()


def marked(value: Any) -> str:
    """The field that a cell of the hidden row names; "" for any other cell."""
    text = str(value).strip()
    return text.removeprefix(MARK) if text.startswith(MARK) else ""
