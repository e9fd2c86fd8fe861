"""Places among peers."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import Growth
from luoshi.indicators.ranks import composite, moved, ranked

PEERS = {
    "甲": Growth(D("6.1")),
    "乙": Growth(D("5.8")),
    "丙": Growth(D("5.8")),
    "丁": None,
    "我": Growth(D("4.2")),
}
VALUES = st.dictionaries(
    st.sampled_from("甲乙丙丁戊己庚"),
    st.one_of(st.none(), st.decimals(-20, 20, places=1).map(Growth)),
    min_size=1,
)


def test_equals_share_a_place_and_absent_peers_are_named() -> None:
    found = ranked(PEERS)
    assert found.places == {"甲": 1, "乙": 2, "丙": 2, "我": 4}
    assert found.absent == ("丁",)
    assert found.among_last("我")
    assert not found.among_last("甲")
    assert not found.among_last("丁")


def test_where_less_is_better_the_order_turns() -> None:
    assert ranked(PEERS, "lower").places == {"我": 1, "乙": 2, "丙": 2, "甲": 4}


def test_places_won_since_before() -> None:
    before = ranked(PEERS | {"我": Growth(D("5.9"))})
    assert moved(ranked(PEERS), before, "我") == -2
    assert moved(ranked(PEERS), before, "丁") is None


def test_a_composite_has_only_declared_weights() -> None:
    by = {"gdp": PEERS, "retail": {**PEERS, "丁": Growth(D(9))}}
    found = composite(by, {"gdp": D("0.6"), "retail": D("0.4")})
    assert found == {
        "甲": D("1.4"),
        "乙": D("2.4"),
        "丙": D("2.4"),
        "我": D("4.4"),
    }  # 丁 is not told everywhere
    for weights in ({"gdp": D(1)}, {"gdp": D("0.6"), "retail": D("0.6")}):
        with pytest.raises(ValueError, match="declared weight"):
            composite(by, weights)


@given(VALUES, st.permutations(list("甲乙丙丁戊己庚")))
def test_places_do_not_depend_on_the_order_they_are_told_in(
    values: dict[str, Growth | None], order: list[str]
) -> None:
    turned = {region: values[region] for region in order if region in values}
    assert ranked(turned).places == ranked(values).places
