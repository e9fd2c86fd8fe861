"""Deadlines and periods of speeches: the last day of what was said, and what is no deadline. Our own sentences."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.speech.find import deadlines, find_all, periods, vague
from luoshi.speech.find.dates import impossible
from luoshi.values import period
from luoshi.values.problem import Problem

SAID = date(2025, 2, 12)  # a Wednesday

BINDS: list[tuple[str, str | None, str]] = [
    ("力争4月末挂牌3宗地块", "2025-04-30", "month"),
    ("10月底前竣工", "2025-10-31", "month"),
    ("要在5月末前完工", "2025-05-31", "month"),
    ("2月底前上报方案", "2025-02-28", "month"),
    ("十二月底前完成验收", "2025-12-31", "month"),
    ("确保4月份通过验收", "2025-04-30", "month"),
    ("5月20日前报送名单", "2025-05-20", "day"),
    ("9月1日开学", "2025-09-01", "day"),
    ("9月中旬投用", "2025-09-20", "ten_days"),
    ("11月上旬前办结", "2025-11-10", "ten_days"),
    ("2月下旬开工", "2025-02-28", "ten_days"),
    ("年内开工建设", "2025-12-31", "year"),
    ("年底前建成", "2025-12-31", "year"),
    ("今年年底完成", "2025-12-31", "year"),
    ("今年内全部整改到位", "2025-12-31", "year"),
    ("全年新增就业3000人", "2025-12-31", "year"),
    ("2025年底投用", "2025-12-31", "year"),
    ("2025年之内全部完成", "2025-12-31", "year"),
    ("二〇二六年底建成", "2026-12-31", "year"),
    ("2025年全面完成整治任务", "2025-12-31", "year"),
    ("2025年会议费要下降5%", "2025-12-31", "year"),
    ("今年必须拿下这块牌子", "2025-12-31", "year"),
    ("2025年全区经济社会发展的主要预期目标是：生产总值增长5%", "2025-12-31", "year"),
    ("到2027年，产值突破百亿元", "2027-12-31", "year"),
    ("明年开工", "2026-12-31", "year"),
    ("明年6月底前交付", "2026-06-30", "month"),
    ("后年建成", "2027-12-31", "year"),
    ("2026年3月前主体封顶", "2026-03-31", "month"),
    ("上半年动工", "2025-06-30", "half"),
    ("下半年投入运营", "2025-12-31", "half"),
    ("一季度末入库", "2025-03-31", "quarter"),
    ("二季度实现过半", "2025-06-30", "quarter"),
    ("第三季度出让5宗", "2025-09-30", "quarter"),
    ("四季度前完成招标", "2025-12-31", "quarter"),
    ("月底前拿出方案", "2025-02-28", "month"),
    ("本月底完成", "2025-02-28", "month"),
    ("本月20日前反馈", "2025-02-20", "day"),
    ("下月15日前反馈", "2025-03-15", "day"),
    ("下月底前清零", "2025-03-31", "month"),
    ("本周内上报", "2025-02-16", "week"),
    ("本周五前上报", "2025-02-14", "day"),
    ("下周五前销号", "2025-02-21", "day"),
    ("２０２６年１１月底前办结", "2026-11-30", "month"),
    ("明天前报齐", "2025-02-13", "day"),
    ("15日内整改", "2025-02-27", "day"),
    ("三个月内见效", "2025-05-12", "month"),
    ("10天内拿出方案", "2025-02-22", "day"),
    ("20日前报送名单", "2025-02-20", "day"),
    ("5号之前报上来", "2025-03-05", "day"),
    ("周五下班前交稿", "2025-02-14", "day"),
    ("礼拜一之前回话", "2025-02-17", "day"),
    ("6月30号之前腾空", "2025-06-30", "day"),
    ("六月底以前封顶", "2025-06-30", "month"),
    ("7月初启用", "2025-07-10", "ten_days"),
    ("6—8月集中整治", "2025-08-31", "month"),
    ("这个月底前必须把协议签了", "2025-02-28", "month"),
    ("到2027年累计投入9亿元", "2027-12-31", "year"),
    ("汛前完成清淤", None, "day"),
    ("两周内签约", "2025-02-26", "day"),
    ("五年内建成", None, "year"),
    ("3-5年内形成规模", None, "year"),
    ("“十四五”末达到80%", "2025-12-31", "plan"),
    ("“十五五”期间全部改造", "2030-12-31", "plan"),
    ("十五五末翻一番", "2030-12-31", "plan"),
    ("国庆节前开放", "2025-09-30", "day"),
    ("“五一”前建成开放", "2025-04-30", "day"),
    ("元旦前交付", "2025-12-31", "day"),
    ("春节前发放到位", None, "day"),
    ("汛期前完成清淤", None, "day"),
]

DOES_NOT_BIND = [
    "2025年是打基础的一年",
    "今年以来，全区上下真抓实干",
    "今年政府工作的总体要求是",
    "2025年重点工作",
    "截至2024年底，累计建成12个",
    "去年底完成了验收",
    "2024年完成投资3亿元",
    "较“十三五”末翻了一番",
    "比上年增长5%",
    "1997年以来",
    "一季度经济运行情况",
    "1—4月，固定资产投资增长6%",
    "前三季度增长6%",
    "3月，区里召开了动员会",
    "编制2025—2030年规划",
    "“十四五”规划顺利实施",
    "《2025年底前行动计划》",
    "“十五五”时期是关键时期",
    "每年底通报，每月20日前报送",
    "覆盖全年龄段人群",
    "贯穿全年的促消费活动",
    "让热点变成一年四季的卖点",
    "实现当年立项、当年开工",
    "9月完成了主体工程",
    "9月已经完工",
    "3年行动计划",
    "一小时内无理由退货",
    "年初部署",
    "9月1日起施行",
    "下半年开始实施",
    "3日前召开了会议",
    "“十五五”时期主要目标",
]


@pytest.mark.parametrize(("phrase", "day", "precision"), BINDS, ids=[p for p, _, _ in BINDS])
def test_the_last_day_of_what_was_said(phrase: str, day: str | None, precision: str) -> None:
    [found] = deadlines(phrase, year=2025, said_on=SAID)
    assert (found.date and found.date.isoformat()) == day
    assert found.precision == precision
    assert phrase[found.start : found.end] == found.text


@pytest.mark.parametrize("phrase", DOES_NOT_BIND)
def test_what_is_no_deadline(phrase: str) -> None:
    assert deadlines(phrase, year=2025, said_on=SAID) == []


def test_without_a_year_nothing_is_guessed() -> None:
    [found] = deadlines("4月末前完成", year=None, said_on=None)
    assert found.date is None
    assert found.text == "4月末前"
    [explicit] = deadlines("2026年4月末前完成", year=None, said_on=None)
    assert explicit.date == date(2026, 4, 30)


def test_the_meeting_gives_the_year_and_a_month_behind_it_is_next_years() -> None:
    november = date(2025, 11, 20)
    [later] = deadlines("3月底前完成", year=None, said_on=november)
    assert later.date == date(2026, 3, 31)
    [same] = deadlines("12月底前完成", year=None, said_on=november)
    assert same.date == date(2025, 12, 31)
    [told] = deadlines("3月底前完成", year=2025, said_on=november)
    assert told.date == date(2025, 3, 31)


def test_a_day_that_does_not_exist_has_no_date_and_is_a_problem() -> None:
    found = find_all("各单位4月31日前完成", year=2025)
    assert [d.date for d in found.deadlines] == [None]
    [problem] = found.problems
    assert isinstance(problem, Problem)
    assert problem.id == "S-100"
    assert "4月31日" in problem.say("zh")
    assert problem.say("en") != problem.say("zh")
    assert impossible(periods("2024年2月29日前完成", year=2025)) == []
    assert [p.id for p in impossible(periods("2月29日前完成", year=2025))] == ["S-100"]
    assert impossible(periods("2月29日前完成")) == []  # in some year it may be right


def test_past_times_are_marked() -> None:
    text = "2023年完成改造，今年以来提速，力争年底前收官"
    past = {m.text: m.past for m in periods(text, year=2025)}
    assert past == {"2023年": True, "今年": True, "年底前": False}


def test_vague_words_are_listed_and_striving_counts_only_without_a_date() -> None:
    text = "尽快开工，适时启动，力争6月底前完成，力争走在前列，抓紧办理，抓紧抓实。近期工作要点"
    assert [(v.kind, v.text) for v in vague(text)] == [
        ("soon", "尽快"),
        ("when_fit", "适时"),
        ("strive", "力争"),
        ("soon", "抓紧"),
    ]
    assert all(text[v.start : v.end] == v.text for v in vague(text))


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


@given(DAYS)
def test_a_day_written_out_is_itself(day: date) -> None:
    text = f"务必于{day.year}年{day.month}月{day.day}日前完成。"
    [found] = deadlines(text, year=None, said_on=None)
    assert (found.date, found.precision) == (day, "day")


@given(DAYS, st.sampled_from(["月底前", "月末", "月底", "月末前"]))
def test_a_month_ends_on_its_last_day(day: date, edge: str) -> None:
    [found] = deadlines(f"确保{day.month}{edge}完成", year=day.year, said_on=None)
    last = date(day.year, day.month, monthrange(day.year, day.month)[1])
    assert found.date == last
    assert (last + timedelta(days=1)).day == 1


@given(DAYS)
def test_periods_of_the_calendar_hold_their_day(day: date) -> None:
    quarter = (day.month + 2) // 3
    for one in (
        period.year(day.year),
        period.month(day.year, day.month),
        period.quarter(day.year, quarter),
        period.half(day.year, 1 + (quarter > 2)),
        period.ten_days(day.year, day.month, min((day.day - 1) // 10, 2) + 1),
        period.week(day),
        period.month_after(day, 0),
    ):
        assert day in one
    assert period.month_after(day, 1).start == period.month(day.year, day.month).end + timedelta(1)
    assert period.plan(14).end == date(2025, 12, 31)
    assert period.day(2023, 2, 29) is None
    assert period.day(2023, 13, 1) is None


@given(
    st.text(alphabet="0123456789一二三四十年月日底末前内初旬上中下半全本周季度今明后去“”五期间到至-—，。完成了起", max_size=50)
)  # fmt: skip
def test_any_text_gives_sorted_places_that_slice_back(text: str) -> None:
    found = periods(text, year=2025, said_on=SAID)
    for one, after in pairwise(found):
        assert one.end <= after.start
    assert all(text[m.start : m.end] == m.text and not (m.past and m.deadline) for m in found)
