"""A small world of three parcels and the cases that the land tests share."""

from __future__ import annotations

from luoshi.land.case import After, Case, Objective, Option, Parcel, Pool, Promise
from luoshi.land.plan import Plan, Work

MONTHS, TAIL = 8, 4
ROAD = Parcel("R", "路", 0.0, (Option(1, 1, (50.0,)),), for_sale=False)
PARCELS = (
    Parcel("A", "甲", 500.0, (Option(2, 1, (60.0, 40.0)), Option(1, 2, (130.0,))), 0, 1, ((1, 200.0), (3, 150.0)), 2.0),
    Parcel("B", "乙", 300.0, (Option(1, 1, (80.0,)),), 1, 1, ((1, 160.0),), 1.0, True, After("R", "start")),
    Parcel("C", "丙", 200.0, (Option(2, 1, (30.0, 30.0, 10.0)),), 0, 2, ((2, 120.0),), 0.0, True, After("R", "list")),
    ROAD,
)  # fmt: skip
CASE = Case(
    start="2023-02",
    months=MONTHS,
    tail_months=TAIL,
    monthly_rate=0.01,
    objective=Objective(),
    release_by=6,
    pool=Pool(250.0, (0.0,) * (MONTHS + TAIL), (-1.0,) * (MONTHS + TAIL)),
    teams=(3,) * MONTHS,
    listings=(2,) * MONTHS,
    promises=(Promise("listed", 1, 3), Promise("cleared", 2, 4), Promise("released", 200.0, 5)),
    parcels=PARCELS,
)
PLAN = Plan(
    works={"R": Work(0, 0), "A": Work(0, 0), "C": Work(0, 0), "B": Work(0, 4)},
    listed={"A": 3, "C": 4, "B": 6},
)
