"""定基: a volume index chained from published growths, for what is published as growth only (2.9) and for what grows at constant prices (2.4).

The index serves as weights: it says how much of a year each span is, so that growths of parts and of the year can be reckoned with. It is no
statistic: it has no unit, it is never shown as a level, and it gives every growth back that it was chained from.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from luoshi.indicators.growth import Growth
from luoshi.indicators.span import Span

A_MONTH = Decimal(100)  # of the year before the first, where nobody says how it was spread
YEAR = range(1, 13)


def chained(
    growths: Mapping[Span, Growth], first_year: Mapping[Span, Decimal] | None = None
) -> dict[Span, Decimal]:
    """The index of each span alone (1-2月, 3月, …, or quarters) of all years from the one before the first growth, in order.

    A year's index to date is last year's to the same month times the published growth. A month without one is covered by the next span that has
    one (`growth.alone` does the same); when a later year compares with a part of such a span, it is divided as in the year before it.
    A year without its end leaves nothing to chain from, so only the years after the last such break are chained.

    Args:
        growths: published growths to date, Span(y, 1, m), in any order.
        first_year: levels of the spans alone of the year before the first growth; without it, every month of that year weighs the same.
    """
    assert all(span.to_date for span in growths), "growths to date only"
    if not growths:
        return {}
    first, last = _unbroken(growths)
    months = _spread(first_year or {}, first - 1)
    found: dict[Span, Decimal] = {}
    for year in range(first, last + 1):
        ends = [month for month in YEAR if Span(year, 1, month) in growths]
        if year == first:
            found |= _blocks(months, year - 1, ends)
        months = _grown(months, {m: growths[Span(year, 1, m)] for m in ends})
        found |= _blocks(months, year, ends)
    return found


def _unbroken(growths: Mapping[Span, Growth]) -> tuple[int, int]:
    """First and last year of the run that ends with the newest: all but the last have a growth of the whole year."""
    years = {span.year for span in growths}
    first = last = max(years)
    while Span(first - 1, 1, 12) in growths:
        first -= 1
    return first, last


def _spread(levels: Mapping[Span, Decimal], year: int) -> list[Decimal]:
    """Twelve months: each level over the months of its span alike, or all alike where there is none."""
    months = [A_MONTH] * 12
    told = {span: level for span, level in levels.items() if span.year == year}
    for span, level in told.items():
        months[span.first - 1 : span.last] = [level / span.months] * span.months
    assert not told or sum(span.months for span in told) == 12, "a profile holds a whole year"
    return months


def _grown(months: list[Decimal], growths: Mapping[int, Growth]) -> list[Decimal]:
    """This year's months, from last year's and the growths to date; up to the last one that is told."""
    found: list[Decimal] = []
    reached = Decimal()
    for end, growth in growths.items():
        before = months[len(found) : end]
        total, weight = sum(months[:end], Decimal()) * growth.factor, sum(before, Decimal())
        block = total - reached
        found += [block * (one / weight if weight else Decimal(1) / len(before)) for one in before]
        reached = total
    return found


def _blocks(months: list[Decimal], year: int, ends: list[int]) -> dict[Span, Decimal]:
    starts = [0, *ends[:-1]]
    return {
        Span(year, start + 1, end): sum(months[start:end], Decimal())
        for start, end in zip(starts, ends, strict=True)
    }
