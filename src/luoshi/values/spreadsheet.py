"""出门的字: what a text must look like in a file that a spreadsheet opens."""

from __future__ import annotations

_RUN = ("=", "+", "-", "@", "\t", "\r")


def unrun(text: str) -> str:
    """A text that no sheet runs as a formula: one that would be begins with an apostrophe."""
    return f"'{text}" if text.startswith(_RUN) else text
