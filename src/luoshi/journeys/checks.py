"""核对: the five checks in the order of the agenda, each a walk from rows to findings.

rows of its registers as of a moment ──find──> findings ──findings_to_slips──> open | on a slip | fixed
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from luoshi.journeys import (
    assets_to_findings,
    firms_to_findings,
    leads_to_findings,
    projects_to_findings,
)
from luoshi.journeys.ground import Ground, Row
from luoshi.journeys.leads_to_findings import places_of
from luoshi.journeys.open_district import World
from luoshi.journeys.pairs_settled import FATE, LEAD, fates
from luoshi.ledger.entry import Entry
from luoshi.values.finding import Finding
from luoshi.values.label import Label
from luoshi.values.problem import Problem


class Check(NamedTuple):
    """One check: what it is called, what it asks, which registers it reads, and its walk."""

    key: str
    label: Label
    asks: Label
    registers: tuple[str, ...]
    find: Callable[[Ground], list[Finding]]
    wrong: Callable[[Ground], list[Problem]]


def ground_at(
    world: World,
    rows: Callable[[str], Iterable[Row]],
    entries: Iterable[Entry],
    on: date,
    known_at: datetime | None,
) -> Ground:
    """What the checks stand on at a moment: rows as of it, the rules of the district, and what `entries` say of pairs of leads."""
    notes = fates(entry for entry in entries if entry.register == LEAD)
    return Ground(
        rows,
        world.catalogue,
        on,
        world.district.parameters,
        known_at.date() if known_at else None,
        frozenset(name for name, note in notes.items() if note.fields[FATE] == "two"),
        places_of(world),
    )


CHECKS = (
    Check(
        "leads",
        Label("线索查重", "Leads"),
        Label("哪些线索重复、无效或者没人理", "Which leads are repeated, invalid or left lying"),
        ("lead",),
        leads_to_findings.find,
        leads_to_findings.wrong,
    ),
    Check(
        "entitlements",
        Label("应享尽享", "Entitlements"),
        Label("哪些企业该享的没享", "Which firms do not enjoy what they are entitled to"),
        ("firm", "firm_fact", "enjoyment"),
        firms_to_findings.find_gaps,
        firms_to_findings.wrong_facts,
    ),
    Check(
        "thresholds",
        Label("升规提示", "Thresholds"),
        Label("哪些企业快到线、到了线", "Which firms are near their line or over it"),
        ("firm",),
        firms_to_findings.find_near_lines,
        firms_to_findings.wrong_lines,
    ),
    Check(
        "tax",
        Label("税收同步", "Tax in step"),
        Label("哪些项目税没跟上进度", "Which projects pay tax behind their progress"),
        ("project",),
        projects_to_findings.find,
        projects_to_findings.wrong,
    ),
    Check(
        "assets",
        Label("资产出租", "Leases"),
        Label("哪些资产白用、租得太久太便宜", "Which assets are let free, too long or too cheap"),
        ("state_asset", "lease"),
        assets_to_findings.find,
        assets_to_findings.wrong,
    ),
)
