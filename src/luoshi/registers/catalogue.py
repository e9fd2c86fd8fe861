"""The registers in the agenda's order. A written tuple: what is not named here does not exist.

A district pack may pass a folder of its own: further registers, and files that say `extends = "parcel"` and add
fields, measures or lights to a shipped one. They may add, never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from luoshi.declare.load import Declaration, build, merge, read
from luoshi.declare.register import Catalogue, Register
from luoshi.values.problem import Problem

REGISTERS = (
    "commitment",
    "economy",
    "special_action",
    "task_force",
    "secondment",
    "project",
    "approval",
    "obstacle",
    "lead",
    "parcel",
    "premises",
    "firm",
    "firm_fact",
    "enjoyment",
    "state_asset",
    "lease",
    "urban_work",
    "service_request",
    "approval_item",
    "policy",
    "hazard",
    "programme",
    "slip",
    "period",
)
FOLDER = files("luoshi.registers")


@cache
def shipped() -> Catalogue:
    """The registers of the product; a fault in them is our own."""
    catalogue, problems = read_catalogue()
    assert not problems, "\n".join(problem.say() for problem in problems)
    return catalogue


def read_catalogue(folder: Path | None = None) -> tuple[Catalogue, list[Problem]]:
    """The shipped registers with those of a district's folder after them, and every fault of every file.

    A faulty extension is left out whole: the register it meant to extend stays as it was.
    """
    reading = _Reading({}, {}, [])
    for key in REGISTERS:
        reading.take(FOLDER.joinpath(f"{key}.toml").read_text("utf-8"), f"{key}.toml")
    for file in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        try:
            reading.take(file.read_text("utf-8"), file.name)
        except UnicodeDecodeError as fault:
            reading.problems.append(Problem("D-001", f"{file.name}:1", {"fault": fault}))
    return reading.found, reading.problems


@dataclass
class _Reading:
    declarations: dict[str, Declaration]
    found: dict[str, Register]
    problems: list[Problem]

    def take(self, text: str, file: str) -> None:
        """One file: a register of its own, or an extension of one that was read before."""
        declaration, faults = read(text, file)
        if declaration is None:
            self.problems += faults
            return
        key = declaration.extends or str(declaration.tables.get("key", file))
        if declaration.extends and key not in self.declarations:
            place = declaration.lines.place(("extends",))
            facts = {"register": key, "registers": "、".join(self.declarations)}
            self.problems.append(Problem("D-015", place, facts))
            return
        if declaration.extends:
            declaration, faults = merge(self.declarations[key], declaration)
        elif key in self.declarations:
            self.problems.append(Problem("D-006", declaration.lines.place(("key",)), {"key": key}))
            return
        register, more = build(declaration)
        self.problems += [*faults, *more]
        if register and not any(problem.severity == "error" for problem in faults):
            self.declarations[key], self.found[key] = declaration, register
