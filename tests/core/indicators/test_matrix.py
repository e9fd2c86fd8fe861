"""The columns give what the plain rules give, figure by figure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import Growth
from luoshi.indicators.matrix import Tellings, places
from luoshi.indicators.ranks import Better, ranked
from luoshi.indicators.series import Cell, Point, as_of
from luoshi.indicators.span import Span

START = datetime(2026, 1, 1, tzinfo=UTC)
TELLING = st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(0, 2), st.integers(0, 6), st.one_of(st.none(), st.integers(-3, 3)))  # fmt: skip


@given(st.lists(TELLING, min_size=1, max_size=60), st.integers(0, 6), st.tuples(st.booleans(), st.booleans()))  # fmt: skip
def test_as_of_and_places_are_those_of_the_plain_rules(
    told: list[tuple[int, int, int, int, int | None]], moment: int, lower: tuple[bool, bool]
) -> None:
    points = [
        Point(
            Cell(str(region), str(indicator), Span(2025, 1, span + 2)),
            START + timedelta(days=day),
            growth=None if value is None else Growth(D(value)),
        )
        for region, indicator, span, day, value in told
    ]
    plain = as_of(points, date.max, START + timedelta(days=moment))
    columns = [np.array([one[n] for one in told]) for n in range(4)]
    values = np.array([np.nan if one[4] is None else float(one[4]) for one in told])
    made = Tellings.of(*columns, values)
    found = made.as_of(moment)
    ranks = places(found, np.array(lower[: made.shape[0]]))
    for indicator in range(made.shape[0]):
        for span in range(made.shape[1]):
            growths = {}
            for region in range(made.shape[2]):
                point = plain.get(Cell(str(region), str(indicator), Span(2025, 1, span + 2)))
                growths[str(region)] = point.growth if point else None
                cell = found[indicator, span, region]
                assert np.isnan(cell) if growths[str(region)] is None else D(int(cell)) == growths[str(region)].percent  # type: ignore[union-attr]  # fmt: skip
            way: Better = "lower" if lower[indicator] else "higher"
            expected = ranked(growths, way).places
            assert {str(r): int(p) for r, p in enumerate(ranks[indicator, span]) if p} == expected
