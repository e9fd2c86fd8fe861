"""增速: how figures of two periods are compared, and how they are not.

A published growth is a figure of its own: real where the level is at current prices (2.4, 2.5), on this year's coverage where last year's level
is on last year's (2.8, 2.10). It is entered and never computed from levels; what levels imply may stand beside it, never in its place.
Numbers in brackets are rows of the field's facts (domain.md section 2); they are told again in docs/guides/growth.md.

Per cent and percentage points are different types: a growth less a growth is points (2.15), and a growth plus a growth is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from luoshi.indicators.span import Span

HUNDRED = Decimal(100)


class Not(Enum):
    """What stands where there is no number: nobody told it, or the base is nought or below (不可比)."""

    TOLD = "not told"
    COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True, order=True)
class Points:
    """百分点: a difference of two shares or growths."""

    value: Decimal

    def __add__(self, other: Points) -> Points:
        return Points(self.value + other.value)

    def __neg__(self) -> Points:
        return Points(-self.value)

    def rounded(self, places: int = 1) -> Points:
        """Half up, as yearbooks round."""
        return Points(rounded(self.value, places))


@dataclass(frozen=True, slots=True, order=True)
class Growth:
    """A growth in per cent: 12.3 is 12.3 %."""

    percent: Decimal

    def __sub__(self, other: Growth) -> Points:
        return Points(self.percent - other.percent)

    def __add__(self, other: Points) -> Growth:
        if not isinstance(other, Points):
            raise TypeError("growths are not added: a growth takes percentage points only")
        return Growth(self.percent + other.value)

    @property
    def factor(self) -> Decimal:
        """1.123 for 12.3 %."""
        return 1 + self.percent / HUNDRED

    def rounded(self, places: int = 1) -> Growth:
        """Half up, as yearbooks round."""
        return Growth(rounded(self.percent, places))


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Half up: 0.25 to one place is 0.3."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def compared(level: Decimal | None, base: Decimal | None) -> Growth | Not:
    """The growth from a base to a level of one price basis and one coverage. Missing is not nought; a base of nought or below compares with nothing."""
    if level is None or base is None:
        return Not.TOLD
    if base <= 0:
        return Not.COMPARABLE
    return Growth((level / base - 1) * HUNDRED)


@dataclass(frozen=True, slots=True)
class Beside:
    """A published growth, what the levels imply, and how far apart they are (published less implied)."""

    published: Growth
    implied: Growth | Not

    @property
    def apart(self) -> Points | None:
        """None where the levels imply nothing."""
        return None if isinstance(self.implied, Not) else self.published - self.implied


def total_growth(parts: Mapping[str, tuple[Decimal | None, Decimal | None]]) -> Growth | Not:
    """The growth of a total from (level, base) of every part: of the sums, never a mean of the parts' growths.

    One part that is missing leaves the total unknown: a sum without it would be another total.
    """
    if not parts or any(level is None or base is None for level, base in parts.values()):
        return Not.TOLD
    levels, bases = (
        sum((pair[n] or Decimal() for pair in parts.values()), Decimal()) for n in (0, 1)
    )
    return compared(levels, bases)


def two_year_average(now: Growth, before: Growth) -> Growth | Not:
    """两年平均增长 (2.16): the geometric mean of two years' growth."""
    both = now.factor * before.factor
    return Growth((both.sqrt() - 1) * HUNDRED) if both >= 0 else Not.COMPARABLE


def contributions(changes: Mapping[str, Decimal]) -> Mapping[str, Growth] | Not:
    """贡献率 (2.14) by part, in per cent of the change of the total; they add up to 100, and one may be negative.

    `changes`: of each part, at constant prices. A total that does not change is shared by nobody.
    """
    total = sum(changes.values(), Decimal())
    if total == 0:
        return Not.COMPARABLE
    return {name: Growth(change / total * HUNDRED) for name, change in changes.items()}


def pull(total: Growth, contribution: Growth) -> Points:
    """拉动 (2.14): the points of the total's growth that a part accounts for."""
    return Points(total.percent * contribution.percent / HUNDRED)


def behind_schedule(done: Growth, span: Span) -> Points:
    """时序进度 (2.18): how far a year's completion, in per cent, is from the share of the year that has passed; negative is behind."""
    return done - Growth(Decimal(span.last) / 12 * HUNDRED)


def alone(to_date: Mapping[Span, Decimal]) -> dict[Span, Decimal]:
    """单月 from 累计 levels: each span less the one before it of the same year. 1-2月 stays together; after a gap the span covers the gap."""
    found: dict[Span, Decimal] = {}
    before: Span | None = None
    for span in sorted(to_date):
        assert span.to_date, f"{span} is not to date"
        if before is None or before.year != span.year:
            found[span] = to_date[span]
        else:
            found[Span(span.year, before.last + 1, span.last)] = to_date[span] - to_date[before]
        before = span
    return found


def on_the_period_before(alone_: Mapping[Span, Decimal]) -> dict[Span, Growth | Not]:
    """环比 (2.1) from levels alone: of each span to the one of as many months just before it, also over a new year.

    `Not.TOLD` where that one is missing. Nothing stands next to 1-2月: December is one month, and March is another (2.3).
    """
    found: dict[Span, Growth | Not] = {}
    for span, level in alone_.items():
        turn = span.first <= span.months
        last = 12 if turn else span.first - 1
        year = span.year - 1 if turn else span.year
        ends_there = span.first == 1 or span.first > span.months
        before = Span(year, last - span.months + 1, last) if ends_there else None
        found[span] = compared(level, alone_.get(before)) if before else Not.TOLD
    return found


def to_date(alone_: Mapping[Span, Decimal]) -> dict[Span, Decimal]:
    """累计 from spans alone that follow one another from January; it ends at the first gap of a year."""
    found: dict[Span, Decimal] = {}
    year, last, total = 0, 0, Decimal()
    for span in sorted(alone_):
        if span.year != year:
            year, last, total = span.year, 0, Decimal()
        if span.first != last + 1:
            continue
        last, total = span.last, total + alone_[span]
        found[Span(year, 1, last)] = total
    return found
