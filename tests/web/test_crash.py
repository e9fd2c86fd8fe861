"""The power fails: what was acknowledged is there, nothing is there by half, and the chain holds. A real server, `kill -9`."""

from __future__ import annotations

import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from luoshi.ledger import chain
from luoshi.ledger.chain import Sealed
from tests.web.live import Person, Server

ROUNDS = 20
SEED = 20260603


def rows(server: Server, query: str) -> list[Any]:
    """What the database file holds."""
    with closing(sqlite3.connect(server.folder / "luoshi.sqlite3")) as database:
        return database.execute(query).fetchall()


class Told:
    """What a client did: what was acknowledged, and what was on its way when the connection broke."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, list[str]]] = []
        self.accepted: list[int] = []
        self.halt = threading.Event()

    def until_broken(self, act: Callable[[], bool]) -> None:
        """Act until told to halt; a broken connection is waited out, and the act is begun again."""
        while not self.halt.is_set():
            try:
                if not act():
                    return
            except (OSError, HTTPException, AssertionError):
                time.sleep(0.02)


def report_again_and_again(server: Server, told: Told) -> Callable[[], bool]:
    """One sitting after another on three parcels at once; each sitting carries a mark of its own."""
    keeper: list[Person] = []
    marks = iter(range(1, 10**6))

    def act() -> bool:
        if not keeper:
            keeper.append(Person(server, "wangjiang"))
        page = keeper[0].get("/reports/")
        if page.status != 200:
            keeper.clear()
            return True
        names = sorted(set(re.findall(r'name="(\w+\.[\w-]+\.)seen"', page.text)))
        seen = dict(re.findall(r'name="(\w+\.[\w-]+\.)seen" value="(\d+)"', page.text))
        if not names:
            return False
        day = f"2026-05-{next(marks) % 28 + 1:02d}"
        sent = {f"{name}seen": seen[name] for name in names}
        sent |= {f"{name}same": "1" for name in names}
        before = rows(server, "select coalesce(max(seq), 0) from records_entry")[0][0]
        answer = keeper[0].post("/reports/", {"verb": "report", "true_on": day, **sent})
        if answer.status == 302 and answer.goes_to == "/reports/":
            told.reports.append((str(before), names))
        return True

    return act
