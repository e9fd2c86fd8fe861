"""Reads a register file. Whatever is wrong with it comes back at once, each fault with file, line and remedy.

1. `read`    TOML text -> a declaration (tables and the line of every key)
2. `merge`   a district's additions, or the fields of a clock -> the declaration they extend; they may add, never change
3. `build`   the declaration -> a Register, its expressions read and its names checked
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, get_args

from luoshi.declare import written
from luoshi.declare.expression import near, reader_of
from luoshi.declare.lines import Lines
from luoshi.declare.register import (
    LEVELS,
    SYSTEM_COLUMNS,
    AskedOf,
    Cadence,
    Check,
    Field,
    FieldType,
    Light,
    LightRule,
    Measure,
    Preset,
    Register,
    Stage,
    Term,
)
from luoshi.declare.rule import columns, typed
from luoshi.declare.shape import Table
from luoshi.values.label import NOTHING, Label
from luoshi.values.problem import Problem

TYPES = get_args(FieldType)
NAMED = ("fields", "parameters", "terms")  # tables by name
LISTED = ("stage", "check", "measure", "light", "example")  # tables in a list
HEAD = (
    *("key", "label", "kept_by", "title", "owner", "number", "due", "aka", "source", "desk"),
    *("clock", "told_anew"),
)
ENDED = "ended"  # the term that says of an item that its clock has stopped for good
_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True)
class Declaration:
    """A file that could be read: its tables, and where each key stands."""

    tables: dict[str, Any]
    lines: Lines

    @property
    def extends(self) -> str:
        """The register it adds to; empty when it declares one of its own."""
        return str(self.tables.get("extends", ""))


def load(text: str, file: str) -> tuple[Register | None, list[Problem]]:
    """The register of one file; None when it has an error."""
    declaration, problems = read(text, file)
    return build(declaration) if declaration else (None, problems)


def read(text: str, file: str) -> tuple[Declaration | None, list[Problem]]:
    """The tables of a file; broken TOML is a problem with its line."""
    try:
        return Declaration(tomllib.loads(text), Lines(text, file)), []
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        line = _LINE.search(str(fault))
        return None, [Problem("D-001", f"{file}:{line[1] if line else 1}", {"fault": fault})]


def merge(base: Declaration, extra: Declaration) -> tuple[Declaration, list[Problem]]:
    """The base with what the extension adds; a name that is there already is a problem."""
    problems: list[Problem] = []
    tables, lines = dict(base.tables), base.lines.copy()
    addition = Table(extra.tables, (), extra.lines, problems)
    addition.only("extends", "aka", *NAMED, *LISTED)

    def refuse(table: Table, key: str) -> None:
        table.tell("D-016", "", register=extra.extends or tables.get("key"), key=key)

    for section in NAMED:
        there = dict(tables.get(section, {}))
        for name, table in addition.named(section):
            if name in there:
                refuse(table, name)
            else:
                there[name] = table.values
                lines.take(extra.lines, table.path, table.path)
        tables[section] = there
    for section in LISTED:
        rows = list(tables.get(section, []))
        keys = {row.get("key") for row in rows} - {None}
        for table in addition.many(section):
            if table.values.get("key") in keys:
                refuse(table, str(table.values["key"]))
            else:
                lines.take(extra.lines, table.path, (section, len(rows)))
                rows.append(table.values)
        tables[section] = rows
    tables["aka"] = [*tables.get("aka", []), *addition.words("aka")]
    return Declaration(tables, lines), problems


def build(declaration: Declaration) -> tuple[Register | None, list[Problem]]:
    """The register, or None with all its faults; a warning does not keep it from being built."""
    problems: list[Problem] = []
    if declaration.tables.get("clock"):
        declaration, problems = merge(declaration, _clock())
    top = Table(declaration.tables, (), declaration.lines, problems)
    top.only(*HEAD, *NAMED, *LISTED)
    register = Register(
        key=top.name("key", top.text("key", required=True)),
        label=top.label("label", required=True),
        kept_by=top.text("kept_by", required=True),
        fields=tuple(_field(name, table) for name, table in top.named("fields")),
        title=top.text("title", required=True),
        owner=top.text("owner", required=True),
        due=_due(top.table("due")),
        aka=top.words("aka"),
        source=top.text("source"),
        number=top.text("number", required=True),
        desk=top.of("desk", bool, False),
        clock=top.text("clock"),
        told_anew=top.words("told_anew"),
        stages=tuple(_stage(table) for table in top.many("stage")),
        checks=tuple(_check(table) for table in top.many("check")),
        measures=tuple(_measure(table) for table in top.many("measure")),
        lights=tuple(_light(table) for table in top.many("light")),
        examples=tuple(_row(table) for table in top.many("example")),
        file=declaration.lines.file,
        presets=tuple(_preset(name, table) for name, table in top.named("parameters")),
        terms=tuple(_term(name, table) for name, table in top.named("terms")),
        places=declaration.lines.found,
    )
    problems += _names(register, top)
    problems += _rules(register, declaration.lines)
    problems += _examples(register, top)
    problems.sort(key=lambda problem: int(problem.place.rpartition(":")[2] or 0))
    return (None if any(p.severity == "error" for p in problems) else register), problems


@cache
def _clock() -> Declaration:
    """The fields of a register with a clock, shipped beside this module; a fault in them is our own."""
    file = files("luoshi.declare").joinpath("clock.toml")
    declaration, problems = read(file.read_text("utf-8"), "clock.toml")
    assert declaration is not None, problems
    return declaration


def _due(table: Table) -> Cadence:
    table.only("every", "day", "when")
    every = table.choice("every", ("month", "week", "none"), "none")
    return Cadence(every, table.of("day", int, 5), table.text("when", "true"))


def _field(name: str, table: Table) -> Field:
    table.only(
        *("label", "type", "unit", "required", "asked_of", "needed_by", "choices", "links_to"),
        *("hint", "aka", "derived", "agreed"),
    )
    type_ = table.choice("type", TYPES, "text", required=True)
    choices = table.table("choices")
    field = Field(
        key=table.name("", name),
        label=table.label("label", required=True),
        type=type_,
        unit=table.text("unit"),
        required=table.of("required", bool, False),
        asked_of=table.choice("asked_of", get_args(AskedOf), "keeper"),
        needed_by=table.label("needed_by"),
        choices=tuple((key, choices.label(key, required=True)) for key in choices.values),
        links_to=table.text("links_to", required=type_ == "link"),
        hint=table.label("hint"),
        aka=table.words("aka"),
        derived=table.of("derived", bool, False),
        agreed=table.of("agreed", bool, False),
    )
    if field.asked_of == "reporter" and field.needed_by == NOTHING:
        table.tell("D-010", "asked_of", key=name)
    if type_ == "choice" and not field.choices:
        table.tell("D-003", "choices", key="choices")
    return field


def _preset(name: str, table: Table) -> Preset:
    table.only("label", "type", "value", "unit", "source")
    type_ = table.choice("type", TYPES, "count", required=True)
    value = table.values.get("value")
    if value is None:
        table.tell("D-003", "value", key="value")
    table.name("", name)
    source = table.text("source")
    return Preset(
        name, table.label("label", required=True), type_, value or 0, table.text("unit"), source
    )


def _term(name: str, table: Table) -> Term:
    table.only("label", "expression", "unit")
    table.name("", name)
    expression = table.text("expression", "null", required=True)
    return Term(name, table.label("label", required=True), expression, table.text("unit"))


def _stage(table: Table) -> Stage:
    table.only("key", "label", "gate")
    key = table.name("key", table.text("key", required=True), system=False)
    return Stage(key, table.label("label", required=True), table.text("gate"))


def _check(table: Table) -> Check:
    table.only("key", "expect", "fault", "remedy", "severity", "field")
    return Check(
        key=table.text("key", required=True),
        expect=table.text("expect", "true", required=True),
        fault=table.label("fault", required=True),
        remedy=table.label("remedy", required=True),
        severity=table.choice("severity", ("error", "warning"), "error"),
        field=table.text("field"),
    )


def _measure(table: Table) -> Measure:
    table.only("key", "label", "select", "where", "by", "unit", "aka")
    return Measure(
        key=table.name("key", table.text("key", required=True), system=False),
        label=table.label("label", required=True),
        select=table.text("select", "count(*)", required=True),
        where=table.text("where", "true"),
        by=table.text("by"),
        unit=table.text("unit"),
        aka=table.words("aka"),
    )


def _light(table: Table) -> Light:
    table.only("key", "label", "applies", "late", *LEVELS)
    key = table.name("key", table.text("key", required=True), system=False)
    for level in LEVELS:
        if level not in table.values:
            table.tell("D-012", "", light=key, level=level)
    rules = {level: _light_rule(table.table(level)) for level in LEVELS if level in table.values}
    applies = table.text("applies", "true")
    return Light(key, table.label("label", required=True), rules, table.text("late"), applies)


def _light_rule(table: Table) -> LightRule:
    table.only("when", "why", "case")
    cases: list[tuple[str, Label]] = []
    for case in table.many("case"):
        case.only("when", "why")
        cases.append((case.text("when", "false", required=True), case.label("why", required=True)))
    when = table.text("when", "false", required=True)
    return LightRule(when, table.label("why", required=True), tuple(cases))


def _row(table: Table) -> Mapping[str, Any]:
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in table.values.items()
    }


def _names(register: Register, top: Table) -> Iterator[Problem]:
    """Names that point at fields point at fields of the right type, and no name stands twice."""
    pointing = [
        (("title",), "title", register.title, ()),
        (("owner",), "owner", register.owner, ("unit",)),
        (("clock",), "clock", register.clock, ("date",)),
        *((("told_anew",), "told_anew", name, ()) for name in register.told_anew),
        *((("check", n, "field"), "field", c.field, ()) for n, c in enumerate(register.checks)),
        *((("measure", n, "by"), "by", m.by, ("date",)) for n, m in enumerate(register.measures)),
    ]
    types = dict(SYSTEM_COLUMNS) | {f.key: f.type for f in register.fields}
    for path, key, name, wanted in pointing:
        place, facts = top.lines.place(path), {"key": key, "value": name}
        if name and name not in types:
            yield Problem("D-008", place, facts | {"near": near(name, types) or "—"})
        elif name and wanted and types[name] not in wanted:
            yield Problem("D-009", place, facts | {"wanted": "、".join(wanted)})
    if register.clock and ENDED not in {term.key for term in register.terms}:
        yield Problem("D-017", top.lines.place(("clock",)), {"clock": register.clock})
    taken = set(register.by_field)
    for section, keys in (
        ("stage", [s.key for s in register.stages]),
        ("check", [c.key for c in register.checks]),
        ("measure", [m.key for m in register.measures]),
        ("light", [light.key for light in register.lights]),
    ):
        for number, key in enumerate(keys):
            if key and key in keys[:number]:
                yield Problem("D-006", top.lines.place((section, number, "key")), {"key": key})
    for section, names in (
        ("terms", [t.key for t in register.terms]),
        ("parameters", [p.key for p in register.presets]),
    ):
        for name in names:
            if name in taken:
                yield Problem("D-006", top.lines.place((section, name)), {"key": name})


def _rules(register: Register, lines: Lines) -> Iterator[Problem]:
    """Every expression can be read, and every sentence names values that exist."""
    reader = reader_of(register)
    for place, what, text, want in written.expressions(register):
        if want == "value":
            problems = reader.term_faults[what]
        elif want == "aggregate":
            problems = reader.aggregate(text)[1]
        else:
            problems = reader.condition(text)[1]
        yield from (replace(problem, place=lines.place(place)) for problem in problems)
    names = {*reader.columns, *reader.parameters, *reader.terms}
    for place, label in written.sentences(register):
        for name in _named(label):
            if name not in names:
                facts = {"name": name, "near": near(name, names) or "—"}
                yield Problem("D-013", lines.place(place), facts)


def _named(label: Label) -> list[str]:
    """The names in the braces of a sentence; a brace that is not closed counts as one."""
    try:
        return sorted(
            {n for words in label for _, n, _, _ in Formatter().parse(words) if n is not None}
        )
    except ValueError:
        return ["{"]


def _examples(register: Register, top: Table) -> Iterator[Problem]:
    """There is an example, and its values have the types of their fields."""
    if not register.examples:
        yield Problem("D-011", top.lines.place(()))
    kinds = columns(register)
    for number, row in enumerate(register.examples):
        for key, value in row.items():
            place = top.lines.place(("example", number, key))
            if key not in kinds:
                facts = {"key": "example", "value": key, "near": near(key, kinds) or "—"}
                yield Problem("D-008", place, facts)
            elif typed(kinds[key], value) is None:
                wanted = register.by_field[key].type if key in register.by_field else kinds[key]
                yield Problem("D-014", place, {"key": key, "value": value, "wanted": wanted})
