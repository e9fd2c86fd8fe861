"""The text while it is being mended: every step hands in edits, and the way back to the original is kept.

What is changed is changed here and nowhere else, so that the list of repairs is complete by construction:
putting every repair's `after` into the original gives the cleaned text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from luoshi.speech.document import Gap, GapKind, Repair, RepairKind


class Edit(NamedTuple):
    """`start`..`end` of the text as it stands becomes `after`; with `gap`, the result is marked as one."""

    start: int
    end: int
    after: str
    kind: RepairKind
    gap: GapKind | None = None
    missing: int | None = None


# (start, end, length of what stands there now, kind), in offsets of the original. A plain tuple, because a
# traditional text makes hundreds of thousands of them.
_Change = tuple[int, int, int, RepairKind]


class _Hole(NamedTuple):
    kind: GapKind
    start: int  # in the original
    end: int
    missing: int | None


@dataclass(slots=True)
class Strand:
    """The original, the text as mended so far, and for each of its characters the offset in the original."""

    original: str
    text: str = ""
    origin: array[int] = field(default_factory=lambda: array("i"))
    changes: list[_Change] = field(default_factory=list)
    holes: list[_Hole] = field(default_factory=list)

    @classmethod
    def of(cls, original: str) -> Strand:
        """A strand nothing has been done to."""
        return cls(original, original, array("i", range(len(original))))

    def mend(self, edits: Iterable[Edit]) -> None:
        """Apply edits of the present text; they come in order and do not overlap."""
        parts: list[str] = []
        places = array("i")
        at = 0
        origin = self.origin
        for edit in edits:
            start, end, after, kind, gap, missing = edit
            assert at <= start < end, "edits come in order, do not overlap, and replace something"
            parts.append(self.text[at:start])
            parts.append(after)
            places += origin[at:start]
            last = end - 1
            for step in range(len(after)):
                places.append(origin[min(start + step, last)])
            first, stop = origin[start], origin[last] + 1
            self.changes.append((first, stop, len(after), kind))
            if gap is not None:
                self.holes.append(_Hole(gap, first, stop, missing))
            at = end
        if at == 0:
            return
        parts.append(self.text[at:])
        places += origin[at:]
        self.text, self.origin = "".join(parts), places

    def respell(self, text: str, spans: Iterable[tuple[int, int]], kind: RepairKind) -> None:
        """Replace the text by one of the same length that differs inside the spans only."""
        assert len(text) == len(self.text), "respelling keeps the length"
        origin, changes = self.origin, self.changes
        for start, end in spans:
            if origin[end - 1] - origin[start] == end - 1 - start:
                changes.append((origin[start], origin[end - 1] + 1, end - start, kind))
                continue
            for first, last in self._pieces(text, start, end):
                changes.append((origin[first], origin[last - 1] + 1, last - first, kind))
        self.text = text

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What changed of a span that something was already taken out of, cut where that was."""
        first = last = -1
        before = self.origin[start] - 1
        for at in range(start, end):
            place = self.origin[at]
            if place != before + 1 and first >= 0:
                yield first, last + 1
                first = -1
            before = place
            if text[at] != self.text[at]:
                first, last = (at if first < 0 else first), at
        if first >= 0:
            yield first, last + 1

    def mark(self, kind: GapKind, start: int, end: int, missing: int | None = None) -> None:
        """Note a gap in the present text without changing it."""
        self.holes.append(_Hole(kind, self.origin[start], self.origin[end - 1] + 1, missing))

    def repairs(self) -> tuple[Repair, ...]:
        """All changes in the order of the original, overlapping ones as one, with line and both wordings."""
        found: list[Repair] = []
        original, text, origin = self.original, self.text, self.origin
        breaks = array("i", (m.start() for m in re.finditer("\n", original)))
        breaks.append(len(original))
        line = shift = 0  # breaks passed; text offset minus original offset, outside repairs
        for start, end, length, kind in _merged(self.changes):
            begin = start + shift
            stop = bisect_left(origin, end) if length < 0 else begin + length
            while breaks[line] < start:
                line += 1
            before, after = original[start:end], text[begin:stop]
            shift = stop - end
            if before != after:
                found.append(Repair(kind, start, end, before, after, line + 1))
        return tuple(found)

    def gaps(self) -> tuple[Gap, ...]:
        """All gaps in the order of the cleaned text; one that was mended away later is gone."""
        found: list[Gap] = []
        for kind, first, stop, missing in sorted(set(self.holes), key=lambda h: (h.start, h.end)):
            start, end = bisect_left(self.origin, first), bisect_left(self.origin, stop)
            if start < end and not (found and start < found[-1].end):
                found.append(Gap(kind, start, end, self.text[start:end], missing))
        return tuple(found)


def _merged(changes: list[_Change]) -> Iterator[_Change]:
    """Changes by place; overlapping ones become one of the widest one's kind, whose length is unknown (-1)."""
    if not changes:
        return
    changes = sorted(changes)
    held = changes[0]
    width = held[1] - held[0]
    for change in changes[1:]:
        size = change[1] - change[0]
        if change[0] >= held[1]:
            yield held
            held, width = change, size
            continue
        kind = change[3] if size > width else held[3]
        width = max(width, size)
        held = (held[0], max(held[1], change[1]), -1, kind)
    yield held
