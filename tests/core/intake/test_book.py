"""The tables of a meeting as one workbook: contents that lead, tables as they are alone, and charts of Excel's own over the sheets' own cells."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.declare.register import LEVELS
from luoshi.intake.book import (
    BARS_MAX,
    FLOOR_COLOUR,
    LIGHT_COLOURS,
    BarChart,
    LineChart,
    Series,
    Sheet,
    unique_names,
    write_book,
)
from luoshi.intake.workbook import Column

TOKENS = Path(__file__).parents[3] / "src/luoshi_web/static/css/tokens.css"
WORDS = ("红灯", "黄灯", "灰灯", "绿灯")
PARTS = tuple(Series(at, LIGHT_COLOURS[level]) for at, level in enumerate(LEVELS, 1))


def lights(units: int = 3) -> Sheet:
    columns = (Column("单位"), *(Column(word, "count") for word in WORDS))
    rows = [["合计", 9, 8, 7, 6], *([f"第{n}街道", n, 0, 2, 3] for n in range(units))]
    return Sheet("亮灯", columns, rows, BarChart("各单位亮灯", 0, PARTS, sums=1), "灯亮在事上")


def cash() -> Sheet:
    columns = (
        Column("月份", "date"),
        Column("资金余额", "amount", "万元"),
        Column("底线", "amount", "万元"),
    )
    rows = [[date(2026, month, 1), 5200.5 - 300 * month, 3000] for month in range(1, 13)]
    lines = (Series(1, "#1F5FA8"), Series(2, FLOOR_COLOUR, dashed=True))
    return Sheet("资金", columns, rows, LineChart("资金余额", 0, lines))


def opened(*sheets: Sheet, **said: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_book("表册", sheets, **said)))


def part(name: str, *sheets: Sheet) -> str:
    with zipfile.ZipFile(io.BytesIO(write_book("表册", sheets))) as package:
        return package.read(f"xl/{name}").decode()


def test_the_contents_lead_to_every_sheet_and_count_its_rows() -> None:
    book = opened(lights(), cash(), note="截至2026年4月30日")
    contents = book["目录"]
    assert book.sheetnames == ["目录", "亮灯", "资金"]
    assert list(contents.iter_rows(values_only=True)) == [
        ("表册", None, None),
        ("截至2026年4月30日", None, None),
        (None, None, None),
        ("表", "说明", "行数"),
        ("亮灯", "灯亮在事上", 4),
        ("资金", None, 12),
    ]
    assert [contents[f"A{row}"].hyperlink.location for row in (5, 6)] == ["'亮灯'!A1", "'资金'!A1"]
    assert contents.freeze_panes == "A5"
    assert opened(cash(), lang="en").sheetnames[0] == "Contents"


def test_each_table_is_typed_frozen_filtered_and_ready_to_print() -> None:
    sheet = opened(cash(), note="截至4月30日")["资金"]
    assert [cell.value for cell in sheet[1]] == ["月份", "资金余额（万元）", "底线（万元）"]
    assert [sheet[f"{at}2"].number_format for at in "ABC"] == ["yyyy-mm-dd", "#,##0.0", "#,##0"]
    assert sheet["B2"].value == 4900.5
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:C13")
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert "截至4月30日" in str(sheet.oddFooter.left.text)


def test_the_bars_are_stacked_and_read_the_cells_without_the_sums() -> None:
    (chart,) = opened(lights())["亮灯"]._charts
    assert (chart.barDir, chart.grouping, chart.overlap) == ("bar", "stacked", 100)
    assert [one.tx.strRef.f for one in chart.series] == [f"亮灯!${at}$1" for at in "BCDE"]
    assert [one.val.numRef.f for one in chart.series] == [f"亮灯!${at}$3:${at}$5" for at in "BCDE"]
    assert {one.cat.strRef.f for one in chart.series} == {"亮灯!$A$3:$A$5"}
    fills = [one.graphicalProperties.solidFill.srgbClr for one in chart.series]
    assert [f"#{fill}" for fill in fills] == [LIGHT_COLOURS[level] for level in LEVELS]
    assert all(one.dLbls.showVal for one in chart.series)


def test_no_figure_stands_on_a_bar_that_is_not_there() -> None:
    assert 'formatCode="#,##0;-#,##0;;"' in part("charts/chart1.xml", lights())


def test_a_chart_holds_what_it_shows_for_programs_that_do_not_reckon() -> None:
    held = part("charts/chart1.xml", lights())
    assert "<c:v>第2街道</c:v>" in held
    assert "<c:v>红灯</c:v>" in held


def test_the_lights_have_the_colours_of_the_pages() -> None:
    css = TOKENS.read_text(encoding="utf-8")
    said = {
        level: m[1]
        for level in LEVELS
        if (m := re.search(rf"--light-{level}: (#[0-9a-f]{{6}})", css))
    }
    assert {level: colour.lower() for level, colour in LIGHT_COLOURS.items()} == said


def test_cash_is_a_line_over_days_and_its_floor_is_dashed() -> None:
    (chart,) = opened(cash())["资金"]._charts
    assert [one.val.numRef.f for one in chart.series] == ["资金!$B$2:$B$13", "资金!$C$2:$C$13"]
    assert [one.graphicalProperties.line.prstDash for one in chart.series] == ["solid", "dash"]
    held = part("charts/chart1.xml", cash())
    assert "<c:dateAx>" in held
    assert "dispBlanksAs" not in held  # Excel leaves a gap unless it is told otherwise
    assert "万元" in held


def test_the_chart_stands_free_of_the_table_and_inside_what_is_printed() -> None:
    beside = opened(lights())["亮灯"]
    at = beside._charts[0].anchor._from
    assert (at.row, at.col) == (1, 6)
    assert beside.print_area == "'亮灯'!$A$1:$Q$19"
    columns = (Column("单位"), *(Column(f"数{n}", "count") for n in range(8)))
    rows = [[f"第{n}街道", *range(8)] for n in range(5)]
    below = opened(Sheet("宽", columns, rows, BarChart("宽", 0, PARTS)))["宽"]
    at = below._charts[0].anchor._from
    assert (at.row, at.col) == (7, 0)
    assert below.print_area == "'宽'!$A$1:$K$25"


def test_more_bars_than_a_page_holds_are_left_out_and_the_title_says_so() -> None:
    (chart,) = opened(lights(BARS_MAX + 5))["亮灯"]._charts
    assert chart.series[0].val.numRef.f == f"亮灯!$B$3:$B${BARS_MAX + 2}"
    assert f"各单位亮灯（前{BARS_MAX}行）" in part("charts/chart1.xml", lights(BARS_MAX + 5))
    assert "（前" not in part("charts/chart1.xml", lights(BARS_MAX))


@pytest.mark.parametrize("rows", [[], [["合计", 0, 0, 0, 0]]])
def test_a_chart_without_rows_is_not_drawn(rows: list[Any]) -> None:
    given = lights()
    sheet = opened(Sheet("亮灯", given.columns, rows, given.chart))["亮灯"]
    assert not sheet._charts


def test_an_empty_table_has_its_head_and_one_sentence() -> None:
    sheet = opened(Sheet("空", (Column("甲"), Column("乙")), []))["空"]
    assert list(sheet.iter_rows(values_only=True)) == [("甲", "乙"), ("这张表没有内容。", None)]
    assert sheet.auto_filter.ref is None
    assert sheet.print_area == "'空'!$A$1:$E$2"  # the sentence is wider than the table
    english = opened(Sheet("None", (Column("A"),), []), lang="en")["None"]
    assert english["A2"].value == "There is nothing in this table."


def test_the_same_tables_give_the_same_bytes_at_any_time() -> None:
    first = write_book("表册", [lights(), cash()], note="截至")
    time.sleep(1.1)
    assert first == write_book("表册", [lights(), cash()], note="截至")


def test_no_title_or_text_is_run() -> None:
    told = Sheet(
        "=1+1", (Column("=A1"), Column("数", "count")), [["@SUM(A1)", 1]],
        BarChart("=某表!A1", 0, (Series(1, "#1F7A45"),)), "+1",
    )  # fmt: skip
    content = write_book("=1+1", [told], note="-1")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(n).decode() for n in package.namelist() if "worksheets/s" in n]
        chart = package.read("xl/charts/chart1.xml").decode()
    assert not [one for one in sheets if "<f>" in one]
    assert "<a:t>=某表！A1</a:t>" in chart


def test_a_sheet_whose_name_has_an_apostrophe_can_be_reached() -> None:
    contents = opened(Sheet("甲's", (Column("甲"),), [["a"]]))["目录"]
    assert contents["A5"].hyperlink.location == "'甲''s'!A1"
    assert contents["A5"].value == "甲's"


def test_a_chart_reads_columns_that_are_there() -> None:
    with pytest.raises(AssertionError):
        Sheet("表", (Column("甲"),), [["a"]], BarChart("图", 0, (Series(1, "#1F7A45"),)))


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_of_sheets_are_never_twice_the_same_or_too_long(titles: list[str]) -> None:
    names = unique_names(titles, "目录")
    assert len({name.casefold() for name in [*names, "目录"]}) == len(titles) + 1
    assert all(0 < len(name) <= 31 for name in names)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(), max_size=20))
def test_any_text_gives_a_book_that_opens(text: str) -> None:
    told = Sheet(text, (Column(text), Column("数", "count")), [[text, 1]],
                 BarChart(text, 0, (Series(1, "#1F7A45"),)), text)  # fmt: skip
    assert len(opened(told, note=text).sheetnames) == 2
