"""分句: the sentences of a paragraph and the clauses they are made of, in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from luoshi.speech.document import Quantity
from luoshi.speech.draft.words import alternation, head


class Clause(NamedTuple):
    """A stretch between two marks; `stop` is the mark after it."""

    start: int
    end: int
    stop: str


# What stands in quotation marks or brackets is never cut; a mark inside them does not end a clause.
_CLAUSE = re.compile(
    r"((?:[^，。；！？：\n\t|“《（]++|“[^”\n]{0,80}+”|《[^》\n]{0,80}+》|（[^）\n]{0,80}+）|[“《（])++)([，。；！？：\n\t|]|$)"
)
_CHANGE = re.compile(
    r"增长|下降|提高|降低|达|超|突破|控制|不低于|不少于|保持|以上|以内|左右|封顶|开工|竣工|完工|交付|投用"
)
_RESULT = re.compile(
    r"(?:获批|开工|竣工|完工|封顶|通车|投用|启用|开业|交付|动工|建成|落地|施工|突破)(?:建设|使用|投用|运营)?、"
    r"(?=[^，、]{4,}(?:获批|开工|竣工|完工|封顶|通车|投用|启用|开业|交付|动工|建成|落地|施工|突破|进展|验收))"
)
# 实现 stands before one total only: 实现旅游收入…、过夜游客… are two
_TOTALS = re.compile(r"实现[^、，]*(?:收入|总额|产值|利润|税收)[^、，]*、")
_MEASURED = re.compile(
    alternation(
        [
            "新增",
            "供应",
            "分配",
            "实现",
            "完成",
            "建成",
            "开工",
            "竣工",
            "启用",
            "引进",
            "培育",
            "新建",
            "改造",
            "投入",
            "新开工",
            "整治",
            "建设",
            "提升",
            "新引进",
            "筹集",
            "拆除",
            "启动",
            "打造",
            "发放",
            "新培育",
            "创建",
            "举办",
            "开展",
            "组织",
            "争取",
            "力争",
            "确保",
            "盘活",
            "减少",
            "压减",
            "带动",
            "招引",
            "认定",
            "新认定",
            "改建",
            "扩建",
            "出让",
            "收储",
        ]
    )
)


def sentences(
    text: str, start: int, end: int, turns: Callable[[str, int, int, int], bool]
) -> Iterator[list[Clause]]:
    """The clauses of each sentence of the paragraph `text[start:end]`, in order.

    A mark ends a sentence where the words after it turn to what is to come (…；下一步，…). A cell of a table is one.
    """
    found: list[Clause] = []
    for match in _CLAUSE.finditer(text, start, end):
        stop = match.group(2)
        if (
            found
            and found[-1].stop in "，；"
            and turns(text, found[0].start, match.start(1), match.end(1))
        ):
            yield found
            found = []
        found.append(Clause(match.start(1), match.end(1), stop))
        if stop in "。！？\n\t|" or not stop:
            yield found
            found = []
    if found:
        yield found


def split(text: str, clause: Clause, quantities: Sequence[Quantity]) -> tuple[Clause, ...]:
    """Cut a clause at the 、 after which a new verb or a new indicator has its own number.

    新增A 10个、供应B 5个 are two promises; 新增A 10个、B 5个 share one verb and stay together.
    """
    if len(quantities) < 2:
        return _after_results(text, clause)
    if text.find("、", clause.start, clause.end) < 0:
        return (clause,)
    cuts: list[int] = []
    left = clause.start
    totals = _TOTALS.match(text, clause.start, clause.end) is not None
    for before, after in pairwise(quantities):
        mark = text.find("、", before.end, after.start)
        if (
            mark < 0
            or after.start - mark < 3
            or text.find("（", before.end, mark) >= 0 > text.find("）", before.end, mark)
        ):
            continue
        if totals or _MEASURED.match(text, mark + 1, after.start):
            new = True
        else:
            bare = not head(text, left, clause.end).kind
            changes = _CHANGE.search(text, left, mark) and _CHANGE.search(text, mark, clause.end)
            new = bare and changes is not None
        if new:
            cuts.append(mark)
            left = mark + 1
    return _cut(clause, cuts)


def _after_results(text: str, clause: Clause) -> tuple[Clause, ...]:
    """A尽快获批、B签约 are two promises: the first has come to its result before the 、."""
    return _cut(clause, [m.end() - 1 for m in _RESULT.finditer(text, clause.start, clause.end)])


def _cut(clause: Clause, cuts: Sequence[int]) -> tuple[Clause, ...]:
    if not cuts:
        return (clause,)
    starts = [clause.start, *(cut + 1 for cut in cuts)]
    ends = [*cuts, clause.end]
    stops = ["、"] * len(cuts) + [clause.stop]
    return tuple(Clause(*part) for part in zip(starts, ends, stops, strict=True))
