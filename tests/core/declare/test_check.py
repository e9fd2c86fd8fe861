"""What shows only when the rules are tried on the examples."""

from __future__ import annotations

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


def _where(register: Register) -> list[Written]:
    return [w for w in expressions(register) if w.path[-1] == "where"]
