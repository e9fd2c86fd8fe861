"""公文: one official document as a value. `page.written` sets it as a Word file, `faults.faults` says what the standard would object to.

mark · number          a statutory paper only (9.11)
title                  lines as they are broken
addressee
body                   headings of four levels, paragraphs, tables, forms
attachments · signer · day
record                 who gets a copy, who printed it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal[0, 1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without its number, which `numbering` gives; `then` runs on in the same line in the face of the body.

    Level 0 is a label (出席：): in the face of the first level, with no number and in no outline.
    """

    level: Level
    text: str
    then: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, its first line two characters in."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads that every page repeats. A wide table lies across the page, in a section of its own."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]  # of the width, column by column; they need not add up to 1
    centred: frozenset[int] = frozenset()  # columns of short words and figures
    caption: str = ""
    wide: bool = False

    def __post_init__(self) -> None:
        assert len(self.heads) == len(self.shares) > 0, self.heads
        assert all(len(row) == len(self.heads) for row in self.rows), self.heads


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its label and what is filled in; `lines` is the room that is left for a hand."""

    label: str
    value: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of fields, one or two in a row."""

    rows: tuple[tuple[Field, ...], ...]

    def __post_init__(self) -> None:
        assert all(1 <= len(row) <= 2 for row in self.rows), self.rows


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG in the middle of the line, its caption below; the caption is also what is read out in its place."""

    svg: str
    caption: str
    share: float = 1.0  # of the width of the text

    def __post_init__(self) -> None:
        assert 0 < self.share <= 1, self.share


Block = Heading | Paragraph | Table | Form | Picture


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: its name in the note; with a body it follows on a new page."""

    name: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """版记: who gets a copy, who printed it and when."""

    printer: str
    printed: date
    copies: str = ""  # 抄送, as it is written


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. What is empty is left out, and takes no line."""

    kind: str  # 通报, 通知; 督办单 and 任务分解表 are no statutory kinds
    title: tuple[str, ...]
    body: tuple[Block, ...]
    mark: str = ""  # 发文机关标志, in red above the number
    number: str = ""  # 发文字号
    addressee: str = ""  # without its colon
    attachments: tuple[Attachment, ...] = ()
    signer: str = ""
    day: date | None = None
    record: Record | None = None
    close: bool = (
        False  # lines closer than the standard's 22 a page: an inner paper that must fit one sheet
    )

    @property
    def whole_title(self) -> str:
        """The title in one line."""
        return "".join(self.title)


def day_written(day: date) -> str:
    """A day as papers write it, no zero before a single figure (9.6): 2023年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
