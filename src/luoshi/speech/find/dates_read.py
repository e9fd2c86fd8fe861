"""How a written time is read: one pattern, and the period each form of it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from luoshi.speech.find.numerals import chinese
from luoshi.values import period as of
from luoshi.values.period import Period, Precision

Fault = Literal["impossible", "no_year", "unfixed"]
Read = tuple[Period | None, Precision, Fault | None]

_YEAR = r"(?:19|20)[0-9]{2}年|[一二][零〇一二三四五六七八九]{3}年"
_RELATIVE = r"今年|本年度?|当年|明年|次年|翌年|后年|去年|上一?年|前年"
_MONTH = r"(?<![0-9])(?:1[0-2]|0?[1-9])(?=月)|十[一二](?=月)|[一二三四五六七八九十](?=月)"
_DAY = (
    r"[0-3]?[0-9](?=[日号])|[二三]?十[一二三四五六七八九]?(?=[日号])|[一二三四五六七八九](?=[日号])"
)
_N = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半"
_EDGE = r"(?:下班|中午|[0-9]{1,2}[时点])?(?:之前|以前|前)|内|之内|以内"
_SOLAR = r"国庆节?|十一(?=前)|五一(?:劳动节|节)?|劳动节|元旦节?|七一(?=前)|八一(?=前)|建党节|建军节|儿童节"
_MOVING = (
    r"汛(?=前)|春节|元宵节?|清明节?|端午节?|中秋节?|两节|双节|节|主汛期|汛期|雨季|台风季|暑假?|寒假|暑期|秋季开学"
    r"|春季开学|开学|新学期|中考|高考|入冬|冬季?|供暖[期季]?|春耕|秋收|两会"
)
_PLANS = r"[“\"]?十[一二三四五六七八]五[”\"]?"

TIMES = re.compile(
    # 2025—2027年 is a span of a plan, never a day
    r"(?P<span>(?<![0-9])(?P<from_year>(?:19|20)[0-9]{2})年?\s?(?:[-－–~～]|—{1,2}|至|到)\s?(?P<to_year>(?:19|20)[0-9]{2})年?)"
    rf"|(?P<plan>{_PLANS})(?P<plan_edge>期末|末期|末|时期|期间|期内|收官)"
    rf"|(?:(?P<year>{_YEAR})|(?P<relative>{_RELATIVE}))?"
    rf"(?:"
    rf"(?:(?P<from_month>(?<![0-9])(?:1[0-2]|0?[1-9]))月?\s?(?:[-－–~～]|—{{1,2}}|至|到)\s?)?"
    rf"(?P<month>{_MONTH})月份?(?:(?P<day>{_DAY})[日号](?:\s?[0-9]{{1,2}}[时点:：][0-9]{{0,2}})?"
    rf"|(?P<third>[上中下])旬|(?P<month_edge>月?[底末初]))?"
    rf"|(?P<quarter>(?<![前])(?:(?:第?[一二三四]|[1-4]|第[1-4])季度|首季度?)(?:末|底)?)"
    rf"|(?P<to_quarter>前[一二三]季度)"
    rf"|(?P<half>[上下]半年)"
    rf"|(?P<year_end>年底|年末|年终|岁末|底(?=前|[^层部线盘色]))"
    rf"|(?P<year_all>(?<![0-9一二三四五六七八九十两几多半])年内|全年(?!龄|制|无休|候)|之?内)"
    rf"|(?P<year_start>年?初)"
    rf")(?P<edge>{_EDGE})?"
    rf"|(?:(?P<bare_year>{_YEAR})|(?P<bare_relative>{_RELATIVE}))(?:度)?(?P<bare_edge>{_EDGE})?"
    rf"|(?P<this_month>[本当下这上]个?月)(?:(?P<this_day>{_DAY})[日号]|(?P<this_third>[上中下])旬|(?P<this_edge>[底末初]))?(?:{_EDGE})?"
    rf"|(?<!每)(?P<month_end>月底|月末)(?:{_EDGE})?"
    rf"|(?P<this_quarter>[本下]季度|季末|季度末)(?:{_EDGE}|末|底)?"
    rf"|(?P<week>[本这下]个?(?:周|星期|礼拜))(?P<weekday>[一二三四五六日天末](?!期))?(?:{_EDGE})?"
    rf"|(?<![本这下上每个])(?:周|星期|礼拜)(?P<only_weekday>[一二三四五六日天])(?:下班|中午)?(?:之前|以前|前)"
    rf"|(?<![0-9月近早])(?P<only_day>{_DAY})[日号](?:下班)?(?:之前|以前|前)"
    rf"|(?P<today>今日|今天|明天|明日|后天)(?:{_EDGE})"
    rf"|(?P<within>(?<![0-9前近用每经])(?:{_N})(?:[-－–~～—至到](?:{_N}))?(?:个月|[日周年]|个星期|天(?=之?以?内，?(?:必须|务必|要|全部|把|将)?(?:把|将|全部|办结|清|完成|拿出|整改|提交|上?报|形成|制定|落实|解决|反馈))))(?:内|之内|以内)"
    rf"|(?P<solar>[“\"]?(?:{_SOLAR})[”\"]?)(?:节?前|之前|以前)"
    rf"|(?P<moving>(?:{_MOVING}))(?:来临)?(?:前|之前|以前)"
)

# A time begins with one of these; trying TIMES only there is what makes it fast.
_OPENINGS = re.compile(
    r"[0-9“\"一二三四五六七八九十第今本当明次翌后去上前年岁底全首下这半两月季节之内初周星礼中高国五劳元建儿春清端中双主汛雨台暑寒秋新入冬供]"
)


def times(text: str) -> Iterator[re.Match[str]]:
    """Every match of TIMES in turn."""
    done = 0
    for opening in _OPENINGS.finditer(text):
        start = opening.start()
        if start >= done and (match := TIMES.match(text, start)) is not None:
            done = match.end()
            yield match


_RELATIVE_YEARS = {
    "明年": 1,
    "次年": 1,
    "翌年": 1,
    "后年": 2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
}
_SOLAR_EVES = {
    "国庆": (9, 30),
    "十一": (9, 30),
    "五一": (4, 30),
    "劳动": (4, 30),
    "元旦": (12, 31),
    "七一": (6, 30),
    "建党": (6, 30),
    "八一": (7, 31),
    "建军": (7, 31),
    "儿童": (5, 31),
}
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_PLAN_NUMBERS = {c: 11 + i for i, c in enumerate("一二三四五六七八")}


def number(text: str) -> int:
    """A small whole number written either way."""
    if text.isdigit():
        return int(text)
    value = chinese(text)
    assert value is not None, text
    return int(value)


def resolve(match: re.Match[str], this_year: int | None, said_on: date | None) -> Read | None:
    """The period that a match of TIMES names, its precision, and why there is none; None where it is no time."""
    if match["span"]:
        first, last = int(match["from_year"]), int(match["to_year"])
        return (of.years(first, last), "plan", None) if first < last else None
    if match["plan"]:
        return of.plan(_PLAN_NUMBERS[match["plan"].strip('“”"')[1]]), "plan", None
    if match["only_day"] or match["only_weekday"]:
        return _next(match, said_on)
    if match["week"] or match["today"] or match["this_month"] or match["month_end"]:
        return _near(match, said_on)
    if match["this_quarter"]:
        return _this_quarter(match["this_quarter"], said_on)
    if match["within"]:
        return _within(match["within"], said_on)
    if match["moving"]:
        return None, "day", "unfixed"
    if match["solar"]:
        month_day = _SOLAR_EVES[match["solar"].strip('“”"')[:2]]
        return _known(this_year and of.day(this_year, *month_day), "day", "no_year")
    return _in_year(match, year_named(match, this_year))


def year_named(match: re.Match[str], this_year: int | None) -> int | None:
    """The year a mention stands in: written, relative to this year, or this year."""
    written = match["year"] or match["bare_year"]
    if written:
        digits = written[:-1]
        return int(digits) if digits.isdigit() else number(digits)
    relative = match["relative"] or match["bare_relative"]
    if this_year is None:
        return None
    return this_year + _RELATIVE_YEARS.get(relative or "", 0)


def _known(period: Period | int | None, precision: Precision, fault: Fault) -> Read:
    if isinstance(period, Period):
        return period, precision, None
    return None, precision, fault


def _in_year(match: re.Match[str], year: int | None) -> Read | None:
    if match["month"]:
        return _in_month(match, year)
    named = match["year"] or match["relative"]
    if match["quarter"]:
        nth = "首一二三四".find(match["quarter"].strip("第")[0])
        nth = int(match["quarter"].strip("第")[0]) if nth < 0 else max(nth, 1)
        return _known(year and of.quarter(year, nth), "quarter", "no_year")
    if match["to_quarter"]:
        last = 3 * "零一二三".find(match["to_quarter"][1])
        return _known(year and of.months(year, 1, last, "quarter"), "quarter", "no_year")
    if match["half"]:
        nth = 1 if match["half"][0] == "上" else 2
        return _known(year and of.half(year, nth), "half", "no_year")
    if match["year_start"]:
        return _known(year and of.month(year, 1), "month", "no_year") if named else None
    whole = match["year_end"] or match["year_all"]
    if whole in ("底", "之内", "内") and not named:
        return None
    return _known(year and of.year(year), "year", "no_year")


def _in_month(match: re.Match[str], year: int | None) -> Read:
    month = number(match["month"])
    if match["day"]:
        day = number(match["day"])
        leap = 2000 if year is None else year
        if of.day(leap, month, day) is None:
            return None, "day", "impossible"
        return _known(year and of.day(year, month, day), "day", "no_year")
    if match["third"]:
        third = "上中下".index(match["third"]) + 1
        return _known(year and of.ten_days(year, month, third), "ten_days", "no_year")
    if match["month_edge"] and match["month_edge"].endswith("初"):
        return _known(year and of.ten_days(year, month, 1), "ten_days", "no_year")
    if match["from_month"] and int(match["from_month"]) < month:
        first = int(match["from_month"])
        return _known(year and of.months(year, first, month, "month"), "month", "no_year")
    return _known(year and of.month(year, month), "month", "no_year")


def _near(match: re.Match[str], said_on: date | None) -> Read:
    """What is told from the meeting's day: this month, this week, tomorrow."""
    precision: Precision = "month"
    if match["week"] or match["today"]:
        precision = "day" if match["weekday"] or match["today"] else "week"
    elif match["this_day"]:
        precision = "day"
    if said_on is None:
        return None, precision, "no_year"
    if match["today"]:
        after = {"今": 0, "明": 1, "后": 2}[match["today"][0]]
        on = said_on + timedelta(days=after)
        return Period(on, on, "day"), "day", None
    if match["week"]:
        week = of.week(said_on, 1 if match["week"][0] == "下" else 0)
        if not match["weekday"]:
            return week, "week", None
        on = week.start + timedelta(days=_WEEKDAYS[match["weekday"]])
        return Period(on, on, "day"), "day", None
    return _near_month(match, said_on)


def _next(match: re.Match[str], said_on: date | None) -> Read:
    """25日前, 周五前: the first such day from the meeting on."""
    if said_on is None:
        return None, "day", "no_year"
    if match["only_weekday"]:
        ahead = (_WEEKDAYS[match["only_weekday"]] - said_on.weekday()) % 7
        on = said_on + timedelta(days=ahead)
        return Period(on, on, "day"), "day", None
    wanted = number(match["only_day"])
    month = of.month_after(said_on, 0 if wanted >= said_on.day else 1).start
    return _known(of.day(month.year, month.month, wanted), "day", "impossible")


def _near_month(match: re.Match[str], said_on: date) -> Read:
    which = (match["this_month"] or "本")[0]
    month = of.month_after(said_on, {"下": 1, "上": -1}.get(which, 0))
    if match["this_day"]:
        on = of.day(month.start.year, month.start.month, number(match["this_day"]))
        return _known(on, "day", "impossible")
    if match["this_third"]:
        third = "上中下".index(match["this_third"]) + 1
        return of.ten_days(month.start.year, month.start.month, third), "ten_days", None
    return month, "month", None


def _this_quarter(words: str, said_on: date | None) -> Read:
    if said_on is None:
        return None, "quarter", "no_year"
    index = said_on.year * 4 + (said_on.month - 1) // 3 + (1 if words[0] == "下" else 0)
    return of.quarter(index // 4, index % 4 + 1), "quarter", None


def _within(words: str, said_on: date | None) -> Read:
    """三个月内: counted from the meeting; years are left open, since nobody says from when."""
    unit = re.search(r"个月|个星期|[日周年天]$", words)
    assert unit is not None
    precision: Precision = {"年": "year", "个月": "month"}.get(unit.group(), "day")  # type: ignore[assignment]
    count = re.findall(_N, words[: unit.start()])[-1]
    if said_on is None:
        return None, precision, "no_year"
    if count == "半" or unit.group() == "年":
        return None, precision, "unfixed"
    if unit.group() == "个月":
        month = of.month_after(said_on, number(count))
        on = min(date(month.end.year, month.end.month, min(said_on.day, month.end.day)), month.end)
        return Period(said_on, on, "day"), "month", None
    days = number(count) * (7 if unit.group() in ("周", "个星期") else 1)
    return Period(said_on, said_on + timedelta(days=days), "day"), "day", None


def not_before(match: re.Match[str], period: Period, said_on: date) -> Period:
    """A month already behind the meeting, named as a deadline, is next year's (said in November: 3月底前)."""
    gone = period.end < said_on and (match["month"] or match["quarter"] or match["half"])
    if not gone or match["relative"] or period.precision == "day":
        return period
    start, end = period.start, period.end
    year = end.year + 1
    if end.month == 2:
        return of.month(year, 2) if period.precision == "month" else period
    return Period(start.replace(year=year), end.replace(year=year), period.precision)
