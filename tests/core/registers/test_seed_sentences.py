"""Every place of the seed speech has a register and a measure behind it, found by words that the register declares."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from docs.generate import word_behind
from luoshi.registers.catalogue import shipped
from luoshi.speech.read import read

HOME = Path(__file__).resolve().parents[3]
SENTENCES = tomllib.loads((HOME / "docs" / "seed_sentences.toml").read_text("utf-8"))["sentence"]
WITH_NUMBER = [sentence for sentence in SENTENCES if "offered" in sentence]


def test_all_thirty_three_are_filled() -> None:
    assert [s["id"] for s in SENTENCES] == [f"S{n:02d}" for n in range(1, 34)]
    assert all(s["measures"] for s in SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: s["id"])
def test_its_words_find_its_measures_and_no_other_better(sentence: dict[str, Any]) -> None:
    if sentence["measures"] == ["commitment.met_count"]:
        return  # the commitments themselves: nothing is bound to them
    found = {
        f"{register.key}.{measure.key}": len(word_behind(measure, sentence["says"]))
        for register in shipped().values()
        for measure in register.measures
    }
    named = {name: found[name] for name in sentence["measures"]}
    assert all(named.values()), named
    rivals = {name for name, length in found.items() if length > max(named.values())}
    assert not rivals


@pytest.mark.parametrize("sentence", WITH_NUMBER, ids=lambda s: s["id"])
def test_a_sentence_with_a_number_is_offered_its_measure(sentence: dict[str, Any]) -> None:
    text = f"2026年工作安排\n{sentence['says']}。".encode()
    drafts = read(text, "own.txt", year=2026, catalogue=shipped()).drafts
    offered = [f"{d.suggestion.register}.{d.suggestion.measure}" for d in drafts if d.suggestion]
    assert offered == sentence["offered"]
