"""What the standard objects to: each fault is found, by its number, and a good paper has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.papers.faults import faults, shaped
from luoshi.papers.layout import layout
from luoshi.papers.page import written
from luoshi.papers.paper import Paper

GOOD = Paper(
    "通报", ("关于上半年任务", "落实情况的通报"), (), "某某区政府文件", "某政办〔2026〕1号"
)
LONG = "关于" + "字" * 19


def ids(paper: Paper) -> list[str]:
    return [problem.id for problem in faults(paper)]


def test_a_paper_in_order_has_no_faults() -> None:
    assert ids(replace(GOOD, title=("关于任务", "落实情况的通报"))) == []
    assert ids(Paper("督办单", ("督办单",), ())) == []


@pytest.mark.parametrize(
    "number",
    ["某政办[2026]1号", "某政办（2026）1号", "某政办〔26〕1号", "某政办〔2026〕01号",
     "某政办〔2026〕第1号", "某政办〔2026〕1", "〔2026〕1号", "某政办 〔2026〕1号"],
)  # fmt: skip
def test_a_number_in_another_form(number: str) -> None:
    assert "B-101" in ids(replace(GOOD, number=number))


@pytest.mark.parametrize("number", ["某政办〔2026〕1号", "某办〔2026〕120号"])
def test_a_number_in_the_official_form(number: str) -> None:
    assert "B-101" not in ids(replace(GOOD, number=number))


@pytest.mark.parametrize("kind", ["督办单", "任务分解表", "简报"])
def test_a_red_head_on_what_is_no_statutory_kind(kind: str) -> None:
    assert "B-102" in ids(replace(GOOD, kind=kind))
    assert "B-102" in ids(replace(GOOD, kind=kind, mark=""))
    assert "B-102" not in ids(replace(GOOD, kind=kind, mark="", number=""))


def test_every_statutory_kind_may_have_one() -> None:
    kinds = layout()["kinds"]["statutory"]
    assert len(set(kinds)) == 15
    assert not [kind for kind in kinds if "B-102" in ids(replace(GOOD, kind=kind))]


def test_a_line_of_the_title_that_does_not_fit() -> None:
    (problem,) = faults(replace(GOOD, title=(LONG,)))
    assert problem.id == "B-104"
    assert "第1行有21个字" in problem.cause()
    assert "只放得下20个" in problem.cause()
    assert ids(replace(GOOD, title=(LONG[:20],))) == []


def test_lines_that_form_no_shape() -> None:
    (problem,) = faults(replace(GOOD, title=("关于任务", "落实", "情况通报")))
    assert (problem.id, problem.severity) == ("B-105", "warning")


@pytest.mark.parametrize(
    ("widths", "good"),
    [((4,), True), ((2, 4), True), ((4, 2), True), ((2, 4, 3), True), ((5, 4, 3), True),
     ((3, 3), False), ((4, 2, 4), False), ((2, 4, 4), False), ((4, 2, 3, 1), False)],
)  # fmt: skip
def test_a_title_is_a_trapezoid_or_a_diamond(widths: tuple[int, ...], good: bool) -> None:
    assert shaped(tuple("字" * width for width in widths)) is good


def test_a_red_head_without_a_number() -> None:
    assert "B-106" in ids(replace(GOOD, number=""))


def test_all_faults_are_told_at_once_and_the_paper_is_written_all_the_same() -> None:
    paper = replace(GOOD, kind="简报", number="1号", title=(LONG, LONG))
    assert set(ids(paper)) == {"B-101", "B-102", "B-104", "B-105"}
    assert written(paper)
