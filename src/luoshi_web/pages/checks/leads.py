"""查重队列: the pairs of leads that wait for a word, those that were settled, and settling or taking back one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest

from luoshi.board.board import View
from luoshi.desk.outcome import Outcome
from luoshi.journeys.leads_to_findings import alike, likeliest_first, taught
from luoshi.journeys.pairs_settled import FATE, LEAD, Fate, Row, fates, in_order
from luoshi.journeys.pairs_settled import settle as settle_pair
from luoshi.leads.record import record
from luoshi.leads.weights import Pair
from luoshi.ledger.entry import Entry
from luoshi.speech.receive import receive
from luoshi.values.problem import Problem
from luoshi_web import checks, office, services
from luoshi_web.held import ledger
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

LEADS = "leads"
SHOWN = 5  # of the leads like the one being typed
TYPED = ("name", "investor", "investor_code", "parent", "product", "content", "site", "amount_wan", "website")  # fmt: skip
_NUMBER = re.compile(r"\d{1,12}(\.\d+)?")
FATES: dict[str, Fate] = {"same": "same", "two": "two", "undo": "open"}


def settle(request: HttpRequest, who: Viewer) -> Outcome:
    """POST: `verb` settle_pair, `left` and `right` (numbers of leads), `fate` same|two|undo, `reason`."""
    access.must(request.POST.get("verb") == "settle_pair" and who.does("settle_pair"))
    fate = FATES.get(request.POST.get("fate", ""))
    access.must(fate is not None and LEAD in who.kept)
    keys = request.POST.get("left", ""), request.POST.get("right", "")
    left, right = (services.row(services.view(), LEAD, key) for key in keys)
    access.must(left is not None and right is not None and keys[0] != keys[1])
    assert fate and left and right  # noqa: PT018

    def decide() -> Outcome:
        pair = in_order(left, right, opened())
        known = list(ledger().by_item.get((LEAD, str(pair.later["item"])), []))
        stamp = services.stamp(who, office.catalogue()[LEAD].kept_by)
        reason = request.POST.get("reason", "")
        return settle_pair(
            pair, fate, known, reason, office.catalogue()[LEAD], stamp, services.desk()
        )

    return services.write(decide)


class Alike(NamedTuple):
    """A lead that looks like the one being typed."""

    pair: Pair
    lead: Row


class Queued(NamedTuple):
    """A pair as the queue shows it: the lead told first, the later one, what was settled and by which note."""

    pair: Pair
    both: tuple[Row, Row]
    fate: str  # same, two, or "" while it waits
    note: Entry | None


def queue(who: Viewer, at: View, now: bool) -> dict[str, Any]:
    """The pairs among the leads that a person may see: those that wait and those that were settled, the heaviest first."""
    ground = checks.ground(who, at)
    rows = {str(row["item"]): row for row in ground.rows(LEAD)}
    order, notes = opened(), fates(leads_known())
    found = alike(ground)
    said = {f"{one.left}|{one.right}": _said(one, notes) for one in found if _said(one, notes)}
    ordered = likeliest_first(found, rows, {name: fate == "same" for name, fate in said.items()})
    every = [_queued(pair, rows, order, notes) for pair in ordered]
    return {
        "queue": [one for one in every if not one.fate],
        "judged": [one for one in every if one.fate],
        "may_settle": now and who.does("settle_pair") and LEAD in who.kept,
        "taught": taught(ground),
        "signed": checks.signed(who, at),
        "counts": Counter(str(row.get("verdict")) for row in rows.values()),
    }


def _said(pair: Pair, notes: Mapping[str, Entry]) -> str:
    """What was settled about a pair, whichever lead was told first; "" where nothing was."""
    note = notes.get(f"{pair.left}|{pair.right}") or notes.get(f"{pair.right}|{pair.left}")
    return str(note.fields[FATE]) if note else ""


def near(told: Mapping[str, str], who: Viewer) -> list[Alike]:
    """The leads that look like one that is being typed: at most five, the heaviest first."""
    at = services.view()
    ground, held = checks.ground(who, at), checks.near(who, at)
    amount = told["amount_wan"].replace(",", "")
    row = {**told, "key": "", "amount_wan": float(amount) if _NUMBER.fullmatch(amount) else None}
    rows = {str(one["item"]): one for one in ground.rows(LEAD)}
    pairs = held.near(record(row, ground.places))[:SHOWN]
    return [Alike(one, rows[one.right or one.left]) for one in pairs]


def words_of_contract(request: HttpRequest) -> tuple[str, list[Problem]]:
    """What was pasted, or the words of the file; W-131 where there is neither."""
    file = request.FILES.get("file")
    if file is not None:
        received = receive(file.read(), file.name or "")
        return received.text, [one for one in received.problems if one.severity == "error"]
    words = request.POST.get("words", "")
    return words, [] if words.strip() else [Problem("W-131")]


def _queued(
    pair: Pair, rows: Mapping[str, Row], order: Mapping[str, int], notes: Mapping[str, Entry]
) -> Queued:
    told = in_order(rows[pair.left], rows[pair.right], order)
    note = notes.get(told.key)
    judged = told.later.get("verdict") == "repeated" and told.later.get("same_as") == told.first["item"]  # fmt: skip
    fate = str(note.fields[FATE]) if note else "same" if judged else ""
    return Queued(pair, (told.first, told.later), fate, note)


def opened() -> dict[str, int]:
    """The place in the ledger at which each lead was registered."""
    found: dict[str, int] = {}
    for number, entry in enumerate(leads_known()):
        if entry.verb == "open":
            found.setdefault(entry.key, number)
    return found


def leads_known() -> list[Entry]:
    """Every entry of the register of leads in the order of the ledger."""
    its = [
        e
        for (register, _), held in list(ledger().by_item.items())
        if register == LEAD
        for e in held
    ]
    return sorted(its, key=lambda entry: entry.known_at)  # fmt: skip
