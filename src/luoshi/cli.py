"""The whole core on files, without a server.

    luoshi read FILE... [--year Y] [--said-on DAY] [--json]
    luoshi board DISTRICT [--as-of DAY] [--known-at INSTANT] [--json]
    luoshi drill DISTRICT REGISTER MEASURE [--unit U] [--as-of DAY] [--known-at INSTANT] [--json]
    luoshi verify DISTRICT [--json]
    luoshi lint DISTRICT [--json]

Exit codes: 0 done, 1 problems in the input (on standard error, with place and remedy), 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from luoshi.board.board import View
from luoshi.declare.check import check_catalogue
from luoshi.declare.register import LEVELS
from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.replay_pack import OFFICE, ledger_of
from luoshi.journeys.report_to_lights import still_owed
from luoshi.ledger.chain import START, verify
from luoshi.ledger.entry import Entry
from luoshi.ledger.folder import FolderStore
from luoshi.registers.catalogue import read_catalogue
from luoshi.speech.as_json import reading_as_json
from luoshi.speech.document import Reading
from luoshi.speech.read import read
from luoshi.values.problem import Problem

MARKS = {"green": "● 正常", "yellow": "▲ 预警", "red": "■ 逾期", "grey": "○ 未报"}


class Answer(NamedTuple):
    """What a command gives: lines for people, a value for machines, and the problems met."""

    lines: list[str]
    value: Any
    problems: list[Problem]


def read_files(options: argparse.Namespace) -> Answer:
    """Documents -> commitments; one object a file."""
    lines: list[str] = []
    objects: list[dict[str, Any]] = []
    problems: list[Problem] = []
    catalogue, _ = read_catalogue()
    said_on = _day(options.said_on, problems)
    for name in options.files:
        file = Path(name)
        if not file.is_file():
            problems.append(Problem("C-001", name, {"file": name}))
            continue
        content = file.read_bytes()
        reading = read(content, file.name, said_on=said_on, year=options.year, catalogue=catalogue)
        problems += [*reading.document.problems, *reading.problems]
        objects.append(reading_as_json(reading))
        lines += _reading_lines(reading)
    return Answer(lines, objects, problems)


def board(options: argparse.Namespace) -> Answer:
    """The lights of a district on a day."""
    world, entries, problems = _open(options)
    if world is None:
        return Answer([], None, problems)
    view, on = _view(world, entries, options, problems)
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
    world, entries, problems = _open(options)
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
    view, on = _view(world, entries, options, problems)
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


def verify_ledger(options: argparse.Namespace) -> Answer:
    """The hash chain of a district's ledger."""
    world, entries, problems = _open(options)
    if world is None:
        return Answer([], None, problems)
    problems = [*problems, *verify(entries, START)]
    tip = entries[-1].hash if entries else ""
    whole = not any(p.severity == "error" for p in problems)
    state = "完整" if whole else "有问题"
    value = {"entries": len(entries), "tip": tip, "whole": whole}
    return Answer([f"流水{state}：{len(entries)} 条，链尾 {tip}"], value, problems)


def lint(options: argparse.Namespace) -> Answer:
    """Registers, rules, lights, parameters: every fault with file, line and remedy."""
    world, problems = open_district(Path(options.district))
    if world is None:
        return Answer([], None, problems)
    problems = [*problems, *check_catalogue(world.catalogue, run_on_examples)]
    lines = [f"{len(world.catalogue)} 本台账，{len(problems)} 个问题"]
    value = {"registers": list(world.catalogue), "problems": [p.as_json() for p in problems]}
    return Answer(lines, value, problems)


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "read": read_files,
    "board": board,
    "drill": drill,
    "verify": verify_ledger,
    "lint": lint,
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went."""
    options = _parser().parse_args(words)
    answer = COMMANDS[options.command](options)
    if options.json and answer.value is not None:
        text = json.dumps(answer.value, ensure_ascii=False, indent=1, default=_plain)
        sys.stdout.write(text + "\n")
    elif answer.lines and not options.json:
        sys.stdout.write("\n".join(answer.lines) + "\n")
    for problem in answer.problems:
        sys.stderr.write(problem.say(options.lang) + "\n")
    return 1 if any(p.severity == "error" for p in answer.problems) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="luoshi", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    reading = commands.add_parser("read", help="讲话 → 承诺 / documents -> commitments")
    reading.add_argument("files", nargs="+", metavar="FILE")
    reading.add_argument(
        "--year", type=int, help="讲话说的“今年”是哪一年 / the year the speech calls this year"
    )
    reading.add_argument("--said-on", metavar="DAY", help="开会日期 / the day of the meeting")
    for name, words in (
        ("board", "某天的灯 / the lights of a day"),
        ("drill", "一个数背后的行 / the rows behind a number"),
        ("verify", "核验流水 / verify the chain"),
        ("lint", "台账与规则有没有漏洞 / faults of the rules"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument(
            "district", metavar="DISTRICT", help="区情包文件夹 / the folder of a district pack"
        )
        if name == "drill":
            command.add_argument("register", metavar="REGISTER")
            command.add_argument("measure", metavar="MEASURE")
            command.add_argument("--unit", help="只看某单位及其下级 / a unit and those below it")
        if name in ("board", "drill"):
            command.add_argument("--as-of", metavar="DAY", help="事实截至哪天 / true on")
            command.add_argument("--known-at", metavar="INSTANT", help="按哪一刻所知 / known at")
    for command in commands.choices.values():
        command.add_argument("--json", action="store_true", help="给机器 / for machines")
        command.add_argument("--lang", choices=("zh", "en"), default="zh")
    return parser


def _open(options: argparse.Namespace) -> tuple[World | None, list[Entry], list[Problem]]:
    """The district and its entries: the kept ledger where there is one, else the pack told from the start."""
    folder = Path(options.district)
    world, problems = open_district(folder)
    if world is None:
        return None, [], problems
    if (folder / "ledger").is_dir():
        store = FolderStore(folder / "ledger")
        return world, list(store.read()), [*problems, *store.problems]
    entries, faults = ledger_of(world)
    return world, entries, [*problems, *faults]


def _view(
    world: World, entries: list[Entry], options: argparse.Namespace, problems: list[Problem]
) -> tuple[View, date]:
    """The board as of the wanted day: the given one, the day a demo opens on, or the day of the last entry."""
    last = entries[-1].known_at.astimezone(OFFICE).date() if entries else date.min
    on = _day(options.as_of, problems) or world.district.opens_on or last
    return world.board(entries).view(on, _instant(options.known_at, problems)), on


def _day(text: str | None, problems: list[Problem]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("C-002", "", {"value": text}))
        return None


def _instant(text: str | None, problems: list[Problem]) -> datetime | None:
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        problems.append(Problem("C-002", "", {"value": text}))
        return None
    return (told if told.tzinfo else told.replace(tzinfo=OFFICE)).astimezone(UTC)


def _reading_lines(reading: Reading) -> list[str]:
    document = reading.document
    lines = [
        f"{document.file}  {document.title}",
        f"  修复 {len(document.repairs)} 处，缺口 {len(document.gaps)} 处，待定 {len(reading.questions)} 项",
    ]
    for draft in reading.drafts:
        if draft.kind != "commitment":
            continue
        due = f"｜{draft.deadline.date or draft.deadline.text}" if draft.deadline else ""
        owners = f"｜{'、'.join(draft.owners)}" if draft.owners else ""
        bound = (
            f"｜→ {draft.suggestion.register}.{draft.suggestion.measure} {draft.suggestion.comparator} {draft.suggestion.target:g}"
            if draft.suggestion
            else ""
        )
        lines.append(
            f"  {'■' if draft.strength == 'hard' else '□'} {draft.quote}{due}{owners}{bound}"
        )
    return lines


def _first(readings: Sequence[Any]) -> Any:
    return readings[0].value if readings else None


def _shown(value: Any) -> str:
    return "—" if value is None else f"{value:,.10g}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else float(value)


if __name__ == "__main__":
    sys.exit(main())
