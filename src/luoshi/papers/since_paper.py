"""自上次会以来: what became of items between two meetings, from rows that the caller has worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.papers.paper import Block, Paper, Paragraph
from luoshi.papers.parts import Cells, section, table
from luoshi.papers.words import word

_SHAPES: dict[str, tuple[tuple[float, ...], tuple[int, ...]]] = {  # shares, centred columns
    "gone": ((0.9, 5, 3, 5), (0,)),
    "sum": ((0.9, 4.6, 2.6, 2.2, 2.2, 2.2), (0, 3, 4, 5)),
    "owner": ((0.9, 6, 3.5, 3.5), (0,)),
    "moved": ((0.9, 5, 3, 2.6, 2.6), (0, 3, 4)),
    "closed": ((0.9, 7, 3.5, 2.6), (0, 3)),
    "new": ((0.9, 9, 4), (0,)),
}


@dataclass(frozen=True, slots=True)
class Since:
    """Rows by section, each without its serial number; `meeting` is "" before the first meeting."""

    meeting: str
    day: date
    signer: str = ""
    gone: tuple[Cells, ...] = ()  # item, unit, who took it away when and why
    sum: tuple[Cells, ...] = ()  # item, which, then, now, difference
    owner: tuple[Cells, ...] = ()  # item, then, now
    moved: tuple[Cells, ...] = ()  # item, unit, then, now
    closed: tuple[Cells, ...] = ()  # item, unit, day
    new: tuple[Cells, ...] = ()  # item, unit


def since(given: Since) -> Paper:
    """The changes as a paper; what disquiets most comes first."""
    title = (word("title_since"),)
    if not given.meeting:
        return Paper(
            title[0], title, (Paragraph(word("since_none")),), signer=given.signer, day=given.day
        )
    body: list[Block] = [Paragraph(word("since_compared", meeting=given.meeting))]
    for name, (shares, centred) in _SHAPES.items():
        rows = getattr(given, name)
        body += section(
            f"since_{name}", table(f"since_{name}", rows, shares, centred, counted=True)
        )
    return Paper(title[0], title, tuple(body), signer=given.signer, day=given.day)
