"""提纲: the numbered points of a text, each scoped by the point it stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.speech.document import Heading

_NUMERALS = "〇零一二三四五六七八九十百"

# One pass over the text. A number opens a line; 一是/一要 and （1） may also open a sentence inside a paragraph.
_OPENER = re.compile(
    rf"""
    (?:^[ \t\u3000]*(?:
        (?P<part>第[{_NUMERALS}]{{1,3}}(?:部分|章|篇|编)[、：\s]*)
      | (?P<one>[{_NUMERALS}]{{1,3}}、)
      | (?P<two>[（(][{_NUMERALS}]{{1,3}}[）)])
      | (?P<three>\d{{1,2}}(?:、|[.．](?!\d)))
    ))
    | (?:^[ \t\u3000]*|(?<=[。；：！？…]))(?:
        (?P<four>[（(]\d{{1,2}}[）)]|[①-⑳])
      | (?P<first>首先|其次|再次|最后)(?:，|要|是)
      | (?P<point>第?[{_NUMERALS}]{{1,3}}(?:是|则是|则))
      | (?P<must>第?[{_NUMERALS}]{{1,3}}要)
    )
    """,
    re.X | re.M,
)
_LEVEL = {"part": 1, "one": 1, "two": 2, "three": 3, "four": 4, "first": 5, "point": 5, "must": 6}
_INLINE = 4  # from this level on a point is part of its paragraph
_FIRST = re.compile(r"[（(]?第?(?:一|首先|①|1(?!\d))")
_TITLE_END = re.compile(r"[。；：！？\n]")
_SHORT_END = re.compile(r"[。；：！？，\n]")
_LONGEST_TITLE = 60


@dataclass(slots=True)
class _Point:
    """A point as it is being found; its end is known when the next one closes it."""

    level: int
    form: str
    number: str
    title: str
    start: int
    end: int
    parent: int | None


class _Open(NamedTuple):
    """A point whose section is not closed yet."""

    place: int
    level: int
    form: str


def outline(text: str, cuts: Iterable[int] = ()) -> tuple[Heading, ...]:
    """The numbered points of `text` in order, each with the end of its section and its parent.

    1. A number at the head of a line closes every open point of its own or a deeper form.
    2. A number inside a paragraph continues the list of its form if one is open, else opens a list under
       the innermost open point; so 二是 may stand twice, under two parents.
    3. `cuts` are places where the publisher left text out: what stood over the next point is not known, so
       points inside paragraphs do not hang on anything before the cut.
    """
    found: list[_Point] = []
    stack: list[_Open] = []
    breaks = sorted(cuts)
    last = 0
    for match in _OPENER.finditer(text):
        form = match.lastgroup or "one"
        level, start, after = _LEVEL[form], match.start(form), match.end(form)
        if after >= len(text) or text[after] == "\n":
            continue
        if bisect_right(breaks, start) > bisect_right(breaks, last):
            _close(found, stack, _first_inline(stack), start)
        last = start
        _close(found, stack, _depth(text, found, stack, match, level), start)
        parent = stack[-1] if stack else None
        if parent is not None and parent.level >= level:
            level = parent.level + 1
        place = parent.place if parent else None
        title = _title(text, after, form)
        found.append(_Point(level, form, match.group(form), title, start, len(text), place))
        stack.append(_Open(len(found) - 1, level, form))
    return tuple(
        Heading(p.level, p.number, p.title, p.start, _section_end(text, p), p.parent) for p in found
    )


def _depth(
    text: str, found: list[_Point], stack: list[_Open], match: re.Match[str], level: int
) -> int:
    """How many of the open points stay open when this one opens."""
    form = match.lastgroup or "one"
    number, start = match.group(form), match.start(form)
    inline = _first_inline(stack)
    if level < _INLINE:
        return next((i for i, open_ in enumerate(stack[:inline]) if open_.level >= level), inline)
    same = next((i for i, open_ in enumerate(stack) if _family(open_.form) == _family(form)), None)
    if same is not None:
        return same
    if not _FIRST.match(number):
        return inline  # the list it continues stood in what was cut
    # under an inline point only within its paragraph or in the next one
    keep = len(stack)
    while keep > inline and text.count("\n", found[stack[keep - 1].place].start, start) > 1:
        keep -= 1
    return keep


def _family(form: str) -> str:
    return "point" if form == "first" else form


def _first_inline(stack: list[_Open]) -> int:
    return next((i for i, open_ in enumerate(stack) if _LEVEL[open_.form] >= _INLINE), len(stack))


def _close(found: list[_Point], stack: list[_Open], keep: int, place: int) -> None:
    while len(stack) > keep:
        found[stack.pop().place].end = place


def _section_end(text: str, point: _Point) -> int:
    """A point inside a paragraph ends with it, unless it is a line of its own that heads what follows."""
    line = text.find("\n", point.start, point.end)
    if _LEVEL[point.form] < _INLINE or line < 0:
        return point.end
    alone = line - point.start <= _LONGEST_TITLE and "。" not in text[point.start : line - 1]
    return point.end if alone else line


def _title(text: str, at: int, form: str) -> str:
    line = text.find("\n", at)
    line = len(text) if line < 0 else line
    whole = text[at:line].strip()
    if _LEVEL[form] < _INLINE and len(whole) <= _LONGEST_TITLE and "。" not in whole[:-1]:
        return whole.rstrip("。：")
    end = (_SHORT_END if form == "must" else _TITLE_END).search(text, at)
    title = text[at : end.start() if end else line].strip()
    if len(title) > _LONGEST_TITLE:
        short = _SHORT_END.search(text, at)
        title = text[at : short.start() if short else line].strip()
    return title


class Headings:
    """The titles over any place, found by bisection instead of a walk through the whole outline."""

    def __init__(self, outline: tuple[Heading, ...]):
        places = sorted({0} | {h.start for h in outline} | {h.end for h in outline})
        self._places = places
        over: dict[int, tuple[str, ...]] = {}
        active: list[Heading] = []
        waiting = iter(sorted(outline, key=lambda h: h.start))
        coming = next(waiting, None)
        for place in places:
            active = [h for h in active if h.end > place]
            while coming is not None and coming.start <= place:
                active.append(coming)
                coming = next(waiting, None)
            over[place] = tuple(f"{h.number}{h.title}" for h in active)
        self._over = over

    def at(self, offset: int) -> tuple[str, ...]:
        """The titles over `offset`, outermost first."""
        return self._over[self._places[max(bisect_right(self._places, offset) - 1, 0)]]
