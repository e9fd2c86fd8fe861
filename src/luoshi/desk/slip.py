"""督办单: one matter, one slip. Issued by the office, answered by the unit, reviewed, and closed by a second person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from luoshi.declare.register import Register
from luoshi.desk.close import close
from luoshi.desk.handle import handled
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, open_item, plain, report
from luoshi.desk.settle import accept, return_
from luoshi.ledger.entry import Entry, Scalar
from luoshi.values.problem import Problem

SLIP = "slip"
TERM = "term_"  # parameter of a kind's working days: term_note, term_minutes


def issue(
    register: Register,
    key: str,
    told: Mapping[str, Any],
    taken: Mapping[str, Mapping[str, Any]],
    terms: Mapping[str, int],
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """立项、交办: a new slip, issued today.

    1. A matter that stands on an open slip is refused and that slip is named (K-051).
    2. Without a due date, the working days of its kind are counted from the day after (`terms`, by parameter).
    3. It is opened and enters the stage 交办.
    """
    told = {**told, "issued_on": desk.today.isoformat()}
    term = terms.get(f"{TERM}{told.get('kind')}")
    if not told.get("due_on") and term is not None:
        told["due_on"] = desk.calendar.after(desk.today, term).isoformat()
    problems = [_standing(row, desk) for row in taken.values() if _same_matter(row, told)]
    opened = open_item(register, key, told, desk.today, stamp, desk, taken=taken)
    if problems or opened.refused:
        return Outcome((), (*problems[:1], *opened.problems))
    begun = Entry(
        register.key, key, "stage", {"stage": "issued"}, desk.today, stamp.known_at, stamp.author, stamp.unit
    )  # fmt: skip
    return Outcome((*opened.entries, begun), opened.problems)


def drawn_from(register: Register, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a slip about an item says before a person touches it: the words, the unit and the date that stand there."""
    words = str(row.get("title") or row["item"])
    said = bool(row.get("meeting"))
    drawn = {
        "matter": words,
        "about_register": register.key,
        "about_key": str(row["item"]),
        "basis": "meeting" if said else "item",
        "basis_words": str(row.get("meeting") or f"{register.label.zh} {row['item']}"),
        "basis_on": row.get("said_on"),
        "unit": row.get("owner"),
        "co_units": row.get("co_units"),
        "kind": "minutes" if said else "paper",
        "due_on": row.get(register.clock) if register.clock else None,
    }
    return {name: plain(value) for name, value in drawn.items() if value not in (None, "")}


def answer(
    register: Register,
    key: str,
    row: Mapping[str, Any] | None,
    told: Mapping[str, Any],
    true_on: date,
    stamp: Stamp,
    desk: Desk,
    reason: str = "",
) -> Outcome:
    """反馈: progress, and the cause where it is not finished. The slip enters the stage 反馈."""
    staged = {**told, "stage": "answered"}
    return report(
        register, key, row, staged, true_on, stamp, desk, verb="feedback", reason=reason
    )  # fmt: skip


def review(
    register: Register,
    row: Mapping[str, Any],
    feedback: Entry,
    taken: bool,
    words: str,
    stamp: Stamp,
    desk: Desk,
    settled: Collection[Entry] = (),
) -> Outcome:
    """审核: the office takes the feedback, or returns it to be done again with the reason; the clock runs on."""
    if feedback.verb != "feedback":
        return Outcome((), (Problem("K-053", str(row["item"]), {"key": row["item"]}),))
    judged = (
        accept(feedback, stamp, settled=settled)
        if taken
        else return_(register, feedback, stamp, desk, words, settled=settled)
    )
    fields: dict[str, Scalar] = {
        "review": "accepted" if taken else "returned",
        "review_words": words.strip() or None,
        "reviewed_on": desk.today.isoformat(),
        "stage": "reviewed" if taken else "issued",
    }
    marked = handled(register, row, fields, words, stamp, desk, [])
    return Outcome.all_or_none((judged, marked))


def finish(
    row: Mapping[str, Any], entries: Collection[Entry], on: date, stamp: Stamp, result: str
) -> Outcome:
    """办结: by a second person, after the review; what `close` refuses is refused here too."""
    ended = close(row, tuple(entries), on, stamp, result)
    if row.get("review") != "accepted" and not row.get("closed_on"):
        return Outcome((), (Problem("K-052", str(row["item"])), *ended.problems))
    return ended


def _same_matter(row: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """True for an open slip on the same item, or, where no item is named, in the same words."""
    if row.get("closed_on") or not row.get("matter"):
        return False
    about = str(told.get("about_register") or ""), str(told.get("about_key") or "")
    if all(about):
        return about == (row.get("about_register"), row.get("about_key"))
    return _bare(told.get("matter")) == _bare(row["matter"])


def _bare(words: Any) -> str:
    return "".join(ch for ch in str(words or "") if ch.isalnum())


def _standing(row: Mapping[str, Any], desk: Desk) -> Problem:
    unit = desk.units.label(str(row.get("owner") or ""))
    return Problem("K-051", "", {"key": row["item"], "on": row.get("issued_on"), "unit": unit})
