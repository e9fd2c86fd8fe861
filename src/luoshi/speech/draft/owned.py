"""责任: whose promise it is. A unit named once holds for what follows it, as far as the text leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.speech.draft.judge import Piece
from luoshi.speech.find import owners


@dataclass(slots=True)
class Sentence:
    """One sentence with its promises; `slogan` when it only heads its paragraph."""

    start: int
    end: int
    pieces: list[Piece]
    slogan: bool


_TURN_OF_DUTY = (
    r"\d{1,2}月|每[年月季周日天]|[一二三四]季度|[上下]半年|20\d\d年|年[底内]|[本下这]个?[月周]|月底|于|务必|抓紧|尽快|马上|立即|[把给就来得去再]"
    r"|统筹|组织|指导|盯|派人|同步|保障|做好|抓好|完成|核定|提供|带头|国庆|春节|汛期|开学|今天|明天|负责|必须"
)
_MAY_NAME = re.compile(
    r"[局委办厅府处院道镇乡门位班司团导记手长人区街室心会队司部）](?:都|均|也)?"
    rf"(?:要|应|须|必|牵头|配合|会同|{_TURN_OF_DUTY})|[由请]|负责|牵头|[局委办厅镇道乡队司](?:这边|那边|这块|你们|的?同志|，)"
)
_ACTS = re.compile(
    r"[^，。；：]{0,3}?(?P<unit>[^，。；：、\d]{1,16}(?:局|委|办|厅|院|街道|乡镇|镇街|政府|单位|部门|办事处|公司|指挥部|督查室|中心|管委会|专班|大队|支队))"
    rf"(?:也|都|均)?(?={_TURN_OF_DUTY})"
)
_ALSO = re.compile(r"同时|此外|另外|与此同时")
_MARK = re.compile(r"[，；：]")
_BREAK = re.compile(
    r"[ \t\u3000]*(?:同时|此外|另外|与此同时|[一二三四五六七八九十]{1,3}(?:是|要)|（[一二三四五六七八九十\d]+）|\d+[.．、])"
)


def assign(text: str, said: Sequence[Sentence]) -> None:
    """Give each promise of a paragraph its owners, in place.

    1. The subject of a clause answers for it and for the clauses after it, until another is named.
    2. A sentence that begins with 要, a day to come or a verb goes on with the subject of the one before.
    3. Where a sub-point is opened by a single 要 sentence without a subject, the subject that its next
       sentences name answers for all of it.
    """
    named = [_name(text, sentence) for sentence in said]
    current: tuple[str, ...] = ()
    for i, sentence in enumerate(said):
        if _BREAK.match(text, sentence.start, sentence.end):
            current = ()
        if named[i]:
            current = next((p.owners for p in reversed(sentence.pieces) if p.owners), named[i])
        elif current and _goes_on(text, sentence):
            _give(sentence, current)
        else:
            current = ()
    for i, units in enumerate(named):
        if units:
            for k in _back(text, said, named, i):
                _give(said[k], units)


def _name(text: str, sentence: Sentence) -> tuple[str, ...]:
    """Give each promise the unit that its own words or the words before it name; the first of them, or ()."""
    if not sentence.pieces or not _MAY_NAME.search(text, sentence.start, sentence.end):
        return ()
    first: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    last = sentence.start
    for i, piece in enumerate(sentence.pieces):
        until = sentence.end if i + 1 == len(sentence.pieces) else piece.end
        units = _of_words(text[piece.whole : until]) or _of_words(text[last : piece.whole])
        current = units or current
        first = first or units
        piece.owners = current
        last = until
    return first


def _of_words(words: str) -> tuple[str, ...]:
    if not _MAY_NAME.search(words):
        return ()
    for clause in _MARK.split(words):
        found = owners(clause, words) or _acting(clause)
        if found:
            return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys(owners(words, "")))


def _give(sentence: Sentence, units: tuple[str, ...]) -> None:
    for piece in sentence.pieces:
        piece.owners = piece.owners or units


def _acting(clause: str) -> list[str]:
    """区财政局三季度末前清偿…: a unit that stands before a date or a turn of duty, without 要."""
    acts = _ACTS.match(clause)
    return owners(acts.group("unit") + "要", "") if acts else []


def _goes_on(text: str, sentence: Sentence) -> bool:
    """Whether a sentence has no subject of its own: it opens with 要, a day to come, the rest or the verb."""
    if not sentence.pieces or sentence.pieces[0].whole != sentence.start:
        return False
    first = sentence.pieces[0]
    dated = first.deadline is not None and first.deadline.start - first.start <= 2
    rest = text.startswith(("剩", "其余", "余下"), first.start)
    return rest or bool(first.modal) or dated or bool(first.head.kind)


def _back(text: str, said: Sequence[Sentence], own: Sequence[tuple[str, ...]], i: int) -> list[int]:
    """The sentences before `i` that its subject answers for: back to the order that opens the sub-point."""
    chain: list[int] = []
    for k in range(i - 1, -1, -1):
        pieces = said[k].pieces
        if own[k] or not pieces:
            return []
        chain.append(k)
        if any(piece.modal for piece in pieces):
            opens = len(pieces) == 1 and not pieces[0].quantities
            return chain if opens and not _ALSO.match(text, said[k].start) else []
    return []
