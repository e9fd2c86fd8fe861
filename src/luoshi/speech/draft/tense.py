"""时态: which paragraphs tell of the past, of problems, and which of what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from luoshi.speech.document import Heading

Tense = Literal["past", "problem", "future", "open", "aside"]
"""open: the text itself does not say (news, minutes), so each sentence must; aside: glossaries, closings, thanks."""


class Paragraph(NamedTuple):
    """One line of the text with its tense; `heading` when it only heads what follows."""

    start: int
    end: int
    tense: Tense
    heading: bool
    firm: bool = True  # a heading says so, not only the words


_LINE = re.compile(r"[^\n]+")
_ASIDE_TITLE = re.compile(
    r"名词(?:、术语)?(?:解释|注释|释义|说明)|(?:术语|用语|词语|有关名词)(?:的)?(?:注释|解释|说明|名词)"
    r"|^(?:注释|附注|名词|图表|相关链接|延伸阅读)[：:]?$"
)
_PROBLEM_TITLE = re.compile(r"问题|困难|不足|短板|差距")
_SOLVING = re.compile(r"解决|破解|整改|化解|导向|补齐|着力|加快")
_PAST_TITLE = re.compile(
    r"回顾|总结|成绩|成效|成就|(?:过去|上|去|前)(?:的)?[一五三两几](?:年|个季度|个月)|[一五三两]年来|以来"
    r"|(?:完成|进展|推进|开展|落实|运行|执行|工作|建设)情况|主要做法|现状|(?:工作|发展)基础|体会|历史性|上年|去年|上半年工作"
)
_FUTURE_TITLE = re.compile(
    r"安排|部署|任务|计划|打算|目标|下一步|下步|下一?阶段|今后|明年|未来|展望|重点工作|工作重点|总体要求|举措|措施"
)
_DONE_TITLE = re.compile(
    r"(?:完成|执行|落实|进展|开展|推进|运行|建设|工作)情况|回顾|总结|取得|现状|体会"
)
_PROBLEM_OPENING = re.compile(
    r"(?:看到|肯定|取得)[^。]{0,12}成绩[^。]{0,10}(?:同时|也)|清醒(?:地)?(?:认识|看到|意识)"
    r"|(?:存在|面临)[^。]{0,14}(?:问题|不足|困难|短板|挑战)|(?:问题|困难|不足)(?:主要)?(?:表现|是)"
)
_FUTURE_OPENING = re.compile(
    r"今年[^，。]{0,16}(?:要求|思路|目标|任务(?!.{0,4}完成)|重点|工作(?:是|，))"
    r"|下一步|下步|下阶段|下一阶段|今后一个时期|新的一年|做好(?:今年|明年|20\d\d年|当前|下一步)"
    r"|(?:20\d\d年|明年|今后五年|未来五年|下半年|本届政府|“十[^”]{1,3}五”时期)[^，。]{0,18}"
    r"(?:要求|思路|目标(?!任务)|重点(?:做好|抓好))"
    r"|重点(?:做好|抓好|推进|实施)(?:以下|如下|[一二三四五六七八九十\d]{1,2}(?:个|项|方面))|主要(?:预期)?目标(?:是|为|：)"
)
_PAST_OPENING = re.compile(
    r"过去(?:的)?[一五三两]年|[一五三两几]年(?:多)?来|去年|上年|回顾|(?:今年|党的?[^，。]{0,8}|换届|改革开放)以来"
    r"|20\d\d年(?:以)?来|截至|据(?:悉|统计|介绍|初步核算|了解)|上半年，|前[一二三四五六七八九十\d]+个?(?:季度|月)"
    r"|初步(?:核算|统计|预计)|统计(?:数据)?显示"
)
_REVIEW = re.compile(r"回顾|总结|完成情况|执行情况")
_PLAN_YEAR = re.compile(
    r"^(?:[一二三四五六七八九十]、)?(?:关于)?(20\d\d)年[^\n，。]{0,12}工作$", re.M
)
_PROBLEM_LINE = re.compile(
    r"(?:（?[一二三四五六七八九十\d]+[）.、．]?)?(?:存在|反馈|主要|具体)?问题[一二三四五六七八九十\d]*[：:]"
)
_TURNS_FUTURE = re.compile(
    r"[ \t\u3000]*(?:（?[一二三四五六七八九十\d]+[）、.是要])?(?:下一步|下步|下一?阶段|接下来|今后|下半年|[三四]季度|下个?月|全年力争|年内|年底前|(?:到)?(?:今年)?年底|今年(?:要|将|计划|拟|力争|再|重点|继续|还)|(?:(?:我们|我[镇局区县街]|全[镇区县])(?:将|要)|计划|拟|打算|准备)(?!单列|生育|近)|来年|明年|新的一年|下一年度?"
    r"|20\d\d年，?[^，。]{0,6}(?:将|计划|拟|要)|会议(?:议定|决定|明确|要求|强调)|议定)"
)
_REVIEWED = re.compile(
    r"(上半年|下半年|[一二三四]季度|前[两二三]个?季度|前[一二三四五六七八九十]+个?月|全年|今年)[^，。]{0,12}(?:情况|汇报|总结|小结|回顾|述职)"
)
_TURNS_AWAY = re.compile(
    r"(?:下一步|下步|接下来|今年(?:要|将|计划|拟|力争|再|还)|(?:我们|我[镇局区县街]|全[镇区县])(?:将|要)|20\d\d年，?(?:计划|将|拟|要|力争|再)|计划|拟|打算|准备|明年|来年|下半年)(?!单列|生育|近)"
)
_AGAIN = re.compile(r"(?:年内|年底前|[一二三四]季度|\d{1,2}月(?:份|[底末]前?|前)?)[再还另]")
_COUNTED = re.compile(r"\d")
_ONCE = re.compile(r"[ \t\u3000]*(?:年内|(?:到)?(?:今)?年底|[三四]季度|下个?月|计划|拟|打算|准备)")
_ANY_YEAR = re.compile(r"20\d\d(?=年)")
_LOOKS_BACK = re.compile(r"情况|汇报|总结|小结|回顾|述职")
_OPENING_YEAR = re.compile(r"[ \t\u3000]*(20\d\d)年(?!前|底前|度?计划)")
_TURNS_PAST = re.compile(
    r"[ \t\u3000]*(?:今年(?:以来|上半年|前)|去年|上年|20\d\d年以来|截至|过去|上半年，?(?:我|全|共|已)|目前，|[一二三五]年来|自[^，]{2,20}以来|但?(?:也|还)要(?:清醒)?看到)"
)
_RECAP = re.compile(r"来之不易|表示(?:崇高|衷心|诚挚)")
_CLOSING = re.compile(r"让我们|努力奋斗！|谢谢大家|作出(?:新的)?(?:更大)?贡献！")
_ADDRESS = ("各位代表", "同志们", "各位委员")
_ORDER = re.compile(
    r"(?:^|[，。；：！])[^，。；：]{0,24}?(?:(?<![主重需想首])要(?![求素点件闻因么])|必须|务必|力争|确保|争取|将(?!近|军))"
)
DONE = re.compile(
    r"同比|[较比]上年|[完实达建获荣投新通突](?:成|现|到|得|获|增|过|破)了|已(?:经)?|累计|荣获|获评|圆满|顺利完成"
    r"|了(?=[\d一二三四五六七八九十])|来之不易"
)
_PLAN_TITLE = re.compile(
    r"(?:通知|方案|意见|要点|计划|规划|分工|纲要|办法|安排|部署|任务|清单|措施|纪要|一览表|分解表|台账|任务书|责任状|目标)(?:[（(].*[）)])?$"
)
_TITLED = re.compile(r"(?:工作|任务|目标|安排|要求|措施|内容|情况|[：:])$")
_LONGEST_HEADING = 46


def paragraphs(text: str, outline: Sequence[Heading], *, title: str = "") -> tuple[Paragraph, ...]:
    """Every line of `text` with its tense, in order.

    1. A numbered or short line says it for what stands under it (工作回顾, 存在的问题, 下一步安排).
    2. Else a paragraph that opens with 过去一年 or 下一步 says it for itself and what follows.
    3. Else the verbs of the paragraph: more orders (要, 力争, 确保) than results (已, 同比, 完成了).
    """
    return tuple(_walk(text, {h.start: h for h in outline if h.level <= 3}, title))


def _walk(text: str, points: dict[int, Heading], title: str) -> Iterator[Paragraph]:
    levels: list[tuple[float, Tense | None]] = []
    base: Tense = "future" if _PLAN_TITLE.search(title) else "open"
    latest = max((int(y) for y in _PLAN_YEAR.findall(text)), default=0)
    for match in _LINE.finditer(text):
        start, end = match.span()
        line = match.group().strip()
        point = points.get(end - len(match.group().lstrip()))
        if point is not None:
            while levels and levels[-1][0] >= point.level:
                levels.pop()
        firm = next((said for _, said in reversed(levels) if said), None)
        if firm == "aside" and (point is None or point.level > 2):
            yield Paragraph(start, end, "aside", False)
            continue
        if line == title and point is None:
            if _REVIEW.search(title) and not _FUTURE_TITLE.search(title):
                levels.append((-1, "past"))
            yield Paragraph(start, end, "aside", True)
            continue
        heads = len(line) <= _LONGEST_HEADING and line[-1:] not in ("。", "；", "！", "，", "")
        said = _said(point.title if point else line, firm, latest) if point or heads else None
        if point is not None:
            levels.append((point.level, said))
        elif said is not None:
            # a line that leads into a list stands under the point before it; a bare title starts anew
            if line[-1] in "：:":
                levels.append((levels[-1][0] + 0.5 if levels else 0.5, said))
            else:
                levels = [(0, said)]
        now = said or firm or base
        if said is None and _PROBLEM_LINE.match(line):
            now = "problem"
        elif said is None and not (point and heads):
            own = _of_opening(line, now, firm)
            if own == "future":
                levels, base = [(level, "future") for level, _ in levels], "future"
            elif own == "past" and firm is None:
                own = _of_body(line) or own  # 去年… 今年要…: the sentences tell the years apart
                base = "past" if own == "past" else base
            elif own is None and firm is None and now in ("past", "open"):
                own = _of_body(line)
            now = own or now
        if point is not None:
            heads = heads and (said is not None or text[end : point.end].strip() != "")
        elif said is None:
            heads = heads and _TITLED.search(line) is not None
        firm_now = (said or firm) is not None or base == "future"
        yield Paragraph(start, end, now, heads, firm_now)


def _said(title: str, firm: Tense | None, latest: int) -> Tense | None:
    """What a heading says under a section that already said `firm`; the latest year is the planned one."""
    said = of_title(title)
    if firm == "future" and said != "aside":
        return "past" if _REVIEW.search(title) else said if said == "future" else None
    year = _PLAN_YEAR.match(title)
    if said is None and year is not None:
        return "future" if int(year.group(1)) == latest else "past"
    return said


def reviewed(title: str) -> str:
    """The time a report looks back on: 上半年工作情况汇报 -> 上半年; empty where its title names none."""
    said = _REVIEWED.search(title)
    return said.group(1) if said else ""


def told_year(title: str) -> int:
    """The year a report is about, by its title; 0 where it names none."""
    said = _ANY_YEAR.search(title)
    return int(said.group()) if said and _LOOKS_BACK.search(title) else 0


def turns_ahead(text: str, sentence: int, start: int, end: int) -> bool:
    """Whether words in the middle of a sentence, which gave no order so far, turn to what is to come."""
    before = text[sentence:start]
    if _TURNS_AWAY.match(text, start, end) is None and not (
        _AGAIN.match(text, start, end) and _COUNTED.search(before)
    ):
        return False
    return _ORDER.search(before) is None


def turns_once(text: str, start: int) -> bool:
    """Whether the sentence at `start` only names a day to come (年内, 计划), which holds for itself alone."""
    return _ONCE.match(text, start) is not None


def turn(text: str, start: int, end: int, back: str = "", year: int = 0) -> Tense | None:
    """The tense that a sentence says by its first words: 下一步, … or 今年以来, …; None if it says none.

    `back` and `year` are the time that the whole text looks back on.
    """
    if year and (said := _OPENING_YEAR.match(text, start, end)) is not None:
        return "future" if int(said.group(1)) > year else "past"
    if back and text.startswith(back, start):
        return "past"
    if _TURNS_FUTURE.match(text, start, end):
        return "future"
    return "past" if _TURNS_PAST.match(text, start, end) else None


def of_title(title: str) -> Tense | None:
    """The tense a heading says: 工作回顾 -> past, 下一步安排 -> future, 存在的问题 -> problem."""
    if _ASIDE_TITLE.search(title):
        return "aside"
    if _FUTURE_TITLE.search(title) and not _DONE_TITLE.search(title):
        return "future"
    if _PAST_TITLE.search(title):
        return "past"
    if _PROBLEM_TITLE.search(title) and not _SOLVING.search(title):
        return "problem"
    return None


def _of_opening(line: str, now: Tense, firm: Tense | None) -> Tense | None:
    if line.startswith(_ADDRESS) and _CLOSING.search(line):
        return "aside"
    first = line[:90]
    if now != "future" and _PROBLEM_OPENING.search(first):
        return "problem"
    if _RECAP.search(line) and line.startswith(_ADDRESS):
        return "past"
    past = _PAST_OPENING.search(line[:40]) if now != "future" else None
    future = _FUTURE_OPENING.search(first)
    # under a heading of the past only an opening that stands first speaks against it
    # and 下一步 in the middle of a paragraph turns its sentence, not the paragraph
    first_words = future is not None and future.start() < 8
    stepping = future is not None and future.group().startswith("下")
    heard = first_words or (firm in (None, "future") and not stepping)
    if future and heard and not (past and past.start() < future.start()):
        return "future"
    return "past" if past else None


def _of_body(line: str) -> Tense | None:
    orders = sum(1 for _ in _ORDER.finditer(line))
    if orders == 0:
        return None
    return "future" if orders > sum(1 for _ in DONE.finditer(line)) else None
