"""An office's own template: ours round-trips, changes made in Word survive, every wrong name is told, and nothing hostile is run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from zlib import crc32

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.journeys.papers import FILLABLE, Fillable
from luoshi.papers import samples
from luoshi.papers.bulletin import Bulletin, Item, bulletin
from luoshi.papers.markup import element
from luoshi.papers.names import expected, name_of, names
from luoshi.papers.opened import PARTS_MAX
from luoshi.papers.page import written
from luoshi.papers.paper import Paper
from luoshi.papers.starting import starting
from luoshi.papers.template import faults, filled

RARE = "翀玥堃镕垚燚犇喆"


def words(file: bytes) -> list[str]:
    document = Document(BytesIO(file))
    paragraphs = [p.text for p in document.paragraphs if p.text.strip()]
    return paragraphs + [c.text for t in document.tables for row in t.rows for c in row.cells]


def changed(file: bytes, change: Callable[[Any], None]) -> bytes:
    """What a person does to the file in Word."""
    document = Document(BytesIO(file))
    change(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_text(text: str) -> bytes:
    """Our template with one more paragraph."""
    return changed(starting(samples.bulletin()), lambda d: d.add_paragraph(text))


def with_part(name: str, content: bytes) -> bytes:
    """Our template with a part put in or replaced."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(starting(samples.bulletin()))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in old.namelist():
            if part != name:
                made.writestr(part, old.read(part))
        made.writestr(name, content)
    return stream.getvalue()


def ids(file: bytes, sample: Paper | None = None) -> list[str]:
    return sorted({one.id for one in faults(file, sample or samples.bulletin())})


@pytest.mark.parametrize("kind", FILLABLE, ids=lambda kind: kind.key)
def test_our_template_is_sound_and_says_what_the_paper_says(kind: Fillable) -> None:
    sample = kind.sample()
    template = starting(sample, fixed=kind.fixed)
    assert template == starting(sample, fixed=kind.fixed)
    assert faults(template, sample) == []
    made = filled(template, sample, sample)
    assert made == filled(template, sample, sample)
    assert words(made) == words(written(sample))


def test_a_fuller_paper_fills_every_row_and_text() -> None:
    item = Item("R-1", f"{RARE}<&>{{{{x}}}}" + "逐户签约腾空" * 82, "单位", "6月30日", "■逾期")
    given = Bulletin(
        ("通报",), "办公室", samples._DAY, overall=("一。", "二。"), overdue=(item,) * 40,
        demands=("甲。", "乙。"), mark="某某文件", number="某政办〔2026〕1号", addressee="各单位", closing=("根",),
    )  # fmt: skip
    paper = bulletin(given)
    made = words(filled(starting(samples.bulletin()), samples.bulletin(), paper))
    assert made.count(f"{item.quote}（R-1）") == 40
    for text in (
        "一。",
        "二。",
        "（一）甲。",
        "（二）乙。",
        "某政办〔2026〕1号",
        "某某文件",
        "本期没有新发布的指标。",
    ):
        assert text in made
    assert "指标" not in made  # a table without rows is left out with its heads


def test_without_a_number_there_is_no_red_head() -> None:
    plain = replace(samples.bulletin(), mark="", number="")
    made = words(filled(starting(samples.bulletin()), samples.bulletin(), plain))
    assert "某某区人民政府办公室文件" not in made


def test_what_an_office_changes_in_word_survives() -> None:
    def change(document: Any) -> None:
        for paragraph in document.paragraphs:
            if "主要指标" in paragraph.text and "{" not in paragraph.text:
                paragraph.runs[0].text = "二、指标完成情况"
            if paragraph.text == "{{标志}}":
                paragraph.runs[0].text = "某某区督查专报"
        table = document.tables[0]
        for row in table.rows:
            row._tr.remove(row.cells[-1]._tc)

    template = changed(starting(samples.bulletin()), change)
    assert faults(template, samples.bulletin()) == []
    made = words(filled(template, samples.bulletin(), samples.bulletin()))
    assert "二、指标完成情况" in made
    assert "某某区督查专报" in made
    assert "位次变化" not in made


def test_a_placeholder_that_word_cut_into_runs_is_one_placeholder() -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph()
        for part in ("{", "{落", "款}", "}"):
            paragraph.add_run(part).bold = part == "{落"

    template = changed(starting(samples.bulletin()), change)
    assert faults(template, samples.bulletin()) == []
    assert (
        words(filled(template, samples.bulletin(), samples.bulletin())).count(
            "某某区人民政府办公室"
        )
        == 2
    )  # the signer, and this one


def test_every_name_that_is_not_there_is_told_with_the_nearest_and_its_place() -> None:
    text = "承办单位：{{落欸}}{% for 行 in 已超期事项 %}{{行.牵头单味}}{% endfor %}{{没有的}}"
    found = [one for one in faults(with_text(text), samples.bulletin()) if one.id == "B-125"]
    assert {one.facts["name"] for one in found} == {"落欸", "行.牵头单味", "没有的"}
    by_name = {one.facts["name"]: one for one in found}
    assert by_name["落欸"].facts["alike"] == "落款"
    assert by_name["行.牵头单味"].facts["alike"] == "行.牵头单位"
    assert "行.讲话原文" in by_name["行.牵头单味"].facts["known"]
    assert all(one.say("zh") and one.say("en") for one in found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{落款", "B-124"),
        ("{%p for 段 in 总体情况 %}", "B-124"),
        ("{{ ''.__class__.__mro__ }}", "B-126"),
        ("{{ 落款.__class__ }}", "B-126"),
        ("{{ 标题|upper }}", "B-126"),
        ("{% for i in range(9) %}{{i}}{% endfor %}", "B-126"),
        ("{% set x = 1 %}", "B-126"),
        ("{{ 1 + 1 }}", "B-126"),
        ("{{ 落款() }}", "B-126"),
        ("{% macro m() %}{% endmacro %}", "B-126"),
        ("{% include 'x' %}", "B-126"),
        ("{% for 段 in 总体情况 recursive %}{% endfor %}", "B-126"),
        ("{{ self }}", "B-125"),
        ("{{总体情况}}", "B-126"),
        ("{% for 段 in 标题 %}{{段}}{% endfor %}", "B-126"),
        ("{% for 行 in 已超期事项 %}{{行}}{% endfor %}", "B-126"),
        (
            "{% for a in 全文 %}{% for b in 全文 %}{% for c in 全文 %}x{% endfor %}{% endfor %}{% endfor %}",
            "B-126",
        ),
        ("{{r 标题}}", "B-126"),
        ("{{" + "(" * 5000 + "标题" + ")" * 5000 + "}}", "B-126"),
        ("{% if 标题 %}" * 600 + "x" + "{% endif %}" * 600, "B-126"),
    ],
)
def test_nothing_but_names_rows_and_conditions_may_stand(text: str, problem: str) -> None:
    assert ids(with_text(text)) == [problem]


def test_a_header_and_the_properties_of_the_file_are_looked_through_too() -> None:
    def in_the_footer(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].add_run("{{没有}}")

    def in_the_title(document: Any) -> None:
        document.core_properties.title = "{{ 1 + 1 }}"

    assert ids(changed(starting(samples.bulletin()), in_the_footer)) == ["B-125"]
    assert ids(changed(starting(samples.bulletin()), in_the_title)) == ["B-126"]


def bomb() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"\0" * (60 * 2**20))
    return stream.getvalue()


def many() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for number in range(PARTS_MAX + 1):
            made.writestr(f"word/{number}.xml", b"")
    return stream.getvalue()


def relation(rest: bytes) -> bytes:
    return with_part(
        "word/_rels/settings.xml.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://x/attachedTemplate" '
        + rest
        + b"/></Relationships>",
    )


def renamed_footer() -> bytes:
    """A footer that is called something else, with what may not stand in it."""
    file = changed(
        starting(samples.bulletin()),
        lambda d: d.sections[0].footer.paragraphs[0].add_run("{{ 1 + 1 }}"),
    )
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(stream, "w") as made:
        for part in old.namelist():
            made.writestr(
                part.replace("footer", "evil"),
                old.read(part)
                .replace(b"footer1.xml", b"evil1.xml")
                .replace(b"footer2.xml", b"evil2.xml"),
            )
    return stream.getvalue()


def field(code: str) -> bytes:
    def change(document: Any) -> None:
        run = document.add_paragraph().add_run()._r
        run.append(element(f"<w:instrText>{code}</w:instrText>"))

    return changed(starting(samples.bulletin()), change)


REMOTE = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (lambda: b"", "B-120"),
        (lambda: b"not a word file", "B-120"),
        (lambda: b"PK\x03\x04" + b"\0" * 50, "B-120"),
        (lambda: with_part("word/document.xml", b"<w:document>"), "B-120"),
        (lambda: with_part("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "B-120"),
        (lambda: b"PK" + b"\0" * (6 * 2**20), "B-121"),
        (bomb, "B-121"),
        (many, "B-121"),
        (lambda: with_part("word/vbaProject.bin", b"x"), "B-122"),
        (lambda: with_part("word/_rels/settings.xml.rels", REMOTE), "B-123"),
        (lambda: relation(b"Target='http://evil/x' TargetMode='External'"), "B-123"),
        (lambda: relation(b'Target="http://evil/hyperlink" TargetMode = "External"'), "B-123"),
        (lambda: relation(b'Target="http://evil/x" TargetMode="&#69;xternal"'), "B-123"),
        (lambda: with_part("word/settings.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")), "B-120"),
        (lambda: field('INCLUDEPICTURE "http://evil/x.png"'), "B-123"),
        (renamed_footer, "B-126"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_a_problem_and_no_exception(
    file: Callable[[], bytes], problem: str
) -> None:
    assert ids(file()) == [problem]


@settings(max_examples=40)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_never_raises(at: int, noise: bytes) -> None:
    file = bytearray(starting(samples.slip()))
    at = at * len(file) // 4000
    file[at : at + len(noise)] = noise
    assert isinstance(faults(bytes(file), samples.slip()), list)


def test_names_are_drawn_from_the_paper() -> None:
    found = names(samples.bulletin())
    assert found["已超期事项"][0]["牵头单位"] == "牵头单位"
    assert found["总体情况"] == ["总体情况"]
    assert found["下步要求"] == ["（一）要求"]
    assert name_of("责任（配合）单位") == "责任配合单位"
    assert re.fullmatch(r"\w+", name_of("2026年"))
    bare = replace(samples.bulletin(), body=())
    given = expected(samples.bulletin(), bare)
    assert (given["已超期事项"], given["已超期事项文字"], given["总体情况"], given["依据"]) == (
        [],
        [],
        [],
        "",
    )


def test_a_fault_says_which_paragraph_or_table_and_its_first_words() -> None:
    def change(document: Any) -> None:
        document.paragraphs[2].add_run("{{没有甲}}")
        document.tables[0].cell(0, 0).paragraphs[0].add_run("{{ 标题 + 1 }}")
        document.sections[0].footer.paragraphs[0].add_run("{{没有乙}}")

    found = faults(changed(starting(samples.bulletin()), change), samples.bulletin())
    places = [one.place for one in found]
    assert [re.split("“", place)[0] for place in places] == [
        "正文第3段",
        "正文第1个表",
        "页脚第1段",
    ]
    assert all(len(place.split("“")[1]) <= 21 for place in places)
    assert found[1].facts["what"] == "{{ 标题 + 1 }}"


def test_a_condition_that_crosses_the_edge_of_a_table_is_told() -> None:
    def change(document: Any) -> None:
        document.add_paragraph("{%p if 标题 %}")
        document.add_table(1, 1).cell(0, 0).text = "{%p endif %}"

    found = faults(changed(starting(samples.bulletin()), change), samples.bulletin())
    assert [one.id for one in found] == ["B-127"]
    assert all(one.say("zh") and one.say("en") for one in found)


def test_braces_without_end_are_told_at_once() -> None:
    assert ids(with_text("{{" * 100_000)) == ["B-124"]
    assert ids(with_text("{% colspan" + " " * 20_000 + "x % }")) == ["B-124"]
    assert ids(with_text("{{标题}}" * 5_000)) == ["B-124"]


def test_a_size_in_the_zip_is_held_to() -> None:
    stream, big = BytesIO(), b"<a>" + b" " * 2**24
    with (
        zipfile.ZipFile(BytesIO(starting(samples.bulletin()))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in old.namelist():
            made.writestr(part, old.read(part))
        made.writestr("word/more.xml", big)
        about = made.getinfo("word/more.xml")
        about.file_size, about.CRC = 10, crc32(big[:10])
    assert ids(stream.getvalue()) == ["B-120"]
    with pytest.raises(ValueError, match="B-120"):
        filled(stream.getvalue(), samples.bulletin(), samples.bulletin())


def test_signs_of_data_and_long_titles_stay_as_they_are() -> None:
    sample = samples.bulletin()
    paper = replace(sample, title=("甲&乙" + "长" * 300,), addressee="{_{甲}_}{_%")
    made = filled(starting(sample), sample, paper)
    assert "{_{甲}_}{_%：" in words(made)
    title = Document(BytesIO(made)).core_properties.title
    assert title.startswith("甲&乙长")
    assert len(title) == 255


@pytest.mark.parametrize("text", ["①目标", "面积（m²）", "2026年", "（）", "责任（配合）单位"])
def test_every_name_is_one_that_jinja_reads(text: str) -> None:
    assert name_of(text).isidentifier()


@pytest.mark.parametrize("kind", FILLABLE, ids=lambda kind: kind.key)
def test_a_template_takes_a_paper_with_nothing_in_it(kind: Fillable) -> None:
    sample = kind.sample()
    bare = replace(sample, body=(), signer="", day=None, record=None)
    assert words(filled(starting(sample, fixed=kind.fixed), sample, bare))
