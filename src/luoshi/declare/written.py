"""Every expression and every sentence of a register with the place it is written at: load parses them all,
check runs them all, the docs print them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from luoshi.declare.lines import Path
from luoshi.declare.register import LEVELS, Register
from luoshi.values.label import Label

Want = Literal["condition", "aggregate", "value"]


class Written(NamedTuple):
    """One expression: where it stands in the file, what it is called in messages, what it must give."""

    path: Path
    what: str
    text: str
    want: Want


def expressions(register: Register) -> Iterator[Written]:
    """All of them, in the order of the register."""
    for term in register.terms:
        yield Written(("terms", term.key, "expression"), term.key, term.expression, "value")
    if register.due.when != "true":
        yield Written(("due", "when"), "due", register.due.when, "condition")
    for at, stage in enumerate(register.stages):
        if stage.gate:
            yield Written(("stage", at, "gate"), stage.key, stage.gate, "condition")
    for at, check in enumerate(register.checks):
        yield Written(("check", at, "expect"), check.key, check.expect, "condition")
    for at, measure in enumerate(register.measures):
        yield Written(("measure", at, "select"), measure.key, measure.select, "aggregate")
        yield Written(("measure", at, "where"), measure.key, measure.where, "condition")
    for at, light in enumerate(register.lights):
        path: Path = ("light", at)
        yield Written((*path, "applies"), light.key, light.applies, "condition")
        if light.late:
            yield Written((*path, "late"), light.key, light.late, "condition")
        for level in LEVELS:
            if level not in light.rules:
                continue
            rule = light.rules[level]
            yield Written((*path, level, "when"), f"{light.key}.{level}", rule.when, "condition")
            for number, (when, _) in enumerate(rule.cases):
                here = (*path, level, "case", number, "when")
                yield Written(here, f"{light.key}.{level}", when, "condition")


def sentences(register: Register) -> Iterator[tuple[Path, Label]]:
    """The words that may name values as {name}: reasons of lights."""
    for at, light in enumerate(register.lights):
        for level, rule in light.rules.items():
            yield ("light", at, level, "why"), rule.why
            for number, (_, why) in enumerate(rule.cases):
                yield ("light", at, level, "case", number, "why"), why
