"""Numbers of headings: 一、（一）1.（1）, none skipped, none twice (9.4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.papers.numbering import chinese, numbered, ordinal
from luoshi.papers.paper import Heading, Paragraph

FIGURES = {figure: at for at, figure in enumerate("零一二三四五六七八九")}


def read(said: str) -> int:
    """The twin of `chinese`: what a reader takes the figures for."""
    tens, ten, ones = said.rpartition("十")
    return (FIGURES[tens] if tens else 1 if ten else 0) * 10 + (FIGURES[ones] if ones else 0)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_figures_are_written_as_people_write_them(number: int, said: str) -> None:
    assert chinese(number) == said


def test_every_figure_is_read_back() -> None:
    assert [read(chinese(number)) for number in range(1, 100)] == list(range(1, 100))


def test_each_level_has_its_mark() -> None:
    assert [ordinal(level, 3) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]


def test_a_level_is_counted_anew_under_the_one_above_it() -> None:
    body = [Heading(level, "") for level in (1, 2, 2, 3, 4, 4, 3, 4, 1, 2, 3)]
    assert [number for number, _ in numbered(body)] == [
        "一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "（1）", "二、", "（一）", "1.",
    ]  # fmt: skip


@given(st.lists(st.sampled_from((0, 1, 2, 3, 4)), max_size=90))
def test_no_number_is_skipped_or_given_twice(levels: list[int]) -> None:
    body = [Heading(level, "") if level else Paragraph("") for level in levels]  # type: ignore[arg-type]
    found = numbered(body)
    assert [one for _, one in found] == body
    for at, (number, level) in enumerate(zip((n for n, _ in found), levels, strict=True)):
        if not level:
            assert number == ""
            continue
        above = [n for n in range(at) if 0 < levels[n] < level]
        same = sum(one == level for one in levels[above[-1] + 1 if above else 0 : at + 1])
        assert number == ordinal(level, same)
