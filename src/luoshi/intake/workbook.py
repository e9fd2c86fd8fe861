"""工作簿: any table as a real workbook that opens ready to read, filter and print.

Numbers are numbers in their unit, days are days, numbers of items stay text, and no text of ours is ever run: a cell that
begins with = + - @ is written as the words it is.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from luoshi.declare.register import Field, FieldType
from luoshi.district.units import Units
from luoshi.values.spreadsheet import writable

ROWS_MAX = (
    1_000_000  # of one sheet; what is more goes on in another, since a sheet ends at 1,048,576
)
TEXT_MAX = 32_767  # characters of one cell; Excel takes no more
NUMBERS: frozenset[FieldType] = frozenset({"count", "amount", "ratio"})
FONT = "等线"
MADE = datetime(2000, 1, 1)  # the core has no clock, and the same table gives the same bytes
_WIDTHS = (8, 48)  # columns, in characters of the Latin font; a Chinese character takes two
_LOOKED_AT = 400  # rows that decide how wide a column is
_DECIMALS_MAX = 4
_UNFIT = re.compile(r"[\[\]:*?/\\]")  # what a sheet's name may not hold
_YES = {"zh": ("是", "否"), "en": ("Yes", "No")}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what its cells are, the unit that stands in the head, a note shown when one points at it, and the
    choices (key, words) of which its cells are one."""

    label: str
    type: FieldType = "text"
    unit: str = ""
    note: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, field: Field, lang: str = "zh") -> Column:
        """The column of a register's field, with its hint as the note."""
        return cls(field.label.say(lang), field.type, field.unit, field.hint.say(lang))

    def head(self, lang: str = "zh") -> str:
        """The words of the head: 沉淀资金（万元）."""
        if not self.unit:
            return self.label
        return (
            f"{self.label} ({self.unit})"
            if lang.startswith("en")
            else f"{self.label}（{self.unit}）"
        )


def write_table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    *,
    lang: str = "zh",
    note: str = "",
) -> bytes:
    """A workbook (.xlsx) of one table: `rows` in the order of `columns`, values as Python holds them, None for an empty cell.

    1. Frozen head and first column, a filter on every column, widths that fit Chinese.
    2. Printed landscape, one page wide, the head on every page, `title` above; `note` (such as the days it is as of) below.
    3. Days may come as `date` or ISO text. Choices and units come in words: `in_words` gives them.
    """
    kept = io.BytesIO()
    with open_workbook(kept, title, note) as book:
        formats = Formats(book, columns, rows)
        parts = max(1, -(-len(rows) // ROWS_MAX))
        for part in range(parts):
            held = rows if parts == 1 else rows[part * ROWS_MAX : (part + 1) * ROWS_MAX]
            name = sheet_name(title, part + 1 if parts > 1 else 0)
            sheet = add_table(book, name, columns, held, formats, lang)
            sheet.autofilter(0, 0, max(len(held), 1), len(columns) - 1)
            ready_to_print(sheet, title, note, heads=1, last=(len(held), len(columns) - 1))
    return kept.getvalue()


def add_table(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    formats: Formats,
    lang: str,
) -> Worksheet:
    """A new sheet with the head and the rows of one table, head and first column frozen."""
    sheet = book.add_worksheet(name)
    _head(sheet, columns, formats, lang)
    for number, row in enumerate(rows, 1):
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value is None:
                continue  # the column has its format: half the cells of a long list are empty
            write_cell(sheet, number, at, value, column.type, formats.cells[at], lang)
    set_widths(sheet, columns, islice(rows, _LOOKED_AT), formats, lang)
    sheet.freeze_panes(1, 1)
    return sheet


def open_workbook(
    kept: io.BytesIO, title: str, note: str = "", *, streamed: bool = True
) -> xlsxwriter.Workbook:
    """A workbook in which no text is taken for a formula, a number or a link; it is written when the `with` block ends.

    Streamed, rows are written in their order and do not pile up; charts need the rows at hand, to hold what they show.
    """
    options = {
        "constant_memory": streamed,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11},
    }
    book = xlsxwriter.Workbook(kept, options)
    book.set_properties({"title": fit(title)[:255], "comments": fit(note)[:255], "created": MADE})
    return book


def sheet_name(title: str, part: int = 0) -> str:
    """A title as Excel lets a sheet be called: up to 31 characters, none of []:*?/\\."""
    tail = f" {part}" if part else ""
    name = _UNFIT.sub(" ", fit(title)).strip(" '")[: 31 - len(tail)].rstrip(" '") or "表"
    return ("表 " + name if name.lower() == "history" else name) + tail


class Formats:
    """The formats of a table's cells; numbers show as many decimals as the column holds, so that the points line up."""

    def __init__(
        self, book: xlsxwriter.Workbook, columns: Sequence[Column], rows: Sequence[Sequence[Any]]
    ) -> None:
        self.head: Format = book.add_format(
            {
                "bold": True,
                "bg_color": "#EEF1F5",
                "bottom": 1,
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self.cells: list[Format] = []
        for at, column in enumerate(columns):
            shape: dict[str, Any] = {"valign": "top"}
            if column.type in NUMBERS:
                shape["num_format"] = number_format(column.type, (row[at] for row in rows))
            elif column.type == "date":
                shape |= {"num_format": "yyyy-mm-dd", "align": "left"}
            else:
                shape |= {"num_format": "@", "text_wrap": True}
            self.cells.append(book.add_format(shape))


def number_format(type: FieldType, values: Iterable[Any]) -> str:
    """The format of a column of numbers: thousands apart, and the most decimals that any of them has."""
    if type == "count":
        return "#,##0"
    most = 0
    for value in values:
        if isinstance(value, float) and not value.is_integer():
            most = max(most, len(f"{value:.{_DECIMALS_MAX}f}".rstrip("0").partition(".")[2]))
    return "#,##0" + ("." + "0" * most if most else "")


def write_cell(
    sheet: Worksheet, row: int, at: int, value: Any, type: FieldType, shape: Format, lang: str
) -> None:
    """One value in its own type; a value that is not of the column's type is written as text, never guessed."""
    if value is None or value == "":
        sheet.write_blank(row, at, None, shape)
    elif isinstance(value, bool):
        sheet.write_string(row, at, _yes(value, lang), shape)
    elif type in NUMBERS and isinstance(value, (int, float)) and abs(value) < 1e15:
        sheet.write_number(row, at, value, shape)
    elif type == "date" and (day := _day(value)):
        sheet.write_datetime(row, at, day, shape)
    elif isinstance(value, datetime):
        sheet.write_string(row, at, value.strftime("%Y-%m-%d %H:%M"), shape)
    else:
        sheet.write_string(row, at, fit(str(value)), shape)


def in_words(field: Field, value: Any, units: Units, lang: str = "zh") -> Any:
    """A value as a sheet shows it: the words of a choice, the name of a unit, yes and no; everything else as it is."""
    if value is None or value == "":
        return None
    if field.type == "bool" and isinstance(value, bool):
        return _yes(value, lang)
    if field.type == "unit":
        return units.name(str(value), lang)
    if field.type == "units":
        return "、".join(units.name(key, lang) for key in str(value).split("、"))
    if field.type == "choice":
        words: Mapping[str, str] = {key: label.say(lang) for key, label in field.choices}
        return words.get(str(value), value)
    return value


def set_widths(
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    formats: Formats,
    lang: str,
) -> None:
    """Each column as wide as its longest cell among `rows`, or its head on two lines."""
    looked_at = list(rows)
    for at, column in enumerate(columns):
        cells = (_shown_width(row[at], column.type) for row in looked_at)
        wanted = max([width(column.head(lang)) / 2 + 3, *cells])
        low, high = _WIDTHS
        sheet.set_column(at, at, min(max(wanted + 1, low), high), formats.cells[at])


def ready_to_print(
    sheet: Worksheet, title: str, note: str, *, heads: int, last: tuple[int, int]
) -> None:
    """Landscape A4, one page wide, the head rows on each page; title above (none where the sheet says it), note and page below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads - 1)
    sheet.print_area(0, 0, max(last[0], heads), last[1])
    if title:
        sheet.set_header(f"&C&14{_printed(title)}")
    sheet.set_footer(f"&L&9{_printed(note)}&R&9&P / &N")


def width(text: str) -> float:
    """How many Latin characters a text is wide."""
    return sum(2.0 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in text)


def fit(text: str) -> str:
    """A text as one cell can hold it, without signs that no file may have; one that is longer ends in a mark that says so."""
    text = writable(text)
    return text if len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + "…"


def _head(sheet: Worksheet, columns: Sequence[Column], formats: Formats, lang: str) -> None:
    sheet.set_row(0, 32)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, fit(column.head(lang)), formats.head)
        if column.note:
            sheet.write_comment(0, at, fit(column.note), {"x_scale": 2, "author": ""})


def _shown_width(value: Any, type: FieldType) -> float:
    if value is None:
        return 0
    if type == "date" or isinstance(value, date):
        return 11
    if type in NUMBERS and isinstance(value, (int, float)):
        return len(f"{value:,.{0 if float(value).is_integer() else 2}f}")
    return max((width(line) for line in str(value)[:200].split("\n")), default=0)


def _day(value: Any) -> datetime | None:
    """A day that a sheet can hold (from 1900-03-01; before it, sheets count a 29 February that never was)."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, date):
        return None
    day = datetime(value.year, value.month, value.day)
    return day if day >= datetime(1900, 3, 1) else None


def _yes(value: bool, lang: str) -> str:
    yes, no = _YES["en" if lang.startswith("en") else "zh"]
    return yes if value else no


def _printed(text: str) -> str:
    """Text for a page's header or footer, where & begins a command and 255 characters are all."""
    return fit(text)[:100].replace("&", "&&")
