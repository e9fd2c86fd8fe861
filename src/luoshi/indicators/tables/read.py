"""统计局的表到数: every figure of a bureau's table with its cell, and every fault, all at once.

Four shapes are read: indicators down with spans across; regions down with indicators across; two rows a region or period (总量 over 增速, 本月 over 累计);
periods down. Which one it is, is told by the words of the head and of the first columns, never by their place.
"""

from __future__ import annotations

import re
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
    cell,
    filled,
    kind_of,
    read_heads,
    span_of,
)
from luoshi.indicators.tables.names import REGION, behind_of, is_part, row_name, unreckoned
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
    silent: set[int] = field(default_factory=set)  # columns that were told once

    def tell_of_column(self, column: Column, problem: Problem) -> None:
        """What is wrong with a whole column, at its first cell and no more."""
        if column.at not in self.silent:
            self.silent.add(column.at)
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: its name, the word of its kind (总量, 累计), its unit, what the rows are, and the whole that it may be a part of."""

    row: int
    text: str
    kind: str
    unit: str
    down: str
    second: bool
    whole: str


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
    return lines[0].removeprefix(heads.said.region) if lines else ""


def _rows(table: _Table) -> None:
    sheet, heads = table.sheet, table.heads
    over = filled(sheet)
    labels = {one.label: one.at for one in reversed(heads.columns) if one.label}
    name = next((labels[one] for one in ("region", "indicator", "name") if one in labels), None)
    if (
        name is None
    ):  # periods down: the first column of words names the rows, a second one their kind
        kinds = [one.at for one in heads.columns if one.label == "kind"]
        name = next(iter(kinds), None)
        labels = labels | {"kind": kinds[1]} if len(kinds) > 1 else {**labels}
        if len(kinds) == 1:
            labels.pop("kind")
    if name is None:
        table.problems.append(Problem("G-048", sheet.name))
        return
    down = _down(heads, labels)
    earlier, seen, whole = "", 0, ""
    again = next(words(one.path[0]) for one in heads.columns if one.at == name and one.path)
    for row in range(heads.first, sheet.top + len(sheet.rows)):
        text = words(over.get((row, name), cell(sheet, row, name)) or "")
        if text == again:
            table.problems.append(Problem("G-055", sheet.place(row, name), {"head": text}))
            return
        seen = seen + 1 if not text or text == earlier else 1
        text = text or earlier
        earlier = text
        told = [one.at for one in heads.columns if one.what and _told(sheet, row, one.at)]
        if text == "甲" or not (text and told):
            continue
        kind = words(over.get((row, labels["kind"]), cell(sheet, row, labels["kind"])) or "") if "kind" in labels else ""  # fmt: skip
        unit = words(cell(sheet, row, labels["unit"]) or "") if "unit" in labels else ""
        whole = whole if is_part(text) else row_name(text, "")[0]
        line = _Line(row, text, kind, unit, down, seen == 2 and "kind" not in labels, whole)
        _row(table, line)


def _told(sheet: Sheet, row: int, column: int) -> bool:
    return not not_told(cell(sheet, row, column)) or behind_of(sheet.behind, (row, column))


def _down(heads: Heads, labels: dict[str, int]) -> str:
    """What the rows are: regions where the columns name indicators, else indicators; periods are found row by row."""
    if "region" in labels:
        return "region"
    if "indicator" in labels:
        return "indicator"
    return "region" if any(one.indicator for one in heads.columns if one.what) else "indicator"


def _row(table: _Table, line: _Line) -> None:
    said = table.heads.said
    named = _is_period(line.text)
    row_span, fault = span_of(_in_full(line.text, line.kind), said) if named else (None, None)
    kind_span, kind_fault = span_of(line.kind, said) if line.kind and not named else (None, None)
    for problem in (fault, kind_fault):
        if problem is not None:
            table.problems.append(Problem(problem.id, table.sheet.place(line.row, table.sheet.left), problem.facts))  # fmt: skip
            return
    name, grows = row_name(line.text, line.whole) if line.down == "indicator" else (line.text, False)  # fmt: skip
    for column in table.heads.columns:
        if column.what is None or not _told(table.sheet, line.row, column.at):
            continue
        what: What = column.what
        if line.kind and (told := kind_of(line.kind)) is not None:
            what = told if what == "level" or told != "level" else what
        elif line.second and what == "level":
            what = "growth"  # the second row of a merged name
        place = table.sheet.place(line.row, column.at)
        if grows and what == "growth" and not said.grows:
            table.problems.append(Problem("G-044", place, {"value": "/".join((line.text, *column.path))}))  # fmt: skip
            continue
        what = "growth" if grows and what == "level" else what
        span = row_span or kind_span or column.span or said.whole
        if span is None:
            head = "/".join(column.path)
            facts = {"value": line.text, "head": head}
            table.tell_of_column(column, Problem("G-056" if said.month else "G-046", place, facts))
            continue
        region, indicator = _about(table, line, column, name, row_span)
        if region is None:
            facts = {"head": "/".join(column.path)}
            table.tell_of_column(column, Problem("G-054", place, facts, "warning"))
            continue
        value = _value(table, line.row, column, what, cell(table.sheet, line.row, column.at), place)
        if value is not None:
            its = line.unit or column.unit or said.unit
            _keep(table, Key(region, indicator, span), what, value, its, place)


def _about(
    table: _Table, line: _Line, column: Column, name: str, row_span: Span | None
) -> tuple[str | None, str]:
    """(region, indicator) of a cell; no region where a column over indicators names something else."""
    own = table.heads.said.region
    if row_span is not None:
        return own, column.indicator or table.title
    if line.down == "region":
        return line.text, column.indicator or table.title
    if not column.indicator or column.indicator in (name, table.title):
        return own, name
    return (column.indicator if REGION.fullmatch(column.indicator) else None), name


def _in_full(text: str, kind: str) -> str:
    """4月 of a row of 累计 is 1-4月, and 1-4月 of a row of 当月 is 4月; 1-2月 stays, because January is not published alone."""
    if kind == "累计":
        return re.sub(r"(?<![-—~至到\d])(\d{1,2}月)", r"1-\1", text, count=1)
    return (
        re.sub(r"1[-—~至到]((?!2月)\d{1,2}月)", r"\1", text) if kind in ("当月", "本月") else text
    )


def _is_period(text: str) -> bool:
    return bool(text) and (text[0].isdigit() or text[:1] in "一二三四第上下前") and any(mark in text for mark in ("月", "季度", "半年", "年"))  # fmt: skip


def _value(
    table: _Table, row: int, column: Column, what: What, raw: Any, place: str
) -> Value | None:
    fault = unreckoned(table.sheet.behind.formulas.get((row, column.at)), place)
    error = table.sheet.behind.errors.get((row, column.at))
    percent = (row, column.at) in table.sheet.behind.percents
    if error:
        read: Value | Problem | None = Problem("G-043", place, {"value": error})
    elif fault is not None:
        read = fault
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
