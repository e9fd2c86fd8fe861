"""Tries every expression of a register on the register's own examples, and proves its lights.

`load` finds what can be seen in the text; what shows only on a row shows here. The SQL is run by a runner that is handed
in, because DuckDB lives in the board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from luoshi.declare.lint import TODAY, lint
from luoshi.declare.register import Catalogue, Field, Register
from luoshi.declare.rule import Rules
from luoshi.declare.written import Written
from luoshi.values.problem import Problem

Run = Callable[[Register], "list[tuple[Written, str]]"]
"""Runs every expression of a register on its examples and gives those that failed, each with the reason."""


def check_catalogue(
    catalogue: Catalogue, run: Run, parameters: Mapping[str, Any] | None = None
) -> list[Problem]:
    """The problems of every register that show only when its rules are tried."""
    found = [p for register in catalogue.values() for p in check(register, run, parameters)]
    return [*found, *_links(catalogue), *_asked_twice(catalogue)]


def check(
    register: Register, run: Run, parameters: Mapping[str, Any] | None = None
) -> list[Problem]:
    """Expressions that fail, examples that break a check, and lights that leave a hole or overlap."""
    problems = [
        Problem(
            "D-050",
            register.place(*written.path),
            {"what": written.what, "fault": fault, "expression": written.text},
        )
        for written, fault in run(register)
    ]
    return [*problems, *_examples(register, parameters or {}), *lint(register, parameters)]


def _examples(register: Register, parameters: Mapping[str, Any]) -> Iterator[Problem]:
    """Examples are read as models: one that breaks an error check misleads."""
    rules = Rules(register)
    for number, row in enumerate(register.examples):
        for declared in register.checks:
            broken = rules.holds(declared.expect, row, TODAY, parameters) is False
            if broken and declared.severity == "error":
                facts = {"number": number + 1, "check": declared.fault}
                yield Problem("D-051", register.place("example", number), facts)


def _links(catalogue: Catalogue) -> Iterator[Problem]:
    for register in catalogue.values():
        for field in register.fields:
            if field.type == "link" and field.links_to not in catalogue:
                place = register.place("fields", field.key, "links_to")
                facts = {"register": field.links_to, "registers": "、".join(catalogue)}
                yield Problem("D-015", place, facts)


def _asked_twice(catalogue: Catalogue) -> Iterator[Problem]:
    """A fact that units already tell of the same kind of thing, asked again: in one register, or in one that links to
    the other (red line 7: one-time entry, many uses)."""
    pairs = [(r, r) for r in catalogue.values()]
    pairs += [
        (catalogue[f.links_to], r)
        for r in catalogue.values()
        for f in r.fields
        if f.links_to in catalogue and f.links_to != r.key
    ]
    for first, second in pairs:
        for at, again in enumerate(second.asked_of("reporter")):
            before = first.asked_of("reporter")
            for one in before[:at] if first is second else before:
                if _same_fact(one, again):
                    facts = {"field": again.label, "register": first.label, "first": one.label}
                    facts |= {"needed_by": one.needed_by}
                    yield Problem("D-052", second.place("fields", again.key), facts)


def _same_fact(one: Field, again: Field) -> bool:
    names = {one.label.zh, *one.aka} & {again.label.zh, *again.aka}
    return bool(names) and (one.type, one.unit) == (again.type, again.unit)
