"""统计局的表到数: every figure of a bureau's table with its cell, and every fault, all at once.

Four shapes are read: indicators down with spans across; regions down with indicators across; two rows a region or period (总量 over 增速, 本月 over 累计);
periods down. Which one it is, is told by the words of the head and of the first columns, never by their place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from luoshi.indicators.growth import Growth
from luoshi.indicators.span import Span
from luoshi.indicators.tables.cells import (
    Level,
    Place,
    is_number,
    not_told,
    read_growth,
    read_level,
    read_place,
    words,
)
from luoshi.indicators.tables.figure import Figure, Key, Sheet, What
from luoshi.indicators.tables.heads import (
    Column,
    Heads,
    Said,
    cell,
    filled,
    kind_of,
    read_heads,
    span_of,
)
from luoshi.values.problem import Problem

Value = Level | Growth | Place


@dataclass
class _Table:
    """One sheet as it is read: its figures so far, and what is wrong."""

    sheet: Sheet
    heads: Heads
    title: str
    found: dict[Key, Figure] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_statistics(
    sheets: Iterable[Sheet], *, year: int | None = None, month: int | None = None
) -> tuple[tuple[Figure, ...], tuple[Problem, ...]]:
    """The figures of all sheets that hold a statistics table.

    Args:
        year, month: what 本月 means where a sheet does not say.
    Returns:
        figures in the order of the sheets; G-048 where no sheet holds a table, else every fault at its cell.
    """
    figures, problems, tables = list[Figure](), list[Problem](), 0
    for sheet in sheets:
        if sheet.hidden or not sheet.rows:
            continue
        heads = read_heads(sheet, year, month)
        if heads is None or not any(one.what for one in heads.columns):
            continue
        tables += 1
        table = _Table(sheet, heads, _title(sheet, heads))
        table.problems += heads.problems
        _rows(table)
        figures += _placed(table.found.values())
        problems += table.problems
    if not tables:
        problems.append(Problem("G-048"))
    return tuple(figures), tuple(problems)


def _title(sheet: Sheet, heads: Heads) -> str:
    """The indicator that a title names for a table that has none inside: 固定资产投资增速(%)."""
    lines = [words(value) for row in sheet.rows[: heads.first - sheet.top] for value in row if words(value or "")]  # fmt: skip
    return lines[0] if lines else ""


def _rows(table: _Table) -> None:
    sheet, heads = table.sheet, table.heads
    over = filled(sheet)
    labels = {one.label: one.at for one in reversed(heads.columns) if one.label}
    name = next((labels[one] for one in ("region", "indicator", "name") if one in labels), None)
    if name is None:
        name = labels.get("kind")
        labels.pop("kind", None)
    if name is None:
        table.problems.append(Problem("G-048", sheet.name))
        return
    down = _down(heads, labels)
    earlier, seen = "", 0
    for row in range(heads.first, sheet.top + len(sheet.rows)):
        text = words(over.get((row, name), cell(sheet, row, name)) or "")
        seen = seen + 1 if not text or text == earlier else 1
        text = text or earlier
        earlier = text
        if not text or not any(not not_told(cell(sheet, row, one.at)) for one in heads.columns if one.what):  # fmt: skip
            continue
        kind = words(over.get((row, labels["kind"]), cell(sheet, row, labels["kind"])) or "") if "kind" in labels else ""  # fmt: skip
        unit = words(cell(sheet, row, labels["unit"]) or "") if "unit" in labels else ""
        _row(table, row, text, kind, unit, down, second=seen == 2 and "kind" not in labels)


def _down(heads: Heads, labels: dict[str, int]) -> str:
    """What the rows are: regions where the columns name indicators, else indicators; periods are found row by row."""
    if "region" in labels:
        return "region"
    if "indicator" in labels:
        return "indicator"
    return "region" if any(one.indicator for one in heads.columns if one.what) else "indicator"


def _row(
    table: _Table, row: int, text: str, kind: str, unit: str, down: str, *, second: bool
) -> None:
    said = table.heads.said
    row_span, fault = span_of(text, said) if _is_period(text) else (None, None)
    kind_span, kind_fault = span_of(kind, said) if kind else (None, None)
    for problem in (fault, kind_fault):
        if problem is not None:
            table.problems.append(Problem(problem.id, table.sheet.place(row, table.sheet.left), problem.facts))  # fmt: skip
            return
    for column in table.heads.columns:
        if column.what is None:
            continue
        what: What = column.what
        if kind and (told := kind_of(kind)) is not None:
            what = told
        elif second and what == "level":
            what = "growth"  # the second row of a merged name
        span = row_span or kind_span or column.span or _whole(said)
        raw = cell(table.sheet, row, column.at)
        if not_told(raw) and not table.sheet.behind.errors.get((row, column.at)):
            continue
        place = table.sheet.place(row, column.at)
        if span is None:
            table.problems.append(Problem("G-046", place, {"value": text}))
            continue
        if row_span is not None:
            region, indicator = "", column.indicator or table.title
        elif down == "region":
            region, indicator = text, column.indicator or table.title
        else:
            region, indicator = "", text
        value = _value(table, row, column, what, raw, place)
        if value is not None:
            its = unit or column.unit or said.unit
            _keep(table, Key(region, indicator, span), what, value, its, place)


def _whole(said: Said) -> Span | None:
    return Span(said.year, 1, said.month) if said.year and said.month else None


def _is_period(text: str) -> bool:
    return bool(text) and (text[0].isdigit() or text[:1] in "一二三四第上下前") and any(mark in text for mark in ("月", "季度", "半年", "年"))  # fmt: skip


def _value(
    table: _Table, row: int, column: Column, what: What, raw: Any, place: str
) -> Value | None:
    error = table.sheet.behind.errors.get((row, column.at))
    percent = (row, column.at) in table.sheet.behind.percents
    if error:
        read: Value | Problem | None = Problem("G-043", place, {"value": error})
    elif what == "level":
        read = read_level(raw, place, percent=percent)
    elif what == "place":
        read = read_place(raw, place)
    else:
        read = read_growth(raw, place, percent=percent and is_number(raw))
    if isinstance(read, Problem):
        table.problems.append(read)
        return None
    return read


def _keep(table: _Table, key: Key, what: What, value: Value, unit: str, place: str) -> None:
    """Side by side with what the table says of the same cell; a second value that differs is G-047."""
    there = table.found.get(key, Figure(*key))
    told: dict[str, Any] = {}
    if isinstance(value, Level):
        told = {"level": value.value, "unit": value.unit or unit}
    elif isinstance(value, Place):
        told = {"place": value.place, "places": value.of}
    else:
        told = {what: value}
    name = next(iter(told))
    before = getattr(there, name)
    if before is not None and before != told[name]:
        facts = {"figure": there.named, "first": there.at[what], "second": place}
        table.problems.append(Problem("G-047", place, facts))
        return
    table.found[key] = replace(there, **told, at={**there.at, what: place})


def _placed(figures: Iterable[Figure]) -> list[Figure]:
    """With how many are placed, where the table shows every place of an indicator."""
    every = list(figures)
    most: dict[tuple[str, Span], int] = {}
    for one in every:
        if one.place is not None:
            most[one.indicator, one.span] = max(most.get((one.indicator, one.span), 0), one.place)
    counted = {
        key: sum(1 for one in every if (one.indicator, one.span) == key and one.place is not None)
        for key in most
    }
    return [
        replace(one, places=counted[one.indicator, one.span])
        if one.place is not None and one.places is None and counted[one.indicator, one.span] >= most[one.indicator, one.span] > 1
        else one
        for one in every
    ]  # fmt: skip
