"""查重到定论: two leads that look like one are settled by the keeper as the same or as two; what was settled can be taken back.

pair ──same──> note on the later lead + report: repeated, same_as the first
     ──two───> note only: the pair is not asked about again
     ──undo──> note + withdrawal of that report: what stood there before stands again, and the ledger keeps all of it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from luoshi.declare.register import Register
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, plain, report
from luoshi.desk.settle import withdraw
from luoshi.ledger.entry import Entry, Scalar
from luoshi.values.problem import Problem

LEAD = "lead"
PAIR, FATE = "pair", "pair_fate"  # what a note tells
Fate = Literal["same", "two", "open"]
Row = Mapping[str, Any]


class Told(NamedTuple):
    """Two leads: the one told first, which counts, and the later one."""

    first: Row
    later: Row

    @property
    def key(self) -> str:
        """The name of the pair."""
        return f"{self.first['item']}|{self.later['item']}"


def in_order(left: Row, right: Row, opened: Mapping[str, int]) -> Told:
    """First reported first: the place in the ledger where each was registered (`opened`, by key). It is sealed; a day in a row is not."""
    one, other = sorted((left, right), key=lambda row: opened.get(str(row["item"]), 1 << 62))
    return Told(one, other)


def fates(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The note that settled each pair, by the pair's name; a pair that was taken back is open again and not among them."""
    found: dict[str, Entry] = {}
    for one in entries:
        if one.verb == "note" and PAIR in one.fields:
            found[str(one.fields[PAIR])] = one
    return {name: one for name, one in found.items() if one.fields[FATE] != "open"}


def settle(
    pair: Told,
    fate: Fate,
    known: Sequence[Entry],
    reason: str,
    register: Register,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """Settle a pair, or take back (`open`) what was settled, in one go or not at all. `known` holds the entries of the later lead.

    1. What is settled already is not settled again (L-201); what is not settled cannot be taken back (L-202).
    2. A reason is asked for (K-013): it is what the reporting unit reads.
    """
    key, before = str(pair.later["item"]), fates(known).get(pair.key)
    problems = []
    if (fate == "open") == (before is None):
        problems.append(Problem("L-202" if before is None else "L-201", key, {"pair": pair.key}))
    if not reason.strip():
        problems.append(Problem("K-013", key))
    if problems:
        return Outcome((), tuple(problems))
    noted: dict[str, Scalar] = {PAIR: pair.key, FATE: fate}
    note = Entry(
        LEAD, key, "note", noted, desk.today, stamp.known_at, stamp.author, stamp.unit, reason.strip()
    )  # fmt: skip
    acts = [Outcome((note,))]
    if fate == "same":
        told = {
            "verdict": "repeated",
            "same_as": str(pair.first["item"]),
            "screened_on": plain(pair.later.get("screened_on")) or desk.today.isoformat(),
        }
        acts.append(
            report(register, key, pair.later, told, desk.today, stamp, desk, reason=reason.strip())
        )
    elif before is not None and (judged := _judgement(known, before)):
        acts.append(withdraw(register, judged, stamp, desk, reason.strip(), settled=known))
    return Outcome.all_or_none(acts)


def _judgement(known: Sequence[Entry], note: Entry) -> Entry | None:
    """The report that was written with a note: the first one after it that names another lead."""
    after = known[known.index(note) + 1 :]
    return next((one for one in after if one.verb == "report" and "same_as" in one.fields), None)
