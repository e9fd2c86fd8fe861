"""Tables of a paper: heads on every page, rows that stay whole, text that wraps, wide ones across the page."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from luoshi.papers.decomposition import Task, decomposition, table
from luoshi.papers.layout import layout, lying_width, text_width
from luoshi.papers.page import written
from luoshi.papers.paper import Attachment, Block, Paper, Paragraph, Table
from luoshi.papers.slip_paper import SlipSheet, slip_paper
from luoshi.papers.tables import shared

NARROW = Table(("甲", "乙", "丙"), (("1", "2", "3"),) * 40, (1, 2, 3), frozenset({0}))
WIDE = Table(("甲", "乙"), (("1", "2"),), (1, 1), wide=True)
LONG = "推进老旧小区改造并落实到人，" * 36


def opened(*body: Block, **more: Any) -> Any:
    return Document(io.BytesIO(written(Paper("通知", ("题",), body, **more))))


def rows(document: Any, at: int = 0) -> list[Any]:
    return document.tables[at]._tbl.findall(qn("w:tr"))


def marked(row: Any, tag: str) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn(tag)}") is not None


def test_the_head_comes_again_on_every_page_and_no_row_is_split() -> None:
    head, *others = rows(opened(NARROW))
    assert len(others) == 40
    assert marked(head, "w:tblHeader")
    assert not any(marked(row, "w:tblHeader") for row in others)
    assert all(marked(row, "w:cantSplit") for row in (head, *others))


def test_a_row_that_no_page_can_hold_is_split_so_that_nothing_is_lost() -> None:
    given = Table(("序号", "任务", "情况"), (("1", LONG, ""), ("2", "短", "")), (1, 3, 5))
    document = opened(given)
    _, tall, low = rows(document)
    assert (marked(tall, "w:cantSplit"), marked(low, "w:cantSplit")) == (False, True)
    assert document.tables[0].cell(1, 1).text == LONG
    assert len(LONG) >= 500


def test_a_table_is_as_wide_as_the_text_and_keeps_its_widths() -> None:
    document = opened(NARROW)
    grid = [int(one.get(qn("w:w"))) for one in document.tables[0]._tbl.tblGrid]
    assert sum(grid) == text_width() == 8845
    assert grid[1] == pytest.approx(2 * grid[0], abs=1)
    cells = rows(document)[0].findall(qn("w:tc"))
    assert [int(one.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for one in cells] == grid
    laid = document.tables[0]._tbl.tblPr.find(qn("w:tblLayout"))
    assert laid.get(qn("w:type")) == "fixed"


@given(st.integers(1, 20_000), st.lists(st.floats(0.1, 100), min_size=1, max_size=20))
def test_shares_use_up_the_width_to_the_last_twip(width: int, shares: list[float]) -> None:
    found = shared(width, shares)
    assert sum(found) == width
    assert min(found) >= 0


def test_words_of_a_centred_column_are_centred_and_the_others_begin_at_the_left() -> None:
    row = rows(opened(NARROW))[1]
    assert [jc.get(qn("w:val")) for jc in row.iter(qn("w:jc"))] == ["center", "left", "left"]


def test_the_page_lies_for_a_wide_table_and_stands_again_after_it() -> None:
    document = opened(Paragraph("前"), WIDE, Paragraph("后"))
    turned = [(s.orientation, s.page_width.twips, s.page_height.twips) for s in document.sections]
    assert turned == [(0, 11906, 16838), (1, 16838, 11906), (0, 11906, 16838)]
    page, lying = layout()["page"], document.sections[1]
    assert lying.left_margin.twips == lying.right_margin.twips == page["lying_side"]
    assert lying.page_width.twips - 2 * page["lying_side"] == lying_width()
    assert sum(int(one.get(qn("w:w"))) for one in document.tables[0]._tbl.tblGrid) == lying_width()


def test_a_decomposition_alone_lies_from_its_first_page() -> None:
    paper = decomposition((), [Task("任务")])
    document = Document(io.BytesIO(written(paper)))
    assert [section.orientation for section in document.sections] == [1]
    assert len(document.tables[0].columns) == 10
    assert [cell.text for cell in document.tables[0].rows[1].cells][:2] == ["1", "任务"]


def test_what_nobody_stated_stays_empty() -> None:
    told = Document(io.BytesIO(written(decomposition((), [Task("任务")])))).tables[0]
    assert [cell.text for cell in told.rows[1].cells][2:] == [""] * 8


def test_a_decomposition_without_tasks_is_one_sentence() -> None:
    assert table([]) == Paragraph("没有分解出任务。")
    document = opened(attachments=(Attachment("任务分解表", (table([]),)),))
    assert not document.tables
    assert "没有分解出任务。" in [one.text for one in document.paragraphs]


def test_serial_numbers_of_three_figures_fit_on_one_line() -> None:
    document = Document(io.BytesIO(written(decomposition((), [Task("任务")] * 100))))
    held = document.tables[0]._tbl
    edges = held.tblPr.find(qn("w:tblCellMar"))
    room = int(held.tblGrid[0].get(qn("w:w"))) - sum(int(one.get(qn("w:w"))) for one in edges)
    assert (
        room >= 3 * layout()["table"]["wide_cell_points"] / 2 * 20
    )  # a figure is half a character


def test_a_caption_stays_with_its_table() -> None:
    document = opened(Table(("甲",), (("1",),), (1,), caption="表题"))
    caption = next(one for one in document.paragraphs if one.text == "表题")
    assert caption.paragraph_format.keep_with_next
    assert caption._p.getnext().tag == qn("w:tbl")


def test_a_slip_has_its_fields_and_room_for_a_hand() -> None:
    sheet = SlipSheet("督〔2026〕3号", "2026年4月1日", "事项", "依据", "要求", "住建局", "5月底")
    document = Document(io.BytesIO(written(slip_paper(sheet))))
    told = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert told[0] == ["编号", "督〔2026〕3号", "交办日期", "2026年4月1日"]
    assert [row[0] for row in told[-4:]] == ["领导批示", "办理情况", "审核意见", "办结意见"]
    heights = [one.get(qn("w:val")) for one in document.tables[0]._tbl.iter(qn("w:trHeight"))]
    assert heights[-3] == str(3 * layout()["page"]["line"])


@pytest.mark.parametrize("text", ["两行\n文字", "a\x00b", "翀玥", "<w:p>&amp;", ""])
def test_a_cell_holds_any_text(text: str) -> None:
    cell = opened(Table(("甲",), ((text,),), (1,))).tables[0].cell(1, 0)
    assert cell.text == text.replace("\x00", "")
