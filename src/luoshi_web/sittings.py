"""会议材料: the papers of a moment, packs that were frozen, and the office's own Word templates.

moment ──sitting──> journeys.papers ──as_file──> .docx | .pdf       (while one waits; made once for the same facts)
moment ──freeze──> job "pack" ──journeys.pack──> Attachment + Pack   (by the runner: a pack is a dozen files)
Pack ──replayed──> the same moment made again: the same bytes, or what differs
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from luoshi.district.pack import Meeting
from luoshi.journeys import pack as packing
from luoshi.journeys.papers import FILLABLE, KINDS, Fillable
from luoshi.journeys.sitting import Sitting, end_of, known, meeting_before
from luoshi.journeys.sitting_to_bulletin import Wanted
from luoshi.journeys.sitting_to_minutes import Settled, minutes
from luoshi.journeys.sitting_to_tasks import tasks
from luoshi.ledger.seals import Seal
from luoshi.papers.page import written
from luoshi.papers.paper import Paper
from luoshi.papers.pdf import pdf
from luoshi.papers.template import faults, filled
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office, readings, services
from luoshi_web.held import ledger
from luoshi_web.jobs import queue
from luoshi_web.jobs.work import Work
from luoshi_web.people.access import Viewer
from luoshi_web.records import attachments
from luoshi_web.records.models import Attachment, Job, Pack, PaperTemplate, Reading

PACK = "pack"
OF_A_READING = {"minutes": Label("纪要", "Minutes"), "tasks": Label("任务分解表", "Task table")}
ECHARTS = Path(__file__).parent / "static" / "vendor" / "echarts.min.js"


@contextmanager
def sitting(true_on: date, known_at: datetime | None) -> Iterator[Sitting]:
    """What papers of a moment are made from; the board is held while they are made."""
    last = meeting_before(office.world(), true_on)
    entries = known(ledger().entries, known_at)
    with services.reading(services.view(true_on, known_at)) as at:
        if last is None:
            yield Sitting(office.world(), at, None, None, entries)
            return
        with services.reading(services.view(last.held_on, end_of(last.held_on))) as before:
            yield Sitting(office.world(), at, before, last, entries)


class Table(NamedTuple):
    """What lies on the table at a moment: the papers by kind, what they are sealed with, the meeting they are compared with."""

    papers: Mapping[str, Paper]
    seal: Seal
    last: Meeting | None


def on_the_table(true_on: date, known_at: datetime | None, wanted: Wanted) -> Table:
    """The papers of a moment, made once for the same facts."""
    return _on_the_table(ledger().tip.hash, id(office.world()), true_on, known_at, wanted)


@lru_cache(maxsize=8)
def _on_the_table(
    tip: str, world: int, true_on: date, known_at: datetime | None, wanted: Wanted
) -> Table:
    with sitting(true_on, known_at) as held:
        return Table({kind.key: kind.make(held, wanted) for kind in KINDS}, held.seal, held.last)


def as_file(kind: str, paper: Paper, form: str, own: Mapping[str, bytes]) -> bytes:
    """A paper in a form."""
    if form == "pdf":
        return pdf(paper)
    if kind not in own:
        return written(paper)
    sample = next(one.sample() for one in FILLABLE if one.key == kind)
    return filled(own[kind], sample, paper)


@cache
def charts() -> str:
    """The script that draws charts, as pages use it; read once."""
    return ECHARTS.read_text(encoding="utf-8")


def of_reading(kind: str, form: str, held: Sitting, reading: Reading) -> bytes:
    """The minutes or the task table of one speech: what was settled of it, and no more."""
    meeting = office.meeting_key(reading.meeting or reading.title)
    if kind == "tasks":
        return as_file(kind, tasks(held, Wanted(meeting=meeting)), form, templates())
    settled = [
        Settled(
            draft.quote,
            draft.kind,
            str(fields.get("unit") or ""),
            str(fields.get("co_units") or ""),
            readings.day_of(fields),
        )
        for decision in readings.decisions(reading)
        if decision.state != decision.STRUCK
        for draft, fields in ((readings.draft_of(decision.draft), readings.fields_of(decision)),)
        if draft.kind != "commitment" or decision.state == decision.ACCEPTED
    ]
    title = office.meeting_name(reading.meeting) or reading.title
    return as_file(kind, minutes(held, title, reading.meeting_on, settled), form, templates())


# --- packs ------------------------------------------------------------------------------------------------------


def freeze(true_on: date, known_at: datetime | None, wanted: Wanted, who: Viewer) -> Job:
    """Ask for the pack of a moment; "now" is the instant of asking, after all that was told.

    The same asking twice is one job; another number or demand is another, so that nobody's words are lost to whoever asked first.
    """
    entries = ledger().entries
    instant = known_at or max(clock.now(), entries[-1].known_at if entries else clock.now())
    payload = {
        "true_on": true_on.isoformat(),
        "known_at": instant.isoformat(),
        "number": wanted.number,
        "demands": list(wanted.demands),
        "templates": digests(),
    }
    told = {name: value for name, value in payload.items() if name != "known_at"}
    about = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return queue.ask(PACK, f"papers/{about[:16]}", payload, who.person.ref)


def freezing() -> Job | None:
    """The pack that is being made, or that failed last."""
    last = Job.objects.filter(kind=PACK).first()
    return last if last and last.state != Job.DONE else None


def make(work: Work) -> None:
    """The job: make the pack, keep it, done."""
    asked = work.payload
    content, seal = _made(asked, work)
    with transaction.atomic():
        name = f"会议材料_{asked['true_on']}.zip"
        kept = attachments.keep(content, name, work.job.asked_by)
        pack = Pack.objects.create(
            attachment=kept,
            true_on=date.fromisoformat(asked["true_on"]),
            known_at=datetime.fromisoformat(asked["known_at"]),
            number=asked["number"],
            demands=asked["demands"],
            templates=asked["templates"],
            size=seal.size,
            root=seal.root,
            made_at=clock.now(),
            made_by=work.job.asked_by,
        )
        work.settle({"pack": pack.pk})


def replayed(pack: Pack) -> tuple[bool, list[Problem]]:
    """Whether the same moment, made again now, gives the same bytes, and how the kept file stands to the ledger."""
    asked = {
        "true_on": pack.true_on.isoformat(),
        "known_at": pack.known_at.isoformat(),
        "number": pack.number,
        "demands": pack.demands,
        "templates": pack.templates,
    }
    again, _ = _made(asked)
    return again == bytes(pack.attachment.content), held_against_ledger(pack)


def held_against_ledger(pack: Pack) -> list[Problem]:
    """The kept file against its own manifest, and its seal against the ledger."""
    return packing.faults(bytes(pack.attachment.content), ledger().entries)[1]


def _made(asked: Mapping[str, Any], work: Work | None = None) -> tuple[bytes, Any]:
    wanted = Wanted(asked["number"], tuple(asked["demands"]), charts())
    own = {
        kind: bytes(Attachment.objects.get(pk=digest).content)
        for kind, digest in asked["templates"].items()
        if not unfit(kind, digest)
    }
    step = work.step if work else None
    with sitting(
        date.fromisoformat(asked["true_on"]), datetime.fromisoformat(asked["known_at"])
    ) as held:
        return packing.pack(held, wanted, own, step), held.seal


# --- templates --------------------------------------------------------------------------------------------------


def own_templates() -> dict[str, PaperTemplate]:
    """The template that holds for each kind that has one."""
    found: dict[str, PaperTemplate] = {}
    for row in PaperTemplate.objects.order_by("id"):
        found[row.kind] = row
    return {kind: row for kind, row in found.items() if row.attachment_id}


def digests() -> dict[str, str]:
    """The digest of each kind's template."""
    return {kind: str(row.attachment_id) for kind, row in own_templates().items()}


def templates() -> dict[str, bytes]:
    """The bytes of each kind's template that still fits; where one does not, our own layout stands in."""
    return {
        kind: bytes(row.attachment.content)
        for kind, row in own_templates().items()
        if row.attachment and not unfit(kind, str(row.attachment_id))
    }


@lru_cache(maxsize=100)
def unfit(kind: str, digest: str) -> tuple[Problem, ...]:
    """What is wrong with a kept template by now: a later version of the product may have renamed what it names."""
    sample = next(one.sample() for one in FILLABLE if one.key == kind)
    return tuple(faults(bytes(Attachment.objects.get(pk=digest).content), sample))


def put(kind: Fillable, content: bytes, name: str, who: Viewer) -> list[Problem]:
    """Take a template for a kind from now on, unless something is wrong with it."""
    problems = faults(content, kind.sample())
    if any(problem.severity == "error" for problem in problems):
        return problems
    with transaction.atomic():
        kept = attachments.keep(content, name[-120:], who.person.ref)
        PaperTemplate.objects.create(
            kind=kind.key, attachment=kept, put_at=clock.now(), put_by=who.person.ref
        )
    return problems


def put_back(kind: Fillable, who: Viewer) -> None:
    """Our own layout again; the office's template stays kept."""
    PaperTemplate.objects.create(
        kind=kind.key, attachment=None, put_at=clock.now(), put_by=who.person.ref
    )
