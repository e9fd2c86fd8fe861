"""会上看的到表册: every table of a sitting in one workbook, typed, with charts that read its own cells."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from luoshi.declare.register import LEVELS
from luoshi.intake.book import (
    FLOOR_COLOUR,
    LIGHT_COLOURS,
    BarChart,
    LineChart,
    Series,
    Sheet,
    write_book,
)
from luoshi.intake.workbook import Column
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_bulletin import by_register, by_unit, indicators, state
from luoshi.journeys.sitting_to_land import adopted, cash_of
from luoshi.journeys.sitting_to_tasks import reached, target
from luoshi.papers.paper import day_written
from luoshi.values.finding import at_stake
from luoshi.values.light import WORDS

CASH_COLOUR = "#1C5A61"


def book(sitting: Sitting) -> bytes:
    """The workbook of a sitting."""
    sheets = [
        _lights("按台账", "台账", sitting, by_register(sitting)),
        _lights("按单位", "单位", sitting, by_unit(sitting)),
        _commitments(sitting),
        _silent(sitting),
        _indicators(sitting),
        _checks(sitting),
        _findings(sitting),
    ]
    cash = _cash(sitting)
    if cash:
        sheets.append(cash)
    told = f"，按{day_written(sitting.at.known_at.date())}所知" if sitting.at.known_at else ""
    note = f"截至{day_written(sitting.on)}{told}，{sitting.seal.size}条流水，封存根{sitting.seal.root[:16]}"
    return write_book(f"{sitting.world.district.label.zh}会议表格", sheets, note=note)


def _lights(
    title: str, head: str, sitting: Sitting, rows: tuple[tuple[str, tuple[int, ...]], ...]
) -> Sheet:
    columns = [
        Column(head),
        *(Column(WORDS[level], "count") for level in LEVELS),
        Column("合计", "count"),
    ]
    every = tuple(sum(column) for column in zip(*(counts for _, counts in rows), strict=True))
    cells = (
        [(who, *counts, sum(counts)) for who, counts in (("合计", every), *rows)] if rows else []
    )
    series = tuple(Series(at, LIGHT_COLOURS[level]) for at, level in enumerate(LEVELS, 1))
    return Sheet(
        f"亮灯{title}", columns, cells, BarChart(f"亮灯情况（{title}）", 0, series, sums=1)
    )


def _commitments(sitting: Sitting) -> Sheet:
    columns = [
        Column("编号"),
        Column("讲话原文"),
        Column("出自"),
        Column("牵头单位"),
        Column("配合单位"),
        Column("完成时限", "date"),
        Column("目标"),
        Column("已完成"),
        Column("灯"),
        Column("情况"),
        Column("进展"),
        Column("存在问题"),
    ]
    rows = [
        (
            row["item"],
            row.get("quote") or row["title"],
            sitting.meeting(row.get("meeting")),
            sitting.unit(row.get("owner")),
            sitting.units(row.get("co_units")),
            row.get("deadline_on"),
            target(row),
            reached(row),
            *state(sitting, row).split("：", 1),
            row.get("progress"),
            row.get("difficulty"),
        )
        for row in sitting.commitments
        if row["item"] in sitting.lamps
    ]
    return Sheet("任务", columns, rows)


def _silent(sitting: Sitting) -> Sheet:
    rows = [(sitting.unit(key) or "（未定责任单位）", n) for key, n in sitting.silent]
    return Sheet(
        "未报单位", [Column("单位"), Column("未报", "count", "项")], rows, note="按单位的固定次序"
    )


def _indicators(sitting: Sitting) -> Sheet:
    columns = [Column("指标"), Column("数值"), Column("增速"), Column("位次"), Column("位次变化")]
    rows = [(one.name, one.value, one.growth, one.place, one.change) for one in indicators(sitting)]
    return Sheet("主要指标", columns, rows, note="已公布的数，增速照公布的填，不由数值推算")


def _checks(sitting: Sitting) -> Sheet:
    ordered = sorted(sitting.findings, key=lambda one: one.label())
    rows = []
    for label, same in groupby(ordered, key=lambda one: one.label()):
        its = list(same)
        rows.append((label, len(its), at_stake(its)))
    rows.sort(key=lambda row: -(row[2] or 0.0))
    return Sheet(
        "问题汇总",
        [Column("问题"), Column("项数", "count", "项"), Column("涉及金额", "amount", "万元")],
        rows,
    )


def _findings(sitting: Sitting) -> Sheet:
    columns = [
        Column("台账"),
        Column("编号"),
        Column("事项"),
        Column("问题"),
        Column("情况"),
        Column("依据"),
        Column("单位"),
        Column("涉及金额", "amount", "万元"),
    ]
    rows = [
        (
            sitting.world.catalogue[one.register].label.zh,
            one.key,
            one.title,
            one.label(),
            one.reason(),
            one.clause,
            sitting.unit(one.unit),
            one.at_stake_wan,
        )
        for one in sitting.findings
    ]
    return Sheet("发现的问题", columns, rows)


def _cash(sitting: Sitting) -> Sheet | None:
    """The cash of the adopted programme by month beside its floor."""
    programme = adopted(sitting)
    cash = cash_of(sitting, programme) if programme else None
    if cash is None or programme is None:
        return None
    months, values, floor = cash
    rows = [
        (date.fromisoformat(f"{month}-01"), round(wan), round(floor))
        for month, wan in zip(months, values, strict=True)
    ]
    columns = [
        Column("月份", "date"),
        Column("月末资金", "amount", "万元"),
        Column("下限", "amount", "万元"),
    ]
    series = (Series(1, CASH_COLOUR), Series(2, FLOOR_COLOUR, dashed=True))
    note = f"{day_written(programme['adopted_on'])}采用的方案“{programme['title']}”"
    return Sheet("土地滚动资金", columns, rows, LineChart("资金池月末余额", 0, series), note)
