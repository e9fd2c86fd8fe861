"""表到行: a file of an office becomes rows as the checks read them, without a district and without a ledger.

bytes ──intake.grid──> sheets ──the register whose fields the head names most──> lines ──desk.told──> typed rows
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from luoshi.declare.register import Register
from luoshi.desk.told import read_told
from luoshi.district.units import Units
from luoshi.intake.grid import Grid, read_grids
from luoshi.intake.heads import Heads, find_heads
from luoshi.intake.lines import Line, read_lines
from luoshi.values.problem import Problem

Row = dict[str, Any]


def sheets_to_rows(
    content: bytes, name: str, registers: Sequence[Register], units: Units
) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of each register by its key, and all that is wrong, cell by cell.

    A unit that is not in `units` stays as it is written: a file may come from a place whose units nobody declared.
    """
    read = read_grids(content, name)
    problems = list(read.problems)
    found: dict[str, list[Row]] = {}
    for grid in (one for one in read.grids if one.rows and not one.hidden):
        register, heads = _meant(grid, registers)
        lines = read_lines(grid, heads, register)
        problems += [*heads.problems, *lines.problems]
        rows = found.setdefault(register.key, [])
        for line in lines.lines:
            row, faults = _row(line, register, units)
            rows.append(row)
            problems += faults
    return found, problems


def _meant(grid: Grid, registers: Sequence[Register]) -> tuple[Register, Heads]:
    """The register whose fields the head of the sheet names most; the first of them where it names none."""
    heads = [(one, find_heads(grid, one)) for one in registers]
    return max(heads, key=lambda pair: sum(bool(c.field) for c in pair[1].columns))


def _row(line: Line, register: Register, units: Units) -> tuple[Row, list[Problem]]:
    as_written = {
        f.key: line.told[f.key]
        for f in register.fields
        if f.type == "unit" and f.key in line.told and units.find(str(line.told[f.key])) is None
    }
    told = {name: value for name, value in line.told.items() if name not in as_written}
    values, faults = read_told(register, told, units)
    days = {f.key for f in register.fields if f.type == "date"}
    typed = {k: date.fromisoformat(str(v)) if k in days and v else v for k, v in values.items()}
    key = line.key or str(line.row)
    title = line.title or str(typed.get(register.title) or key)
    row = {**typed, **as_written, register.title: title, "item": key, "title": title}
    row["owner"] = row.get(register.owner)
    return row, [*line.problems, *_at(faults, line.row)]


def _at(faults: Iterable[Problem], row: int) -> list[Problem]:
    return [Problem(p.id, f"第{row}行 {p.place}", p.facts, p.severity) for p in faults]
