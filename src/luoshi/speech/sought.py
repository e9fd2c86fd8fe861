"""查找词: the words that a reader looks for, and where they stand in a text.

A word is found in either width (Ａ and A) and either case, and one typed in traditional characters finds the
simplified ones. Each word is one pattern that Python's `re` and DuckDB's RE2 read alike, so that speeches and registers
are searched by one rule, two characters are enough, and no index has to follow the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from luoshi.speech.clean.characters import pattern, simple_forms

TYPED_MAX = 100  # characters
WORDS_MAX = 8
_WIDER = 0xFEE0  # from ! to its full-width form
_BEFORE, _SHOWN = 24, 80  # characters of a snippet
_SENTENCE = r"[^。！？；!?\n]+[。！？；!?]*[”’」』）]*"


class Piece(NamedTuple):
    """A run of characters that is, or is not, what was looked for."""

    text: str
    hit: bool


class Passage(NamedTuple):
    """A sentence of a text and where it begins."""

    start: int
    text: str


@dataclass(frozen=True)
class Sought:
    """The words of one search; a text fits when every word stands in it, in whatever order."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Sought:
        """The words that blanks part; beyond 100 characters or eight words the rest is not looked for."""
        given = "".join(c for c in typed[:TYPED_MAX] if c.isprintable() or c.isspace())
        return cls(tuple(dict.fromkeys(given.split()))[:WORDS_MAX])

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """One regular expression a word."""
        return tuple("".join(_forms(character) for character in word) for word in self.words)

    def fits(self, text: str) -> bool:
        """True when every word stands in the text."""
        return all(pattern(p).search(text) for p in self.patterns)

    def within(self, text: str) -> frozenset[str]:
        """The patterns that the text answers."""
        return frozenset(p for p in self.patterns if pattern(p).search(text))

    def pieces(self, text: str) -> list[Piece]:
        """The whole text, cut at the edges of what was found."""
        if not self.patterns:
            return [Piece(text, False)]
        found, at = [], 0
        longest_first = sorted(self.patterns, key=len, reverse=True)
        for match in pattern("|".join(longest_first)).finditer(text):
            found += [Piece(text[at : match.start()], False), Piece(match[0], True)]
            at = match.end()
        return [piece for piece in (*found, Piece(text[at:], False)) if piece.text]

    def snippet(self, text: str) -> list[Piece]:
        """A short stretch around the first word that is found, as pieces; "…" where something is left out."""
        places = [m.start() for p in self.patterns if (m := pattern(p).search(text))]
        first = min(places, default=0)
        start = max(0, min(first - _BEFORE, len(text) - _SHOWN))
        shown = text[start : start + _SHOWN]
        before, after = "…" if start else "", "…" if start + _SHOWN < len(text) else ""
        return self.pieces(f"{before}{shown}{after}")

    def passages(self, text: str) -> Iterator[Passage]:
        """The sentences that fit, in the order of the text."""
        if self.words and self.fits(text):
            for sentence in pattern(_SENTENCE).finditer(text):
                if self.fits(sentence[0]):
                    blank = len(sentence[0]) - len(sentence[0].lstrip())
                    yield Passage(sentence.start() + blank, sentence[0].strip())


def _forms(character: str) -> str:
    """A class of everything that counts as this character."""
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:
        character = chr(code - _WIDER)
    if "!" <= character <= "~":
        cases = dict.fromkeys((character.lower(), character.upper()))
        forms = [*cases, *(chr(ord(c) + _WIDER) for c in cases)]
    else:
        forms = [*dict.fromkeys((character, simple_forms().get(character, character)))]
    escaped = "".join(re.escape(form) for form in forms)
    return f"[{escaped}]" if len(forms) > 1 else escaped
