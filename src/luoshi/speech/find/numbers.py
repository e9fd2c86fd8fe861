"""数量: every number that counts or measures something, with its base unit and how it binds (以上 >=, 以内 <=, 约 ~).

Numbers inside names (“十大工程”, 地铁8号线, 1+5+N), ranks, ages, dates and idioms are not quantities. A regular
expression proposes a number with its measure; `numbers_kept` decides; then comparators are read from both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.speech.document import Comparator, Quantity
from luoshi.speech.find import numbers_kept
from luoshi.speech.find import numbers_written as written
from luoshi.speech.find.numbers_kept import NOTHING
from luoshi.speech.find.numerals import ARABIC, read
from luoshi.speech.find.quoted import Quoted
from luoshi.values.amount import MONEY, base

_SIDES: dict[str, Comparator] = {"ge": ">=", "le": "<=", "near": "~", "up": "+", "down": "-"}
_BOUNDS = frozenset({">=", "<=", "~"})
_SEPARATORS = frozenset("、和及与")
_JOINED = frozenset({"至", "到", "-", "－", "–", "—", "——", "~", "～"})
_LOOK = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """A number as met, before the shared parts of a list are handed out."""

    start: int
    end: int  # with 以上, 左右 …
    value: Decimal
    word: str
    before: Comparator | None
    after: Comparator | None
    fixed: Comparator | None = None  # an end of a range


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a cleaned text, by start and without overlap; values in base units.

    A range gives two (3-5个: >=3 and <=5); a unit or bound said once for a list is given to each (分别下降5%、3%左右).
    """
    quoted = Quoted(text)
    found = sorted(
        (q for finder in (_figures, _chinese, _shares) for q in finder(text, quoted)),
        key=lambda q: (q.start, -q.end),
    )
    return [_quantity(text, q) for q in _share(text, _apart(found))]


def _apart(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _sides(
    text: str, start: int, end: int, few: str | None, word: str
) -> tuple[Comparator | None, Comparator | None, int]:
    before = written.BEFORE.search(text, max(0, start - _LOOK), start)
    after = written.AFTER.match(text, end)
    left = _SIDES[str(before.lastgroup)] if before else None
    if before and before.group().startswith(_IMPROVES) and word not in _RELATIVE:
        left = None
    right = _SIDES[str(after.lastgroup)] if after else None
    if few and right is None:
        right = "~" if few == "来" else ">="
    return left, right, after.end() if after else end


def _figures(text: str, quoted: Quoted) -> Iterator[_Found]:
    for match in written.FIGURES.finditer(text):
        start, end = match.span()
        if quoted.holds(start, end) or not numbers_kept.figures(text, match):
            continue
        yield from _one_or_range(text, match, _word(text, match))


def _chinese(text: str, quoted: Quoted) -> Iterator[_Found]:
    for match in written.CHINESE_COUNTS.finditer(text):
        if not numbers_kept.chinese(text, match) or quoted.holds(*match.span()):
            continue
        number = match["number"]
        if match["low"] is None and numbers_kept.neighbours(number):  # 三四家
            low, high = number[0], number[1]
            at = match.start("number")
            yield from _ends(match, (at, at + 1, low), (at + 1, match.end(), high), match["unit"])
            continue
        yield from _one_or_range(text, match, _word(text, match))


def _word(text: str, match: re.Match[str]) -> str:
    """The measure as written; without one, "" for a sum of money, 人 beside 人才, NOTHING where nothing tells."""
    return str(match["unit"]) or numbers_kept.unit_meant(text, match)


def _one_or_range(text: str, match: re.Match[str], word: str) -> Iterator[_Found]:
    at, end = match.start("number"), match.end()
    number = text[at : match.start("unit")].replace(match["few"] or "", "")
    if (low := match["low"]) is not None:
        first, last = read(low), read(number)
        if first is not None and last is not None:
            # 3-5万元: the power stands only once, at the end
            ratio = _power_shared(low, number, first, last)
            if first * ratio < last:
                yield from _ends(
                    match,
                    (match.start("low"), match.end("low"), low),
                    (at, end, number),
                    word,
                    ratio,
                )
                return
    value = read(number)
    if value is None:
        return
    left, right, end = _sides(text, at, end, match["few"], word)
    if match["low"] is None:
        yield from _unitless_before(text, at, word)
    yield _Found(at, end, value, word, left, right)


def _power_shared(low: str, number: str, first: Decimal, last: Decimal) -> int:
    power = re.search(r"[百千万亿]+$", number.strip())
    if (
        power is None
        or re.search(r"[十百千万亿]", low)
        or len(number.strip()) == len(power.group())
    ):
        return 1
    bare = read(number.strip()[: power.start()])
    return int(last / bare) if bare and first < bare else 1


def _ends(
    match: re.Match[str],
    low: tuple[int, int, str],
    high: tuple[int, int, str],
    word: str,
    ratio: int = 1,
) -> Iterator[_Found]:
    first, last = read(low[2]), read(high[2])
    assert first is not None
    assert last is not None
    yield _Found(low[0], low[1], first * ratio, word, None, None, ">=")
    yield _Found(high[0], high[1], last, word, None, None, "<=")


def _unitless_before(text: str, at: int, word: str) -> Iterator[_Found]:
    """分别新增3、5个: the numbers to the left that wait for this unit."""
    if at < 2 or text[at - 1] not in "、和":
        return
    left = written.LIST_LEFT.search(text, max(0, at - 30), at)
    if left is None or (left.start() and text[left.start() - 1] in "\n（("):
        return
    for one in re.finditer(ARABIC, left[0]):
        start = left.start() + one.start()
        value = read(one.group())
        if value is not None:
            before, _, _ = _sides(text, start, start + len(one.group()), None, word)
            yield _Found(start, start + len(one.group()), value, word, before, None)


def _shares(text: str, quoted: Quoted) -> Iterator[_Found]:
    for match in written.SHARES.finditer(text):
        start, end = match.span()
        if quoted.holds(start, end):
            continue
        value, word, fixed = _share_value(match)
        if value is None:
            continue
        if match["from"] and (low := read(match["from"])) is not None:
            yield _Found(start, match.end("from"), low, word, None, None, ">=")
            start, fixed = match.start("percent"), "<="
        left, right, end = _sides(text, start, end, None, word)
        yield _Found(start, end, value, word, left, right, fixed)


def _share_value(match: re.Match[str]) -> tuple[Decimal | None, str, Comparator | None]:
    if match["percent"]:
        return read(match["percent"]), "%", None
    if match["permille"]:
        return read(match["permille"]), "‰", None
    if match["under"] or match["top"]:
        under = read(match["under"] or match["bottom"])
        over = read(match["over"] or match["top"])
        if under is None or over is None or over >= under:
            return None, "%", None
        return round(over * 100 / under, 2), "%", None
    if match["half"]:
        return Decimal(50), "%", None
    if match["tenths"]:
        return (read(match["tenths"]) or Decimal(0)) * 10, "%", None
    if match["sign"]:
        return read(match["bare"]), NOTHING, ">=" if match["sign"] in "≥≧" else "<="
    times = int(read(match["doublings"] or "一") or 1)
    return Decimal(100 * (2**times - 1)), "%", "+"


def _share(text: str, found: list[_Found]) -> list[_Found]:
    """Hand the unit, the direction and the bound of a list to each of its numbers; join 5%至8% into a range."""
    shared = list(found)
    for i in range(len(shared) - 2, -1, -1):
        one, after = shared[i], shared[i + 1]
        between = text[one.end : after.start]
        if len(between) > 2:
            continue
        listed = between in _SEPARATORS
        if listed and one.word in ("", NOTHING) and after.word.startswith(MONEY):
            shared[i] = one = replace(one, word=after.word)
        if listed and after.after in _BOUNDS and one.after is None and one.word == after.word:
            shared[i] = replace(one, after=after.after)
        opens = one.start and text[one.start - 1] in "从由"
        if between in _JOINED and one.word == after.word and one.value < after.value and not opens:
            shared[i] = replace(one, fixed=">=")
            shared[i + 1] = replace(after, fixed="<=")
    for i in range(1, len(shared)):
        one, before = shared[i], shared[i - 1]
        listed = text[before.end : one.start] in _SEPARATORS
        if listed and one.before is None and before.before and one.word == before.word:
            shared[i] = replace(one, before=before.before)
    return shared


def _quantity(text: str, found: _Found) -> Quantity:
    unit, factor = ("", 1.0) if found.word == NOTHING else base(found.word or MONEY)
    value = float(found.value * Decimal(str(factor)))
    return Quantity(
        value, unit, _comparator(found), text[found.start : found.end], found.start, found.end
    )


# 改造提升23个 improves twenty-three things; 提升3个百分点 raises one. Only a share can be raised without 到.
_RELATIVE = frozenset({"个点", "%", "‰", "百分点", "个百分点", "％", "倍", "﹪"})
_IMPROVES = ("提升", "提高", "扩大", "优化", "提速")


def _comparator(found: _Found) -> Comparator:
    """A bound beats a direction (增长10%以上 is a lower bound; that it grows, the verb of the draft says)."""
    if found.fixed:
        return found.fixed
    for side in (found.after, found.before):
        if side in _BOUNDS:
            return side
    return found.before or "="
