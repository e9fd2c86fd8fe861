"""核对: the five checks at a moment, for a person: findings of the rows that they may see, with what became of each.

services.rows(moment, person) ──journeys.checks──> findings ──findings_to_slips──> followed
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from luoshi.assets.audit import ASSET
from luoshi.board.board import View
from luoshi.desk.slip import SLIP
from luoshi.journeys.checks import CHECKS, Check, ground_at
from luoshi.journeys.entries_to_signings import PROJECT, signings
from luoshi.journeys.findings_to_slips import Settled, settled, slip_about
from luoshi.journeys.ground import Ground
from luoshi.journeys.pairs_settled import LEAD
from luoshi.leads.near import Near
from luoshi.leads.once import counted
from luoshi.leads.record import records
from luoshi.values.finding import Finding
from luoshi_web import office, services
from luoshi_web.held import ledger
from luoshi_web.people.access import Viewer

_KEPT = 40  # answers; one is a list of findings of one check for one scope
_kept: dict[tuple[Any, ...], list[Finding]] = {}
_indexed: dict[tuple[Any, ...], Near] = {}
_finding = Lock()  # one at a time a process: the second would only slow the first


def open_to(who: Viewer) -> list[Check]:
    """The checks whose registers a person's catalogue holds."""
    return [one for one in CHECKS if set(one.registers) <= set(who.catalogue)]


def ground(who: Viewer, at: View) -> Ground:
    """What checks stand on at a moment, for a person."""
    known = [
        entry
        for (register, _), its in list(ledger().by_item.items())
        if register == LEAD
        for entry in its
    ]
    return ground_at(
        office.world(),
        lambda register: services.rows(at, register, who),
        known,
        at.true_on,
        at.known_at,
    )


def found(check: Check, who: Viewer, at: View) -> list[Finding]:
    """The findings of one check at a moment among the rows that a person may see; worked out once for the same facts."""
    scopes = tuple((name, who.scope(name)) for name in check.registers)
    asked = (check.key, ledger().tip.hash, at.true_on, at.known_at, scopes, id(office.world()))
    with _finding:
        if asked not in _kept:
            while len(_kept) >= _KEPT:
                del _kept[next(iter(_kept))]
            _kept[asked] = check.find(ground(who, at))
        return _kept[asked]


def near(who: Viewer, at: View) -> Near:
    """The leads that a person may see, indexed; made once for the same facts."""
    asked = ("near", ledger().tip.hash, at.true_on, who.scope(LEAD), id(office.world()))
    with _finding:
        if asked not in _indexed:
            _indexed.clear()
            made = ground(who, at)
            _indexed[asked] = Near(records(made.known(LEAD), made.places))
        return _indexed[asked]


def signed(who: Viewer, at: View) -> tuple[int, float]:
    """How many projects were signed by a day, each counted once, and the sum in 万元 with what was added to it."""
    seen = {str(row["item"]) for row in services.rows(at, PROJECT, who)}
    until = at.known_at
    events = [
        event
        for (register, key), its in list(ledger().by_item.items())
        if register == PROJECT and key in seen
        for event in signings(one for one in its if until is None or one.known_at <= until)
    ]
    found = counted(events, at.true_on)
    return len(found), sum(one.total_wan for one in found)


def followed(findings: list[Finding], who: Viewer, at: View) -> list[Settled]:
    """The findings with what became of each; those that were fixed are left out."""
    fixed = {
        (ASSET, str(row["item"])): row.get("fixed_on") for row in services.rows(at, ASSET, who)
    }
    every = settled(findings, fixed, services.rows(at, SLIP, who), at.true_on)
    return [one for one in every if one.state != "fixed"]


def asked_for(check: str, register: str, key: str, who: Viewer) -> dict[str, Any]:
    """What a slip about the findings of an item asks for, before a person touches it."""
    at = services.view()
    asked = next((one for one in open_to(who) if one.key == check), None)
    row = services.row(at, register, key)
    if asked is None or row is None:
        return {}
    its = [one for one in found(asked, who, at) if (one.register, one.key) == (register, key)]
    if not its:
        return {}
    drawn = slip_about(its, row, at.true_on)
    told = {
        "matter": drawn["title"],
        "requirement": drawn["requirement"],
        "basis_words": drawn["basis"],
    }
    return told | ({"due_on": drawn["due"].isoformat()} if drawn["due"] else {})
