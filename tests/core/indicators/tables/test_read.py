"""A bureau's tables: four shapes with their merged heads, and every fault at its cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from luoshi.indicators.growth import Growth
from luoshi.indicators.span import Span
from luoshi.indicators.tables.figure import Figure
from luoshi.indicators.tables.read import read_statistics
from luoshi.intake.grid import read_grids
from luoshi.values.problem import Problem

APRIL, MONTH = Span(2026, 1, 4), Span(2026, 4, 4)
Rows = Sequence[Sequence[Any]]

DOWN: Rows = [
    ["2026年4月主要经济指标完成情况"],
    ["单位：万元、%"],
    ["指标", "计量单位", "4月", None, "1-本月", None, "位次"],
    [None, None, "绝对额", "比去年同月增长(%)", "绝对额", "比去年同期增长(%)", None],
    ["规上工业总产值", "万元", 178000, 8.8, 692300, 7.4, 7],
    ["固定资产投资", "万元", None, None, None, -1.3, 10],
    ["社会消费品零售总额", "亿元", 6.28, 6.7, 24.15, 5.6, "7/11"],
]
DOWN_MERGED = ["C3:D3", "E3:F3", "A3:A4", "B3:B4", "G3:G4", "A1:G1"]
ACROSS: Rows = [
    ["各县（市、区）2026年1-4月主要指标"],
    ["地区", "规上工业总产值", None, None, "固定资产投资", None],
    [None, "总量(亿元)", "增速(%)", "位次", "增速(%)", "位次"],
    ["全  市", 812.4, 6.9, None, 2.1, None],
    ["青 崖 区", 101.2, 8.1, 1, 3.6, 1],
    ["望 川 区", "69.23①", "7.4", 2, -1.3, 3],
    ["石门渡区", 55.0, "-", 3, "—", 2],
]
ACROSS_MERGED = ["A1:F1", "A2:A3", "B2:D2", "E2:F2"]
TWO: Rows = [
    ["2026年4月社会消费品零售总额"],
    ["单位：亿元、%"],
    ["地区", "类别", "本月", "累计"],
    ["青崖区", "总量", 9.1, 35.2],
    [None, "同比增长", 6.0, 6.3],
    ["望川区", "总量", 6.28, 24.15],
    [None, "同比增长", 6.7, 5.6],
]
TWO_MERGED = ["A4:A5", "A6:A7"]
PERIODS: Rows = [
    ["固定资产投资"],
    ["时间", "累计完成(亿元)", "同比增长(%)"],
    ["2026年1-2月", 20.1, 1.2],
    ["2026年1-3月", 41.0, 2.4],
    ["2026年1-4月", 52.9, -1.3],
]


def book(rows: Rows, merged: Sequence[str] = (), *, percent: Sequence[str] = ()) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for one in merged:
        sheet.merge_cells(one)
    for one in percent:
        sheet[one].number_format = "0.0%"
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def read(content: bytes, **said: int) -> tuple[dict[tuple[str, str, Span], Figure], list[Problem]]:
    grids = read_grids(content, "表.xlsx")
    assert grids.problems == ()
    figures, problems = read_statistics(grids.grids, **said)
    return {tuple(one.key): one for one in figures}, list(problems)  # type: ignore[misc]


def g(text: str) -> Growth:
    return Growth(D(text))


def test_indicators_down_with_spans_across() -> None:
    found, problems = read(book(DOWN, DOWN_MERGED))
    assert problems == []
    output = found["", "规上工业总产值", APRIL]
    assert (output.level, output.unit, output.growth, output.place) == (D(692300), "万元", g("7.4"), 7)  # fmt: skip
    assert found["", "规上工业总产值", MONTH].growth == g("8.8")
    assert found["", "固定资产投资", APRIL].growth == g("-1.3")
    assert ("", "固定资产投资", MONTH) not in found
    retail = found["", "社会消费品零售总额", APRIL]
    assert (retail.level, retail.unit, retail.places) == (D("24.15"), "亿元", 11)
    assert retail.at == {"level": "Sheet!E7", "growth": "Sheet!F7", "place": "Sheet!G7"}


def test_regions_down_with_indicators_across() -> None:
    found, problems = read(book(ACROSS, ACROSS_MERGED))
    assert problems == []
    own = found["望川区", "规上工业总产值", APRIL]
    assert (own.level, own.unit, own.growth, own.place, own.places) == (D("69.23"), "亿元", g("7.4"), 2, 3)  # fmt: skip
    assert found["青崖区", "固定资产投资", APRIL].growth == g("3.6")
    assert found["石门渡区", "规上工业总产值", APRIL].growth is None
    assert found["全市", "规上工业总产值", APRIL].place is None


def test_two_rows_a_region() -> None:
    found, problems = read(book(TWO, TWO_MERGED))
    assert problems == []
    assert {key[0] for key in found} == {"青崖区", "望川区"}
    own = {key[2]: one for key, one in found.items() if key[0] == "望川区"}
    assert (own[MONTH].level, own[MONTH].growth) == (D("6.28"), g("6.7"))
    assert (own[APRIL].level, own[APRIL].growth, own[APRIL].unit) == (D("24.15"), g("5.6"), "亿元")
    assert {one.indicator for one in found.values()} == {"2026年4月社会消费品零售总额"}


def test_periods_down() -> None:
    found, problems = read(book(PERIODS))
    assert problems == []
    assert [(span.last, one.growth) for (_, _, span), one in found.items()] == [(2, g("1.2")), (3, g("2.4")), (4, g("-1.3"))]  # fmt: skip
    assert all(one.indicator == "固定资产投资" for one in found.values())


@pytest.mark.parametrize(
    ("row", "column", "value", "problem", "place"),
    [
        (4, 3, "约8.8左右", "G-043", "Sheet!D5"),
        (4, 3, "提高1.2个百分点", "G-044", "Sheet!D5"),
        (4, 3, "0.088", "G-045", "Sheet!D5"),
        (4, 6, "第七", "G-049", "Sheet!G5"),
        (2, 2, "1月", "G-002", "Sheet!C4"),
        (3, 3, "增减百分点", "G-044", "Sheet!D4"),
    ],
)
def test_each_fault_is_named_at_its_cell(row: int, column: int, value: str, problem: str, place: str) -> None:  # fmt: skip
    rows = [list(one) for one in DOWN]
    rows[row][column] = value
    found, problems = read(book(rows, DOWN_MERGED))
    assert (problem, place) in {(p.id, p.place) for p in problems}
    assert found["", "社会消费品零售总额", APRIL].growth == g("5.6")  # the rest is read


def test_the_same_figure_twice_with_another_number() -> None:
    found, problems = read(book([*DOWN, ["固定资产投资", "万元", None, None, None, -1.5, 10]], DOWN_MERGED))  # fmt: skip
    assert [(p.id, p.place) for p in problems] == [("G-047", "Sheet!F8")]
    assert found["", "固定资产投资", APRIL].growth == g("-1.3")


def test_a_cell_that_is_shown_as_per_cent_is_one() -> None:
    rows = [list(one) for one in DOWN]
    rows[4][5] = 0.074
    found, problems = read(book(rows, DOWN_MERGED, percent=["F5"]))
    assert problems == []
    assert found["", "规上工业总产值", APRIL].growth == g("7.4")


def test_a_table_that_says_no_month_asks_for_it() -> None:
    rows = [["主要指标"], ["指标", "本月", "比去年同月增长(%)"], ["固定资产投资", 3, 4.5]]
    _, problems = read(book(rows))
    assert {p.id for p in problems} == {"G-046"}
    found, problems = read(book(rows), year=2026, month=4)
    assert (problems, list(found)) == ([], [("", "固定资产投资", MONTH)])


@pytest.mark.parametrize("rows", [[["备忘"], ["请各单位尽快报送"]], [["姓名", "电话"], ["张三", "李四"]]])  # fmt: skip
def test_what_is_no_table_is_said(rows: Rows) -> None:
    found, problems = read(book(rows))
    assert ([p.id for p in problems], found) == (["G-048"], {})


@given(st.integers(0, 3), st.integers(0, 3), st.sampled_from([(DOWN, DOWN_MERGED), (ACROSS, ACROSS_MERGED), (TWO, TWO_MERGED), (PERIODS, [])]))  # fmt: skip
def test_where_a_table_stands_does_not_matter(down: int, right: int, shape: tuple[Rows, list[str]]) -> None:  # fmt: skip
    rows, merged = shape
    plain, _ = read(book(rows, merged))
    moved_rows: list[list[Any]] = [[] for _ in range(down)]
    moved_rows += [[None] * right + list(row) for row in rows]
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for n, row in enumerate(moved_rows, start=1):
        for c, value in enumerate(row, start=1):
            sheet.cell(n, c, value)
    for one in merged:
        area = Workbook().active[one]  # type: ignore[index]
        top, bottom = area[0][0], area[-1][-1]
        sheet.merge_cells(start_row=top.row + down, start_column=top.column + right, end_row=bottom.row + down, end_column=bottom.column + right)  # fmt: skip
    held = io.BytesIO()
    made.save(held)
    moved, problems = read(held.getvalue())
    assert problems == []
    strip = {key: (one.level, one.growth, one.place, one.unit) for key, one in plain.items()}
    assert {key: (one.level, one.growth, one.place, one.unit) for key, one in moved.items()} == strip  # fmt: skip


HEAD = ["指标", "计量单位", "1-4月", "比去年同期增长(%)"]


def down(*rows: Sequence[Any], title: str = "2026年4月主要经济指标", head: Sequence[Any] = HEAD) -> bytes:  # fmt: skip
    return book([[title], head, *rows])


@pytest.mark.parametrize(
    "head", ["去年同期", "全年目标(%)", "完成进度(%)", "环比增长(%)", "增减额", "备注", "位次变化"]
)
def test_a_column_that_is_no_part_of_a_figure_is_told_and_not_taken(head: str) -> None:
    """Each of these stood once for a level or growth that the table leaves empty."""
    found, problems = read(down(["固定资产投资", "万元", None, -1.3, 33.1], head=[*HEAD, head]))
    assert [(p.id, p.place, p.severity) for p in problems] == [("G-054", "Sheet!E2", "warning")]
    assert found == {
        ("", "固定资产投资", APRIL): Figure(
            "", "固定资产投资", APRIL, growth=g("-1.3"), at={"growth": "Sheet!D3"}
        )
    }


def test_a_place_by_level_is_no_place_by_growth() -> None:
    head = ["地区", "地区生产总值(亿元)", "总量位次", "增速(%)", "增速位次"]
    found, problems = read(book([["2026年1-4月各县区"], head, ["望川区", 100, 2, 5.2, 1], ["青崖区", 150, 1, 4.0, 2]]))  # fmt: skip
    assert [p.id for p in problems] == ["G-054"]
    assert [one.place for one in found.values() if one.place] == [1, 2]


def test_a_row_that_is_a_growth_holds_one_and_its_change_is_points() -> None:
    found, problems = read(down(["规模以上工业增加值增速", "%", 5.6, -0.4]))
    (only,) = found.values()
    assert (only.indicator, only.level, only.growth) == ("规模以上工业增加值", None, g("5.6"))
    assert [(p.id, p.place) for p in problems] == [("G-044", "Sheet!D3")]


def test_parts_stand_below_their_whole() -> None:
    found, problems = read(
        down(
            ["一、固定资产投资", "亿元", None, 4.8],
            ["  其中：民间投资", "亿元", None, 1.1],
            ["二、社会消费品零售总额", "亿元", 24, 2.0],
            ["  其中：民间投资", "亿元", None, 2.2],
        )
    )
    assert problems == []
    assert [one.indicator for one in found.values()] == ["固定资产投资", "固定资产投资/民间投资", "社会消费品零售总额", "社会消费品零售总额/民间投资"]  # fmt: skip


def test_regions_across_are_regions_and_not_the_district() -> None:
    head = ["指标", "全市", "望川区", "青崖区"]
    found, problems = read(down(["固定资产投资", 3.0, 4.0, "—"], title="2026年1-4月主要指标增速(%)", head=head))  # fmt: skip
    assert problems == []
    assert {key[0]: one.growth for key, one in found.items()} == {"全市": g("3"), "望川区": g("4")}


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("全市2026年4月主要经济指标", "全市"),
        ("2026年4月全市主要经济指标", "全市"),
        ("望川区2026年4月主要经济指标", "望川区"),
        ("2026年4月望川区主要经济指标", "望川区"),
        ("2026年4月主要经济指标", ""),
        ("2026年4月地区生产总值", ""),
        ("2026年4月城市居民收入", ""),
    ],
)
def test_the_region_of_a_title_is_that_of_its_figures(title: str, region: str) -> None:
    found, _ = read(down(["固定资产投资", "亿元", 3, 4.5], title=title))
    assert [key[0] for key in found] == [region]


def test_two_rows_a_period() -> None:
    rows: Rows = [
        ["望川区社会消费品零售总额"],
        ["单位：万元"],
        ["月份", "类别", "总量", "增速(%)"],
        ["2026年1-2月", "当月", None, None],
        [None, "累计", 120, 3.0],
        ["2026年3月", "当月", 60, 4.0],
        [None, "累计", 180, 3.4],
    ]
    found, problems = read(book(rows, ["A4:A5", "A6:A7"]))
    assert problems == []
    assert {str(key[2]): (one.level, one.growth) for key, one in found.items()} == {
        "2026年1-2月": (D(120), g("3")),
        "2026年3月": (D(60), g("4")),
        "2026年1-3月": (D(180), g("3.4")),
    }
    assert {(one.region, one.indicator) for one in found.values()} == {("望川区", "社会消费品零售总额")}  # fmt: skip


def test_a_quarter_in_a_monthly_table_is_told_and_its_growth_goes_with_it() -> None:
    head = ["指标", "4月(万元)", "同比增长(%)", "一季度(万元)", "同比增长(%)"]
    found, problems = read(down(["规上工业总产值", 100, 2.0, 300, 3.0], head=head))
    assert [(p.id, p.place) for p in problems] == [("G-003", "Sheet!D2")]
    assert [(key[2], one.growth) for key, one in found.items()] == [(MONTH, g("2"))]


def test_a_first_row_that_is_not_told_is_no_head() -> None:
    found, problems = read(down(["地区生产总值", "亿元", "—", "—"], ["甲", "乙", 1, 2], ["固定资产投资", "万元", "—", "4.8%"]))  # fmt: skip
    assert problems == []
    assert [(key[1], one.growth) for key, one in found.items()] == [("固定资产投资", g("4.8"))]


def test_a_formula_without_its_result_is_not_nothing() -> None:
    found, problems = read(down(["固定资产投资", "万元", "=B1/C1", 2.0]))
    assert [(p.id, p.place) for p in problems] == [("I-021", "Sheet!C3")]
    assert [one.level for one in found.values()] == [None]


def test_a_second_table_below_is_told() -> None:
    again = ["指标", "计量单位", "4月", "比去年同月增长(%)"]
    found, problems = read(down(["固定资产投资", "万元", 1, 2.0], again, ["固定资产投资", "万元", 7, 9.0]))  # fmt: skip
    assert [(p.id, p.place) for p in problems] == [("G-055", "Sheet!A4")]
    assert [one.level for one in found.values()] == [D(1)]


@given(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), st.booleans())
def test_the_encoding_and_the_width_of_digits_do_not_matter(encoding: str, wide: bool) -> None:
    digits = str.maketrans("0123456789.", "０１２３４５６７８９．") if wide else {}
    lines = ["指标,计量单位,1-4月,比去年同期增长(%)", f"规上工业总产值,万元,{'692300'.translate(digits)},{'7.4'.translate(digits)}"]  # fmt: skip
    content = "\n".join(["2026年4月主要经济指标完成情况,,,", *lines]).encode(encoding)
    figures, problems = read_statistics(read_grids(content, "表.csv").grids)
    assert problems == ()
    assert [(one.indicator, one.level, one.growth) for one in figures] == [("规上工业总产值", D(692300), g("7.4"))]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("2026年1-4月各县区主要指标", Span(2026, 1, 4)),
        ("2026年4月累计各县区主要指标", Span(2026, 1, 4)),
        ("2026年一季度各县区主要指标", Span(2026, 1, 3)),
        ("2026年上半年各县区主要指标", Span(2026, 1, 6)),
        ("2025年各县区主要指标", Span(2025, 1, 12)),
        ("2026年4月各县区主要指标", None),
        ("各县区主要指标", None),
    ],
)
def test_a_title_gives_its_span_and_a_single_month_none(title: str, span: Span | None) -> None:
    """Whether 2026年4月 is 当月 or 累计 is asked once a column, never supposed; and so it is where the caller alone knows the month."""
    rows = [[title], ["地区", "固定资产投资增速(%)"], ["望川区", 5.2], ["青崖区", 4.1]]
    found, problems = read(book(rows), year=2026, month=4)
    assert {key[2] for key in found} == ({span} if span else set())
    assert [(p.id, p.place) for p in problems] == ([] if span else [("G-056", "Sheet!B3")])


def test_the_tab_says_what_the_title_does_not() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "2026年1-4月"
    for row in (
        ["主要经济指标"],
        ["制表日期：2026年5月12日"],
        ["指标", "同比增长(%)"],
        ["固定资产投资", 5.2],
    ):
        sheet.append(row)
    held = io.BytesIO()
    made.save(held)
    found, problems = read(held.getvalue())
    assert (problems, [key[2] for key in found]) == ([], [APRIL])
