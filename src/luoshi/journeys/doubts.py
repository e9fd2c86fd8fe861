"""疑点到答复: a doubt about published figures is answered once, with a reason, by a note on the item; no figure changes.

figures ──indicators.plausible──> doubts ──less those that a note names──> what is still to be explained
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk
from luoshi.indicators.plausible import Doubt
from luoshi.journeys.entries_to_points import ECONOMY
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem

DOUBT = "doubt"  # what a note tells: the key of the doubt that it answers


def answers(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """The note that answered each doubt; the last one where it was answered twice."""
    return {
        str(one.fields[DOUBT]): one for one in entries if one.verb == "note" and DOUBT in one.fields
    }


def answer(
    doubts: Iterable[Doubt], key: str, item: str, reason: str, stamp: Stamp, desk: Desk
) -> Outcome:
    """Answer one of the doubts that stand (G-066 where it does not), with a reason (K-013)."""
    doubt = next((one for one in doubts if one.key == key), None)
    problems = [] if doubt is not None else [Problem("G-066")]
    if not reason.strip():
        problems.append(Problem("K-013", item))
    if problems:
        return Outcome((), tuple(problems))
    entry = Entry(
        ECONOMY, item, "note", {DOUBT: key}, desk.today, stamp.known_at, stamp.author, stamp.unit, reason.strip()
    )  # fmt: skip
    return Outcome((entry,))
