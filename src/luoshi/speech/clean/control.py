"""Characters that are no text: control, zero-width and private-use ones (icon fonts), and stray line ends."""

from __future__ import annotations

from luoshi.speech.clean.characters import pattern
from luoshi.speech.clean.strand import Edit, Strand

_STRAY = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    r"\ud800-\udfff\ue000-\uf8ff\ufff9-\ufffb]+|\r\n?|[\x0b\x0c\x85\u2028\u2029]"
)


def control(strand: Strand) -> None:
    """Take out what cannot be read, and make every kind of line end a plain one."""
    strand.mend(
        Edit(m.start(), m.end(), "\n" if m[0][0] in "\r\x0b\x0c\x85\u2028\u2029" else "", "control")
        for m in pattern(_STRAY).finditer(strand.text)
    )
