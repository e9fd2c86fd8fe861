"""责任: whose promise it is. A unit named once holds for what follows it, as far as the text leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.speech.draft.judge import Piece
from luoshi.speech.find import Responsible, owners


@dataclass(slots=True)
class Sentence:
    """One sentence with its promises; `slogan` when it only heads its paragraph."""

    start: int
    end: int
    pieces: list[Piece]
    slogan: bool


_MAY_NAME = re.compile(
    r"[局委办厅府处院道镇乡门位班司团导记手长人区](?:都|均)?(?:要|应|须|必|负责|牵头|配合|会同)|[由请]|负责|牵头"
)
_BREAK = re.compile(
    r"[ \t\u3000]*(?:同时|此外|另外|与此同时|[一二三四五六七八九十]{1,3}(?:是|要)|（[一二三四五六七八九十\d]+）|\d+[.．、])"
)


def assign(text: str, said: Sequence[Sentence], answering: Sequence[Responsible]) -> None:
    """Give each promise of a paragraph its owners, in place.

    1. The subject of a sentence answers for the whole sentence, and for the next ones that begin with 要.
    2. Where a sub-point is opened by a single 要 sentence without a subject, the subject that its next
       sentences name answers for all of it.
    3. A line or bracket 责任单位：… answers for what stands before it.
    """
    own = [_own(text, sentence) for sentence in said]
    given = list(own)
    current: tuple[str, ...] = ()
    for i, sentence in enumerate(said):
        if _BREAK.match(text, sentence.start, sentence.end):
            current = ()
        if own[i]:
            current = own[i]
        elif current and _opens_with_order(sentence):
            given[i] = current
        else:
            current = ()
    for i, units in enumerate(own):
        if units:
            for k in _back(said, own, i):
                given[k] = given[k] or units
    for sentence, units in zip(said, given, strict=True):
        for piece in sentence.pieces:
            piece.owners = units
    for line in reversed(answering):
        for sentence in said:
            for piece in sentence.pieces:
                if piece.end <= line.start + 1:
                    piece.owners = line.owners


def _own(text: str, sentence: Sentence) -> tuple[str, ...]:
    words = text[sentence.start : sentence.end]
    if not _MAY_NAME.search(words):
        return ()
    found: list[str] = []
    for piece in sentence.pieces:
        found += owners(text[piece.whole : piece.end], "")
    if not found and sentence.pieces:
        found = owners(words, "")
    return tuple(dict.fromkeys(found))


def _opens_with_order(sentence: Sentence) -> bool:
    return bool(sentence.pieces) and bool(sentence.pieces[0].modal) and _first(sentence)


def _first(sentence: Sentence) -> bool:
    return sentence.pieces[0].whole == sentence.start


def _back(said: Sequence[Sentence], own: Sequence[tuple[str, ...]], i: int) -> list[int]:
    """The sentences before `i` that its subject answers for: back to the order that opens the sub-point."""
    chain: list[int] = []
    for k in range(i - 1, -1, -1):
        pieces = said[k].pieces
        if own[k] or not pieces:
            return []
        chain.append(k)
        if any(piece.modal for piece in pieces):
            return chain if len(pieces) == 1 and not pieces[0].quantities else []
    return []
