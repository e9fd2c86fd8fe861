"""Receiving: every format and encoding gives the same words, and every hostile file a reason, quickly."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from luoshi.speech.receive import Received, receive
from luoshi.speech.receive import received as limits

SPEECH = (
    "同志们：\n今天召开全区工作调度会，主要任务是总结上半年工作，安排下半年任务。\n"
    "一、加快项目建设\n6月底前，要完成12个项目开工，总投资60.5亿元。\n二、优化营商环境\n各单位要抓好落实。"
)
TRADITIONAL = (
    "各位同志：\n今天召開全區工作會議，主要任務是總結上半年工作。\n六月底前要完成十二個項目開工。"
)


def ids(received: Received) -> list[str]:
    return [problem.id for problem in received.problems]


def word(*paragraphs: str, style: str | None = None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph, style=style)
    return saved(document)


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def changed(package: bytes, **parts: bytes | None) -> bytes:
    """A package with some parts replaced, added (slashes written __) or dropped (None)."""
    new = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): part
        for name, part in parts.items()
    }
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in old.namelist():
            if name not in new:
                made.writestr(name, old.read(name))
        for name, part in new.items():
            if part is not None:
                made.writestr(name, part)
    return file.getvalue()


def pdf(*pages: str | None) -> bytes:
    """A PDF written by hand: a page of text each (through a Unicode table), None for a page without text."""
    letters = sorted({c for page in pages if page for c in page if c != "\n"}) or ["x"]
    table = "".join(f"<{n:04x}> <{ord(c):04x}>\n" for n, c in enumerate(letters, 1))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def "
        f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(letters)} beginbfchar\n{table}endbfchar "
        "endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /ToUnicode 5 0 R "
        "/DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    kids = []
    for page in pages:
        shown = "".join(
            f"<{''.join(f'{letters.index(c) + 1:04x}' for c in line)}> Tj 0 -20 Td "
            for line in (page or "").split("\n")
        )
        stream = f"BT /F1 12 Tf 50 750 Td {shown} ET" if page else "0 0 m 9 9 l S"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table_at = len(out)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    return (
        out
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF".encode()
    )


# Encodings


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"],
)
def test_every_encoding_gives_the_same_words(encoding: str) -> None:
    for text in (SPEECH, SPEECH.replace("\n", "\r\n")):
        received = receive(text.encode(encoding), "讲话.txt")
        assert (received.text, received.kind, received.problems) == (SPEECH, "text", ())


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gbk", "utf-8", "utf-16-be"])
def test_traditional_text_in_big5_and_others(encoding: str) -> None:
    received = receive(TRADITIONAL.encode(encoding), "a.txt")
    assert (received.text, received.problems) == (TRADITIONAL, ())


@given(
    st.lists(
        st.sampled_from(
            "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
        ),
        min_size=12,
        max_size=80,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_common_words_survive_any_encoding(letters: list[str], encoding: str) -> None:
    text = "".join(letters) + "。"
    assert receive(text.encode(encoding), "a.txt").text == text


def test_two_encodings_in_one_file_are_read_line_by_line_and_named() -> None:
    lines = SPEECH.split("\n")
    content = b"\n".join(
        line.encode("gbk" if number == 3 else "utf-8") for number, line in enumerate(lines, 1)
    )
    received = receive(content, "a.txt")
    assert received.text == SPEECH
    assert ids(received) == ["S-014"]
    assert received.problems[0].severity == "warning"
    assert "第3行" in received.problems[0].say()
    assert "line 3" in received.problems[0].say("en")


def test_two_encodings_in_one_line() -> None:
    content = "今天召开会议，".encode() + "总结工作，".encode("gbk") + "安排任务。".encode()
    received = receive(content, "a.txt")
    assert received.text == "今天召开会议，总结工作，安排任务。"


def test_bytes_that_fit_nothing_are_marked_and_named() -> None:
    content = SPEECH.encode() + b"\n\xff\xff\xfe" + "结束。".encode()
    received = receive(content, "a.txt")
    assert received.text.startswith(SPEECH)
    assert "\ufffd" in received.text
    assert "S-015" in ids(received)


# Word


def test_word_paragraphs_and_tables_in_their_order() -> None:
    document = docx.Document()
    document.add_paragraph("任务分解表")
    table = document.add_table(3, 3)
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            cell.text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "单位"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "年底前"
    document.add_paragraph("完毕")
    received = receive(saved(document), "a.docx")
    assert received.kind == "word"
    assert received.text == "任务分解表\n单位\t02\n10\t11\t年底前\n20\t21\n完毕"
    assert received.problems == ()


def test_word_numbers_are_written_out() -> None:
    document = docx.Document()
    document.add_paragraph("工作重点")
    for words in ("抓项目", "抓招商"):
        document.add_paragraph(words, style="List Number")
    numbering = document.part.numbering_part.element
    number = document.styles["List Number"].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    (definition,) = (
        n.find(qn("w:abstractNumId")).get(qn("w:val"))
        for n in numbering.iter(qn("w:num"))
        if n.get(qn("w:numId")) == number
    )
    for abstract in numbering.iter(qn("w:abstractNum")):
        if abstract.get(qn("w:abstractNumId")) == definition:
            level = abstract.find(qn("w:lvl"))
            level.find(qn("w:numFmt")).set(qn("w:val"), "chineseCounting")
            level.find(qn("w:lvlText")).set(qn("w:val"), "（%1）")
    assert receive(saved(document), "a.docx").text == "工作重点\n（一）抓项目\n（二）抓招商"


def test_word_keeps_inserted_words_and_drops_deleted_ones() -> None:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>要在</w:t></w:r><w:del><w:r><w:delText>五月</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>六月</w:t></w:r></w:ins><w:r><w:t>底前完成</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的话</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "</w:body></w:document>"
    )
    received = receive(changed(word("x"), word__document_xml=body.encode()), "a.docx")
    assert received.text == "要在六月底前完成\n控件里的话"
    assert ids(received) == ["S-021"]


def test_word_with_macros_is_read_and_warned_of() -> None:
    received = receive(changed(word("抓好落实。"), word__vbaProject_bin=b"macro"), "a.docm")
    assert received.text == "抓好落实。"
    assert ids(received) == ["S-007"]
    assert received.problems[0].severity == "warning"


# PDF


def test_pdf_pages() -> None:
    received = receive(pdf("今天召开会议，\n总结上半年工作。", "下半年要抓好落实。"), "a.pdf")
    assert received.kind == "pdf"
    assert [page.strip() for page in received.text.split("\f")] == [
        "今天召开会议，\n总结上半年工作。",
        "下半年要抓好落实。",
    ]
    assert received.problems == ()


def test_scanned_pages_are_named() -> None:
    received = receive(pdf("今天召开全区工作会议。", None, None), "a.pdf")
    assert received.text.startswith("今天召开")
    (problem,) = received.problems
    assert (problem.id, problem.severity, problem.place) == ("S-009", "warning", "a.pdf 第2页")
    assert "第2、3页为图片" in problem.say()
    whole = receive(pdf(None), "a.pdf")
    assert (whole.text, ids(whole), whole.problems[0].severity) == ("", ["S-009"], "error")


def test_pdf_whose_fonts_have_no_table() -> None:
    assert ids(receive(pdf("".join(chr(0xE000 + n) for n in range(40))), "a.pdf")) == ["S-018"]


def test_locked_pdf() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("今天召开会议。"))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert ids(receive(file.getvalue(), "a.pdf")) == ["S-003"]


def test_pdf_with_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.speech.receive.pdf.PAGES_MAX", 2)
    received = receive(pdf("今天召开会议。", "第二页。", "第三页。"), "a.pdf")
    assert ids(received) == ["S-019"]
    assert "3" in received.problems[0].cause()


# Web pages and Markdown

PAGE = """<!doctype html><html><head><meta charset="gb2312"><title>x</title><script>var a = "菜单";</script></head>
<body><nav>首页 &gt; 讲话</nav><div class="top-menu">登录</div><h1>在调度会上的讲话</h1>
<p>今天召开会议，<b>总结</b>工作。</p><!-- 注释 --><ul><li>一是抓项目</li><li>二是抓招商</li></ul>
<table><tr><td>单位</td><td>时限</td></tr></table><footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_a_web_page_gives_its_body(encoding: str, name: str) -> None:
    received = receive(PAGE.encode(encoding), name)
    assert received.kind == "html"
    assert received.text == (
        "在调度会上的讲话\n今天召开会议，总结工作。\n一是抓项目\n二是抓招商\n单位 时限"
    )
    assert ids(received) == ([] if name == "a.html" else ["S-010"])


def test_a_menu_without_a_speech_is_called_one() -> None:
    items = "".join(f"<li>栏目名称{n}</li>" for n in range(200))
    assert "S-016" in ids(receive(f"<html><body><ul>{items}</ul></body></html>".encode(), "a.html"))


@pytest.mark.parametrize("depth", [1_000, 300_000])
def test_a_page_nested_without_end_is_refused(depth: int) -> None:
    content = b"<html><body>" + b"<div>" * depth + "讲话".encode() + b"</div>" * depth
    assert ids(receive(content, "a.html")) == ["S-020"]


def test_a_page_of_nothing_but_elements_is_refused() -> None:
    assert ids(receive(b"<html>" + b"<p>" * 150_000, "a.html")) == ["S-020"]


@pytest.mark.parametrize("mark", ["|", "<!--", "[a](", "# ", "`", "|-", "**a "])
def test_markdown_made_to_keep_us_busy(mark: str) -> None:
    assert receive(("讲话。" + mark * 60_000).encode(), "a.md").kind == "markdown"


def test_markdown_marks_go_and_headings_stay() -> None:
    text = "# 讲话\n\n## 一、抓项目\n\n要**全力**推进[项目](http://a.example)，`抓好`落实。\n\n- 第一项\n> 引用\n\n| 单位 | 时限 |\n|---|---|\n| 财政局 | 月底 |\n"
    received = receive(text.encode(), "a.md")
    assert received.kind == "markdown"
    assert received.text == (
        "讲话\n\n一、抓项目\n\n要全力推进项目，抓好落实。\n\n第一项\n引用\n\n单位\t时限\n财政局\t月底\n"
    )


def test_masked_names_in_markdown_are_no_bold() -> None:
    text = "挂牌**西路地块、**北街**地块改造，**县长讲了话；**副县长也讲了话。\n"
    assert receive(text.encode(), "a.md").text == text


# Hostile files


def test_empty_files() -> None:
    for content in (
        b"",
        b"  \n\n",
        b"\xef\xbb\xbf",
        b"\0" * 50,
        word(),
        b"<html><body></body></html>",
    ):
        received = receive(content, "a.txt")
        assert received.text.strip() == ""
        assert "S-001" in ids(received), content


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        (bytes(range(256)) * 40, "binary"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\x1f\x8b\x08" + b"abc" * 40, "gzip"),
    ],
)
def test_what_is_no_document_is_named(content: bytes, found: str) -> None:
    received = receive(content, "讲话.docx")
    assert ids(received) == ["S-002"]
    assert found in received.problems[0].cause()


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def test_the_old_container_of_office() -> None:
    assert ids(receive(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx")) == ["S-003"]
    assert ids(receive(OLE + "WordDocument".encode("utf-16-le"), "a.doc")) == ["S-004"]
    assert ids(receive(OLE + "Workbook".encode("utf-16-le"), "a.xls")) == ["S-002"]


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    received = receive(b"PK\x03\x04" + bytes(limits.SIZE_MAX), "a.docx")
    assert ids(received) == ["S-005"]
    assert "21" in received.problems[0].cause()
    assert "20" in received.problems[0].cause("en")


def test_zip_bombs() -> None:
    flat = changed(word("x"), word__media__a_bin=bytes(80 * 2**20))
    assert len(flat) < 2**20
    assert ids(receive(flat, "a.docx")) == ["S-006"]


def test_a_package_that_lies_about_its_size() -> None:
    honest = changed(word("x"), word__document_xml=b"<a>" + b" " * 3 * 2**20 + b"</a>")
    at = honest.rfind(b"word/document.xml") - 46 + 24  # its declared size in the central directory
    lying = honest[:at] + (100).to_bytes(4, "little") + honest[at + 4 :]
    received = receive(lying, "a.docx")
    assert received.text == ""
    assert ids(received)[0] in ("S-006", "S-012")


ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">' + ENTITIES + b"]><d>&e9;</d>",
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>',
    ],
)
def test_entities_are_refused(body: bytes) -> None:
    received = receive(changed(word("x"), word__document_xml=body), "a.docx")
    assert (received.text, ids(received)) == ("", ["S-008"])


def test_other_packages_are_named() -> None:
    workbook = changed(word("x"), word__document_xml=None, xl__workbook_xml=b"<a/>")
    received = receive(workbook, "a.docx")
    assert ids(received) == ["S-011"]
    assert "Excel" in received.problems[0].cause()


def test_a_word_file_of_pictures() -> None:
    assert ids(receive(changed(word(), word__media__a_bin=b"x"), "a.docx")) == ["S-017"]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_truncated_files(share: float) -> None:
    package, pages = word(*[SPEECH] * 20), pdf("今天召开会议。", "下半年抓落实。")
    assert ids(receive(package[: int(share * len(package))], "a.docx")) == ["S-012"]
    received = receive(pages[: int(share * len(pages))], "a.pdf")
    assert received.text or ids(received) in (["S-013"], ["S-009"])


def test_a_document_that_is_not_xml() -> None:
    assert ids(receive(changed(word("x"), word__document_xml=b"<w:p"), "a.docx")) == ["S-012"]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (word("抓好落实。"), "讲话.pdf", "word"),
        (pdf("今天召开会议。"), "讲话.docx", "pdf"),
        (SPEECH.encode(), "讲话.doc", "text"),
    ],
)
def test_content_decides_and_a_wrong_name_is_told(content: bytes, name: str, kind: str) -> None:
    received = receive(content, name)
    assert received.kind == kind
    assert received.text
    assert ids(received) == ["S-010"]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [word("抓好落实。"), pdf("今天召开会议。"), PAGE.encode(), SPEECH.encode("gbk"), b""]
    ),
    st.lists(st.tuples(st.integers(0, 40_000), st.binary(max_size=6)), max_size=6),
)
def test_no_bytes_raise(content: bytes, changes: list[tuple[int, bytes]]) -> None:
    for at, new in changes:
        at %= len(content) + 1
        content = content[:at] + new + content[at + len(new) :]
    received = receive(content, "讲话.docx")
    assert received.text.strip() or received.problems
    for problem in received.problems:
        assert problem.say() != problem.say("en")


def test_every_problem_of_receiving_has_its_sentences_and_a_test() -> None:
    table = tomllib.loads(
        files("luoshi.values").joinpath("problems/speech.toml").read_text(encoding="utf-8")
    )
    ours = {key for key in table if key < "S-100"}
    home = Path(__file__).read_text(encoding="utf-8")
    assert ours == {key for key in ours if key in home}
    raised = "".join(
        file.read_text(encoding="utf-8") for file in Path(limits.__file__).parent.glob("*.py")
    )
    assert set(re.findall(r"S-0\d\d", raised)) == ours
