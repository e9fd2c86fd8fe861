"""Gold annotations of speeches and how a reading is scored against them. The texts themselves are not in this repository."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luoshi.speech.document import Draft, Reading
from luoshi.speech.read import read

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "golden" / "speech"
SHARED = ROOT.parent / "shared" / "data"
IOU_MIN = 0.5
TOUCHED = 0.3  # overlap from which a draft is about a line that is not scored


@dataclass
class Score:
    """How one document was read: hard commitments matched, missed, invented; numbers and deadlines of the matched."""

    name: str
    matched: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    overcalled: list[str] = field(default_factory=list)  # soft or repeated in the gold
    past: list[str] = field(default_factory=list)  # hard before the first commitment of the gold
    numbers_wrong: list[tuple[str, Any, Any]] = field(default_factory=list)
    deadlines_wrong: list[tuple[str, Any, Any]] = field(default_factory=list)

    def f1(self, strict: bool = False) -> float:
        """F1 on hard commitments; `strict` counts a hard draft on a soft line of the gold as invented."""
        wrong = len(self.invented) + (len(self.overcalled) if strict else 0)
        total = 2 * self.matched + wrong + len(self.missed)
        return 2 * self.matched / total if total else 1.0

    def exact(self, wrong: Sequence[Any]) -> float:
        """The share of matched commitments that are not in `wrong`."""
        return 1 - len(wrong) / self.matched if self.matched else 1.0


def gold_files(prefix: str = "") -> list[Path]:
    """The annotated speeches whose text is at hand."""
    return sorted(
        path
        for path in GOLD.glob(f"{prefix}*.jsonl")
        if (SHARED / "speeches" / _file(path)).exists()
    )


def _file(gold: Path) -> str:
    with gold.open(encoding="utf-8") as lines:
        return str(json.loads(next(lines))["file"])


def score(gold: Path, *, with_year: bool = True) -> Score:
    """Read the speech of one gold file and compare."""
    head, *lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    content = (SHARED / "speeches" / head["file"]).read_bytes()
    reading = read(content, head["file"], year=head["year"] if with_year else None)
    body = content.decode("utf-8").index("\n") + 1
    return compare(gold.stem, reading, lines, body, content.decode("utf-8"))


def compare(
    name: str, reading: Reading, gold: Sequence[dict[str, Any]], body: int, original: str
) -> Score:
    """Match hard drafts to hard lines, best overlap first; `body` is where the gold's offset 0 stands."""
    result = Score(name)
    origin = reading.document.origin
    hard = [
        (origin[d.start] - body, origin[d.end - 1] + 1 - body, d)
        for d in reading.drafts
        if d.kind == "commitment" and d.strength == "hard"
    ]
    wanted = [line for line in gold if line["strength"] == "hard" and not line["restatement"]]
    pairs = sorted(
        (
            (overlap((s, e), (line["start"], line["end"])), g, i)
            for i, (s, e, _) in enumerate(hard)
            for g, line in enumerate(wanted)
            if s < line["end"] and line["start"] < e
        ),
        reverse=True,
    )
    used: set[int] = set()
    found: set[int] = set()
    for share, g, i in pairs:
        if share < IOU_MIN or g in found or i in used:
            continue
        found.add(g)
        used.add(i)
        _compare_one(result, hard[i][2], wanted[g])
    result.matched = len(found)
    result.missed = [
        original[body + line["start"] : body + line["end"]]
        for g, line in enumerate(wanted)
        if g not in found
    ]
    first = min((line["start"] for line in gold), default=10**9)
    unscored = [line for line in gold if line["strength"] == "soft" or line["restatement"]]
    for i, (start, end, draft) in enumerate(hard):
        if i in used:
            continue
        touches = any(overlap((start, end), (u["start"], u["end"])) >= TOUCHED for u in unscored)
        (result.overcalled if touches else result.invented).append(draft.quote)
        if end <= first:
            result.past.append(draft.quote)
    return result


def _compare_one(result: Score, draft: Draft, line: dict[str, Any]) -> None:
    wanted = sorted((float(v), u) for v, u, _ in line["quantities"])
    got = sorted((q.value, q.unit) for q in draft.quantities)
    if [v for v, _ in wanted] != [v for v, _ in got]:
        result.numbers_wrong.append((draft.quote, wanted, got))
    day = draft.deadline.date if draft.deadline else None
    month = f"{day:%Y-%m}" if day else None
    if month != line["deadline"]:
        result.deadlines_wrong.append((draft.quote, line["deadline"], month))


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two stretches."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(common, 0) / (max(a[1], b[1]) - min(a[0], b[0]))
