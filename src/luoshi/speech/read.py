"""读: a document's bytes become a reading — the clean text, its outline, drafts of what was promised, open questions."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from luoshi.declare.register import Catalogue
from luoshi.speech.clean import clean
from luoshi.speech.document import Document, Draft, Heading, Reading
from luoshi.speech.draft.labels import apply, labels
from luoshi.speech.draft.tense import Paragraph, paragraphs
from luoshi.speech.draft.write import Writer
from luoshi.speech.find import Findings, find_all
from luoshi.speech.outline import Headings, outline
from luoshi.speech.questions import questions
from luoshi.speech.receive import receive
from luoshi.speech.suggest import Offers
from luoshi.values.problem import Problem

_PLANNED = re.compile(
    r"(20\d\d)年(?:的)?[^\n，。；：0-9]{0,16}(?:工作(?:安排|部署|计划|打算|任务|要点|重点|目标)"
    r"|(?:重点|主要)(?:工作|任务|目标)|发展目标|主要(?:预期)?目标)",
    re.M,
)
_REPORT = re.compile(r"(20\d\d)年[^\n，。；]{0,12}(?:政府工作报告|工作报告|工作要点|工作计划)")
_REVIEWED = re.compile(r"(20\d\d)年(?:以来)?[^\n，。；：]{0,8}(?:工作)?(?:回顾|总结)")
_DATELINE = re.compile(r"^[（(]?(20\d\d)年\d{1,2}月\d{1,2}日", re.M)
_IN_NAME = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_SECTION = re.compile(r"^20\d\d年[^，。]{0,20}(?:回顾|安排|任务|目标|工作)$")
_TITLE_LINES = 6
_LONGEST_TITLE = 80


def read(
    content: bytes,
    name: str,
    *,
    said_on: date | None = None,
    year: int | None = None,
    catalogue: Catalogue | None = None,
) -> Reading:
    """Read one document.

    1. Bytes become text; whatever cannot be opened comes back as problems and an empty reading.
    2. The text is mended, every character keeping its way back to the original.
    3. Its points, its times, numbers, owners and names are found; without `year` and `said_on` the year is
       taken from the title and the headings, else dates stay open.
    4. Clauses become drafts; with a `catalogue`, drafts are offered a measure that could show them done.
    """
    received = receive(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    if not received.text.strip():
        problems = tuple(received.problems)
        return Reading(Document(name, sha256, "", "", array("I"), problems=problems))
    cleaned = clean(received.text)
    text = cleaned.text
    points = outline(text, (gap.start for gap in cleaned.gaps if gap.kind == "cut"))
    title = _title(text, points)
    if year is None and said_on is None:
        year = plan_year(text, title, name)
    document = Document(
        name,
        sha256,
        title,
        text,
        cleaned.origin,
        cleaned.repairs,
        cleaned.gaps,
        points,
        tuple(received.problems),
    )
    return _draft(document, find_all(text, year=year, said_on=said_on), year, said_on, catalogue)


def _draft(
    document: Document,
    found: Findings,
    year: int | None,
    said_on: date | None,
    catalogue: Catalogue | None,
) -> Reading:
    text = document.text
    lines = paragraphs(text, document.outline, title=document.title)
    this_year = year if year is not None else said_on.year if said_on else None
    writer = Writer(
        text,
        found,
        Headings(document.outline),
        document.gaps,
        year=this_year,
        title=document.title,
    )
    told = labels(text, found)
    drafts: Sequence[Draft] = tuple(apply(text, writer.drafts(lines), told, document.outline))
    if catalogue:
        offers = Offers.of(catalogue)
        drafts = tuple(
            replace(d, suggestion=offers.best(d)) if d.strength == "hard" else d for d in drafts
        )
    vague = [(v.start, v.end, v.text) for v in found.vague]
    problems = (*found.problems, *_problems(document, lines, drafts, this_year))
    return Reading(document, tuple(drafts), questions(drafts, document.gaps, vague), problems)


def plan_year(text: str, title: str, name: str = "") -> int | None:
    """The year that 今年 means: the planned one of the headings, else of the title, else the one after the review."""
    headings = (line for line in text.split("\n") if len(line) <= _LONGEST_TITLE)
    planned = [int(year) for line in headings for year in _PLANNED.findall(line)]
    if planned:
        return max(planned)
    report = _REPORT.search(title) or _REPORT.search(text[:400])
    if report:
        return int(report.group(1))
    dated = _DATELINE.search(text[:400])
    if dated:
        return int(dated.group(1))
    reviewed = _REVIEWED.search(text)
    if reviewed:
        return int(reviewed.group(1)) + 1
    named = _IN_NAME.search(title) or _IN_NAME.search(name)
    return int(named.group(1)) if named else None


def _title(text: str, points: Sequence[Heading]) -> str:
    """The first line that is not a numbered point, an address or a sentence."""
    numbered = {point.start for point in points}
    place = 0
    for line in text.split("\n", _TITLE_LINES)[:_TITLE_LINES]:
        words = line.strip()
        titled = words and len(words) <= _LONGEST_TITLE and words[-1] not in "。：:；，！"
        if titled and place not in numbered and not _SECTION.search(words):
            return words
        place += len(line) + 1
    return ""


def _problems(
    document: Document, lines: Sequence[Paragraph], drafts: Sequence[Draft], year: int | None
) -> Iterator[Problem]:
    if not any(d.kind == "commitment" for d in drafts):
        told = any(p.tense == "past" for p in lines)
        yield Problem("S-150" if told else "S-151", document.file, severity="warning")
    undated = sum(1 for d in drafts if d.deadline and d.deadline.date is None)
    if undated and year is None:
        yield Problem("S-152", document.file, {"count": undated}, "warning")
    cuts = [gap for gap in document.gaps if gap.kind == "cut"]
    if cuts:
        missing = sum(gap.missing or 0 for gap in cuts)
        yield Problem("S-153", document.file, {"count": len(cuts), "missing": missing}, "warning")
