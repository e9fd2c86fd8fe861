"""待定: what the text leaves open and the office must settle. Nothing is filled in for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from luoshi.speech.document import Draft, Gap, Question


def questions(
    drafts: Iterable[Draft],
    gaps: Iterable[Gap],
    vague: Sequence[tuple[int, int, str]],
) -> tuple[Question, ...]:
    """The open questions of a reading, in the order of the text.

    Owner and date are asked for hard commitments only: a direction has neither by its nature.
    """
    asked = [*_of_gaps(gaps), *_of_drafts(drafts, sorted(vague))]
    return tuple(sorted(asked, key=lambda q: (q.start, q.kind)))


def _of_gaps(gaps: Iterable[Gap]) -> Iterator[Question]:
    for gap in gaps:
        if gap.kind != "masked":
            yield Question("cut", gap.start, gap.end, gap.text)


def _of_drafts(
    drafts: Iterable[Draft], vague: Sequence[tuple[int, int, str]]
) -> Iterator[Question]:
    starts = [span[0] for span in vague]
    for draft in drafts:
        if draft.kind != "commitment":
            continue
        if draft.masked:
            yield Question("masked", draft.start, draft.end, draft.quote)
        unclear = vague[bisect_left(starts, draft.start) : bisect_left(starts, draft.end)]
        for start, end, text in unclear:
            yield Question("vague_date", start, end, text)
        if draft.strength != "hard":
            continue
        if not draft.owners:
            yield Question("no_owner", draft.start, draft.end, draft.quote)
        deadline = draft.deadline
        if deadline is None:
            if not unclear:
                yield Question("no_date", draft.start, draft.end, draft.quote)
        elif deadline.date is None and deadline.precision == "day":
            yield Question("impossible_date", deadline.start, deadline.end, deadline.text)
