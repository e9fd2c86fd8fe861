"""The demo district on SQLite and on PostgreSQL, by one setting: every page says the same, on any two dates; what was
known on a day is never said otherwise afterwards; and both agree with `luoshi board` on the files."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from luoshi.cli.main import main as luoshi
from luoshi.registers.catalogue import shipped
from tests.web import databases
from tests.web.live import DISTRICT, Person, Server, running

PAGES = (
    ("ducha", "/board/"), ("ducha", "/board/lights/"), ("ducha", "/board/drill/parcel/listed/"),
    ("ducha", "/commitments/"), ("ducha", "/speeches/"), ("ducha", "/speeches/1/"),
    ("ducha", "/as-of/"), ("ducha", "/registers/parcel/"), ("ducha", "/registers/parcel/P-001/"),
    ("ducha", "/registers/commitment/R-004/"), ("ducha", "/registers/project/?q=J-00"),
    ("wangjiang", "/reports/"), ("wangjiang", "/registers/parcel/"), ("zirui", "/reports/"),
    ("quzhang", "/board/"), ("shenji", "/ledger/"), ("admin", "/people/"),
)  # fmt: skip
MOMENTS = (  # true on, known at the end of
    ("2026-01-31", "2026-01-31"), ("2026-03-31", "2026-03-31"), ("2026-04-08", "2026-04-07"),
    ("2026-04-08", "2026-04-08"), ("2026-04-30", "2026-04-30"), ("2026-04-30", "2026-05-20"),
    ("2026-05-05", "2026-05-05"), ("2026-05-31", "2026-04-30"), ("2026-05-31", "2026-06-02"),
    ("2026-12-31", "2026-06-02"),
)  # fmt: skip


class Both(NamedTuple):
    """The same district behind both databases."""

    sqlite: Server
    postgresql: Server


@pytest.fixture(scope="module")
def both(tmp_path_factory: Any, request: pytest.FixtureRequest) -> Iterator[Both]:
    """Two servers; the second differs in LUOSHI_DATABASE alone."""
    folder = Path(tmp_path_factory.mktemp("both"))
    address = databases.new_database(request.getfixturevalue("postgres"))
    with ExitStack() as stack:
        yield Both(
            stack.enter_context(running(folder / "a")),
            stack.enter_context(running(folder / "b", LUOSHI_DATABASE=address)),
        )


def level(text: str) -> dict[str, int]:
    """The lights by level as the board's first line counts them."""
    figures = re.findall(r'level=(\w+)"?[^>]*>\s*<span class="name">.*?<b>(\d+)</b>', text, re.S)
    return {name: int(count) for name, count in figures}


def plain(html: str) -> str:
    """A page's own part without the instant at which it was made."""
    return re.sub(r"\d\d-\d\d \d\d:\d\d|\d\d:\d\d(:\d\d)?", "", html)


def board_of_files(capsys: Any, true_on: str, known_on: str) -> list[dict[str, Any]]:
    """The lamps that the command line finds in the pack; the desk's own (slips) have a page of their own."""
    known = f"{known_on}T23:59:59.999999+08:00"
    assert luoshi(["board", str(DISTRICT), "--as-of", true_on, "--known-at", known, "--json"]) == 0
    lamps = json.loads(capsys.readouterr().out)["lamps"]
    return [lamp for lamp in lamps if not shipped()[lamp["register"]].desk]


@pytest.mark.postgres
@pytest.mark.parametrize(("login", "page"), PAGES)
def test_a_page_says_the_same_on_both_databases(both: Both, login: str, page: str) -> None:
    one, other = (Person(server, login).get(page) for server in both)
    assert one.status == other.status == 200
    assert plain(one.main) == plain(other.main)


@pytest.mark.postgres
def test_as_of_any_two_dates_the_pages_agree_with_the_files(both: Both, capsys: Any) -> None:
    clerks = [Person(server, "ducha") for server in both]
    for true_on, known_on in MOMENTS:
        moment = f"true_on={true_on}&known_at={known_on}"
        lamps = board_of_files(capsys, true_on, known_on)
        told = Counter((lamp["register"], lamp["key"], lamp["why"]["zh"]) for lamp in lamps)
        counted = {k: n for k, n in Counter(lamp["level"] for lamp in lamps).items() if n}
        for clerk in clerks:
            front = level(clerk.get(f"/board/?{moment}").main)
            assert {k: n for k, n in front.items() if n} == counted, moment
            rows = json.loads(clerk.get(f"/board/lights/?format=json&{moment}").text)["rows"]
            assert Counter((r["register"], r["item"], r["why"]) for r in rows) == told, moment


@pytest.mark.postgres
@pytest.mark.parametrize("name", Both._fields)
def test_what_is_told_later_leaves_every_earlier_board_byte_for_byte(both: Both, name: str) -> None:
    server: Server = getattr(both, name)
    clerk, reporter = Person(server, "ducha"), Person(server, "wangjiang")
    addresses = [
        f"/{page}?true_on={true_on}&known_at={known_on}"
        for true_on, known_on in MOMENTS
        for page in ("board/", "board/lights/", "registers/parcel/", "commitments/")
    ]
    before = {address: clerk.get(address).main for address in addresses}
    now = clerk.get("/board/").main
    owned = re.findall(
        r"/registers/parcel/(P-\d+)/", reporter.get("/registers/parcel/?unit=wangjiang").main
    )
    assert owned
    for key in dict.fromkeys(owned):  # told today about days long past
        form = {
            "verb": "report",
            "true_on": "2026-03-31",
            "listed_on": "2026-03-31",
            "reason": "补报",
        }
        reporter.post(f"/registers/parcel/{key}/", form)
    assert clerk.get("/board/").main != now
    assert {address for address in addresses if clerk.get(address).main != before[address]} == set()
    as_known_now = clerk.get("/board/lights/?true_on=2026-03-31").main
    assert as_known_now != before["/board/lights/?true_on=2026-03-31&known_at=2026-03-31"]
