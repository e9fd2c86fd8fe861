"""篇幅: the characters of a paper, counted as Word counts them, against the limits of the burden rules (8.14).

Every Chinese character and mark is one, a Western word or figure is one. The limit is held against the text; what stands in tables and in attachments
is counted beside it and shown, since the rule does not say which it means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from luoshi.papers.numbering import numbered
from luoshi.papers.paper import Block, Form, Heading, Paper, Paragraph, Picture
from luoshi.values.label import Label
from luoshi.values.problem import Problem

Limit = Literal["policy", "task"]
_COUNTED = re.compile(r"[!-~]+|[^\s!-~]")


@dataclass(frozen=True, slots=True)
class Length:
    """Characters by where they stand."""

    text: int  # title, addressee, headings with their numbers, paragraphs, names of attachments, signer
    tables: int
    attachments: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.text + self.tables + self.attachments


def counted(text: str) -> int:
    """Characters of a text as Word says 字数."""
    return len(_COUNTED.findall(text))


def length(paper: Paper) -> Length:
    """How long a paper is."""
    text, tables = _body(paper.body)
    around = (paper.whole_title, paper.addressee, paper.signer)
    text += sum(map(counted, around)) + sum(counted(one.name) for one in paper.attachments)
    return Length(text, tables, sum(sum(_body(one.body)) for one in paper.attachments))


def limit_of(limit: Limit, on: date) -> int | None:
    """Characters that a paper may have on a day; None before the rule."""
    rule = _limits()[limit]
    return int(rule["limit"]) if on >= rule["from"] else None


def too_long(paper: Paper, limit: Limit, on: date) -> list[Problem]:
    """A warning where the text is beyond the limit that holds on a day."""
    rule = _limits()[limit]
    text = length(paper).text
    if on < rule["from"] or text <= rule["limit"]:
        return []
    facts = {"text_count": text, "limit_count": rule["limit"], "label": Label.of(rule["label"])}
    return [Problem("B-103", paper.whole_title, facts, "warning")]


def _body(body: Iterable[Block]) -> tuple[int, int]:
    text = tables = 0
    for number, one in numbered(body):
        if isinstance(one, Heading):
            text += counted(number + one.text) + counted(one.then)
        elif isinstance(one, Paragraph):
            text += counted(one.text)
        elif isinstance(one, Form):
            tables += sum(counted(f.label) + counted(f.value) for row in one.rows for f in row)
        elif isinstance(one, Picture):
            tables += counted(one.caption)
        else:
            cells = [one.caption, *one.heads, *(cell for row in one.rows for cell in row)]
            tables += sum(map(counted, cells))
    return text, tables


@cache
def _limits() -> dict[str, dict[str, Any]]:
    text = files("luoshi.papers").joinpath("length.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
