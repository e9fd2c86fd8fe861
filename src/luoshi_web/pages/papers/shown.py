"""What the pages of papers show: a paper's length against its limit, the files of a pack, what was told of its moment since, templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from luoshi.board.since import Change
from luoshi.journeys import pack as packing
from luoshi.journeys.papers import FILLABLE, Fillable, Kind
from luoshi.papers.faults import faults
from luoshi.papers.faults import wrong_number as is_wrong_number
from luoshi.papers.length import Length, length, limit_of, too_long
from luoshi.papers.paper import Paper
from luoshi.values.problem import Problem
from luoshi_web import services, sittings
from luoshi_web.pages.chrome import language
from luoshi_web.records.models import Pack, PaperTemplate

TEMPLATE_MAX = 5 * 2**20  # bytes
DIFFERENCES_SHOWN = 200


class Line(NamedTuple):
    """One paper of the moment: how long it is, against what limit, and what the standard would object to."""

    kind: Kind
    length: Length
    limit: int | None
    problems: Sequence[Problem]


class File(NamedTuple):
    """One file of a pack."""

    name: str
    size_bytes: int
    digest: str


class Template(NamedTuple):
    """A kind with the office's own template, if it has one."""

    kind: Fillable
    own: PaperTemplate | None
    problems: Sequence[Problem] = ()


def line(kind: Kind, paper: Paper, on: date) -> Line:
    """A paper as the list shows it."""
    problems = faults(paper)
    if kind.limit:
        problems += too_long(paper, kind.limit, on)
    return Line(kind, length(paper), limit_of(kind.limit, on) if kind.limit else None, problems)


def files(pack: Pack) -> list[File]:
    """The files of a pack in its order."""
    manifest, contents, _ = packing.opened(bytes(pack.attachment.content))
    if manifest is None:
        return []
    return [
        File(name, len(contents.get(name, b"")), digest) for name, digest in manifest.files.items()
    ]


def differences(pack: Pack) -> list[Change]:
    """What is told of the same day today and was not told when the pack was frozen: who reported what afterwards."""
    with (
        sittings.sitting(pack.true_on, pack.known_at) as then,
        services.reading(services.view(pack.true_on, None)) as now,
    ):
        return then.changed_to(now)[:DIFFERENCES_SHOWN]


def templates() -> list[Template]:
    """Every kind, with its template."""
    own = sittings.own_templates()
    return [
        Template(kind, row, sittings.unfit(kind.key, str(row.attachment_id)) if row else ())
        for kind in FILLABLE
        for row in (own.get(kind.key),)
    ]


def wrong_number(number: str) -> list[Problem]:
    """B-101 for a number that is not in the official form."""
    return [Problem("B-101", "", {"number": number})] if number and is_wrong_number(number) else []


def placed(problem: Problem, kind: Fillable, name: str) -> Problem:
    """A problem of a template with the file that it is in."""
    place = f"{kind.label.say(language())} {name} {problem.place}".strip()
    return replace(problem, place=place)
