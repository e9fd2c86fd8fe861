"""Who is told to do it, and which things are named. Fictional units; all sentences are our own."""

from __future__ import annotations

import time

import pytest

from luoshi.speech.find import find_all, names, owners, responsibles, within

OWNED: list[tuple[str, str, list[str]]] = [
    # the subject
    (
        "各区级领导、牵头部门、乡镇街道要围绕100个项目招商",
        "",
        ["各区级领导", "牵头部门", "乡镇街道"],
    ),
    ("区住建局要在6月底前完成改造", "", ["区住建局"]),
    ("二是各街道要加快签约", "", ["各街道"]),
    ("同时，各涉企单位要当好服务员", "", ["各涉企单位"]),
    ("各单位一把手必须亲自抓", "", ["各单位一把手"]),
    ("教育局务必做好开学准备", "", ["教育局"]),
    (
        "区发展和改革局和区财政局要会同各镇抓紧落实",
        "",
        ["区发展和改革局", "区财政局"],
    ),
    ("各级各部门要压实责任", "", ["各级各部门"]),
    ("青河镇、石桥街道要在年底前清零", "", ["青河镇", "石桥街道"]),
    ("分管领导要每周调度", "", ["分管领导"]),
    ("会议要求，区民政局要摸清底数", "", ["区民政局"]),
    ("各村（社区）要逐户核查", "", ["各村（社区）"]),
    ("李副镇长牵头抓好", "", ["李副镇长"]),
    ("区财政局抓紧拨付", "", ["区财政局"]),
    ("各镇于5月20日前上报", "", ["各镇"]),
    ("住建局你们要盯住进度", "", ["住建局"]),
    ("交通局月底前把断头路打通", "", ["交通局"]),
    ("月底前把管网图交上来", "水务局这边，月底前把管网图交上来。", ["水务局"]),
    # led and helped
    (
        "由区发改局牵头，区财政局、各街道配合，抓好编制",
        "",
        ["区发改局", "区财政局", "各街道"],
    ),
    ("区城管局牵头，各镇配合", "", ["区城管局", "各镇"]),
    ("请区人社局负责统计", "", ["区人社局"]),
    ("此项工作由区政府办公室牵头落实", "", ["区政府办公室"]),
    # lines and brackets after the sentence
    (
        "推动技术转化",
        "推动技术转化。（责任单位：省科技厅、工业和信息化厅，各市人民政府，按职责分工负责）",
        ["省科技厅", "省工业和信息化厅", "各市人民政府"],
    ),
    (
        "整治农村环境",
        "整治农村环境。牵头单位：区农业农村局；配合单位：财政局、各乡镇",
        ["区农业农村局", "区财政局", "各乡镇"],
    ),
    (
        "完成改造（区住建局牵头，城管局、各街道按职责分工负责）",
        "",
        ["区住建局", "区城管局", "各街道"],
    ),
    (
        "修好河堤",
        "3.修好河堤。责任单位：区水务局 完成时限：6月底",
        ["区水务局"],
    ),
    (
        "集成办理（区审批局牵头，市场监管局、税务局配合）",
        "",
        ["区审批局", "区市场监管局", "区税务局"],
    ),
    ("抓好防汛", "抓好防汛。责任领导：王某；责任单位：区水务局、应急局", ["王某", "区水务局", "区应急局"]),
]  # fmt: skip

NOBODY = [
    "我们要迎难而上",
    "全区上下要拧成一股绳",
    "同志们要振奋精神",
    "大家要只争朝夕",
    "各位代表要履职尽责",
    "项目要加快进度",
    "产业结构要扬长补短",
    "建设攻坚要争分夺秒",
    "城建工程要稳步推进",
    "营商环境要更加优化",
    "发展布局要优化",
    "支持龙头企业牵头组建联合体",
    "要持续开展排查",
    "加强社区、学校周边整治",
    "推动各街道完善设施",
    "在建项目办公楼要封顶",
    "广大干部要带头",
    "示范社区加快建设",
    "与邻县开发区联合招商",
    "多部门协同治理",
    "启用新服务大厅，把办事时间降下来",
    "认真落实中央部署要",
    "党员干部要带头",
    "这项工作要落实到每个社区",
]


@pytest.mark.parametrize(("clause", "sentence", "expected"), OWNED, ids=[c for c, _, _ in OWNED])
def test_owners_named_in_the_words(clause: str, sentence: str, expected: list[str]) -> None:
    assert owners(clause, sentence) == expected


@pytest.mark.parametrize("clause", NOBODY)
def test_everybody_and_things_are_no_owner(clause: str) -> None:
    assert owners(clause, clause) == []


def test_a_responsible_line_has_its_place() -> None:
    text = "一、抓招商。\n责任单位：区商务局、投资促进中心\n二、抓项目。"
    [line] = responsibles(text)
    assert line.owners == ("区商务局", "区投资促进中心")
    assert text[line.start : line.end] == "责任单位：区商务局、投资促进中心"


NAMED: list[tuple[str, list[str]]] = [
    ("推动热电联产等12个新建项目尽早开工", ["热电联产"]),
    (
        "重点推进循环利用产业园、体育产业园区、康养花园等7个项目",
        ["循环利用产业园", "体育产业园区", "康养花园"],
    ),
    (
        "力争4月末挂牌**路两侧地块、**街地块改造、**路西改造3个项目",
        ["**路两侧地块", "**街地块改造", "**路西改造"],
    ),
    ("加快山城苑三期、青山居等房地产项目建设", ["山城苑三期", "青山居"]),
    ("中医院、智慧港5G等8个项目10月底前竣工", ["中医院", "智慧港5G"]),
    ("开展“清零”行动，落实《若干措施》", ["清零", "若干措施"]),
    ("加强对乡镇、街道等基层的培训", []),
    ("新增3个项目", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[t for t, _ in NAMED])
def test_things_named_in_lists_and_quotes(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_find_all_gives_what_the_single_finders_give_with_places() -> None:
    text = "各街道要在6月底前完成2个小区改造。\n力争年底前挂牌1宗，尽快开工“青石”项目。"
    found = find_all(text, year=2025)
    assert [q.text for q in found.quantities] == ["2个", "1宗"]
    assert [d.text for d in found.deadlines] == ["6月底前", "年底前"]
    assert [v.text for v in found.vague] == ["尽快"]
    second = text.index("\n")
    assert [q.text for q in within(found.quantities, second, len(text))] == ["1宗"]
    assert within(found.deadlines, 0, 0) == ()


def test_long_clauses_without_a_unit_end_quickly() -> None:
    clause = "区内和镇内及村内与乡内" * 40 + "要"
    began = time.perf_counter()
    assert owners(clause, clause) == []
    assert time.perf_counter() - began < 1
