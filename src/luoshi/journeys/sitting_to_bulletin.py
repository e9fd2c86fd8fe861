"""会上看的到通报: facts of a sitting worded as the bulletin that opens it.

lights, flips ──> overall     published figures ──> indicators     commitments ──> overdue, due     who owes ──> silent
adopted programme ──> the land programme with its cash     checks ──> findings with their money     what the office asks ──> demands

Every sentence is filled from facts; the demands alone are the office's own words, and without them their section says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from luoshi.board.flips import Flip
from luoshi.declare.register import LEVELS, Level
from luoshi.indicators.growth import Growth, Not
from luoshi.journeys.economy_at import economy_at
from luoshi.journeys.entries_to_points import ECONOMY, points_of
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_charts import by_level, lights_chart, picture
from luoshi.journeys.sitting_to_land import land_section
from luoshi.ledger.entry import Entry
from luoshi.papers.bulletin import Bulletin, Found, Indicator, Item, Lights
from luoshi.papers.bulletin import bulletin as as_paper
from luoshi.papers.charts import lights_height
from luoshi.papers.paper import Paper, Picture, Record, day_written
from luoshi.values.finding import at_stake
from luoshi.values.light import WORDS, marked
from luoshi.values.said import money

SOON = timedelta(days=30)
FINDINGS_SHOWN = 10
ALL = 10**9  # lamps


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office adds to the facts: the number of the paper, what it asks for, and the script that draws charts ("" = no charts)."""

    number: str = ""
    demands: tuple[str, ...] = ()
    charts: str = ""
    meeting: str = ""  # key of the meeting whose tasks the task table holds; "" = all


def bulletin(sitting: Sitting, wanted: Wanted) -> Paper:
    """The bulletin of a sitting."""
    issuer = sitting.world.district.issuer
    return as_paper(
        Bulletin(
            ("关于重点工作落实情况的通报",),
            issuer.name,
            sitting.on,
            overall=overall(sitting),
            indicators=indicators(sitting),
            lights=Lights(
                _levels(),
                by_register(sitting),
                by_unit(sitting),
                _drawn(by_register(sitting), wanted.charts),
            ),
            overdue=overdue(sitting),
            due=due_soon(sitting),
            silent=tuple(
                f"{sitting.unit(key) or '无责任单位的事项'}（{n}项）" for key, n in sitting.silent
            ),
            land=land_section(sitting, wanted.charts),
            findings=findings(sitting),
            demands=wanted.demands,
            mark=issuer.mark if wanted.number else "",
            number=wanted.number,
            addressee=issuer.addressee,
            closing=sealed(sitting),
            record=Record(issuer.name, sitting.on, issuer.copies) if issuer.name else None,
        )
    )


def _drawn(rows: tuple[tuple[str, tuple[int, ...]], ...], library: str) -> tuple[Picture, ...]:
    told = [(name.removesuffix("台账"), by_level(counts)) for name, counts in rows]
    height = lights_height(len(rows))
    return picture(lights_chart(told, WORDS), library, "各专项工作亮灯情况", height) if rows else ()


def overall(sitting: Sitting) -> tuple[str, ...]:
    """How many lights stand how, what turned since the last meeting, what the checks put at stake."""
    every = [counts for owners in sitting.lights.values() for counts in owners.values()]
    sums = [sum(column) for column in zip(*every, strict=True)] or [0] * len(LEVELS)
    of_tasks = [lamp.level for lamp in sitting.lamps.values()]
    tasks = "、".join(f"{WORDS[level]}{of_tasks.count(level)}项" for level in LEVELS)
    shown = "、".join(f"{WORDS[level]}{n}盏" for level, n in zip(LEVELS, sums, strict=True))
    said = [
        f"截至{day_written(sitting.on)}，会议部署的任务共{len(sitting.commitments)}项：{tasks}。"
        f"各本台账共亮灯{sum(sums)}盏：{shown}。"
    ]
    if sitting.last and sitting.before:
        worse, better = turned(sitting)
        said.append(
            f"自{sitting.meeting(sitting.last.key)}以来，变灯{len(worse) + len(better)}盏，其中变差{len(worse)}盏、变好{len(better)}盏。"
        )
    if sitting.findings:
        stake = at_stake(sitting.findings)
        sums_said = f"，涉及金额{money(stake).zh}" if stake else ""
        said.append(f"系统核对发现问题{len(sitting.findings)}项{sums_said}，逐项待责任单位核实。")
    return tuple(said)


def turned(sitting: Sitting) -> tuple[list[Flip], list[Flip]]:
    """Lights that are worse than at the last meeting, and better ones; a light that is new is no turn."""
    if sitting.before is None:
        return [], []
    every = [
        flip
        for register in sitting.agenda
        for light in register.lights
        for flip in sitting.at.turned(sitting.before, register.key, light, ALL)[1]
    ]
    worse = [one for one in every if _rank(one.new) < _rank(one.old)]
    return worse, [one for one in every if _rank(one.new) > _rank(one.old)]


def _rank(level: Level | None) -> int:
    return LEVELS.index(level) if level else len(LEVELS)


def indicators(sitting: Sitting) -> tuple[Indicator, ...]:
    """The district's last published figures, as published: growth is never worked out from levels."""
    its: dict[str, list[Entry]] = {}
    for entry in sitting.entries:
        if entry.register == ECONOMY:
            its.setdefault(entry.key, []).append(entry)
    points = tuple(point for held in its.values() for point in points_of(held))
    last = int(sitting.world.number(ECONOMY, "bottom_places", sitting.on))
    found = economy_at(sitting.at.items(ECONOMY), points, sitting.on, sitting.at.known_at, last)
    names = dict(sitting.world.catalogue[ECONOMY].by_field["indicator"].choices)
    return tuple(
        Indicator(
            f"{names[line.indicator].zh}（{line.point.cell.span}）",
            _level(line.point.level, line.point.unit),
            _growth(line.point.growth),
            f"{line.place}/{line.places}" if line.place and line.places else "—",
            _moved(line.since_before),
        )
        for line in found.lines()
    )


def overdue(sitting: Sitting) -> tuple[Item, ...]:
    """Commitments whose light is red, the longest overdue first."""
    return _items(sitting, (row for row in sitting.commitments if _level_of(sitting, row) == "red"))


def due_soon(sitting: Sitting) -> tuple[Item, ...]:
    """Commitments that fall due within a month and are not met."""
    soon = (
        row
        for row in sitting.commitments
        if (day := row.get("deadline_on"))
        and sitting.on <= day <= sitting.on + SOON
        and _level_of(sitting, row) != "red"
        and not any(row.get(name) for name in ("met_on", "done_on", "closed_on"))
    )
    return _items(sitting, soon)


def findings(sitting: Sitting) -> tuple[Found, ...]:
    """The findings with the most money; the rest are counted in the overall part."""
    return tuple(
        Found(
            one.label(),
            one.title,
            sitting.unit(one.unit) or "—",
            one.reason(),
            money(one.at_stake_wan).zh if one.at_stake_wan else "—",
        )
        for one in sitting.findings[:FINDINGS_SHOWN]
    )


def sealed(sitting: Sitting) -> tuple[str, ...]:
    """What the last page says about the ledger that all of it stands on."""
    seal = sitting.seal
    told = f"，按{_instant(sitting)}所知" if sitting.at.known_at else ""
    return (
        f"由台账流水生成，截至{day_written(sitting.on)}{told}，共{seal.size}条；封存根 {grouped(seal.root)}。",
    )


def grouped(root: str) -> str:
    """A root in groups of eight, as a person compares it with another."""
    return " ".join(root[at : at + 8] for at in range(0, len(root), 8))


def state(sitting: Sitting, row: Mapping[str, Any]) -> str:
    """The light of a commitment in shape and word, with its reason."""
    lamp = sitting.lamps.get(str(row["item"]))
    return f"{marked(lamp.level)}：{lamp.why.zh}" if lamp else "—"


def due(row: Mapping[str, Any]) -> str:
    """The deadline as a day; where the speech names none, that."""
    day: date | None = row.get("deadline_on")
    return day_written(day) if day else "未定"


def _items(sitting: Sitting, rows: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(
        Item(
            str(row["item"]),
            str(row.get("quote") or row["title"]),
            sitting.unit(row.get("owner")) or "未定",
            due(row),
            state(sitting, row),
        )
        for row in sorted(rows, key=lambda row: (row.get("deadline_on") or date.max, row["item"]))
    )


def _level_of(sitting: Sitting, row: Mapping[str, Any]) -> str:
    lamp = sitting.lamps.get(str(row["item"]))
    return lamp.level if lamp else ""


def _levels() -> tuple[str, ...]:
    return tuple(marked(level) for level in LEVELS)


def by_register(sitting: Sitting) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Lights by level of each register, in the agenda's order."""
    return tuple(
        (sitting.world.catalogue[key].label.zh, _summed(owners.values()))
        for key, owners in sitting.lights.items()
    )


def by_unit(sitting: Sitting) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Lights by level of each unit, in protocol order; those that nobody owns last."""
    of_unit: dict[str, list[tuple[int, ...]]] = {}
    for owners in sitting.lights.values():
        for owner, counts in owners.items():
            of_unit.setdefault(owner, []).append(counts)
    nobody = of_unit.pop("", None)
    found = [
        (u.label.zh, _summed(of_unit[u.key]))
        for u in sitting.world.district.units.in_order(of_unit)
    ]
    return (*found, ("（未定责任单位）", _summed(nobody))) if nobody else tuple(found)


def _summed(counts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*counts, strict=True))


def _growth(value: Growth | Not | None) -> str:
    if value is Not.COMPARABLE:
        return "不可比"
    return f"{value.percent:f}%" if isinstance(value, Growth) else "—"


def _level(value: Any, unit: str) -> str:
    return f"{value:f}{unit}" if value is not None else "—"


def _moved(places: int | None) -> str:
    if places is None:
        return "—"
    return "持平" if not places else f"{'前移' if places > 0 else '后移'}{abs(places)}位"


def _instant(sitting: Sitting) -> str:
    assert sitting.at.known_at
    return day_written(sitting.at.known_at.date())
