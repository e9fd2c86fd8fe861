"""Reading sheets: every kind of file gives its cells with their places, and every hostile one a sentence, soon."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.intake import package
from luoshi.intake.grid import plain_cell, read_grids
from luoshi.intake.scan import ROWS_MAX, Formula, column_letters, column_number
from luoshi.intake.workbook import Column, write_table
from tests.core.intake.sheets import grid, saved, sheet, with_part

WHOLE = write_table(
    "本月", [Column("编号"), Column("户数", "count")], [["P-1", 3]]
)  # the same every time
SHEET_1 = "xl/worksheets/sheet1.xml"


def ids(content: bytes, name: str = "表.xlsx") -> list[str]:
    return [problem.id for problem in read_grids(content, name).problems]


def test_a_cell_keeps_its_place_wherever_the_table_begins() -> None:
    book = openpyxl.Workbook()
    active = book.active
    active.title = "本月"
    active["C4"], active["D5"] = "编号", date(2026, 4, 30)
    found = grid(saved(book))
    assert found.at(3, 2) == "编号"
    assert found.at(4, 3) == date(2026, 4, 30)
    assert found.at(0, 0) == found.at(99, 99) == ""
    assert found.place(4, 3) == "本月!D5"


def test_what_stands_behind_the_values_is_known() -> None:
    book = openpyxl.Workbook()
    active = book.active
    active.append(["=1+1", "=[1]别的表!A1", 0.5, None])
    active["C1"].number_format = "0.0%"
    active["D1"], active["D1"].data_type = "#REF!", "e"
    active.merge_cells("A3:B4")
    behind = grid(saved(book)).behind
    assert behind.formulas[0, 0] == Formula("1+1", has_result=False)
    assert behind.formulas[0, 1].outside
    assert behind.percents == {(0, 2)}
    assert behind.errors == {(0, 3): "#REF!"}
    assert behind.merged == [((2, 0), (3, 1))]


def test_a_formula_with_its_result_and_a_shared_one_are_seen() -> None:
    def mend(xml: bytes) -> bytes:
        cells = (
            b'<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>'
            b'<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>'
        )
        head, _, rest = xml.partition(b"<sheetData>")
        return head + b"<sheetData>" + cells + rest[rest.index(b"</sheetData>") :]

    found = grid(with_part(sheet([["x"], ["y"]]), SHEET_1, mend))
    assert found.behind.formulas[1, 0] == Formula("B1*2", has_result=True)
    assert found.rows == [[4.0], [6.0]]


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("SUM(A1:A9)", False),
        ("表格1[[#This Row],[数量]]*2", False),
        ("VLOOKUP(A1,名单!A:C,2,0)", False),
        ("[1]Sheet1!A1", True),
        ("'[2]别的 表'!$A$1", True),
        ("'C:\\报表\\[四月.xlsx]本月'!B2", True),
        ('_xlfn.WEBSERVICE("x")', True),
        ('HYPERLINK("a","b")', True),
        ("cmd|'/C calc'!A0", True),
        ('"https://x.cn/"&A1', True),
        ("IF(A1>0,hyperlink(A2),1)", True),
    ],
)
def test_a_formula_that_asks_outside_is_told_from_one_that_does_not(
    text: str, outside: bool
) -> None:
    assert Formula(text, has_result=True).outside is outside


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding_and_pasted_cells_give_the_same_grid(encoding: str) -> None:
    rows = [["编号", "名称", "已签约户数"], ["P-1", "老车站，东侧", "１２"]]
    pasted = "\n".join("\t".join(row) for row in rows)
    csv = '编号,名称,已签约户数\nP-1,"老车站，东侧",１２\n'
    for text, name in ((pasted, ""), (csv, "四月.csv")):
        found = read_grids(text.encode(encoding), name)
        assert found.grids[0].rows == rows
        assert found.problems == ()
    assert found.grids[0].place(1, 2) == "四月!C2"
    assert read_grids(pasted.encode(), "").grids[0].place(0, 0) == "粘贴!A1"


def test_files_that_are_no_sheet_get_a_sentence() -> None:
    assert ids(b"") == ids(b" \n") == ["I-008"]
    assert ids(b"%PDF-1.7 ...", "a.pdf") == ["I-001"]
    assert ids(bytes.fromhex("D0CF11E0A1B11AE1") + b"Workbook", "a.xls") == ["I-002"]
    locked = bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le")
    assert ids(locked) == ["I-003"]
    assert ids(b"PK\x03\x04 torn") == ["I-005"]
    assert ids(sheet([])) == ["I-008"]
    assert ids(b"a\0b", "a.csv") == ["I-001"]
    assert ids(b'a,b\n"' + b"x" * 200_000 + b"\n", "a.csv") == [
        "I-013"
    ]  # a quote that nobody closes
    assert ids(b"x" * (package.SIZE_MAX + 1), "a.csv") == ["I-004"]
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w") as made:
        made.writestr("content.xml", "<x/>")
    assert ids(ods.getvalue()) == ["I-002"]


def test_a_sheet_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'
    assert ids(with_part(sheet([["a"]]), SHEET_1, lambda xml: bomb + xml)) == ["I-009"]
    assert ids(with_part(sheet([["a"]]), "xl/workbook.xml", lambda xml: bomb + xml)) == ["I-009"]


def test_two_far_cells_do_not_become_a_rectangle_of_memory() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1"] = 1, 2
    assert ids(saved(book)) == ["I-007"]
    book = openpyxl.Workbook()
    book.active["A1"], book.active["GR150000"] = 1, 2
    assert ids(saved(book)) == ["I-010"]
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A1048576"] = 1, 2
    assert ids(saved(book)) == ["I-006"]


def test_a_million_rows_are_refused_before_they_are_read() -> None:
    def many(xml: bytes) -> bytes:
        rows = b"<row><c><v>1</v></c></row>" * 1_000_000
        head, _, rest = xml.partition(b"<sheetData>")
        return head + b"<sheetData>" + rows + rest[rest.index(b"</sheetData>") :]

    content = with_part(sheet([["a"]]), SHEET_1, many)
    csv = b"a,b\n" * 1_000_000
    for sent, name in ((content, "a.xlsx"), (csv, "a.csv")):
        begun = time.process_time()
        assert ids(sent, name) == ["I-006"]
        assert time.process_time() - begun < 10
    assert str(ROWS_MAX) in read_grids(csv, "a.csv").problems[0].say()


def test_a_package_that_lies_about_its_size_is_not_unpacked_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "UNPACKED_MAX", 2**20)
    big = with_part(
        sheet([["a"]]),
        SHEET_1,
        lambda xml: xml.replace(b"<sheetData>", b" " * 2**21 + b"<sheetData>"),
    )
    assert ids(big) == ["I-004"]
    shared = with_part(
        sheet([["a"]]), "xl/theme/theme1.xml", lambda _: b"<x>" + b" " * 2**22 + b"</x>"
    )
    assert ids(shared) == ["I-004"]


def test_hidden_sheets_are_known_as_such() -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号"])
    book.create_sheet("底稿").append(["x"])
    book["底稿"].sheet_state = "hidden"
    assert [g.hidden for g in read_grids(saved(book), "a.xlsx").grids] == [False, True]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise(content: bytes) -> None:
    for given_ in (content, b"PK\x03\x04" + content):
        read = read_grids(given_, "a.xlsx")
        assert read.grids or read.problems


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_damaged_bytes_never_raises(data: Any) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_grids(bytes(content), "a.xlsx")


@given(st.integers(0, 2**14 - 1))
def test_columns_are_named_as_in_a_sheet(number: int) -> None:
    assert column_number(column_letters(number)) == number
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_raw_cells_lose_what_only_the_sheet_put_there() -> None:
    assert plain_cell(12.0) == 12
    assert isinstance(plain_cell(12.0), int)
    assert plain_cell(0.1 + 0.2) == 0.3
    assert plain_cell(" 甲镇\u3000") == "甲镇"
    assert plain_cell(True) is True
