"""Which asset a contract is about."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.assets.join import bare, joined
from tests.core.assets.made import asset, lease

NAMES = st.sampled_from(
    ["综合楼一层", "综合楼（一层）", "綜合樓一層", "综合楼二层", "旧仓库", "", None]
)
UNITS = st.sampled_from(["qingshan", "nantang", None])


def test_a_link_decides_whatever_the_names_say() -> None:
    (one,) = joined([asset()], [lease(name="旧仓库租赁合同", place="旧仓库", unit="nantang")])
    assert (one.how, one.asset and one.asset["key"]) == ("link", "G-0001")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("合同", "综合楼（一层）"),
        ("合同", "綜合樓 一層"),
        ("综合楼一层房屋租赁合同", None),
        ("综合楼一层出租协议书", ""),
    ],
)
def test_the_one_asset_of_that_name_is_joined_however_it_is_written(
    name: str, place: str | None
) -> None:
    (one,) = joined([asset()], [lease(asset=None, name=name, place=place)])
    assert one.how == "name"


def test_two_of_one_name_or_another_units_are_offered_not_joined() -> None:
    two = [asset(), asset(key="G-0002")]
    stray = lease(asset=None, place="综合楼一层")
    (one,) = joined(two, [stray])
    assert (one.how, [row["key"] for row in one.likely]) == ("none", ["G-0001", "G-0002"])
    (one,) = joined([asset(unit="nantang")], [stray])
    assert (one.how, len(one.likely)) == ("none", 1)
    (one,) = joined([asset(unit="nantang"), asset(key="G-0002")], [stray])
    assert one.asset is not None
    assert one.asset["key"] == "G-0002"


def test_alike_is_offered_and_unlike_is_not() -> None:
    rows = [asset(), asset(key="G-0002", name="旧仓库"), asset(key="G-0003", name="综合楼二层")]
    (one,) = joined(rows, [lease(asset="G-9999", name="合同", place="青山街道综合楼一层")])
    assert [row["key"] for row in one.likely] == ["G-0001"]
    (one,) = joined(rows, [lease(asset=None, name="合同", place="码头")])
    assert (one.how, one.likely) == ("none", ())


def test_names_are_compared_without_their_marks() -> None:
    assert bare("綜合樓（１層） ·A座") == "综合楼1层a座"
    assert bare(None) == ""


@given(
    st.lists(st.tuples(NAMES, UNITS), max_size=6),
    st.lists(st.tuples(NAMES, UNITS, st.sampled_from(["G-0", "G-1", "G-9", None])), max_size=6),
)
def test_joining_loses_no_contract_and_never_guesses(
    told: list[tuple[Any, Any]], signed: list[tuple[Any, Any, Any]]
) -> None:
    assets = [{"key": f"G-{n}", "name": name, "unit": unit} for n, (name, unit) in enumerate(told)]
    leases = [
        {"key": f"HT-{n}", "name": None, "place": place, "unit": unit, "asset": link}
        for n, (place, unit, link) in enumerate(signed)
    ]
    matches = joined(assets, leases)
    assert [one.lease for one in matches] == leases
    for one in matches:
        assert (one.asset is None) == (one.how == "none")
        assert not (one.asset and one.likely)
        if one.how == "name":
            wanted, unit = bare(one.lease["place"]), one.lease["unit"]
            bearers = [
                row["key"]
                for row in assets
                if bare(row["name"]) == wanted and (not unit or row["unit"] in (None, unit))
            ]
            assert one.asset is not None
            assert bearers == [one.asset["key"]]
