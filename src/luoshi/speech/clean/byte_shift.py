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
from luoshi.speech.clean.characters import HAN, TONED, pattern, simplified, strange, weights
from luoshi.speech.clean.pinyin import is_reading
from luoshi.speech.clean.strand import Edit, Strand

_TRACE = rf"\?([{TONED}]{{1,6}})[)）]"
_BEFORE, _AFTER = 24, 60  # how far a run is looked for on both sides of what shows it
_GAIN_MIN = 8.0  # so much more expected the restored run must be
_MEAN_MIN = 0.4  # a character, where an ASCII byte or a trace shows the run's end
_MEAN_BLIND_MIN, _BLIND_MIN = (
    1.2,
    4,
)  # and where nothing does: so much better, and so many characters
_LOSS = -3.0  # the price of assuming that two more bytes were lost inside
_HEADS_MAX = 12
_OPENING = "“《（，。、；：！"  # what often stands before a run, though less expected than a common character
_LEADS = range(0x81, 0xFF)


def byte_shift(strand: Strand) -> None:
    """Restore shifted runs; mark as lost what plainly is one and cannot be restored."""
    text, rare = strand.text, strange()
    sign = pattern(
        rf"[{rare}][^\x00-\x7f]{{0,2}}[{rare}]|[{rare}](?:[@-~](?![A-Za-z])|\?)"
        rf"|{_TRACE}(?=[^\x00-\x7f])|\?\?[@-~](?=[{HAN}])|\?[a-z](?=[{HAN}])"
    )
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
        if edit is not None:
            edit = edit._replace(start=edit.start + low, end=edit.end + low)
            edits.append(edit)
            reached = edit.end
        elif _is_lost(m[0]):
            strand.mark("lost", m.start(), m.end())
    strand.mend(edits)


def _restored(text: str, start: int, end: int, low: int, known: reading.Words) -> Edit | None:
    """The edit that mends what a sign shows, or None."""
    if text[start] == "?" and len(text[start:end].lstrip("?")) == 1:
        return _single(text, start, end, known)
    return _Run.around(text, start, end, low, known).restored()


def _is_lost(run: str) -> bool:
    """Whether what stands there cannot be Chinese: a trace, or nothing but the rarest characters."""
    rare = [character for character in run if weights().get(character, 0.0) <= -4.0]
    return run[0] == "?" or len(rare) > 2


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
        while low > max(reached, start - _BEFORE) and not trace and _bytes(text[low - 1]):
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
        """The edit that restores the best run within the stretch, if it is good enough."""
        best: tuple[float, Edit] | None = None
        for patched in (False, True):
            values = self._values(patched)
            for first, last in self._promising(values):
                for edit, after in self._readings(first, last, patched):
                    before = self.text[edit.start : edit.end]
                    gain = self._scored(edit.start, after, edit.end) - self._scored(
                        edit.start, before, edit.end
                    )
                    gain += _LOSS if patched else 0.0
                    if gain >= _GAIN_MIN and self._reads(edit, after):
                        best = max(best or (gain, edit), (gain, edit))
        return best[1] if best is not None else None

    def _reads(self, edit: Edit, words: str) -> bool:
        """Whether a restored run is office Chinese all through; the more so where nothing shows its end."""
        half = words[-1] == "\ufffd"
        told = (
            not half or not self.text[edit.start].isalpha() or not self.text[edit.end - 1].isalpha()
        )
        body = words[:-1] if half else words
        mean, size = (_MEAN_MIN, 1) if told else (_MEAN_BLIND_MIN, _BLIND_MIN)
        return (
            len(body) >= size
            and min(weights().get(character, -4.0) for character in body) > -4.0
            and self.known.score(body) >= mean * len(body)
        )

    def _scored(self, start: int, words: str, end: int) -> float:
        """The score of words in their place: with the character before and after them."""
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        return self.known.score(before + words + after)

    def _values(self, patched: bool) -> list[float]:
        """What reading on from character j one byte off gains over reading it as it stands."""
        expected = weights()
        values: list[float] = []
        for at, pair in enumerate(self.pairs[:-1]):
            gain = expected.get(self.shifted[at], -4.0) if self.shifted[at] else -5.0
            if patched and gain <= -2.0:
                gain = max(gain, _patches(pair[1], self.pairs[at + 1][0])[0][0] + _LOSS)
            values.append(gain - expected.get(self.text[self.low + at], -4.0))
        return values

    def _promising(self, values: list[float]) -> list[tuple[int, int]]:
        """The few (first, last) characters whose run gains most; the last one's trail byte is left over."""
        sums = [0.0]
        for value in values:
            sums.append(sums[-1] + value)
        # Losing the last character as it stands costs nothing when it is rare; half a character lost does.
        expected, final = weights(), len(self.pairs) - 1
        ends = [
            total - expected.get(self.text[self.low + last], -4.0) - 1.5
            for last, total in enumerate(sums[: final + 1])
        ]
        if self.pairs and self._closing():
            ends[final] += 3.5
        core = min(self.sign, final)  # the run holds what showed it
        spans = [
            (ends[last] - sums[first], first, last)
            for first in range(core + 1)
            for last in range(core, final + 1)
        ]
        return [(first, last) for _, first, last in nlargest(6, spans)]

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

    def _readings(self, first: int, last: int, patched: bool) -> Iterator[tuple[Edit, str]]:
        """Whole readings of the characters first..last, each with the edit that would put it in place."""
        start, end = self.low + first, self.low + last + 1
        closing = self._closing() if last == len(self.pairs) - 1 else None
        if closing:
            tail, end = closing
        elif patched:
            return  # too much would be assumed
        else:
            tail = "\ufffd"  # half a character is left; it is shown as lost
            while end < len(self.text) and self.text[end] in "?\ufffd":
                end += 1
        heads, start = self._heads(first, start)
        middles = [""]
        for at in range(first, last):
            options = [self.shifted[at]]
            if patched and weights().get(self.shifted[at], -5.0) <= -2.0:
                if len(middles) > 1:
                    return  # two losses inside one run: too much would be assumed
                options = [two for _, two in _patches(self.pairs[at][1], self.pairs[at + 1][0])]
            middles = [middle + option for middle in middles for option in options]
        for head in heads:
            for middle in middles:
                words = simplified(head + middle + tail)
                yield Edit(start, end, words, "byte_shift"), words

    def _heads(self, first: int, start: int) -> tuple[list[str], int]:
        """First characters that some lost lead byte would give, best first, and where the damage begins."""
        lead = self.pairs[first][0]
        traces = list(pattern(_TRACE).finditer(self.text, max(0, start - 9), start))
        if first == 0 and traces and traces[-1].end() == start:
            trace = traces[-1]
            before = _bytes(self.text[trace.start() - 1]) if trace.start() else None
            told = [
                character
                for lost in _LEADS
                if (character := decoded(lost, lead))
                and before
                and is_reading(decoded(before[1], lost) or "?", trace[1])
            ]
            if told:
                return told, trace.start()
            start = trace.start()
        while start > 0 and self.text[start - 1] == "\ufffd":
            start -= 1
        expected = weights()
        found = [decoded(lost, lead) for lost in _LEADS]
        ranked = sorted((c for c in found if c), key=lambda c: expected.get(c, -4.0), reverse=True)
        return [*ranked[:_HEADS_MAX], *(c for c in ranked[_HEADS_MAX:] if c in _OPENING)], start


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
