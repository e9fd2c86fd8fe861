"""Tables of text whose columns stand under each other, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()
) -> list[str]:
    """Lines with two blanks between the columns; those in `right` are pushed to the right, as numbers are read."""
    every = [heads, *rows]
    widths = [max(width(row[n]) for row in every) for n in range(len(heads))]
    lines = []
    for row in every:
        cells = []
        for n, cell in enumerate(row):
            blanks = " " * (widths[n] - width(cell))
            cells.append(blanks + cell if n in right else cell + blanks)
        lines.append("  ".join(cells).rstrip())
    return lines
