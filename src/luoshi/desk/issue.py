"""交办: accepted drafts become commitments. What the speech does not say must have been settled by a person first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luoshi.declare.register import Catalogue, Register
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, open_item
from luoshi.ledger.entry import Entry, Source
from luoshi.values.conversion import convertible
from luoshi.values.problem import Problem

COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One draft as the clerk leaves it: the fields of the commitment register, and where the words stand."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    document: str = ""  # sha-256 of the stored file
    start: int = 0  # span in the cleaned text
    end: int = 0


def issue(
    acceptances: Sequence[Acceptance],
    catalogue: Catalogue,
    taken: Mapping[str, Mapping[str, Any]],
    said_on: date,
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """Entries that open one commitment for each acceptance, or all that stands against it.

    1. A sentence that overlaps one already issued from the same document is refused (K-025).
    2. Every commitment needs its unit (K-022); a binding needs an existing measure, a target and a unit that converts.
    3. `taken` holds the commitments that are there, by key; new numbers follow the highest.
    """
    register = catalogue[COMMITMENT]
    entries: list[Entry] = []
    problems: list[Problem] = []
    keys = new_keys(register, taken, said_on)
    for accepted in acceptances:
        fields = dict(accepted.fields)
        faults = [*_issued(accepted, taken), *_unsettled(fields, catalogue)]
        outcome = open_item(
            register,
            next(keys),
            fields
            | {
                "document": accepted.document,
                "span_start": accepted.start,
                "span_end": accepted.end,
            },
            said_on,
            stamp,
            desk,
            taken=taken,
            source=Source(
                accepted.document, "", accepted.start, accepted.end, str(fields.get("quote", ""))
            ),
        )
        problems += [*faults, *outcome.problems]
        entries += outcome.entries
    if any(p.severity == "error" for p in problems):
        return Outcome((), tuple(problems))
    return Outcome(tuple(entries), tuple(problems))


def new_keys(register: Register, taken: Iterable[str], on: date) -> Iterator[str]:
    """Fresh numbers after the highest one taken, in the register's pattern ({n}, {year} and {quarter} stand for themselves)."""
    pattern = register.number or register.key + "-{n:03d}"
    blank = re.escape(pattern)
    blank = blank.replace(re.escape("{year}"), str(on.year)).replace(
        re.escape("{quarter}"), str((on.month + 2) // 3)
    )
    numbered = re.compile(re.sub(r"\\\{n[^}]*\\\}", r"(\\d+)", blank) + "$")
    found = [int(match[1]) for key in taken if (match := numbered.match(key))]
    n = max(found, default=0)
    while True:
        n += 1
        yield pattern.format(n=n, year=on.year, quarter=(on.month + 2) // 3)


def _issued(accepted: Acceptance, taken: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    for key, row in taken.items():
        if accepted.document and row.get("document") == accepted.document:
            start, end = int(row.get("span_start") or 0), int(row.get("span_end") or 0)
            if accepted.start < end and start < accepted.end:
                facts = {"who": row.get("issued_by", "—"), "when": row.get("opened_on"), "key": key}
                return [Problem("K-025", key, facts)]
    return []


def _unsettled(fields: Mapping[str, Any], catalogue: Catalogue) -> list[Problem]:
    quote = str(fields.get("quote", ""))[:20]
    problems = [] if str(fields.get("unit") or "").strip() else [Problem("K-022", quote)]
    bound, named = str(fields.get("register_key") or ""), str(fields.get("measure_key") or "")
    if not (bound or named):
        return problems
    register = catalogue.get(bound)
    measure = register.measure(named) if register else None
    if measure is None:
        return [*problems, Problem("K-023", quote, {"register": bound, "measure": named})]
    if fields.get("target") in (None, ""):
        return [*problems, Problem("K-024", quote)]
    given = str(fields.get("target_unit") or measure.unit)
    if not convertible(given, measure.unit):
        facts = {"given": given, "wanted": measure.unit}
        problems.append(Problem("K-026", quote, facts))
    return problems
