"""A sheet of many lines: the runner compares and enters it, once or not at all, and the page says how far it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from luoshi_web import long_sheets, services, sheets
from luoshi_web.jobs import queue
from luoshi_web.jobs.runner import Runner
from luoshi_web.jobs.work import Taken, Work
from luoshi_web.people.models import Post
from luoshi_web.records.models import Job, SheetUpload
from tests.web.world import World

LINES = 2500
HEAD = "地块名称\t责任单位\t已签约户数"
NEVER_S = 600.0  # a beat would wait for the test's own transaction


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What one test found is not kept for the next."""
    yield
    long_sheets.read_kept.cache_clear()


@pytest.fixture
def keeper(world: World) -> Client:
    return world.client("keeper")


def paste(client: Client, lines: int = LINES) -> str:
    """Where a sheet of new parcels is compared."""
    text = "\n".join((HEAD, *(f"新地块{n}\t东街道\t{n % 9}" for n in range(lines))))
    answer = client.post("/reports/sheets/", {"pasted": text, "register": "parcel"})
    return str(answer["Location"])


def work_off() -> None:
    runner = Runner("work", beat_s=NEVER_S)
    while runner.turn():
        pass


def compared(client: Client) -> tuple[str, Any]:
    """Where a long sheet is, and its page once the runner has compared it."""
    where = paste(client)
    assert client.get(where).status_code == 200
    work_off()
    return where, client.get(where)


def confirm(client: Client, where: str, page: Any) -> Any:
    return client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})


def jobs(kind: str) -> list[str]:
    return list(Job.objects.filter(kind=kind).values_list("state", flat=True))


def test_a_short_sheet_stays_in_the_request(keeper: Client) -> None:
    where = paste(keeper, 20)
    page = keeper.get(where)
    assert page.context["run"].counts["new"] == 20
    assert confirm(keeper, where, page).status_code == 302
    assert "已写入 20 项" in keeper.get(where).content.decode()
    assert not Job.objects.exists()


def test_a_long_sheet_is_compared_and_entered_once(keeper: Client) -> None:
    where, tip = paste(keeper), services.ledger().tip
    for _look in range(2):
        page = keeper.get(where).content.decode()
        assert "正在对照这张表" in page
        assert "排队等候" in page
        assert 'hx-trigger="every 2s"' in page
    assert jobs("sheet_compare") == ["waiting"]
    work_off()
    page = keeper.get(where)
    assert 'hx-trigger="every 2s"' not in page.content.decode()
    assert page.context["run"].counts["new"] == LINES
    assert services.ledger().tip == tip
    for _click in range(2):
        assert confirm(keeper, where, page).status_code == 302
    assert jobs("sheet") == ["waiting"]
    assert "正在写入这张表" in keeper.get(where).content.decode()
    work_off()
    assert services.ledger().tip.seq == tip.seq + LINES
    assert Job.objects.get(kind="sheet").result == {"entries": LINES}
    assert f"已写入 {LINES} 项" in keeper.get(where).content.decode()
    work_off()  # what stands now is compared again
    again = keeper.get(where)
    assert again.context["run"].counts["same"] == LINES
    assert not again.context["writes"]
    confirm(keeper, where, again)
    work_off()
    assert services.ledger().tip.seq == tip.seq + LINES


def test_the_comparison_that_is_kept_is_the_one_that_was_made(keeper: Client, world: World) -> None:
    _where, page = compared(keeper)
    made = sheets.judge(SheetUpload.objects.get(), world.viewer("keeper"))
    shown = page.context["run"]
    assert shown.mark == made.mark
    for lang in ("zh", "en"):
        said = [[p.say(lang) for p in run.every_problem] for run in (shown, made)]
        assert said[0] == said[1]
    assert shown.heads.columns == made.heads.columns
    assert not any(line.entries for line in shown.lines)


def test_the_page_says_how_far_it_is(keeper: Client) -> None:
    where, page = compared(keeper)
    confirm(keeper, where, page)
    job = queue.claim(["sheet"])
    assert job
    for done, total, word in (
        (0, 0, "正在读表"),
        (500, LINES, "正在逐行核对"),
        (LINES, LINES, "正在写入"),
    ):
        queue.beat(job, done, total)
        assert word in keeper.get(where).content.decode()
    assert "2,500 / 2,500" in keeper.get(where).content.decode()
    before = SheetUpload.objects.get().mended
    keeper.post(where, {"verb": "check", "mend:粘贴!A2": "别的"})
    assert SheetUpload.objects.get().mended == before


@pytest.mark.parametrize("at", ["judging", "the end"])
def test_a_runner_that_leaves_or_lost_the_job_enters_nothing(
    keeper: Client, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    where, page = compared(keeper)
    confirm(keeper, where, page)
    tip = services.ledger().tip
    sheets._runs.clear()  # as in another process
    if at == "judging":
        halt = threading.Event()
        halt.set()
        Runner("work", halt, beat_s=NEVER_S).turn()
        assert jobs("sheet") == ["waiting"]
    else:
        job = queue.claim(["sheet"])
        assert job
        assert queue.give_up_on_runner(job, job.beat_at, may_repeat=True)
        with pytest.raises(Taken):
            long_sheets.enter(Work(job))
    assert services.ledger().tip == tip
    assert SheetUpload.objects.get().confirmed_at is None
    work_off()
    assert services.ledger().tip.seq == tip.seq + LINES


def test_what_moved_since_is_told_and_nothing_is_entered(keeper: Client, world: World) -> None:
    where, page = compared(keeper)
    keeper.post(where, {"verb": "confirm", "seen": "of another day"})
    tip = services.ledger().tip
    work_off()
    page = keeper.get(where)
    assert [p.id for p in page.context["problems"]] == ["I-057"]
    confirm(keeper, where, page)
    Post.objects.filter(person__ref="keeper").delete()
    work_off()
    assert [p["id"] for p in Job.objects.filter(kind="sheet")[0].problems] == ["W-102"]
    assert services.ledger().tip == tip


def test_a_comparison_that_broke_off_is_made_again_when_asked(
    keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = paste(keeper)
    keeper.get(where)
    with monkeypatch.context() as broken:
        broken.setattr(sheets, "judge", lambda *_: {}["no such thing"])
        work_off()
    page = keeper.get(where)
    assert [p.id for p in page.context["problems"]] == ["J-001"]
    assert "再对照一次" in page.content.decode()
    assert jobs("sheet_compare") == ["failed"]
    assert keeper.post(where, {"verb": "check"}).status_code == 302
    work_off()
    assert keeper.get(where).context["run"].counts["new"] == LINES
