"""一次办理: one try at a job, as the function that does it sees it: what was asked, how far it is, whether to go on.

Progress is written by a thread beside the work, so that it is seen before the work's own transaction is committed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection

from luoshi.values.problem import Problem
from luoshi_web.jobs import queue
from luoshi_web.records.models import Job

BEAT_S = 2.0


class Halted(Exception):
    """The runner was asked to leave; the job waits for the next one."""


class Taken(Exception):
    """Another runner holds the job, or it is over: nothing more may be done in its name."""


class Work:
    """One try at a job."""

    def __init__(self, job: Job, halt: threading.Event | None = None) -> None:
        self.job, self.halt = job, halt or threading.Event()
        self.total, self.done = 0, 0
        self.taken = self.settled = False

    @property
    def payload(self) -> Mapping[str, Any]:
        """What was asked."""
        return dict(self.job.payload)

    def step(self, done: int = 0, total: int = 0) -> None:
        """Say how far it is. Raises Halted or Taken when the work must not go on; call it between pieces."""
        self.done, self.total = done or self.done, total or self.total
        if self.taken:
            raise Taken
        if self.halt.is_set():
            raise Halted

    def settle(
        self, result: Mapping[str, Any] | None = None, problems: Iterable[Problem] = ()
    ) -> None:
        """Done, with what came of it; in the caller's transaction if there is one. Raises Taken, which rolls it back."""
        told = tuple(problems)
        failed = any(problem.severity == "error" for problem in told)
        if not queue.finish(self.job, Job.FAILED if failed else Job.DONE, result, told):
            raise Taken
        self.settled = True


@contextmanager
def beating(work: Work, every_s: float = BEAT_S) -> Iterator[None]:
    """Beat while the work lasts."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(every_s):
            try:
                work.taken = not queue.beat(work.job, work.done, work.total)
            except DatabaseError:  # locked or away for a moment: the next beat may get through
                connection.close()
            if work.taken:
                break
        connection.close()

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
