"""The index gives every published growth back that it was chained from."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.chained import chained
from luoshi.indicators.growth import Growth, rounded, to_date
from luoshi.indicators.span import Span

GROWTHS = st.decimals(-30, 40, places=1)
MONTHS = tuple(range(2, 13))


def to_end(index: dict[Span, D], year: int, month: int) -> D:
    return sum((value for span, value in index.items() if span.year == year and span.last <= month), D())  # fmt: skip


@given(st.lists(st.lists(GROWTHS, min_size=11, max_size=11), min_size=1, max_size=4), st.integers(1, 11))  # fmt: skip
def test_every_growth_comes_back(years: list[list[D]], last: int) -> None:
    told = {Span(2020 + y, 1, m): Growth(g) for y, year in enumerate(years) for m, g in zip(MONTHS, year, strict=True)}  # fmt: skip
    told = {span: g for span, g in told.items() if span.year < 2019 + len(years) or span.last <= last + 1}  # fmt: skip
    index = chained(told)
    for span, growth in told.items():
        again = to_end(index, span.year, span.last) / to_end(index, span.year - 1, span.last)
        assert rounded((again - 1) * 100, 6) == growth.percent


def test_a_known_profile_weighs_the_first_year() -> None:
    before = {Span(2019, 1, 3): D(10), Span(2019, 4, 6): D(20), Span(2019, 7, 9): D(30), Span(2019, 10, 12): D(40)}  # fmt: skip
    index = chained({Span(2020, 1, 3): Growth(D(10)), Span(2020, 1, 6): Growth(D(0))}, before)
    near = {span: rounded(value, 6) for span, value in index.items()}
    assert {s: v for s, v in near.items() if s.year == 2019} == {Span(2019, 1, 3): 10, Span(2019, 4, 6): 20}  # fmt: skip
    assert to_date({s: v for s, v in near.items() if s.year == 2020}) == {Span(2020, 1, 3): 11, Span(2020, 1, 6): 30}  # fmt: skip


def test_a_break_in_the_years_leaves_nothing_before_it() -> None:
    told = {Span(2020, 1, 12): Growth(D(5)), Span(2022, 1, 12): Growth(D(6)), Span(2023, 1, 3): Growth(D(7))}  # fmt: skip
    assert {span.year for span in chained(told)} == {2021, 2022, 2023}
    assert chained({}) == {}
