"""会上看的到领导一页: the few facts that a leader decides upon, the worst first, each counted down to what fits one sheet."""

from __future__ import annotations

from typing import Any

from luoshi.declare.register import LEVELS
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_bulletin import Wanted, grouped, overdue
from luoshi.journeys.sitting_to_land import adopted, land_section
from luoshi.journeys.sitting_to_tasks import reached, target
from luoshi.papers.leader_paper import Leader, shortened
from luoshi.papers.leader_paper import leader as as_paper
from luoshi.papers.paper import Paper, Paragraph, day_written
from luoshi.papers.parts import Cells
from luoshi.papers.words import word
from luoshi.values.finding import at_stake
from luoshi.values.said import money


def leader(sitting: Sitting, wanted: Wanted) -> Paper:
    """The sheet of a sitting."""
    land = [one.text for one in land_section(sitting) if isinstance(one, Paragraph)]
    return as_paper(
        Leader(
            lights=_lights(sitting),
            overdue=tuple(
                (shortened(one.quote), one.lead, one.state.partition("：")[2])
                for one in overdue(sitting)
            ),
            promises=_promises(sitting),
            land=tuple(land[-1:] if adopted(sitting) else land[:1]),
            decide=_decide(sitting),
            closing=(f"截至{day_written(sitting.on)}，封存根 {grouped(sitting.seal.root)[:17]}…",),
        )
    )


def _lights(sitting: Sitting) -> tuple[Cells, ...]:
    now = _sums(sitting.lights.values())
    if not any(now):
        return ()
    found: list[Cells] = [(word("lights_now"), *map(str, now))]
    if sitting.before is not None:
        then = [0] * len(LEVELS)
        for register in sitting.agenda:
            for shine in sitting.before.shining(register.key):
                then[LEVELS.index(shine.level)] += shine.lamps
        found.append((word("lights_then"), *map(str, then)))
        found.append(
            (
                word("lights_change"),
                *(f"{n - was:+d}" if n != was else "0" for n, was in zip(now, then, strict=True)),
            )
        )
    return tuple(found)


def _sums(registers: Any) -> list[int]:
    every = [counts for owners in registers for counts in owners.values()]
    return [sum(column) for column in zip(*every, strict=True)] or [0] * len(LEVELS)


def _promises(sitting: Sitting) -> tuple[Cells, ...]:
    """Commitments with a number that are not met: the latest against their deadline first."""
    rows = [
        row
        for row in sitting.commitments
        if row.get("target")
        and row.get("measured") is not None
        and not row.get("met_on")
        and not row.get("closed_on")
        and row.get("comparator") in (">=", "=", ">")
    ]
    rows.sort(
        key=lambda row: (
            LEVELS.index(sitting.lamps[row["item"]].level),
            row["measured"] / row["target"],
        )
    )
    return tuple(
        (
            shortened(str(row["quote"])),
            target({**row, "comparator": ""}),
            reached(row),
            target({**row, "comparator": "", "target": max(row["target"] - row["measured"], 0)}),
            f"{row['deadline_on'].month}月{row['deadline_on'].day}日"
            if row.get("deadline_on")
            else "未定",
        )
        for row in rows
    )


def _decide(sitting: Sitting) -> tuple[str, ...]:
    """What waits for a leader: extensions that were asked for, work without a unit or a date, money that checks found."""
    asked = [
        row
        for row in sitting.commitments
        if row.get("extension_state") == "asked" and not row.get("closed_on")
    ]
    open_rows = [row for row in sitting.commitments if not row.get("closed_on")]
    nobody = [row["item"] for row in open_rows if not row.get("owner")]
    undated = [
        row["item"] for row in open_rows if not row.get("deadline_on") and not row.get("met_on")
    ]
    said = []
    if asked:
        said.append(f"申请延期待批{len(asked)}项：{'、'.join(row['item'] for row in asked[:5])}。")
    if nobody:
        said.append(f"没有定责任单位{len(nobody)}项：{'、'.join(nobody[:5])}。")
    if undated:
        said.append(f"没有定时限{len(undated)}项：{'、'.join(undated[:5])}。")
    if sitting.silent:
        said.append(
            f"没有报送情况的单位{len(sitting.silent)}个，共{sum(n for _, n in sitting.silent)}项。"
        )
    if sitting.findings:
        stake = at_stake(sitting.findings)
        said.append(
            f"系统核对发现{len(sitting.findings)}项"
            + (f"，涉及{money(stake).zh}。" if stake else "。")
        )
    return tuple(said)
