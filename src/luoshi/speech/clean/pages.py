"""Pages of a PDF stand apart by form feeds: running heads and feet go, and a sentence goes on over the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from luoshi.speech.clean.characters import pattern
from luoshi.speech.clean.strand import Edit, Strand

_REPEATS = 3  # pages that must share a first or last line before it counts as a running one


def pages(strand: Strand) -> None:
    """Set aside lines that stand at the top or the foot of most pages, page numbers left out of account."""
    if "\f" not in strand.text:
        return
    edges = list(_edges(strand.text))
    counts = Counter(key for _, _, key in edges)
    need = max(_REPEATS, len(strand.text.split("\f")) // 2)
    strand.mend(
        Edit(start, end, "", "furniture")
        for start, end, key in edges
        if key and counts[key] >= need
    )


def _edges(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, wording without digits) of the first and the last line of every page."""
    begin = 0
    for page in text.split("\f"):
        stop = begin + len(page)
        head_end = begin + (page.find("\n") if "\n" in page else len(page))
        yield begin, head_end, _key(text[begin:head_end])
        foot = begin + page.rstrip("\n").rfind("\n") + 1
        if foot > head_end:
            foot_end = begin + len(page.rstrip("\n"))
            yield foot, foot_end, _key(text[foot:foot_end])
        begin = stop + 1


def _key(line: str) -> str:
    return pattern(r"[\d\s—–－·-]+").sub("", line)[:60]
