"""ASCII punctuation beside Chinese becomes full width; 60.5, 10:30, 3:1 and addresses stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.speech.clean.characters import WIDE, pattern
from luoshi.speech.clean.strand import Strand

_FULL = dict(zip(",:;?!()", "，：；？！（）", strict=True))
_NEAR = f"{WIDE}*×"
_RUN = r"[,;:!?()]+"  # a run is judged by what stands at its two ends
_ASKS = r"[吗呢谁何几哪么怎否]|多少|([一-鿿])[不没]\1"


def punctuation(strand: Strand) -> None:
    """Widen , : ; ? ! ( ) that touch Chinese text, pairs of brackets together."""
    for _ in range(4):  # a widened mark may be what its neighbour touches
        text = strand.text
        places = sorted(_brackets(text) | _marks(text))
        if not places:
            return
        parts: list[str] = []
        done = 0
        for at in places:
            parts += [text[done:at], _FULL[text[at]]]
            done = at + 1
        parts.append(text[done:])
        strand.respell("".join(parts), ((at, at + 1) for at in places), "punctuation")


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of ASCII marks that touch Chinese; the colon of http:// touches none."""
    near = pattern(f"[{_NEAR}]")
    for run in pattern(_RUN).finditer(text):
        start, end = run.span()
        after = near.match(text, end) is not None
        if after or (start and near.match(text, start - 1) and not text.startswith("//", end)):
            yield start, end


def _marks(text: str) -> set[int]:
    found: set[int] = set()
    for start, end in _runs(text):
        for at in range(start, end):
            if text[at] in "()" or (text[at] == "?" and not _is_question(text, at)):
                continue
            found.add(at)
    return found


def _is_question(text: str, at: int) -> bool:
    """A `?` in the middle of a sentence without a question word stands for a lost character."""
    if at + 1 == len(text) or text[at + 1] in "\n”’）)":
        return True
    opening = max(text.rfind(mark, max(0, at - 60), at) for mark in "。！？；!;\n")
    return re.search(_ASKS, text[max(opening, at - 60, 0) : at]) is not None


def _brackets(text: str) -> set[int]:
    """Both brackets of a pair that touches Chinese inside or outside; a lone one that does on either side."""
    if "(" not in text and ")" not in text:
        return set()
    near = pattern(f"[{_NEAR}]")
    found: set[int] = set()
    paired: set[int] = set()
    for pair in pattern(r"\([^()（）\n]{0,200}[)）]|（[^()（）\n]{0,200}\)").finditer(text):
        first, last = pair.start(), pair.end() - 1
        paired |= {first, last}
        if any(
            near.match(text[k : k + 1])
            for k in (first - 1, first + 1, last - 1, last + 1)
            if k >= 0
        ):
            found |= {k for k in (first, last) if text[k] in "()"}
    for start, end in _runs(text):
        found |= {k for k in range(start, end) if text[k] in "()" and k not in paired}
    return found
