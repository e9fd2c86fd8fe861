"""`luoshi leads check | firms entitled | firms near | projects tax | assets audit`: a check on an office's own files, or on a district.

FILE... (.xlsx, .csv; which register a sheet is of shows by its head) ──rows──┐
DISTRICT ──board as of a moment──rows──────────────────────────────────────────┴──journeys.checks──> findings, the most money first
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from luoshi.cli.answer import Answer, read_day
from luoshi.cli.districts import open_pack, view_of
from luoshi.cli.table import table
from luoshi.district.units import Units
from luoshi.journeys.checks import CHECKS, Check
from luoshi.journeys.ground import Ground
from luoshi.journeys.leads_to_findings import places_of
from luoshi.journeys.sheets_to_rows import Row, sheets_to_rows
from luoshi.registers.catalogue import shipped
from luoshi.values.finding import at_stake
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi.values.said import money

ACTIONS: Mapping[tuple[str, str], str] = {  # command, action -> check
    ("leads", "check"): "leads",
    ("firms", "entitled"): "entitlements",
    ("firms", "near"): "thresholds",
    ("projects", "tax"): "tax",
    ("assets", "audit"): "assets",
}
HEADS = Label("编号 事项 发现 为什么 涉及金额 谁来处理", "Number Item Finding Why Stake Unit")


def check(options: argparse.Namespace) -> Answer:
    """The findings of the check that the command names."""
    key = ACTIONS[options.command, options.action]
    asked = next(one for one in CHECKS if one.key == key)
    if len(options.files) == 1 and Path(options.files[0]).is_dir():
        return _of_district(options, asked)
    problems: list[Problem] = []
    on = read_day(options.as_of, problems)
    if on is None:
        return Answer([], None, problems or [Problem("C-007")])
    registers = [shipped()[name] for name in asked.registers]
    rows: dict[str, list[Row]] = defaultdict(list)
    for name in options.files:
        if not Path(name).is_file():
            problems.append(Problem("C-001", name, {"file": name}))
            continue
        found, faults = sheets_to_rows(Path(name).read_bytes(), name, registers, Units(()))
        problems += faults
        for register, its in found.items():
            rows[register] += its
    ground = Ground(lambda name: rows[name], shipped(), on)
    return _answer(options, asked, ground, str, problems)


def _of_district(options: argparse.Namespace, asked: Check) -> Answer:
    within = argparse.Namespace(**vars(options) | {"district": options.files[0], "known_at": None})
    world, entries, problems = open_pack(within)
    if world is None:
        return Answer([], None, problems)
    view, on = view_of(world, entries, within, problems)
    ground = Ground(
        view.items, world.catalogue, on, world.district.parameters, places=places_of(world)
    )
    return _answer(options, asked, ground, world.district.units.name, problems)


def _answer(
    options: argparse.Namespace,
    asked: Check,
    ground: Ground,
    unit: Callable[[str], str],
    problems: list[Problem],
) -> Answer:
    lang = options.lang
    on = ground.on
    ordered = sorted(asked.find(ground), key=lambda one: -(one.at_stake_wan or 0))
    stake = at_stake(ordered)
    lines = [f"{asked.label.say(lang)}  {on}  {len(ordered)}", *([] if stake is None else [money(stake).say(lang)])]  # fmt: skip
    shown = [
        (
            one.key,
            one.title,
            one.label(lang),
            one.reason(lang),
            "—" if one.at_stake_wan is None else money(one.at_stake_wan).say(lang),
            unit(one.unit) if one.unit else "—",
        )
        for one in ordered
    ]
    lines += table(HEADS.say(lang).split(), shown, frozenset({4})) if shown else []
    value: dict[str, Any] = {
        "check": asked.key,
        "true_on": on,
        "at_stake_wan": stake,
        "findings": [one.as_json(lang) for one in ordered],
    }
    return Answer(lines, value, [*problems, *asked.wrong(ground)])
