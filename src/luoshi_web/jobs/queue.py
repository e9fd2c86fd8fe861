"""任务队列: ask for a job, see what became of it, and the compare-and-set steps between its states.

    waiting ──claim──> running ──finish──> done | failed
       ^                  │ its runner is gone
       └── may repeat ────┴──> may not: uncertain, for a person to judge

`tries` is the fence: a claim raises it, and whoever writes to the job names the number they hold. A runner that was
thought dead and comes back names an old number, so its word changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.records import problems as problems_
from luoshi_web.records.models import Job

UNDONE = (Job.WAITING, Job.RUNNING)
TRIES_MAX = 4  # a job that ends its runner each time must not do so for ever
AT_ONCE = 8


def ask(kind: str, about: str, payload: Mapping[str, Any] | None = None, who: str = "") -> Job:
    """The job of this kind about this matter: a new one, or the one that is not done yet.

    It runs once the caller's transaction is committed. `who` is a person's reference, "" for the product itself.
    """
    from luoshi_web.jobs.kinds import KINDS  # the kinds' own modules ask for jobs

    assert kind in KINDS, f"jobs/kinds.py does not name {kind}"
    while True:
        try:
            with transaction.atomic():
                return Job.objects.create(
                    kind=kind,
                    about=about,
                    payload=dict(payload or {}),
                    asked_by=who,
                    asked_at=clock.wall(),
                )
        except IntegrityError:
            there = Job.objects.filter(kind=kind, about=about, state__in=UNDONE).first()
        if there is not None:  # else it was done in between: ask again
            return there


def claim(kinds: Iterable[str]) -> Job | None:
    """The oldest waiting job of these kinds, now running and ours; None when nothing waits."""
    waiting = Job.objects.filter(state=Job.WAITING, kind__in=kinds).order_by("pk")
    for job in waiting[:AT_ONCE]:
        instant = clock.wall()
        mine = {"tries": job.tries + 1, "started_at": instant, "beat_at": instant, "done": 0}
        if _held(job, Job.WAITING).update(state=Job.RUNNING, **mine):
            for name, value in mine.items():
                setattr(job, name, value)
            return job
    return None


def beat(job: Job, done: int, total: int) -> bool:
    """Say that the job goes on, and how far it is; False when it is no longer ours."""
    told = {"beat_at": clock.wall(), "done": done, "total": total}
    return bool(_held(job, Job.RUNNING).update(**told))


def finish(
    job: Job,
    state: str = Job.DONE,
    result: Mapping[str, Any] | None = None,
    problems: Iterable[Problem] = (),
) -> bool:
    """Say what came of it, with its result and problems; False when it is no longer ours."""
    told = {
        "state": state,
        "result": dict(result or {}),
        "problems": [problems_.keep(problem) for problem in problems],
        "finished_at": clock.wall(),
    }
    return bool(_held(job, Job.RUNNING).update(**told))


def hand_back(job: Job) -> bool:
    """Let it wait again: the runner was asked to leave before the job was done."""
    return bool(_held(job, Job.RUNNING).update(state=Job.WAITING))


def give_up_on_runner(job: Job, beat_at: datetime | None, *, may_repeat: bool) -> bool:
    """The runner of the job is gone: it waits again, or it has failed, or nobody knows. False when it still beats."""
    held = _held(job, Job.RUNNING).filter(beat_at=beat_at)
    if may_repeat and job.tries < TRIES_MAX:
        return bool(held.update(state=Job.WAITING))
    state, problem = (Job.FAILED, "J-002") if may_repeat else (Job.UNCERTAIN, "J-003")
    told = [problems_.keep(Problem(problem, facts={"tries": job.tries}))]
    return bool(held.update(state=state, problems=told, finished_at=clock.wall()))


def problems_of(job: Job) -> list[Problem]:
    """The problems that a job met."""
    return [problems_.kept(row) for row in job.problems]


def _held(job: Job, state: str) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=state, tries=job.tries)
