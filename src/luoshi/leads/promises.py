"""合同承诺: the sentences of a draft contract that promise what the Fair Competition Review Regulations (art. 8-12) do not allow.

text ──sentences──> one that promises ──denied? by law? open to all?──> found, with article, place and remedy

Finding a sentence decides nothing: the office that reviews does. Nothing is found in a text of before the regulations took effect.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from luoshi.values.label import Label
from luoshi.values.problem import Severity

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of promise."""

    key: str
    article: str
    label: Label
    remedy: Label
    find: tuple[re.Pattern[str], ...]
    keeps_denied: bool  # a "may not" is the promise itself: may not move away


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
    by_law: re.Pattern[str]
    denied: re.Pattern[str]
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
    words = sentence[0]
    hit = next((m for pattern in kind.find if (m := pattern.search(words))), None)
    if hit is None or told.by_law.search(words):
        return
    before = words[: hit.end()]
    if not kind.keeps_denied and told.denied.search(before):
        return
    severity: Severity = "warning" if told.open_to_all.search(words) else "error"
    start = sentence.start() + len(words) - len(words.lstrip())
    yield Found(kind, start, sentence.end(), words.strip(), hit[0], severity)


@cache
def declared() -> Declared:
    """What `promises.toml` declares."""
    tables = tomllib.loads(files("luoshi.leads").joinpath("promises.toml").read_text("utf-8"))
    kinds = tuple(
        Kind(
            key,
            one["article"],
            Label.of(one["label"]),
            Label.of(one["remedy"]),
            tuple(re.compile(pattern) for pattern in one["find"]),
            bool(one.get("keeps_denied")),
        )
        for key, one in tables.items()
        if isinstance(one, dict)
    )
    law, denied, everybody = (re.compile("|".join(tables[n])) for n in ("law", "denied", "open_to_all"))  # fmt: skip
    return Declared(tables["since"], tables["source"], kinds, law, denied, everybody)
