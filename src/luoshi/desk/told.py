"""报来的值: what a person typed in a form, a cell or a file becomes typed values, and every fault is named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from luoshi.declare.register import Field, Register
from luoshi.district.units import Units
from luoshi.ledger.entry import Scalar
from luoshi.values.conversion import say_unit
from luoshi.values.label import Label, listed
from luoshi.values.problem import Problem

_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，％", "0123456789.-,%")
YEARS = range(
    1900, 2200
)  # outside it a year is a slip of the hand, and sums over days would leave the calendar
NUMBER_MAX = (
    2**53
)  # beyond it a number no longer keeps its units, and no sum of ours can be told exactly
_APART = re.compile(r"[、,，;；\s]+")
_YES = {"是", "true", "yes", "1", "on", "有", "√"}
_NO = {"否", "false", "no", "0", "off", "无", "×"}


def read_told(
    register: Register, told: Mapping[str, Any], units: Units
) -> tuple[dict[str, Scalar], list[Problem]]:
    """Typed values for the fields in `told` (keys or Chinese labels); empty text means "not told".

    To say that a value is no longer known, `None` is told on purpose by a correction.
    """
    values: dict[str, Scalar] = {}
    problems: list[Problem] = []
    for name, raw in told.items():
        field = register.by_name.get(name)
        if field is None:
            problems.append(Problem("K-005", register.label.zh, {"field": name}))
        elif field.derived:
            problems.append(Problem("K-007", field.label.zh, {"field": field.label}))
        elif raw is not None and str(raw).strip():
            value, problem = _read_value(field, raw, units)
            if problem:
                problems.append(problem)
            else:
                values[field.key] = value
    return values, problems


def read_day(text: str) -> date | None:
    """A day written 2026-04-30, 2026.4.30 or 2026年4月30日; None when it is no day of 1900-2199."""
    match = _DATE.match(text.translate(_FULL_WIDTH).strip())
    if not match:
        return None
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _read_value(field: Field, raw: Any, units: Units) -> tuple[Scalar, Problem | None]:
    text = str(raw).strip()
    place = field.label.zh
    match field.type:
        case "date":
            day = raw if isinstance(raw, date) else read_day(text)
            if day is None:
                return None, Problem("K-002", place, {"value": text})
            return date(day.year, day.month, day.day).isoformat(), None
        case "count" | "amount" | "ratio":
            return _read_number(field, raw, text)
        case "bool":
            low = text.lower()
            if low in _YES or low in _NO:
                return low in _YES, None
            return None, Problem(
                "K-004", place, {"value": text, "choices": Label("是、否", "Yes, No")}
            )
        case "choice":
            by_name = {key: key for key, _ in field.choices}
            by_name |= {label.zh: key for key, label in field.choices}
            if text in by_name:
                return by_name[text], None
            choices = listed(label for _, label in field.choices)
            return None, Problem("K-004", place, {"value": text, "choices": choices})
        case "unit":
            unit = units.find(text)
            return (unit.key, None) if unit else (None, Problem("K-006", place, {"value": text}))
        case "units":
            return _read_units(text, place, units)
        case _:
            return text, None


def _read_units(text: str, place: str, units: Units) -> tuple[Scalar, Problem | None]:
    """Several units by key, with 、 between: names are for people, and a unit may be renamed."""
    words = [word for word in _APART.split(text) if word]
    found = {word: units.named(word) for word in words}
    unknown = [word for word, its in found.items() if not its]
    if unknown:
        return None, Problem("K-006", place, {"value": "、".join(unknown)})
    return "、".join(dict.fromkeys(unit.key for its in found.values() for unit in its)), None


def _read_number(field: Field, raw: Any, text: str) -> tuple[Scalar, Problem | None]:
    place = field.label.zh
    plain = text.translate(_FULL_WIDTH).replace(",", "").replace(" ", "")
    if field.unit and plain.endswith(field.unit):
        plain = plain[: -len(field.unit)]
    try:
        number = float(plain)
    except ValueError:
        return None, Problem("K-001", place, {"value": text, "unit": say_unit(field.unit or "—")})
    if isinstance(raw, bool) or not abs(number) <= NUMBER_MAX:  # `not … <=` also refuses nan
        return None, Problem("K-001", place, {"value": text, "unit": say_unit(field.unit or "—")})
    if number.is_integer():
        return int(number), None
    if field.type == "count":
        return None, Problem("K-008", place, {"value": text})
    return number, None
