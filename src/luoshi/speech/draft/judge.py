"""辨句: what one clause is — a commitment, hard or soft, a fact, a frame for what follows, or nothing to track."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from luoshi.speech.document import Deadline, Modality, Quantity
from luoshi.speech.draft import signs
from luoshi.speech.draft.words import (
    Head,
    head,
)

Role = Literal[
    "hard",  # a number, a date or a checkable result
    "soft",  # a direction
    "fact",  # said as done or as it stands
    "frame",  # a date or an aim that holds for the clauses after it
    "topic",  # words without a verb of their own: what the next clause speaks of
    "adverb",  # the way it is done
    "attribute",  # a number that belongs to the clause before
    "told",  # past, without a number
    "nothing",
]


@dataclass(slots=True)
class Piece:
    """A clause as it is being judged; `start`/`end` are the quote, without 一是 and 要."""

    start: int
    end: int
    stop: str
    role: Role
    head: Head
    modal: str
    quantities: list[Quantity] = field(default_factory=list)
    deadline: Deadline | None = None
    vague: bool = False
    verbs_from: int = 0  # behind the subject and its 要
    whole: int = 0  # where the clause began, before anything was set aside
    striving: bool = False  # 力争 said before it holds for it too
    owners: tuple[str, ...] = ()


def judge(
    text: str,
    start: int,
    end: int,
    stop: str,
    quantities: Sequence[Quantity],
    deadlines: Sequence[Deadline],
    vague: bool,
    past: bool = False,
) -> Piece:
    """Say what the clause `text[start:end]` is, by itself, in a passage about what is to be done."""
    lead = signs.LEAD.match(text, start, end)
    assert lead is not None
    begin = lead.end()
    while begin < end and text[begin] in " \t\u3000":
        begin += 1
    modal = lead.group("modal") or ""
    verbs_from = begin
    if not modal and signs.ORDERS.search(text, begin, end):
        said = signs.SUBJECT.match(text, begin, end)
        if said is not None:
            modal, verbs_from = said.group("modal"), said.end()
            if signs.ASKED.search(said.group("subject")):
                begin = verbs_from
    dated = deadlines[-1] if deadlines else None
    verbs = head(text, _after_date(verbs_from, deadlines), end)
    piece = Piece(
        begin, end, stop, "nothing", verbs, modal, list(quantities), dated, vague, verbs_from, start
    )
    if past and not modal and not verbs.willed and dated is None:
        piece.role = "fact" if quantities else "told"
    else:
        piece.role = _role(text, piece)
    return piece


def _after_date(begin: int, deadlines: Sequence[Deadline]) -> int:
    return deadlines[0].end if deadlines and deadlines[0].start - begin <= 2 else begin


def _role(text: str, piece: Piece) -> Role:
    begin, end = piece.start, piece.end
    length = end - begin
    if length < 2 or piece.stop == "？" or signs.ADDRESS.fullmatch(text, begin, end):
        return "nothing"
    dated = piece.deadline
    if dated is not None and not piece.quantities and _only_date(text, piece, dated):
        return "frame"
    if piece.stop == "：":
        return _lead_in(text, piece)
    past = signs.PAST.search(text, begin, end)
    if past and not piece.modal and not (piece.head.kind and past.start() > piece.head.end):
        return "fact" if piece.quantities else "told"
    if signs.PURPOSE.fullmatch(text, begin, end):
        return "nothing"
    if piece.quantities and not piece.head.kind and signs.STATEMENT.search(text, begin, end):
        return "fact"
    if piece.quantities and signs.COUNTING_TASKS.search(text, begin, end):
        return "nothing"
    if piece.quantities and signs.ATTRIBUTE.match(text, begin, end):
        return "attribute"
    if text.endswith("的同时", begin, end):
        return "adverb"
    if signs.ADVERB.match(text, piece.verbs_from, end) and not _acts(text, piece):
        if text.startswith("针对", begin) and piece.quantities:
            return "fact"
        return "adverb"
    return _promise(text, piece)


def _promise(text: str, piece: Piece) -> Role:
    begin, end = piece.start, piece.end
    placed = not piece.head.kind and signs.PLACE.match(text, begin, end) is not None
    acts = placed and signs.MAIN.search(text, begin + 2, end) is not None
    if piece.quantities:
        described = placed and not acts and not piece.modal and signs.OBJECT.match(text, begin, end)
        if not piece.head.kind and signs.PICTURE_END.search(text, begin, end):
            return "nothing"
        return "topic" if described else "hard"
    dated = piece.deadline is not None and not this_year(piece.deadline)
    if dated and (piece.head.kind or piece.modal or "是" not in text[begin:end]):
        return "hard"
    if checkable(text, piece.head, begin, end):
        return "hard"
    if piece.head.kind or acts or piece.modal:
        return "soft"
    if signs.SUBJECT_WAY.search(text, begin, end) is not None:
        return "soft"
    return "adverb" if placed or signs.MEANS.match(text, begin, end) else "topic"


def is_indicator(text: str, piece: Piece) -> bool:
    """Whether a clause names something the statisticians publish: 居民收入与经济增长同步."""
    return signs.INDICATOR.search(text, piece.start, piece.end) is not None


def is_thing(text: str, piece: Piece) -> bool:
    """Whether a clause only names a counted thing of which the next one says what is to be done: 这23处，…"""
    if piece.head.kind or piece.modal or piece.deadline is not None or not piece.quantities:
        return False
    lead = text[piece.start : piece.quantities[0].start]
    return (
        signs.POINTING.fullmatch(lead) is not None
        and signs.MAIN.search(text, piece.start, piece.end) is None
    )


def opens_with_year(piece: Piece) -> bool:
    """Whether a clause begins with a whole year (到2027年建成A，B), which then holds for B as well."""
    dated = piece.deadline
    if dated is None or dated.precision != "year" or not signs.WHOLE_YEAR.fullmatch(dated.text):
        return False
    return piece.whole <= dated.start <= piece.whole + 3


def told_on(piece: Piece) -> bool:
    """Whether a number goes on telling of a fact: no order, no date, no will."""
    return not piece.modal and piece.deadline is None and not piece.head.willed


def this_year(deadline: Deadline) -> bool:
    """今年 and 2025年 alone say when the plan is for; unlike 年内 or 年底前 they make nothing checkable."""
    return signs.BARE_YEAR.fullmatch(deadline.text) is not None


def _only_date(text: str, piece: Piece, dated: Deadline) -> bool:
    rest = text[piece.start : dated.start] + text[dated.end : piece.end]
    return signs.AROUND_DATE.fullmatch(rest) is not None


def _lead_in(text: str, piece: Piece) -> Role:
    if signs.AIM.search(text, piece.start, piece.end):
        return "frame"
    if piece.quantities and not signs.LEADING_IN.search(text, piece.start, piece.end):
        return "hard"
    return "nothing"


def _acts(text: str, piece: Piece) -> bool:
    """Whether a clause that opens with 以, 为, 聚焦 … goes on to do something countable."""
    if not piece.quantities and piece.deadline is None:
        return False
    if text.startswith(("坚持", "瞄准", "牢", "让", "使"), piece.start):
        return False
    main = signs.MAIN.search(text, piece.verbs_from + 2, piece.end)
    if main is None:
        return False
    serves = text.startswith("为", piece.verbs_from)
    return serves or not piece.quantities or main.start() < piece.quantities[-1].end


def checkable(text: str, verbs: Head, begin: int, end: int) -> bool:
    """Whether, without any number or date, one can later say whether it was done."""
    kind = verbs.kind
    if kind == "done" and signs.OF_PROJECTS.match(text, verbs.start, end):
        return False
    if kind == "done" and not (verbs.hurried and verbs.action.endswith("成")):
        vague = signs.SOME.match(text, verbs.end, end) or _vain(text, verbs, end)
        return vague is None
    if kind == "act" and not verbs.softened and not verbs.hurried:
        vague = signs.SOME.match(text, verbs.end, end) or _vain(text, verbs, end)
        return vague is None
    if kind == "start":
        return signs.PREPARED.search(text, verbs.end, end) is None
    if kind == "set_up" and not verbs.softened and not verbs.hurried:
        thing = signs.THING.search(text, verbs.end, end) is not None
        return thing and signs.SOME.match(text, verbs.end, end) is None
    if signs.RESULT_END.search(text, begin, end) or _comes(text, kind, begin, end):
        return True
    state = signs.STATE.search(text, begin, end)
    return state is not None and not (verbs.softened and state.group() == "全覆盖")


def _comes(text: str, kind: str, begin: int, end: int) -> bool:
    """Whether a thing is said to come about: X完成装修; not 把X建成Y, which says what it should be like."""
    if (
        kind
        or signs.PLACE.match(text, begin, end)
        or text.startswith(("朝着", "努力", "向"), begin)
    ):
        return False
    return (
        signs.COMES.search(text, begin, end) is not None
        and signs.IDEAL.search(text, begin, end) is None
    )


def _vain(text: str, verbs: Head, end: int) -> re.Match[str] | None:
    """建成 a town of which one can be proud, 打通 a channel of conversion: a picture, not a result."""
    return signs.IDEAL.search(text, verbs.end, end) if signs.PICTURED.search(verbs.action) else None


def modality(text: str, piece: Piece) -> Modality:
    """must, strive or undated, as domain.md 1.3 reads the speeches.

    力争 and 努力 strive, for the clauses after them too; 确保 binds whatever follows; without it 尽快 and 加快
    leave the date open; else a date, a count of what is to be made, or an order to a named unit binds.
    """
    clause = text[piece.whole : piece.end]
    if signs.STRIVE.search(clause):
        return "strive"
    if signs.MUST.search(clause):
        return "must"
    if piece.striving:
        return "strive"
    if signs.SLOW.search(clause):
        return "undated"
    if piece.deadline is not None:
        return "must"
    if piece.quantities and not (text.startswith("对", piece.start) and not piece.owners):
        return "must"
    return "must" if piece.owners and piece.modal else "undated"


class Binding(NamedTuple):
    """How far the wish or the order of a clause reaches."""

    renews: bool  # it brings its own 力争, 确保 or 要
    strives: bool
    carries: bool  # its date and its wish hold for the clauses after it


def binding(text: str, piece: Piece) -> Binding:
    """力争4月末A，B and 确保年底前A，B bind B too; 4月末A，B does not."""
    clause = text[piece.whole : piece.end]
    strives = signs.STRIVE.match(clause.lstrip("，要")) is not None
    renews = strives or piece.modal != "" or signs.ENSURES.match(clause) is not None
    ahead = piece.deadline.start - piece.start if piece.deadline is not None else 0
    lasting = signs.WISH.match(clause.lstrip("，要")) is not None
    return Binding(renews, lasting, renews and 0 < ahead <= 4)
