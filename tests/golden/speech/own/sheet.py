"""A text of our own with its hand-made gold, and how a reading of it (or of a damaged copy) is compared.

Places are compared through an alignment of the cleaned text with the original, so what the reader sets aside (menus,
page numbers) or mends does not matter. A line's `open` names what the guide leaves open; that is not scored.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from luoshi.speech.document import Draft, Reading

HOME = Path(__file__).parent
IOU_MIN = 0.5
TOUCHED = 0.3


@dataclass(frozen=True)
class Sheet:
    """One document as committed: its text, the day it was said, and the lines of the gold."""

    name: str
    text: str
    year: int
    said_on: date
    lines: tuple[dict[str, Any], ...]


def sheets(part: str) -> list[Sheet]:
    """The documents of `dev` or `held`, in order."""
    return [_sheet(path) for path in sorted(HOME.glob(f"*_{part}_*.jsonl"))]


def _sheet(path: Path) -> Sheet:
    head, *lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = (HOME / head["file"]).read_text(encoding="utf-8")
    return Sheet(path.stem, text, head["year"], date.fromisoformat(head["said_on"]), tuple(lines))


@dataclass
class Tally:
    """How hard commitments were read; a sum of tallies is the tally of a set."""

    matched: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)  # hard where the gold has nothing
    overcalled: list[str] = field(default_factory=list)  # hard where the gold has a direction only
    numbers: list[tuple[bool, str]] = field(default_factory=list)
    deadlines: list[tuple[bool, str]] = field(default_factory=list)
    owners: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 of hard commitments; a hard draft on a soft line is invented too."""
        wrong = len(self.missed) + len(self.invented) + len(self.overcalled)
        return 2 * self.matched / (2 * self.matched + wrong) if self.matched + wrong else 1.0

    @property
    def lenient(self) -> float:
        """F1 where soft lines do not count, the main score of the guide."""
        wrong = len(self.missed) + len(self.invented)
        return 2 * self.matched / (2 * self.matched + wrong) if self.matched + wrong else 1.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))


def share(judged: Sequence[tuple[bool, str]]) -> float:
    """The share of right answers; 1 where nothing was asked."""
    return sum(right for right, _ in judged) / len(judged) if judged else 1.0


def compare(sheet: Sheet, reading: Reading) -> Tally:
    """Match hard drafts with hard lines of the gold, best overlap first, each once."""
    back = _alignment(sheet.text, reading.document.text)
    drafts = [d for d in reading.drafts if d.kind == "commitment" and d.strength == "hard"]
    places = [frozenset(back[i] for i in range(d.start, d.end) if i in back) for d in drafts]
    spans = [_letters(sheet.text, line) for line in sheet.lines]
    wanted = [
        g
        for g, line in enumerate(sheet.lines)
        if line["strength"] == "hard" and not line["restatement"] and not _open(line, "strength")
    ]
    pairs = sorted(
        (
            (iou, g, i)
            for i, place in enumerate(places)
            for g in wanted
            if (iou := _iou(place, spans[g]))
        ),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    tally, found, used = Tally(), set[int](), set[int]()
    for iou, g, i in pairs:
        if iou >= IOU_MIN and g not in found and i not in used:
            found.add(g)
            used.add(i)
            _judge(tally, sheet.lines[g], drafts[i])
    tally.matched = len(found)
    tally.missed = [sheet.lines[g]["quote"] for g in wanted if g not in found]
    for i, draft in enumerate(drafts):
        if i not in used:
            _unasked(tally, sheet, places[i], spans, set(wanted), draft)
    return tally


def _unasked(
    tally: Tally,
    sheet: Sheet,
    place: frozenset[int],
    spans: Sequence[frozenset[int]],
    wanted: set[int],
    draft: Draft,
) -> None:
    """A hard draft that no hard line asked for: pardoned on an open or repeated line, else counted."""
    touched = [
        line
        for g, line in enumerate(sheet.lines)
        if g not in wanted and _iou(place, spans[g]) >= TOUCHED
    ]
    if not touched:
        tally.invented.append(draft.quote)
    elif not any(line["restatement"] or _open(line, "strength") for line in touched):
        tally.overcalled.append(draft.quote)


def _judge(tally: Tally, line: dict[str, Any], draft: Draft) -> None:
    numbers = sorted((float(v), u, c) for v, u, c in line["quantities"])
    read = sorted((q.value, q.unit, q.comparator) for q in draft.quantities)
    tally.numbers.append((numbers == read, f"{line['quote']} {numbers} != {read}"))
    if not _open(line, "deadline"):
        day = draft.deadline.date.isoformat() if draft.deadline and draft.deadline.date else None
        right = day == line["deadline"]
        tally.deadlines.append((right, f"{line['quote']} {line['deadline']} != {day}"))
    if line["owners"] and not _open(line, "owners"):
        owners = list(draft.owners)
        right = sorted(owners) == sorted(line["owners"]) and owners[0] == line["owners"][0]
        tally.owners.append((right, f"{line['quote']} {line['owners']} != {owners}"))


def _open(line: dict[str, Any], what: str) -> bool:
    return what in line.get("open", ())


def _letters(text: str, line: dict[str, Any]) -> frozenset[int]:
    return frozenset(i for i in range(line["start"], line["end"]) if not text[i].isspace())


def _iou(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _alignment(original: str, cleaned: str) -> dict[int, int]:
    """Offsets of the cleaned text -> offsets of the original, spaces left out, widths of characters evened."""
    ours, theirs = _plain(original), _plain(cleaned)
    matcher = SequenceMatcher(
        None, [letter for _, letter in theirs], [letter for _, letter in ours], autojunk=False
    )
    back: dict[int, int] = {}
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and a_end - a == b_end - b):
            back.update((theirs[a + k][0], ours[b + k][0]) for k in range(a_end - a))
    return back


def _plain(text: str) -> list[tuple[int, str]]:
    return [
        (i, unicodedata.normalize("NFKC", letter))
        for i, letter in enumerate(text)
        if not letter.isspace()
    ]
