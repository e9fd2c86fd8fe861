"""Cases made from a seed: small ones that can be enumerated, and programmes of a district's size."""

from __future__ import annotations

import random

from luoshi.land.case import After, Case, Objective, Option, Parcel, Pool, Promise


def small(seed: int) -> Case:
    """Three or four parcels, five or six months, round numbers: every plan can be enumerated."""
    dice = random.Random(seed)
    months, tail = dice.choice((5, 6)), dice.choice((0, 3))
    horizon = months + tail
    parcels = tuple(_small_parcel(dice, n) for n in range(4 if seed % 10 == 1 else 3))
    kinds = (("listed", dice.choice((1, 2))), ("cleared", dice.choice((1, 2))), ("released", 60.0))
    promises = tuple(
        Promise(kind, least, dice.randrange(2, months))
        for kind, least in kinds
        if dice.random() < 0.35
    )  # fmt: skip
    weights = dice.choice(
        ((1, 0, 0, 0), (1, 0, 0, 0), (0.001, 1, 0, 0), (0.001, 0, 50, 0), (1, 0.5, 0, 30))
    )
    return Case(
        start="2023-02",
        months=months,
        tail_months=tail,
        monthly_rate=dice.choice((0.0, 0.003, 0.02)),
        objective=Objective(*weights),
        release_by=dice.choice((None, months - 1)),
        pool=Pool(
            dice.choice((40.0, 80.0, 150.0)),
            tuple(dice.choice((0.0, 0.0, 5.0)) for _ in range(horizon)),
            tuple(dice.choice((0.0, -3.0, 4.0)) for _ in range(horizon)),
        ),
        teams=tuple(dice.choice((1, 2, 2)) for _ in range(months)),
        listings=tuple(dice.choice((1, 1, 2)) for _ in range(months)),
        promises=promises,
        parcels=parcels,
    )


def _small_parcel(dice: random.Random, n: int) -> Parcel:
    options = tuple(
        Option(
            months,
            dice.choice((1, 1, 2)),
            tuple(dice.choice((5.0, 10.0, 20.0)) for _ in range(months + extra)),
        )
        for months, extra in (
            (dice.choice((1, 2)), dice.choice((0, 0, 1))) for _ in range(dice.choice((1, 1, 2)))
        )
    )
    sale = dice.random() < 0.85
    after = (
        After(f"P{dice.randrange(n)}", dice.choice(("start", "list")))
        if n and dice.random() < 0.35
        else None
    )
    proceeds = (
        (dice.choice((0, 1)), dice.choice((15.0, 40.0, 60.0))),
        (2, dice.choice((0.0, 20.0))),
    )
    return Parcel(
        f"P{n}",
        f"地块{n}",
        100.0 * n,
        options,
        dice.choice((0, 0, 1)),
        dice.choice((1, 1, 2)),
        proceeds if sale else (),
        dice.choice((0.0, 1.0)),
        sale,
        after,
    )


def district(seed: int, count: int = 16, months: int = 24, released: bool = False) -> Case:
    """A programme whose opening cash is only just enough for what must be listed by the seventh month."""
    dice = random.Random(seed)
    tail, parcels = 18, []
    for n in range(count):
        households = dice.randrange(20, 260)
        cost = households * dice.uniform(14.0, 30.0)
        price = cost * dice.uniform(0.7, 3.0) + 800.0
        slow = max(1, round(households / 45))
        options = tuple(
            Option(m, teams, tuple([0.9 * cost * more / m] * m + [0.1 * cost * more]))
            for m, teams, more in ((slow, 1, 1.0), (max(1, slow // 2), 2, 1.06))
        )
        after = After(f"P-{dice.randrange(n) + 1:03d}", dice.choice(("start", "list"))) if n > 2 and dice.random() < 0.15 else None  # fmt: skip
        parcels.append(
            Parcel(
                f"P-{n + 1:03d}",
                f"第{n + 1}号地块",
                round(dice.uniform(1500.0, 11000.0), 1),
                options,
                dice.choice((0, 0, 0, 2, 4)),
                dice.choice((1, 1, 2)),
                ((2, round(price * 0.5, 1)), (8, round(price * 0.4, 1))),
                round(dice.uniform(2.0, 25.0), 1),
                dice.random() > 0.05,
                after,
            )
        )
    horizon = months + tail
    yearly = 0.004 * sum(p.sunk_wan for p in parcels)
    return Case(
        start="2023-02",
        months=months,
        tail_months=tail,
        monthly_rate=0.003,
        objective=Objective(0.001, 1.0) if released else Objective(),
        release_by=min(12, months - 1),
        pool=Pool(
            300.0 * count,
            (0.0,) * horizon,
            tuple(-yearly if m % 6 == 5 else 0.02 * yearly for m in range(horizon)),
        ),
        teams=(max(3, count // 4),) * months,
        listings=(max(2, count // 8),) * months,
        promises=(Promise("listed", max(3, count // 12), 6),),
        parcels=tuple(parcels),
    )
