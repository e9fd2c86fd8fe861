"""Units convert within their kind and never across."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.values.conversion import convertible, factor

KINDS = [
    ["元", "万元", "亿元"],
    ["米", "公里"],
    ["平方米", "公顷", "亩", "万平方米", "平方公里"],
    ["个", "宗", "户", "家", "万户"],
    ["%"],
    ["吨", "万吨"],
]


@pytest.mark.parametrize(
    ("number", "given_unit", "wanted", "result"),
    [
        (480_000_000, "元", "万元", 48000),
        (4.8, "亿元", "万元", 48000),
        (3, "个", "宗", 3),
        (2, "公里", "米", 2000),
        (1.2, "万户", "户", 12000),
        (5, "%", "％", 5),
        (3, "万平方米", "平方米", 30000),
        (60.5, "亿元", "元", 6.05e9),
    ],
)
def test_a_number_keeps_its_size(
    number: float, given_unit: str, wanted: str, result: float
) -> None:
    by = factor(given_unit, wanted)
    assert by is not None
    assert number * by == pytest.approx(result)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("元", "个"),
        ("%", "百分点"),
        ("米", "平方米"),
        ("工作日", "天"),
        ("美元", "元"),
        ("吨", "万元"),
    ],
)
def test_kinds_do_not_mix(a: str, b: str) -> None:
    assert not convertible(a, b)
    assert not convertible(b, a)


@given(
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.tuples(st.sampled_from(kind), st.sampled_from(kind))
    )
)
def test_there_and_back_is_one(pair: tuple[str, str]) -> None:
    there, back = factor(*pair), factor(*reversed(pair))
    assert there is not None
    assert back is not None
    assert there * back == pytest.approx(1)
