"""A table as a workbook: what a person opens is typed, filtered, ready to print, and runs nothing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from luoshi.declare.register import Field
from luoshi.intake import workbook
from luoshi.intake.workbook import Column, in_words, sheet_name, write_table
from luoshi.values.label import Label
from tests.core.desk.ground import PLOT, UNITS

COLUMNS = (
    Column("编号"),
    Column("沉淀资金", "amount", "万元", "已经花的钱"),
    Column("挂牌日", "date"),
    Column("户数", "count", "户"),
)

AMOUNTS = st.integers(-(10**13), 10**13).map(lambda n: n / 10**4)  # four decimals: a 元 of 万元


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(content: bytes) -> list[tuple[Any, ...]]:
    return list(opened(content).worksheets[0].iter_rows(values_only=True))


def test_every_value_stands_in_its_own_type_and_the_unit_in_the_head() -> None:
    rows = [
        ["00123456789012345678", 5600.25, "2026-04-30", 12],
        ["P-2", None, date(2026, 5, 1), None],
    ]
    assert cells(write_table("地块", COLUMNS, rows)) == [
        ("编号", "沉淀资金（万元）", "挂牌日", "户数（户）"),
        ("00123456789012345678", 5600.25, datetime(2026, 4, 30), 12),
        ("P-2", None, datetime(2026, 5, 1), None),
    ]
    assert cells(write_table("Plots", COLUMNS, [], lang="en"))[0][1] == "沉淀资金 (万元)"


def test_numbers_of_a_column_show_as_many_decimals_as_it_holds() -> None:
    sheet = opened(
        write_table("地块", COLUMNS, [["a", 1.5, "2026-04-30", 3], ["b", 2.25, None, 4]])
    ).active
    assert [sheet[f"B{n}"].number_format for n in (2, 3)] == ["#,##0.00", "#,##0.00"]
    assert sheet["D2"].number_format == "#,##0"
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_the_sheet_is_ready_to_read_filter_and_print() -> None:
    sheet = opened(
        write_table("地块 & 台账", COLUMNS, [["a", 1, None, 2]], note="截至4月30日")
    ).active
    assert sheet.title == "地块 & 台账"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area.endswith("$A$1:$D$2")
    assert sheet.page_setup.fitToHeight == 0
    assert "地块 && 台账" in str(sheet.oddHeader.center.text)
    assert sheet["B1"].comment.text == "已经花的钱"


def test_a_column_of_chinese_is_twice_as_wide_as_its_characters() -> None:
    sheet = opened(write_table("表", [Column("名称")], [["某某街道老旧片区改造项目"]])).active
    assert 24 <= sheet.column_dimensions["A"].width <= 27


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "http://x.cn",
        "\tx",
    ],
)
def test_no_text_of_a_cell_is_ever_run(text: str) -> None:
    content = write_table("表", [Column("说明"), Column("数", "amount")], [[text, text]])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        names = package.namelist()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert not [name for name in names if "external" in name.lower()]
    assert cells(content)[1] == (text, text)


def test_the_same_table_gives_the_same_bytes() -> None:
    first = write_table("表", COLUMNS, [["a", 1, None, 2]])
    assert first == write_table("表", COLUMNS, [["a", 1, None, 2]])


def test_what_a_sheet_cannot_hold_goes_on_in_another_or_is_cut_with_a_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "ROWS_MAX", 2)
    book = opened(write_table("表", [Column("名")], [["a"], ["b"], ["c" * 40_000]]))
    assert book.sheetnames == ["表 1", "表 2"]
    assert [sheet.max_row for sheet in book] == [3, 2]
    last = str(book["表 2"]["A2"].value)
    assert len(last) == workbook.TEXT_MAX
    assert last.endswith("…")


@given(st.text(max_size=60))
def test_any_title_becomes_a_name_that_a_sheet_may_have(title: str) -> None:
    name = sheet_name(title, 2)
    assert 0 < len(name) <= 31
    assert not re.search(r"[\[\]:*?/\\]", name)
    assert name.strip("'") == name


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(
                st.characters(min_codepoint=32, max_codepoint=0xFFFF, exclude_categories=("C",)),
                max_size=20,
            ),
            st.one_of(st.none(), st.integers(-(10**9), 10**9), AMOUNTS),
            st.one_of(st.none(), st.dates(date(1900, 3, 1), date(2199, 12, 31))),
            st.one_of(st.none(), st.integers(0, 10**6)),
        ),
        max_size=8,
    )
)
def test_every_table_is_read_back_as_it_was_written(rows: list[tuple[Any, ...]]) -> None:
    back = cells(write_table("表", COLUMNS, rows))[1:]
    wanted = [
        (
            text or None,
            number,
            None if day is None else datetime(day.year, day.month, day.day),
            count,
        )
        for text, number, day, count in rows
    ]
    assert [row for row in back if any(v is not None for v in row)] == [
        row for row in wanted if any(v is not None for v in row)
    ]


def test_values_are_told_in_words() -> None:
    use, clear = PLOT.by_field["use"], PLOT.by_field["clear"]
    assert in_words(use, "home", UNITS) == "住宅"
    assert in_words(use, "home", UNITS, "en") == "Home"
    assert in_words(use, "gone", UNITS) == "gone"
    assert in_words(clear, True, UNITS) == "是"
    assert in_words(clear, False, UNITS, "en") == "No"
    assert in_words(PLOT.by_field["unit"], "jia", UNITS) == "甲镇"
    assert in_words(PLOT.by_field["signed"], 0, UNITS) == 0
    assert in_words(use, "", UNITS) is None
    assert Column.of(Field("a", Label("甲", "A"), "amount", unit="亩"), "en").head("en") == "A (亩)"
