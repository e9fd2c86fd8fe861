"""What is learned from settled pairs: the numbers of likeness, and public benchmarks by one and the same setting."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.leads.learned import Learned, learn
from luoshi.leads.likeness import NAMES, UNTOLD, alike, likeness
from luoshi.values.problem import Problem
from tests.bench.linkage import DATA, GOALS, matched

SMALL = (
    "fodors_zagats",
    "itunes_amazon",
    "beer",
)  # the others take minutes: python -m tests.bench linkage


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir(), reason="the real material is not here")
@pytest.mark.parametrize("name", SMALL)
def test_a_public_benchmark_is_matched(name: str) -> None:
    assert matched(name)[1] >= GOALS[name]


TEXT = st.text("abc 12.恒丰纸", max_size=20)
RARE: defaultdict[str, float] = defaultdict(lambda: 1.5)
SHARES = [NAMES.index(n) for n in ("jaccard", "idf", "left_in", "right_in", "smaller_in", "set", "sorted", "edits", "start")]  # fmt: skip


@given(TEXT, TEXT)
def test_likeness_is_a_share_and_does_not_care_which_side_is_which(one: str, other: str) -> None:
    there, back = alike(one, other, RARE), alike(other, one, RARE)
    for at in SHARES:
        assert there[at] == UNTOLD or -1e-9 <= there[at] <= 1 + 1e-9
    turned = {"left_in": "right_in", "missing_left": "missing_right"}
    for name, mirror in (turned | {n: n for n in ("jaccard", "idf", "smaller_in", "codes", "numbers")}).items():  # fmt: skip
        assert there[NAMES.index(name)] == pytest.approx(back[NAMES.index(mirror)])


@given(TEXT.filter(lambda text: any(sign.isalnum() for sign in text)))
def test_a_text_is_wholly_like_itself_and_like_nothing_that_is_not_told(text: str) -> None:
    assert [alike(text, text, RARE)[at] for at in SHARES] == pytest.approx([1.0] * len(SHARES))
    assert set(alike(text, "", RARE)) == {UNTOLD}


def settled(count: int) -> list[tuple[dict[str, str], dict[str, str]]]:
    return [({"name": f"firm {n} paper"}, {"name": f"firm {n if n % 2 else n + 1000} paper"}) for n in range(count)]  # fmt: skip


def test_too_few_or_all_one_way_teaches_nothing() -> None:
    few = learn(settled(20), [n % 2 == 1 for n in range(20)])
    one_way = learn(settled(80), [False] * 80)
    assert isinstance(few, Problem)
    assert isinstance(one_way, Problem)
    assert (few.id, one_way.id) == ("L-101", "L-101")


def test_what_was_settled_is_carried_over_the_same_way_twice() -> None:
    pairs = settled(160)
    said = [n % 2 == 1 if n < 120 else None for n in range(160)]
    first, second = learn(pairs, said), learn(pairs, said)
    assert isinstance(first, Learned)
    assert isinstance(second, Learned)
    assert (first.likely == second.likely).all()
    assert first.same()[120:] == [n % 2 == 1 for n in range(120, 160)]
    assert likeness(pairs).shape[0] == 160
