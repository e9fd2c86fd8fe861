"""The PDF measured against GB/T 9704-2012 as the Word file is: page, lines, numbers, tables; nothing lost, and the same bytes each time."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from luoshi.papers import samples
from luoshi.papers.page import written
from luoshi.papers.paper import (
    Attachment,
    Block,
    Field,
    Form,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Record,
    Table,
)
from luoshi.papers.pdf import pdf

DAY = date(2023, 4, 1)
PAPER = Paper(
    "通报",
    ("某某区人民政府办公室关于", "重点任务落实情况的通报"),
    (Heading(1, "总体情况"), Heading(2, "进展"), Heading(1, "下步"), Paragraph("正文")),
    mark="某某区人民政府文件",
    number="某政办〔2023〕1号",
    addressee="各镇人民政府",
    attachments=(Attachment("任务分解表", (Paragraph("附文"),)), Attachment("名单")),
    signer="某某区人民政府办公室",
    day=DAY,
    record=Record("某某区人民政府办公室", date(2023, 4, 2), "区委各部门"),
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><text y="50">图中字</text>'
    '<rect x="50" y="60" width="9" height="9"/></svg>'
)
UPRIGHT, LYING = (595.3, 841.9), (841.9, 595.3)
MM = 72 / 25.4


def opened(*body: Block, **more: Any) -> PdfReader:
    return read(Paper("通知", ("题",), body, **more))


def read(paper: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(paper)))


def texts(reader: PdfReader) -> list[str]:
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in reader.pages]


def sizes(reader: PdfReader) -> list[tuple[float, float]]:
    boxes = [page.mediabox for page in reader.pages]
    return [(round(float(box.width), 1), round(float(box.height), 1)) for box in boxes]


def places(page: PageObject) -> dict[str, tuple[float, float]]:
    """Every piece of text with its place in millimetres from the left and from the top."""
    return {text: (x, y) for text, x, y in pieces(page)}


def pieces(page: PageObject) -> list[tuple[str, float, float]]:
    """Every piece of text with its place; what is beyond the edge of the page too."""
    found = list[tuple[str, float, float]]()

    def see(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x / MM, (float(page.mediabox.height) - y) / MM))

    page.extract_text(visitor_text=see)
    return found


def test_every_part_of_a_paper_is_there_in_its_order() -> None:
    reader = read(PAPER)
    assert set(sizes(reader)) == {UPRIGHT}
    told = "".join(texts(reader))
    parts = (
        "某某区人民政府文件", "某政办〔2023〕1号", "某某区人民政府办公室关于重点任务落实情况的通报",
        "各镇人民政府：", "一、总体情况", "（一）进展", "二、下步", "正文", "附件：1.任务分解表", "2.名单",
        "某某区人民政府办公室", "2023年4月1日", "附件1", "附文", "抄送：区委各部门。", "2023年4月2日印发",
    )  # fmt: skip
    at = -1
    for part in parts:
        assert (at := told.find(part, at + 1)) >= 0, part
    assert "附件2" not in told


def test_a_page_holds_22_lines_of_28_characters() -> None:
    pages = opened(Paragraph("落" * 28 * 60)).pages
    second = [line for line in pages[1].extract_text().split("\n") if "落" in line]
    assert [len(line.strip()) for line in second] == [28] * 22


def test_the_page_has_the_edges_of_the_standard_bound_at_the_left() -> None:
    first, second = read(Paper("通知", ("题",), (Paragraph("落" * 28 * 25),))).pages[:2]
    left = min(x for text, (x, _) in places(first).items() if "落" in text)
    assert left == pytest.approx(28, abs=0.3)
    assert min(x for text, (x, _) in places(second).items() if "落" in text) == pytest.approx(
        26, abs=0.3
    )


def test_pages_are_numbered_outside_seven_millimetres_under_the_text() -> None:
    for page in opened(Paragraph("落" * 28 * 50)).pages:
        number = page.page_number + 1
        assert f"—{number}—" in re.sub(r"\s", "", page.extract_text())
        x, y = next(place for text, place in places(page).items() if "—" in text)
        assert y == pytest.approx(269 + 14 / MM * 0.29, abs=0.3)  # the dash stands above the line
        inset = 14 / MM
        if number % 2:
            assert 160 < x < 210 - 26 - inset
        else:
            assert x == pytest.approx(26 + inset, abs=0.5)


def test_a_wide_table_lies_and_the_page_stands_again_after_it() -> None:
    wide = Table(("甲", "乙"), (("1", "2"),) * 60, (1, 1), wide=True)
    reader = opened(Paragraph("前"), Heading(1, "横"), wide, Paragraph("后"))
    turned = sizes(reader)
    assert turned[0] == turned[-1] == UPRIGHT
    assert set(turned[1:-1]) == {LYING}
    told = texts(reader)
    assert "一、横" in told[1]
    assert "后" in told[-1]
    for number, (page, text) in enumerate(zip(reader.pages, told, strict=True), 1):
        assert f"—{number}—" in text
        if turned[number - 1] == LYING:  # at the left edge: the foot of the page when it stands
            x, y = next(place for one, place in places(page).items() if "—" in one)
            assert x < 36
            assert (y > 105) == bool(number % 2)


def test_heads_come_again_on_every_page_and_rows_stay_whole() -> None:
    row = ("头" + "推进老旧小区改造" * 12 + "尾",)
    told = texts(opened(Table(("表头字样",), (row,) * 30, (1,))))
    assert len(told) > 2
    assert all("表头字样" in page for page in told)
    assert all(page.count("头推") == page.count("造尾") for page in told)


@pytest.mark.parametrize("sign", ["长", "W", "i", "W W"])
def test_a_row_that_no_page_can_hold_is_broken_and_nothing_is_lost(sign: str) -> None:
    count = 3000
    reader = opened(Table(("甲", "乙"), (("1", sign * count), ("2", "末")), (1, 2)))
    told = texts(reader)
    assert sum(page.count(sign[0]) for page in told) == count * sign.count(sign[0])
    assert "末" in told[-1]
    below = [y for page in reader.pages for text, _, y in pieces(page) if "—" not in text]
    assert max(below) < 262


def test_a_head_that_no_page_can_hold_is_not_repeated() -> None:
    reader = opened(Table(("头" * 3000,), (("一",), ("二",)), (1,)))
    assert sum(page.count("头") for page in texts(reader)) == 3000
    below = [y for page in reader.pages for text, _, y in pieces(page) if "—" not in text]
    assert max(below) < 262


def test_signer_and_day_never_stand_alone_on_a_page() -> None:
    for count in range(17, 23):
        body = [Paragraph(f"第{number}段") for number in range(count)]
        told = texts(opened(*body, signer="办公室", day=DAY))
        assert "段" in next(page for page in told if "办公室" in page)


def test_an_attachment_begins_on_a_new_page_and_the_record_is_at_the_foot() -> None:
    reader = read(PAPER)
    assert texts(reader)[-1].startswith("附件1任务分解表附文")
    found = places(reader.pages[-1])
    low = next(y for text, (_, y) in found.items() if "印发" in text)
    assert 255 < low < 262


def test_a_close_paper_has_more_lines_on_its_page() -> None:
    body = [Paragraph(f"第{number}段") for number in range(30)]
    assert (len(opened(*body).pages), len(opened(*body, close=True).pages)) == (2, 1)


def test_headings_are_marks_of_the_file_and_labels_are_not() -> None:
    reader = opened(Heading(1, "甲"), Heading(2, "乙"), Heading(0, "出席：", "丙"))
    assert "出席：丙" in texts(reader)[0]

    def marks(given: Any) -> list[str]:
        return [
            text
            for one in given
            for text in (marks(one) if isinstance(one, list) else [str(one.title)])
        ]

    assert marks(reader.outline) == ["一、甲", "（一）乙"]


@pytest.mark.parametrize("make", [samples.bulletin, samples.tasks, samples.slip])
def test_samples_of_every_kind_come_out(make: Any) -> None:
    reader = read(make())
    assert make().whole_title in texts(reader)[0]
    fonts = {
        str(one.get_object()["/BaseFont"])
        for page in reader.pages
        for one in page["/Resources"]["/Font"].values()
    }
    assert all(re.search(r"Noto(Serif|Sans)SC-Regular", font) for font in fonts), fonts


def test_a_form_leaves_room_for_a_hand() -> None:
    reader = opened(Form(((Field("批示", lines=4),), (Field("甲", "1"), Field("乙", "2")))))
    found = places(reader.pages[0])
    high = next(found[text][1] for text in found if text.startswith("甲")) - found["批示"][1]
    assert high == pytest.approx((4 + 1) / 2 * 28.95 / MM, abs=2)


@pytest.mark.parametrize(
    "text",
    ['#strong[x]"\\', "$x$ @a <b> *c* _d_", "翀玥堃镕垚燚犇喆", "a\x00\x08b\ufffe", "//注/*"],
)
def test_any_sign_stays_what_it_is(text: str) -> None:
    clean = re.sub(r"[\s\x00\x08\ufffe]", "", text)
    (told,) = texts(opened(Paragraph(text), Table((text,), ((text,),), (1,), caption=text)))
    assert told.count(clean) == 4


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=10))
def test_any_text_gives_a_file_that_opens(text: str, short: str) -> None:
    paper = Paper(
        short, (text, short),
        (Heading(1, text, short), Paragraph(text), Table((short,), ((text,),), (1,), caption=text),
         Form(((Field(text, short),),)), Picture(SVG, text)),
        short, short, text, (Attachment(text, (Paragraph(text),)),), short, DAY,
        Record(text, DAY, short),
    )  # fmt: skip
    assert len(read(paper).pages) >= 2


def test_the_same_paper_gives_the_same_bytes_at_any_time() -> None:
    paper = replace(PAPER, body=(*PAPER.body, Picture(SVG, "图题")))
    first = pdf(paper), written(paper)
    time.sleep(1.1)
    assert first == (pdf(paper), written(paper))
    about = PdfReader(io.BytesIO(first[0])).metadata
    assert about is not None
    assert about.title == paper.whole_title
    assert about.creation_date is not None
    assert about.creation_date.date() == DAY
    undated = read(replace(paper, day=None)).metadata
    assert undated is not None
    assert undated.creation_date is None


def test_a_picture_is_drawn_in_the_pdf_and_a_file_in_word() -> None:
    paper = Paper("通知", ("题",), (Picture(SVG, '图"1"', 0.5), Picture(SVG, "图2")))
    (told,) = texts(read(paper))
    assert '图"1"' in told
    assert "图中字" in told
    document = Document(io.BytesIO(written(paper)))
    first, second = document.inline_shapes
    assert first.width.pt == pytest.approx(8845 / 20 / 2, abs=0.1)
    assert second.width / second.height == pytest.approx(2, abs=0.01)
    found = list(document.element.body.iter(qn("wp:docPr")))
    assert [(one.get("id"), one.get("descr")) for one in found] == [("1", '图"1"'), ("2", "图2")]
    part = document.part.related_parts[first._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert part.blob.startswith(b"\x89PNG")
    assert [one.text for one in document.paragraphs if one.text.startswith("图")] == [
        '图"1"',
        "图2",
    ]


def test_a_picture_is_never_higher_than_a_page() -> None:
    tall = SVG.replace('height="100"', 'height="2000"')
    document = Document(io.BytesIO(written(Paper("通知", ("题",), (Picture(tall, ""),)))))
    assert document.inline_shapes[0].height.pt < 640
    assert len(opened(Picture(tall, "")).pages) <= 2
