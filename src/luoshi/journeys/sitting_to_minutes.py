"""读稿到纪要: a reading whose drafts were settled becomes minutes: what was pointed out, and what was decided with the unit and date that the office settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from luoshi.journeys.sitting import Sitting
from luoshi.papers.minutes_paper import Decision, Minutes
from luoshi.papers.minutes_paper import minutes as as_paper
from luoshi.papers.paper import Paper, day_written


class Settled(NamedTuple):
    """One draft as the office left it: accepted commitments are decided, everything else was pointed out."""

    quote: str
    kind: str  # commitment | fact | principle
    unit: str = ""
    co_units: str = ""
    due: date | None = None


def minutes(sitting: Sitting, meeting: str, held_on: date, settled: Sequence[Settled]) -> Paper:
    """The minutes of a meeting."""
    decided = [
        Decision(
            one.quote,
            sitting.unit(one.unit),
            sitting.units(one.co_units),
            day_written(one.due) if one.due else "",
        )
        for one in settled
        if one.kind == "commitment"
    ]
    said = [one.quote for one in settled if one.kind != "commitment"]
    return as_paper(Minutes(meeting, held_on, said, decided, sitting.world.district.issuer.name))
