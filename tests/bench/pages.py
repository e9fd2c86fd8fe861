"""The pages of a large district: 1,000,000 entries on 100,000 parcels in SQLite, asked for through the whole shell.

Run as `python -m tests.bench pages [--size N]` (entries; 10 an item, 200,000 when not given). One process, Django's own client: the
gate, the view, the template, compression. A page is asked for by the office, which sees everything, and by one town.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.board import AN_ITEM, TODAY, UNITS, told
from tests.bench.tables import Row, as_text, each, middle, print_table

RUNS = 40
PACK_HEAD = """key = "bench"
label = { zh = "测速区", en = "Bench" }
synthetic = true
[[meeting]]
key = "m1"
label = { zh = "一季度调度会", en = "First quarter" }
held_on = 2026-03-31
"""


def main() -> int:
    """Print the table."""
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    size = int(sys.argv[at]) if at else 200_000
    with tempfile.TemporaryDirectory() as folder:
        _settle(Path(folder))
        rows = _measured(size)
    print_table(f"{size:,} entries, {size // AN_ITEM:,} parcels, {UNITS} units", rows)
    return 0


def _settle(folder: Path) -> None:
    """A district pack and an empty database in the folder, and Django over them."""
    pack = folder / "pack"
    pack.mkdir()
    (pack / "district.toml").write_text(PACK_HEAD, "utf-8")
    units = ['[[unit]]\nkey = "u0"\nlabel = "区"\nkind = "district"\n']
    for n in range(1, UNITS):
        parent = "u0" if n <= 30 else f"u{1 + n % 30}"
        kind = "township" if n <= 30 else "post"
        units.append(
            f'[[unit]]\nkey = "u{n}"\nlabel = "{n}号单位"\nkind = "{kind}"\nparent = "{parent}"\n'
        )
    (pack / "units.toml").write_text("".join(units), "utf-8")
    os.environ |= {
        "LUOSHI_DISTRICT": str(pack),
        "LUOSHI_FOLDER": str(folder),
        "LUOSHI_TODAY": TODAY.isoformat(),
        "DJANGO_SETTINGS_MODULE": "luoshi_web.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def _measured(size: int) -> list[Row]:
    from django.conf import settings
    from django.test import Client

    from luoshi_web import held

    settings.ALLOWED_HOSTS = ["testserver"]
    clients = {login: Client() for login in _enrolled()}
    for login, client in clients.items():
        client.force_login(_person(login))
    begun = time.perf_counter()
    _append(size)
    kept = time.perf_counter() - begun
    begun = time.perf_counter()
    held.board()
    built = time.perf_counter() - begun
    rows = [
        Row("append them sealed to SQLite", kept, f"{as_text(kept / size)} an entry"),
        Row("start: read the ledger, build the board", built, f"{as_text(built / size)} an entry"),
    ]
    pages = (
        ("board, the office", "clerk", "/board/"),
        ("board, one town", "town", "/board/"),
        ("register, first page", "clerk", "/registers/parcel/"),
        ("register, page 500 by sunk funds", "clerk", "/registers/parcel/?page=500&sort=-sunk_wan"),
        ("register, red ones of a town", "clerk", "/registers/parcel/?level=red&unit=u7"),
        ("register, a word", "clerk", "/registers/parcel/?q=地块777"),
        ("lights, red", "clerk", "/board/lights/?level=red"),
        ("one item", "clerk", "/registers/parcel/P-77/"),
        ("what a town owes", "town", "/reports/"),
    )
    for name, login, address in pages:
        client = clients[login]
        asked = partial(_asked, client, address)
        (first,) = each(1, asked)
        rows.append(middle(name, each(RUNS, asked), f"first {as_text(first)}"))
    rows += _report_to_light(clients["town"], clients["clerk"], size)
    return rows


def _asked(client: Any, address: str, _: int) -> None:
    _ok(client, address)


def _ok(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _enrolled() -> tuple[str, ...]:
    from datetime import date

    from luoshi_web.people.models import Person, Post

    people = (("clerk", "clerk", "u0"), ("town", "reporter", "u7"))
    for login, role, unit in people:
        person = Person.objects.create(login=login, ref=login, name=login)
        Post.objects.create(person=person, role=role, unit=unit, since=date(2020, 1, 1))
    return tuple(login for login, _, _ in people)


def _person(login: str) -> Any:
    from luoshi_web.people.models import Person

    return Person.objects.get(login=login)


def _append(size: int) -> None:
    from luoshi_web.records.store import DjangoStore

    store, batch = DjangoStore(), []
    for entry in told(size):
        batch.append(entry)
        if len(batch) == 20_000:
            store.append(batch)
            batch = []
    store.append(batch)


def _report_to_light(town: Any, clerk: Any, size: int) -> list[Row]:
    """A town reports a listing in the form; then the item's page, or the board, is asked for: both must show it."""
    numbers = iter(range(10_000))

    def tell() -> str:
        n = next(numbers)
        key = f"P-{(UNITS * n + 7) % (size // AN_ITEM // UNITS * UNITS)}"
        day = TODAY.isoformat()
        told = {"verb": "report", "true_on": day, "listed_on": day, "households_signed": f"{n}"}
        answer = town.post(f"/registers/parcel/{key}/", told)
        assert answer.status_code == 302, answer.status_code
        return key

    def item(_: int) -> None:
        _ok(town, f"/registers/parcel/{tell()}/")

    def board(_: int) -> None:
        tell()
        _ok(clerk, "/board/")

    return [
        middle("a report, then the item's page with its turned light", each(RUNS, item)),
        middle("a report, then the board with its turned light", each(RUNS, board)),
    ]
