"""Length as Word counts it, and the limits of the burden rules: B-103."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.papers.length import Limit, counted, length, too_long
from luoshi.papers.paper import (
    Attachment,
    Field,
    Form,
    Heading,
    Paper,
    Paragraph,
    Table,
)

ON = date(2026, 4, 30)


def of(characters: int) -> Paper:
    return Paper("通知", ("题",), (Paragraph("字" * (characters - 1)),))


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", 0),
        ("落实到位。", 5),
        ("2026年4月", 4),
        ("完成 GDP 3.5%", 4),
        ("全角　空格\n换行", 6),
        ("翀玥𠮷", 3),
    ],
)
def test_a_character_is_one_and_a_western_word_or_figure_is_one(text: str, characters: int) -> None:
    assert counted(text) == characters


def test_characters_are_told_apart_by_where_they_stand() -> None:
    table = Table(("头", "头"), (("格", "两字"),), (1, 1), caption="表题")
    form = Form(((Field("栏", "值"), Field("栏")),))
    paper = Paper(
        "通知", ("标题", "两行"), (Heading(1, "标题", "接着说"), Paragraph("正文"), table, form),
        addressee="各单位", signer="办公室", attachments=(Attachment("附表", (Paragraph("附文"), table)),),
    )  # fmt: skip
    found = length(paper)
    assert found.text == 4 + (2 + 2 + 3) + 2 + 3 + 3 + 2  # a heading counts with its 一、
    assert found.tables == 7 + 3
    assert found.attachments == 2 + 7
    assert found.whole == found.text + found.tables + found.attachments


@pytest.mark.parametrize(("limit", "most"), [("policy", 5000), ("task", 4000)])
def test_a_text_is_too_long_from_the_first_character_beyond(limit: Limit, most: int) -> None:
    assert too_long(of(most), limit, ON) == []
    (problem,) = too_long(of(most + 1), limit, ON)
    assert (problem.id, problem.severity) == ("B-103", "warning")
    assert f"{most + 1}字" in problem.cause()
    assert f"{most}字的上限" in problem.cause()


def test_no_limit_holds_before_its_day() -> None:
    assert too_long(of(9000), "task", date(2024, 8, 5)) == []
    assert len(too_long(of(9000), "task", date(2024, 8, 6))) == 1


def test_tables_and_attachments_are_not_held_against_the_limit() -> None:
    table = Table(("头",), (("字" * 5000,),), (1,))
    paper = Paper("通知", ("题",), (table,), attachments=(Attachment("附", (table,)),))
    assert too_long(paper, "task", ON) == []
