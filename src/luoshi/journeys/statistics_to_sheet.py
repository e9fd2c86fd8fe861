"""统计表到台账: a statistics bureau's table becomes a plain sheet of the register of indicators, and goes on like every other sheet.

grids ──indicators.tables──> figures ──matched by region, indicator and series──> one line an item ──sheet_to_entries──> dry run, choices, entries

A sheet that names our numbers (编号) is ours already and is left as it is. What the register does not keep is named, not opened: which series a district
keeps, its statistics office decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from luoshi.declare.register import Register
from luoshi.indicators.span import Span
from luoshi.indicators.tables.cells import words
from luoshi.indicators.tables.figure import Figure
from luoshi.indicators.tables.read import read_statistics
from luoshi.intake.grid import Grid
from luoshi.intake.heads import KEY, find_heads
from luoshi.journeys.entries_to_points import span_of
from luoshi.journeys.sheet_lines import Judged
from luoshi.values.conversion import factor
from luoshi.values.problem import Problem

Row = Mapping[str, Any]

FIELDS = ("period_from", "period_to", "value", "growth_percent", "growth_basis", "same_scope_percent", "place", "place_of")  # fmt: skip
WHATS = {
    "value": "level",
    "growth_percent": "growth",
    "growth_basis": "growth",
    "same_scope_percent": "same_scope",
    "place": "place",
    "place_of": "place",
}
WHOLES = frozenset({"全市", "全省", "全州", "全国", "合计", "总计", "市本级"})  # no peers
_AROUND = re.compile(
    r"20\d\d年|\d{1,2}[-—至]\d{1,2}月|\d{1,2}月|[一二三四]季度|规上|规模以上|地方|完成|情况|各县|市|区|县|全区|主要|指标|增速|累计|当月|表|其中|不含农户|[()（）、:：,，.\d]"
)
_OF = re.compile(r"indicator = '(\w+)'")


class Laid(NamedTuple):
    """The grids to read, the days they report on, and everything that could not be taken."""

    grids: tuple[Grid, ...]
    period: tuple[date, date]
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, str] = {}  # cell of the plain grid -> the table's own

    def at_their_cells(self, line: Judged) -> Judged:
        """A judged line with its cells where the person has them, so that a source leads there and a fault is mended there."""
        if not self.places:
            return line
        changes = tuple(
            one._replace(place=self.places.get(one.place, one.place)) for one in line.changes
        )
        problems = tuple(
            replace(one, place=self.places.get(one.place, one.place)) for one in line.problems
        )
        return replace(
            line, place=self.places.get(line.place, line.place), changes=changes, problems=problems
        )


def laid_out(
    grids: Sequence[Grid], register: Register, rows: Iterable[Row], period: tuple[date, date]
) -> Laid:
    """The grids, or one plain grid in their place where they hold a bureau's table.

    Args:
        rows: items of the register that the sender may see.
        period: first and last day reported on. Of a table with several spans those that end with it are taken; where none does, the newest:
            a table says itself which month it is of. The others are named.
    """
    if any(find_heads(grid, register).column(KEY) for grid in grids if grid.rows):
        return Laid(tuple(grids), period)
    asked = period[1]
    figures, problems = read_statistics(grids, year=asked.year, month=asked.month)
    if not figures:
        return Laid(tuple(grids), period, tuple(p for p in problems if p.id != "G-048"))
    on = max((one.span.last_day for one in figures if one.span.last_day <= asked), default=asked)
    period = (on.replace(day=1), on)
    taken, named = _taken(figures, on)
    lines, cells, more = _lines(taken, register, list(rows))
    heads = ["编号", *(register.by_field[name].label.zh for name in FIELDS)]
    if not lines:
        return Laid(tuple(grids), period, (*problems, *named, *more))
    sheet = Grid(f"{grids[0].name}（按台账整理）", [heads, *lines])
    return Laid((sheet,), period, (*problems, *named, *more), _places(sheet, cells))


def indicators_of(register: Register) -> dict[str, str]:
    """Every name that an indicator goes by -> its key: the choices of the register, and the words of its measures.

    But 工业增加值 in a table is the whole industry's, another series than 规上工业增加值 (2.11), whatever a speech means by it.
    """
    names = {label.zh: key for key, label in register.by_field["indicator"].choices}
    wider = {name.removeprefix("规上") for name in names if name.startswith("规上")}
    for measure in register.measures:
        of = _OF.search(measure.where)
        if of:
            names |= {word: of[1] for word in measure.aka if word not in wider}
    return {_plain(name): key for name, key in names.items()}


def indicator_in(text: str, names: Mapping[str, str]) -> str:
    """The indicator that a table's words mean; "" for none. 固定资产投资/民间投资 is a part, and not its whole."""
    plain = _plain(text)
    if plain in names:
        return names[plain]
    for name in sorted(names, key=len, reverse=True):
        if name in plain and not _AROUND.sub("", plain.replace(name, "", 1)):
            return names[name]
    return ""


def _plain(text: str) -> str:
    return words(text).replace("规模以上", "规上")


def _taken(figures: Sequence[Figure], on: date) -> tuple[list[Figure], list[Problem]]:
    now = [one for one in figures if one.span.last_day == on]
    others = sorted({one.span for one in figures if one.span.last_day != on})
    if not others:
        return now, []
    facts = {"spans": "、".join(map(str, others[:6])), "day": on}
    return now, [Problem("G-052", "", facts, "warning" if now else "error")]


def _lines(
    figures: Iterable[Figure], register: Register, rows: Sequence[Row]
) -> tuple[list[list[Any]], list[Mapping[str, str]], list[Problem]]:
    names = indicators_of(register)
    own = next((str(row.get("region")) for row in rows if row.get("scope") == "own"), "")
    items = {
        (words(str(row.get("region") or "")), str(row["indicator"]), str(row["series"])): row
        for row in rows
        if row.get("kind") != "estimate"
    }
    lines, cells, problems = list[list[Any]](), list[Mapping[str, str]](), list[Problem]()
    strange: dict[str, list[str]] = {"G-050": [], "G-051": []}
    for figure in figures:
        region = figure.region or own
        if len(region) == 2 and region[0] == "全" and own.endswith(region[1]):
            region = own  # 全区 is this district, 全市 is not
        indicator = indicator_in(figure.indicator, names)
        row = items.get((words(region), indicator, _series(figure.span)))
        if region in WHOLES:
            continue
        if not indicator:
            strange["G-051"].append(figure.indicator)
        elif row is None:
            strange["G-050"].append(figure.named)
        else:
            line, fault = _line(figure, row)
            lines.append(line)
            cells.append(figure.at)
            problems += [fault] if fault else []
    for problem, told in strange.items():
        if told:
            kinds = list(dict.fromkeys(told))
            facts = {"names": "、".join(kinds[:8]), "count": len(kinds)}
            problems.append(Problem(problem, "", facts, "warning"))
    return lines, cells, problems


def _places(sheet: Grid, cells: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Of each cell of the plain grid the table's; what has none of its own (编号, 期末) stands with the line's first figure."""
    return {
        sheet.place(row, column): at.get(WHATS.get(name, ""), next(iter(at.values()), ""))
        for row, at in enumerate(cells, start=1)
        for column, name in enumerate((KEY, *FIELDS))
    }


def _series(span: Span) -> str:
    return next(
        (one for one in ("to_date", "quarter", "month") if span_of(one, span.last_day) == span), ""
    )


def _line(figure: Figure, row: Row) -> tuple[list[Any], Problem | None]:
    """One line of the register; a level whose unit does not convert to the item's is left out and told (G-053)."""
    level, fault = figure.level, None
    if level is not None:
        wanted = str(row.get("value_unit") or "")
        times = factor(figure.unit, wanted) if figure.unit and wanted else None
        if times is None:
            facts = {"figure": figure.named, "unit": figure.unit or "—", "wanted": wanted or "—"}
            level, fault = None, Problem("G-053", figure.at.get("level", ""), facts, "warning")
        else:
            level *= Decimal(str(times))
    told = {
        "period_from": date(figure.span.year, figure.span.first, 1),
        "period_to": figure.span.last_day,
        "value": None if level is None else float(level),
        "growth_percent": None if figure.growth is None else float(figure.growth.percent),
        # as the item's growth had it before: a table does not say, and the dry run shows it to be confirmed
        "growth_basis": row.get("growth_basis") if figure.growth is not None else None,
        "same_scope_percent": None
        if figure.same_scope is None
        else float(figure.same_scope.percent),
        "place": figure.place,
        "place_of": figure.places,
    }
    return [row["item"], *("" if told[name] is None else told[name] for name in FIELDS)], fault
