"""What is a commitment, where it begins and ends, how hard it is, and whose it is. All sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.speech.document import Draft
from luoshi.speech.read import read


def drafts(body: str, head: str = "2025年工作安排") -> list[Draft]:
    text = f"{head}\n{body}"
    return list(read(text.encode(), "own.txt", year=2025).drafts)


def hard(body: str, head: str = "2025年工作安排") -> list[str]:
    return [d.quote for d in drafts(body, head) if d.kind == "commitment" and d.strength == "hard"]


@pytest.mark.parametrize(
    ("body", "quotes"),
    [
        ("新增学位3000个，加强师资培训。", ["新增学位3000个"]),
        ("要在年底前建成三座桥。", ["在年底前建成三座桥"]),
        ("出台养老补贴办法，健全服务体系。", ["出台养老补贴办法"]),
        ("完成立项、审批，开工2个。", ["完成立项、审批", "开工2个"]),
        ("新增车位200个、充电桩50个。", ["新增车位200个、充电桩50个"]),
        ("新增用地10亩、供应5亩。", ["新增用地10亩", "供应5亩"]),
        ("东河泵站主体封顶、西河泵站全部完工。", ["东河泵站主体封顶", "西河泵站全部完工"]),
        ("总投资9亿元，投资增长5%。", ["总投资9亿元", "投资增长5%"]),
        ("旅游收入110亿元，增长10%。", ["旅游收入110亿元，增长10%"]),
        ("以创新为引领，坚持三个原则，不断提升服务水平。", []),
        ("重点做好以下八个方面工作：", []),
        ("推动设立两岸机构，探索建立长效机制。", []),
        ("为完成全年目标奠定坚实基础。", []),
        ("启动南湖公园建设，启动北湖公园规划研究。", ["启动南湖公园建设"]),
        ("建立人才信息库，建立联席会议机制。", ["建立人才信息库"]),
        ("剩余30户要在4月底前全部签约。", ["剩余30户要在4月底前全部签约"]),
        ("已建成公园3个，再新建公园2个。", ["再新建公园2个"]),
    ],
)
def test_clauses_of_a_plan(body: str, quotes: list[str]) -> None:
    assert hard(body) == quotes


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("2024年工作回顾", "新增学位3000个，出台办法2项，建成大桥1座。"),
        ("一、存在的问题", "仍有12个项目没有开工，缺口3亿元。"),
        ("名词解释", "1.双百工程：新建100所学校。"),
        ("东河镇2024年工作总结", "一、重点工作推进情况。\n全年组织活动46场，建成便民点5个。"),
    ],
)
def test_what_has_been_is_never_a_hard_commitment(head: str, body: str) -> None:
    found = drafts(body, head)
    assert all(d.kind == "fact" for d in found)
    assert all(d.strength == "soft" for d in found)


def test_past_and_plan_in_one_paragraph_are_told_apart() -> None:
    body = "改造管网12公里；下一步，再改造8公里，年底前全部完工。"
    found = drafts(f"一、水务方面。{body}", "东河镇上半年工作情况汇报")
    assert [d.kind for d in found] == ["fact", "commitment", "commitment"]


def test_a_slogan_that_heads_a_point_is_no_commitment() -> None:
    assert [d.quote for d in drafts("一是产业要扬长补短。新增企业5家。")] == ["新增企业5家"]


def test_every_target_of_a_list_has_the_year_of_the_list() -> None:
    found = drafts("2025年主要预期目标是：财政收入增长4%，失业率控制在5%以内，收入与经济同步。")
    assert [d.deadline.date.isoformat() for d in found if d.deadline and d.deadline.date] == [
        "2025-12-31"
    ] * 3


def test_a_wish_with_a_date_reaches_the_next_clause_and_a_bare_date_does_not() -> None:
    wish = drafts("力争4月底前出让3个地块，回收资金2亿元。")
    assert [(d.modality, d.deadline is not None) for d in wish] == [("strive", True)] * 2
    bare = drafts("4月底前出让3个地块，新建公园2个。")
    assert [d.deadline is not None for d in bare] == [True, False]


def test_a_date_before_the_clauses_holds_for_each() -> None:
    found = drafts("到2027年，产值达到50亿元，企业达到40家。")
    assert {d.deadline.date.year for d in found if d.deadline and d.deadline.date} == {2027}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("body", "modality"),
    [
        ("确保新建桥梁3座。", "must"),
        ("力争新建桥梁3座。", "strive"),
        ("推动3座桥梁尽快开工。", "undated"),
        ("加快3座桥梁改造。", "undated"),
        ("新建桥梁3座。", "must"),
        ("提升服务水平。", "undated"),
    ],
)
def test_modality(body: str, modality: str) -> None:
    (found,) = drafts(body)
    assert found.modality == modality


def test_owners_carry_to_the_next_order_and_end_with_another_topic() -> None:
    found = drafts(
        "各街道要开展排查，整治隐患30处。要建立台账20本。同时，要加强培训。区水务局要疏浚河道3条。"
    )
    by_quote = {d.quote: d.owners for d in found}
    assert by_quote["整治隐患30处"] == ("各街道",)
    assert by_quote["建立台账20本"] == ("各街道",)
    assert by_quote["加强培训"] == ()
    assert by_quote["疏浚河道3条"] == ("区水务局",)


def test_a_label_after_a_list_answers_for_every_item_before_it() -> None:
    found = drafts(
        "1.新建泵站2座，9月底前改造管网3公里。\n完成时限：2025年11月底；责任单位：区水务局。\n"
        "2.新增公厕5座。\n责任单位：区城管局。"
    )
    assert [(d.owners, str(d.deadline.date) if d.deadline else None) for d in found] == [
        (("区水务局",), "2025-11-30"),
        (("区水务局",), "2025-09-30"),
        (("区城管局",), None),
    ]


def test_the_rows_of_a_pasted_table_are_items() -> None:
    rows = "序号\t任务\t完成时限\t责任单位\n1\t新建泵站2座\t6月底前\t区水务局\n2\t新增公厕5座\t年底\t区城管局"
    found = drafts(rows, "2025年重点任务清单")
    assert [(d.quote, d.owners, str(d.deadline and d.deadline.date)) for d in found] == [
        ("新建泵站2座", ("区水务局",), "2025-06-30"),
        ("新增公厕5座", ("区城管局",), "2025-12-31"),
    ]


def test_what_is_masked_stays_masked_and_is_marked() -> None:
    (found,) = drafts("新建**河大桥1座。")
    assert found.masked
    assert "**" in found.quote


@given(
    st.text(
        alphabet="一是二要（1）新建桥3座，。；：、\n力争4月底前年内“”《》\t|2025完成", max_size=120
    )
)
def test_quotes_are_the_text_itself_in_order(text: str) -> None:
    reading = read(f"2025年工作安排\n{text}".encode(), "any.txt", year=2025)
    clean = reading.document.text
    assert all(clean[d.start : d.end] == d.quote for d in reading.drafts)
    assert all(d.start <= q.start < q.end <= d.end for d in reading.drafts for q in d.quantities)
    starts = [d.start for d in reading.drafts]
    assert starts == sorted(starts)
