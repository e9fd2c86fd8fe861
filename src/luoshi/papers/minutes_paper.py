"""纪要: facts and decisions of a meeting (9.10, 9.11). Who was there and where it was is left to a hand: no speech says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.papers.paper import Block, Heading, Paper, Paragraph, day_written
from luoshi.papers.parts import section
from luoshi.papers.words import word

_BY_HAND = ("place", "host", "attended", "absent", "listed")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision in the words of the meeting; what was not settled is ""."""

    text: str
    lead: str = ""
    units: str = ""
    due: str = ""

    def __str__(self) -> str:
        settled = [
            word("minutes_lead", lead=self.lead) if self.lead else "",
            word("minutes_with", units=self.units) if self.units else "",
            word("minutes_due", day=self.due) if self.due else "",
        ]
        said = "，".join(part for part in settled if part) or word("minutes_open")
        return f"{self.text.rstrip('。；')}（{said}）。"


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes tell."""

    meeting: str
    held_on: date
    said: Sequence[str] = ()
    decided: Sequence[Decision] = ()
    issuer: str = ""


def minutes(given: Minutes) -> Paper:
    """The minutes as a paper: the labels in 黑体, what follows in 仿宋."""
    label = f"{given.meeting}{word('title_minutes')}"
    body: list[Block] = [
        Heading(0, f"{word('minutes_held_on')}：", day_written(given.held_on)),
        *(Heading(0, f"{word(f'minutes_{name}')}：", word("minutes_by_hand")) for name in _BY_HAND),
        *section("minutes_said", [Paragraph(text) for text in given.said]),
        *section("minutes_decided", [Heading(3, "", str(one)) for one in given.decided]),
    ]
    return Paper("纪要", (label,), tuple(body), signer=given.issuer, day=given.held_on)
