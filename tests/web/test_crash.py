"""The process dies: what was acknowledged is there, nothing is there by half, the chain holds. A real server, `kill -9`."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from luoshi.ledger import chain
from luoshi.ledger.chain import Sealed
from tests.web.live import TODAY, Person, Server, pack_of

ROUNDS = int(os.environ.get("LUOSHI_CRASH_ROUNDS", "6"))
PARCELS = 3
SPEECH = (
    "在第{n}次调度会上的讲话\n同志们：\n一、征收拆迁。望江街道要在6月底前挂牌2个地块。"
    "石桥镇要在7月底前交出{n}个地块。\n二、项目建设。北门街道要在10月底前竣工1个项目。\n"
)


class Client:
    """Somebody who goes on working until the end, whatever breaks, and remembers what was acknowledged."""

    def __init__(self, server: Server) -> None:
        self.server, self.done, self.halt = server, list[int](), threading.Event()
        self.broken, self.refused = 0, list[str]()

    def work(self, act: Callable[[int], bool]) -> None:
        """Act 1, 2, 3 ...; an act whose connection broke is not repeated: nobody knows whether it was written."""
        number = 0
        while not self.halt.is_set():
            number += 1
            try:
                if act(number):
                    self.done.append(number)
            except (OSError, HTTPException):
                self.broken += 1
                time.sleep(0.05)


class Office(Client):
    """A reporter who tells all parcels in one sitting, and a keeper who sends them all back in one."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.reporter, self.keeper = Person(server, "wangjiang"), Person(server, "zirui")

    def turn(self, number: int) -> bool:
        """One sitting, marked by its number, and its return."""
        page = self.reporter.get("/reports/").text
        seen = dict(re.findall(r'name="(parcel\.P-\d+\.)seen" value="(\d+)"', page))
        if seen:
            told = {f"{name}seen": mark for name, mark in seen.items()}
            told |= {f"{name}households_signed": number for name in seen}
            answer = self.reporter.post(
                "/reports/", {"verb": "report", "true_on": "2026-05-31", **told}
            )
            if answer.status != 302:
                self.refused.append(answer.words)
                return False
        inbox = self.keeper.get("/reports/").text
        waiting = re.findall(r'name="entry"\s+value="([^"]+)"', inbox)
        back = {"verb": "return", "entry": sorted(set(waiting)), "reason": f"第{number}次"}
        self.keeper.post("/reports/", back)
        return bool(seen)


class Clerk(Client):
    """A clerk who uploads a speech and accepts all its hard commitments at once."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.clerk = Person(server, "ducha")

    def turn(self, number: int) -> bool:
        """One speech and its acceptance."""
        form = {"meeting_on": "2026-06-01", "meeting": f"第{number}次会"}
        file = {"file": (f"{number}.txt", SPEECH.format(n=number).encode())}
        answer = self.clerk.post("/speeches/", form, file)
        if answer.status != 302:
            self.refused.append(answer.words)
            return False
        at = answer.goes_to.split("?")[0]
        answer = self.clerk.post(f"{at}drafts/accept-all/", {"unit": "beimen"})
        if answer.status != 302:
            self.refused.append(answer.words)
        return answer.status == 302


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server on three parcels."""
    made = Server(tmp_path / "var", pack_of(tmp_path, PARCELS), LUOSHI_TODAY=TODAY)
    made.start()
    yield made
    made.stop()


def rows(server: Server, query: str) -> list[Any]:
    """What the database file holds."""
    with closing(sqlite3.connect(server.folder / "luoshi.sqlite3")) as database:
        return database.execute(query).fetchall()


def the_chain_holds(server: Server) -> None:
    """The stored chain, proved from the file alone."""
    stored = rows(server, "select seq, prev, digest, hash, content from records_entry order by seq")
    sealed = (Sealed(*row[:4], row[4].encode()) for row in stored)
    assert [p for p in chain.verify_rows(sealed) if p.severity == "error"] == []


def nothing_is_half_done(server: Server) -> None:
    """A sitting, a return, an acceptance and an upload are each there whole or not at all."""
    sittings, returns = Counter[int](), Counter[str]()
    for verb, content in rows(server, "select verb, content from records_entry"):
        told = json.loads(content)
        if verb == "report":
            sittings[told["fields"]["households_signed"]] += 1
        elif verb == "return":
            returns[told["reason"]] += 1
    assert {n for n, count in sittings.items() if count != PARCELS} == set()
    assert {n for n, count in returns.items() if count != PARCELS} == set()
    opened = rows(server, "select key from records_entry where register = 'commitment'")
    accepted = rows(server, "select item from records_draftdecision where state = 'accepted'")
    assert Counter(accepted) == Counter(opened)
    assert all(count == 1 for count in Counter(opened).values())
    unread = "select count(*) from records_attachment where sha256 not in (select attachment_id from records_reading)"
    empty = "select count(*) from records_reading where id not in (select reading_id from records_draftdecision)"
    assert rows(server, unread) == rows(server, empty) == [(0,)]


def test_a_killed_server_loses_nothing_acknowledged_and_keeps_nothing_by_half(
    server: Server,
) -> None:
    dice = random.Random(20260603)
    office, clerk = Office(server), Clerk(server)
    threads = [threading.Thread(target=c.work, args=(c.turn,)) for c in (office, clerk)]
    for thread in threads:
        thread.start()
    try:
        for number in range(ROUNDS):
            server.wait()
            time.sleep(dice.uniform(2.5, 4.0))  # time for a turn or two after a cold start
            server.kill(worker=number % 2 == 0)
            the_chain_holds(server)
            nothing_is_half_done(server)
        server.wait()
        time.sleep(1)
    finally:
        for one in (office, clerk):
            one.halt.set()
        for thread in threads:
            thread.join(60)
    the_chain_holds(server)
    nothing_is_half_done(server)
    told = [json.loads(c) for (c,) in rows(server, "select content from records_entry")]
    there = {t["fields"].get("households_signed") for t in told if t["verb"] == "report"}
    assert set(office.done) <= there
    readings = dict(
        rows(server, "select a.name, r.id from records_reading r, records_attachment a "
             "where a.sha256 = r.attachment_id")
    )  # fmt: skip
    left = "select reading_id from records_draftdecision where state = 'open' and json_extract(draft, '$.strength') = 'hard'"
    unsettled = {number for (number,) in rows(server, left)}
    assert {n for n in clerk.done if readings.get(f"{n}.txt") in unsettled | {None}} == set()
    # Without work, or without breaks, nothing was proved.
    assert office.refused == []
    assert len(office.done) >= ROUNDS // 2, office.broken
    assert len(clerk.done) >= ROUNDS // 2, clerk.refused
    assert office.broken + clerk.broken >= ROUNDS // 2


def test_a_worker_that_dies_is_replaced_and_one_whose_parent_died_leaves(server: Server) -> None:
    assert server.process is not None
    (first,) = server.workers
    server.kill(worker=True)
    while first in server.workers or not server.workers:
        time.sleep(0.05)
    server.wait()
    assert server.process.poll() is None
    assert first not in server.workers
    server.kill(worker=False)  # says so itself when the worker stays
