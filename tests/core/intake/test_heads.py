"""Heads and lines: merged, moved, renamed, in another unit, above totals and below titles; what is doubtful is told."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from luoshi.declare.register import Field
from luoshi.intake.grid import Grid, read_grids
from luoshi.intake.heads import Heads, find_heads
from luoshi.intake.lines import Lines, read_lines
from luoshi.values.label import Label
from tests.core.desk.ground import PLOT
from tests.core.intake.sheets import grid, saved, sheet

KNOWN = replace(PLOT, fields=(*PLOT.fields, Field("ratio", Label("签约率", "Ratio"), "ratio", unit="%", aka=("签约进度",))))  # fmt: skip


def fields(heads: Heads) -> dict[int, str]:
    return {column.at: column.field for column in heads.columns if column.field}


def told(heads: Heads) -> list[tuple[str, str]]:
    return [(p.id, p.place) for p in heads.problems if p.id != "I-032"]


def lines(found: Grid) -> Lines:
    return read_lines(found, find_heads(found, KNOWN), KNOWN)


def test_a_plain_head_is_matched_by_label_key_and_other_names() -> None:
    heads = find_heads(
        grid(sheet([["编号", "名称", "signed", "Listed on", "签约进度（%）"]])), KNOWN
    )
    assert fields(heads) == {0: "item", 1: "name", 2: "signed", 3: "listed_on", 4: "ratio"}
    assert heads.first == 1
    assert [(p.id, p.facts["field"].zh) for p in heads.problems] == [("I-032", "净地")]


def test_a_merged_head_of_three_rows_under_a_title_is_keyed_by_its_path() -> None:
    content = sheet(
        [
            ["二〇二六年四月地块进度表", None, None, None, None],
            ["填报单位：甲镇", None, None, None, "单位：万元"],
            ["编号", "名称", "本期填报", None, "资金"],
            [None, None, "征收", "挂牌", "沉淀资金"],
            [None, None, "已签约 户数（户）", "挂牌日", "金额（万元）"],
            ["P-1", "老车站", 12, date(2026, 4, 2), 3],
        ],
        merged=["A1:E1", "A3:A5", "B3:B5", "C3:D3"],
    )
    register = replace(KNOWN, fields=(*KNOWN.fields[:2], replace(KNOWN.fields[2], aka=("沉淀资金金额",)), *KNOWN.fields[3:]))  # fmt: skip
    heads = find_heads(grid(content), register)
    assert fields(heads) == {0: "item", 1: "name", 2: "signed", 3: "listed_on", 4: "sunk_wan"}
    assert heads.columns[2].words == "本期填报/征收/已签约 户数（户）"
    assert heads.columns[0].words == "编号"
    assert heads.first == 5
    assert heads.above[0] == "二〇二六年四月地块进度表"
    assert told(heads) == []


def test_two_rows_without_merging_as_pasted_text_has_them() -> None:
    text = "编号\t名称\t征收\t\n\t\t已签约户数\t挂牌日\nP-1\t老车站\t12\t2026.4.2\n"
    found = read_grids(text.encode()).grids[0]
    heads = find_heads(found, KNOWN)
    assert fields(heads) == {0: "item", 1: "name", 2: "signed", 3: "listed_on"}
    assert heads.first == 2


def test_another_unit_in_the_head_converts_and_is_told() -> None:
    found = grid(
        sheet(
            [
                ["编号", "名称", "沉淀资金(亿元)"],
                ["P-1", "甲", 4.8],
                ["P-2", "乙", "０．57"],
                ["P-3", "丙", "无"],
            ]
        )
    )
    heads = find_heads(found, KNOWN)
    assert told(heads) == [("I-035", "本月!C1")]
    assert [line.told["sunk_wan"] for line in lines(found).lines] == [48000, 5700, "无"]


def test_the_unit_over_the_table_counts_where_the_head_has_none() -> None:
    found = grid(
        sheet(
            [
                ["地块表", None, "单位：元"],
                ["编号", "沉淀资金", "已签约户数"],
                ["P-1", 1_234_500, 3],
            ]
        )
    )
    assert told(find_heads(found, KNOWN)) == [("I-035", "本月!B2")]
    assert lines(found).lines[0].told == {"sunk_wan": 123.45, "signed": 3}


def test_a_unit_that_does_not_convert_is_refused() -> None:
    heads = find_heads(grid(sheet([["编号", "名称", "沉淀资金（亩）"]])), KNOWN)
    assert told(heads) == [("I-036", "本月!C1")]
    assert "不能换算成万元" in heads.problems[0].say()


def test_what_is_doubtful_in_a_head_is_told_at_its_cell() -> None:
    two = Field("paid", Label("签约", "Paid"), "count", aka=("户数",))
    other = Field("left", Label("腾空", "Left"), "count", aka=("户数",))
    register = replace(PLOT, fields=(*PLOT.fields, two, other))
    found = grid(
        sheet([["编号", "名称", "已签约户数", "signed", "户数", "备用", "序号", "算出的数"]])
    )
    assert told(find_heads(found, register)) == [
        ("I-034", "本月!E1"),
        ("I-031", "本月!F1"),
        ("I-039", "本月!H1"),
        ("I-033", "本月!D1"),
    ]


def test_what_a_person_chose_for_a_head_wins() -> None:
    found = grid(sheet([["编号", "名称", "已签约户数", "本月新签"]]))
    heads = find_heads(found, PLOT, {"已签约户数": "", "本月新签": "signed"})
    assert fields(heads) == {0: "item", 1: "name", 3: "signed"}
    assert told(heads) == []
    wrong = find_heads(found, PLOT, {"本月新签": "gone"})
    assert ("K-005", "本月!D1") in told(wrong)


def test_a_sheet_without_a_head_or_a_key_says_so() -> None:
    assert [p.id for p in find_heads(grid(sheet([["一", "二"], [1, 2]])), PLOT).problems] == [
        "I-030"
    ]
    assert ("I-037", "本月") in told(find_heads(grid(sheet([["已签约户数", "挂牌日"]])), PLOT))
    assert ("I-038", "本月") in told(find_heads(grid(sheet([["名称", "已签约户数"]])), PLOT))


def test_blank_lines_totals_repeated_heads_and_notes_are_passed_over_and_said() -> None:
    found = grid(
        sheet(
            [
                ["序号", "编号", "名称", "已签约户数"],
                [1, "P-1", "老车站", 3],
                [None, None, None, None],
                ["序号", "编号", "名称", "已签约户数"],
                [2, "P-2", "总计划地块", 4],
                ["合 计", None, None, 7],
                ["小计（甲镇）", None, None, 7],
                ["填表人：某某", None, "审核人：某某", None],
            ]
        )
    )
    read = lines(found)
    assert [(line.row, line.key, line.title) for line in read.lines] == [
        (1, "P-1", "老车站"),
        (4, "P-2", "总计划地块"),
    ]
    assert [(p.id, p.facts["rows"]) for p in read.problems] == [("I-040", "4、6、7、8")]


def test_cells_that_are_no_value_are_told_and_results_are_taken_with_a_warning() -> None:
    book = openpyxl.Workbook()
    active = book.active
    active.title = "本月"
    active.append(["编号", "名称", "已签约户数", "签约率", "备用"])
    active.append([123456789012345678, "=[1]表!A1", "=C9", 0.5, "=1+1"])
    active["D2"].number_format = "0%"
    active["C3"], active["C3"].data_type = "#N/A", "e"
    read = lines(grid(saved(book)))
    first, second = read.lines
    assert [(p.id, p.place) for p in first.problems] == [("I-020", "本月!B2"), ("I-021", "本月!C2")]
    assert first.told["ratio"] == 50
    assert [(p.id, p.place) for p in second.problems] == [("I-023", "本月!C3")]


def test_a_formula_with_its_result_is_taken_by_it_and_said_once_a_column() -> None:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        page = book.add_worksheet("本月")
        page.write_row(0, 0, ["编号", "名称", "已签约户数"])
        for row in (1, 2):
            page.write_row(row, 0, [f"P-{row}", "甲"])
            page.write_formula(row, 2, "=3+4", None, 7)
    read = lines(grid(kept.getvalue()))
    assert [line.told["signed"] for line in read.lines] == [7, 7]
    said = [(p.id, p.place, p.facts["count"], p.severity) for p in read.problems]
    assert said == [("I-022", "本月!C2", 2, "warning")]


@pytest.mark.parametrize(
    ("raw", "value"), [(110101199003074000.0, "lost"), (42.0, 42), ("0042", "0042")]
)
def test_long_numbers_in_text_lose_digits_and_are_told(raw: Any, value: Any) -> None:
    found = Grid("本月", [["编号", "名称", "已签约户数"], ["P-1", raw, 1]])
    line = lines(found).lines[0]
    if value == "lost":
        assert [(p.id, p.place) for p in line.problems] == [("I-024", "本月!B2")]
    else:
        assert line.problems == ()
        assert line.told["name"] == value


def test_a_word_merged_over_lines_is_each_lines_and_a_number_is_nobodys() -> None:
    rows = [
        ["编号", "名称", "属地", "已签约户数"],
        ["P-1", "甲", "甲镇", 7],
        ["P-2", "乙"],
        ["P-3", "丙", "乙镇", 2],
    ]
    read = lines(grid(sheet(rows, merged=["C2:C3", "D2:D3"])))
    assert [line.told.get("unit") for line in read.lines] == ["甲镇", "甲镇", "乙镇"]
    assert [(p.id, p.place) for line in read.lines for p in line.problems] == [
        ("I-025", "本月!D2"),
        ("I-025", "本月!D3"),
    ]
    assert read.lines[2].told["signed"] == 2
