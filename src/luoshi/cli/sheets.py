"""`luoshi sheet`: what a sheet would change in a district's register, line by line, writing nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from luoshi.cli.answer import Answer
from luoshi.cli.districts import open_pack, view_of
from luoshi.desk.due import period_owed
from luoshi.journeys.sheet_to_entries import DryRun, Sender, dry_run
from luoshi.values.problem import Problem

MARKS = {
    "refused": "✗ 有错",
    "waits": "? 待选",
    "update": "→ 更新",
    "new": "+ 新增",
    "confirmed": "√ 没变化",
    "same": "= 相同",
}


def sheet(options: argparse.Namespace) -> Answer:
    """Judge a sheet of the period last owed on a day, as its unit would send it; without a unit, as the register's keeper."""
    world, entries, problems = open_pack(options)
    if world is None:
        return Answer([], None, problems)
    view, on = view_of(world, entries, options, problems)
    register = world.catalogue.get(options.register)
    file, unit = Path(options.file), world.district.units.find(options.unit or "")
    if register is None:
        known = "、".join(world.catalogue)
        problems.append(Problem("C-003", "", {"register": options.register, "known": known}))
    if not file.is_file():
        problems.append(Problem("C-001", options.file, {"file": options.file}))
    if options.unit and unit is None:
        problems.append(Problem("C-005", "", {"unit": options.unit}))
    if register is None or any(p.id.startswith("C-") for p in problems):
        return Answer([], None, problems)
    owed = period_owed(register, on)
    period = owed[:2] if owed else (on.replace(day=1), on)
    sender = Sender(unit.key) if unit else Sender(register.kept_by, keeps=True)
    rows = {row["item"]: row for row in view.items(register.key)}
    run = dry_run(file.read_bytes(), file.name, register, rows, sender, world.desk(on), period)
    return Answer(_lines(run), _value(run), [*problems, *run.every_problem])


def _lines(run: DryRun) -> list[str]:
    start, end = run.period
    lines = [f"{run.register.label.zh}  {start} – {end}  {run.sheet}"]
    lines += [f"  {MARKS[verdict]} {count}" for verdict, count in run.counts.items() if count]
    for line in run.lines:
        if line.verdict != "same":
            said = "，".join(
                f"{c.field} {c.was if c.was is not None else '空'}→{c.now}" for c in line.changes
            )
            lines.append(f"{MARKS[line.verdict]} {line.place} {line.key} {line.title}｜{said}")
    return lines


def _value(run: DryRun) -> dict[str, object]:
    return {
        "register": run.register.key,
        "period": [day.isoformat() for day in run.period],
        "counts": dict(run.counts),
        "lines": [
            {
                "row": line.row,
                "key": line.key,
                "title": line.title,
                "verdict": line.verdict,
                "changes": [c._asdict() for c in line.changes],
                "problems": [p.as_json() for p in line.problems],
            }
            for line in run.lines
        ],
        "problems": [p.as_json() for p in run.problems],
    }
