"""Rules on one record: a form's check, a gate, one turned light. About 2 microseconds each, where DuckDB needs a
millisecond to begin.

Told values are first made the kind their field declares; one that does not fit is unknown, here as on the board.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from luoshi.declare.closure import Closure, Row, WorkingDays, compile_, weekdays
from luoshi.declare.expression import reader_of
from luoshi.declare.kinds import OF_FIELD, Kind
from luoshi.declare.register import SYSTEM_COLUMNS, Register
from luoshi.declare.render import stage_column

PLACES = 4
EXACT = Decimal("1e-4")  # what a DECIMAL(18, 4) keeps: one 元 in 万元
LARGEST: Mapping[Kind, int] = {"whole": 10**15, "decimal": 10**13}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def typed(kind: Kind, value: Any) -> Any:
    """A told value as the kind its field has; None when it is not one (the board lists those as problems)."""
    if value is None or value == "":
        return None
    try:
        match kind:
            case "text":
                return value if isinstance(value, str) else str(value)
            case "bool":
                return value if isinstance(value, bool) else None
            case "date":
                day = value if type(value) is date else date.fromisoformat(str(value)[:10])
                return day if FIRST_DAY <= day <= LAST_DAY else None
            case "whole":
                number = Decimal(str(value)) if not isinstance(value, bool) else None
                whole = (
                    number is not None and abs(number) <= LARGEST[kind] and number == int(number)
                )
                return int(number) if number is not None and whole else None
            case _:
                value = round(value, PLACES) if isinstance(value, float) else value
                number = Decimal(str(value)) if not isinstance(value, bool) else None
                small = number is not None and number.is_finite() and abs(number) <= LARGEST[kind]
                return (
                    number.quantize(EXACT, ROUND_HALF_UP) if number is not None and small else None
                )
    except (ValueError, InvalidOperation, OverflowError):
        return None


def columns(register: Register) -> dict[str, Kind]:
    """Every column of a state with its kind: system columns, the days of the stages, fields."""
    kinds = {key: OF_FIELD[type_] for key, type_ in SYSTEM_COLUMNS.items()}
    kinds |= {stage_column(stage.key): "date" for stage in register.stages}
    return kinds | {field.key: OF_FIELD[field.type] for field in register.fields}


class Typed(dict[str, Any]):
    """A row that makes a told value its field's kind when a rule asks for it: most rules ask for two or three of forty columns."""

    def __init__(self, kinds: Mapping[str, Kind], told: Row, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self._kinds, self._told = kinds, told

    def __missing__(self, column: str) -> Any:
        """The typed value, kept; KeyError for what is no column."""
        value = self[column] = typed(self._kinds[column], self._told.get(column))
        return value


class Rules:
    """The rules of one register, compiled once each; rows may hold raw told values (ISO days, floats)."""

    def __init__(self, register: Register, working_days: WorkingDays | None = None) -> None:
        self.register = register
        self.reader = reader_of(register)
        self.kinds = columns(register)
        self.defaults = {preset.key: preset.value for preset in register.presets}
        self.working_days = working_days or weekdays
        self._closures: dict[str, Closure] = {}

    def given(self, as_of: date, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """What stands behind `$`: the day, and the parameters in force with the presets behind them."""
        named: dict[str, Any] = {"$as_of": as_of}
        for key, kind in self.reader.parameters.items():
            if key != "as_of":
                named[f"${key}"] = typed(kind, parameters.get(key, self.defaults[key]))
        return named

    def row(self, told: Row, given: Mapping[str, Any]) -> Typed:
        """A row that closures take: every column typed when asked for, and what stands behind `$`."""
        return Typed(self.kinds, told, given)

    def closure(self, text: str) -> Closure:
        """The compiled rule; a text that `check` would refuse is our own fault here."""
        if text not in self._closures:
            read, problems = self.reader.read(text)
            assert read, f"{self.register.key}: {[p.say() for p in problems]}"
            self._closures[text] = compile_(read, self.register, self.working_days)
        return self._closures[text]

    def holds(
        self, text: str, told: Row, as_of: date, parameters: Mapping[str, Any]
    ) -> bool | None:
        """True, False or None (unknown) for one row."""
        held: bool | None = self.closure(text)(self.row(told, self.given(as_of, parameters)))
        return held


def judge(
    as_of: date, parameters: Mapping[str, Any], working_days: WorkingDays | None = None
) -> Callable[[Register, str, Row], bool | None]:
    """`holds(register, expression, row)` with the day and the parameters bound in it, as the desk takes it."""
    known: dict[str, tuple[Rules, dict[str, Any]]] = {}

    def holds(register: Register, text: str, told: Row) -> bool | None:
        rules, given = known.get(register.key, (None, {}))
        if rules is None or rules.register is not register:
            rules = Rules(register, working_days)
            given = rules.given(as_of, parameters)
            known[register.key] = rules, given
        held: bool | None = rules.closure(text)(rules.row(told, given))
        return held

    return holds
