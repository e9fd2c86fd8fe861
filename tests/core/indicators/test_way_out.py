"""The way out of the last places: what wins one, what is certain already, and which gap is the dearest."""

from __future__ import annotations

from decimal import Decimal as D
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import Growth, Points
from luoshi.indicators.ranks import Better, ranked
from luoshi.indicators.way_out import (
    Certain,
    Gap,
    Range,
    certain,
    gaps,
    needed,
    needed_against,
    needed_for_the_rest,
)  # fmt: skip
from tests.core.indicators.test_ranks import PEERS, VALUES

WAYS = st.sampled_from(["higher", "lower"])


def g(text: str) -> Growth:
    return Growth(D(text))


def between(low: str, high: str) -> Range:
    return Range(g(low), g(high))


RANGES = st.dictionaries(
    st.sampled_from("甲乙丙丁戊"),
    st.tuples(st.integers(-6, 6), st.integers(0, 5)).map(
        lambda ends: Range(Growth(D(ends[0]) / 2), Growth(D(ends[0] + ends[1]) / 2))
    ),
    min_size=1,
)


def test_the_growth_that_wins_a_place() -> None:
    assert needed(PEERS, "我", 1) == Growth(D("6.2"))
    assert needed(PEERS, "我", 3) == Growth(D("5.9"))
    assert needed(PEERS, "我", 4) is None  # nobody could take it away
    assert needed({"甲": Growth(D(3)), "我": None}, "我", 1, better="lower") == Growth(D("2.9"))


def test_what_the_rest_of_the_year_must_bring() -> None:
    found = needed_for_the_rest(Growth(D(6)), D(52), D(50), D(50))
    assert found == Growth(D(8))  # 4 % so far, 6 % wanted of equal halves
    assert needed_for_the_rest(Growth(D(6)), D(106), D(100), D(0)) is None


def test_what_is_certain_among_five() -> None:
    """The peer that may pass and the one that may be passed make the width; the two that cannot do not."""
    now = {
        "我": between("4.0", "4.4"),
        "甲": Range.told(g("6")),
        "乙": between("4.2", "5"),
        "丙": between("3.9", "4.1"),
        "丁": Range.told(g("3")),
    }
    assert certain(now, "我") == Certain(2, 4)
    assert certain(now, "甲") == Certain(1, 1)
    assert certain(now, "丁", "lower") == Certain(1, 1)
    with pytest.raises(KeyError):
        certain(now, "戊")


def test_equal_ends_share_a_place() -> None:
    now = {"我": Range.told(g("4")), "甲": between("3", "4"), "乙": Range.told(g("4"))}
    assert certain(now, "我") == Certain(1, 1)


@pytest.mark.parametrize(
    ("found", "out"), [(Certain(2, 7), True), (Certain(7, 8), None), (Certain(8, 10), False)]
)
def test_out_of_the_last_three_of_ten(found: Certain, out: bool | None) -> None:
    assert found.out_of_last(10) is out


@given(RANGES, WAYS, st.data())
def test_what_is_certain_is_what_every_end_comes_to(
    now: dict[str, Range], better: Better, data: st.DataObject
) -> None:
    """The plain twin: everybody at every one of both ends."""
    region = data.draw(st.sampled_from(sorted(now)))
    places = {
        ranked(dict(zip(now, ends, strict=True)), better).places[region]
        for ends in product(*((one.low, one.high) for one in now.values()))
    }
    assert certain(now, region, better) == Certain(min(places), max(places))


@given(RANGES, WAYS, st.integers(1, 5), st.data())
def test_one_growth_may_be_enough_and_the_other_surely_is(
    now: dict[str, Range], better: Better, place: int, data: st.DataObject
) -> None:
    region = data.draw(st.sampled_from(sorted(now)))
    at_least, surely = needed_against(now, region, place, better=better)
    if at_least is None or surely is None:
        assert at_least is surely
        assert place >= len(now)
        return
    assert certain({**now, region: Range.told(surely)}, region, better).worst <= place
    assert certain({**now, region: Range.told(at_least)}, region, better).best <= place
    two_less = at_least + Points(D("-0.2") if better == "higher" else D("0.2"))
    assert certain({**now, region: Range.told(two_less)}, region, better).best > place


def five(*mine_and_peers: str) -> dict[str, Growth | None]:
    return dict(zip("我甲乙丙丁戊", map(g, mine_and_peers), strict=False))


def test_the_dearest_gap_comes_first() -> None:
    by = {
        "gdp": five("4.0", "5", "4.5", "6", "7"),  # last of five; 6.1 wins three places for 2.1
        "retail": five("4.0", "4.1", "4.1", "4.2", "9"),  # 4.3 wins three places for 0.3
        "power": five("1", "2", "3", "4", "5"),  # less is better: first of five
        "tax": five("4", "5", "6"),  # all three of three are among the last three
        "industry": {"我": None, "甲": g("1")},
    }
    assert gaps(by, "我", better={"power": "lower"}) == [
        Gap("retail", 5, 5, Points(D("0.3")), 3),
        Gap("gdp", 5, 5, Points(D("3.1")), 3 + 0)
        if False
        else Gap("gdp", 5, 5, Points(D("2.1")), 3),
        Gap("tax", 3, 3, None, 0),
    ]
    with pytest.raises(ValueError, match="no such indicator: gpd"):
        gaps(by, "我", better={"gpd": "lower"})


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES), WAYS, st.integers(1, 3))
def test_the_growth_of_a_gap_leaves_the_last_n(
    by: dict[str, dict[str, Growth | None]], better: Better, n: int
) -> None:
    found = gaps(by, "甲", n, better=dict.fromkeys(by, better))
    assert {gap.indicator for gap in found} == {
        name for name, values in by.items() if ranked(values, better).among_last("甲", n)
    }
    for gap in found:
        mine = by[gap.indicator]["甲"]
        assert mine is not None
        if gap.short is None:
            assert gap.count <= n
            continue
        then = mine + (gap.short if better == "higher" else -gap.short)
        after = ranked({**by[gap.indicator], "甲": then}, better)
        assert not after.among_last("甲", n)
        assert gap.wins == gap.place - after.places["甲"] > 0


@given(VALUES, st.integers(1, 7))
def test_who_reaches_what_is_needed_has_the_place(
    values: dict[str, Growth | None], place: int
) -> None:
    wanted = needed(values, "甲", place)
    if wanted is not None:
        assert ranked(values | {"甲": wanted}).places["甲"] <= place
