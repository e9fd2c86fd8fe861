"""报表: the sheet a unit fills in for one register and period. What it owes stands in it, with the values of last time.

    title and what to do
    head: group of columns / label with unit; who needs a figure is told when one points at its head
    (hidden) which field each column holds; it moves with the column, whatever is done to the head
    one line an item, and blank lines where the sender may open items

Cells that the sender is not asked for are locked, without a password: the lock is a help, the check is made on return.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from luoshi.declare.register import Field, FieldType, Register
from luoshi.district.units import Units
from luoshi.intake.heads import KEY, SAME, STAGE
from luoshi.intake.origin import MARK, SHEET, Origin
from luoshi.intake.scan import column_letters
from luoshi.intake.workbook import (
    NUMBERS,
    Column,
    in_words,
    number_format,
    open_workbook,
    ready_to_print,
    sheet_name,
    width,
    write_cell,
)
from luoshi.values.label import Label

FIRST = 5  # row of the first line, from 0: title, what to do, group, label, hidden
TICK = "√"
_MEASURED: frozenset[FieldType] = NUMBERS | {"date"}
_LIST_MAX = (
    250  # characters of choices that a cell's check holds itself; more stand on the hidden sheet
)
_WORDS: Mapping[str, Label] = {
    "key": Label("编号", "Number"),
    "stage": Label("阶段", "Stage"),
    "same": Label("没变化", "No change"),
    "item": Label("事项", "Item"),
    "told": Label("本期填报", "This period"),
    "title": Label("{register}报表（{period}）　{unit}", "{register} report ({period})  {unit}"),
    "do": Label(
        "只填白色的格；没有变化的打“√”，不知道的留空。填好后原样上传，栏的次序可以动。",
        "Fill in the white cells only; tick what has not changed, leave empty what is not known. Columns may be moved.",
    ),
    "wrong": Label("这里不能这样填", "This cannot stand here"),
    "number": Label("请填数字，不写单位。", "Type a number without its unit."),
    "whole": Label("请填整数。", "Type a whole number."),
    "date": Label("请填日期，如 2026-04-30。", "Type a day such as 2026-04-30."),
    "list": Label("请从列表里选。", "Choose from the list."),
    "needed": Label("谁要用：", "Needed by: "),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One column of a form: its key, words, type, and whether the sender fills it in."""

    key: str
    column: Column
    asked: bool
    field: Field | None = None


def write_form(
    register: Register,
    rows: Sequence[Mapping[str, Any]],
    units: Units,
    origin: Origin,
    *,
    keeps: bool = False,
    blank: int = 0,
    lang: str = "zh",
) -> bytes:
    """The form (.xlsx) of a register for `origin`'s unit and period, one line for each of `rows`.

    `keeps`: the sender holds the register, fills in the keeper's fields too and may open items on `blank` further lines.
    """
    parts = list(_parts(register, rows, keeps, lang))
    facts = {
        "register": register.label.say(lang),
        "period": _period(origin.start, origin.end),
        "unit": units.name(origin.unit, lang),
    }
    title = _say("title", lang).format_map(facts)
    kept = io.BytesIO()
    with open_workbook(kept, title) as book:
        sheet = book.add_worksheet(sheet_name(register.label.say(lang)))
        sheet.set_default_row(21)
        writer = _Writer(book, sheet, register, parts, units, lang)
        writer.head(title)
        for number, row in enumerate(rows):
            writer.line(FIRST + number, row)
        last = FIRST + len(rows) - 1
        if keeps:
            for number in range(blank):
                writer.blank(last + 1 + number)
            last += blank
        writer.checks(max(last, FIRST))
        sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
        sheet.freeze_panes(FIRST, 1 + any(part.key == register.title for part in parts))
        ready_to_print(sheet, "", "", heads=FIRST - 1, last=(max(last, FIRST), len(parts) - 1))
        _hide(book, origin, writer.lists)
    return kept.getvalue()


class _Writer:
    """Writes the head and the lines of a form; `lists` are the choices that stand on the hidden sheet."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        sheet: Worksheet,
        register: Register,
        parts: Sequence[_Part],
        units: Units,
        lang: str,
    ) -> None:
        self.sheet, self.register, self.parts = sheet, register, parts
        self.units, self.lang = units, lang
        self.lists: list[Sequence[str]] = []
        edge = {"border": 1, "border_color": "#C9D1DB", "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.do = book.add_format({"font_color": "#5B6673"})
        head = edge | {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}
        self.heads = {True: book.add_format(head | {"bg_color": "#DCE8F7"}),
                      False: book.add_format(head | {"bg_color": "#E7EAEE"})}  # fmt: skip
        self.locked = [book.add_format(edge | _shape(p) | {"bg_color": "#F3F4F6"}) for p in parts]
        self.open = [book.add_format(edge | _shape(p) | {"locked": False}) for p in parts]

    def head(self, title: str) -> None:
        """The title, what to do, two rows of heads, and the hidden row that names the fields."""
        sheet, lang = self.sheet, self.lang
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, _say("do", lang), self.do)
        sheet.set_row(0, 24)
        sheet.set_row(3, 32)
        for at, part in enumerate(self.parts):
            sheet.set_column(at, at, self._wide(part))
        for first, last, asked in _groups(self.parts):
            words, shape = _say("told" if asked else "item", lang), self.heads[asked]
            if last > first:
                sheet.merge_range(2, first, 2, last, words, shape)
            else:
                sheet.write_string(2, first, words, shape)
        for at, part in enumerate(self.parts):
            sheet.write_string(3, at, _head(part.column, lang), self.heads[part.asked])
            if part.column.note:
                sheet.write_comment(3, at, part.column.note, {"x_scale": 2, "author": ""})
        sheet.set_row(4, None, None, {"hidden": True})
        for at, part in enumerate(self.parts):
            sheet.write_string(4, at, MARK + part.key, self.locked[at])

    def line(self, number: int, row: Mapping[str, Any]) -> None:
        """One item with the values that are known."""
        for at, part in enumerate(self.parts):
            value = self._value(part, row)
            shape = (self.open if part.asked else self.locked)[at]
            write_cell(self.sheet, number, at, value, part.column.type, shape, self.lang)

    def blank(self, number: int) -> None:
        """A line for a new item, with every cell open."""
        for at in range(len(self.parts)):
            self.sheet.write_blank(number, at, None, self.open[at])

    def checks(self, last: int) -> None:
        """What may stand in the asked cells, checked while they are typed."""
        for at, part in enumerate(self.parts):
            rule = self._rule(part) if part.asked else None
            if rule:
                say = {"ignore_blank": True, "error_title": _say("wrong", self.lang)}
                self.sheet.data_validation(FIRST, at, last, at, rule | say)

    def _wide(self, part: _Part) -> float:
        """A column's width: its head on two lines, and room for what is written in it."""
        room = {"date": 13, "text": 16, "unit": 16, "choice": 12}.get(part.column.type, 10)
        if part.field and part.field.key == self.register.title:
            room = 30
        elif part.key in (KEY, SAME):
            room = 8
        words = max(width(line) for line in _head(part.column, self.lang).split("\n"))
        return min(max(min(words, 16) + 2, room), 40)

    def _value(self, part: _Part, row: Mapping[str, Any]) -> Any:
        if part.field:
            return in_words(part.field, row.get(part.key), self.units, self.lang)
        if part.key == STAGE:
            return dict(part.column.choices).get(str(row.get(STAGE) or ""))
        return None if part.key == SAME else row.get(part.key)

    def _rule(self, part: _Part) -> dict[str, Any] | None:
        if part.column.type in NUMBERS:
            whole = part.column.type == "count"
            fault = _say("whole" if whole else "number", self.lang)
            return {"validate": "integer" if whole else "decimal", "criteria": "between",
                    "minimum": -(10**13), "maximum": 10**13, "error_message": fault}  # fmt: skip
        if part.column.type == "date":
            first, last = date(1900, 3, 1), date(2199, 12, 31)
            return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last,
                    "error_message": _say("date", self.lang)}  # fmt: skip
        words = self._choices(part)
        if not words:
            return None
        source: Any = list(words)
        if len(",".join(words)) > _LIST_MAX or any("," in word for word in words):
            self.lists.append(words)
            letters = column_letters(len(self.lists) + 1)
            source = f"={SHEET}!${letters}$1:${letters}${len(words)}"
        return {"validate": "list", "source": source, "error_message": _say("list", self.lang)}

    def _choices(self, part: _Part) -> Sequence[str]:
        if part.key == SAME:
            return [TICK]
        if part.column.type == "bool" and part.field:
            return [
                str(in_words(part.field, value, self.units, self.lang)) for value in (True, False)
            ]
        if part.column.type == "unit":
            return [unit.label.say(self.lang) for unit in self.units]
        return [words for _, words in part.column.choices]


def _parts(
    register: Register, rows: Sequence[Mapping[str, Any]], keeps: bool, lang: str
) -> Iterator[_Part]:
    """The columns: what the item is, what the figures are checked against, what is asked, and the tick."""
    whom = ("reporter", "keeper") if keeps else ("reporter",)
    asked = [f for f in register.fields if f.asked_of in whom and not f.derived]
    keys = {f.key for f in asked}
    yield _Part(KEY, Column(_say("key", lang)), False)
    shown = [register.by_field[register.title]]
    if len({row.get("owner") for row in rows}) > 1 and register.owner in register.by_field:
        shown.append(register.by_field[register.owner])
    shown += _compared(register, keys)
    for one in dict.fromkeys(shown):
        if one.key not in keys:
            yield _Part(one.key, _column(one, lang), False, one)
    for one in asked:
        yield _Part(one.key, _column(one, lang), True, one)
    if keeps and register.stages:
        stages = tuple((stage.key, stage.label.say(lang)) for stage in register.stages)
        yield _Part(STAGE, Column(_say("stage", lang), "choice", choices=stages), True)
    yield _Part(SAME, Column(_say("same", lang)), True)


def _compared(register: Register, asked: set[str]) -> list[Field]:
    """Figures and days that a check sets against one that is asked: 应征收户数 beside 已签约户数."""
    found: list[Field] = []
    for check in register.checks:
        names = set(re.findall(r"\w+", check.expect))
        if names & asked:
            found += [f for f in register.fields if f.key in names - asked and f.type in _MEASURED]
    return found


def _column(field: Field, lang: str) -> Column:
    """A field's column; its note says who needs it, then what it means."""
    needed = field.needed_by.say(lang)
    lines = (_say("needed", lang) + needed if needed else "", field.hint.say(lang))
    choices = tuple((key, label.say(lang)) for key, label in field.choices)
    note = "\n".join(line for line in lines if line)
    return Column(field.label.say(lang), field.type, field.unit, note, choices)


def _groups(parts: Sequence[_Part]) -> Iterator[tuple[int, int, bool]]:
    """(first column, last column, asked) of each run of columns."""
    first = 0
    for at in range(1, len(parts) + 1):
        if at == len(parts) or parts[at].asked != parts[first].asked:
            yield first, at - 1, parts[first].asked
            first = at


def _shape(part: _Part) -> dict[str, Any]:
    kind: FieldType = part.column.type
    if kind in NUMBERS:
        return {"num_format": "General" if kind != "count" else number_format(kind, ())}
    if kind == "date":
        return {"num_format": "yyyy-mm-dd", "align": "center"}
    return {"num_format": "@", "text_wrap": True} | (
        {"align": "center"} if part.key == SAME else {}
    )


def _hide(book: xlsxwriter.Workbook, origin: Origin, lists: Sequence[Sequence[str]]) -> None:
    """The hidden sheet: where the form comes from, and the longer lists of choices."""
    hidden = book.add_worksheet(SHEET)
    shape: Format = book.add_format({"num_format": "@"})
    rows = origin.rows()
    for number in range(max(len(rows), *(len(words) for words in lists), 0)):
        cells = [*(rows[number] if number < len(rows) else ("", ""))]
        cells += [words[number] if number < len(words) else "" for words in lists]
        for at, text in enumerate(cells):
            if text:
                hidden.write_string(number, at, text, shape)
    hidden.very_hidden()


def _head(column: Column, lang: str) -> str:
    """A head with its unit on a line of its own."""
    words = column.head(lang)
    return f"{column.label}\n{words[len(column.label) :].strip()}" if column.unit else words


def _period(start: date, end: date) -> str:
    if start.day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"{start.year}年{start.month}月"
    return f"{start.isoformat()} – {end.isoformat()}"


def _say(word: str, lang: str) -> str:
    return _WORDS[word].say(lang)
