"""年末测算: where a year's growth to date may end, from a seasonal state-space model, and how such outlooks did in the years before.

    published growths to date ──chained──> index of each span alone ──log──> trend + seasonal (statsmodels) ──500 ways to the year's end──> range

An outlook is an estimate (red line 2): it is no `Point`, it is never kept with published figures, ranked, or exported.
By the month every January is missing and February holds 1-2月 (2.3); the seasonal takes that up.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from luoshi.indicators.chained import chained
from luoshi.indicators.growth import Growth, Points
from luoshi.indicators.span import Span
from luoshi.values.problem import Problem

YEARS_MIN = 3  # whole years of growth before an outlook: with fewer the seasonal is a guess
WAYS = 500
LEVEL = 80  # per cent of cases that the range is meant to hold
SEED = 20240415
WIDER_MIN = 6  # past misses before they widen a range

Growths = Mapping[Span, Growth]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the growth of a whole year may end, as far as is known by `until`."""

    span: Span  # the year
    low: Growth
    middle: Growth
    high: Growth
    until: Span
    years: int  # whole years that it stands on
    level: int = LEVEL


@dataclass(frozen=True, slots=True)
class Trial:
    """How outlooks made in past years would have done: mean absolute misses in points, and how often the range held."""

    cases: int
    missed: Points
    missed_naive: Points  # the growth to date stays
    missed_seasonal: Points  # it changes until the year's end as it did last year
    covered: int
    level: int = LEVEL


@dataclass(frozen=True, slots=True)
class _Case:
    until: Span
    truth: float
    low: float
    middle: float
    high: float
    naive: float
    seasonal: float


def outlook(
    growths: Growths, first_year: Mapping[Span, Decimal] | None = None
) -> Outlook | Problem:
    """The outlook of the newest year.

    Args:
        growths: published growths to date, of whole years and the year that goes on.
        first_year: levels alone of the year before the first growth (`chained`).
    Returns:
        G-030 where there are fewer than three whole years before it, G-031 where the year is published already.
    """
    until = max(growths, default=None)
    if until is None:
        return _short(0)
    if until.last == 12:
        return Problem("G-031", str(until), {"year": until.year})
    whole = _whole_years(growths, until.year)
    if whole < YEARS_MIN:
        return _short(whole)
    past = _cases(growths, first_year)
    case = _look(growths, first_year, until, None)
    low, high = _widened(case, past)
    least, middle, most = (
        Growth(Decimal(str(round(value, 1)))) for value in (low, case.middle, high)
    )
    return Outlook(Span(until.year, 1, 12), least, middle, most, until, whole)


def trial(growths: Growths, first_year: Mapping[Span, Decimal] | None = None) -> Trial | Problem:
    """Past outlooks beside what came out: each span of each year that has three whole years before it, as known then.

    Returns:
        G-030 where no past year has enough before it.
    """
    cases = _cases(growths, first_year)
    if not cases:
        years = {span.year for span in growths if span.last == 12}
        return _short(len(years))
    held = 0
    for number, case in enumerate(cases):
        low, high = _widened(
            case, [one for one in cases[:number] if one.until.year < case.until.year]
        )
        held += low - 0.05 <= case.truth <= high + 0.05  # published to one place
    return Trial(
        len(cases),
        _mean_miss([one.middle - one.truth for one in cases]),
        _mean_miss([one.naive - one.truth for one in cases]),
        _mean_miss([one.seasonal - one.truth for one in cases]),
        held,
    )


def _short(whole: int) -> Problem:
    return Problem("G-030", "", {"years": whole, "needed": YEARS_MIN})


def _whole_years(growths: Growths, before: int) -> int:
    """Whole years in a row that end with the year before `before`."""
    count = 0
    while Span(before - 1 - count, 1, 12) in growths:
        count += 1
    return count


def _cases(growths: Growths, first_year: Mapping[Span, Decimal] | None) -> list[_Case]:
    """Every outlook that could have been made in a year that is over, in order; the model is fitted anew for each year."""
    found = []
    for end in sorted(span for span in growths if span.last == 12):
        if _whole_years(growths, end.year) < YEARS_MIN:
            continue
        fitted = None
        for until in sorted(span for span in growths if span.year == end.year and span.last < 12):
            known = {span: growth for span, growth in growths.items() if span <= until}
            fitted = fitted if fitted is not None else _fitted(known, first_year, end.year)
            found.append(_look(known, first_year, until, fitted, float(growths[end].percent)))
    return found


def _look(
    growths: Growths,
    first_year: Mapping[Span, Decimal] | None,
    until: Span,
    fitted: Any,
    truth: float = float("nan"),
) -> _Case:
    """One outlook at the end of a span, with what the two simple rules would have said."""
    index = chained(growths, first_year)
    season = _season(growths)
    fitted = fitted if fitted is not None else _fitted(growths, first_year, until.year)
    series = _series(index, season)
    at = fitted.apply(series[-_rows_kept(series, season) :])
    rest = season - until.last * season // 12
    ways = np.exp(
        at.simulate(rest, anchor="end", repetitions=WAYS, rng=np.random.default_rng(SEED))
    ).reshape(rest, -1)
    so_far = float(sum(value for span, value in index.items() if span.year == until.year))
    before = float(sum(value for span, value in index.items() if span.year == until.year - 1))
    ends = (so_far + ways.sum(axis=0)) / before * 100 - 100
    margin = (100 - LEVEL) / 2
    low, middle, high = np.percentile(ends, [margin, 50, 100 - margin])
    now = float(growths[until].percent)
    last, then = (growths.get(Span(until.year - 1, 1, month)) for month in (12, until.last))
    change = (last - then).value if last is not None and then is not None else Decimal()
    return _Case(until, truth, float(low), float(middle), float(high), now, now + float(change))


def _season(growths: Growths) -> int:
    """Spans of a year: 12 where months are published, else 4."""
    return 12 if any(span.last % 3 for span in growths) else 4


def _rows_kept(series: np.ndarray, season: int) -> int:
    return min(len(series), 12 * season)


def _fitted(growths: Growths, first_year: Mapping[Span, Decimal] | None, year: int) -> Any:
    """The model with parameters from the whole years before `year`."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    known = {span: growth for span, growth in growths.items() if span.year < year}
    season = _season(growths)
    series = _series(chained(known, first_year), season)
    series = series[-_rows_kept(series, season) :]
    model = UnobservedComponents(series, level="lltrend", seasonal=season)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a variance that ends at nought is told as "not converged"; the trial says what it is worth
        return model.fit(disp=False, maxiter=200)


def _series(index: Mapping[Span, Decimal], season: int) -> np.ndarray:
    """Logs by month or quarter; a span stands at its last month, those it covers are missing. One that covers a gap (1-3月 by the month)
    is missing too: it is no month, though its sum counts."""
    usual = (
        {(1, 2)} | {(m, m) for m in range(1, 13)}
        if season == 12
        else {(q - 2, q) for q in (3, 6, 9, 12)}
    )
    spans: Sequence[Span] = sorted(index)
    first = spans[0].year
    rows = (spans[-1].year - first) * season + spans[-1].last * season // 12
    found = np.full(rows, np.nan)
    for span in spans:
        if index[span] > 0 and (span.first, span.last) in usual:
            found[(span.year - first) * season + span.last * season // 12 - 1] = float(
                index[span].ln()
            )
    return found


def _widened(case: _Case, past: Sequence[_Case]) -> tuple[float, float]:
    """The model's range, and as wide as the misses of past outlooks at the same span were, where enough are known: a model that
    was surer than right does not stay so."""
    misses = sorted(
        abs(one.truth - one.middle) for one in past if one.until.last == case.until.last
    )
    if len(misses) < WIDER_MIN:
        return case.low, case.high
    reach = misses[min(len(misses) - 1, int(np.ceil(LEVEL / 100 * (len(misses) + 1))) - 1)]
    return min(case.low, case.middle - reach), max(case.high, case.middle + reach)


def _mean_miss(misses: Sequence[float]) -> Points:
    return Points(Decimal(str(round(float(np.mean(np.abs(misses))), 2))))
