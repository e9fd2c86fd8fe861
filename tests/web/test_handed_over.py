"""Every list leaves whole: opened again from each format it is what the page shows, and no more than its reader may see."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client

from luoshi_web.pages import handed_over
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told

LISTS = {  # address -> who may have it
    "/registers/parcel/": "leader",
    "/registers/commitment/": "leader",
    "/board/lights/": "leader",
    "/board/drill/parcel/half_finished_count/": "leader",
    "/commitments/": "leader",
    "/reports/": "east",
    "/reports/?list=inbox": "keeper",
    "/reports/periods/": "clerk",
    "/reports/burden/": "clerk",
    "/search/?q=地块": "leader",
    "/slips/": "leader",
    "/people/": "admin",
}


def got(client: Client, address: str, form: str) -> Any:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format={form}")
    assert answer.status_code == 200, address
    assert answer["Content-Disposition"].startswith("attachment; ")
    return answer


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def as_csv(client: Client, address: str) -> list[dict[str, str]]:
    text = body(got(client, address, "csv")).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def as_json(client: Client, address: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body(got(client, address, "json")))
    return found


def as_sheet(client: Client, address: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(body(got(client, address, "xlsx"))))
    return list(book.active.iter_rows(values_only=True))


@pytest.fixture(autouse=True)
def a_slip(world: World) -> None:
    """One slip, so that no list is empty."""
    fields = {"matter": "社区食堂手续", "unit": "east", "due_on": "2026-06-30"}
    DjangoStore().append([told("slip", "DB-1", "open", fields, "2026-05-04", "clerk", "supervision")])  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_the_three_formats_hold_the_same_rows(world: World, address: str) -> None:
    client = world.client(LISTS[address])
    plain, sheet, machine = as_csv(client, address), as_sheet(client, address), as_json(client, address)  # fmt: skip
    assert len(plain) == len(sheet) - 1 == len(machine["rows"])
    assert plain, "an empty list proves nothing"
    assert list(plain[0]) == list(sheet[0])
    assert len(plain[0]) == len(machine["columns"])
    keys = [column["key"] for column in machine["columns"]]
    assert all(list(row) == keys for row in machine["rows"])
    for row, cells in zip(plain, sheet[1:], strict=True):
        for text, cell in zip(row.values(), cells, strict=True):
            assert text == written(cell)


def written(cell: Any) -> str:
    """A cell of the workbook as CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_with_a_list_offers_the_three(world: World, address: str) -> None:
    shown = world.client(LISTS[address]).get(address).content.decode()
    for form in handed_over.FORMATS:
        assert f"format={form}" in shown


def test_values_keep_their_types_and_names_their_keys(world: World) -> None:
    leader = world.client("leader")
    row = next(r for r in as_json(leader, "/registers/parcel/")["rows"] if r["item"] == "P-001")
    assert (row["owner"], row["sunk_wan"], row["list_by"]) == ("east", 5000, "2026-06-30")
    assert row["half_finished"] is True
    heads, *rows = as_sheet(leader, "/registers/parcel/")
    cells = dict(zip(heads, next(r for r in rows if r[0] == "P-001"), strict=True))
    assert cells["责任单位"] == "东街道"
    sunk = next(value for head, value in cells.items() if head.endswith("（万元）"))
    assert sunk == 5000
    assert datetime(2026, 6, 30) in cells.values()


def test_the_filters_and_the_moment_of_the_address_hold(world: World) -> None:
    leader = world.client("leader")
    rows = as_json(leader, "/registers/parcel/?unit=west&true_on=2026-05-01")
    assert [row["item"] for row in rows["rows"]] == ["P-003"]
    assert rows["rows"][0]["households_signed"] is None  # told on 31 May
    assert (rows["true_on"], rows["known_at"]) == ("2026-05-01", None)
    assert rows["filters"] == {"unit": "west"}
    answer = got(leader, "/registers/parcel/?unit=west&true_on=2026-05-01", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(body(answer)))
    note = book.properties.description
    assert "2026-05-01" in note
    assert "西镇" in note
    assert "_2026-05-01.xlsx" in unquote(answer["Content-Disposition"])
    assert leader.get("/registers/parcel/?format=csv&true_on=2026-02-30").status_code == 400


def test_all_rows_are_given_and_not_the_page(world: World) -> None:
    DjangoStore().append(
        told("parcel", f"P-{n}", "open", {"name": f"试验田{n}", "unit": "west"}, "2026-05-01", "keeper", "natural_resources")
        for n in range(100, 350)
    )  # fmt: skip
    leader = world.client("leader")
    assert len(as_csv(leader, "/registers/parcel/?page=2")) == 253
    assert len(as_json(leader, "/search/?q=试验田&kind=parcel")["rows"]) == 250
    assert len(as_json(leader, "/board/lights/?register=parcel")["rows"]) >= 3


@pytest.mark.parametrize("address", [a for a, who in LISTS.items() if who == "leader"])
@pytest.mark.parametrize("form", handed_over.FORMATS)
def test_what_is_not_yours_is_not_handed_over(world: World, address: str, form: str) -> None:
    text = body(got(world.client("west"), address, form))
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(text))
        text = str([list(row) for row in book.active.iter_rows(values_only=True)]).encode()
    assert "河东" not in text.decode()
    assert "社区食堂" not in text.decode()
    assert world.client("admin").get(f"{address}{'&' if '?' in address else '?'}format={form}").status_code == 404  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+1", "-2", "@x", "\t=1", '=HYPERLINK("http://x.test")'])
def test_text_that_looks_like_a_formula_is_harmless(world: World, name: str) -> None:
    DjangoStore().append([told("parcel", "P-009", "open", {"name": name, "unit": "west"}, "2026-05-01", "keeper", "natural_resources")])  # fmt: skip
    leader = world.client("leader")
    assert next(r for r in as_csv(leader, "/registers/parcel/") if r["编号"] == "P-009")["地块名称"] == f"'{name}"  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(body(got(leader, "/registers/parcel/", "xlsx"))))
    cell = next(c for row in book.active.iter_rows() for c in row if c.value == name)
    assert cell.data_type == "s"
    rows = as_json(leader, "/registers/parcel/")["rows"]
    assert next(r for r in rows if r["item"] == "P-009")["name"] == name


def test_the_reporter_takes_home_the_fate_of_each_figure(world: World) -> None:
    (row,) = as_json(world.client("east"), "/reports/")["rows"]
    assert (row["item"], row["value"], row["true_on"]) == ("P-001", 12, "2026-04-30")
    assert row["fate"] == "待审核"
    (waiting,) = as_json(world.client("keeper"), "/reports/?list=inbox")["rows"][:1]
    assert waiting["register"] == "parcel"


def test_a_format_that_nobody_knows_shows_the_page(world: World) -> None:
    answer = world.client("leader").get("/registers/parcel/?format=pdf")
    assert answer["Content-Type"].startswith("text/html")


def test_days_of_a_row_are_days_whatever_their_kind() -> None:
    assert handed_over._plain(date(2026, 6, 3)) == "2026-06-03"
