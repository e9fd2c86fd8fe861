"""流水到签约: what the ledger tells of projects becomes the events that count once (leads.once).

entries of a project ──first `signed_on`──> signed, with the sum known by then ──a larger sum later──> added capital, the increment
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from luoshi.leads.once import Event
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry

PROJECT = "project"
SIGNED, SUM = "signed_on", "total_investment_wan"


def signings(entries: Iterable[Entry]) -> Iterator[Event]:
    """The events of one project, from its entries in the order of the ledger; what was withdrawn is not told by them."""
    known, total, signed = list(entries), 0.0, False
    void = {one.about for one in known if one.verb in ("withdraw", "return")}
    for one in known:
        if one.about or name_of(one) in void:
            continue
        before, total = total, float(one.fields.get(SUM) or total)
        if not signed and one.fields.get(SIGNED):
            signed = True
            yield Event(one.key, "signed", date.fromisoformat(str(one.fields[SIGNED])), total)
        elif signed and total > before:
            yield Event(one.key, "added_capital", one.true_on, total - before)
        elif signed and one.verb == "stage":
            yield Event(one.key, "upgraded", one.true_on)
