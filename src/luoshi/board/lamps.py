"""Lamps: the light of one item on one day, with the reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from luoshi.board.words import Saying, on_the_day
from luoshi.declare.register import Level, Light
from luoshi.values.label import Label

NO_RULE = Label(
    "没有一条规则适用，请督查室核对亮灯规则", "No rule covers this item; check the light's rules"
)


@dataclass(frozen=True, slots=True)
class Lamp:
    """One light of one item. `late`: it was late once, even if it has been made good since."""

    register: str
    key: str
    light: str
    level: Level
    why: Label
    late: bool
    owner: str
    title: str


class Reasons:
    """The sentences of one light, taken apart once, filled in for each item."""

    def __init__(
        self, light: Light, say: Mapping[str, Saying], parameters: Mapping[str, Any]
    ) -> None:
        self.say, self.parameters = say, parameters
        self.sentences: dict[tuple[str, int | None], tuple[_Sentence, _Sentence]] = {}
        for level, rule in light.rules.items():
            for number, label in (
                (None, rule.why),
                *((n, w) for n, (_, w) in enumerate(rule.cases)),
            ):
                self.sentences[level, number] = (_taken_apart(label.zh), _taken_apart(label.en))
        self._said: dict[tuple[str, Any], Label] = {}

    def why(self, level: str, reason: int | None, values: Mapping[str, Any], as_of: date) -> Label:
        """The reason in both languages."""
        zh, en = self.sentences[level, reason]
        said_zh = (
            text if name is None else self._words(name, values, as_of).zh for text, name in zh
        )
        said_en = (
            text if name is None else self._words(name, values, as_of).en for text, name in en
        )
        return Label(on_the_day("".join(said_zh)), on_the_day("".join(said_en)))

    def _words(self, name: str, values: Mapping[str, Any], as_of: date) -> Label:
        value = self.parameters[name] if name in self.parameters else values.get(name)
        saying = self.say[name]
        if saying.unit_field:
            return saying.of(value, values, as_of)
        if (name, value) not in self._said:
            self._said[name, value] = saying.of(value, values, as_of)
        return self._said[name, value]


_Sentence = Sequence[tuple[str, str | None]]


def _taken_apart(sentence: str) -> _Sentence:
    """(text, None) and ("", name) pieces in order."""
    pieces: list[tuple[str, str | None]] = []
    for text, name, _, _ in Formatter().parse(sentence):
        if text:
            pieces.append((text, None))
        if name is not None:
            pieces.append(("", name))
    return pieces
