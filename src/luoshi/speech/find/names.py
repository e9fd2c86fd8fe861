"""名称: the things named in a list before 等N个 or 等项目, and those in quotation marks or《》."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Named(NamedTuple):
    """One named thing and where it stands."""

    text: str
    start: int
    end: int


_STOP = "，。；：！？\n“”（）()"
_COUNT = r"(?<![0-9０-９])(?:[0-9０-９]{1,6}|[两二三四五六七八九十百]{1,5})(?:余|多)?(?:个|条|座|处|所|家|项|户|宗|件|栋|名|支|块|片|批|场|类|种|段)"
_KINDS = "项目|工程|企业|园区|地块|楼盘|道路|片区|学校|平台|基地|活动|赛事"
# A list is what stands between the last mark and 等, or the count that sums it up.
_SUMMED = re.compile(
    rf"等(?={_COUNT}|一批|重点|重大|[^{_STOP}待级于候同]{{0,12}}(?:{_KINDS}))"
    rf"|(?<=[^{_STOP}、等])(?={_COUNT}(?:总投资[^{_STOP}]{{1,12}})?[^{_STOP}、]{{0,10}}(?:{_KINDS}))"
)
_MARK = re.compile(rf"[{_STOP}]")
_QUOTED = re.compile(r"“([^“”\n]{2,24})”|《([^《》\n]{2,60})》")
# Verbs and adverbs of office prose before the first name of a list.
_VERBS = re.compile(
    r"^.*?(?:加快推进|大力推进|扎实推进|有序推进|稳步推进|统筹推进|重点推进|全力推进|协调推进|持续推进|全面推进|招商推介|开工建设|抓好|做好|办好"
    r"|推进|推动|加快|确保|完成|实施|开展|启动|建成|启用|新建|改造|提升|引进|支持|建设|打造|挂牌|谋划|推广|盘活|整治|打通|争取|力促|促成|促进|落实|推介|开通|竣工|开工|招引|引入|依托|编制|出台|围绕|对|将|把|以)"
)
_DATED = re.compile(
    r"^(?:力争|争取|确保|预计|计划)?(?:[0-9一二三四五六七八九十]{1,2}月(?:底|末|份|初|[上中下]旬)?|年内|年底|全年|上半年|下半年)前?"
)
_TOO_LONG = 30
_LONGEST_LIST = 160


def names(text: str) -> list[str]:
    """The named things of a text in order, each once: members of lists first met, then what is quoted."""
    return list(dict.fromkeys(named.text for named in named_things(text)))


def named_things(text: str) -> list[Named]:
    """The same with their places, by start."""
    found = [thing for start, end in _lists(text) for thing in _items(text, start, end)]
    for match in _QUOTED.finditer(text):
        group = 1 if match[1] else 2
        found.append(Named(match[group], match.start(group), match.end(group)))
    return sorted(found, key=lambda named: named.start)


def _lists(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for match in _SUMMED.finditer(text):
        end = match.start()
        marks = [mark.end() for mark in _MARK.finditer(text, max(done, end - _LONGEST_LIST), end)]
        start = marks[-1] if marks else max(done, end - _LONGEST_LIST)
        done = match.end()
        # without 等, only a list of two or more is one
        if start < end and (match.group() or "、" in text[start:end]):
            yield start, end


def _items(text: str, start: int, end: int) -> list[Named]:
    whole = text[start:end]
    first = whole.split("、", 1)[0]
    head = 0
    while True:  # 力争4月末挂牌… : a date, then a verb, then perhaps another verb
        dated = _DATED.match(first[head:])
        verb = _VERBS.match(first[head:])
        step = dated.end() if dated and dated.end() else (verb.end() if verb else 0)
        if not step or head + step >= len(first):
            break
        head += step
    items, at = [], start + head
    for piece in whole[head:].split("、"):
        name = piece.strip("的等和及 ")
        if 2 <= len(name) <= _TOO_LONG:
            offset = at + piece.index(name)
            items.append(Named(name, offset, offset + len(name)))
        at += len(piece) + 1
    return items
