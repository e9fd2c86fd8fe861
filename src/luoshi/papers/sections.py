"""节: upright and lying parts of one paper, each a section of Word with the page of the standard.

A wide table lies, and with it the headings right above it; the title lies where the paper begins with one. Lying pages are printed with their head
to the left of the upright page: at the binding edge on odd pages, at the cut edge on even ones (9.12).
"""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.papers.layout import layout
from luoshi.papers.paper import Block, Heading, Table


def lies(body: Sequence[Block]) -> list[bool]:
    """Whether each block lies: a wide table, and headings that lead to it."""
    found = list[bool]()
    after = False
    for block in reversed(body):
        after = (isinstance(block, Table) and block.wide) or (isinstance(block, Heading) and after)
        found.append(after)
    return found[::-1]


def section(lying: bool, footers: str) -> str:
    """The properties of a section; `footers` are its references to them."""
    page = layout()["page"]
    if lying:
        size = f'<w:pgSz w:w="{page["height"]}" w:h="{page["width"]}" w:orient="landscape"/>'
        edges = page["binding"], page["lying_side"], page["cut"], page["lying_side"]
    else:
        size = f'<w:pgSz w:w="{page["width"]}" w:h="{page["height"]}"/>'
        edges = page["top"], page["cut"], page["bottom"], page["binding"]
    top, right, bottom, left = edges
    footer = layout()["number"]["footer"] - (page["bottom"] - bottom)
    return (
        f'<w:sectPr>{footers}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{page["line_pitch"]}" '
        f'w:charSpace="{page["character_space"]}"/></w:sectPr>'
    )


def end_of(lying: bool, footers: str) -> str:
    """The paragraph that ends a section, too low to be seen."""
    low = '<w:spacing w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{low}{section(lying, footers)}</w:pPr></w:p>"
