"""段落: the parts that every paper of ours is built from: a heading with its table, its paragraphs, or one sentence that there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.papers.paper import Block, Heading, Level, Paragraph, Table
from luoshi.papers.words import heads, word

Cells = tuple[str, ...]


def section(name: str, blocks: Sequence[Block], level: Level = 1) -> list[Block]:
    """A heading of `words.toml` and what stands under it; without blocks, its sentence for nothing."""
    return [Heading(level, word(f"head_{name}")), *(blocks or [Paragraph(word(f"empty_{name}"))])]


def table(
    name: str,
    rows: Sequence[Cells],
    shares: tuple[float, ...],
    centred: Sequence[int] = (),
    *,
    counted: bool = False,
) -> list[Block]:
    """A table under the heads of `words.toml`, its rows numbered where `counted`; nothing for no rows."""
    if not rows:
        return []
    cells = [(str(n), *row) if counted else row for n, row in enumerate(rows, 1)]
    return [Table(heads(name), tuple(cells), shares, frozenset(centred))]
