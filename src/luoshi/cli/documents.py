"""`luoshi read`: documents become commitments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from luoshi.cli.answer import Answer, read_day
from luoshi.registers.catalogue import shipped
from luoshi.speech.as_json import reading_as_json
from luoshi.speech.document import Reading
from luoshi.speech.read import read
from luoshi.values.problem import Problem


def read_files(options: argparse.Namespace) -> Answer:
    """Documents -> commitments; one object a file."""
    lines: list[str] = []
    objects: list[dict[str, Any]] = []
    problems: list[Problem] = []
    said_on = read_day(options.said_on, problems)
    for name in options.files:
        file = Path(name)
        if not file.is_file():
            problems.append(Problem("C-001", name, {"file": name}))
            continue
        content = file.read_bytes()
        reading = read(content, file.name, said_on=said_on, year=options.year, catalogue=shipped())
        problems += [*reading.document.problems, *reading.problems]
        objects.append(reading_as_json(reading))
        lines += _reading_lines(reading)
    return Answer(lines, objects, problems)


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
