"""How well a piece of text reads: by its characters, by the words they make, and by its quotation marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from luoshi.speech.clean.characters import simplified, weights

_SAMPLE = 20_000  # characters of the document that are enough to learn its words from
_WORD, _NO_WORD = 1.5, -0.7
_PAIR, _LONE = 3.5, -1.0  # quotation marks that close, and one that does not
_UNKNOWN = -3.0
# Office words that the phrases of pypinyin lack.
_OFFICE = (
    "两会 县领导 区领导 市领导 省领导 镇领导 乡领导 县区 各县 各区 各镇 各乡 各街道 各部门 各单位 县委 区委 市委 县直 区直"
    " 市直 招商 引资 专班 调度 督查 督办 落实 统筹 推进 推动 企业 项目 产业 园区 地块 征收 拆迁 挂牌 签约 开工 竣工"
    " 营商 环境 财税 增收 盘活 闲置 沉淀 资金 亿元 万元 攻坚 乡村 振兴 民生 就业 养老 医疗 城建 街道 乡镇 社区 党委"
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
        total = sum(
            _ASCII if character < "\x80" else expected.get(character, _UNKNOWN)
            for character in plain
        )
        for one, two in pairwise(plain):
            if one + two in self.pairs:
                total += _WORD
            elif one >= "一" and two >= "一":
                total += _NO_WORD
        opened, closed = plain.count("“"), plain.count("”")
        return total + _PAIR * min(opened, closed) + _LONE * abs(opened - closed)


@cache
def words() -> frozenset[str]:
    """Neighbouring characters of the phrases that come with pypinyin."""
    from pypinyin.phrases_dict import phrases_dict  # slow to import, and rarely needed

    phrases = (*phrases_dict, *_OFFICE.split())
    return frozenset(one + two for phrase in phrases for one, two in pairwise(phrase))
