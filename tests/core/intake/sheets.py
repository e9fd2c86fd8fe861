"""Sheets as people send them, made on the spot: rows of cells, merged ranges, further sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.intake.grid import Grid, read_grids


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sheet(
    rows: Iterable[Sequence[Any]], *, name: str = "本月", merged: Iterable[str] = ()
) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    active = book.active
    active.title = name
    for row in rows:
        active.append(list(row))
    for cells in merged:
        active.merge_cells(cells)
    return saved(book)


def grid(content: bytes) -> Grid:
    """The first grid of a file that is read without a fault."""
    read = read_grids(content, "表.xlsx")
    assert [p for p in read.problems if p.severity == "error"] == []
    return read.grids[0]


def edited(content: bytes, edit: Callable[[Worksheet], None]) -> bytes:
    """A workbook after a person's hand was on its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book.worksheets[0])
    return saved(book)


def with_part(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one of its parts changed."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            text = given.read(name)
            made.writestr(name, change(text) if name == part else text)
    return kept.getvalue()
