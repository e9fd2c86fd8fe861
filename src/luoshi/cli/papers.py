"""`luoshi papers KIND DISTRICT --out FILE`: one paper of a district on a day as Word, PDF or workbook; `pack` for all of them in one file.

KIND: bulletin | leader | since | tasks | outline | slip (--key) | tables | pack
"""

from __future__ import annotations

import argparse
from pathlib import Path

from luoshi.cli.answer import Answer, read_day, read_instant
from luoshi.cli.districts import open_pack
from luoshi.desk.slip import SLIP
from luoshi.journeys.pack import pack
from luoshi.journeys.papers import KINDS
from luoshi.journeys.replay_pack import OFFICE
from luoshi.journeys.sitting import Sitting, at_the_table
from luoshi.journeys.sitting_to_book import book
from luoshi.journeys.sitting_to_bulletin import Wanted
from luoshi.journeys.sitting_to_tasks import slip
from luoshi.papers.faults import faults
from luoshi.papers.length import length, too_long
from luoshi.papers.page import written
from luoshi.papers.paper import Paper
from luoshi.papers.pdf import pdf
from luoshi.values.problem import Problem


def papers(options: argparse.Namespace) -> Answer:
    """Write the paper; what the standard objects to comes as problems."""
    world, entries, problems = open_pack(options)
    if world is None:
        return Answer([], None, problems)
    last = entries[-1].known_at.astimezone(OFFICE).date() if entries else None
    on = read_day(options.as_of, problems) or world.district.opens_on or last
    known_at = read_instant(options.known_at, problems)
    if on is None or any(problem.severity == "error" for problem in problems):
        return Answer([], None, problems or [Problem("C-007")])
    sitting = at_the_table(world, world.board(entries), entries, on, known_at)
    charts = Path(options.charts).read_text(encoding="utf-8") if options.charts else ""
    wanted = Wanted(
        options.number or "", tuple(options.demand or ()), charts, options.meeting or ""
    )
    out = Path(options.out)
    if options.kind in ("tables", "pack"):
        content = book(sitting) if options.kind == "tables" else pack(sitting, wanted, {})
        out.write_bytes(content)
        return Answer(
            [f"{out}  {len(content):,} 字节"], {"file": str(out), "bytes": len(content)}, problems
        )
    paper, fault = _paper(options, sitting, wanted)
    if paper is None:
        return Answer([], None, [*problems, *fault])
    out.write_bytes(pdf(paper) if out.suffix.lower() == ".pdf" else written(paper))
    kind = next((one for one in KINDS if one.key == options.kind), None)
    problems += faults(paper)
    problems += too_long(paper, kind.limit, on) if kind and kind.limit else []
    counted = length(paper)
    value = {"file": str(out), "text": counted.text, "tables": counted.tables, "true_on": on}
    return Answer([f"{out}  正文 {counted.text} 字，表内 {counted.tables} 字"], value, problems)


def _paper(
    options: argparse.Namespace, sitting: Sitting, wanted: Wanted
) -> tuple[Paper | None, list[Problem]]:
    if options.kind == "slip":
        row = sitting.at.item(SLIP, options.key or "")
        if row is None:
            return None, [Problem("C-009", "", {"key": options.key or "—"})]
        return slip(sitting, sitting.world.catalogue[SLIP], row), []
    kind = next(one for one in KINDS if one.key == options.kind)
    return kind.make(sitting, wanted), []
