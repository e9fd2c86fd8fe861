"""The table, the race and the way out, from figures that are known."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import Growth, Points
from luoshi.indicators.ranks import ranked
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span
from luoshi.journeys.points_to_places import Figures, Line, growths, lines, race, way_out

AT = datetime(2026, 5, 20, tzinfo=UTC)
MARCH, APRIL, LAST = Span(2026, 1, 3), Span(2026, 1, 4), Span(2025, 1, 12)
PEERS = "甲乙丙丁戊己"


def figures(*told: tuple[str, Span, str | None], **more: object) -> dict[Cell, Point]:
    found = {}
    for region, span, growth in told:
        cell = Cell(region, "retail", span)
        rate = None if growth is None else Growth(D(growth))
        found[cell] = Point(cell, AT, growth=rate, **more)  # type: ignore[arg-type]
    return found


def season(own: str, own_before: str) -> dict[Cell, Point]:
    peers = ("6.1", "5.8", "5.8", "5.0", "4.8")
    told = [(region, span, g) for region, g in zip(PEERS[:5], peers, strict=True) for span in (MARCH, APRIL, LAST)]  # fmt: skip
    return figures(*told, ("我", MARCH, own_before), ("我", APRIL, own), ("我", LAST, "6.0"), ("己", MARCH, "9"))  # fmt: skip


def line(found: Figures) -> Line:
    (one,) = lines(found, "我", ["retail", "gdp"], 3, {})
    return one


def test_a_line_says_the_place_what_became_of_it_and_what_is_missing() -> None:
    one = line(season("4.9", "5.9"))
    assert (one.point.cell.span, one.place, one.places) == (APRIL, 5, 6)
    assert one.ranks.absent == ("己",)  # known in March, not told for April: named, not last
    assert (one.since_before, one.since_year_end) == (-2, -3)
    assert one.change == Points(D("-1.0"))
    assert one.wanted == Growth(D("5.9"))
    assert one.short == Points(D("1.0"))
    assert one.among_last(3)
    assert not one.among_last(1)


def test_the_published_place_stands_and_a_difference_is_told() -> None:
    found = season("4.9", "5.9")
    cell = Cell("我", "retail", APRIL)
    found[cell] = Point(cell, AT, growth=Growth(D("4.9")), place=6, places=7)
    one = line(found)
    assert (one.place, one.places, one.counted, one.differs) == (6, 7, 5, True)


def test_the_race_counts_each_span_anew() -> None:
    found = race(season("4.9", "5.9"), "我", "retail")
    assert {span: ranks.places["我"] for span, ranks in found.items()} == {LAST: 2, MARCH: 3, APRIL: 5}  # fmt: skip


def test_the_way_out_says_what_the_rest_of_the_year_must_bring() -> None:
    found = season("4.9", "5.9")
    way = way_out(found, line(found), 3)
    assert way.now == Growth(D("5.9"))
    assert (way.share, way.even) == (D(4) / 12, True)
    assert way.rest is not None
    assert way.rest.rounded() == Growth(D("6.4"))  # 4.9 on a third and 6.4 on two thirds are 5.9
    assert (way.surely, way.certain, way.courses) == (None, None, 0)


def test_levels_of_last_year_share_the_year_out() -> None:
    found = season("4.9", "5.9")
    for span, level in ((APRIL.year_before, 250), (LAST, 1000)):
        cell = Cell("我", "retail", span)
        found[cell] = Point(cell, AT, level=D(level), unit="万元", growth=Growth(D(6)))
    way = way_out(found, line(found), 3)
    assert (way.share, way.even) == (D("0.25"), False)


def test_at_the_year_s_end_nothing_is_left_to_come() -> None:
    told = [(region, LAST, g) for region, g in zip("甲乙丙丁", ("6.1", "5.8", "5.0", "4.8"), strict=True)]  # fmt: skip
    found = figures(*told, ("我", LAST, "4.9"), ("我", Span(2025, 1, 11), "5.9"), ("甲", Span(2025, 1, 11), "5.0"))  # fmt: skip
    one = line(found)
    assert (one.point.cell.span, one.place) == (LAST, 4)
    way = way_out(found, one, 2)
    assert (way.now, way.share, way.rest, way.surely, way.certain) == (Growth(D("5.9")), 1, None, None, None)  # fmt: skip


def test_past_courses_say_where_the_year_may_end() -> None:
    found = season("4.9", "5.9")
    before = APRIL.year_before
    for n, region in enumerate((*PEERS, "我")):
        for year in (2024, 2025):
            for span, growth in ((before, "5"), (LAST, f"{5 + (n - 3) / 10}")):
                cell = Cell(region, "retail", Span(year, 1, span.last))
                found[cell] = Point(cell, AT, growth=Growth(D(growth)))
    way = way_out(found, line(found), 3)
    assert way.courses == 14
    assert (way.least, way.surely) == (
        Growth(D("5.6")),
        Growth(D("6.2")),
    )  # who holds the place ends between 5.5 and 6.1
    assert way.certain is not None
    assert (way.certain.best, way.certain.worst) == (4, 6)


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊我"), st.one_of(st.none(), st.decimals(-9, 9, places=1)), min_size=1))  # fmt: skip
def test_the_table_ranks_as_the_ranks_do(told: dict[str, D | None]) -> None:
    found = figures(*((region, APRIL, None if g is None else str(g)) for region, g in told.items()))
    for one in lines(found, "我", ["retail"], 3, {}):
        assert one.ranks == ranked(growths(found, "retail", APRIL))
