"""`luoshi board | drill | lint`: a district's folder becomes its lights, rows and faults."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from luoshi.board.board import View
from luoshi.board.examples import run_on_examples
from luoshi.cli.answer import Answer, read_day, read_instant
from luoshi.declare.check import check_catalogue
from luoshi.declare.register import LEVELS
from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.replay_pack import OFFICE, ledger_of
from luoshi.journeys.report_to_lights import still_owed
from luoshi.ledger.entry import Entry
from luoshi.ledger.folder import FolderStore
from luoshi.ledger.store import Damaged
from luoshi.values.light import marked
from luoshi.values.problem import Problem

MARKS = {level: marked(level, " ") for level in LEVELS}


def board(options: argparse.Namespace) -> Answer:
    """The lights of a district on a day."""
    world, entries, problems = open_pack(options)
    if world is None:
        return Answer([], None, problems)
    view, on = view_of(world, entries, options, problems)
    lamps = view.lamps()
    order = {level: n for n, level in enumerate(LEVELS)}
    lines = [f"{world.district.label.zh}  {on}  共 {len(lamps)} 盏灯"]
    lines += [f"  {MARKS[level]} {sum(lamp.level == level for lamp in lamps)}" for level in LEVELS]
    for lamp in sorted(lamps, key=lambda x: (order[x.level], x.register, x.key)):
        if lamp.level in ("red", "yellow"):
            unit = world.district.units.name(lamp.owner)
            lines.append(f"{MARKS[lamp.level]} {lamp.key} {lamp.title}｜{unit}｜{lamp.why.zh}")
    due = still_owed(world, view, on)
    lines += [f"本期未报 {len(due)} 项"] if due else []
    value = {
        "district": world.district.key,
        "true_on": on,
        "known_at": view.known_at,
        "lamps": [
            {
                "register": x.register,
                "key": x.key,
                "light": x.light,
                "level": x.level,
                "late": x.late,
                "owner": x.owner,
                "title": x.title,
                "why": x.why._asdict(),
            }
            for x in lamps
        ],
        "measures": [
            {
                "register": r.key,
                "measure": m.key,
                "unit": m.unit,
                "value": _first(view.measure(r.key, m.key)),
            }
            for r in world.catalogue.values()
            for m in r.measures
        ],
        "owed": [
            {
                "register": o.register,
                "key": o.key,
                "owner": o.owner,
                "due_on": o.due_on,
                "late": o.late,
            }
            for o in due
        ],
    }
    return Answer(lines, value, problems)


def drill(options: argparse.Namespace) -> Answer:
    """The rows behind a number."""
    world, entries, problems = open_pack(options)
    if world is None:
        return Answer([], None, problems)
    register = world.catalogue.get(options.register)
    measure = register.measure(options.measure) if register else None
    unit = world.district.units.find(options.unit) if options.unit else None
    if register is None:
        problems.append(
            Problem(
                "C-003", "", {"register": options.register, "known": "、".join(world.catalogue)}
            )
        )
    elif measure is None:
        known = "、".join(m.key for m in register.measures)
        problems.append(
            Problem(
                "C-004", "", {"register": register.key, "measure": options.measure, "known": known}
            )
        )
    if options.unit and unit is None:
        problems.append(Problem("C-005", "", {"unit": options.unit}))
    if register is None or measure is None or (options.unit and unit is None):
        return Answer([], None, problems)
    view, on = view_of(world, entries, options, problems)
    units = world.district.units.under(unit.key) if unit else None
    rows = view.rows(register.key, measure.key, units=units)
    total = _first(view.measure(register.key, measure.key, units=units))
    lines = [f"{measure.label.zh} {_shown(total)} {measure.unit}（{on}，{len(rows)} 行）"]
    lines += [
        f"  {row['item']} {row['title']}｜{world.district.units.name(row['owner'])}" for row in rows
    ]
    return Answer(
        lines, {"true_on": on, "value": total, "unit": measure.unit, "rows": rows}, problems
    )


def lint(options: argparse.Namespace) -> Answer:
    """Registers, rules, lights, parameters: every fault with file, line and remedy."""
    world, problems = open_district(Path(options.district))
    if world is None:
        return Answer([], None, problems)
    numbers = world.district.parameters.on(world.district.opens_on or date.max)
    problems = [*problems, *check_catalogue(world.catalogue, run_on_examples, numbers)]
    lines = [f"{len(world.catalogue)} 本台账，{len(problems)} 个问题"]
    value = {"registers": list(world.catalogue), "problems": [p.as_json() for p in problems]}
    return Answer(lines, value, problems)


def open_pack(options: argparse.Namespace) -> tuple[World | None, list[Entry], list[Problem]]:
    """The district and its entries: the kept ledger where there is one, else the pack told from the start."""
    folder = Path(options.district)
    world, problems = open_district(folder)
    if world is None:
        return None, [], problems
    if (folder / "ledger").is_dir():
        try:
            return world, list(FolderStore(folder / "ledger").read()), problems
        except Damaged as damage:
            return world, [], [*problems, *damage.problems]
    entries, faults = ledger_of(world)
    return world, entries, [*problems, *faults]


def view_of(
    world: World, entries: list[Entry], options: argparse.Namespace, problems: list[Problem]
) -> tuple[View, date]:
    """The board as of the wanted day: the given one, the day a demo opens on, or the day of the last entry."""
    last = entries[-1].known_at.astimezone(OFFICE).date() if entries else date.min
    on = read_day(options.as_of, problems) or world.district.opens_on or last
    return world.board(entries).view(on, read_instant(options.known_at, problems)), on


def _first(readings: Sequence[Any]) -> Any:
    return readings[0].value if readings else None


def _shown(value: Any) -> str:
    return "—" if value is None else f"{value:,.10g}"
