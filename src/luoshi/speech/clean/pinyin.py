"""Bracketed readings: 業(yè) -> 業, by rule: one character, and in brackets a syllable that is a reading of it."""

from __future__ import annotations

import unicodedata
from functools import cache

from luoshi.speech.clean.characters import HAN, SPACE, TONED, pattern, simplified
from luoshi.speech.clean.strand import Edit, Strand

_BRACKETED = rf"(?<=[{HAN}])[(（][{SPACE}]*([{TONED}]{{1,9}})[{SPACE}]*[)）]"
_ALIKE = str.maketrans("ɑɡ", "ag")  # phonetic letters that some sites use


def pinyin(strand: Strand) -> None:
    """Remove bracketed readings; brackets that hold anything else, such as （GDP）, stay."""
    text = strand.text
    strand.mend(
        Edit(m.start(), m.end(), "", "pinyin")
        for m in pattern(_BRACKETED).finditer(text)
        if is_reading(text[m.start() - 1], m[1])
    )


@cache
def is_reading(character: str, syllable: str) -> bool:
    """Whether the toned syllable is one of the character's readings, in either of its forms."""
    plain = unicodedata.normalize("NFC", syllable).translate(_ALIKE)
    return plain in _readings(character) or plain in _readings(simplified(character))


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style  # slow to import, and rarely needed
    from pypinyin import pinyin as readings_of

    found = readings_of(character, style=Style.TONE, heteronym=True, errors="ignore")
    return frozenset(found[0]) if found else frozenset()
