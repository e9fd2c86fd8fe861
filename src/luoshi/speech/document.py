"""What reading a document gives: the cleaned text with its way back to the original, and drafts of commitments.

Nothing is invented: what the text does not say is None or empty, and stands among the questions.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from luoshi.values.problem import Problem

RepairKind = Literal[
    "pinyin",  # a bracketed reading after a character
    "byte_shift",  # GBK read one byte late
    "variant",  # traditional form
    "punctuation",
    "line_break",  # a break inside a sentence
    "furniture",  # page numbers, navigation, paywall notes, the source line
    "control",  # private-use and control characters
]
GapKind = Literal["masked", "cut", "lost"]


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing mended. `start`/`end` are offsets in the original; `before` -> `after`."""

    kind: RepairKind
    start: int
    end: int
    before: str
    after: str
    line: int  # of the original, from 1


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not there and must stay visibly so: a masked name, a cut of the publisher, lost bytes."""

    kind: GapKind
    start: int  # in the cleaned text
    end: int
    text: str
    missing: int | None = None  # characters, where the publisher states them


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A mended text; `text[i]` came from `original[origin[i]]`, and the repairs turn the original into the text."""

    text: str
    origin: array[int]
    repairs: tuple[Repair, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """One numbered point. `parent` is an index into the outline, so that 二是 may stand twice."""

    level: int  # 1 一、 2 （一） 3 1. 4 （1） 5 一是/一要; the document's own nesting, not a style
    number: str  # as printed: 一、 （二） 三是
    title: str
    start: int
    end: int  # of the whole section in the cleaned text
    parent: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """A read document. `text` is clean; `origin[i]` is the offset in the original of its i-th character."""

    file: str
    sha256: str
    title: str
    text: str
    origin: array[int]
    repairs: tuple[Repair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    outline: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()


Comparator = Literal["=", ">=", "<=", ">", "<", "~", "+", "-"]
Precision = Literal["day", "week", "ten_days", "month", "quarter", "half", "year", "plan"]
Kind = Literal["commitment", "fact", "principle"]
Strength = Literal["hard", "soft"]
Modality = Literal["must", "strive", "undated"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. Base units: 元 米 平方米 %; otherwise the measure word as written."""

    value: float
    unit: str
    comparator: Comparator
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of what was said (4月末 -> the 30th), how exact it is, and the words."""

    date: (
        date | None
    )  # None where the text gives no year and none was handed in, or the day does not exist
    precision: Precision
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A measure of a register that could show whether it was done. A person binds; this only offers."""

    register: str
    measure: str
    target: float
    comparator: Comparator
    confidence: float  # 0-1


@dataclass(frozen=True, slots=True)
class Draft:
    """One clause that someone can be asked about later, as the text has it."""

    quote: str
    start: int
    end: int
    headings: tuple[str, ...]
    kind: Kind
    strength: Strength
    modality: Modality
    action: str
    object: str
    names: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    deadline: Deadline | None = None
    owners: tuple[str, ...] = ()
    masked: bool = False
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something the text leaves open and the office must settle: no owner, no date, 尽快, a masked name."""

    kind: Literal["no_owner", "no_date", "vague_date", "masked", "cut", "impossible_date"]
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with what was found in it."""

    document: Document
    drafts: tuple[Draft, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)


Drafts = Sequence[Draft]
