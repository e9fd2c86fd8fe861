"""Which times bind something to come: the edge they carry (前 底 内), the verbs around them, and what is past."""

from __future__ import annotations

import re
from datetime import date

from luoshi.values.period import Period

_REACH = 80
_CLAUSE = re.compile(r"[，。；：！？\n]")
_BACK = re.compile(r"以来|至今|同期|相比|版|号文|届|春节期间")
_STARTS = re.compile(r"以后|之后|起(?!草|步|降)|开始")
# 月底前把协议签了: 了 beside a word of duty tells no past
_DUTY = re.compile(r"要(?![求素闻点])|必须|务必|力争|确保|争取|得把|把|请")
_DONE_BEFORE = re.compile(
    r"(?:截至|截止到?|自|从|比|较|与|相比|同比|过去|已于|早在|继|围绕|贯穿|聚焦|覆盖|每|年年|连续|历年|同年)$"
)
_TOLD = re.compile(
    r"(?<![为除罢])了(?!解|却|然|结)|已经?(?!批|立项|建|签|拿|纳|出让|投|开工|有|建成|供|取得|收回)|曾|荣获|获评|顺利通过了|累计"
)

# A bare year, month or quarter binds only beside a word of purpose.
_PURPOSE_BEFORE = re.compile(
    r"(?:力争|确保|争取|计划|预计|力求|务必|要|将|须|必须|应|于|在|到|至|迟于|赶在|保证|拟|定于|实现|推动[^，。；]{1,14})$"
)
_PURPOSE_BEFORE_YEAR = re.compile(r"(?:力争|确保|争取|计划|预计|力求|务必|拟于|定于|赶在)$")
_PURPOSE_AFTER = re.compile(
    r"[，,]?(?:要|将|须|必须|应|务必|力争|确保|争取|计划|预计|拟|全面|基本|全部|正式|率先|顺利|如期|高质量|高标准)?"
    r"(?:要|将|再(?![次度])|还要|力争|确保|争取|实现|完成|建成|开工|动工|竣工|完工|投用|投产|启用|通车|运营|开园|开业|开放|开学|启动|新增|新建|新开工|挂牌|出让"
    r"|引进|落地|签约|办结|交付|封顶|上线|投入使用|达到|突破|力争|形成|出台|印发|举办|供应|推进|打通|培育|消除|供地|入库|纳统|见效|试运行"
    r"|整治|改造|拆除|关停|报送|上报|提交|前)"
)
# 本月25号，三个工地必须复工: a day said alone is the day of the order behind it
_ORDERED_THEN = re.compile(r"，[^，。；\n]{0,20}?(?:必须|务必|一定要|都要|全部要|要全部)")
_CARRIED_OUT = re.compile(r"(?:要|将|拟)?(?:集中|开展|组织|进行|完成|分批|全面|实施)")
_TARGETS = re.compile(
    r"[^，。；：\n]{0,24}目标(?:任务)?(?:建议|安排|拟|初步|设定|确定)?(?:是|为|[：:])"
)
# 2019年公务接待费用要下降…: the year opens a clause that says what must come
_WILL = re.compile(r"要(?![求素闻点务件害么是])|将(?!军)|力争|确保|必须|争取|务必")
_NOUN_AFTER = re.compile(
    r"(?:的?(?:经济|GDP|地区生产|工作|调度|运行|数据|指标|情况|成绩|报告|会议|形势|表现|计划(?!新|再|建|完成|实施|投|引|开工|启动|培|改|竣工)|项目计划|预算|全市|全国|全省"
    r"|政府|重点工作|主要工作|发展|度|常住|户籍|余额|末|人口|存量|行动|方案|规划|第|以来|期间的?成|是|也是|还是|，是|乃至|版))"
)
_YEAR_IS = re.compile(r"(?:，)?(?:既?是|也是|还是|正是|处于|恰逢|迎来)")
_PLAN_AFTER = re.compile(
    r"规划|主要|重大|工作|良好开局|开局|发展|是|，是|以来|的?成|目标任务(?:圆满|顺利)|圆满|取得|重大"
)
_STRONG_EDGES = ("前", "底", "末", "内", "初")


def clause_around(text: str, start: int, end: int) -> str:
    """The stretch between the nearest marks around [start, end), at most _REACH to either side."""
    left = max(text.rfind(mark, max(0, start - _REACH), start) for mark in "，。；：！？\n") + 1
    closing = _CLAUSE.search(text, end, end + _REACH)
    return text[left or max(0, start - _REACH) : closing.start() if closing else end + _REACH]


def past(
    text: str,
    match: re.Match[str],
    period: Period | None,
    this_year: int | None,
    said_on: date | None,
) -> bool:
    """Whether a time speaks of what has been: an earlier year, 以来, 截至, or a clause told with 了 or 已."""
    start, end = match.span()
    if (match["relative"] or match["bare_relative"] or "")[:1] in ("去", "上", "前"):
        return True
    if period is not None and this_year is not None and period.end < date(this_year, 1, 1):
        return True
    if _BACK.match(text, end) or _DONE_BEFORE.search(text, max(0, start - 6), start):
        return True
    ahead = period is not None and this_year is not None and period.start.year > this_year
    clause = clause_around(text, start, end)
    if not ahead and _TOLD.search(clause) and not (strong(match) and _DUTY.search(clause)):
        return True
    gone = period is not None and said_on is not None and period.end < said_on
    return gone and not strong(match)


def strong(match: re.Match[str]) -> bool:
    """Whether the words themselves bind: 前, 底, 末, 内, 年底, 年内, 期末."""
    words = match.group()
    return bool(
        words.endswith(_STRONG_EDGES)
        or match["year_end"]
        or match["within"]
        or match["today"]
        or match["only_day"]
        or match["only_weekday"]
        or (match["month"] and match["month_edge"] and not words.endswith("初"))
        or (match["plan"] and match["plan_edge"] in ("末", "期末", "末期"))
    )


def binds(text: str, match: re.Match[str]) -> bool:
    """Whether a time that is not past is the time by which something is to be done."""
    start, end = match.span()
    if match["span"] or match["to_quarter"] or _STARTS.match(text, end):
        return False
    if match["plan"]:
        return match["plan_edge"] in ("末", "期末", "末期") or not _PLAN_AFTER.match(text, end)
    if strong(match):
        return not (match["year_end"] and _NOUN_AFTER.match(text, end))
    if match["from_month"]:  # 6—8月集中整治 ends in August; 1—4月，投资增长 is told
        return _CARRIED_OUT.match(text, end) is not None
    if match[
        "year_all"
    ]:  # 全年: a yearly target, unless it only names a quantity of the year (全年目标 is one)
        return not _BACK.match(text, end)
    if match["bare_year"] or match["bare_relative"]:
        return _year_binds(text, match, start, end)
    if match["half"] or match["quarter"] or match["this_quarter"]:
        return not _NOUN_AFTER.match(text, end)
    return bool(
        _PURPOSE_BEFORE.search(text, max(0, start - 18), start)
        or _PURPOSE_AFTER.match(text, end)
        or (_said_alone(text, start, end) and _ORDERED_THEN.match(text, end))
    )


def _said_alone(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] == "，" and (start == 0 or text[start - 1] in "，。；！\n")


def _year_binds(text: str, match: re.Match[str], start: int, end: int) -> bool:
    if _YEAR_IS.match(text, end):
        return False
    if _TARGETS.match(text, end):
        return True
    if match["bare_year"]:
        until = re.search(r"(?:到|至)$", text[max(0, start - 1) : start])
        if until:
            return True
    if match["bare_relative"] == "当年":
        return False
    opens = start == 0 or text[start - 1] in "，。；：！？、\n“"
    if opens and _WILL.search(clause_around(text, start, end), end - start):
        return True
    if _NOUN_AFTER.match(text, end):
        return False
    return bool(
        _PURPOSE_AFTER.match(text, end)
        or _PURPOSE_BEFORE_YEAR.search(text, max(0, start - 4), start)
    )
