"""Uploaded speeches: received once, read once, and each draft as the office has it now (settling.py changes it)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from luoshi.journeys.speech_to_commitments import offer, read_speech
from luoshi.speech.document import Deadline, Draft, Quantity, Suggestion
from luoshi.speech.document import Reading as Read
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.people.access import Viewer
from luoshi_web.records import attachments
from luoshi_web.records.models import DraftDecision, Reading
from luoshi_web.records.store import queue_writers

COMMITMENT = "commitment"
CONFIDENT = 0.5  # from here on a suggested binding is pre-filled; below it is only offered
MENDABLE = (  # what a clerk may change; the words of the speech are not among it
    "action", "object", "unit", "co_units", "deadline_on", "modality", "strength",
    "register_key", "measure_key", "comparator", "target", "target_unit",
)  # fmt: skip


# --- receiving --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an upload: a reading (new or the one that was there), and what is wrong."""

    reading: Reading | None
    problems: tuple[Problem, ...] = ()
    again: bool = False


def receive(content: bytes, name: str, meeting_on: date, meeting: str, who: Viewer) -> Received:
    """Read an uploaded speech and keep it with its drafts; the same file twice gives the reading that is there."""
    sha256 = hashlib.sha256(content).hexdigest()
    there = Reading.objects.filter(attachment_id=sha256).first()
    if there:
        return Received(there, again=True)
    read = read_speech(content, name, office.world(), said_on=meeting_on)
    faults = (*read.document.problems, *read.problems)
    errors = _distinct(faults)
    if any(problem.severity == "error" for problem in errors):
        return Received(None, errors)
    with transaction.atomic():
        queue_writers()
        if there := Reading.objects.filter(attachment_id=sha256).first():
            return Received(there, again=True)  # the same file came in while we read
        attachment = attachments.keep(content, name, who.person.ref)
        reading = Reading.objects.create(
            attachment=attachment,
            title=(read.document.title or name)[:300],
            meeting=meeting[:120],
            meeting_on=meeting_on,
            text=read.document.text,
            found=_found(read, errors),
            read_at=clock.now(),
            read_by=who.person,
        )
        DraftDecision.objects.bulk_create(
            DraftDecision(reading=reading, number=number, draft=_plain(draft))
            for number, draft in enumerate(read.drafts, start=1)
        )
    return Received(reading, errors)


def _found(read: Read, problems: Iterable[Problem]) -> dict[str, Any]:
    document = read.document
    return {
        "repairs": [_plain(repair) for repair in document.repairs],
        "gaps": [_plain(gap) for gap in document.gaps],
        "outline": [_plain(heading) for heading in document.outline],
        "questions": [_plain(question) for question in read.questions],
        "problems": [
            {"id": p.id, "place": p.place, "facts": _plain(dict(p.facts)), "severity": p.severity}
            for p in problems
        ],
    }


def _distinct(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for problem in problems:
        if problem not in found:
            found.append(problem)
    return tuple(found)


def _plain(given: Any) -> Any:
    """Dataclasses and days as JSON keeps them."""
    told = given if isinstance(given, dict) else asdict(given)
    return _storable(json.loads(json.dumps(told, ensure_ascii=False, default=str)))


def _storable(value: Any) -> Any:
    """U+0000, which PostgreSQL keeps in no text, as its picture: a repair tells of the character it took away."""
    match value:
        case str():
            return value.replace("\0", "␀")
        case dict():
            return {name: _storable(held) for name, held in value.items()}
        case list():
            return [_storable(held) for held in value]
        case _:
            return value


def by_document() -> dict[str, int]:
    """Which reading holds a document, by the document's SHA-256."""
    return dict(Reading.objects.values_list("attachment_id", "id"))


def open_drafts() -> int:
    """Hard drafts that nobody has settled yet."""
    return DraftDecision.objects.filter(
        state=DraftDecision.OPEN, draft__kind="commitment", draft__strength="hard"
    ).count()


# --- one draft as it stands -------------------------------------------------------------------------------------


def fields_of(decision: DraftDecision) -> dict[str, Any]:
    """The commitment's fields as the draft and the office's mending give them; what the text leaves open is empty."""
    draft, reading = draft_of(decision.draft), decision.reading
    if draft.suggestion and draft.suggestion.confidence < CONFIDENT:
        draft = replace(draft, suggestion=None)
    meeting = office.meeting_key(reading.meeting or reading.title)
    given = offer(draft, office.world(), meeting, reading.meeting_on)
    if not given.get("register_key"):
        given |= {"comparator": None, "target": None, "target_unit": None}
    elif not given.get("target_unit"):
        given["target_unit"] = measure.unit if (measure := services.measure_of(given)) else None
    told = {name: value for name, value in given.items() if value is not None}
    return dict.fromkeys(MENDABLE, "") | told | decision.mended


def day_of(fields: Mapping[str, Any]) -> date | None:
    """The deadline that stands in a draft's fields, as a day."""
    told = fields.get("deadline_on")
    return told if isinstance(told, date) or not told else date.fromisoformat(str(told))


def mended_by(decision: DraftDecision, issued: Mapping[str, Any]) -> dict[str, Any]:
    """What the office changed: the issued fields that differ from the draft's own."""
    read = fields_of(decision)
    return {
        n: issued[n] for n in MENDABLE if n in issued and str(issued[n]) != str(read.get(n, ""))
    }


def draft_of(told: Mapping[str, Any]) -> Draft:
    """The draft as the core knows it, from what was kept of it."""
    deadline, offered = told.get("deadline"), told.get("suggestion")
    if deadline:
        day = date.fromisoformat(deadline["date"]) if deadline["date"] else None
        deadline = Deadline(**{**deadline, "date": day})
    return Draft(
        **{
            **told,
            "headings": tuple(told["headings"]),
            "names": tuple(told["names"]),
            "owners": tuple(told["owners"]),
            "quantities": tuple(Quantity(**quantity) for quantity in told["quantities"]),
            "deadline": deadline or None,
            "suggestion": Suggestion(**offered) if offered else None,
        }
    )


def decisions(reading: Reading) -> list[DraftDecision]:
    """The drafts of a reading in the order of the text; those joined or split away are left out."""
    gone = (DraftDecision.JOINED, DraftDecision.SPLIT)
    found = [d for d in reading.decisions.select_related("decided_by") if d.state not in gone]
    return sorted(found, key=lambda d: (d.draft["start"], d.number))
