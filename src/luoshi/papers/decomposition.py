"""任务分解表: every task of a speech in a row, the ten columns that districts use (8.6).

What nobody stated stays empty, above all the owner. It is no statutory paper (9.11): it goes out as the attachment of one, or stays inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.papers.paper import Block, Paper, Paragraph, Table
from luoshi.papers.words import heads, word

_SHARES = (0.8, 4.6, 3.2, 1.4, 2.0, 2.6, 1.8, 3.2, 2.6, 1.0)
_CENTRED = frozenset({0, 3, 4, 6, 9})


@dataclass(frozen=True, slots=True)
class Task:
    """One row as it is worded; the serial number comes by itself."""

    task: str
    target: str = ""
    leader: str = ""
    lead: str = ""  # the unit named first
    units: str = ""
    due: str = ""
    progress: str = ""
    problem: str = ""
    state: str = ""


def table(tasks: Sequence[Task]) -> Block:
    """The tasks as a wide table; one sentence where there are none."""
    if not tasks:
        return Paragraph(word("empty_decomposition"))
    rows = tuple(
        (
            str(number),
            t.task,
            t.target,
            t.leader,
            t.lead,
            t.units,
            t.due,
            t.progress,
            t.problem,
            t.state,
        )
        for number, t in enumerate(tasks, 1)
    )
    return Table(heads("decomposition"), rows, _SHARES, _CENTRED, wide=True)


def decomposition(
    title: tuple[str, ...], tasks: Sequence[Task], signer: str = "", day: date | None = None
) -> Paper:
    """The table as a sheet of its own."""
    kind = word("title_decomposition")
    return Paper(kind, title or (kind,), (table(tasks),), signer=signer, day=day)
