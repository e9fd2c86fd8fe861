"""Where the publisher cut the text: the note is set aside, …… stands in its place, the gap carries the number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.speech.clean.characters import pattern
from luoshi.speech.clean.strand import Edit, Strand

_DOTS = r"[…．.]{0,12}"
_CLOSE = r"[)）】\]]"
_NOTE = (
    rf"\s*{_DOTS}[ \t]*[(（【\[][^()（）\n]{{0,80}}?(?:省略|略去|隐藏|剩余|余下|未显示)(?:了|约|内容)*\s?"
    rf"(?P<left>\d{{1,7}})\s?字[^()（）\n]{{0,80}}{_CLOSE}[ \t]*{_DOTS}"
)
_SHOWN = (
    rf"\s*{_DOTS}[ \t]*[(（【\[]?(?:未完[，,。；; ]*)?(?:本文|全文)共?约?\s?(?P<full>\d{{2,7}})\s?字[，,；;。 ]?"
    rf"(?:当前|目前)?(?:仅|只)?显示了?前?\s?(?P<shown>\d{{1,7}})\s?字[^()（）\n]{{0,120}}"
    rf"(?:{_CLOSE}|\n[^\n]{{0,120}}{_CLOSE}[ \t]*\Z|(?=\n)|\Z)"
)
_PAY = (
    r"\s*…{0,6}[ \t]*^[ \t]*[(（【]?[^。\n]{0,30}?(?:登录|注册|付费|购买|开通|成为|正式)[^。\n]{0,8}?"
    r"(?:会员|后|VIP)[^。\n]{0,16}?(?:阅读|查看|下载)[^。\n]{0,30}$"
    r"|\s*…{0,6}[ \t]*^[ \t]*[(（【]?(?:试读(?:已)?结束|未完待续)[^。\n]{0,40}$"
)
_CUT = f"{_NOTE}|{_SHOWN}|{_PAY}"
_SIGN = r"\d\s?字|会员|VIP|试读|未完待续|登录后?[阅查下]|付费"  # cheap to look for; the rest is tried around it
_NEAR = 160
_OMITTED = r"[（(](?:[此以]处|下|中间)?(?:省略|略)[)）]"


def cuts(strand: Strand) -> None:
    """Put …… where a publisher cut, and mark what he left out without a number, such as （略）."""
    strand.mend(_edits(strand.text))
    for m in pattern(_OMITTED).finditer(strand.text):
        strand.mark("cut", m.start(), m.end())


def _edits(text: str) -> Iterator[Edit]:
    """Cuts in order; the last note states the whole, so what was already counted is taken off."""
    stated = reached = tried = 0
    for sign in pattern(_SIGN).finditer(text):
        if sign.start() < reached or sign.end() + 2 * _NEAR <= tried:
            continue
        low, high = max(reached, sign.start() - _NEAR), min(len(text), sign.end() + 6 * _NEAR)
        m = pattern(_CUT, re.MULTILINE).search(text, low, high)
        if m is None or (m.end() == high < len(text)):
            tried = high  # signs well inside were tried with this one
            continue
        start, reached = m.start(), m.end()
        if m[0][0] == "\n" and text[max(0, start - 9) : start].rstrip()[-1:] in tuple("。！？：；"):
            start += len(m[0]) - len(m[0].lstrip())  # the cut begins a line of its own
        missing: int | None = None
        if m["left"]:
            missing = int(m["left"])
            stated += missing
        elif m["full"]:
            whole = int(m["full"]) - int(m["shown"])
            missing = whole - stated if whole > stated else max(whole, 0)
        yield Edit(start, m.end(), "……", "furniture", "cut", missing)
