"""A reading as machines take it: the shape that `luoshi read --json` prints and that pages send to the browser."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from luoshi.speech.document import Draft, Reading


def reading_as_json(reading: Reading, lang: str = "zh") -> dict[str, Any]:
    """{file, title, sha256, text, repairs, gaps, questions, problems, outline, drafts}; offsets are into `text`."""
    document = reading.document
    return {
        "file": document.file,
        "title": document.title,
        "sha256": document.sha256,
        "text": document.text,
        "repairs": [asdict(repair) for repair in document.repairs],
        "gaps": [asdict(gap) for gap in document.gaps],
        "outline": [asdict(heading) for heading in document.outline],
        "questions": [asdict(question) for question in reading.questions],
        "problems": [p.as_json(lang) for p in (*document.problems, *reading.problems)],
        "drafts": [draft_as_json(draft) for draft in reading.drafts],
    }


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """One draft; dates as ISO text, what the text does not say as null or an empty list."""
    shape = asdict(draft)
    if draft.deadline:
        shape["deadline"]["date"] = draft.deadline.date.isoformat() if draft.deadline.date else None
    return shape
