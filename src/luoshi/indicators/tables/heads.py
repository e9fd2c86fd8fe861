"""表头: what the columns of a statistics table hold, whatever is merged above them.

A column's words are those over it from top to bottom (地区生产总值 / 增速(%)). Among them are a role (level, growth, place), a span (4月, 1-本月), a unit, and
what is left names an indicator. A growth without a span of its own is that of the level before it: 1-本月 | 比去年同期增长.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from luoshi.indicators.span import Span, read_span
from luoshi.indicators.tables.cells import is_number, not_told, words
from luoshi.indicators.tables.figure import Sheet, What
from luoshi.indicators.tables.names import region_of, taken
from luoshi.values.problem import Problem

HEAD_MAX = 12  # rows among which a head is looked for
_REGION = re.compile(r"地区|区县|县区|市县|县市区?|各区|区划")
_INDICATOR = re.compile(r"指标|项目")
_UNIT_HEAD = re.compile(r"(?:计量)?单位")
_SERIAL = re.compile(r"序号|编号|代码")
_PLACE = re.compile(r"位次|排名|名次|排位")
_SAME_SCOPE = re.compile(r"同口径")
_GROWTH = re.compile(r"增长|增速|增幅|同比|±|增减")
_POINTS = re.compile(r"百分点")
_LEVEL = re.compile(r"总量|绝对[额数]|总额|完成|数值|水平|金额|现值|本年")
_UNIT = re.compile(r"[(（]([^()（）]*(?:元|吨|时|户|家|%)[^()（）]*)[)）]")
_SHEET_UNIT = re.compile(r"单位[:：]([^、,，;；)）\s]+)")
_MONTH = re.compile(
    r"(?P<year>20\d\d)年(?:(?:\d{1,2}|[一1])[-—至到])?(?P<month>\d{1,2})月(?!\d{1,2}日)"
)
_QUARTERLY = re.compile(r"生产总值|GDP|可支配收入|第[一二三]产业")
_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
_ALONE_MONTH = re.compile(r"(?<![-—~至到\d])\d{1,2}月(?!\d)|本月|当月")
_YEAR = re.compile(r"(?P<year>20\d\d)年")
_PERIOD = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}[-—~至到](?:\d{1,2}|本)月|\d{1,2}月|第?[一二三四1-4]季度|[上下]半年|前三季度)(?:份|累计)?|20\d\d年(?:全年)?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sheet says above its head: the year, the month, the unit of its levels."""

    year: int | None = None
    month: int | None = None
    unit: str = ""
    region: str = ""  # of the whole table
    grows: bool = False  # the title says that its numbers are growths
    whole: Span | None = None  # the span of all its figures that name none themselves
    monthly: bool = False  # it names months, so that a quarter in it is a fault


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `what` it holds ("" for a label), the span and the indicator that its head names."""

    at: int
    path: tuple[str, ...]
    what: What | None = None
    label: str = ""  # region, indicator, unit, kind
    span: Span | None = None
    indicator: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns, the first row of figures, what is said above, and what is wrong with the head."""

    columns: tuple[Column, ...]
    first: int
    said: Said
    problems: tuple[Problem, ...] = ()


def cell(sheet: Sheet, row: int, column: int) -> Any:
    """A raw cell by its place in the sheet; "" outside."""
    r, c = row - sheet.top, column - sheet.left
    return sheet.rows[r][c] if 0 <= r < len(sheet.rows) and 0 <= c < len(sheet.rows[r]) else ""


def filled(sheet: Sheet) -> dict[tuple[int, int], Any]:
    """Cells that a merged range covers, with the value of its first cell."""
    found = {}
    for (top, left), (bottom, right) in sheet.behind.merged:
        value = cell(sheet, top, left)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found[row, column] = value
    return found


def read_heads(sheet: Sheet, year: int | None, month: int | None) -> Heads | None:
    """The head of a sheet; None where no row of figures stands under words."""
    over = filled(sheet)
    width = sheet.left + max((len(row) for row in sheet.rows), default=0)

    def at(row: int, column: int) -> str:
        return words(over.get((row, column), cell(sheet, row, column)) or "")

    rows = range(sheet.top, sheet.top + min(len(sheet.rows), HEAD_MAX))
    first = next((r for r in rows if _holds_figures(sheet, r)), None)
    if first is None or first == sheet.top:
        return None
    lines = {r: [at(r, c) for c in range(sheet.left, width)] for r in range(sheet.top, first)}
    band = [r for r, line in lines.items() if len({one for one in line if one}) > 1 and not _SHEET_UNIT.search("".join(dict.fromkeys(line)))]  # fmt: skip
    above = " ".join("".join(dict.fromkeys(line)) for r, line in lines.items() if r not in band)
    titles = [next((one for one in line if one), "") for r, line in lines.items() if r not in band]
    said = _said(above, " ".join("".join(line) for line in lines.values()), sheet.name, year, month)
    if not band:
        return None
    named = [said.region, *(region_of(one) for one in titles)]
    heads = "".join("".join(lines[r]) for r in band)
    said = replace(
        said,
        region=next(filter(None, named), ""),
        grows="增速" in above and not _LEVEL.search(heads) and not _GROWTH.search(heads),
        monthly=bool(_ALONE_MONTH.search(heads)),
    )
    paths = [_path(lines[r][c - sheet.left] for r in band) for c in range(sheet.left, width)]
    columns, problems = _columns(sheet, paths, band[-1], first, said)
    return Heads(tuple(columns), first, said, tuple(problems))


def _holds_figures(sheet: Sheet, row: int) -> bool:
    values = [cell(sheet, row, sheet.left + n) for n in range(1, len(sheet.rows[row - sheet.top]))]
    return any(is_number(value) or (words(value) and not_told(value)) for value in values)


def _path(cells: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in cells if one))


def _said(above: str, everything: str, name: str, year: int | None, month: int | None) -> Said:
    """What is said above the head, else on the sheet's tab, else what the caller knows; a day (5月12日制表) says nothing."""
    full = _MONTH.search(above) or _MONTH.search(everything) or _MONTH.search(words(name))
    only = _YEAR.search(_DAY.sub("", above))
    unit = _SHEET_UNIT.search(everything)
    found_year = int((full or only)["year"]) if full or only else year  # type: ignore[index]
    whole = _whole(above, found_year) or _whole(words(name), found_year)
    if full:
        month = int(full["month"])
    elif whole is not None and whole.months < 12:
        month = whole.last
    return Said(found_year, month, unit[1] if unit else "", whole=whole)


def _whole(text: str, year: int | None) -> Span | None:
    """The span that a title gives to all that stands below it: 2026年1-4月, 2026年一季度, 2025年, 4月累计.

    None for a single month: whether 2026年4月 is 当月 or 累计, the title does not say, and the two are different series (2.2).
    """
    named = [found[0] for found in _PERIOD.finditer(_DAY.sub("", text))]
    exact = [one for one in named if not _YEAR.fullmatch(one.removesuffix("全年"))] or named
    read = read_span(exact[0].removesuffix("累计"), year=year) if exact else None
    if not isinstance(read, Span):
        return None
    if read.months == 1:
        return Span(read.year, 1, read.last) if "累计" in text else None
    return read


def _columns(
    sheet: Sheet, paths: Sequence[tuple[str, ...]], head: int, first: int, said: Said
) -> tuple[list[Column], list[Problem]]:
    found, problems = list[Column](), list[Problem]()
    before: Column | None = None
    lost = False  # a span that could not be read: its growth and place go with it
    for offset, path in enumerate(paths):
        column = sheet.left + offset
        joined = "/".join(path)
        label = _label(joined, sheet, first, column)
        if label:
            found.append(Column(column, path, label=label))
            continue
        if not path or _SERIAL.search(joined):
            continue
        if _POINTS.search(joined):
            problems.append(Problem("G-044", sheet.place(head, column), {"value": joined}))
            continue
        if not taken(joined):
            problems.append(Problem("G-054", sheet.place(head, column), {"head": joined}, "warning"))  # fmt: skip
            continue
        what = _what(joined)
        what = "growth" if what == "level" and said.grows else what
        named = "/".join(filter(None, (_rest(part) for part in path)))
        span, fault = _span(joined, said)
        lost = fault is not None or (lost and span is None and not named)
        if fault is not None:
            problems.append(Problem(fault.id, sheet.place(head, column), fault.facts))
        if lost:
            continue
        same = before is not None and before.indicator == named
        if span is None and before is not None and (same or not named):
            span = before.span
            named = named or before.indicator
        unit = _UNIT.search(joined)
        column_unit = unit[1] if unit and what == "level" and "%" not in unit[1] else ""
        before = Column(column, path, what, "", span, named, column_unit)
        found.append(before)
    return found, problems


def _label(joined: str, sheet: Sheet, first: int, column: int) -> str:
    if _UNIT_HEAD.fullmatch(joined):
        return "unit"
    values = [cell(sheet, row, column) for row in range(first, sheet.top + len(sheet.rows))]
    told = [value for value in values if not not_told(value)]
    if _SERIAL.search(joined):
        return ""
    texts = told and not any(is_number(value) for value in told)
    if not texts:
        return ""
    if _REGION.search(joined):
        return "region"
    if _INDICATOR.search(joined) and not _GROWTH.search(joined):
        return "indicator"
    return "kind" if all(_what(words(value)) != "level" or _of_period(words(value)) or _LEVEL.search(words(value)) for value in told) else "name"  # fmt: skip


def _of_period(text: str) -> bool:
    return bool(_PERIOD.fullmatch(text)) or text in ("本月", "当月", "累计")


def _what(text: str) -> What:
    if _PLACE.search(text):
        return "place"
    if _SAME_SCOPE.search(text):
        return "same_scope"
    return "growth" if _GROWTH.search(text) else "level"


def kind_of(text: str) -> What | None:
    """What a row's own word says that it holds (总量, 增速, 位次); None where it speaks of a span only."""
    return None if _of_period(text) else _what(text)


def _rest(part: str) -> str:
    """What of a head's word is neither role, span nor unit: the name of an indicator."""
    text = re.sub(r"[(（][^()（）]*[)）]", "", part)
    text = _PERIOD.sub("", text)
    for words_ in (_PLACE, _SAME_SCOPE, _GROWTH, _LEVEL):
        text = words_.sub("", text)
    return re.sub(r"比?(?:上年|去年)?同[月期]|本月|当月|累计|全年|自然口径|[%％/±]|单位", "", text)


def span_of(text: str, said: Said) -> tuple[Span | None, Problem | None]:
    """The span that a word names: 1-本月, 4月, 本月, 累计; (None, None) where it names none."""
    return _span(text, said)


def _span(text: str, said: Said) -> tuple[Span | None, Problem | None]:
    named = _PERIOD.search(text)
    if named is None:
        if said.year is None or said.month is None:
            return None, None
        if re.search(r"本月|当月|同月", text):
            if said.month == 1:
                return None, Problem("G-002", "", {"value": text})
            return Span(said.year, said.month, said.month), None
        return (Span(said.year, 1, said.month), None) if re.search(r"累计|同期", text) else (None, None)  # fmt: skip
    period = named[0].removesuffix("累计")
    to_date = re.fullmatch(r"(20\d\d年)?(\d{1,2})月", period) and "累计" in text
    if to_date:
        period = re.sub(r"(\d{1,2}月)$", r"1-\1", period)
    monthly = "月" in period or (said.monthly and not _QUARTERLY.search(text))
    read = read_span(period, year=said.year, month=said.month, monthly=monthly)
    if isinstance(read, Problem):
        return None, Problem("G-046", "", {"value": text}) if read.id == "G-001" else read
    return read, None
