"""Programmes of a district's size, made from a seed: what the speech describes, in numbers of the size that it names.

Some 7,000 万元 sunk in each parcel (16 parcels: 1.0-1.2 billion yuan), debt service of 4.5 % a year on all of it, holding cost until a parcel is
listed, and cash at the start that is only just enough for the cheapest way to list three in sixteen by the end of the fourth month. One
parcel in six waits for another, one in sixteen is a road or a resettlement block that is not for sale. No real district's table was at hand:
figures say what the engine can do, not what a district will gain.
"""

from __future__ import annotations

import random

from luoshi.land.case import After, Case, Objective, Option, Parcel, Pool, Promise

SIZES = ((16, 24), (50, 36), (200, 60), (1000, 60))  # parcels, months
TAIL = 18
LISTED_BY = 3  # month 3 is the end of the fourth
DEBT_A_MONTH = 0.045 / 12
MARGIN = 1.05  # opening cash over what the promise needs


def programme(seed: int, count: int, months: int, released: bool = False) -> Case:
    """A case of so many parcels and months; wished is the NPV, or the money back after half of the months."""
    dice = random.Random(seed)
    parcels = tuple(_parcel(dice, n) for n in range(count))
    must = max(1, count * 3 // 16)
    horizon = months + TAIL
    sunk = sum(parcel.sunk_wan for parcel in parcels)
    debt = tuple(-3 * DEBT_A_MONTH * sunk if m % 3 == 2 else 0.0 for m in range(horizon))
    teams, listings = max(4, count * 3 // 8), max(3, must)
    return Case(
        start="2023-02",
        months=months,
        tail_months=TAIL,
        monthly_rate=0.003,
        objective=Objective(npv=0.001, released_wan=1.0) if released else Objective(npv=1.0),
        release_by=months // 2 if released else None,
        pool=Pool(_opening(parcels, must, debt), (0.0,) * horizon, debt),
        teams=(teams,) * months,
        listings=(listings,) * months,
        promises=(Promise("listed", must, LISTED_BY),),
        parcels=parcels,
    )


def _parcel(dice: random.Random, n: int) -> Parcel:
    key, quick = f"P-{n + 1:03d}", n % 3 == 0
    for_sale, waits = n % 16 != 7, not quick and n > 3 and dice.random() < 0.25
    households = dice.randrange(4, 30) if quick else dice.randrange(40, 260)
    wan = households * dice.uniform(25.0, 45.0) + dice.uniform(50.0, 400.0)
    options = tuple(_option(dice, households, wan, pace) for pace in ((1,) if quick else (1, 2, 3)))
    sunk = round(dice.uniform(4500.0, 9500.0), 1)
    price = sunk * dice.uniform(0.4, 1.1) + wan * dice.uniform(0.7, 1.9)
    share, settled = dice.uniform(0.55, 0.85), dice.choice((1, 2, 3))
    back = tuple(
        (later + settled, round(part * share * price, 1)) for later, part in ((1, 0.5), (11, 0.5))
    )
    after = After(f"P-{dice.randrange(n) + 1:03d}", dice.choice(("start", "list"))) if waits else None  # fmt: skip
    return Parcel(
        key,
        f"第{n + 1}号地块",
        sunk,
        options,
        0 if quick else dice.choice((0, 0, 0, 1, 3)),
        1 if quick else dice.choice((1, 1, 2)),
        back if for_sale else (),
        round(dice.uniform(3.0, 15.0), 1) if for_sale else 0.0,
        for_sale,
        after,
    )


def _option(dice: random.Random, households: int, wan: float, pace: int) -> Option:
    """More task forces are quicker and a little dearer; a tenth is paid as transition rent after the works."""
    months = max(1, round(households / (18.0 * pace)))
    total = wan * (1.0 + 0.04 * (pace - 1))
    weights = [dice.uniform(0.5, 1.5) for _ in range(months)]
    paid = [round(0.9 * total * w / sum(weights), 1) for w in weights]
    return Option(months, pace, (*paid, *[round(total / 60.0, 1)] * 6))


def _opening(parcels: tuple[Parcel, ...], must: int, debt: tuple[float, ...]) -> float:
    """What the cheapest parcels that can be listed in time need until then, with debt service and holding."""
    by = LISTED_BY + 1
    needs = sorted(
        sum(p.options[0].cost_wan[:by])
        for p in parcels
        if p.for_sale
        and p.after is None
        and p.earliest + p.options[0].months + p.notice_months < by
    )
    idle = by * sum(p.holding_wan for p in parcels) - sum(debt[:by])
    return round(MARGIN * (sum(needs[:must]) + idle), 1)
