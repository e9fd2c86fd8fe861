"""Values as people say them: 4月30日, 3宗, 4.8亿元, 16.67%, the name of a unit, the words of a choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from luoshi.declare.register import SYSTEM_COLUMNS, Register
from luoshi.district.units import Units
from luoshi.values.conversion import say_unit
from luoshi.values.label import Label

UNKNOWN = Label("未报", "not told")
_YUAN = {"元": 1, "万元": 10**4, "亿元": 10**8}
UNIT_FIELD = re.compile(r"\{(\w+)\}")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Saying(NamedTuple):
    """How to say one column. `unit_field` is the field of the row that holds its unit, where it has no unit of its own."""

    say: Callable[[Any, str, date], Label]  # the value, its unit, the day of the board
    unit: str = ""
    unit_field: str = ""

    def of(self, value: Any, row: Mapping[str, Any], as_of: date) -> Label:
        """The value in words."""
        unit = str(row.get(self.unit_field) or "") if self.unit_field else self.unit
        return UNKNOWN if value is None or value == "" else self.say(value, unit, as_of)


def say_day(day: date, as_of: date) -> Label:
    """A day; the year is said when it is not the board's."""
    zh, en = f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]}"
    return (
        Label(zh, en) if day.year == as_of.year else Label(f"{day.year}年{zh}", f"{en} {day.year}")
    )


def say_number(value: Any, unit: str) -> Label:
    """A number with its unit; money is said in 万元 and 亿元, in English in millions, where that reads better."""
    number = Decimal(str(value))
    zh, zh_unit = number, unit
    if unit == "元" and abs(number) >= 10**8:
        zh, zh_unit = number / 10**8, "亿元"
    elif unit == "元" and abs(number) >= 10**4:
        zh, zh_unit = number / 10**4, "万元"
    en, en_unit = number, say_unit(unit).en
    if unit in _YUAN and abs(number) * _YUAN[unit] >= 10**6:
        en, en_unit = number * _YUAN[unit] / 10**6, "million yuan"
    elif unit in _YUAN:
        en, en_unit = number * _YUAN[unit], "yuan"
    if abs(en) == 1 and en_unit.endswith("s"):
        en_unit = en_unit.removesuffix("s")
    space = "" if en_unit == "%" else " "
    return Label(f"{_figures(zh)}{zh_unit}", f"{_figures(en)}{space}{en_unit}".strip())


def _figures(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.0001')).normalize():,f}"


def sayings(register: Register, units: Units) -> dict[str, Saying]:
    """How to say each column, term and parameter of a register."""

    def unit_of(value: Any, unit: str, as_of: date) -> Label:
        return Label(units.name(value, "zh"), units.name(value, "en"))

    def units_of(value: Any, unit: str, as_of: date) -> Label:
        keys = str(value).split("、")
        zh, en = ([units.name(key, lang) for key in keys] for lang in ("zh", "en"))
        return Label("、".join(zh), ", ".join(en))

    def choice_of(choices: Mapping[str, Label]) -> Callable[[Any, str, date], Label]:
        return lambda value, unit, as_of: choices.get(value) or Label(str(value), str(value))

    say = {
        key: Saying(unit_of if type_ == "unit" else _plainly)
        for key, type_ in SYSTEM_COLUMNS.items()
    }
    say["stage"] = Saying(choice_of({stage.key: stage.label for stage in register.stages}))
    for field in register.fields:
        if field.type == "unit":
            say[field.key] = Saying(unit_of)
        elif field.type == "units":
            say[field.key] = Saying(units_of)
        elif field.type == "choice":
            say[field.key] = Saying(choice_of(dict(field.choices)))
        else:
            named = UNIT_FIELD.fullmatch(field.unit)
            say[field.key] = (
                Saying(_plainly, "", named[1]) if named else Saying(_plainly, field.unit)
            )
    say |= {term.key: Saying(_plainly, term.unit) for term in register.terms}
    return say | {preset.key: Saying(_plainly, preset.unit) for preset in register.presets}


def _plainly(value: Any, unit: str, as_of: date) -> Label:
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if isinstance(value, date):
        return say_day(value, as_of)
    if isinstance(value, int | float | Decimal):
        return say_number(value, unit)
    return Label(str(value), str(value))


_DUE_TODAY = (
    (re.compile(r"离([^，]*?)还有0天"), r"\1今天到期"),
    (re.compile(r"还有0天"), "今天到期"),
    (re.compile(r"\b0 days (?:left )?to (?=the\b|screen\b|\d)"), "due today: "),
    (re.compile(r"\b0 days left\b"), "due today"),
)


def on_the_day(sentence: str) -> str:
    """Nobody says that there are 0 days left: on the last day a thing is due today."""
    if "0" not in sentence:
        return sentence
    for said, instead in _DUE_TODAY:
        sentence = said.sub(instead, sentence)
    return sentence
