"""合同承诺: the sentences of a draft contract that promise what the Fair Competition Review Regulations (art. 8-12) do not allow.

text ──sentences──> one that promises ──denied? by law? open to all?──> found, with article, place and remedy

A denial or a basis in law excuses no more than it governs: "B may not sell the land, A grants B a reward" is found for the reward. Finding a
sentence decides nothing: the office that reviews does. Nothing is found in a text of before the regulations took effect.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from luoshi.values.label import Label
from luoshi.values.problem import Severity

_WRAPPED = r"(?<=[^\n]{20})\n(?!\s*(?:$|\n|第[一二三四五六七八九十百\d]+[条章款]|[（(]?[一二三四五六七八九十\d]+[）)、.．]))"
"""A line that is full and no new item behind it: a page broke the sentence, its author did not."""
_SENTENCE = re.compile(
    rf"(?:[^。；;！？\n]|{_WRAPPED}){{1,2000}}[。；;！？]?"
)  # longer is no sentence, and would cost its square
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of promise."""

    key: str
    article: str
    label: Label
    remedy: Label
    find: tuple[re.Pattern[str], ...]
    denied: re.Pattern[str]  # its own where a "may not" is the promise itself: may not move away


class Found(NamedTuple):
    """A promise in a text: `start` and `end` are characters of its sentence; a warning where it is open to all firms."""

    kind: Kind
    start: int
    end: int
    sentence: str
    words: str  # those that were found
    severity: Severity


class Declared(NamedTuple):
    """All that is declared."""

    since: date
    source: str
    kinds: tuple[Kind, ...]
    law: re.Pattern[str]
    besides: re.Pattern[str]
    turn: re.Pattern[str]
    contrast: re.Pattern[str]
    not_theirs: re.Pattern[str]
    open_to_all: re.Pattern[str]


def promises(text: str, on: date) -> list[Found]:
    """Every promise that may not be made, in the order of the text; one a sentence and kind."""
    told = declared()
    if on < told.since:
        return []
    return [
        found
        for sentence in _SENTENCE.finditer(text)
        for kind in told.kinds
        for found in _in_sentence(sentence, kind, told)
    ]


def _in_sentence(sentence: re.Match[str], kind: Kind, told: Declared) -> Iterator[Found]:
    raw = sentence[0]
    words = _COMMA.sub("，", "".join(raw.split()))
    hits = (hit for pattern in kind.find for hit in pattern.finditer(words))
    hit = next((one for one in hits if not _excused(one, words, kind, told)), None)
    if hit is None:
        return
    severity: Severity = "warning" if told.open_to_all.search(words) else "error"
    start = sentence.start() + len(raw) - len(raw.lstrip())
    yield Found(kind, start, sentence.end(), raw.strip(), hit[0], severity)


def _excused(hit: re.Match[str], words: str, kind: Kind, told: Declared) -> bool:
    """True where the words are denied, have a basis in law, or are not for the firm."""
    for no in kind.denied.finditer(words, 0, hit.end()):
        if not told.turn.search(words, no.end(), hit.end()):
            return True
    clause = words.rfind("，", 0, hit.start()) + 1
    if told.not_theirs.search(words, clause, hit.end()):
        return True
    without = told.besides.sub(lambda one: "　" * len(one[0]), words)
    for basis in told.law.finditer(without):
        between = sorted((basis.start(), basis.end(), hit.start(), hit.end()))[1:3]
        if not told.contrast.search(words, *between):
            return True
    return False


@cache
def declared() -> Declared:
    """What `promises.toml` declares."""
    tables = tomllib.loads(files("luoshi.leads").joinpath("promises.toml").read_text("utf-8"))
    common = tables["denied"]
    kinds = tuple(
        Kind(
            key,
            one["article"],
            Label.of(one["label"]),
            Label.of(one["remedy"]),
            tuple(re.compile(pattern) for pattern in one["find"]),
            _any(one.get("denied", common)),
        )
        for key, one in tables.items()
        if isinstance(one, dict)
    )
    words = ("law", "besides", "turn", "contrast", "not_theirs", "open_to_all")
    return Declared(tables["since"], tables["source"], kinds, *(_any(tables[n]) for n in words))


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
