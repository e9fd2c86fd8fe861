"""滚动开发的一道题: parcels, the pool of money, task forces, listings, promises; what may be decided and what is wished.

Months are counted from the case's first month: 0 is `start`. The programme is decided for `months`; money runs on for `tail_months`
more (`horizon` months together), because the proceeds of a parcel listed late come later still. Money is in 万元.
Source of the rules: docs/algorithms/land.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gates = Literal["start", "list"]
PromiseKind = Literal["listed", "cleared", "released"]


@dataclass(frozen=True, slots=True)
class Option:
    """One pace of the works of a parcel."""

    months: int  # of work; the parcel is cleared at the end of the last
    teams: int  # task forces bound in each of them
    cost_wan: tuple[float, ...]  # paid in each month from the first of work; may run on after it


@dataclass(frozen=True, slots=True)
class After:
    """The works (`start`) or the listing (`list`) of a parcel wait until another parcel is cleared."""

    key: str
    gates: Gates


@dataclass(frozen=True, slots=True)
class Parcel:
    """What may be done with a parcel, what it costs and what it brings back."""

    key: str
    name: str
    sunk_wan: float  # already spent; returns in no plan by itself, shown apart from the proceeds
    options: tuple[Option, ...]
    earliest: int = 0  # month in which work may start
    notice_months: int = 1  # from cleared to listed, at least: conditions, notice
    proceeds_wan: tuple[tuple[int, float], ...] = ()  # months after listing, money back in the pool
    holding_wan: float = 0.0  # paid each month up to and with that of listing
    for_sale: bool = True  # False: shared works that open the way for others
    after: After | None = None
    spread: tuple[float, float] | None = None  # low and high price, as factors of the expected one

    @property
    def back_wan(self) -> float:
        """All that comes back into the pool once it is listed."""
        return sum(wan for _, wan in self.proceeds_wan)


@dataclass(frozen=True, slots=True)
class Pool:
    """The money that the programme lives on."""

    opening_wan: float
    floor_wan: tuple[float, ...]  # horizon: cash at the end of a month may not be less
    other_wan: tuple[float, ...]  # horizon: other income less duties (debt service) of each month


@dataclass(frozen=True, slots=True)
class Promise:
    """What was said: so many parcels listed or cleared, or so much money back, by the end of a month."""

    kind: PromiseKind
    at_least: float  # parcels, or 万元
    by: int


@dataclass(frozen=True, slots=True)
class Objective:
    """Weights of what is wished; money in 万元, parcels by number."""

    npv: float = 1.0  # of all flows of the horizon, discounted to the start
    released_wan: float = 0.0  # proceeds back in the pool up to and with `release_by`
    cleared: float = 0.0  # parcels cleared within the months that are decided
    listed: float = 0.0  # parcels listed within them


@dataclass(frozen=True, slots=True)
class Case:
    """One programme to be decided."""

    start: str  # YYYY-MM of month 0
    months: int
    tail_months: int
    monthly_rate: float
    objective: Objective
    release_by: int | None
    pool: Pool
    teams: tuple[int, ...]  # months: task forces at hand
    listings: tuple[int, ...]  # months: parcels that may be listed
    promises: tuple[Promise, ...]
    parcels: tuple[Parcel, ...]

    @property
    def horizon(self) -> int:
        """Months over which money is counted."""
        return self.months + self.tail_months

    def month(self, n: int) -> str:
        """Month `n` as YYYY-MM."""
        year, month = (int(part) for part in self.start.split("-"))
        years, months = divmod(month - 1 + n, 12)
        return f"{year + years:04d}-{months + 1:02d}"
