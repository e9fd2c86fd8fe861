"""Jobs: one runs once whoever is there to run it; what a killed runner left is taken up, or said to be uncertain."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.jobs import kinds, queue
from luoshi_web.jobs.kinds import Kind
from luoshi_web.jobs.runner import Runner
from luoshi_web.jobs.work import Taken, Work
from luoshi_web.records.models import Attachment, Job
from tests.web.house import House
from tests.web.job_process import STEP_S, STEPS
from tests.web.live import running

ROUNDS = int(os.environ.get("LUOSHI_CRASH_ROUNDS", "6"))
PATIENCE_S = 60


def put(kind: str, *abouts: str) -> None:
    """Ask for jobs of kinds that only the other process knows."""
    for about in abouts:
        Job.objects.create(kind=kind, about=about, asked_at=clock.wall())


def undone() -> bool:
    return Job.objects.filter(state__in=queue.UNDONE).exists()


def test_of_two_runners_each_job_has_one(house: House) -> None:
    abouts = [f"m{n}" for n in range(60)]
    put("quick", *abouts)
    house.start()
    house.start()
    house.wait(lambda: not undone())
    assert house.begun == Counter(abouts)
    assert set(Job.objects.values_list("state", "tries")) == {("done", 1)}
    assert "locked" not in (house.folder / "log").read_text(encoding="utf-8")


def test_a_killed_runner_leaves_each_fact_once(house: House) -> None:
    dice = random.Random(20260603)
    abouts = [f"m{n}" for n in range(ROUNDS)]
    put("slow", *abouts)
    for _round in range(ROUNDS):
        seen = sum(house.begun.values())
        house.start()
        house.start()
        house.wait(lambda seen=seen: sum(house.begun.values()) > seen)
        time.sleep(dice.uniform(0, STEPS * STEP_S * 1.2))
        house.kill()
        facts = Counter(Attachment.objects.values_list("name", flat=True))
        assert facts == Counter(Job.objects.filter(state="done").values_list("about", flat=True))
    house.start()
    house.start()
    house.wait(lambda: not undone())
    assert set(Job.objects.values_list("state", flat=True)) <= {"done", "failed"}
    facts = Counter(Attachment.objects.values_list("name", flat=True))
    assert facts == Counter(Job.objects.filter(state="done").values_list("about", flat=True))
    assert sum(house.begun.values()) > len(abouts), "no runner died in the middle of a job"


def test_what_may_not_be_repeated_is_left_to_a_person(house: House) -> None:
    put("once", "m1")
    house.start()
    house.wait(lambda: house.begun["m1"] == 1)
    house.kill()
    house.start()
    house.wait(lambda: not undone())
    job = Job.objects.get()
    assert job.state == Job.UNCERTAIN
    assert [p.id for p in queue.problems_of(job)] == ["J-003"]
    assert house.begun["m1"] == 1
    assert not Attachment.objects.exists()


def test_progress_is_seen_while_it_runs(house: House) -> None:
    put("slow", "m1")
    house.start()
    house.wait(lambda: Job.objects.get().done > 0)
    assert Job.objects.get().total == STEPS
    house.wait(lambda: not undone())
    assert Job.objects.get().result == {"tries": 1}


# --- without processes -------------------------------------------------------------------------------------------


@pytest.fixture
def one_kind(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[..., None]:
    """Let `kind` be what is given."""

    def be(run: Callable[[Work], None], may_repeat: bool = True) -> None:
        made = Kind(Label("试", "trial"), run, may_repeat)
        monkeypatch.setattr(kinds, "KINDS", {"kind": made})
        monkeypatch.setattr(kinds, "DUTIES", ())

    be(lambda work: None)
    return be


def test_one_matter_has_one_job_until_it_is_done(one_kind: Callable[..., None]) -> None:
    first = queue.ask("kind", "file 1", {"sheet": 1}, "clerk")
    assert queue.ask("kind", "file 1", {"sheet": 2}, "east").pk == first.pk
    assert queue.ask("kind", "file 2").pk != first.pk
    while Runner("work").turn():
        pass
    again = queue.ask("kind", "file 1", {"sheet": 2}, "east")
    assert again.pk != first.pk
    assert (again.state, again.payload, again.asked_by) == ("waiting", {"sheet": 2}, "east")


def test_a_job_asked_in_a_deed_that_failed_was_never_asked(one_kind: Callable[..., None]) -> None:
    with transaction.atomic():
        queue.ask("kind", "file 1")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_runner_that_was_given_up_can_write_nothing_more(one_kind: Callable[..., None]) -> None:
    queue.ask("kind", "file 1")
    first = queue.claim(["kind"])
    assert first
    assert queue.give_up_on_runner(first, first.beat_at, may_repeat=True)
    second = queue.claim(["kind"])
    assert second
    assert (second.pk, second.tries) == (first.pk, 2)
    assert not queue.beat(first, 1, 2)
    assert not queue.finish(first)
    assert not queue.hand_back(first)
    with pytest.raises(Taken):
        Work(first).settle()
    assert queue.beat(second, 1, 2)
    Work(second).settle({"rows": 3})
    assert Job.objects.get().result == {"rows": 3}


def test_one_that_beats_is_not_given_up(one_kind: Callable[..., None]) -> None:
    queue.ask("kind", "file 1")
    job = queue.claim(["kind"])
    assert job
    seen = job.beat_at
    time.sleep(0.001)
    assert queue.beat(job, 0, 0)
    assert not queue.give_up_on_runner(job, seen, may_repeat=True)
    watcher = Runner("work", lost_s=0.05)
    for _look in range(4):
        watcher.take_up_lost()
        time.sleep(0.03)
        assert queue.beat(job, 0, 0)
    assert Job.objects.get().state == Job.RUNNING
    watcher.take_up_lost()
    time.sleep(0.06)
    watcher.take_up_lost()
    assert Job.objects.get().state == Job.WAITING


def test_a_job_that_ends_its_runner_each_time_ends_as_failed(one_kind: Callable[..., None]) -> None:
    queue.ask("kind", "bomb")
    for _try in range(queue.TRIES_MAX):
        job = queue.claim(["kind"])
        assert job
        queue.give_up_on_runner(job, job.beat_at, may_repeat=True)
    job = Job.objects.get()
    assert job.state == Job.FAILED
    assert [p.id for p in queue.problems_of(job)] == ["J-002"]
    assert str(queue.TRIES_MAX) in queue.problems_of(job)[0].cause()


def test_our_own_fault_is_said_and_the_next_job_is_done(one_kind: Callable[..., None]) -> None:
    def fail(work: Work) -> None:
        if work.payload.get("bad"):
            raise KeyError("no such column")

    one_kind(fail)
    queue.ask("kind", "a", {"bad": True})
    queue.ask("kind", "b")
    while Runner("work").turn():
        pass
    states = dict(Job.objects.values_list("about", "state"))
    assert states == {"a": "failed", "b": "done"}
    assert [p.id for p in queue.problems_of(Job.objects.get(about="a"))] == ["J-001"]


def test_what_a_person_gave_wrong_comes_back_whole(one_kind: Callable[..., None]) -> None:
    told = [
        Problem("W-020", "表1!F12", {"value": "2023.4.31"}),
        Problem("W-037", "表1!B2", {"value": "某局"}),
    ]
    one_kind(lambda work: work.settle({"lines": 9}, told))
    queue.ask("kind", "a")
    Runner("work").turn()
    job = Job.objects.get()
    assert job.state == Job.FAILED
    assert [p.say() for p in queue.problems_of(job)] == [p.say() for p in told]


@pytest.mark.parametrize(("may_repeat", "state"), [(True, "waiting"), (False, "done")])
def test_a_runner_asked_to_leave_hands_back_what_can_be_begun_again(
    one_kind: Callable[..., None], may_repeat: bool, state: str
) -> None:
    halt = threading.Event()

    def work_on(work: Work) -> None:
        halt.set()
        work.step(1, 2)

    one_kind(work_on, may_repeat)
    queue.ask("kind", "a")
    Runner("work", halt).turn()
    assert Job.objects.get().state == state


# --- beside the server -------------------------------------------------------------------------------------------


def test_the_server_has_a_runner_that_is_replaced_and_leaves_with_it(tmp_path: Path) -> None:
    with running(tmp_path / "var") as server:
        (first,) = _until(lambda: server.runners)
        os.kill(first, 9)
        (second,) = _until(lambda: [pid for pid in server.runners if pid != first])
        server.kill(worker=False)  # kill -9 of the parent, which is started again
        _until(lambda: not alive(second))
        (third,) = _until(lambda: server.runners)
        server.stop()
        assert not alive(third)


def test_the_runner_can_be_a_service_of_its_own(tmp_path: Path) -> None:
    with running(tmp_path / "var", LUOSHI_RUNNER="0") as server:
        time.sleep(1)
        assert server.runners == []
        words = [sys.executable, "-m", "luoshi_web", "jobs"]
        with subprocess.Popen(words, env=server.settings, stdout=subprocess.PIPE) as alone:
            assert alone.stdout
            assert "doing jobs" in alone.stdout.readline().decode()
            alone.terminate()
            assert alone.wait(20) == 0
        once = [sys.executable, "-m", "luoshi_web", "jobs", "--once"]
        assert subprocess.run(once, env=server.settings, timeout=60, check=False).returncode == 0


def _until(seen: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE_S
    while not (found := seen()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def alive(pid: int) -> bool:
    """True while the process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
