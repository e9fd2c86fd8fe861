"""Automatic numbers of a Word file. They are not in its text, and without them an outline cannot be seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class Numbering:
    """The list definitions of a file and how far each list has counted."""

    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)  # numId -> abstract definition
    styles: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # paragraph style -> numId, level
    counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, numbering: Any | None, styles: Any | None) -> Numbering:
        """Read the definitions from numbering.xml and styles.xml, either of which may be missing."""
        made = cls()
        for definition in [] if numbering is None else numbering.iterchildren("{*}abstractNum"):
            made.levels[_value(definition, "abstractNumId")] = {
                _number(_value(level, "ilvl")): (
                    _child(level, "numFmt") or "decimal",
                    _child(level, "lvlText"),
                    _number(_child(level, "start") or "1"),
                )
                for level in definition.iterchildren("{*}lvl")
            }
        for entry in [] if numbering is None else numbering.iterchildren("{*}num"):
            made.lists[_value(entry, "numId")] = _child(entry, "abstractNumId")
        for style in [] if styles is None else styles.iterchildren("{*}style"):
            found = style.find("{*}pPr/{*}numPr")
            if found is not None and _child(found, "numId"):
                made.styles[_value(style, "styleId")] = (
                    _child(found, "numId"),
                    _number(_child(found, "ilvl")),
                )
        return made

    def label(self, paragraph: Any) -> str:
        """The number in front of a paragraph, as Word would print it, or nothing; counts it."""
        found = paragraph.find("{*}pPr/{*}numPr")
        style = paragraph.find("{*}pPr/{*}pStyle")
        number, level = self.styles.get(_value(style, "val") if style is not None else "", ("", 0))
        if found is not None:
            number = _child(found, "numId") or number
            level = _number(_child(found, "ilvl")) if _child(found, "ilvl") else level
        definition = self.lists.get(number, "")
        levels = self.levels.get(definition, {})
        if level not in levels:
            return ""
        counts = self.counts[definition]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        kind, text, _ = levels[level]
        if kind in ("bullet", "none"):
            return ""
        for above in range(level + 1):
            if f"%{above + 1}" in text:
                form, _, start = levels.get(above, ("decimal", "", 1))
                text = text.replace(f"%{above + 1}", written(counts.get(above, start), form))
        return text


def written(count: int, form: str) -> str:
    """A count in one of Word's number formats; one that is not known is written in digits."""
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCountingThousand",
    ):
        return _chinese(count)
    if form == "decimalEnclosedCircle" and 0 < count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if form == "ideographTraditional" and 0 < count <= len(_STEMS):
        return _STEMS[count - 1]
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 40:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        while count >= value:
            letters, count = letters + sign, count - value
    return letters


def _value(element: Any, name: str) -> str:
    """An attribute by its local name."""
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: Any, name: str) -> str:
    """The `val` of a child element, or nothing."""
    found = element.find(f"{{*}}{name}")
    return "" if found is None else _value(found, "val")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
