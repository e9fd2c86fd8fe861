"""会议表册: the tables of one meeting in one workbook, each ready to read, filter and print, with charts that a person may change.

    contents, with links · sheet: table, and the chart that reads its cells · sheet · …

A chart is Excel's own and holds no figure of its own: whoever corrects a cell corrects the chart.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from luoshi.intake.workbook import (
    ROWS_MAX,
    Column,
    Formats,
    add_table,
    fit,
    open_workbook,
    ready_to_print,
    sheet_name,
    width,
    write_cell,
)
from luoshi.values.label import Label
from luoshi.values.light import COLOURS

LIGHT_COLOURS = COLOURS
"""The four lights as the pages show them; white words can be read on each."""
FLOOR_COLOUR = LIGHT_COLOURS["red"]
BARS_MAX = 40  # more bars than fit on a page are not drawn, and the title says so
_ROW, _COLUMN = 20, 61  # pixels of a row that no one has set and of the narrowest column
_WIDE, _LOW, _BAR, _AROUND = 640, 340, 24, 110  # pixels of a chart, of a bar, of what is around
_BESIDE = 6  # columns of a table that leaves room for a chart on its right
_AMOUNTS = "#,##0;-#,##0;;"  # no 0 stands on a bar that is not there
_SAID = 4  # columns over which the sentence of an empty table runs
_FIRST = 3  # row of the contents' head, from 0: title, note, blank
_WORDS: Mapping[str, Label] = {
    "contents": Label("目录", "Contents"),
    "sheet": Label("表", "Table"),
    "rows": Label("行数", "Rows"),
    "note": Label("说明", "Note"),
    "empty": Label("这张表没有内容。", "There is nothing in this table."),
}


@dataclass(frozen=True, slots=True)
class Series:
    """What one column of figures looks like in a chart; its head is its name."""

    column: int
    colour: str
    dashed: bool = False  # a line that is a limit and no measure


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a sheet; `names` is the column that names its rows, `sums` the rows at the top that are not drawn."""

    title: str
    names: int
    series: tuple[Series, ...]
    sums: int = 0

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that it reads."""
        return (self.names, *(one.column for one in self.series))


class BarChart(Chart):
    """A bar a row, its parts end to end, each with its figure."""


class LineChart(Chart):
    """Lines along the rows, such as cash by month with its floor; a month without a figure leaves a gap."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its rows in the order of its columns, None for an empty cell, and the chart that stands with it."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    chart: BarChart | LineChart | None = None
    note: str = ""

    def __post_init__(self) -> None:
        assert len(self.columns) > 0, self.title
        assert len(self.rows) <= ROWS_MAX, self.title
        assert not self.chart or max(self.chart.columns) < len(self.columns), self.title


def write_book(title: str, sheets: Sequence[Sheet], *, note: str = "", lang: str = "zh") -> bytes:
    """A workbook (.xlsx) of several tables, the contents first. The same tables give the same bytes.

    `note` (such as the day it is as of) stands below the title and at the foot of each printed page; a sheet's own note goes before it.
    """
    kept = io.BytesIO()
    with open_workbook(kept, title, note, streamed=False) as book:
        contents = book.add_worksheet(_WORDS["contents"].say(lang))
        names = unique_names((sheet.title for sheet in sheets), contents.name)
        _write_contents(book, contents, title, note, list(zip(names, sheets, strict=True)), lang)
        for name, sheet in zip(names, sheets, strict=True):
            _write_sheet(book, name, sheet, note, lang)
    return kept.getvalue()


def unique_names(titles: Iterable[str], *taken: str) -> list[str]:
    """Names of sheets for titles, none of them twice; Excel takes ABC and abc for one."""
    known, found = {name.casefold() for name in taken}, list[str]()
    for title in titles:
        name, part = sheet_name(title), 1
        while name.casefold() in known:
            part += 1
            name = sheet_name(title, part)
        known.add(name.casefold())
        found.append(name)
    return found


def _write_sheet(book: xlsxwriter.Workbook, name: str, sheet: Sheet, note: str, lang: str) -> None:
    formats = Formats(book, sheet.columns, sheet.rows)
    drawn = add_table(book, name, sheet.columns, sheet.rows, formats, lang)
    last = len(sheet.rows), len(sheet.columns) - 1
    if sheet.rows:
        drawn.autofilter(0, 0, *last)
    else:
        last = 1, max(last[1], _SAID)
        drawn.write_string(1, 0, _WORDS["empty"].say(lang), book.add_format({"num_format": "@"}))
    if sheet.chart and len(sheet.rows) > sheet.chart.sums:
        room = _Room(name, sheet.columns, len(sheet.rows), lang)
        last = _add_chart(book, drawn, sheet.chart, room)
    said = "　".join(one for one in (sheet.note, note) if one)
    ready_to_print(drawn, sheet.title, said, heads=1, last=last)


def _write_contents(
    book: xlsxwriter.Workbook,
    contents: Worksheet,
    title: str,
    note: str,
    sheets: Sequence[tuple[str, Sheet]],
    lang: str,
) -> None:
    large = book.add_format({"bold": True, "font_size": 16})
    columns = (
        Column(_WORDS["sheet"].say(lang)),
        Column(_WORDS["note"].say(lang)),
        Column(_WORDS["rows"].say(lang), "count"),
    )
    formats = Formats(book, columns, [])
    link = book.add_format({"font_color": "#1F5FA8", "underline": 1, "valign": "top"})
    contents.write_string(0, 0, fit(title), large)
    contents.write_string(1, 0, fit(note))
    for at, column in enumerate(columns):
        contents.write_string(_FIRST, at, column.head(lang), formats.head)
    for number, (name, sheet) in enumerate(sheets, _FIRST + 1):
        place = name.replace("'", "''")
        contents.write_url(number, 0, f"internal:'{place}'!A1", link, fit(sheet.title) or name)
        write_cell(contents, number, 2, len(sheet.rows), "count", formats.cells[2], lang)
        write_cell(contents, number, 1, sheet.note, "text", formats.cells[1], lang)
    widest = max((width(sheet.title) for _, sheet in sheets), default=0)
    for at, wide in enumerate((min(max(widest + 2, 24), 60), 60, 10)):
        contents.set_column(at, at, wide)
    contents.freeze_panes(_FIRST + 1, 0)
    ready_to_print(contents, "", note, heads=_FIRST + 1, last=(_FIRST + len(sheets), 2))


class _Room(NamedTuple):
    """The table that a chart stands with."""

    name: str
    columns: Sequence[Column]
    rows: int
    lang: str


def _add_chart(
    book: xlsxwriter.Workbook, sheet: Worksheet, given: Chart, room: _Room
) -> tuple[int, int]:
    """Hang a chart on the right of a narrow table or below a wide one; the last row and column that the two of them take."""
    first, last = given.sums + 1, room.rows
    title = fit(given.title).replace("!", "！")  # Excel would take "a!B1" for a cell
    if isinstance(given, BarChart):
        last = min(last, given.sums + BARS_MAX)
        if last < room.rows:
            title += f"（前{BARS_MAX}行）" if room.lang == "zh" else f" (first {BARS_MAX} rows)"
        drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
        height = max(_LOW, (last - first + 1) * _BAR + _AROUND)
    else:
        drawn = book.add_chart({"type": "line"})
        height = _LOW
    for one in given.series:
        drawn.add_series(_series(given, one, room.name, first, last))
    _set_axes(drawn, given, room.columns)
    drawn.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": _WIDE, "height": height})
    beside = len(room.columns) <= _BESIDE
    row, column = (1, len(room.columns) + 1) if beside else (room.rows + 2, 0)
    # it moves with its cells and keeps its size: a filter hides rows and would crush it
    sheet.insert_chart(row, column, drawn, {"object_position": 2, "description": title})
    across = max(len(room.columns), column + -(-_WIDE // _COLUMN)) - 1
    return max(room.rows, row + -(-height // _ROW)), across


def _series(given: Chart, one: Series, name: str, first: int, last: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": [name, 0, one.column],
        "categories": [name, first, given.names, last, given.names],
        "values": [name, first, one.column, last, one.column],
    }
    if isinstance(given, BarChart):
        label = {"value": True, "num_format": _AMOUNTS, "font": {"color": "#FFFFFF", "size": 9}}
        return found | {"fill": {"color": one.colour}, "gap": 40, "data_labels": label}
    line = {"color": one.colour, "width": 2.25}
    if one.dashed:
        return found | {"line": line | {"dash_type": "dash"}, "marker": {"type": "none"}}
    dot = {"type": "circle", "size": 5}
    colour = {"color": one.colour}
    return found | {"line": line, "marker": dot | {"fill": colour, "border": colour}}


def _set_axes(drawn: Any, given: Chart, columns: Sequence[Column]) -> None:
    units = {columns[one.column].unit for one in given.series}
    figures: dict[str, Any] = {"num_format": "#,##0", "major_gridlines": {"visible": True}}
    if len(units) == 1 and (unit := units.pop()):
        figures["name"] = unit
        figures["name_font"] = {"bold": False}
    figures["major_gridlines"]["line"] = {"color": "#DDE2E6", "width": 0.75}
    if isinstance(given, BarChart):
        drawn.set_x_axis(figures)  # the axis of a bar's figures is Excel's y and lies below
        drawn.set_y_axis({"reverse": True, "crossing": "max", "interval_unit": 1})
        return
    names: dict[str, Any] = {"label_position": "low"}  # below the lowest figure, not on the zero
    if columns[given.names].type == "date":
        names |= {"date_axis": True, "num_format": "yyyy-mm"}
    drawn.set_x_axis(names)
    drawn.set_y_axis(figures)
