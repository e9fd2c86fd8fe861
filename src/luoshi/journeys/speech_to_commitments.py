"""讲话到任务: a document is read, a person settles the drafts, and what is accepted is issued.

    bytes ──speech.read──> Reading ──offer──> fields as the clerk first sees them
          ──a person mends, joins, strikes, accepts──> Acceptance ──desk.issue──> entries

Nothing is tracked without the person; what the speech leaves open stays open until the office settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.desk.issue import Acceptance, issue
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.journeys.open_district import World
from luoshi.speech.document import Draft, Reading
from luoshi.speech.read import read


def read_speech(
    content: bytes, name: str, world: World, *, said_on: date | None = None, year: int | None = None
) -> Reading:
    """Read a document with this district's registers at hand, so that drafts come with a measure where one fits."""
    return read(content, name, said_on=said_on, year=year, catalogue=world.catalogue)


def offer(
    draft: Draft, world: World, meeting: str = "", said_on: date | None = None
) -> dict[str, Any]:
    """The commitment fields that a draft fills by itself. An owner is offered only where the text names a known unit."""
    named = [unit for words in draft.owners if (unit := world.district.units.find(words))]
    fields: dict[str, Any] = {
        "quote": draft.quote,
        "headings": " / ".join(draft.headings),
        "action": draft.action,
        "object": draft.object,
        "names": "、".join(draft.names),
        "modality": draft.modality,
        "strength": draft.strength,
        "meeting": meeting,
        "said_on": said_on,
        "unit": named[0].key if named else None,
        "co_units": "、".join(unit.label.zh for unit in named[1:]),
        "deadline_on": draft.deadline.date if draft.deadline else None,
        "deadline_text": draft.deadline.text if draft.deadline else None,
    }
    if draft.suggestion:
        offered = draft.suggestion
        measure = world.catalogue[offered.register].measure(offered.measure)
        return fields | {
            "register_key": offered.register,
            "measure_key": offered.measure,
            "comparator": offered.comparator,
            "target": offered.target,
            "target_unit": measure.unit if measure else None,
        }
    if draft.quantities:
        first = draft.quantities[0]
        fields |= {"comparator": first.comparator, "target": first.value, "target_unit": first.unit}
    return fields


def accept(
    settled: Sequence[tuple[Draft, Mapping[str, Any]]],
    document: str,
    world: World,
    taken: Mapping[str, Mapping[str, Any]],
    said_on: date,
    stamp: Stamp,
    today: date,
) -> Outcome:
    """Issue the drafts that a person accepted, with the fields as the person left them. All of them or none."""
    acceptances = [
        Acceptance(fields, document, draft.start, draft.end) for draft, fields in settled
    ]
    return issue(acceptances, world.catalogue, taken, said_on, stamp, world.desk(today))
