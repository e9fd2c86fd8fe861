"""Names in quotation marks or《》: a number or a date inside one belongs to the name, not to the sentence."""

from __future__ import annotations

import re
from bisect import bisect_right

# A quoted sentence is longer than a name, and its numbers are said in earnest.
_LONGEST = 30
_QUOTES = re.compile(
    rf"“[^“”\n]{{1,{_LONGEST}}}”|《[^《》\n]{{1,80}}》|‘[^‘’\n]{{1,{_LONGEST}}}’"
    rf"|「[^「」\n]{{1,{_LONGEST}}}」|\"[^\"\n]{{1,{_LONGEST}}}\""
)


class Quoted:
    """The quoted stretches of one text."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in _QUOTES.finditer(text)]
        self._starts = [start for start, _ in self.spans]

    def holds(self, start: int, end: int) -> bool:
        """Whether the whole of [start, end) stands inside one quotation."""
        i = bisect_right(self._starts, start) - 1
        return i >= 0 and end <= self.spans[i][1]
