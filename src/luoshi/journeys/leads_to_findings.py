"""线索到发现: leads as of a moment ──leads.near, pairs──> those that look like one ──less settled──> the review queue

For a register of up to `SMALL` leads the plain twin is quicker than starting a database; above it Splink compares with weights that it
learned from the register.
"""

from __future__ import annotations

from luoshi.journeys.ground import Ground
from luoshi.journeys.open_district import World
from luoshi.leads.company import code
from luoshi.leads.near import Near
from luoshi.leads.pairs import SMALL, pairs, trained
from luoshi.leads.record import records
from luoshi.leads.weights import Pair
from luoshi.values.credit_code import checked
from luoshi.values.finding import Finding
from luoshi.values.label import listed
from luoshi.values.problem import Problem

LEAD = "lead"


def find(ground: Ground) -> list[Finding]:
    """The findings about leads, the later one of each pair first."""
    return repeated(ground)


def places_of(world: World) -> frozenset[str]:
    """The district's names and those of its units, with and without 区, 镇 and the like."""
    names = [world.district.label.zh, *(unit.label.zh for unit in world.district.units)]
    return frozenset(names) | {name.rstrip("区县市镇乡街道") for name in names if len(name) > 2}


def alike(ground: Ground) -> list[Pair]:
    """Every pair of leads that looks like one, settled or not; closed leads count, for they were told too."""
    made = records(ground.known(LEAD), ground.places)
    if len(made) <= SMALL:
        return Near(made).every()
    return pairs(made, trained(made))


def repeated(ground: Ground) -> list[Finding]:
    """A finding for each later lead that nobody has judged to be a repeat, with what agrees; the sum is what would be counted twice."""
    rows = {row["key"]: row for row in ground.known(LEAD)}
    found = []
    for pair in alike(ground):
        first, later = sorted((rows[pair.left], rows[pair.right]), key=lambda row: (str(row.get("told_on")), row["key"]))  # fmt: skip
        if later.get("verdict") == "repeated" or later.get("closed_on") or _two(pair, ground):
            continue
        agree = listed(e.level.label for e in pair.evidence if e.level and e.bits > 0)
        facts = {"first": first["key"], "name": first["name"], "agree": agree, "told_on": str(first.get("told_on"))}  # fmt: skip
        found.append(
            Finding("lead_repeated", LEAD, later["key"], later["name"], later["unit"], facts, later.get("amount_wan"), later.get("told_on"))
        )  # fmt: skip
    return found


def _two(pair: Pair, ground: Ground) -> bool:
    return bool({f"{pair.left}|{pair.right}", f"{pair.right}|{pair.left}"} & ground.two)


def wrong(ground: Ground) -> list[Problem]:
    """Codes that cannot be a code, or whose last sign does not check: a warning, for real ones exist (domain 3.4)."""
    found = []
    for row in ground.open(LEAD):
        told = code(str(row.get("investor_code") or ""))
        if told and (verdict := checked(told)) != "right":
            found.append(Problem("L-203" if verdict == "wrong" else "L-204", row["key"], {"code": told}, "warning"))  # fmt: skip
    return found
