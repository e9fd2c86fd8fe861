"""督办单: one matter, one sheet (8.3), with the room that the unit and the office fill in by hand (9.13).

It is no statutory paper (9.11): no red head, and a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.papers.paper import Field, Form, Paper
from luoshi.papers.words import word


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """The fields as they are worded; what is empty is left for a hand."""

    number: str
    opened: str
    item: str
    basis: str  # which speech or meeting, of which day
    requirement: str
    lead: str
    due: str
    units: str = ""
    contact: str = ""
    note: str = ""
    feedback: str = ""
    review: str = ""
    close: str = ""


def slip_paper(sheet: SlipSheet, signer: str = "", day: date | None = None) -> Paper:
    """The sheet as a paper."""
    rows = (
        (_field("number", sheet.number), _field("opened", sheet.opened)),
        (_field("item", sheet.item, 2),),
        (_field("basis", sheet.basis),),
        (_field("requirement", sheet.requirement, 3),),
        (_field("lead", sheet.lead), _field("with", sheet.units)),
        (_field("due", sheet.due), _field("contact", sheet.contact)),
        (_field("note", sheet.note, 2),),
        (_field("feedback", sheet.feedback, 3),),
        (_field("review", sheet.review),),
        (_field("close", sheet.close),),
    )
    title = word("title_slip")
    return Paper(title, (title,), (Form(rows),), signer=signer, day=day)


def _field(name: str, value: str, lines: int = 1) -> Field:
    return Field(word(f"slip_{name}"), value, lines)
