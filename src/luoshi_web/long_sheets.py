"""长表: a sheet of many lines is compared and entered by the runner, while the person looks on or goes away.

    sent ──opened──> job "sheet_compare" ──> SheetComparison ──confirmed──> job "sheet" ──> entries and "done" together

The comparison is made by `sheets.judge` and told by `sheets.confirm`, as for a short sheet. What the runner found is kept
without its entries: the pages show it, and the job that enters judges for itself.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import transaction

from luoshi.intake.heads import HeadColumn, Heads
from luoshi.journeys.sheet_lines import Change, Judged
from luoshi.journeys.sheet_to_entries import DryRun, Sender
from luoshi.values.problem import Problem
from luoshi_web import clock, office, sheets
from luoshi_web.jobs import queue
from luoshi_web.jobs.work import Work
from luoshi_web.people import access
from luoshi_web.people.access import Viewer
from luoshi_web.people.models import Person
from luoshi_web.records import problems as problems_
from luoshi_web.records.models import Job, SheetComparison, SheetUpload

LONG = 2000  # lines; fewer are compared and entered within the request
COMPARE, ENTER = "sheet_compare", "sheet"
KINDS = (COMPARE, ENTER)
BROKEN = (Job.FAILED, Job.UNCERTAIN)


# --- what a page asks -------------------------------------------------------------------------------------------


def is_long(upload: SheetUpload) -> bool:
    """True for a sheet that is left to the runner."""
    return upload.lines > LONG


def comparison(upload: SheetUpload, who: Viewer) -> DryRun | None:
    """What the sheet would do now; None while the runner has not said it of a long one."""
    if not is_long(upload):
        return sheets.judge(upload, who)
    try:
        return read_kept(upload.pk, sheets.ground(upload, who))
    except SheetComparison.DoesNotExist:
        return None


def job_of(upload: SheetUpload, who: Viewer, *, again: bool = False) -> Job | None:
    """The job that a person must wait for, or whose end without a comparison they must know; None when there is none.

    Where nothing was compared yet, that is asked for; after a failure upon the same ground only `again`.
    """
    if not is_long(upload):
        return None
    jobs = Job.objects.filter(about=_matter(upload))
    going = jobs.filter(kind__in=KINDS, state__in=queue.UNDONE).first()
    if going is not None or comparison(upload, who) is not None:
        return going
    ground, last = sheets.ground(upload, who), jobs.filter(kind=COMPARE).first()
    failed = last is not None and last.state in BROKEN and last.payload.get("ground") == ground
    if failed and not again:
        return last
    return queue.ask(COMPARE, _matter(upload), {"upload": upload.pk, "ground": ground}, who.person.ref)  # fmt: skip


def ask_to_enter(upload: SheetUpload, seen: str, who: Viewer) -> Job:
    """Let the runner enter what the person saw: of two clicks one job is made."""
    return queue.ask(ENTER, _matter(upload), {"upload": upload.pk, "seen": seen}, who.person.ref)


def refusal(upload: SheetUpload, run: DryRun) -> list[Problem]:
    """Why the last confirmation of a long sheet entered nothing, until what is seen has changed."""
    last = Job.objects.filter(kind=ENTER, about=_matter(upload)).first()
    if last is None or last.state not in BROKEN:
        return []
    problems = queue.problems_of(last)
    moved = any(problem.id == "I-057" for problem in problems)
    return problems if moved or last.payload["seen"] == run.mark else []


def _matter(upload: SheetUpload) -> str:
    return f"{upload.attachment_id}/{upload.register}/{upload.unit}"


# --- what the runner does ---------------------------------------------------------------------------------------


def compare(work: Work) -> None:
    """The job: judge the sheet and keep what was found."""
    upload, who = _asked(work)
    run = sheets.judge(upload, who, work.step)
    content = gzip.compress(json.dumps(_packed(run), ensure_ascii=False).encode())
    kept = {"ground": work.payload["ground"], "content": content}
    with transaction.atomic():
        SheetComparison.objects.update_or_create(upload=upload, defaults=kept)
        work.settle({"lines": len(run.lines)})


def enter(work: Work) -> None:
    """The job: the entries and "done" are committed together."""
    upload, who = _asked(work)
    if not sheets.may_confirm(who, upload):
        work.settle(problems=[Problem("W-102")])
        return
    lines = len(sheets.judge(upload, who, work.step).lines)  # before others must wait for us
    queue.beat(work.job, lines, lines)  # so that "entering" is seen: on SQLite no beat passes then
    with transaction.atomic():
        outcome = sheets.confirm(upload, work.payload["seen"], who)
        work.step()
        work.settle({"entries": len(outcome.entries)}, outcome.problems)


def _asked(work: Work) -> tuple[SheetUpload, Viewer]:
    upload = SheetUpload.objects.select_related("attachment").get(pk=work.payload["upload"])
    person = Person.objects.get(ref=work.job.asked_by)
    return upload, access.viewer(person, office.units(), office.catalogue(), clock.today())


# --- how a comparison is kept -----------------------------------------------------------------------------------


def _packed(run: DryRun) -> dict[str, Any]:
    return {
        "register": run.register.key,
        "sender": (run.sender.unit, run.sender.keeps),
        "sheet": run.sheet,
        "problems": _kept(run.problems),
        "heads": [(c.at, c.path, c.field, c.factor) for c in run.heads.columns],
        "lines": [
            (j.row, j.key, j.title, j.verdict, j.place, j.changes, _kept(j.problems), j.choices)
            for j in run.lines
        ],
    }


def _kept(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [problems_.keep(problem) for problem in problems]


@lru_cache(maxsize=2)
def read_kept(upload: int, ground: str) -> DryRun:
    """The comparison that is kept; raises DoesNotExist when it is not, or stands on other ground."""
    found = SheetComparison.objects.select_related("upload").get(upload=upload, ground=ground)
    packed = json.loads(gzip.decompress(bytes(found.content)))
    columns = (HeadColumn(at, tuple(path), *more) for at, path, *more in packed["heads"])
    return DryRun(
        office.catalogue()[packed["register"]],
        Sender(*packed["sender"]),
        (found.upload.start, found.upload.end),
        tuple(_line(*line) for line in packed["lines"]),
        tuple(map(problems_.kept, packed["problems"])),
        Heads(tuple(columns)),
        sheet=packed["sheet"],
    )


def _line(row: int, key: str, title: str, verdict: Any, place: str, *more: Any) -> Judged:
    changes, problems, choices = more
    told = tuple(Change(*change) for change in changes)
    met = tuple(map(problems_.kept, problems))
    return Judged(row, key, title, verdict, place, told, met, tuple(choices))
