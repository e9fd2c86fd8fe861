"""可能的将来: what the sales may come to instead of what is expected (lower prices, later money), as cases of their own.

A future changes proceeds only: how much (`price`) and when (`later`); works, holding and listing stay as they are. The prices and
months of the ready ones are those of docs/algorithms/land.md: they are what the meeting asks about, not a forecast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from luoshi.land.case import Case, Parcel
from luoshi.values.label import Label


@dataclass(frozen=True, slots=True)
class Future:
    """Proceeds by a factor and so many months later, of every parcel or of some."""

    name: str
    label: Label
    price: float = 1.0  # factor on all proceeds
    later: int = 0  # months
    keys: frozenset[str] | None = None  # these parcels only; None: every one


LOW = Future("price", Label("地价都低20%", "all prices 20% lower"), price=0.8)
LATE = Future("late", Label("回款都晚3个月", "all money 3 months later"), later=3)
BOTH = Future(
    "both", Label("地价都低20%、又晚3个月", "all prices 20% lower and 3 months later"), 0.8, 3
)
MILD = Future(
    "mild", Label("地价都低10%、又晚1个月", "all prices 10% lower and a month later"), 0.9, 1
)
MIDDLE = Future(
    "middle", Label("地价都低15%、又晚2个月", "all prices 15% lower and 2 months later"), 0.85, 2
)
FUTURES = (LOW, LATE, BOTH)


def under(case: Case, future: Future) -> Case:
    """The case in which that future comes true; what would come back after the horizon is not counted, as always."""
    if future.price == 1.0 and not future.later:
        return case
    return replace(case, parcels=tuple(_changed(parcel, future) for parcel in case.parcels))


def _changed(parcel: Parcel, future: Future) -> Parcel:
    if future.keys is not None and parcel.key not in future.keys:
        return parcel
    back = tuple((month + future.later, wan * future.price) for month, wan in parcel.proceeds_wan)
    return replace(parcel, proceeds_wan=back)


def any_one_bad(
    case: Case, price: float = BOTH.price, later: int = BOTH.later
) -> tuple[Future, ...]:
    """One future for each parcel that brings money: its sale alone is bad, the others go as expected."""
    share = f"{100 * (1 - price):.0f}%"
    return tuple(
        Future(
            f"one:{parcel.key}",
            Label(
                f"{parcel.name}低{share}、晚{later}个月",
                f"{parcel.name} {share} lower and {later} months later",
            ),
            price,
            later,
            frozenset((parcel.key,)),
        )
        for parcel in case.parcels
        if parcel.for_sale and parcel.back_wan > 0
    )
