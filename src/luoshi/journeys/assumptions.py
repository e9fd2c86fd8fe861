"""前提: what a programme of parcels supposes, read from a row of the register `programme`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

Aim = Literal["npv", "released", "cleared", "listed"]
MONEY = (
    "opening_wan",
    "floor_wan",
    "income_wan",
    "duties_wan",
    "must_release_wan",
    "move_cost_wan",
)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a programme supposes. Money in 万元; `price` and `late` are about every parcel that is not sold yet."""

    start_on: date
    months: int
    opening_wan: float
    teams: int
    floor_wan: float = 0.0
    income_wan: float = 0.0
    duties_wan: float = 0.0
    listings: int | None = None
    must_list: int = 0
    list_by: date | None = None
    must_release_wan: float = 0.0
    release_by: date | None = None
    aim: Aim = "npv"
    price: float = 1.0  # of the expected price
    late: int = 0  # months that money comes later
    move_cost_wan: float = 0.0  # of each month by which the plan adopted before is moved

    def month(self, day: date) -> int:
        """The month of the programme in which a day lies; below 0 before the first."""
        return (day.year - self.start_on.year) * 12 + day.month - self.start_on.month


def assumptions_of(row: Mapping[str, Any]) -> Assumptions:
    """The assumptions that a row of the register `programme` holds; empty cells take the defaults."""
    number = {name: float(row[name]) for name in MONEY if row.get(name) is not None}
    return Assumptions(
        start_on=row["start_on"],
        months=int(row["months"]),
        teams=int(row["teams"]),
        listings=None if row.get("listings_a_month") is None else int(row["listings_a_month"]),
        must_list=int(row.get("must_list") or 0),
        list_by=row.get("list_by"),
        release_by=row.get("release_by"),
        aim=row.get("aim") or "npv",
        price=float(100 if row.get("price_percent") is None else row["price_percent"]) / 100,
        late=int(row.get("late_months") or 0),
        **{"opening_wan": 0.0} | number,
    )


def first_month(on: date) -> date:
    """The first day of the month after a day: the earliest month that can still be arranged."""
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)
