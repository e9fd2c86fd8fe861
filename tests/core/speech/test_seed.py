"""The seed speech row by row, and floors under the annotated speeches; skipped where the texts are not at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.bench import seed
from tests.bench.gold import SHARED, Score, gold_files, score

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the speeches are not at hand")

F1_MIN, EXACT_MIN = 0.90, 0.97


@cache
def _scores() -> dict[str, Score]:
    return {path.stem: score(path) for path in gold_files()}


def test_every_row_of_the_seed_is_read_as_the_table_says() -> None:
    table = seed.rows(seed.reading())
    assert len(table) == 33
    assert [row for row in table if row.faults] == []


def test_nothing_else_in_the_seed_is_a_hard_commitment() -> None:
    assert seed.beyond(seed.reading()) == []


def _named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", gold_files() if SHARED.exists() else [], ids=_named)
def test_a_speech_is_read_well_enough(path: Path) -> None:
    one = _scores()[path.stem]
    assert one.f1() >= F1_MIN
    assert one.f1(strict=True) >= F1_MIN
    assert one.exact(one.numbers_wrong) >= EXACT_MIN
    assert one.exact(one.deadlines_wrong) >= EXACT_MIN
    assert one.past == []


@pytest.mark.parametrize("path", gold_files() if SHARED.exists() else [], ids=_named)
def test_the_year_need_not_be_told(path: Path) -> None:
    assert score(path, with_year=False).deadlines_wrong == _scores()[path.stem].deadlines_wrong
