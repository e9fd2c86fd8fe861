"""Cleaning: a text as it came from a website, a scan or a typist becomes one that can be read by rule.

Nothing is invented. Each repair is listed with its place, what cannot be mended is marked as a gap, and every
character of the cleaned text knows its offset in the original.
"""

from __future__ import annotations

from collections.abc import Callable

from luoshi.speech.clean.byte_shift import byte_shift
from luoshi.speech.clean.contents import contents
from luoshi.speech.clean.control import control
from luoshi.speech.clean.cuts import cuts
from luoshi.speech.clean.furniture import furniture
from luoshi.speech.clean.lines import lines, spaces
from luoshi.speech.clean.masks import masks
from luoshi.speech.clean.pages import pages
from luoshi.speech.clean.pinyin import pinyin
from luoshi.speech.clean.punctuation import punctuation
from luoshi.speech.clean.strand import Strand
from luoshi.speech.clean.variants import variants
from luoshi.speech.document import Cleaned

# The order matters: a shifted run is read in the bytes it was damaged in, so before anything is respelled;
# from `variants` on every rule is written in simplified characters only; lines are joined when what stood
# between them is gone, and spaces go after that because an indent tells where a paragraph begins.
STEPS: tuple[Callable[[Strand], None], ...] = (
    pages,
    control,
    byte_shift,
    pinyin,
    variants,
    contents,
    cuts,
    furniture,
    lines,
    spaces,
    punctuation,
)
_ROUNDS = 4  # a repair may uncover another one; clean text takes one round


def clean(original: str) -> Cleaned:
    """Mend a text; clean text comes back as it is, with no repairs."""
    strand = Strand.of(original)
    for _ in range(_ROUNDS):
        before = len(strand.changes)
        for step in STEPS:
            step(strand)
        if len(strand.changes) == before:
            break
    masks(strand)
    return Cleaned(strand.text, strand.origin, strand.repairs(), strand.gaps())


__all__ = ["STEPS", "Cleaned", "clean"]
