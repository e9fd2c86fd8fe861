"""会上看的到滚动开发: what the bulletin says of the land programme: what is done, what the adopted plan says, and its cash month by month.

rows of `programme` and `parcel` as of the sitting ──case_of──> the adopted plan (planned dates) ──flows──> cash

The plan is not worked out anew: the paper shows the one that was adopted, so it takes no solver and says the same in years to come.
"""

from __future__ import annotations

from typing import Any

from luoshi.journeys.assumptions import assumptions_of
from luoshi.journeys.parcels_to_programme import PARCEL, PROGRAMME, Made, case_of
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_charts import picture
from luoshi.land.flows import flows
from luoshi.papers import charts as options
from luoshi.papers.paper import Block, Paragraph, day_written
from luoshi.values.said import money

PLANNED = ("planned_start_on", "planned_clear_on", "planned_list_on")
Cash = tuple[list[str], list[float], float]  # months, 万元 at the end of each, the floor


def land_section(sitting: Sitting, charts: str = "") -> tuple[Block, ...]:
    """Sentences, and the cash curve where charts can be drawn; nothing for a district without parcels."""
    if PARCEL not in sitting.world.catalogue or not sitting.at.items(PARCEL):
        return ()
    found: list[Block] = [Paragraph(_done(sitting))]
    programme = adopted(sitting)
    cash = cash_of(sitting, programme) if programme else None
    if programme is None or cash is None:
        return (*found, Paragraph("还没有采用的滚动开发方案。"))
    months, values, floor = cash
    lowest = min(range(len(values)), key=values.__getitem__)
    short = "，低于下限" if values[lowest] < floor else ""
    found.append(
        Paragraph(
            f"按{day_written(programme['adopted_on'])}采用的方案“{programme['title']}”，资金池最低的是{_month(months[lowest])}末，"
            f"为{money(values[lowest]).zh}{short}（下限{money(floor).zh}）。"
        )
    )
    found += picture(options.cash(months, values, floor), charts, "资金池月末余额和下限")
    return tuple(found)


def adopted(sitting: Sitting) -> dict[str, Any] | None:
    """The programme adopted last."""
    if PROGRAMME not in sitting.world.catalogue:
        return None
    rows = [row for row in sitting.at.items(PROGRAMME) if row.get("adopted_on")]
    return max(rows, key=lambda row: (row["adopted_on"], row["item"]), default=None)


def cash_of(sitting: Sitting, programme: dict[str, Any]) -> Cash | None:
    """The cash of the adopted plan by month: its parcels as they stood on its own day, with the dates that were planned."""
    made = _made(sitting, programme)
    if made.case is None:
        return None
    case = made.case
    flow = flows(case, made.before)
    return (
        [case.month(t) for t in range(case.horizon)],
        [float(wan) for wan in flow.cash_wan],
        float(case.pool.floor_wan[0]),
    )


def _made(sitting: Sitting, programme: dict[str, Any]) -> Made:
    day = programme.get("parcels_on") or programme["opened_on"]
    planned = {row["item"]: row for row in sitting.at.items(PARCEL)}
    rows = [
        {**row, **{name: planned.get(row["item"], {}).get(name) for name in PLANNED}}
        for row in sitting.at.board.view(day, sitting.at.known_at).items(PARCEL)
    ]
    return case_of(sitting.world, rows, assumptions_of(programme), day)


def _done(sitting: Sitting) -> str:
    value = {
        key: sitting.at.measure(PARCEL, key)[0].value or 0
        for key in ("listed", "sold", "released_wan", "returned_wan")
    }
    return (
        f"到{day_written(sitting.on)}，已挂牌{value['listed']:g}宗、成交{value['sold']:g}宗，"
        f"已挂牌地块的沉淀资金{money(value['released_wan']).zh}，已返还到账{money(value['returned_wan']).zh}。"
    )


def _month(text: str) -> str:
    year, month = text.split("-")
    return f"{year}年{int(month)}月"
