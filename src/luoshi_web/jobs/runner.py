"""办理任务的人: claims what waits, does it, and takes up again what a dead runner left.

Any number of runners may work on one database. Whether another one is dead is judged by its beat not changing for a
while on this runner's own monotonic clock: clocks of two machines need not agree, and one that is set back kills nobody.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection

from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.jobs import kinds, queue
from luoshi_web.jobs.kinds import LANES, Kind, Lane
from luoshi_web.jobs.work import BEAT_S, Halted, Taken, Work, beating
from luoshi_web.records.models import Job

LOST_S = 12.0  # six beats
IDLE_S = 1.0
DUTY_S = 15.0
GRACE_S = 5.0
log = logging.getLogger("luoshi.jobs")


class Runner:
    """Does the jobs of one lane, one after the other."""

    def __init__(
        self,
        lane: Lane,
        halt: threading.Event | None = None,
        *,
        beat_s: float = BEAT_S,
        lost_s: float = LOST_S,
    ) -> None:
        self.lane, self.halt = lane, halt or threading.Event()
        self.beat_s, self.lost_s = beat_s, lost_s
        self._watched: dict[int, tuple[int, datetime | None, float]] = {}
        self._duties_at = -DUTY_S

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of this lane."""
        return {name: kind for name, kind in kinds.KINDS.items() if kind.lane == self.lane}

    def run(self) -> None:
        """Until halted."""
        while not self.halt.is_set():
            try:
                close_old_connections()
                busy = self.turn()
            except DatabaseError:  # a lock held for long, a server that restarts: nothing is lost
                log.exception("the database did not answer; trying again")
                connection.close()
                busy = False
            if not busy:
                self.halt.wait(IDLE_S)
        connection.close()

    def turn(self) -> bool:
        """Look to duties and to the dead, then do one job; False when nothing waited."""
        if self.lane == "post" and time.monotonic() - self._duties_at >= DUTY_S:
            self._duties_at = time.monotonic()
            self._look_to_duties()
        self.take_up_lost()
        job = queue.claim(self.kinds)
        if job is None:
            return False
        self._do(job)
        return True

    def take_up_lost(self) -> None:
        """Give up on runners whose beat stood still; what may be repeated waits again."""
        instant, watched = time.monotonic(), {}
        for job in Job.objects.filter(state=Job.RUNNING, kind__in=self.kinds):
            tries, beat_at, since = self._watched.get(job.pk, (0, None, instant))
            if (tries, beat_at) != (job.tries, job.beat_at):
                since = instant
            watched[job.pk] = (job.tries, job.beat_at, since)
            if instant - since >= self.lost_s:
                repeats = self.kinds[job.kind].may_repeat
                if queue.give_up_on_runner(job, job.beat_at, may_repeat=repeats):
                    log.warning("job %s (%s): its runner is gone", job.pk, job.kind)
        self._watched = watched

    def _do(self, job: Job) -> None:
        kind = self.kinds[job.kind]
        work = Work(job, self.halt if kind.may_repeat else None)
        try:
            with beating(work, self.beat_s):
                kind.run(work)
            if not work.settled:
                queue.finish(job)
        except Halted:
            queue.hand_back(job)
        except Taken:
            log.warning("job %s (%s) was taken by another runner", job.pk, job.kind)
        except Exception:
            log.exception("job %s (%s) failed", job.pk, job.kind)
            queue.finish(job, Job.FAILED, problems=[Problem("J-001")])

    def _look_to_duties(self) -> None:
        for duty in kinds.DUTIES:
            try:
                duty(clock.now())
            except DatabaseError:
                raise
            except Exception:
                log.exception("a duty failed: %s", duty.__name__)


def run_all(*, beside: bool = False) -> int:
    """A runner for each lane until SIGTERM or Ctrl-C; `beside` a server: until that server is gone."""
    halt = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: halt.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN if beside else lambda *_: halt.set())
    if beside:
        threading.Thread(target=_leave_with_parent, args=(halt,), daemon=True).start()
    lanes = [threading.Thread(target=Runner(lane, halt).run, daemon=True) for lane in LANES]
    for thread in lanes:
        thread.start()
    if not beside:
        sys.stdout.write("正在办理后台任务，Ctrl-C 停止 / doing jobs\n")
        sys.stdout.flush()
    while not halt.wait(IDLE_S):
        pass
    for thread in lanes:
        thread.join(GRACE_S)
    sys.stderr.flush()
    os._exit(0)  # a job that does not look up is left as running, and is taken up again


def run_once() -> int:
    """Do what waits in every lane, then leave."""
    for lane in LANES:
        while Runner(lane).turn():
            pass
    return 0


def _leave_with_parent(halt: threading.Event) -> None:
    """The server holds the other end of our standard input; it closes when the server ends, however it ends."""
    while sys.stdin.buffer.read(1):
        pass
    halt.set()
