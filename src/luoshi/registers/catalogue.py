"""The registers in the agenda's order. A written tuple: what is not named here does not exist.

A district pack may pass a folder of its own: further registers, and files that say `extends = "parcel"` and add
fields, measures or lights to a shipped one. They may add, never change.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from luoshi.declare.load import Declaration, build, merge, read
from luoshi.declare.register import Catalogue, Register
from luoshi.values.problem import Problem

REGISTERS = ("commitment", "project", "parcel")
FOLDER = files("luoshi.registers")


@cache
def shipped() -> Catalogue:
    """The registers of the product; a fault in them is our own."""
    catalogue, problems = read_catalogue()
    assert not problems, "\n".join(problem.say() for problem in problems)
    return catalogue


def read_catalogue(folder: Path | None = None) -> tuple[Catalogue, list[Problem]]:
    """The shipped registers with those of a district's folder after them, and every fault of every file."""
    declarations: dict[str, Declaration] = {}
    problems: list[Problem] = []
    for key in REGISTERS:
        _take(
            FOLDER.joinpath(f"{key}.toml").read_text("utf-8"), f"{key}.toml", declarations, problems
        )
    for file in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        try:
            _take(file.read_text("utf-8"), file.name, declarations, problems)
        except UnicodeDecodeError as fault:
            problems.append(Problem("D-001", f"{file.name}:1", {"fault": fault}))
    found: dict[str, Register] = {}
    for key, declaration in declarations.items():
        register, faults = build(declaration)
        problems += faults
        if register:
            found[key] = register
    return found, problems


def _take(
    text: str, file: str, declarations: dict[str, Declaration], problems: list[Problem]
) -> None:
    declaration, faults = read(text, file)
    problems += faults
    if declaration is None:
        return
    if declaration.extends:
        base = declarations.get(declaration.extends)
        if base is None:
            place = declaration.lines.place(("extends",))
            facts = {"register": declaration.extends, "registers": "、".join(declarations)}
            problems.append(Problem("D-015", place, facts))
            return
        declarations[declaration.extends], faults = merge(base, declaration)
        problems += faults
        return
    key = str(declaration.tables.get("key", file))
    if key in declarations:
        problems.append(Problem("D-006", declaration.lines.place(("key",)), {"key": key}))
        return
    declarations[key] = declaration
