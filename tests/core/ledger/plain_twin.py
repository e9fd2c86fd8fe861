"""The rules of `as_of` a second time, in the plainest way: quadratic, recursive, sharing no code with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from luoshi.ledger.chain import digest
from luoshi.ledger.entry import Entry


def plain_state(entries: list[Entry], true_on: date, known_at: datetime) -> dict[str, Any] | None:
    """One item's fields and system columns; None when it is not there."""
    known = [e for e in entries if e.known_at <= known_at]

    def withdrawn(e: Entry) -> bool:
        return any(
            w.verb in ("withdraw", "return") and w.about == digest(e) and not withdrawn(w)
            for w in known
        )

    def stands(e: Entry) -> bool:
        if withdrawn(e):
            return False
        if e.verb != "correct":
            return True
        return all(stands(target) for target in known if digest(target) == e.about)

    def corrected(e: Entry, field: str) -> bool:
        return any(
            c.verb == "correct" and c.about == digest(e) and field in c.fields and stands(c)
            for c in known
        )

    standing = [e for e in known if stands(e) and e.true_on <= true_on]
    if not any(
        e.verb in ("open", "report", "stage", "correct", "feedback", "close", "reopen")
        or (e.verb != "note" and e.fields)
        for e in standing
    ):
        return None

    def order(e: Entry) -> tuple[date, datetime, str]:
        return (e.true_on, e.known_at, digest(e))

    fields = {}
    for field in {f for e in standing if e.verb != "note" for f in e.fields}:
        tellers = [
            e
            for e in standing
            if e.verb != "note" and field in e.fields and not corrected(e, field)
        ]
        if tellers:
            fields[field] = max(tellers, key=order).fields[field]
    opened = [e for e in standing if e.verb == "open"]
    reported = [e for e in standing if e.verb in ("report", "feedback")]
    ends = [e for e in standing if e.verb in ("close", "reopen")]
    last_end = max(ends, key=order) if ends else None
    return {
        "fields": fields,
        "opened_on": min(opened, key=order).true_on if opened else None,
        "reported_on": max(e.true_on for e in reported) if reported else None,
        "closed_on": last_end.true_on if last_end and last_end.verb == "close" else None,
    }
