"""Which numbers count: the language's own signs that a number is a name, a rank, an article or an idiom."""

from __future__ import annotations

import re

from luoshi.values.amount import MEASURES

NOTHING = "?"  # the word of a number that says no measure

_COUNTED = frozenset(m.word for m in MEASURES if m.counts)
_RANKED = frozenset("名位家强个%％")  # 后三名, 前10位
# 10月底前8个项目, 目前3家, 今后5个: a time ends there, not a rank begins
_AFTER_DATE = re.compile(r"[底末初月日号年旬节度半提一之目此当先以会今然束成季]\s?[前后]$")
_ARTICLE = frozenset(
    {"倍", "个百分点", "百分点", "亿元", "万元"}
)  # the only units that 一 really counts
_BARE = frozenset("百千万亿")
# 百名医生: a round number without a digit counts when something is done with it or it is bounded
_DONE = re.compile(
    r"(?:突破|超过?|逾|破|近|达到?|过|上|约|至少|不少于|不低于|引进|培育|组织|举办|开展|新增|建设|打造|培训|发动|服务"
    r"|帮扶|选派|走访|招引|实施|完成|集聚|储备|招募|惠及|覆盖|建成|筹集)$"
)
_BOUNDED = re.compile(r"(?:[（(][^（）()\n]{1,6}[）)])?(?:及|或)?(?:以上|以内|以下|左右|余|大关)")
_CLASS = re.compile(r"以上的?(?=[^，。、；：（）以左\s])")  # 亿元以上项目 is a class of projects
_STANDING = re.compile(r"(?:落实|执行|贯彻|遵守|中央|国务院|国家|生产)$")  # 中央八项规定
_SESSION = re.compile(r"(?:[、和及][一二三四五六七八九十]+次){1,4}(?:全会|全体会议|会议|党代会)")
_RULES = re.compile(r"规定|禁令|硬?措施|纪律|准则|要求|制度")
_COUNT_OF_NAME = re.compile(r"[0-9一二三四五六七八九十]个$")  # 7个100%
_SERIES = re.compile(r"成百上$|千家万$|[一二三四五六七八九十]户$")
_NAME_FOLLOWS = re.compile(r"级(?![以以])|[”’》]|[+＋]|号线|公交站点|服务半径")
_MONEY_WORDS = re.compile(
    r"[元值资额款税]|收入|总值|产值|投入|营收|GDP|利润|融资|基金|补[助贴]|奖励|预算|经费|拨付|大关"
)
_PEOPLE = re.compile(
    r"人才|义工|党员|干部|人口|就业|职工|居民|志愿者|群众|学生|会员|从业|参保|游客|客流|旅客"
)
_CLAUSE_END = re.compile(r"[，。；\n]")


def figures(text: str, match: re.Match[str]) -> bool:
    """Whether a number in figures counts something here."""
    start, end = match.start("number"), match.end()
    first = match.start()
    previous = text[first - 1] if first else "\n"
    if (
        previous in "前后"
        and match["unit"] in _RANKED
        and not _AFTER_DATE.search(text, max(0, first - 3), first)
    ):
        return False
    if match["unit"] == "分" and previous in "时点:：":
        return False
    if match["unit"] in ("%", "％") and _COUNT_OF_NAME.search(text, max(0, first - 3), first):
        return False
    return not (_NAME_FOLLOWS.match(text, end) or text[start - 1 : start] in ("+", "＋"))


def chinese(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral counts something here: not 一 (an article), not a lone 二 (an ordinal)."""
    number, unit = match["number"], match["unit"]
    start, end = match.span()
    if number == "一" and not match["few"] and not match["power"]:
        return unit in _ARTICLE
    if number == "二" and not match["power"] and not match["low"]:
        return False
    previous = text[start - 1] if start else "\n"
    ranked = previous in "前后" and unit in _RANKED
    if ranked and not _AFTER_DATE.search(text, max(0, start - 3), start):
        return False
    if unit not in _COUNTED and len(number) < 2 and not match["power"]:
        return False
    if _NAME_FOLLOWS.match(text, end):
        return False
    before = text[max(0, start - 4) : start]
    if unit == "次" and _SESSION.match(text, end):
        return False
    if unit in "项条" and _RULES.match(text, end) and _STANDING.search(before):
        return False
    if number[0] in _BARE:
        if unit == "元" and _CLASS.match(text, end):
            return False
        done = _DONE.search(before) or _BOUNDED.match(text, end) or match["few"]
        return bool(done) and not _SERIES.search(before)
    return True


def neighbours(number: str) -> bool:
    """三四 (家), 三五 (个): two bare digits are a range, not a number."""
    order = "一二三四五六七八九"
    if len(number) != 2:
        return False
    low, high = order.find(number[0].replace("两", "二")), order.find(number[1])
    return low >= 0 and (high == low + 1 or number == "三五")


def unit_meant(text: str, match: re.Match[str]) -> str:
    """What a number in 万 or 亿 without a measure counts: "" is money, NOTHING nobody can tell."""
    start, end = match.span()
    clause = _CLAUSE_END.split(text[max(0, start - 24) : start])[-1]
    if _MONEY_WORDS.search(clause) or _MONEY_WORDS.match(text, end):
        return ""
    if people := _PEOPLE.search(clause):
        return "人次" if people.group() in ("游客", "客流", "旅客") else "人"
    return "" if text[match.start("unit") - 1] == "亿" else NOTHING
