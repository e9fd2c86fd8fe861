"""The Word file measured against GB/T 9704-2012: page, type, numbers, what stands before and after the text; and the same bytes each time."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.papers.bulletin import Bulletin, Found, Indicator, Item, Lights, bulletin
from luoshi.papers.frame import characters
from luoshi.papers.page import written
from luoshi.papers.paper import (
    Attachment,
    Heading,
    Paper,
    Paragraph,
    Record,
    Table,
)

DAY = date(2023, 4, 1)
RECORD = Record("某某区人民政府办公室", date(2023, 4, 2), "区委各部门")
PAPER = Paper(
    "通报",
    ("某某区人民政府办公室关于", "重点任务落实情况的通报"),
    (
        Heading(1, "总体情况"),
        Heading(2, "进展"),
        Heading(3, "项目"),
        Heading(4, "资金", "按月拨付。"),
        Paragraph("正文"),
    ),
    mark="某某区人民政府文件",
    number="某政办〔2023〕1号",
    addressee="各镇人民政府",
    attachments=(Attachment("任务分解表", (Paragraph("附文"),)),),
    signer="某某区人民政府办公室",
    day=DAY,
    record=RECORD,
)
ITEM = Item("C-001", "五月底前完成", "住建局", "2023年5月31日", "已开工")
TOLD = Bulletin(
    ("题",), "办公室", DAY, ("总体。",), (Indicator("增速", "6.1%"),),
    Lights(("红灯", "绿灯"), (("土地", (1, 2)),), (("甲镇", (3, 4)),)), (ITEM,), (ITEM,),
    silent=("甲镇", "乙镇"), findings=(Found("逾期", "12号地块", "甲镇", "逾期32天", "12万元"),),
    demands=("抓紧办理",),
)  # fmt: skip


def opened(paper: Paper = PAPER) -> Any:
    return Document(io.BytesIO(written(paper)))


def said(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs]


def one(document: Any, text: str) -> Any:
    return next(found for found in document.paragraphs if found.text == text)


def face_of(run: Any) -> tuple[str, float]:
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def part(name: str, paper: Paper = PAPER) -> str:
    with zipfile.ZipFile(io.BytesIO(written(paper))) as package:
        return package.read(name).decode()


def inset(paragraph: Any, side: str) -> float:
    return int(paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}"), 0)) / 100


def test_the_page_is_a4_with_the_edges_and_the_grid_of_the_standard() -> None:
    (section,) = opened().sections
    assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)
    edges = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [edge.twips for edge in edges] == [2098, 1984, 1587, 1474]
    grid = section._sectPr.find(qn("w:docGrid"))
    told = [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")]
    assert told == ["linesAndChars", "580", "-848"]
    assert "<w:mirrorMargins/>" in part("word/settings.xml")


def test_a_page_holds_22_lines_of_28_characters() -> None:
    document = opened()
    body = document.styles["Normal"].element
    line = int(body.pPr.find(qn("w:spacing")).get(qn("w:line")))
    tighter = int(body.rPr.find(qn("w:spacing")).get(qn("w:val")))
    section = document.sections[0]
    high = (section.page_height - section.top_margin - section.bottom_margin) // 635  # EMU
    wide = (section.page_width - section.left_margin - section.right_margin) // 635
    assert high // line == 22
    assert wide // (16 * 20 + tighter) == 28


def test_every_part_has_its_face() -> None:
    document = opened()
    faces = {
        "正文": ("仿宋_GB2312", 16),
        "一、总体情况": ("黑体", 16),
        "（一）进展": ("楷体_GB2312", 16),
        "1.项目": ("仿宋_GB2312", 16),
        "（1）资金按月拨付。": ("仿宋_GB2312", 16),
        "\n".join(PAPER.title): ("方正小标宋简体", 22),
        "某政办〔2023〕1号": ("仿宋_GB2312", 16),
        "附件": ("黑体", 16),
        "各镇人民政府：": ("仿宋_GB2312", 16),
    }
    assert {text: face_of(one(document, text).runs[0]) for text in faces} == faces
    assert "embed" not in part("word/fontTable.xml")


def test_what_runs_on_behind_a_heading_is_in_the_face_of_the_body() -> None:
    paper = Paper("通知", ("题",), (Heading(2, "进展。", "已开工。"),))
    found = one(opened(paper), "（一）进展。已开工。")
    assert [face_of(run)[0] for run in found.runs] == ["楷体_GB2312", "仿宋_GB2312"]


def test_headings_stand_in_words_outline_two_characters_in() -> None:
    document = opened()
    for level, text in enumerate(("一、总体情况", "（一）进展", "1.项目"), 1):
        found = one(document, text)
        assert found.style.style_id == f"Heading{level}"
        assert found.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)
        assert found.style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    body = one(document, "正文").style.element.pPr.find(qn("w:ind"))
    assert (body.get(qn("w:firstLineChars")), body.get(qn("w:firstLine"))) == ("200", "632")


def test_pages_are_numbered_between_dashes_on_the_outer_side() -> None:
    section = opened().sections[0]
    sides = []
    for footer in (section.footer, section.even_page_footer):
        (found,) = footer.paragraphs
        xml = found._p.xml
        assert re.sub(r"<[^>]+>|\s", "", xml) == "—1—"
        assert 'w:fldSimple w:instr="PAGE"' in xml
        assert {face_of(run) for run in found.runs} == {("宋体", 14)}
        turned = found._p.pPr.find(qn("w:jc")).get(qn("w:val"))
        sides.append((turned, inset(found, "rightChars"), inset(found, "leftChars")))
    assert sides == [("right", 1, 0), ("left", 0, 1)]
    assert "w:evenAndOddHeaders" in part("word/settings.xml")


def test_the_red_head_is_red_and_a_red_rule_is_below_the_number() -> None:
    document = opened()
    mark = one(document, "某某区人民政府文件").runs[0]
    assert str(mark.font.color.rgb) == "FF0000"
    assert face_of(mark)[0] == "方正小标宋简体"
    rule = one(document, "某政办〔2023〕1号")._p.pPr.find(qn("w:pBdr"))[0]
    assert (rule.tag, rule.get(qn("w:color"))) == (qn("w:bottom"), "FF0000")


def test_a_long_mark_becomes_smaller_and_stays_on_its_line() -> None:
    mark = "某某市某某区人民政府办公室文件专用"
    points = one(opened(replace(PAPER, mark=mark)), mark).runs[0].font.size.pt
    assert points * len(mark) <= 8845 / 20 < (points + 2) * len(mark)


def test_the_title_is_two_lines_below_the_rule_and_one_above_the_addressee() -> None:
    told = said(opened())
    title = told.index("\n".join(PAPER.title))
    assert told[title - 3 : title] == ["某政办〔2023〕1号", "", ""]
    assert told[title + 1 : title + 4] == ["", "各镇人民政府：", "一、总体情况"]


def test_a_title_is_one_paragraph_in_the_middle() -> None:
    (title,) = [found for found in opened().paragraphs if found.style.style_id == "Title"][:1]
    assert title.text.split("\n") == list(PAPER.title)
    assert title.style.element.pPr.find(qn("w:jc")).get(qn("w:val")) == "center"


@pytest.mark.parametrize("signer", ["某某区人民政府办公室", "办公室", "某区政府"])
def test_the_signer_is_centred_over_the_day(signer: str) -> None:
    document = opened(replace(PAPER, signer=signer))
    who, day = one(document, signer), one(document, "2023年4月1日")
    assert inset(day, "rightChars") == 4
    middle = inset(day, "rightChars") + characters("2023年4月1日") / 2
    assert inset(who, "rightChars") + characters(signer) / 2 == pytest.approx(middle, abs=0.01)
    assert who.paragraph_format.keep_with_next


def test_signer_and_day_never_stand_alone_on_a_page() -> None:
    for attachments, last in (((), "正文"), ((Attachment("表"),), "正文")):
        document = opened(replace(PAPER, attachments=attachments, record=None))
        told = said(document)
        for found in document.paragraphs[told.index(last) : told.index("2023年4月1日")]:
            assert found.paragraph_format.keep_with_next, found.text


def test_a_paper_without_signer_and_day_ends_with_its_text() -> None:
    paper = Paper("通知", ("题",), (Paragraph("正文"),))
    assert said(opened(paper))[-1] == "正文"
    assert not one(opened(paper), "正文").paragraph_format.keep_with_next


def test_an_attachment_is_numbered_only_among_several_and_begins_on_a_new_page() -> None:
    single = opened()
    assert "附件：任务分解表" in said(single)
    assert "w:pageBreakBefore" in one(single, "附件")._p.xml
    body = (Paragraph("附文"),)
    two = opened(replace(PAPER, attachments=(Attachment("甲", body), Attachment("乙", body))))
    assert [text for text in said(two) if "附件" in text] == ["附件：1.甲", "附件1", "附件2"]
    assert "2.乙" in said(two)
    assert all("w:pageBreakBefore" in one(two, text)._p.xml for text in ("附件1", "附件2"))
    assert (
        inset(one(two, "附件：1.甲"), "leftChars") - inset(one(two, "附件：1.甲"), "hangingChars")
    ) == 2


def test_the_record_stands_between_rules_at_the_foot() -> None:
    document = opened()
    found = document.tables[-1]
    assert [row.cells[0].text for row in found.rows] == [
        "抄送：区委各部门。",
        "某某区人民政府办公室\t2023年4月2日印发",
    ]
    rules = {
        rule.tag.split("}")[1]: int(rule.get(qn("w:sz")))
        for rule in found._tbl.tblPr.find(qn("w:tblBorders"))
    }
    assert rules == {"top": 8, "bottom": 8, "insideH": 6}
    assert found._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"
    assert {face_of(run) for run in found.rows[0].cells[0].paragraphs[0].runs} == {
        ("仿宋_GB2312", 14)
    }
    alone = opened(replace(PAPER, record=replace(RECORD, copies=""))).tables[-1]
    assert len(alone.rows) == 1


def test_the_same_paper_gives_the_same_bytes_at_any_time() -> None:
    first = written(PAPER), written(bulletin(TOLD))
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert first == (written(PAPER), written(bulletin(TOLD)))
    with zipfile.ZipFile(io.BytesIO(first[0])) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "python-docx" not in part("docProps/core.xml")


@pytest.mark.parametrize("sign", "翀玥堃镕垚燚犇喆")
def test_signs_of_names_have_the_larger_face_where_the_smaller_lacks_them(sign: str) -> None:
    runs = one(opened(Paper("通知", ("题",), (Paragraph(f"李{sign}文"),))), f"李{sign}文").runs
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        assert [(run.text, face_of(run)) for run in runs] == [
            ("李", ("仿宋_GB2312", 16)), (sign, ("仿宋", 16)), ("文", ("仿宋_GB2312", 16)),
        ]  # fmt: skip
    else:
        assert [face_of(run) for run in runs] == [("仿宋_GB2312", 16)]


def test_signs_that_a_file_cannot_hold_are_dropped() -> None:
    paper = Paper("通知", ("题\x01",), (Paragraph("甲\x00\x08乙\ud800丙\ufffe"),), signer="\x1f办")
    told = said(opened(paper))
    assert "甲乙丙" in told
    assert "题" in told


def test_a_bulletin_tells_its_sections_in_order() -> None:
    document = opened(bulletin(TOLD))
    heads = [text for text in said(document) if re.match(r"[一二三四五六七八九十]、", text)]
    assert heads[:3] == ["一、总体情况", "二、主要指标", "三、亮灯情况"]
    assert [head[0] for head in heads] == list("一二三四五六七八九十"[: len(heads)])
    assert "截至2023年4月1日，以下2个单位没有报送情况：甲镇、乙镇。" in said(document)
    lights = document.tables[1]
    assert [cell.text for cell in lights.rows[1].cells] == ["合计", "1", "2", "3"]
    assert any(cell.text == "五月底前完成（C-001）" for cell in document.tables[3].columns[1].cells)


def test_an_empty_section_is_one_sentence() -> None:
    document = opened(bulletin(Bulletin(("题",), "", DAY)))
    assert not document.tables
    told = said(document)
    heads = [at for at, text in enumerate(told) if re.match(r"[一二三四五六七八九十]、", text)]
    assert len(heads) >= 7
    for at, after in zip(heads, [*heads[1:], heads[-1] + 2], strict=True):
        assert after - at == 2
        assert re.fullmatch(r"[^。]+。", told[at + 1])


def test_a_paper_that_ends_lying_has_its_tail_on_the_lying_page() -> None:
    wide = Table(("甲",), (("1",),), (1,), wide=True)
    document = opened(Paper("通知", ("题",), (Paragraph("前"), wide), signer="办公室", day=DAY))
    assert [section.orientation for section in document.sections] == [0, 1]
    footers = [len(s._sectPr.findall(qn("w:footerReference"))) for s in document.sections]
    assert footers == [2, 2]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=10))
def test_any_text_gives_a_file_that_opens(text: str, short: str) -> None:
    paper = Paper(
        short, (text, short),
        (Heading(1, text, short), Paragraph(text), Table((short,), ((text,),), (1,), caption=text)),
        short, short, text, (Attachment(text, (Paragraph(text),)),), short, DAY,
        Record(text, DAY, short),
    )  # fmt: skip
    assert opened(paper).tables
