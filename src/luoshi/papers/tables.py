"""公文中的表: heads on every page, no row split between two pages that fits on one, text that wraps; and the sheet of fields of a slip.

The markup is written as text: python-docx finds its cells anew for every cell, which takes seconds at 300 rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from luoshi.papers.frame import characters
from luoshi.papers.layout import Face, face, layout, lying_width, text_width
from luoshi.papers.markup import paragraph, runs
from luoshi.papers.paper import Field, Form, Table

FORM_SHARES = (0.16, 0.34, 0.16, 0.34)
_EDGE = 60  # twips between a rule and the text: three figures fit in a column of serial numbers
_LINE_SHARE, _PAGE_SHARE = (
    1.35,
    0.8,
)  # a line's height of its type; of a page, what rows may count on


def table(given: Table) -> str:
    """A table as markup, as wide as the text of its page."""
    sizes = layout()["table"]
    points = sizes["wide_cell_points" if given.wide else "cell_points"]
    widths = shared(lying_width() if given.wide else text_width(), given.shares)
    every = frozenset(range(len(widths)))
    head_face = face("heading_1").at(points if given.wide else sizes["head_points"])
    cell_face = face("body").at(points)
    page = layout()["page"]
    high = text_width() if given.wide else page["height"] - page["top"] - page["bottom"]
    head = _row(given.heads, widths, head_face, every, "<w:cantSplit/><w:tblHeader/>")
    rows = [
        _row(row, widths, cell_face, given.centred, "<w:cantSplit/>" * whole)
        for row in given.rows
        for whole in [_height(row, widths, points) <= high * _PAGE_SHARE]
    ]
    return _table(widths, [head, *rows])


def form(given: Form) -> str:
    """A sheet of fields as markup: label and value, once or twice in a row."""
    widths = shared(text_width(), FORM_SHARES)
    return _table(widths, [_fields(row, widths) for row in given.rows])


def shared(width: int, shares: Sequence[float]) -> list[int]:
    """A width cut by shares into whole twips that add up to it."""
    total, so_far, found = sum(shares), 0.0, list[int]()
    for share in shares:
        so_far += share
        found.append(round(width * so_far / total) - sum(found))
    return found


def _table(widths: Sequence[int], rows: Iterable[str]) -> str:
    eighths = layout()["table"]["rule_eighths"]
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_EDGE}" w:type="dxa"/><w:right w:w="{_EDGE}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    in_face: Face,
    centred: frozenset[int],
    said_of_row: str,
) -> str:
    said = "".join(
        _cell(text, width, in_face, at in centred)
        for at, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr>{said_of_row}</w:trPr>{said}</w:tr>"


def _height(cells: Sequence[str], widths: Sequence[int], points: float) -> float:
    """About how high a row becomes, in twips. One that no page can hold has to split, or what is beyond the page is lost."""
    lines = max(
        sum(
            max(1, ceil(characters(part) * points * 20 / max(1, width - 2 * _EDGE)))
            for part in parts
        )
        for parts, width in zip((cell.split("\n") for cell in cells), widths, strict=True)
    )
    return lines * points * 20 * _LINE_SHARE


def _fields(row: tuple[Field, ...], widths: Sequence[int]) -> str:
    label_face, value_face = face("heading_1").at(14), face("body").at(14)
    values = (sum(widths[1:]),) if len(row) == 1 else (widths[1], widths[3])
    said = "".join(
        _cell(one.label, widths[0], label_face, centred=True)
        + _cell(one.value, width, value_face, centred=False, span=3 if len(row) == 1 else 1)
        for one, width in zip(row, values, strict=True)
    )
    height = max(one.lines for one in row) * layout()["page"]["line"]
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
        f"{said}</w:tr>"
    )


def _cell(text: str, width: int, in_face: Face, centred: bool, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    turned = '<w:jc w:val="center"/>' if centred else '<w:jc w:val="left"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{paragraph(runs(text, in_face), 'Cell', turned)}</w:tc>"
    )
