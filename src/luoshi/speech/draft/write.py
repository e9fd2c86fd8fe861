"""成条: pieces of a sentence become drafts; what belongs together is joined, what was said before is carried on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from luoshi.speech.document import Deadline, Draft, Gap, Quantity
from luoshi.speech.draft import signs
from luoshi.speech.draft.clauses import Clause, sentences, split
from luoshi.speech.draft.join import join
from luoshi.speech.draft.judge import Piece, judge, modality
from luoshi.speech.draft.owned import Sentence, assign
from luoshi.speech.draft.tense import (
    DONE,
    Paragraph,
    Tense,
    reviewed,
    told_year,
    turn,
    turns_ahead,
    turns_once,
)
from luoshi.speech.find import Findings
from luoshi.speech.outline import Headings

_ORDERED = re.compile(
    r"(?:^|[，：；])[^，。；：]{0,24}?(?:(?<![主重需想首])要(?![求素点件闻因么])|必须|务必|力争|确保|争取|将(?!近|军)|一定|就得|都得)"
    r"|由[^，。；]{2,40}(?:牵头|负责|承担)|[局委办院镇乡道司心会队]负责(?!人|同志|的)"
    r"|把[^，。]{2,24}(?:好|完|到位|一遍|起来|下来|清楚|干净)(?=[，。；]|$)"
)
_LED = re.compile(r"[ \u3000]*(?:（?[一二三四五六七八九十\d]+[）、.])?(?:到|至|展望)[“]?")
_OPENS = re.compile(
    r".{0,3}|(?:一是|其中|同时|（[^）]+）).{0,3}"
)  # a time said first is the clause's own
_WISHED = re.compile(
    r"(?:(?:其余|剩余|余下|剩下)[^，]{0,12}?)?(?:并|将|可|并将)?(?:确保|力争|争取|预计|计划|拟)"
    r"|(?:其余|剩余|余下|剩下)"
)
_CAME = re.compile(r"实现|完成|达到|增长|下降|保持|超额|突破")
_TODAY = re.compile(r"今年|本年度|全年")
_AIM_YEAR = re.compile(r"(20\d\d)年")
_AIM_IS = re.compile(r"[^，。；：]{0,40}目标(?:是|为)(?=[^，：])")


class Writer:
    """Walks a cleaned text paragraph by paragraph and yields drafts in order."""

    def __init__(
        self,
        text: str,
        found: Findings,
        headings: Headings,
        gaps: Iterable[Gap] = (),
        *,
        year: int | None = None,
        title: str = "",
    ):
        self._text = text
        self._headings = headings
        self._year = year
        self._back, self._told = reviewed(title), told_year(title)
        self._quantities = found.quantities
        self._quantity_starts = [q.start for q in found.quantities]
        self._mentions = found.mentions
        self._mention_starts = [m.start for m in found.mentions]
        self._deadlines = found.deadlines
        self._deadline_starts = [d.start for d in found.deadlines]
        self._vague_starts = [v.start for v in found.vague]
        self._names = found.names
        self._name_starts = [n.start for n in found.names]
        self._masks = sorted(g.start for g in gaps if g.kind == "masked")

    def drafts(self, paragraphs: Sequence[Paragraph]) -> Iterator[Draft]:
        """Every commitment and every fact with a number, in the order of the text."""
        for paragraph in paragraphs:
            if paragraph.tense == "aside" or (paragraph.heading and not self._counts(paragraph)):
                continue
            yield from self._paragraph(paragraph)

    def _counts(self, line: Paragraph) -> bool:
        """A short line that looks like a heading but counts something is an item of a list."""
        if line.tense not in ("future", "open"):
            return False
        low = bisect_left(self._quantity_starts, line.start)
        return low < bisect_left(self._quantity_starts, line.end)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Draft]:
        text = self._text
        every = list(sentences(text, paragraph.start, paragraph.end, turns_ahead))
        said: list[Sentence] = []
        tense = "open" if paragraph.tense == "past" and not paragraph.firm else paragraph.tense
        for place, clauses in enumerate(every):
            start, end = clauses[0].start, clauses[-1].end
            now = turn(text, start, end, self._back, self._told) or tense
            if now == tense == "past" and not paragraph.firm:
                now = "open"  # no heading says so: an order or a day to come still counts
            contrasted = clauses[-1].stop in "，；"  # 新建30张，明年再建20张
            if now == "future" and not self._ordered(start, end):
                told = contrasted or (not paragraph.firm and DONE.search(text, start, end))
                now = "past" if told else now
            if now != "open" and self._lasts(paragraph, now, start):
                tense = now
            if not (now == "future" or (now == "open" and self._ordered(start, end))):
                ahead = self._where_ahead(clauses, paragraph)
                yield from self._facts(clauses[:ahead], counted=now != "problem")
                clauses = clauses[ahead:]
                if not clauses:
                    continue
            slogan = place == 0 and len(clauses) == 1 and len(every) > 1
            pieces = join(text, [p for c in clauses for p in self._pieces(c)], self._aim)
            said.append(Sentence(clauses[0].start, clauses[-1].end, pieces, slogan))
        assign(text, said)
        for sentence in said:
            for piece in sentence.pieces:
                draft = self._draft(piece, sentence.slogan)
                if draft is not None:
                    yield draft

    def _lasts(self, paragraph: Paragraph, now: Tense, start: int) -> bool:
        """Whether the tense of a sentence holds for those after it: 下一步 does; 年内 in a report does not."""
        reports = bool(self._back or self._told) and not paragraph.firm
        if paragraph.tense == "future" and not reports:
            return False
        return not (reports and now == "future" and turns_once(self._text, start))

    def _ordered(self, start: int, end: int) -> bool:
        """Whether a sentence of a text without sections looks ahead: an order, or a day to come."""
        if _ORDERED.search(self._text[start:end]):
            return True
        dated = bisect_left(self._deadline_starts, start) < bisect_left(self._deadline_starts, end)
        return dated and DONE.search(self._text, start, end) is None

    def _where_ahead(self, clauses: Sequence[Clause], paragraph: Paragraph) -> int:
        """Where a sentence that tells of the past goes on to a day to come: 已完成三成，7月底前完工."""
        if paragraph.tense == "problem":
            return len(clauses)
        for i, clause in enumerate(clauses):
            first = bisect_left(self._deadline_starts, clause.start)
            if first == len(self._deadlines) or self._deadlines[first].start >= clause.end:
                continue
            wished = _WISHED.match(self._text, clause.start, clause.end)
            opens = self._deadlines[first].start - clause.start <= 2 and not paragraph.firm
            if (wished or opens) and DONE.search(self._text, clause.start, clause.end) is None:
                return i
        return len(clauses)

    def _within(self, start: int, end: int) -> tuple[list[Quantity], list[Deadline], bool, bool]:
        low, high = (
            bisect_left(self._quantity_starts, start),
            bisect_left(self._quantity_starts, end),
        )
        first, last = (
            bisect_left(self._deadline_starts, start),
            bisect_left(self._deadline_starts, end),
        )
        dated = self._deadlines[first:last] or self._ahead(start, end)
        vague = bisect_left(self._vague_starts, start) < bisect_left(self._vague_starts, end)
        return (
            list(self._quantities[low:high]),
            list(dated),
            vague,
            self._past(start, end),
        )

    def _past(self, start: int, end: int) -> bool:
        low = bisect_left(self._mention_starts, start)
        high = bisect_left(self._mention_starts, end)
        if low == high or not self._mentions[low].past:
            return False
        place = self._mentions[low].start
        if _LED.fullmatch(self._text, start, place):
            return False
        return _OPENS.fullmatch(self._text, start, place) is not None

    def _ahead(self, start: int, end: int) -> list[Deadline]:
        """A time that opens a clause with 到 or 展望 is a deadline of it, though it binds nothing by itself."""
        low = bisect_left(self._mention_starts, start)
        if low == len(self._mentions) or self._mentions[low].start >= end:
            return []
        m = self._mentions[low]
        led = _LED.fullmatch(self._text, start, m.start)
        if led is None:
            return []
        last = m.period.end if m.period else None
        return [Deadline(last, m.precision, m.text, m.start, m.end)]

    def _pieces(self, clause: Clause) -> Iterator[Piece]:
        quantities, deadlines, vague, past = self._within(clause.start, clause.end)
        aim = _AIM_IS.match(self._text, clause.start, clause.end) if quantities else None
        if aim is not None:
            dates = [d for d in deadlines if d.start < aim.end()]
            head = judge(self._text, clause.start, aim.end(), "：", (), dates, False)
            yield head
            clause = Clause(aim.end(), clause.end, clause.stop)
            deadlines = [d for d in deadlines if d.start >= aim.end()]
        parts = split(self._text, clause, quantities)
        if len(parts) == 1:
            yield judge(self._text, *clause, quantities, deadlines, vague, past)
            return
        for part in parts:
            quantities, deadlines, vague, past = self._within(part.start, part.end)
            yield judge(self._text, *part, quantities, deadlines, vague, past)

    def _aim(self, piece: Piece) -> Deadline | None:
        """The year a list of aims is for: 今年的主要预期目标是 -> its last day."""
        clause = self._text[piece.whole : piece.end]
        named = _AIM_YEAR.search(clause)
        today = _TODAY.search(clause)
        if named is not None:
            year, span = int(named.group(1)), named.span()
        elif today is not None and self._year is not None:
            year, span = self._year, today.span()
        else:
            return None
        start, end = piece.whole + span[0], piece.whole + span[1]
        return Deadline(date(year, 12, 31), "year", self._text[start:end], start, end)

    def _facts(self, clauses: Sequence[Clause], *, counted: bool) -> Iterator[Draft]:
        if not counted:
            return
        for clause in clauses:
            quantities, _, _, _ = self._within(clause.start, clause.end)
            if not quantities:
                words = self._text[clause.start : clause.end]
                if not (signs.INDICATOR.search(words) and _CAME.search(words)):
                    continue
            yield self._fact(clause.start, clause.end, quantities)

    def _fact(self, start: int, end: int, quantities: Sequence[Quantity]) -> Draft:
        return Draft(
            self._text[start:end],
            start,
            end,
            self._headings.at(start),
            "fact",
            "soft",
            "undated",
            "",
            "",
            quantities=tuple(quantities),
            masked=self._masked(start, end),
        )

    def _named(self, start: int, end: int) -> tuple[str, ...]:
        low, high = bisect_left(self._name_starts, start), bisect_left(self._name_starts, end)
        return tuple(dict.fromkeys(n.text for n in self._names[low:high]))

    def _masked(self, start: int, end: int) -> bool:
        return bisect_left(self._masks, start) < bisect_left(self._masks, end)

    def _draft(self, piece: Piece, slogan: bool) -> Draft | None:
        text, start, end = self._text, piece.start, piece.end
        if piece.role == "fact":
            return self._fact(start, end, piece.quantities)
        if slogan and piece.role != "hard":
            return None
        verbs = piece.head
        quote = text[start:end]
        return Draft(
            quote,
            start,
            end,
            self._headings.at(start),
            "commitment",
            "hard" if piece.role == "hard" else "soft",
            modality(text, piece),
            verbs.action,
            text[verbs.end : end] if verbs.kind else quote,
            self._named(start, end),
            tuple(piece.quantities),
            piece.deadline,
            piece.owners,
            self._masked(start, end),
        )
