"""并句: what cannot be read alone is joined; dates and 力争 are carried on to the clauses they hold for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from luoshi.speech.document import Deadline, Quantity
from luoshi.speech.draft.judge import (
    Piece,
    binding,
    is_indicator,
    is_thing,
    opens_with_year,
    this_year,
    told_on,
)


def join(
    text: str, pieces: Iterable[Piece], aim: Callable[[Piece], Deadline | None]
) -> list[Piece]:
    """The promises and facts of one sentence.

    1. A date that stands alone, or the year of a list of aims, holds for every clause after it.
    2. A number that only describes (总投资, 增长) belongs to the clause before it.
    3. Words without a verb belong to the next clause where that says 要 or they hold its number.
    4. After a fact (截至目前，已…) a bare number without an order is a fact too.
    5. 力争4月末A，B: the wish and its date hold for B too, until B brings its own.
    """
    kept: list[Piece] = []
    carry = _Carry(text)
    for piece in pieces:
        if piece.role == "hard" and carry.told and told_on(piece):
            piece.role = "fact"
        baseline = text.startswith("针对", piece.start)
        carry.told = (piece.role in ("fact", "told") and not baseline) or (
            carry.told and piece.role in ("nothing", "attribute")
        )
        if piece.role == "topic" and carry.aimed:
            piece.role = "hard" if is_indicator(text, piece) else "soft"
        if piece.role == "frame":
            carry.frame(piece, aim)
        elif piece.role == "attribute" and kept and _describes(kept[-1], piece):
            kept[-1].end = piece.end
            kept[-1].quantities += piece.quantities
        elif piece.role in ("topic", "adverb"):
            carry.hold(piece)
        elif piece.role in ("nothing", "told"):
            carry.drop()
            if piece.role == "told":
                carry.deadline = None
        else:
            if piece.role == "attribute":
                piece.role = "hard"
            carry.give(piece)
            ordered = piece.role == "hard" and (piece.modal or piece.deadline is not None)
            if kept and ordered and kept[-1].end + 1 == piece.start and is_thing(text, kept[-1]):
                thing = kept.pop()
                piece.start, piece.whole = thing.start, thing.whole
                piece.quantities = thing.quantities + piece.quantities
            kept.append(piece)
    return kept


def _describes(before: Piece, piece: Piece) -> bool:
    return bool(before.quantities) and before.end + 1 == piece.start


class _Carry:
    """What earlier clauses of the sentence hand on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.deadline: Deadline | None = None
        self.first = True  # nothing was promised in the sentence yet
        self.framed = False  # the date stood alone before the clauses
        self.aimed = False  # a list of aims is running
        self.dated = False  # the words held begin with a date
        self.opening: int | None = None
        self.modal = ""
        self.quantities: list[Quantity] = []
        self.striving = False
        self.told = False  # the clause before was a fact

    def frame(self, piece: Piece, aim: Callable[[Piece], Deadline | None]) -> None:
        leads_in = piece.stop == "："
        self.aimed = self.aimed or leads_in
        self.deadline, self.framed = piece.deadline or aim(piece) or self.deadline, True
        self.dated = not leads_in
        self.opening = None if leads_in else piece.start

    def hold(self, piece: Piece) -> None:
        if piece.stop == "；":
            self.drop()
            return
        needed = piece.role == "topic" or self.text.find("围绕", piece.start, piece.end) >= 0
        if self.dated or not needed:
            return
        if self.opening is None or not self.quantities:
            self.opening = piece.start
        self.modal = self.modal or piece.modal
        self.quantities += piece.quantities

    def drop(self) -> None:
        self.opening, self.quantities, self.dated, self.modal = None, [], False, ""

    def give(self, piece: Piece) -> None:
        if piece.role == "fact":
            self.drop()
            return
        if self.opening is not None and (self.quantities or self.dated or piece.modal):
            piece.start = self.opening
            piece.modal = piece.modal or self.modal
            if self.quantities:
                piece.quantities = self.quantities + piece.quantities
                piece.role = "hard"
        self.drop()
        binds = binding(self.text, piece)
        if self.first and opens_with_year(piece):
            self.deadline, self.framed = piece.deadline, False
        self.first = False
        open_ = piece.deadline is None and (self.framed or not binds.renews)
        if open_ and self.deadline is not None and (self.framed or piece.role == "hard"):
            piece.deadline = self.deadline
            if not this_year(self.deadline):
                piece.role = "hard"
        piece.striving = self.striving and not binds.renews
        if binds.carries:
            self.striving = binds.strives
            self.deadline, self.framed = piece.deadline or self.deadline, False
        elif binds.renews:
            self.striving = binds.strives
