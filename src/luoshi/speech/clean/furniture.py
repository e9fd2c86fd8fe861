"""What belongs to the page and not to the speech: source lines, navigation, page numbers, anti-copy strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from luoshi.speech.clean.characters import SPACE, pattern
from luoshi.speech.clean.strand import Edit, Strand

# Whole lines, anywhere in the text.
_ANYWHERE = (
    r"#\s?(?:来源|出处)[：:].*",
    r"[—–－-]\s?\d{1,4}\s?[—–－-]",
    r"第\s?\d{1,4}\s?页(?:\s?[，,/／]?\s?共\s?\d{1,4}\s?页)?",
    r"(?:https?://|www\.)\S+",
    r".{0,12}(?:当前位置|您(?:现在|当前|所在)?的位置)[：:].{0,60}",
    r"首页(?:\s*[>›»|｜/].{0,80})?",
    r"[>›»|｜\s]+",
    r".{0,30}(?:版权所有|ICP备\s?\d|公网安备).{0,60}",
    r"【?字[体号][：:].{0,20}】?",
    r"(?:分享到?|收藏|打印(?:本页|此页)?|关闭(?:窗口)?|返回(?:顶部|首页|列表)?|我要纠错|无障碍(?:浏览)?|长者模式|关怀版)"
    r"[：:]?(?:\s*(?:微信|微博|QQ空间|更多|打印|关闭|收藏))*",
    r"扫一扫.{0,16}|上一[篇页条][：:].*|下一[篇页条][：:].*|相关(?:链接|阅读|文章|推荐)[：:]?.{0,40}",
    r"(?:转载请注明|未经.{0,8}(?:许可|授权)).{0,40}",
)
# Lines that are furniture only before the speech begins or after it has ended.
_AT_THE_ENDS = (
    r"(?:发布|更新|公开|成文)?(?:时间|日期)[：:]?\s?(?P<value>.{0,40})|(?:信息|文章|稿件)?来源[：:]\s?.{0,40}"
    r"|(?:责任)?编辑[：:]\s?.{0,20}|(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?[：:]?\s?\d*\s?次?"
    r"|(?:索引号|文号|发文机构|发布机构|主题分类|公开方式|有效性)[：:]\s?.{0,40}"
)
# Strings inside a line: forum anti-copy noise, and who took the text from where.
_NOISE = r"(?:[!-~]{1,2} ){3,}[!-~]{1,2}(?![!-~])"
_TAKEN = (
    r"[（(【]?(?:本文(?:来自|来源|由)|转载自|更多[^。\n]{0,10}(?:请访问|请关注|尽在))[^。\n]{0,40}?"
    r"(?:https?://|www\.)[\w./?=&%-]+[^。\n）)】]{0,10}[）)】]?"
)
_BODY = rf"^(?!#)[^\n]{{40,}}[。；]|^[^\n]{{0,20}}(?:代表|同志们?|委员)(?:们)?[：:][{SPACE}]*$"


def furniture(strand: Strand) -> None:
    """Set aside page furniture; it stays visible among the repairs."""
    edits = sorted({*_lines(strand.text), *_noise(strand.text)})
    strand.mend(_apart(edits))


def _lines(text: str) -> Iterator[Edit]:
    anywhere = rf"^[{SPACE}\t]*(?:{'|'.join(_ANYWHERE)})[{SPACE}\t]*$"
    for m in pattern(anywhere, re.MULTILINE).finditer(text):
        yield whole_lines(text, m.start(), m.end())
    numbers = list(pattern(r"^[ \t]*(\d{1,3})[ \t]*$", re.MULTILINE).finditer(text))
    if len(numbers) > 1 and all(
        int(later[1]) == int(earlier[1]) + 1 for earlier, later in pairwise(numbers)
    ):
        for m in numbers:
            yield whole_lines(text, m.start(), m.end())
    begin, end = _body(text)
    for zone_start, zone_end in ((0, begin), (end, len(text))):
        if zone_start < zone_end:
            yield from _at_the_ends(text, zone_start, zone_end)


def _body(text: str) -> tuple[int, int]:
    """Where the speech begins (its first long line or salutation) and where its last sentence ends."""
    first = pattern(_BODY, re.MULTILINE).search(text)
    if first is None:
        return 0, len(text)
    last = max(text.rfind(mark) for mark in "。！")
    line_end = text.find("\n", last)
    return first.start(), len(text) if last < 0 or line_end < 0 else line_end + 1


def _at_the_ends(text: str, start: int, end: int) -> Iterator[Edit]:
    """Dates, sources and editors by their labels, and lines that repeat one above them (a title in a menu)."""
    label = pattern(rf"[{SPACE}\t]*(?:{_AT_THE_ENDS})[{SPACE}\t]*\Z")
    nav = pattern(r"首页|[>›»]")
    seen: set[str] = set()
    at, bare, crumb = start, False, False
    for line in text[start:end].split("\n"):
        stop = min(at + len(line), len(text))
        words = line.strip()
        match = label.match(line)
        separator = nav.fullmatch(words) is not None
        repeated = len(words) > 7 and words in seen and not words.endswith(("。", "："))
        if words and (match or bare or repeated or (crumb and not separator and len(words) <= 20)):
            yield whole_lines(text, at, stop)
        if words:
            seen.add(words)
            bare = match is not None and words[-1] in "：:" and len(words) <= 6
            crumb = separator and words != "首页"
        at = stop + 1


def _noise(text: str) -> Iterator[Edit]:
    """Anti-copy strings and notes of origin inside a line."""
    for m in pattern(_NOISE).finditer(text):
        joined = m.start() and "!" <= text[m.start() - 1] <= "~"
        mixed = [pair for pair in m[0].split() if len(pair) == 2 and not pair.isalnum()]
        if not joined and len(mixed) > 1 and any(c.isalpha() for c in m[0]):
            yield Edit(m.start(), m.end(), "", "furniture")
    if "http" in text or "www." in text:
        for m in pattern(_TAKEN).finditer(text):
            yield Edit(m.start(), m.end(), "", "furniture")


def whole_lines(text: str, start: int, end: int) -> Edit:
    """An edit that removes lines together with one line end, so that no empty line is left."""
    if end < len(text):
        end += 1
    elif start > 0:
        start -= 1
    return Edit(start, end, "", "furniture")


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Edits in order, those that overlap an earlier one left out, empty ones too."""
    reached = 0
    for edit in edits:
        if edit.start >= reached and edit.end > edit.start:
            yield edit
            reached = edit.end
        elif edit.end > reached > edit.start:
            yield edit._replace(start=reached)
            reached = edit.end
