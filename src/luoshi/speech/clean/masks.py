"""What the publisher masked: ** and XX for names and numbers. It stays as it is and is never guessed."""

from __future__ import annotations

from luoshi.speech.clean.characters import HAN, pattern
from luoshi.speech.clean.strand import Strand

_SIGN = "[*＊×Xx□○〇某\ufffd]+"
_MASK = (
    r"\*+(?!\s)|＊+|[□○〇]{2,}|某某某?|\ufffd+|[Xx]{2,}|×{2,}|[Xx×](?=[区县市镇乡街村省年月日某])"
)


def masks(strand: Strand) -> None:
    """Mark masked names and numbers as gaps; a multiplication sign, a bullet and a Latin word are none."""
    text = strand.text
    han, mask = pattern(f"[{HAN}年月日“”《》，、（）]"), pattern(_MASK)
    for sign in pattern(_SIGN).finditer(text):
        start = sign.start()
        before = text[start - 1] if start else ""
        m = mask.match(text, start)
        if m is None:
            continue
        after = text[m.end() : m.end() + 1]
        if m[0][0] == "\ufffd":
            strand.mark("lost", start, m.end())
        elif m[0][0] in "Xx" and any(c.isascii() and c.isalnum() for c in (before, after)):
            continue  # XXL, Lexx
        elif before.isdigit() and after.isdigit():
            continue  # 5*8, 2×660
        elif han.match(before) or han.match(after):
            strand.mark("masked", start, m.end())
