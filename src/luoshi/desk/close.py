"""销号与重开: an item ends by the hand of a second person who saw the words beside the result (domain: 销号)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.desk.outcome import Outcome, Stamp
from luoshi.ledger.entry import Entry, Verb
from luoshi.values.problem import Problem


def close(
    row: Mapping[str, Any], entries: Sequence[Entry], on: date, stamp: Stamp, result: str
) -> Outcome:
    """End an item. `entries` are those of the item, oldest first; whoever told last may not close it."""
    key = str(row["item"])
    problems = [] if result.strip() else [Problem("K-013", key)]
    if row.get("closed_on"):
        problems.append(Problem("K-015", key, {"key": key, "on": row["closed_on"]}))
    told = [e for e in entries if e.verb in ("report", "feedback")]
    if told and told[-1].author == stamp.author:
        problems.append(Problem("K-014", key))
    if problems:
        return Outcome((), tuple(problems))
    return Outcome((_entry(row, "close", on, stamp, result.strip()),))


def reopen(row: Mapping[str, Any], on: date, stamp: Stamp, reason: str) -> Outcome:
    """Open it again, with the reason; its owner sees it on the next list of what is due."""
    key = str(row["item"])
    problems = [] if reason.strip() else [Problem("K-013", key)]
    if not row.get("closed_on"):
        problems.append(Problem("K-021", key, {"key": key}))
    if problems:
        return Outcome((), tuple(problems))
    return Outcome((_entry(row, "reopen", on, stamp, reason.strip()),))


def _entry(row: Mapping[str, Any], verb: Verb, on: date, stamp: Stamp, reason: str) -> Entry:
    return Entry(
        register=str(row["register"]),
        key=str(row["item"]),
        verb=verb,
        fields={},
        true_on=on,
        known_at=stamp.known_at,
        author=stamp.author,
        unit=stamp.unit,
        reason=reason,
    )
