"""资产到发现: assets, contracts and site checks as of a moment ──assets.audit──> what is let free, too long, too cheap, or unknown."""

from __future__ import annotations

from luoshi.assets.audit import ASSET, LEASE, audit
from luoshi.assets.rows import faults
from luoshi.journeys.ground import Ground
from luoshi.values.finding import Finding
from luoshi.values.problem import Problem

RULES = ("cap_years", "law_years", "low_rent_percent", "warn_days")


def find(ground: Ground) -> list[Finding]:
    """Every finding of the audit on that day. A closed asset still joins its contract, but nothing is found about it."""
    assets, leases = ground.known(ASSET), ground.open(LEASE)
    closed = {row["key"] for row in assets if row.get("closed_on")}
    sources = {key: ground.number(ASSET, key).source for key in RULES}
    found = audit(assets, leases, ground.numbers(ASSET, RULES), ground.on, sources)
    return [one for one in found if one.register != ASSET or one.key not in closed]


def wrong(ground: Ground) -> list[Problem]:
    """What is wrong with the rows themselves."""
    return faults(ground.open(ASSET), ground.open(LEASE))
