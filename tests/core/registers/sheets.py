"""Reads the case sheets of tests/cases: Chinese labels become fields, rows become entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from luoshi.declare.register import Register
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from tests.core.board.small_district import UNITS, opened, told

FOLDER = Path(__file__).resolve().parents[2] / "cases"
LEVELS = {"绿": "green", "黄": "yellow", "红": "red", "灰": "grey"}
OPENED = "2026-01-05"
BY_LABEL: Mapping[str, Register] = {r.label.zh: r for r in shipped().values()}


@dataclass(frozen=True)
class Day:
    """What is expected on one day: measures by key, lights by (item, light): (level, late), promises by item."""

    on: date
    measures: dict[str, Any]
    lights: dict[tuple[str, str], tuple[str, bool]]
    measured: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of a sheet: rows by register as plain fields, and the days to look at."""

    register: Register
    name: str
    rows: dict[str, list[dict[str, Any]]]
    days: tuple[Day, ...]

    def entries(self) -> list[Entry]:
        """The facts are told on the day an item is opened; a day of `报送` only says that there was a report."""
        return [
            entry
            for register, rows in self.rows.items()
            for row in rows
            for entry in _told(register, row)
        ]


def cases(key: str) -> list[Case]:
    """The cases of the sheet of one register."""
    sheet = yaml.safe_load((FOLDER / f"{key}.yaml").read_text(encoding="utf-8"))
    return [_case(shipped()[key], given) for given in sheet]


def _case(register: Register, given: dict[str, Any]) -> Case:
    rows = {
        BY_LABEL[label].key: [_row(BY_LABEL[label], row) for row in listed]
        for label, listed in given.items()
        if label in BY_LABEL
    }
    return Case(register, given["算例"], rows, tuple(_day(register, day) for day in given["逐日"]))


def _day(register: Register, given: dict[str, Any]) -> Day:
    measures = {m.label.zh: m.key for m in register.measures}
    lights = {light.label.zh: light.key for light in register.lights}
    expected = {}
    for place, level in given.get("灯", {}).items():
        item, light = place.split()
        expected[item, lights[light]] = (LEVELS[level[0]], level.endswith("晚"))
    return Day(
        given["截至"],
        {measures[label]: _known(value) for label, value in given.get("度量", {}).items()},
        expected,
        {item: _known(value) for item, value in given.get("已完成", {}).items()},
    )


def _known(value: Any) -> Any:
    return None if value == "无" else value


def _row(register: Register, given: dict[str, Any]) -> dict[str, Any]:
    fields = {f.label.zh: f for f in register.fields}
    row: dict[str, Any] = {
        "item": given["编号"],
        "opened_on": str(given.get("登记日", OPENED)),
        "reports": [str(day) for day in given.get("报送", [])],
        "closed_on": given.get("销号日"),
    }
    for label, value in given.items():
        if label in ("编号", "登记日", "报送", "销号日"):
            continue
        field = fields[label]
        choices = {name.zh: key for key, name in field.choices}
        if field.type == "unit":
            unit = UNITS.find(value)
            assert unit, value
            value = unit.key
        elif field.type == "bool":
            value = {"是": True, "否": False}.get(value, value)
        row[field.key] = choices.get(value, value)
    return row


def _told(register: str, row: Mapping[str, Any]) -> list[Entry]:
    system = ("item", "opened_on", "reports", "closed_on")
    fields = {
        k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if k not in system
    }
    found = [opened(register, row["item"], min([row["opened_on"], *row["reports"]]), **fields)]
    verb: Any = "feedback" if register == "commitment" else "report"
    found += [told(register, row["item"], day, {}, verb=verb) for day in row["reports"]]
    if row["closed_on"]:
        found.append(told(register, row["item"], str(row["closed_on"]), {}, verb="close"))
    return found
