"""A table of contents before the speech: headings that stand again below are set aside."""

from __future__ import annotations

import re

from luoshi.speech.clean.characters import SPACE, pattern
from luoshi.speech.clean.furniture import whole_lines
from luoshi.speech.clean.lines import HEADING
from luoshi.speech.clean.strand import Strand

_LABEL = rf"^[{SPACE}]*(?:目[{SPACE}]*录|提[{SPACE}]*纲|内容提要|目录[/／]提纲)[{SPACE}]*[：:]?[….{SPACE}]*$"
_LEADER = rf"[{SPACE}\t….·]*\d{{0,3}}[{SPACE}]*\Z"
_LINES_MAX = 120  # a longer block of headings is no table of contents


def contents(strand: Strand) -> None:
    """Set aside the block of headings that a publisher printed before the text."""
    text = strand.text
    head = text[:20_000]
    label = pattern(_LABEL, re.MULTILINE).search(head[:6_000])
    if label is not None:
        _set_aside(strand, label.start(), label.end() + 1, share=0.34)
        return
    first = pattern(rf"^{HEADING}", re.MULTILINE).search(head[:3_000])
    if first is not None:
        _set_aside(strand, first.start(), first.start(), share=1.0)


def _set_aside(strand: Strand, start: int, first: int, share: float) -> None:
    """Remove the lines from `start` when enough of the headings that follow stand again below the block."""
    text, at = strand.text, first
    headings: list[str] = []
    for line in text[first : first + 20_000].split("\n")[:_LINES_MAX]:
        words = pattern(_LEADER).sub("", line.strip())
        dots = not words and line.strip() != ""
        if not dots and not (
            pattern(HEADING).match(words) and len(words) <= 60 and "。" not in words
        ):
            break
        if words and words in headings:
            break  # the speech itself begins
        headings += [words] if words else []
        at += len(line) + 1
    rest = "\n" + text[at:]
    again = [words for words in headings if "\n" + words.rstrip("：:；;，,") in rest]
    while headings and share == 1.0 and headings[-1] not in again:
        return
    if len(again) >= (2 if share < 1 else 3) and len(again) >= share * len(headings):
        strand.mend([whole_lines(text, start, min(at - 1, len(text)))])
