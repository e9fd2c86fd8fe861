"""Every sentence that a person may be shown is used, complete in both languages, and raised by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from luoshi.values.label import Label
from luoshi.values.problem import Problem, sentences

HOME = Path(__file__).resolve().parents[3]
ID = re.compile(r'"([A-Z]-\d{3})"')


def ids_in(folder: Path) -> set[str]:
    return {found for file in folder.rglob("*.py") for found in ID.findall(file.read_text("utf-8"))}


def test_every_id_in_the_code_has_its_sentence_and_every_sentence_its_use() -> None:
    assert ids_in(HOME / "src") == set(sentences())


def test_every_sentence_is_raised_by_a_test() -> None:
    assert sorted(set(sentences()) - ids_in(HOME / "tests")) == []


@pytest.mark.parametrize("key", sorted(sentences()))
def test_sentences_are_whole_in_both_languages(key: str) -> None:
    cause, remedy = sentences()[key]
    for label in (cause, remedy):
        assert label.zh
        assert label.en
        assert set(re.findall(r"\{(\w+)", label.zh)) >= set(re.findall(r"\{(\w+)", label.en))


def test_a_problem_says_place_cause_and_remedy() -> None:
    told = Problem("K-001", "沉淀资金", {"value": "四千", "unit": "万元"})
    assert (
        told.say()
        == "[K-001] 沉淀资金：“四千”不是数字。请只填数字（单位“万元”已写在栏名里），没有数就留空。"
    )
    assert "四千" in told.say("en")
    assert told.as_json()["place"] == "沉淀资金"


def test_a_fact_that_is_a_label_speaks_the_reader_s_language() -> None:
    told = Problem("K-003", "", {"field": Label("名称", "Name")})
    assert "名称" in told.cause("zh")
    assert "Name" in told.cause("en")


def test_a_fact_that_was_forgotten_stays_visible() -> None:
    assert "{field}" in Problem("K-003").cause()
