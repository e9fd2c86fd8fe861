"""A register's fields as a form: typed values kept, each fault beside its field, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.declare.register import Field, Register
from luoshi.values.conversion import say_unit
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.pages.chrome import language

LINKS_LISTED = 300  # above it a number is typed: a list of thousands helps nobody
KINDS = {"date": "date", "count": "number", "amount": "number", "ratio": "number"}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as the template draws it."""

    name: str
    label: str
    kind: str  # date number text select long
    value: str = ""
    unit: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    needed_by: str = ""
    hint: str = ""
    faults: tuple[Problem, ...] = ()
    key: str = ""

    @classmethod
    def of_day(cls, name: str, label: str, value: str, faults: Iterable[Problem] = ()) -> FormField:
        """A field for a day."""
        return cls(name, label, "date", value, required=True, faults=tuple(faults), key=name)


def form_fields(
    register: Register,
    asked: Iterable[Field],
    typed: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    prefix: str = "",
) -> list[FormField]:
    """The asked fields with what was typed and what is wrong with it."""
    by_field, _ = faults_by_field(register, problems)
    return [form_field(f, typed.get(f.key), by_field.get(f.key, ()), prefix) for f in asked]


def form_field(f: Field, value: Any, faults: Iterable[Problem] = (), prefix: str = "") -> FormField:
    """One field of a register as a form field."""
    lang = language()
    choices: list[tuple[str, str]] = []
    if f.type == "choice":
        choices = [(key, label.say(lang)) for key, label in f.choices]
    elif f.type == "unit":
        choices = [
            (unit.key, unit.label.say(lang))
            for unit in office.units()
            if unit.alive(clock.today()) or unit.key == value  # what stands there stays choosable
        ]
    elif f.type == "bool":
        choices = [
            ("true", "是" if lang == "zh" else "Yes"),
            ("false", "否" if lang == "zh" else "No"),
        ]
    elif f.type == "link" and f.links_to in office.catalogue():
        rows = services.few_rows(f.links_to, LINKS_LISTED)
        choices = [(row["item"], f"{row['item']} {row.get('title') or ''}") for row in rows]
    elif f.type == "units" and value:
        value = "、".join(office.units().name(key, lang) for key in str(value).split("、"))
    return FormField(
        name=prefix + f.key,
        label=f.label.say(lang),
        kind="select" if choices else KINDS.get(f.type, "text"),
        value=_as_text(value),
        unit=say_unit(f.unit).say(lang),
        required=f.required,
        choices=tuple(choices),
        needed_by=f.needed_by.say(lang),
        hint=f.hint.say(lang),
        faults=tuple(faults),
        key=f.key,
    )


def faults_by_field(
    register: Register, problems: Iterable[Problem]
) -> tuple[dict[str, list[Problem]], list[Problem]]:
    """Problems by the field they stand at (the core names a field by its Chinese label), and the rest."""
    names = {f.label.zh: f.key for f in register.fields}
    beside: dict[str, list[Problem]] = {}
    loose: list[Problem] = []
    for problem in problems:
        key = names.get(problem.place) or names.get(str(problem.facts.get("field", "")))
        if key:
            beside.setdefault(key, []).append(problem)
        else:
            loose.append(problem)
    return beside, loose


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
