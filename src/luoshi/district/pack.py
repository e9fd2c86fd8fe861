"""区情包: a folder of data (no code) that carries a whole district.

district.toml   key, label, meetings, opens_on       units.toml      [[unit]] in protocol order
people.toml     posts of the demo                    parameters/     *.toml, dated numbers with their source
registers/      further registers or fields          speeches/       texts and what the office decided on them
reports/        one CSV a register and month         ledger/         the entries, once there are any

[papers] in district.toml: `mark` (the red head), `issuer` (who signs), `copies` (who gets one); what is missing is left out of a paper.
`lights = "wuhan"` in district.toml takes a published set of light rules (presets/); the pack's own parameters win.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from luoshi.district.calendar import Calendar, national
from luoshi.district.parameters import Parameter, Parameters, read_parameters
from luoshi.district.units import Units, read_units
from luoshi.values.label import Label
from luoshi.values.problem import Problem

PRESETS = files("luoshi.district") / "presets"


@dataclass(frozen=True, slots=True)
class Meeting:
    """调度会: the day at which a board is frozen; the next one compares with it."""

    key: str
    label: Label
    held_on: date
    speech: str = ""  # a file below speeches/


@dataclass(frozen=True, slots=True)
class Issuer:
    """发文机关: what stands on every paper of the district; "" is left out."""

    mark: str = ""  # 发文机关标志, in red
    name: str = ""  # who signs and prints
    copies: str = ""  # 抄送
    addressee: str = ""  # 主送


@dataclass(frozen=True, slots=True)
class District:
    """One district, read from its folder."""

    key: str
    label: Label
    folder: Path
    units: Units
    parameters: Parameters
    calendar: Calendar
    meetings: tuple[Meeting, ...] = ()
    opens_on: date | None = None  # the day a demo is looked at; None = today
    synthetic: bool = False  # invented for showing; every page says so
    issuer: Issuer = Issuer()


def read_toml(file: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The tables of a TOML file; a missing or broken file is a problem, not an exception."""
    if not file.is_file():
        return {}, [Problem("R-020", str(file.parent), {"file": file.name})]
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        return {}, [Problem("R-021", file.name, {"fault": fault})]


def load(folder: Path) -> tuple[District | None, list[Problem]]:
    """Read a district pack; None when there is none. All faults of all files come at once."""
    tables, problems = read_toml(folder / "district.toml")
    if not tables:
        return None, problems
    unit_tables, faults = read_toml(folder / "units.toml")
    units, more = read_units(unit_tables.get("unit", ()), "units.toml")
    values, others = _parameters(folder)
    published, unknown = light_preset(str(tables["lights"])) if "lights" in tables else ([], [])
    district = District(
        key=str(tables.get("key", folder.name)),
        label=Label.of(tables.get("label", folder.name)),
        folder=folder,
        units=units,
        parameters=Parameters(values).with_defaults(Parameters(published)),
        calendar=national(),
        meetings=_meetings(tables.get("meeting", ())),
        opens_on=tables.get("opens_on"),
        synthetic=bool(tables.get("synthetic", False)),
        issuer=_issuer(tables.get("papers", {})),
    )
    return district, [*problems, *faults, *more, *others, *unknown]


def light_preset(name: str) -> tuple[list[Parameter], list[Problem]]:
    """The numbers of a published set of light rules, each with its source; an unknown name is a problem."""
    known = {Path(file.name).stem: file for file in PRESETS.iterdir()}
    if name not in known:
        facts = {"name": name, "presets": "、".join(sorted(known))}
        return [], [Problem("R-027", "district.toml", facts)]
    return read_parameters(tomllib.loads(known[name].read_text(encoding="utf-8")), f"{name}.toml")


def _parameters(folder: Path) -> tuple[list[Parameter], list[Problem]]:
    values: list[Parameter] = []
    problems: list[Problem] = []
    for file in sorted((folder / "parameters").glob("*.toml")):
        tables, faults = read_toml(file)
        found, more = read_parameters(tables, file.name)
        values += found
        problems += [*faults, *more]
    return values, problems


def _issuer(table: Mapping[str, Any]) -> Issuer:
    names = ("mark", "issuer", "copies", "addressee")
    return Issuer(*(str(table.get(name, "")) for name in names))


def _meetings(rows: Iterable[Mapping[str, Any]]) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(row["key"], Label.of(row["label"]), row["held_on"], row.get("speech", ""))
        for row in rows
    )
