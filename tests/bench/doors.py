"""The interface: a page of 1,000 items with their lights, in the parts that make it up, and a batch of 1,000 reports.

Run as `python -m tests.bench doors [--size N]` (parcels; 10,000 when not given). Everything runs in one process, through all of
Django's middleware, on SQLite in a folder of its own.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.tables import Row, as_text, least, print_table
from tests.web.live import TODAY, pack_of

PAGE = 1000
DAY = "2026-05-31"


def main() -> int:
    """Print the table."""
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    size = int(sys.argv[at]) if at else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LUOSHI_TODAY"] = TODAY
        from luoshi_web.config import demo

        problems = demo.prepare(pack_of(Path(folder), size), Path(folder) / "var")
        assert not problems, problems[0].say("en")
        print_table(f"{size:,} parcels, pages of {PAGE:,}", _rows())
    return 0


def _rows() -> list[Row]:
    from django.core.cache import cache
    from django.test import Client
    from pydantic_core import to_json

    from luoshi_web import clock, office, services
    from luoshi_web.api.declared import shapes_of
    from luoshi_web.held import reading, view
    from luoshi_web.people import access
    from luoshi_web.people.models import Person

    client = Client(headers={"authorization": f"Bearer {_token()}", "host": "127.0.0.1"})
    path = "/api/v1/registers/parcel/items"

    def page() -> Any:
        cache.clear()
        return client.get(path, {"limit": PAGE}).json

    first = least(1, page)
    whole = least(7, page)
    told = client.get(path, {"limit": PAGE}).json()
    assert len(told["items"]) == PAGE
    who = access.viewer(
        Person.objects.get(token__isnull=False), office.units(), office.catalogue(), clock.today()
    )  # fmt: skip
    shape = shapes_of(office.catalogue()["parcel"]).page
    wanted = services.fit(who, "parcel", closed=False)
    with reading(view()) as held:
        rows = least(5, lambda: held.listing("parcel", wanted).page(size=PAGE + 1))
        keys = [one["item"] for one in told["items"]]
        lamps = least(5, lambda: held.lamps("parcel", keys=keys))
    shaped = least(5, lambda: shape.model_validate(told).model_dump())
    written = least(5, lambda: to_json(told))
    batch = _batch(client, [one["item"] for one in told["items"]])
    return [
        Row("the first page after the start: registers read, board built, addresses made", first),
        Row(f"a page of {PAGE:,} items, warm", whole, f"{len(to_json(told)) / 2**20:.1f} MiB"),
        Row("  of it the rows", rows, _share(rows, whole)),
        Row("  of it their lights with reasons", lamps, _share(lamps, whole)),
        Row("  of it the shape: checked and taken apart", shaped, _share(shaped, whole)),
        Row("  of it the JSON itself", written, _share(written, whole)),
        Row(
            f"{PAGE:,} reports in one sending, entered", batch, f"{as_text(batch / PAGE)} a report"
        ),
    ]


def _batch(client: Any, keys: list[str]) -> float:
    """One sending: judged, sealed, committed."""
    told = {"true_on": DAY, "fields": {"households_signed": 12, "households_vacated": 3}}
    body = json.dumps({"reports": [told | {"item": key} for key in keys]})

    def send() -> None:
        answer = client.post("/api/v1/registers/parcel/reports", body, "application/json")
        assert answer.status_code == 201, answer.content[:500]

    return least(1, send)


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %"


def _token() -> str:
    from luoshi_web import clock, office
    from luoshi_web.people import tokens
    from luoshi_web.people.models import Person

    told = {"name": "bench", "role": "keeper", "unit": "natural_resources", "since": "2026-01-01"}
    by = Person.objects.get(login="admin")
    text, problems = tokens.make(told, office.units(), by, clock.today(), clock.now())
    assert not problems
    return text
