"""How well a piece of text reads: by its characters, by the words they make, and by its quotation marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from luoshi.speech.clean.characters import simplified, weights
from luoshi.speech.clean.pairs import PAIRS

_SAMPLE = 20_000  # characters of the document that are enough to learn its words from
_EXPECTED = 0.6  # how much an expected character counts beside the words it makes
_WORD, _NO_WORD = 2.0, -0.7
_PAIR, _LONE = 4.0, -1.0  # quotation marks that close, and one that does not
_UNKNOWN = -3.0
# Office words that the table below lacks.
_OFFICE = (
    "两会 县领导 区领导 市领导 省领导 镇领导 乡领导 县区 各县 县委 县直 区直 市直 财政局 负责 职责 责任 追责"
    " 督查 督办 拨付 修改 维修"
)
_ASCII = -1.0  # a letter inside Chinese


@dataclass(frozen=True, slots=True)
class Words:
    """Pairs of characters that stand together in words, or at least twice in the document itself."""

    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of the language and of this document."""
        expected = weights()
        counts = Counter(one + two for one, two in pairwise(simplified(text[:_SAMPLE])))
        own = {
            pair
            for pair, count in counts.items()
            if count > 1 and expected.get(pair[0], -1.0) >= 0 and expected.get(pair[1], -1.0) >= 0
        }
        return cls(frozenset(own) | words())

    def score(self, text: str) -> float:
        """The sum over characters, words and quotation marks; about 2 a character for plain office text."""
        expected, plain = weights(), simplified(text)
        total = 0.0
        for character in plain:
            weight = _ASCII if character < "\x80" else expected.get(character, _UNKNOWN)
            total += weight if weight < 0 else _EXPECTED * weight
        for one, two in pairwise(plain):
            if one + two in self.pairs:
                total += _WORD
            elif one >= "一" and two >= "一":
                total += _NO_WORD
        opened, closed = plain.count("“"), plain.count("”")
        return total + _PAIR * min(opened, closed) + _LONE * abs(opened - closed)

    def share(self, text: str) -> float:
        """The share of neighbouring Han characters that stand together in words; 1 where there are none."""
        plain = simplified(text)
        pairs = [one + two for one, two in pairwise(plain) if one >= "一" and two >= "一"]
        return sum(pair in self.pairs for pair in pairs) / len(pairs) if pairs else 1.0


@cache
def words() -> frozenset[str]:
    """Neighbouring characters of office words and of the phrases that come with pypinyin."""
    from pypinyin.phrases_dict import phrases_dict  # slow to import, and rarely needed

    phrases = (*phrases_dict, *_OFFICE.split())
    office = (PAIRS[at : at + 2] for at in range(0, len(PAIRS), 2))
    return frozenset(office) | {one + two for phrase in phrases for one, two in pairwise(phrase)}
