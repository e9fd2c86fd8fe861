"""A project by a contractor of another city, half built this year, and the rates of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.works.behind import behind
from luoshi.works.tax_in_step import Standing, in_step
from luoshi.works.tax_rules import tax_parameters

ON = date(2025, 12, 31)


def project(**facts: Any) -> dict[str, Any]:
    """5,450 of contract of which half is built: 2,725 ÷ 1.09 × 2 % = 50 to be prepaid, and paid."""
    in_order = {
        "key": "J-001",
        "name": "热电项目",
        "unit": "qingshan",
        "started_on": date(2024, 4, 18),
        "total_investment_wan": 10_000.0,
        "invested_wan": 5_000.0,
        "contractor": "外市建设集团",
        "contractor_place": "other_city",
        "contract_wan": 5_450.0,
        "tax_method": "general",
        "tax_paid_wan": 50.0,
    }
    return {**in_order, **facts}


def standing(on: date = ON, **facts: Any) -> Standing:
    """Where the project stands with these facts."""
    (one,) = in_step([project(**facts)], tax_parameters().on(on), on)
    return one


def kinds(on: date = ON, **facts: Any) -> list[str]:
    """The kinds of findings that it shows."""
    return [one.kind for one in behind([project(**facts)], tax_parameters().on(on), on)]
