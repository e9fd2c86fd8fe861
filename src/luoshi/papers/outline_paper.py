"""下次讲话提纲: facts for whoever drafts the next speech. A point without a source cannot be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.papers.paper import Block, Heading, Paper, Paragraph
from luoshi.papers.words import word


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence and where its facts stand.

    Raises:
        ValueError: no text, or no source: nothing is invented.
    """

    text: str
    source: str

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.source.strip():
            raise ValueError("a point names its source")

    def __str__(self) -> str:
        return f"{self.text.rstrip('。')}（{self.source}）。"


def outline(sections: Sequence[tuple[str, Sequence[Point]]], day: date) -> Paper:
    """The points under the heads that the caller gives; the first line says that it is a draft."""
    title = (word("title_outline"),)
    body: list[Block] = [Paragraph(word("outline_draft"))]
    for head, points in sections:
        if points:
            body.append(Heading(1, head))
            body += [Paragraph(str(point)) for point in points]
    if len(body) == 1:
        body.append(Paragraph(word("empty_outline")))
    return Paper(word("title_outline"), title, tuple(body), day=day)
