"""The form that goes out: what a clerk may fill in is open and checked, the rest is locked, and it knows where it comes from."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from luoshi.district.units import Unit, Units
from luoshi.intake.form import FIRST, write_form
from luoshi.intake.grid import read_grids
from luoshi.intake.heads import find_heads
from luoshi.intake.lines import read_lines
from luoshi.intake.origin import SHEET, Origin, find_origin
from luoshi.registers.catalogue import shipped
from luoshi.values.label import Label
from tests.core.desk.ground import PLOT, UNITS, row
from tests.core.intake.sheets import edited

APRIL = Origin("plot", "jia", date(2026, 4, 1), date(2026, 4, 30), 17)
ROWS = [
    row(signed=12, clear=True),
    row(item="P-2", name="水厂", title="水厂", listed_on=date(2026, 4, 2)),
]


def form(**options: Any) -> bytes:
    return write_form(PLOT, ROWS, UNITS, APRIL, **options)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_form_says_what_it_is_and_holds_the_values_of_last_time() -> None:
    sheet = opened(form()).worksheets[0]
    assert sheet["A1"].value == "地块报表（2026年4月）　甲镇"
    heads = [cell.value for cell in sheet[4]]
    assert heads == ["编号", "名称", "已签约户数\n（户）", "挂牌日", "净地", "没变化"]
    assert [sheet["A3"].value, sheet["C3"].value] == ["事项", "本期填报"]
    assert [cell.value for cell in sheet[6]][:5] == ["P-1", "老车站", 12, None, "是"]
    assert sheet["D7"].value.date() == date(2026, 4, 2)
    assert sheet.row_dimensions[5].hidden
    assert sheet.freeze_panes == "C6"


def test_only_what_the_sender_is_asked_for_is_open_and_it_is_checked() -> None:
    sheet = opened(form()).worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert [cell.protection.locked for cell in sheet[6]] == [True, True, False, False, False, False]
    rules = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"C6:C7": "whole", "D6:D7": "date", "E6:E7": "list", "F6:F7": "list"}


def test_who_needs_a_figure_stands_at_its_head() -> None:
    register = shipped()["parcel"]
    origin = Origin("parcel", "jia", date(2026, 4, 1), date(2026, 4, 30), 1)
    sheet = opened(write_form(register, [], UNITS, origin)).worksheets[0]
    head = next(cell for cell in sheet[4] if str(cell.value).startswith("已签约户数"))
    assert head.comment.text.startswith("谁要用：")
    assert any(str(cell.value).startswith("应征收户数") for cell in sheet[4])


def test_the_keeper_gets_its_own_fields_and_blank_lines() -> None:
    sheet = opened(form(keeps=True, blank=3)).worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    fields = [
        f"{f.label.zh}\n（{f.unit}）" if f.unit else f.label.zh
        for f in PLOT.fields
        if not f.derived
    ]
    assert heads == ["编号", *fields, "阶段", "没变化"]
    assert all(not cell.protection.locked for cell in sheet[FIRST + len(ROWS) + 1])
    assert sheet.max_row == FIRST + len(ROWS) + 3


def test_the_origin_is_hidden_and_read_back() -> None:
    book = opened(form())
    assert book[SHEET].sheet_state == "veryHidden"
    origin, problems = find_origin(read_grids(form(), "a.xlsx").grids)
    assert (origin, problems) == (APRIL, ())


def test_a_damaged_origin_is_told_and_the_sheet_is_read_as_any_other() -> None:
    content = edited(form(), lambda sheet: sheet.parent[SHEET].__setitem__("B4", "四月"))
    origin, problems = find_origin(read_grids(content, "a.xlsx").grids)
    assert origin is None
    assert [p.id for p in problems] == ["I-050"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_are_known_after_they_were_moved_and_their_heads_overwritten(lang: str) -> None:
    def move(sheet: Any) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        columns = [[cell.value for cell in column] for column in sheet.columns]
        columns[2], columns[4] = columns[4], columns[2]
        for at, column in enumerate(columns, 1):
            for number, value in enumerate(column, 1):
                sheet.cell(number, at).value = value
        sheet["E4"] = "户数（随便写的）"
        sheet.insert_rows(1, 2)

    grid = read_grids(edited(form(lang=lang), move), "a.xlsx").grids[0]
    heads = find_heads(grid, PLOT)
    assert [c.field for c in heads.columns] == [
        "item",
        "name",
        "clear",
        "listed_on",
        "signed",
        "same",
    ]
    read = read_lines(grid, heads, PLOT)
    assert [line.key for line in read.lines] == ["P-1", "P-2"]
    assert read.lines[0].told["signed"] == 12
    assert read.place(read.lines[0], "signed").endswith("!E8")


def test_long_lists_of_choices_stand_on_the_hidden_sheet() -> None:
    sheet = opened(form(keeps=True)).worksheets[0]
    rules = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert '"某区,主管局,甲镇,乙镇"' in rules
    many = Units(
        Unit(f"u{n}", Label(f"第{n}号街道办事处", f"u{n}"), "township", order=n) for n in range(60)
    )
    book = opened(write_form(PLOT, [], many, APRIL, keeps=True, blank=1))
    rules = [r.formula1 for r in book.worksheets[0].data_validations.dataValidation]
    assert f"{SHEET}!$C$1:$C$60" in rules
    assert book[SHEET]["C60"].value == "第59号街道办事处"


def test_the_form_is_the_same_every_time() -> None:
    assert form() == form()
