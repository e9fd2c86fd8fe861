"""What shows only when the rules are tried on the examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.board.examples import run_on_examples
from luoshi.declare.check import check, check_catalogue
from luoshi.declare.register import Register
from luoshi.declare.written import Written, expressions
from luoshi.registers.catalogue import shipped
from tests.core.declare.small_register import small


def test_every_shipped_rule_runs_on_its_examples_and_every_light_is_proved() -> None:
    assert check_catalogue(shipped(), run_on_examples) == []


def test_a_rule_that_fails_on_a_row_is_told_with_its_line() -> None:
    problems = check(small(), lambda register: [(written, "boom") for written in _where(register)])
    assert [p.id for p in problems] == ["D-050"]
    assert problems[0].place.startswith("well.toml:")
    assert "boom" in problems[0].cause()


def test_an_example_is_a_model_and_keeps_the_checks() -> None:
    problems = check(small(old="depth = 40", new="depth = 12"), run_on_examples)
    assert [p.id for p in problems] == ["D-051"]


def test_a_link_must_lead_to_a_register() -> None:
    linked = small(old='[fields.public]\nlabel = { zh = "公用", en = "Public" }\ntype = "bool"',
                   new='[fields.public]\nlabel = { zh = "公用", en = "Public" }\ntype = "link"\nlinks_to = "pump"')  # fmt: skip
    problems = check_catalogue({"well": linked}, lambda register: [])
    assert [p.id for p in problems if p.id == "D-015"]


PUBLIC = '[fields.public]\nlabel = { zh = "公用", en = "Public" }\ntype = "bool"'
AGAIN = """
[fields.finished]
label = { zh = "%s", en = "Finished" }
type = "%s"
asked_of = "reporter"
needed_by = { zh = "住建局：验收", en = "Construction: to accept" }
"""


@pytest.mark.parametrize(
    ("words", "type_", "asked"),
    [("成井日", "date", True), ("成井日", "text", False), ("验收日", "date", False)],
)
def test_a_fact_is_asked_of_units_once(words: str, type_: str, asked: bool) -> None:
    again = small(old=PUBLIC, new=PUBLIC + AGAIN % (words, type_))
    problems = check_catalogue({"well": again}, lambda register: [])
    assert ["D-052" for p in problems if p.id == "D-052"] == ["D-052"] * asked
    for problem in problems:
        assert problem.place == again.place("fields", "finished")
        assert "水利局" in problem.cause()


def test_a_fact_of_a_linked_thing_is_not_asked_again() -> None:
    link = (
        PUBLIC
        + '\n\n[fields.well]\nlabel = { zh = "井", en = "Well" }\ntype = "link"\nlinks_to = "well"'
    )
    pump = replace(small(old=PUBLIC, new=link), key="pump")
    alone = replace(small(), key="pump")
    for other, asked in ((pump, True), (alone, False)):
        problems = check_catalogue({"well": small(), "pump": other}, lambda register: [])
        assert ("D-052" in [p.id for p in problems]) == asked


def _where(register: Register) -> list[Written]:
    return [w for w in expressions(register) if w.path[-1] == "where"]
