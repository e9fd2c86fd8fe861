"""What the publisher masked: ** and XX for names and numbers. It stays as it is and is never guessed."""

from __future__ import annotations

from luoshi.speech.clean.characters import HAN, pattern
from luoshi.speech.clean.strand import Strand

_MASK = (
    r"\*+(?!\s)|＊+|[□○〇]{2,}|某某某?|\ufffd+|(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])|×+"
    r"|(?<![A-Za-z0-9])[Xx](?=[区县市镇乡街村省年月日某])"
)


def masks(strand: Strand) -> None:
    """Mark masked names and numbers as gaps; a multiplication sign and a bullet are none."""
    text = strand.text
    if not pattern(_MASK).search(text):
        return
    han = pattern(f"[{HAN}年月日“”《》，、（）]")
    for m in pattern(_MASK).finditer(text):
        before, after = text[max(0, m.start() - 1) : m.start()], text[m.end() : m.end() + 1]
        if m[0][0] == "\ufffd":
            strand.mark("lost", m.start(), m.end())
        elif m[0][0] in "*×Xx" and before.isdigit() and after.isdigit():
            continue
        elif han.match(before) or han.match(after):
            strand.mark("masked", m.start(), m.end())
