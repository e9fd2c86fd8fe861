"""出门的字: what a text must look like in a file that Word or a spreadsheet opens."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold; they come along when people paste."""
_RUN = ("=", "+", "-", "@", "\t", "\r")


def unrun(text: str) -> str:
    """A text that no sheet runs as a formula: one that would be begins with an apostrophe."""
    return f"'{text}" if text.startswith(_RUN) else text


def writable(text: str) -> str:
    """A text without the signs that no such file can hold."""
    return _FORBIDDEN.sub("", text)
