"""租金: what the money of a letting shows, and how it was let. Only of lettings under which somebody holds the asset; arrears of every one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from luoshi.assets.letting import Letting, Shown, known

ARREARS = "lease_arrears"


def of_rent(letting: Letting, parameters: Mapping[str, Any], on: date) -> Iterator[Shown]:
    """Free, under-priced or not appraised.

    1. Free: the rent is 0; at stake is the appraised rent of a year.
    2. Under-priced: above 0 and below `low_rent_percent` of the appraisal (exactly at it is not); at stake is what is missing a year.
    3. Not appraised: a contract without an appraisal, its own or the ledger's; at stake is its rent of a year.
    """
    if not letting.live(on):
        return
    rent, appraised = letting.rent_wan, letting.appraised_wan
    facts = {"contract": letting.contract, "appraised_wan": known(appraised)}
    if rent == 0:
        begins = known(letting.begins)
        yield Shown("lease_free", {**facts, "begins": begins}, appraised, letting.begins)
    elif rent is not None and appraised and _low(rent, appraised, parameters):
        low = {
            **facts,
            "rent_wan": rent,
            "share_percent": 100 * rent / appraised,
            "low_rent_percent": float(parameters["low_rent_percent"]),
        }
        yield Shown("lease_under_priced", low, appraised - rent, letting.begins)
    if appraised is None and letting.lease is not None:
        unseen = {"contract": letting.contract, "rent_wan": known(rent)}
        yield Shown("lease_unappraised", unseen, rent, letting.begins)


def of_way(letting: Letting, on: date) -> Iterator[Shown]:
    """Let without open tender, without approval, or although the title is not clear. What is not told shows nothing."""
    if not letting.live(on):
        return
    facts = {"contract": letting.contract, "rent_wan": known(letting.rent_wan)}
    shown = {
        "lease_no_tender": letting.open_bid is False,
        "lease_no_approval": letting.approved is False,
        "title_unclear": letting.asset is not None and letting.asset.get("title_clear") is False,
    }
    for kind in (kind for kind, holds in shown.items() if holds):
        yield Shown(kind, facts, letting.rent_wan, letting.begins)


def of_arrears(letting: Letting) -> Iterator[Shown]:
    """Due to date above paid to date, of running and of ended contracts alike; at stake is the sum owed."""
    lease, owed = letting.lease, letting.owed_wan
    if lease is None or not owed:
        return
    facts = {
        "contract": letting.contract,
        "due_wan": float(lease["due_wan"]),
        "paid_wan": float(lease["paid_wan"]),
        "owed_wan": owed,
    }
    yield Shown(ARREARS, facts, owed)


def _low(rent: float, appraised: float, parameters: Mapping[str, Any]) -> bool:
    return rent > 0 and 100 * rent < appraised * float(parameters["low_rent_percent"])
