"""会上看的到下次讲话提纲: facts in the order of the agenda for whoever drafts the next speech, each with where it stands. No praise, no blame, no demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.declare.register import LEVELS
from luoshi.journeys.sitting import COMMITMENT, Sitting
from luoshi.journeys.sitting_to_bulletin import Wanted, indicators, state
from luoshi.papers.outline_paper import Point
from luoshi.papers.outline_paper import outline as as_paper
from luoshi.papers.paper import Paper
from luoshi.values.finding import at_stake
from luoshi.values.light import WORDS
from luoshi.values.said import money

QUOTED = 40  # characters of what was said


def outline(sitting: Sitting, wanted: Wanted) -> Paper:
    """The outline of a sitting: how things stand, register by register what was said and where it is, what checks found."""
    by_register: dict[str, list[Point]] = {}
    for row in sitting.commitments:
        if not row.get("closed_on"):
            by_register.setdefault(str(row.get("register_key") or COMMITMENT), []).append(
                _of_task(sitting, row)
            )
    sections = [("经济运行", _economy(sitting)), ("总体进展", _overall(sitting))]
    for key, register in sitting.world.catalogue.items():
        if key in by_register:
            head = "其他任务" if key == COMMITMENT else register.label.zh.removesuffix("台账")
            sections.append((head, by_register[key]))
    sections.append(("核对发现的问题", _findings(sitting)))
    return as_paper(sections, sitting.on)


def _economy(sitting: Sitting) -> list[Point]:
    found = []
    for one in indicators(sitting):
        said = [f"{one.name}{one.value}" if one.value != "—" else one.name]
        said += [_grew(one.growth)] if one.growth not in ("—", "不可比") else []
        said += [f"位次{one.place}"] if one.place != "—" else []
        said += [f"比上期{one.change}"] if one.change not in ("—", "") else []
        if len(said) > 1 or one.value != "—":
            found.append(Point("，".join(said), "经济指标台账，已公布数"))
    return found


def _grew(growth: str) -> str:
    return f"下降{growth[1:]}" if growth.startswith("-") else f"增长{growth}"


def _overall(sitting: Sitting) -> list[Point]:
    """The lights of each register that has a red one."""
    found = []
    for key, owners in sitting.lights.items():
        sums = [sum(column) for column in zip(*owners.values(), strict=True)]
        if not sums[LEVELS.index("red")]:
            continue
        said = "、".join(f"{WORDS[level]}{n}项" for level, n in zip(LEVELS, sums, strict=True) if n)
        label = sitting.world.catalogue[key].label.zh
        found.append(
            Point(f"{label.removesuffix('台账')}共{sum(sums)}盏灯，{said}", f"{label}看板")
        )
    return found


def _of_task(sitting: Sitting, row: Mapping[str, Any]) -> Point:
    quote = str(row.get("quote") or row["title"])
    said = quote if len(quote) <= QUOTED else quote[: QUOTED - 1] + "…"
    day = row.get("said_on")
    source = f"{row['item']}，{day.month}月{day.day}日讲话" if day else str(row["item"])
    unit = sitting.unit(row.get("owner")) or "责任单位未定"
    return Point(f"“{said}”，{unit}，{state(sitting, row).partition('：')[2]}", source)


def _findings(sitting: Sitting) -> list[Point]:
    by_label: dict[str, list[Any]] = {}
    for one in sitting.findings:
        by_label.setdefault(one.label(), []).append(one)
    found = []
    for label, its in by_label.items():
        stake = at_stake(its)
        register = sitting.world.catalogue[its[0].register].label.zh
        found.append(
            Point(
                f"{label}{len(its)}项" + (f"，涉及{money(stake).zh}" if stake else ""),
                f"{register}，{its[0].clause.partition('；')[0]}",
            )
        )
    return found
