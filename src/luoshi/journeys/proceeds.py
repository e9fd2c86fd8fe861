"""回款: what a parcel's price brings back to the pool, and when. Listing is not money, and a sale is not either: the price
is paid in parts and comes back through the budget (parameters of the register `parcel`, with their sources).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from luoshi.journeys.assumptions import Assumptions
from luoshi.journeys.taking_part import title_of


class Coming(NamedTuple):
    """Money of a parcel that is listed or sold already: month of the programme, 万元."""

    key: str
    title: str
    month: int
    wan: float


def proceeds(price: float, late: int, terms: Mapping[str, Any]) -> list[tuple[int, float]]:
    """(months after listing, 万元) of a price: the first part, and the rest, each `late` months later than the rule says."""
    back = price * float(terms["returned_percent"]) / 100
    first = back * float(terms["first_part_percent"]) / 100
    parts = [
        (int(terms["first_part_months"]) + late, first),
        (int(terms["rest_months"]) + late, back - first),
    ]
    return [(month, wan) for month, wan in parts if wan]


def still_coming(
    row: Mapping[str, Any], assumed: Assumptions, terms: Mapping[str, Any]
) -> list[Coming]:
    """What a listed parcel still brings: at its price when it is sold, else as expected. What is overdue is taken to come
    in the first month."""
    sold = row.get("price_wan") is not None
    price = (
        float(row["price_wan"]) if sold else float(row.get("price_mid_wan") or 0.0) * assumed.price
    )
    listed, here = assumed.month(row["listed_on"]), float(row.get("recovered_wan") or 0.0)
    found = []
    for later, wan in proceeds(price, 0 if sold else assumed.late, terms):
        still = max(wan - here, 0.0)
        here = max(here - wan, 0.0)
        if still:
            title = title_of(row)
            found.append(Coming(row["item"], title, max(listed + later, 0), still))
    return found
