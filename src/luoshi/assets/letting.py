"""出租: one letting as the audit sees it, from a contract or, where there is none, from the ledger's own word.

A contract that says nothing of the appraisal, the tender or the approval has them from the ledger; the days and the rent are its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from luoshi.assets.join import Match, Row
from luoshi.values.finding import Fact
from luoshi.values.label import Label

UNKNOWN = Label("不明", "unknown")
LEDGER = Label("台账所记租约", "the lease in the ledger")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What facts show before it has a place: the kind of finding, its facts, its sum (`audit` says which) and the day since when."""

    kind: str
    facts: Mapping[str, Fact]
    at_stake_wan: float | None = None
    since: date | None = None


def known(fact: Fact | None) -> Fact:
    """The fact, or that it is not known: a sum that nobody told is never said as 0."""
    return UNKNOWN if fact is None else fact


@dataclass(frozen=True, slots=True)
class Letting:
    """One letting. Money in 万元, rents a year; None is unknown and never 0."""

    asset: Row | None
    lease: Row | None
    contract: str | Label  # what the contract is called
    begins: date | None
    ends: date | None  # the last day
    rent_wan: float | None
    appraised_wan: float | None
    open_bid: bool | None
    approved: bool | None
    owed_wan: float | None
    ended_on: date | None
    superseded: bool  # renewed, or followed by a later contract on the same asset

    @property
    def backwards(self) -> bool:
        """Ends before it begins: nothing is reckoned from its days."""
        return self.begins is not None and self.ends is not None and self.ends < self.begins

    def stands(self, on: date) -> bool:
        """True unless it was ended or followed by another; an expired one still stands."""
        return not self.superseded and (self.ended_on is None or self.ended_on > on)

    def expired(self, on: date) -> bool:
        """True from the day after its last day."""
        return not self.backwards and self.ends is not None and self.ends < on

    def looked_at_since(self) -> bool:
        """True when the asset was checked on site after the last day."""
        checked = self.asset and self.asset.get("checked_on")
        return bool(checked and self.ends and checked > self.ends)

    def overstayed(self, on: date) -> bool:
        """Expired, and found in others' use by a check after the last day (Civil Code art. 734: now without a term)."""
        used = self.asset is not None and self.asset.get("found_use") == "let"
        return self.expired(on) and used and self.looked_at_since()

    def live(self, on: date) -> bool:
        """True while somebody holds the asset under it: it stands, and has not expired or was overstayed."""
        return self.stands(on) and (not self.expired(on) or self.overstayed(on))

    @property
    def counted_from(self) -> date | None:
        """The day from which the law counts the term: for a renewal the day of signing (Civil Code art. 705), if that is earlier."""
        signed = self.lease and self.lease.get("renewed_from") and self.lease.get("signed_on")
        return min(signed, self.begins) if signed and self.begins else self.begins


def corresponding_day(start: date, years: int) -> date:
    """The last day of a term of whole years: the same day of the year, else the end of the month (Civil Code art. 201-202)."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)


def lettings(assets: Iterable[Row], matches: Iterable[Match]) -> list[Letting]:
    """Every contract as a letting, then the ledger's word of assets that no contract is joined to."""
    every = list(matches)
    renewed = {str(one.lease["renewed_from"]) for one in every if one.lease.get("renewed_from")}
    latest: dict[str, date] = {}
    for one in every:
        begins = one.lease.get("lease_from")
        ends = one.lease.get("lease_to")
        if one.asset is not None and begins is not None and (ends is None or begins <= ends):
            key = str(one.asset["key"])
            latest[key] = max(latest.get(key, begins), begins)
    found = [_of_contract(one, renewed, latest) for one in every]
    held = {str(one.asset["key"]) for one in every if one.asset is not None}
    return found + [_of_ledger(a) for a in assets if str(a["key"]) not in held and let(a)]


def let(asset: Row) -> bool:
    """True when others were found in it, or the ledger tells of a tenant or a term and nobody has looked yet."""
    if asset.get("found_use") is not None:
        return bool(asset["found_use"] == "let")
    return bool(asset.get("tenant") or asset.get("lease_from"))


def owed(lease: Row) -> float | None:
    """Due to date less paid to date, at least 0; None where one of them is not told."""
    due, paid = lease.get("due_wan"), lease.get("paid_wan")
    return None if due is None or paid is None else max(float(due) - float(paid), 0.0)


def _of_contract(match: Match, renewed: set[str], latest: Mapping[str, date]) -> Letting:
    lease, asset = match.lease, match.asset
    begins, ends = lease.get("lease_from"), lease.get("lease_to")
    later = latest.get(str(asset["key"])) if asset is not None else None
    in_order = begins is None or ends is None or begins <= ends
    followed = bool(in_order and ends and later and later > ends)
    return Letting(
        asset=asset,
        lease=lease,
        contract=str(lease.get("contract_number") or lease.get("name") or lease["key"]),
        begins=begins,
        ends=ends,
        rent_wan=sum_of("rent_wan", lease),
        appraised_wan=sum_of("appraised_wan", lease, asset),
        open_bid=_first("open_bid", lease, asset),
        approved=_first("approved", lease, asset),
        owed_wan=owed(lease),
        ended_on=lease.get("ended_on"),
        superseded=str(lease["key"]) in renewed or followed,
    )


def _of_ledger(asset: Row) -> Letting:
    return Letting(
        asset=asset,
        lease=None,
        contract=LEDGER,
        begins=asset.get("lease_from"),
        ends=asset.get("lease_to"),
        rent_wan=sum_of("rent_wan", asset),
        appraised_wan=sum_of("appraised_wan", asset),
        open_bid=asset.get("open_bid"),
        approved=asset.get("approved"),
        owed_wan=None,  # the ledger's arrears are the asset's, whichever contract they come from
        ended_on=None,
        superseded=False,
    )


def _first(name: str, *rows: Row | None) -> Any:
    told = (row.get(name) for row in rows if row is not None)
    return next((value for value in told if value is not None), None)


def sum_of(name: str, *rows: Row | None) -> float | None:
    """The first sum that is told; a negative one is a fault of its row (A-002), and not known."""
    told = _first(name, *rows)
    return told if told is not None and told >= 0 else None
