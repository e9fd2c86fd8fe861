"""The speech as a page reads it: paragraphs cut into plain words, marked commitments and gaps."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.board.lamps import Lamp
from luoshi_web.records.models import DraftDecision, Reading


class Piece(NamedTuple):
    """A run of characters of one kind: plain, a gap, or (part of) a draft."""

    text: str
    number: int = 0
    classes: str = ""
    first: bool = False
    start: int = 0
    gap: bool = False
    title: str = ""

    @property
    def marked(self) -> SafeString:
        """The words with their mark. Made here, because between the pieces of a sentence no space may creep in."""
        words: str | SafeString = self.text
        if self.gap and self.number:
            words = format_html('<span class="gap">{}</span>', self.text)
        elif self.gap:
            why = _("原文如此：公开时隐去或缺失，不作推测")
            return format_html('<span class="gap" title="{}">{}</span>', why, self.text)
        if not self.number:
            return conditional_escape(words)
        place = format_html(' id="c{}"', self.start) if self.first else ""
        title = format_html(' title="{}"', self.title) if self.title else ""
        return format_html(
            '<mark class="{}" data-draft="{}"{}{}>{}</mark>',
            self.classes, self.number, place, title, words,
        )  # fmt: skip


class Paragraph(NamedTuple):
    """One line of the cleaned text."""

    start: int  # in the cleaned text
    heading: bool
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One draft beside the text."""

    order: int
    address: str  # of what can be done to it: …/accept/, …/strike/
    decision: DraftDecision
    fields: Mapping[str, Any]
    lamp: Lamp | None
    classes: str
    measure: Any = None
    register: Any = None
    offered: Mapping[str, Any] | None = None
    questions: tuple[str, ...] = ()
    problems: tuple[Any, ...] = ()


ASKED_OF = {"no_owner": "unit", "no_date": "deadline_on", "vague_date": "deadline_on", "impossible_date": "deadline_on"}  # fmt: skip


class Asked(NamedTuple):
    """A question the speech leaves open, the draft it stands in, and whether the office has settled it."""

    kind: str
    text: str
    quote: str
    number: int
    field: str
    settled: bool


def asked(questions: Iterable[Mapping[str, Any]], cards: Iterable[Card]) -> list[Asked]:
    """The questions with their drafts; one is settled by its field or by a decision about the draft."""
    in_order = sorted(cards, key=lambda card: card.decision.draft["start"])
    starts = [card.decision.draft["start"] for card in in_order]
    found = []
    for question in questions:
        at = bisect.bisect_right(starts, question["start"]) - 1
        card = in_order[at] if at >= 0 else None
        if card is not None and question["start"] >= card.decision.draft["end"]:
            card = None
        name = ASKED_OF.get(question["kind"], "")
        told = card is not None and bool(name and card.fields.get(name))
        done = told or (card is not None and card.decision.state != DraftDecision.OPEN)
        number = card.decision.number if card else 0
        quote = card.decision.draft["quote"] if card else ""
        found.append(Asked(question["kind"], question["text"], quote, number, name, done))
    return found


def classes(decision: DraftDecision, lamp: Lamp | None) -> str:
    """The marks of a draft: its state, its kind, its light's colour."""
    draft = decision.draft
    words = [decision.state if decision.state != DraftDecision.OPEN else "open"]
    if draft["kind"] != "commitment":
        words.append("fact")
    elif draft["strength"] == "soft":
        words.append("soft-draft")
    if lamp is not None and decision.state == DraftDecision.ACCEPTED:
        words.append(f"l-{lamp.level}")
    return " ".join(words)


def paragraphs(reading: Reading, cards: Iterable[Card]) -> list[Paragraph]:
    """Cut the text at its line breaks, and each line at the edges of drafts and gaps."""
    spans = _spans(cards)
    gaps = [(gap["start"], gap["end"], gap) for gap in reading.found["gaps"]]
    headings = {h["start"]: h for h in reading.found["outline"]}
    starts = sorted(headings)
    found, at = [], 0
    for line in reading.text.split("\n"):
        end = at + len(line)
        if line.strip() and not (line.strip() == reading.title and not found):
            n = bisect.bisect_left(starts, at)
            heading = headings[starts[n]] if n < len(starts) and starts[n] < end else None
            alone = (
                heading is not None
                and len(line.strip()) <= len(heading["number"] + heading["title"]) + 2
            )
            pieces = tuple(_pieces(reading.text, at, end, spans, gaps))
            found.append(Paragraph(at, alone, heading["level"] if heading else 0, pieces))
        at = end + 1
    return found


def _spans(cards: Iterable[Card]) -> list[tuple[int, int, Card]]:
    """Drafts in order; where two overlap the later one begins after the earlier one."""
    found: list[tuple[int, int, Card]] = []
    reached = 0
    for card in sorted(cards, key=lambda c: (c.decision.draft["start"], c.decision.number)):
        start, end = max(card.decision.draft["start"], reached), card.decision.draft["end"]
        if start < end:
            found.append((start, end, card))
            reached = end
    return found


def _pieces(
    text: str,
    at: int,
    end: int,
    spans: list[tuple[int, int, Card]],
    gaps: list[tuple[int, int, dict[str, Any]]],
) -> Iterable[Piece]:
    cuts = {at, end}
    for start, stop, _what in (*spans, *gaps):
        cuts |= {place for place in (start, stop) if at < place < end}
    edges = sorted(cuts)
    for start, stop in pairwise(edges):
        card = next((c for s, e, c in spans if s <= start < e), None)
        gap = next((g for s, e, g in gaps if s <= start < e), None)
        words = text[start:stop]
        if card is None:
            yield Piece(words, gap=gap is not None)
        else:
            yield Piece(
                words,
                card.decision.number,
                card.classes,
                card.decision.draft["start"] == start,
                card.decision.draft["start"],
                gap is not None,
                card.lamp.why.zh if card.lamp else "",
            )
