"""The small papers: what is not known is not said, every point has its source, and each is the same file twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from luoshi.papers import samples
from luoshi.papers.leader_paper import QUOTE_MAX, ROWS_MAX, Leader, leader, shortened
from luoshi.papers.length import length
from luoshi.papers.minutes_paper import Decision, Minutes, minutes
from luoshi.papers.outline_paper import Point, outline
from luoshi.papers.page import written
from luoshi.papers.paper import Heading, Paper, Paragraph, Table
from luoshi.papers.since_paper import Since, since

DAY = date(2026, 6, 3)
RARE = "翀玥堃镕垚燚犇喆"
EMPTY = {
    "since": lambda: since(Since("某次会", DAY)),
    "first": lambda: since(Since("", DAY)),
    "leader": lambda: leader(Leader()),
    "outline": lambda: outline([], DAY),
    "minutes": lambda: minutes(Minutes("某次会", DAY)),
}
FULL = {name: getattr(samples, name) for name in ("since", "leader", "outline", "minutes", "bulletin", "tasks", "slip")}  # fmt: skip


def words(paper: Paper) -> str:
    return "\n".join(p.text for p in Document(BytesIO(written(paper))).paragraphs)


@pytest.mark.parametrize(
    "make", [*EMPTY.values(), *FULL.values()], ids=[*EMPTY, *(f"full {n}" for n in FULL)]
)
def test_the_same_value_gives_the_same_bytes(make) -> None:  # type: ignore[no-untyped-def]
    assert written(make()) == written(make())
    assert length(make()).whole > 0


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("since", ("没有撤下的事项。", "没有金额变动的事项。", "没有换责任单位的事项。", "没有时限变动的事项。", "没有新办结的事项。", "没有新增的事项。")),
        ("first", ("还没有开过上次会，没有可比的。",)),
        ("leader", ("没有亮灯的事项。", "没有逾期的任务。", "没有带目标数的任务。", "本区没有在册地块。", "没有等着定的事。")),
        ("outline", ("没有可写的事实。",)),
        ("minutes", ("没有采纳的议定事项。", "出席：（待填）", "主持：（待填）", "请假：（待填）", "列席：（待填）", "地点：（待填）")),
    ],
)  # fmt: skip
def test_an_empty_part_says_so_in_one_sentence(name: str, sentences: tuple[str, ...]) -> None:
    told = words(EMPTY[name]())
    assert not [sentence for sentence in sentences if sentence not in told]


def test_the_outline_says_that_it_is_a_draft_and_each_point_names_its_source() -> None:
    paper = outline([("地块", [Point("已挂牌3宗。", "R-005，4月8日讲话")]), ("空的", [])], DAY)
    told = words(paper)
    assert told.index("草稿") < told.index("已挂牌3宗（R-005，4月8日讲话）。")
    assert "空的" not in told  # a head without points is no promise of any


@given(st.text(max_size=8), st.sampled_from(["", " ", "\n"]))
def test_a_point_without_a_source_cannot_be_made(text: str, nothing: str) -> None:
    with pytest.raises(ValueError, match="source"):
        Point(text or "一句话", nothing)
    with pytest.raises(ValueError, match="source"):
        Point(nothing, "出处")


def test_a_decision_says_what_was_settled_and_nothing_else() -> None:
    assert str(Decision("挂牌3宗。")) == "挂牌3宗（责任单位和时限待定）。"
    assert str(Decision("挂牌3宗", "自然资源局")) == "挂牌3宗（由自然资源局牵头）。"
    settled = Decision("挂牌3宗；", "自然资源局", "财政局", "2026年4月30日")
    assert str(settled) == "挂牌3宗（由自然资源局牵头，财政局配合，2026年4月30日前完成）。"


def test_labels_of_the_minutes_stand_in_the_face_of_labels_and_have_no_number() -> None:
    document = Document(BytesIO(written(samples.minutes())))
    label = next(p for p in document.paragraphs if p.text.startswith("出席："))
    assert [(run.text, run.font.name) for run in label.runs] == [
        ("出席：", "黑体"),
        ("（待填）", "仿宋_GB2312"),
    ]
    assert not label.style.name.startswith("Heading")


def test_the_leaders_page_counts_what_it_leaves_out() -> None:
    rows = tuple((f"任务{n}", "单位", "逾期") for n in range(ROWS_MAX + 4))
    paper = leader(Leader(overdue=rows))
    table = next(block for block in paper.body if isinstance(block, Table))
    assert len(table.rows) == ROWS_MAX
    assert Paragraph("其余4项见通报。") in paper.body
    assert shortened("长" * 500) == "长" * (QUOTE_MAX - 1) + "…"
    assert shortened("短") == "短"


def test_long_tasks_and_rare_names_stay_whole() -> None:
    long = RARE + "逐户签约腾空" * 82
    paper = since(Since("某次会", DAY, new=((long, RARE),)))
    document = Document(BytesIO(written(paper)))
    assert long in [cell.text for row in document.tables[0].rows for cell in row.cells]


def test_every_sample_has_something_in_every_part() -> None:
    for make in FULL.values():
        told = words(make())
        assert "没有" not in told.replace("没有报送情况", "").replace("没有出处的", ""), told
    assert any(isinstance(block, Heading) and block.level == 0 for block in samples.minutes().body)
