"""格式核对: what the standard would object to in a paper, all at once. A paper with faults is still written: the office decides."""

from __future__ import annotations

import re
from itertools import pairwise

from luoshi.papers.frame import characters
from luoshi.papers.layout import face, layout, text_width
from luoshi.papers.paper import Paper
from luoshi.values.problem import Problem

_NUMBER = re.compile(r"[^\s〔〕\[\]（）()第]+〔\d{4}〕[1-9]\d*号")


def faults(paper: Paper) -> list[Problem]:
    """Number (9.8), kind (9.11), length and shape of the title's lines (9.3)."""
    place, found = paper.whole_title, list[Problem]()
    if paper.number and wrong_number(paper.number):
        found.append(Problem("B-101", place, {"number": paper.number}))
    official = bool(paper.mark or paper.number)
    if official and paper.kind not in layout()["kinds"]["statutory"]:
        found.append(Problem("B-102", place, {"kind": paper.kind}))
    if paper.mark and not paper.number:
        found.append(Problem("B-106", place))
    return [*found, *_title(paper)]


def wrong_number(number: str) -> bool:
    """True for a number that is not in the official form X政办〔2026〕1号 (9.8)."""
    return not _NUMBER.fullmatch(number)


def shaped(lines: tuple[str, ...]) -> bool:
    """Trapezoid or diamond: the lines grow, shrink, or are longest in the middle; never all of one length."""
    widths = [characters(line) for line in lines]
    if len(widths) < 2:
        return True
    steps = [after - before for before, after in pairwise(widths)]
    turned = [step < 0 for step in steps]
    return all(steps) and turned == sorted(turned)


def _title(paper: Paper) -> list[Problem]:
    room = int(text_width() / 20 / face("title").points)
    found = [
        Problem(
            "B-104",
            paper.whole_title,
            {"line_count": number, "length_count": round(characters(line)), "room_count": room},
        )
        for number, line in enumerate(paper.title, 1)
        if characters(line) > room
    ]
    if not shaped(paper.title):
        found.append(Problem("B-105", paper.whole_title, severity="warning"))
    return found
