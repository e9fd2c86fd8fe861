"""Every plan of a small case: what enumerations are made of."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from luoshi.land.case import Case, Parcel
from luoshi.land.checker import check
from luoshi.land.plan import Plan, Work


def moves(case: Case, parcel: Parcel) -> list[tuple[Work | None, int | None]]:
    """All that can be done with one parcel, as far as its own rules go; the checker says what they allow."""
    plenty = replace(
        case,
        promises=(),
        pool=replace(case.pool, floor_wan=(-1e9,) * case.horizon),
        teams=(99,) * case.months,
        listings=(99,) * case.months,
        parcels=(replace(parcel, after=None),),
    )
    found: list[tuple[Work | None, int | None]] = []
    for n, start in product(range(len(parcel.options)), range(case.months)):
        for listed in (None, *range(case.months)):
            plan = Plan(
                {parcel.key: Work(n, start)}, {} if listed is None else {parcel.key: listed}
            )
            if not check(plenty, plan):
                found.append((Work(n, start), listed))
    return [(None, None), *found]


def plan_of(case: Case, chosen: tuple[tuple[Work | None, int | None], ...]) -> Plan:
    keys = [parcel.key for parcel in case.parcels]
    return Plan(
        {key: work for key, (work, _) in zip(keys, chosen, strict=True) if work is not None},
        {key: listed for key, (_, listed) in zip(keys, chosen, strict=True) if listed is not None},
    )


def every_plan(case: Case) -> list[Plan]:
    """All decisions that each parcel alone allows; the checker throws out those that break a rule together."""
    ways = [moves(case, parcel) for parcel in case.parcels]
    return [plan_of(case, chosen) for chosen in product(*ways)]
