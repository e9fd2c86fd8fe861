"""Line breaks inside a sentence are joined; breaks between paragraphs stay. Spaces inside Chinese go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from luoshi.speech.clean.characters import SPACE, WIDE, pattern
from luoshi.speech.clean.strand import Edit, Strand

HEADING = (
    r"(?:第[一二三四五六七八九十百\d]+[、章节条部分]|[一二三四五六七八九十百]+[、是要]|[①-⑳]|[•●■◆▪·#*>-]"
    r"|[（(](?:[一二三四五六七八九十百]+|\d{1,3})[)）]|\d{1,3}[.．、)）](?!\d)|附件|各位|同志们|[^，。]{2,12}〔\d{4}〕\d+号)"
)
_BREAK = rf"(?<=[^。！？!?…\n{SPACE}\t])[{SPACE}\t]*\n(?=[^\n])"
_CUT_BACK = (
    8  # characters by which a page shortens a line rather than break a figure or a Latin word
)
_LONG = 36  # characters of an unwrapped line that ends in mid-sentence: body text, no title


def lines(strand: Strand) -> None:
    """Join what a page or a screen broke inside a sentence."""
    text = strand.text
    width = _width(text)
    strand.mend(
        Edit(m.start(), m.end(), _between(text, m.start(), m.end()), "line_break")
        for m in pattern(_BREAK).finditer(text)
        if _goes_on(text, m.start(), m.end(), width)
    )


def _width(text: str) -> int | None:
    """The width at which a page wrapped the text, in characters, or None for text with a line a paragraph."""
    rows = [row for row in text.split("\n") if row.strip()]
    if len(rows) < 6:
        return None
    every = Counter(len(row.strip()) for row in rows)
    inner = Counter(len(row.strip()) for row in rows if row[0] not in " \u3000\t")
    # the first row of a paragraph is short by its indent, another by the figure it would not break
    near, width = max(
        (sum(every[size] for size in range(width - _CUT_BACK, width + 3)), width)
        for width in (_mode(every), _mode(inner))
    )
    return width if near >= max(5, 0.4 * len(rows)) else None


def _mode(sizes: Counter[int]) -> int:
    """The size that most rows have, give or take one; 0 where there are no rows of body text."""
    found = (size for size in sizes if 16 <= size <= 80)
    return max(found, key=lambda n: sizes[n] + sizes[n - 1] + sizes[n + 1], default=0)


def _goes_on(text: str, end: int, start: int, width: int | None) -> bool:
    """Whether the line that ends at `end` goes on in the line that begins at `start`."""
    begin = text.rfind("\n", 0, end) + 1
    line, stop = text[begin:end].strip(), text.find("\n", start)
    following = text[start : stop if stop >= 0 else len(text)]
    if following[:1] in "\u3000\t" or following.startswith("  "):
        return False  # an indent begins a paragraph
    if "\t" in line or "\t" in following or line[:1] == "|":
        return False  # the row of a table
    following = following.strip()
    if not line or not following or pattern(HEADING).match(following):
        return False
    if line[-1] in "，、,（(“《" or following[0] in "，、。；：！？）”》":
        return True
    if width is not None and width - 2 <= len(line) <= width + 2:
        return True
    if line[-1] in "；;：:":
        return False  # a list goes on below, unless the page was full
    if width is not None and width - _CUT_BACK <= len(line) < width:
        titled = pattern(HEADING).match(line) and not pattern("[，。；]").search(line)
        return not titled
    if width is not None or len(line) < _LONG or pattern(HEADING).match(line):
        return False
    return line[-1] not in "”）)》" and pattern("[，。；]").search(line) is not None


def _between(text: str, end: int, start: int) -> str:
    """A space between two Latin words, nothing elsewhere."""
    before, after = text[end - 1], text[start : start + 1]
    return (
        " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""
    )


def spaces(strand: Strand) -> None:
    """Remove spaces at the ends of lines and between Chinese and what it touches."""
    strand.mend(_removed(strand.text))


def _removed(text: str) -> Iterator[Edit]:
    wide, narrow = pattern(f"[{WIDE}]"), pattern("[0-9A-Za-z%％]")
    for m in pattern(rf"[{SPACE}\t]+").finditer(text):
        start, end = m.span()
        if start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n":
            yield Edit(start, end, "", "line_break")
        elif "\t" not in m[0]:  # a tab parts the cells of a table
            before, after = wide.match(text, start - 1), wide.match(text, end)
            if (before and (after or narrow.match(text, end))) or (
                after and narrow.match(text, start - 1)
            ):
                yield Edit(start, end, "", "line_break")


__all__ = ["HEADING", "lines", "spaces"]
