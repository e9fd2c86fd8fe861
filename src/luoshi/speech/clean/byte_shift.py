"""Runs of GBK that were read one byte late: the lead byte of a character was lost, the rest is off by one.

The bytes are still there. Put a lead byte in front, read again, and keep the reading that office Chinese
expects most; a run whose best reading is not clearly better than what stands there is left, and marked as lost
where it cannot be Chinese. Sites that insert readings byte by byte leave their syllable as a trace: in 總?cè)蝿湛茖W
the syllable is the reading of the character that the last byte before and the lost byte make, which tells the byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from heapq import nlargest

from luoshi.speech.clean import reading
from luoshi.speech.clean.characters import (
    HAN,
    TONED,
    pattern,
    simple_forms,
    simplified,
    strange,
    traditional,
    weights,
)
from luoshi.speech.clean.pinyin import is_reading
from luoshi.speech.clean.strand import Edit, Strand

_TRACE = rf"\?([{TONED}]{{1,6}})[)）]"
_BEFORE, _AFTER = 24, 60  # how far a run is looked for on both sides of what shows it
_GAIN_MIN = 5.0  # so much more expected the restored run must be
_MEAN_MIN = 0.4  # and so expected each of its characters, on average
_WORDS_MIN = 0.5  # and such a share of its neighbouring characters be found in words
_MARGIN_MIN = (
    0.5  # and so much better than any other reading: between two good ones nobody may choose
)
_LOSS = -3.0  # the price of assuming that two more bytes were lost inside
_STARTS_MAX, _HEADS_MAX = 8, 16
_OPENING = "“《（，。、；：！"  # what often stands before a run, though less expected than a common character
_STOPS = "，。；：！？"  # a run does not reach back over the end of a clause
_LETTERED = frozenset(
    "股區区座類类級级位輪轮線线型檔档等光臺台棟栋口站照證证幢"
)  # what a letter may stand before
_SAMPLE = 20_000  # characters that tell traditional from simplified
_LEADS = range(0x81, 0xFF)


def byte_shift(strand: Strand) -> None:
    """Restore shifted runs; mark as lost what plainly is one and cannot be restored."""
    text = strand.text
    sign = pattern(_signs(text))
    if not sign.search(text):
        return
    known: reading.Words | None = None
    edits: list[Edit] = []
    seen: dict[tuple[str, int], Edit | None] = {}  # the same damage is often repeated
    reached = 0
    for m in sign.finditer(text):
        if m.start() < reached or m[0] in reading.words():
            continue  # a word of two rare characters, such as 砥砺, is no damage
        known = known or reading.Words.of(text)
        low = max(reached, m.start() - _BEFORE - 2)
        key = (text[low : m.end() + _AFTER + 12], m.start() - low)
        if key not in seen:
            edit = _restored(text, m.start(), m.end(), low, known)
            seen[key] = edit and edit._replace(start=edit.start - low, end=edit.end - low)
        edit = seen[key]
        if edit is not None and edit.start + low >= reached:
            edit = edit._replace(start=edit.start + low, end=edit.end + low)
            edits.append(edit)
            reached = edit.end
        elif _is_lost(m[0]):
            strand.mark("lost", m.start(), m.end())
        elif _is_bare(m[0], text[m.end() : m.end() + 1]):
            strand.mark("lost", m.end() - 1, m.end())
    strand.mend(edits)


def _signs(text: str) -> str:
    """What shows damage. A lone letter between Chinese does in traditional text only: elsewhere it is an A股."""
    rare = strange()
    signs = (
        rf"[{rare}][^\x00-\x7f]{{0,2}}[{rare}]|[{rare}](?:[@-~](?![A-Za-z])|\?)"
        rf"|{_TRACE}(?=[^\x00-\x7f])|\?\?[@-~](?=[{HAN}])|\?[a-z](?=[{HAN}])"
    )
    sample = text[:_SAMPLE]
    if len(pattern(f"[{traditional()}]").findall(sample)) > 0.02 * len(sample):
        signs += rf"|[{HAN}][@-~](?=[{HAN}])"
    return signs


def _restored(text: str, start: int, end: int, low: int, known: reading.Words) -> Edit | None:
    """The edit that mends what a sign shows, or None."""
    if text[start] == "?" and len(text[start:end].lstrip("?")) == 1:
        return _single(text, start, end, known)
    return _Run.around(text, start, end, low, known).restored()


def _is_lost(run: str) -> bool:
    """Whether what stands there cannot be Chinese: a trace, or nothing but the rarest characters."""
    rare = [character for character in run if weights().get(character, 0.0) <= -4.0]
    return run[0] == "?" or len(rare) > 2 or (len(rare) > 0 and run[-1] < "\x80")


def _is_bare(run: str, after: str) -> bool:
    """Whether the run ends in half a character and not in a letter of its own, as in A股, N个 or e站."""
    last = run[-1]
    if last >= "\x80" or after in _LETTERED:
        return False
    return weights().get(run[-2:-1], 0.0) < 0.0 or not (last.isupper() or last in "ei")


def _single(text: str, start: int, end: int, known: reading.Words) -> Edit | None:
    """One character of which only the trail byte is left: ??h before 領導 is 縣, if no other fits as well."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    found = sorted(
        (
            (known.score(before + character + after), character)
            for lead in _LEADS
            if (character := decoded(lead, ord(text[end - 1])))
            and weights().get(character, -4.0) >= 1.0
        ),
        reverse=True,
    )
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < 0.5):
        return None
    return Edit(start, end, simplified(found[0][1]), "byte_shift")


@cache
def decoded(lead: int, trail: int) -> str:
    """The GBK character of two bytes, or nothing."""
    return bytes((lead, trail)).decode("gbk", "ignore") if trail > 0x3F else ""


@dataclass(slots=True)
class _Run:
    """The stretch around a sign, its bytes, and what each pair of neighbouring bytes reads one byte off."""

    text: str
    low: int
    high: int
    known: reading.Words
    sign: int  # the character, counted from `low`, by which the damage was seen
    pairs: list[tuple[int, int]] = field(default_factory=list)
    shifted: list[str] = field(
        default_factory=list
    )  # of character j's trail and character j+1's lead

    @classmethod
    def around(cls, text: str, start: int, end: int, reached: int, known: reading.Words) -> _Run:
        """Widen a sign to the characters of two bytes around it."""
        trace = pattern(_TRACE).match(text, start)
        low = trace.end() if trace else start
        first = low
        while (
            low > max(reached, start - _BEFORE)
            and not trace
            and text[low - 1] not in _STOPS
            and _bytes(text[low - 1])
        ):
            low -= 1
        high = first
        while high < min(len(text), end + _AFTER) and _bytes(text[high]):
            high += 1
        run = cls(
            text,
            low,
            high,
            known,
            max(0, first - low),
            [pair for c in text[low:high] if (pair := _bytes(c))],
        )
        run.shifted = [
            decoded(one[1], two[0]) for one, two in zip(run.pairs, run.pairs[1:], strict=False)
        ]
        return run

    def restored(self) -> Edit | None:
        """The edit that restores the best run, if it is good enough and no other reading is as good."""
        ending = self._ending()
        if ending is None or weights().get(ending[0], 0.0) < 0.0:
            return None  # nothing shows where the run ends; too much would be assumed
        gains: dict[tuple[str, str], tuple[float, Edit]] = {}
        for patched in (False, True):
            for first in self._starts(patched):
                for edit in self._readings(first, *ending, patched):
                    gain = self._gain(edit) + (_LOSS if patched else 0.0)
                    whole = (self.text[self.low : edit.start], edit.after)
                    if gain > gains.get(whole, (0.0,))[0]:
                        gains[whole] = gain, edit
        ranked = nlargest(2, gains.values())
        if not ranked or ranked[0][0] < _GAIN_MIN or not self._reads(ranked[0][1]):
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN_MIN:
            return None
        return ranked[0][1]

    def _gain(self, edit: Edit) -> float:
        """How much better the text reads with the edit, the characters before and after it included."""
        before = self.text[max(0, edit.start - 1) : edit.start]
        after = self.text[edit.end : edit.end + 1]
        now = self.text[edit.start : edit.end]
        score = self.known.score
        return score(before + edit.after + after) - score(before + now + after)

    def _reads(self, edit: Edit) -> bool:
        """Whether a restored run is office Chinese all through."""
        body = edit.after.rstrip("\ufffd")
        return (
            len(body) > (1 if body != edit.after else 0)
            and self.known.share(body) >= _WORDS_MIN
            and min(weights().get(character, -4.0) for character in body) > -4.0
            and self.known.score(body) >= _MEAN_MIN * len(body)
        )

    def _starts(self, patched: bool) -> list[int]:
        """The few first characters from which reading one byte off gains most."""
        expected = weights()
        final = len(self.pairs) - 1
        total = 0.0
        spans: list[tuple[float, int]] = []
        for at in range(final, -1, -1):
            total -= expected.get(self.text[self.low + at], -4.0)
            if at <= self.sign:  # the run holds what showed it
                spans.append((total, at))
            shifted = self.shifted[at - 1] if at else ""
            gain = expected.get(shifted, -4.0) if shifted else -5.0
            if at and patched and gain <= -2.0:
                gain = max(gain, _patches(self.pairs[at - 1][1], self.pairs[at][0])[0][0] + _LOSS)
            total += gain
        return [first for _, first in nlargest(_STARTS_MAX, spans)]

    def _ending(self) -> tuple[str, int] | None:
        """(last character, end of the run): what the left-over byte makes with what follows, or half of one."""
        closing = self._closing()
        end = self.high
        if closing is None and self.text[end : end + 1] in ("?", "\ufffd"):
            return "\ufffd", end + 1  # half a character is left; it is shown as lost
        return closing

    def _closing(self) -> tuple[str, int] | None:
        """(character, end) made of the last trail byte and what follows: an ASCII byte, or a traced one."""
        trail, after = self.pairs[-1][1], self.text[self.high : self.high + 1]
        trace = pattern(_TRACE).match(self.text, self.high)
        if trace:
            for byte in range(0x40, 0xFF):
                if is_reading(character := decoded(trail, byte) or "?", trace[1]):
                    return character, trace.end()
        if after and "@" <= after <= "~" and (character := decoded(trail, ord(after))):
            return character, self.high + 1
        return None

    def _readings(self, first: int, tail: str, end: int, patched: bool) -> Iterator[Edit]:
        """Whole readings of the run from character `first`, each as the edit that would put it in place."""
        middles = [""]
        for at in range(first, len(self.pairs) - 1):
            options = [self.shifted[at]]
            if patched and weights().get(self.shifted[at], -5.0) <= -2.0:
                if len(middles) > 1:
                    return  # two losses inside one run: too much would be assumed
                options = [two for _, two in _patches(self.pairs[at][1], self.pairs[at + 1][0])]
            middles = [middle + option for middle in middles for option in options]
        if patched and len(middles) == 1:
            return
        for middle in middles:
            heads, start = self._heads(first, (middle + tail)[0])
            for head in heads:
                yield Edit(start, end, simplified(head + middle + tail), "byte_shift")

    def _heads(self, first: int, following: str) -> tuple[list[str], int]:
        """First characters that some lost lead byte would give, best first, and where the damage begins."""
        lead, start = self.pairs[first][0], self.low + first
        found = [c for lost in _LEADS if (c := decoded(lost, lead))]
        traces = list(pattern(_TRACE).finditer(self.text, max(0, start - 9), start))
        if first == 0 and traces and traces[-1].end() == start:
            trace = traces[-1]
            start = trace.start()
            before = _bytes(self.text[start - 1]) if start else None
            told = [
                character
                for lost in _LEADS
                if before
                and is_reading(decoded(before[1], lost) or "?", trace[1])
                and (character := decoded(lost, lead))
            ]
            found = told or found
        elif start and self.text[start - 1] == "\ufffd":
            start -= 1
        before_it = self.text[max(0, start - 1) : start]
        pairs = [(self._head(before_it, c, following), c) for c in found]
        return [c for _, c in nlargest(_HEADS_MAX, pairs)], start

    def _head(self, before: str, character: str, following: str) -> float:
        """How well a first character fits between what stands before and what follows; cheap, for ranking."""
        plain, after = (
            simple_forms().get(character, character),
            simple_forms().get(following, following),
        )
        words = (simple_forms().get(before, before) + plain in self.known.pairs) + (
            plain + after in self.known.pairs
        )
        opening = 2.0 if character in _OPENING else 0.0
        return weights().get(character, -4.0) + 2.0 * words + opening


@cache
def _bytes(character: str) -> tuple[int, int] | None:
    """The two bytes of a character in GBK, or None."""
    code = character.encode("gbk", "ignore")
    return (code[0], code[1]) if len(code) == 2 else None


@cache
def _undefined() -> dict[int, tuple[int, ...]]:
    """Pairs of bytes that GBK has no character for, by their first: such a pair vanishes on the way."""
    return {
        lead: tuple(
            trail for trail in range(0x40, 0xFF) if trail != 0x7F and not decoded(lead, trail)
        )
        for lead in _LEADS
    }


@cache
def _patches(trail: int, lead: int) -> list[tuple[float, str]]:
    """Two characters with an undefined pair of bytes put between `trail` and `lead`, most expected first."""
    expected = weights()
    found: list[tuple[float, str]] = []
    for first, seconds in _undefined().items():
        one = decoded(trail, first)
        if not one or expected.get(one, -4.0) < 0.0:
            continue
        found += [
            (expected[one] + expected[two], one + two)
            for second in seconds
            if (two := decoded(second, lead)) and expected.get(two, -4.0) >= 0.0
        ]
    return sorted(found, reverse=True)[:80] or [(-8.0, "")]
