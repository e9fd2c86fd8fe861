"""核验: what a register's checks and gates say of one item as it would stand after the telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from luoshi.declare.register import Register
from luoshi.values.label import listed
from luoshi.values.problem import Problem

Holds = Callable[[Register, str, Mapping[str, Any]], "bool | None"]
"""Evaluates an expression of a register on one row, three-valued; the day and the parameters are bound in it."""


def broken_checks(register: Register, row: Mapping[str, Any], holds: Holds) -> list[Problem]:
    """One problem for each check that is false on the row; unknown passes."""
    return [
        Problem(
            "K-019",
            register.by_field[check.field].label.zh if check.field in register.by_field else "",
            {"fault": check.fault, "remedy": check.remedy},
            check.severity,
        )
        for check in register.checks
        if holds(register, check.expect, row) is False
    ]


def closed_gate(
    register: Register, stage_key: str, row: Mapping[str, Any], holds: Holds
) -> Problem | None:
    """The gate of a stage that is not true on the row: to enter, it must be known to be true."""
    stage = next((s for s in register.stages if s.key == stage_key), None)
    if stage is None:
        choices = listed(s.label for s in register.stages)
        return Problem("K-004", "阶段", {"value": stage_key, "choices": choices})
    if stage.gate and holds(register, stage.gate, row) is not True:
        return Problem("K-018", stage.label.zh, {"stage": stage.label, "gate": stage.gate})
    return None


def future_days(register: Register, values: Mapping[str, Any], today: date) -> list[Problem]:
    """Days told as having happened that have not come yet. Plans are fields that the reporter is not asked for."""
    return [
        Problem("K-016", f.label.zh, {"field": f.label, "value": values[f.key], "today": today})
        for f in register.fields
        if f.type == "date"
        and f.asked_of == "reporter"
        and values.get(f.key)
        and str(values[f.key]) > today.isoformat()
    ]
