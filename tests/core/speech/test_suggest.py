"""A draft is offered the measure that could show it done, in the measure's unit."""

from __future__ import annotations

import pytest

from luoshi.declare.register import Catalogue, Field, Measure, Register
from luoshi.speech.document import Draft, Suggestion
from luoshi.speech.read import read
from luoshi.speech.suggest import suggest
from luoshi.values.label import Label


def _register(key: str, name: str, aka: tuple[str, ...], *measures: Measure) -> Register:
    field = Field("name", Label(name, key), "text")
    return Register(
        key,
        Label(f"{name}台账", key),
        "office",
        (field,),
        "name",
        "unit",
        aka=aka,
        measures=measures,
    )


CATALOGUE: Catalogue = {
    r.key: r
    for r in (
        _register(
            "parcel",
            "地块",
            ("地块", "宗地"),
            Measure("listed", Label("挂牌宗数", "Listed"), "count(*)", unit="宗", aka=("挂牌",)),
            Measure(
                "released_wan",
                Label("释放沉淀资金", "Released"),
                "sum(sunk_wan)",
                unit="万元",
                aka=("释放沉淀资金",),
            ),
        ),
        _register(
            "project",
            "项目",
            ("项目",),
            Measure("started", Label("开工数", "Started"), "count(*)", unit="个", aka=("开工",)),
            Measure(
                "completed", Label("竣工数", "Completed"), "count(*)", unit="个", aka=("竣工",)
            ),
        ),
    )
}


def _offered(sentence: str) -> Suggestion | None:
    reading = read(f"2025年工作安排\n{sentence}".encode(), "own.txt", year=2025)
    draft: Draft = reading.drafts[0]
    return suggest(draft, CATALOGUE)


@pytest.mark.parametrize(
    ("sentence", "measure", "target"),
    [
        ("力争4月末挂牌东街地块等3个项目。", "parcel.listed", 3),
        ("释放沉淀资金4.8亿元。", "parcel.released_wan", 48000),
        ("推动12个新建项目尽早开工建设。", "project.started", 12),
        ("中学等8个项目10月底前顺利竣工。", "project.completed", 8),
    ],
)
def test_words_and_unit_find_the_measure(sentence: str, measure: str, target: float) -> None:
    offered = _offered(sentence)
    assert offered is not None
    assert (f"{offered.register}.{offered.measure}", offered.target) == (measure, target)
    assert offered.comparator == ">="
    assert 0.5 <= offered.confidence <= 1


@pytest.mark.parametrize("sentence", ["提升挂牌效率。", "开工投资9亿元。", "新增学位300个。"])
def test_nothing_is_offered_without_a_number_in_a_fitting_unit(sentence: str) -> None:
    assert _offered(sentence) is None


def test_reading_with_a_catalogue_offers_by_itself() -> None:
    body = "2025年工作安排\n推动12个项目开工。".encode()
    (draft,) = read(body, "own.txt", year=2025, catalogue=CATALOGUE).drafts
    assert draft.suggestion is not None
    assert draft.suggestion.measure == "started"
