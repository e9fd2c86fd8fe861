"""期限: when something is to be done, as the last day of the period that the text names.

`periods` gives every mention of a time; `deadlines` those that bind something to come. A word like 尽快 is no date:
`vague` lists it for the office to settle. Nothing is guessed: without a year the date stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from luoshi.speech.document import Deadline
from luoshi.speech.find import dates_kept, dates_read
from luoshi.speech.find.numerals import HALF_WIDTH, WIDE_DIGIT
from luoshi.speech.find.quoted import Quoted
from luoshi.values.period import Period, Precision
from luoshi.values.problem import Problem

Fault = Literal["impossible", "no_year", "unfixed"]
VagueKind = Literal["soon", "strive", "when_fit"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A time named in the text. `deadline`: it binds something to come; `past`: it speaks of what has been."""

    period: Period | None
    precision: Precision
    text: str
    start: int
    end: int
    past: bool
    deadline: bool
    fault: Fault | None = (
        None  # why there is no period: no such day, no year, or a feast that moves
    )


@dataclass(frozen=True, slots=True)
class Vague:
    """A word that promises a time without naming one (尽快), or only the wish (力争)."""

    kind: VagueKind
    text: str
    start: int
    end: int


def periods(text: str, *, year: int | None = None, said_on: date | None = None) -> list[Mention]:
    """Every mention of a time, by start and without overlap.

    `year` is the year the document speaks of as 今年; `said_on`, the meeting's date, gives it when `year` is None.
    """
    this_year = year if year is not None else (said_on.year if said_on else None)
    quoted = Quoted(text)
    mentions = []
    plain = text.translate(HALF_WIDTH) if WIDE_DIGIT.search(text) else text
    for match in dates_read.times(plain):
        start, end = match.span()
        if quoted.holds(start, end) and not match["plan"]:
            continue
        read = dates_read.resolve(match, this_year, said_on)
        if read is None:
            continue
        period, precision, fault = read
        past = dates_kept.past(text, match, period, this_year, said_on)
        binds = not past and dates_kept.binds(text, match)
        if binds and period and year is None and said_on and not match["year"]:
            period = dates_read.not_before(match, period, said_on)
        mentions.append(Mention(period, precision, text[start:end], start, end, past, binds, fault))
    return mentions


def deadlines(text: str, *, year: int | None, said_on: date | None) -> list[Deadline]:
    """The deadlines of a text, by start: the last day of what was said, None where it cannot be known."""
    return deadlines_among(periods(text, year=year, said_on=said_on))


def deadlines_among(mentions: Sequence[Mention]) -> list[Deadline]:
    """The deadlines among mentions that were already found."""
    return [
        Deadline(m.period.end if m.period else None, m.precision, m.text, m.start, m.end)
        for m in mentions
        if m.deadline
    ]


def impossible(mentions: Sequence[Mention]) -> list[Problem]:
    """S-100 for each day that the calendar does not have (4月31日)."""
    return [
        Problem("S-100", f"“{m.text}”", {"text": m.text, "start": m.start}, "warning")
        for m in mentions
        if m.fault == "impossible"
    ]


_VAGUE = re.compile(
    r"(?P<soon>尽快|尽早|及早|早日|从速|抓紧(?!抓)|(?<![最])近期(?!目标|规划|工作|重点|的)|即刻|第一时间)"
    r"|(?P<strive>力争(?!上游)|力求)"
    r"|(?P<when_fit>适时|择机|择期|条件成熟时?|时机成熟时?)"
)
_CLAUSE_END = re.compile(r"[，。；！？\n]")
_REACH = 80


def vague(text: str, dated: Sequence[Mention] | None = None) -> list[Vague]:
    """Words that leave the date open; 力争 only where its own clause names no date.

    `dated` are the mentions already found in `text`; without them they are looked for.
    """
    due = [m for m in (periods(text) if dated is None else dated) if m.deadline]
    found = []
    for match in _VAGUE.finditer(text):
        kind: VagueKind = match.lastgroup  # type: ignore[assignment]
        if kind == "strive" and _dated_clause(text, match.start(), due):
            continue
        found.append(Vague(kind, match.group(), match.start(), match.end()))
    return found


def _dated_clause(text: str, at: int, due: Sequence[Mention]) -> bool:
    """Whether one of `due` stands in the clause around `at`, looking no further than a long clause reaches."""
    since = max(0, at - _REACH)
    opens = max(since, *(text.rfind(mark, since, at) + 1 for mark in "，。；！？\n"))
    closes = _CLAUSE_END.search(text, at, at + _REACH)
    ends = closes.start() if closes else at + _REACH
    first = bisect_left(due, opens, key=lambda m: m.start)
    return first < len(due) and due[first].start < ends
