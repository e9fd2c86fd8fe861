"""An asset and its contract in which nothing is found, to be changed by one fact at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.assets.audit import audit
from luoshi.values.finding import Finding

ON = date(2026, 6, 30)
PARAMETERS = {"cap_years": 5, "law_years": 20, "low_rent_percent": 90, "warn_days": 7}


def asset(**facts: Any) -> dict[str, Any]:
    """An asset that is let in order."""
    in_order = {
        "key": "G-0001",
        "name": "综合楼一层",
        "unit": "qingshan",
        "on_book": True,
        "title_clear": True,
        "tenant": "甲商贸公司",
        "appraised_wan": 12.0,
        "checked_on": date(2026, 3, 20),
        "found_use": "let",
    }
    return {**in_order, **facts}


def lease(**facts: Any) -> dict[str, Any]:
    """Its contract, paid and appraised."""
    in_order = {
        "key": "HT-0001",
        "name": "综合楼一层租赁合同",
        "contract_number": "2024-07",
        "asset": "G-0001",
        "unit": "qingshan",
        "tenant": "甲商贸公司",
        "lease_from": date(2024, 7, 1),
        "lease_to": date(2027, 6, 30),
        "rent_wan": 12.0,
        "appraised_wan": 12.0,
        "open_bid": True,
        "approved": True,
        "due_wan": 24.0,
        "paid_wan": 24.0,
    }
    return {**in_order, **facts}


def found(
    *leases: dict[str, Any], on: date = ON, sources: dict[str, str] | None = None, **facts: Any
) -> list[Finding]:
    """What the audit shows of the asset with these facts and these contracts."""
    return audit([asset(**facts)], leases, PARAMETERS, on, sources)


def kinds(*leases: dict[str, Any], on: date = ON, **facts: Any) -> list[str]:
    """Only the kinds."""
    return [one.kind for one in found(*leases, on=on, **facts)]
