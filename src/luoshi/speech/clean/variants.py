"""Traditional to simplified, character for character; a simplified text is not touched."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from luoshi.speech.clean.characters import HAN, pattern, simplified, traditional
from luoshi.speech.clean.strand import Edit, Strand

_SHARE = 0.004  # of traditional characters, above which the whole text is taken to be traditional
_LOOK_ALIKE = (
    r"[\u2e80-\u2fdf\uf900-\ufaff]"  # radicals and doubles that PDF files give for characters
)


def variants(strand: Strand) -> None:
    """Write every traditional form as the simplified one (昇 in a name of a simplified text stays)."""
    strand.mend(
        Edit(m.start(), m.end(), plain, "variant")
        for m in pattern(_LOOK_ALIKE).finditer(strand.text)
        if len(plain := unicodedata.normalize("NFKC", m[0])) == 1 and plain != m[0]
    )
    text = strand.text
    sign = pattern(f"[{traditional()}]")
    if not sign.search(text):
        return
    signs = len(sign.findall(text))
    if signs >= _SHARE * len(text):
        changed = _converted(text)
    else:
        changed = "\n".join(
            _converted(line) if len(set(sign.findall(line))) > 1 else line
            for line in text.split("\n")
        )
    strand.respell(changed, list(_spans(text, changed)), "variant")


def _converted(text: str) -> str:
    """The simplified text; where a phrase would change its length, each of its characters on its own."""
    changed = simplified(text)
    if len(changed) == len(text):
        return changed
    lines = [(line, simplified(line)) for line in text.split("\n")]
    return "\n".join(new if len(new) == len(old) else _one_by_one(old) for old, new in lines)


def _one_by_one(text: str) -> str:
    forms = (simplified(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, forms, strict=True))


def _spans(old: str, new: str) -> Iterator[tuple[int, int]]:
    """Runs of Han characters that differ, from the first changed character to the last."""
    for run in pattern(f"[{HAN}]+").finditer(old):
        start, end = run.span()
        if old[start:end] == new[start:end]:
            continue
        while old[start] == new[start]:
            start += 1
        while old[end - 1] == new[end - 1]:
            end -= 1
        yield start, end
