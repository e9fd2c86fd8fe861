"""会上看的到任务分解表, and one slip to its sheet: what is tracked, worded for paper. What nobody stated stays empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.declare.register import Register
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_bulletin import Wanted, due, state
from luoshi.papers.decomposition import Task, decomposition
from luoshi.papers.paper import Paper, day_written
from luoshi.papers.slip_paper import SlipSheet, slip_paper

TITLE_MAX = 18  # characters of the title's size that a line holds
COMPARED = {
    ">=": "不少于",
    "=": "达到",
    ">": "超过",
    "<=": "不超过",
    "<": "低于",
    "~": "约",
    "+": "增长",
    "-": "下降",
}


def tasks(sitting: Sitting, wanted: Wanted) -> Paper:
    """The decomposition table of all commitments, or of those of one meeting."""
    rows = [row for row in sitting.commitments if wanted.meeting in ("", row.get("meeting"))]
    found = [_task(sitting, row) for row in rows]
    title = (
        (*_lines(sitting.meeting(wanted.meeting)), "任务分解表")
        if wanted.meeting
        else ("重点任务分解表",)
    )
    return decomposition(title, found, sitting.world.district.issuer.name, sitting.on)


def slip(sitting: Sitting, register: Register, row: Mapping[str, Any]) -> Paper:
    """One slip as a sheet: what is filled in stands there, the rest is left for a hand."""
    basis = dict(register.by_field["basis"].choices).get(str(row.get("basis")))
    dated = day_written(row["basis_on"]) if row.get("basis_on") else ""
    words = sitting.meeting(str(row.get("basis_words") or ""))
    review = dict(register.by_field["review"].choices).get(str(row.get("review")))
    sheet = SlipSheet(
        number=str(row["item"]),
        opened=day_written(row["issued_on"]) if row.get("issued_on") else "",
        item=str(row.get("matter") or row.get("title") or ""),
        basis="　".join(part for part in (basis.zh if basis else "", words, dated) if part),
        requirement=str(row.get("requirement") or ""),
        lead=sitting.unit(row.get("owner")),
        due=day_written(row["due_on"]) if row.get("due_on") else "",
        units=sitting.units(row.get("co_units")),
        contact=str(row.get("contact") or ""),
        note=str(row.get("leader_note") or ""),
        feedback="\n".join(str(row[name]) for name in ("progress", "difficulty") if row.get(name)),
        review="：".join(
            part
            for part in (review.zh if review else "", str(row.get("review_words") or ""))
            if part
        ),
        close=f"{day_written(row['closed_on'])}办结" if row.get("closed_on") else "",
    )
    return slip_paper(sheet, sitting.world.district.issuer.name, row.get("issued_on") or sitting.on)


def target(row: Mapping[str, Any]) -> str:
    """What is to be reached, as said: 不少于3宗; "" where the speech gives no number."""
    if row.get("target") is None:
        return ""
    value, unit = float(row["target"]), str(row.get("target_unit") or "")
    if unit == "元" and abs(value) >= 10_000:
        big = abs(value) >= 100_000_000
        value, unit = (value / 100_000_000, "亿元") if big else (value / 10_000, "万元")
    return f"{COMPARED.get(str(row.get('comparator')), '')}{value:,.10g}{unit}"


def reached(row: Mapping[str, Any]) -> str:
    """What has been reached, in the words of the target; "" where no measure answers."""
    if row.get("measured") is None:
        return ""
    return target({**row, "target": row["measured"], "comparator": ""})


def _lines(name: str) -> tuple[str, ...]:
    """A meeting's name as lines of a title: halved where one line does not hold it, at a word that joins where there is one."""
    if len(name) <= TITLE_MAX:
        return (name,)
    at = name.find("暨") if 6 < name.find("暨") < TITLE_MAX else -(-len(name) // 2)
    return name[:at], name[at:]


def _task(sitting: Sitting, row: Mapping[str, Any]) -> Task:
    done = f"已完成{reached(row)}" if reached(row) else ""
    return Task(
        task=f"{row.get('quote') or row['title']}（{row['item']}）",
        target=target(row),
        leader=str(row.get("leader_post") or ""),
        lead=sitting.unit(row.get("owner")),
        units=sitting.units(row.get("co_units")),
        due=due(row) if row.get("deadline_on") else str(row.get("deadline_text") or ""),
        progress="；".join(part for part in (done, str(row.get("progress") or "")) if part),
        problem=str(row.get("difficulty") or ""),
        state=state(sitting, row).partition("：")[0],
    )
