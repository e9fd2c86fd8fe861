"""A township's sheet: downloaded, filled, judged whole, put right on the page, confirmed once, looked at again."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import Any
from urllib.parse import unquote

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi_web import services
from luoshi_web.people.models import Person, Post
from luoshi_web.records.models import Attachment, HeadMapping
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told

PASTED = "编号\t地块名称\t已签约户数\n"


def form(client: Client) -> Any:
    """The form of the parcels as a workbook."""
    answer = client.get("/reports/form/parcel.xlsx")
    assert "地块台账 2026-05.xlsx" in unquote(answer["Content-Disposition"])
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def lines(book: Any) -> dict[str, dict[str, Any]]:
    """The cells of the form's lines by item and by the field that the hidden row names."""
    sheet = book.worksheets[0]
    heads = {c.column: str(c.value).removeprefix("luoshi.") for c in sheet[5] if c.value}
    found = {}
    for row in sheet.iter_rows(min_row=6):
        cells = {heads[c.column]: c for c in row if c.column in heads}
        if cells["item"].value:
            found[str(cells["item"].value)] = cells
    return found


def upload(client: Client, book: Any, name: str = "五月.xlsx", **told: str) -> Any:
    kept = io.BytesIO()
    book.save(kept)
    told |= {"file": SimpleUploadedFile(name, kept.getvalue())}  # type: ignore[dict-item]
    return client.post("/reports/sheets/", told)


def paste(client: Client, text: str, register: str = "parcel") -> str:
    """Where the pasted cells are compared."""
    answer = client.post("/reports/sheets/", {"pasted": text, "register": register})
    assert answer.status_code == 302, [p.say() for p in answer.context["problems"]]
    return str(answer["Location"])


def verdicts(page: Any) -> dict[str, str]:
    return {line.judged.key: line.judged.verdict for line in page.context["lines"]}


def signed(key: str) -> Any:
    row = services.row(services.view(), "parcel", key)
    return row and row["households_signed"]


def test_a_form_is_filled_judged_put_right_and_confirmed_in_one_go(world: World) -> None:
    client = world.client("east")
    book = form(client)
    cells = lines(book)
    assert set(cells) == {"P-001", "P-002"}
    assert cells["P-001"]["households_signed"].value == 12
    cells["P-001"]["households_signed"].value = "十三户"
    cells["P-002"]["households_signed"].value = 4
    cells["P-002"]["listed_on"].value = "2026.4.31"
    where = upload(client, book)["Location"]
    page, tip = client.get(where), services.ledger().tip
    assert verdicts(page) == {"P-001": "refused", "P-002": "refused"}
    faults = [p for line in page.context["lines"] for p, _ in line.problems]
    assert sorted(p.id for p in faults if p.severity == "error") == ["K-001", "K-002"]
    assert not page.context["ready"]
    told = {f"mend:{p.place}": "13" if p.id == "K-001" else "2026-05-30" for p in faults}
    assert client.post(where, told | {"verb": "check"}).status_code == 302
    page = client.get(where)
    assert verdicts(page) == {"P-001": "update", "P-002": "update"}
    assert services.ledger().tip == tip
    done = client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})
    assert done.status_code == 302
    assert (signed("P-001"), signed("P-002")) == (13, 4)
    entries = services.ledger().by_item["parcel", "P-002"]
    assert entries[-1].source.document == where.split("/")[3]
    assert "!" in entries[-1].source.place
    again = client.get(where)
    assert "已写入 2 项" in again.content.decode()
    assert set(verdicts(again).values()) <= {"same"}


def test_a_refused_line_keeps_the_whole_sheet_out_until_it_is_skipped(world: World) -> None:
    client = world.client("east")
    where = paste(client, PASTED + "P-001\t河东一号地块\t13\nP-002\t河东二号地块\t很多\n")
    page, tip = client.get(where), services.ledger().tip
    mark = page.context["run"].mark
    assert client.post(where, {"verb": "confirm", "seen": mark}).status_code == 422
    assert services.ledger().tip == tip
    done = client.post(where, {"verb": "confirm", "seen": mark, "choose:3": "skip"})
    assert done.status_code == 302, [p.say() for p in done.context["problems"]]
    assert (signed("P-001"), signed("P-002")) == (13, None)


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    client, text = world.client("east"), PASTED + "P-001\t河东一号地块\t13\n"
    where = paste(client, text)
    mark = client.get(where).context["run"].mark
    client.post(where, {"verb": "confirm", "seen": mark})
    tip = services.ledger().tip
    assert paste(client, text) == where
    page = client.get(where)
    assert verdicts(page) == {"P-001": "same"}
    client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})
    assert services.ledger().tip == tip
    assert Attachment.objects.filter(sha256=hashlib.sha256(text.encode()).hexdigest()).count() == 1


def test_what_was_confirmed_is_what_was_seen(world: World) -> None:
    client = world.client("east")
    where = paste(client, PASTED + "P-001\t河东一号地块\t13\n")
    mark = client.get(where).context["run"].mark
    told = {"verb": "report", "households_signed": "20", "true_on": "2026-05-31"}
    client.post("/registers/parcel/P-001/", told)
    refused = client.post(where, {"verb": "confirm", "seen": mark})
    assert [p.id for p in refused.context["problems"]] == ["I-057"]
    assert signed("P-001") == 20


def test_what_others_told_since_the_form_waits_for_a_word(world: World) -> None:
    client = world.client("east")
    book = form(client)
    lines(book)["P-001"]["households_signed"].value = 14
    told = {"verb": "report", "households_signed": "13", "true_on": "2026-05-31"}
    world.client("keeper").post("/registers/parcel/P-001/", told)
    where = upload(client, book)["Location"]
    page = client.get(where)
    assert verdicts(page)["P-001"] == "waits"
    assert not page.context["ready"]
    row = next(x.judged.row for x in page.context["lines"] if x.judged.key == "P-001")
    chosen = {"verb": "confirm", "seen": page.context["run"].mark, f"choose:{row}": "update"}
    assert client.post(where, chosen).status_code == 302
    assert signed("P-001") == 14


def test_what_a_line_does_by_itself_is_no_word_for_it_once_it_waits(world: World) -> None:
    client = world.client("east")
    book = form(client)
    lines(book)["P-001"]["households_signed"].value = 14
    where = upload(client, book)["Location"]
    row = next(x.judged.row for x in client.get(where).context["lines"] if x.judged.key == "P-001")
    client.post(where, {"verb": "check", f"choose:{row}": "update"})
    told = {"verb": "report", "households_signed": "13", "true_on": "2026-05-31"}
    world.client("keeper").post("/registers/parcel/P-001/", told)
    page = client.get(where)
    assert not page.context["ready"]
    refused = client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})
    assert [p.id for p in refused.context["problems"]] == ["I-055"]
    assert signed("P-001") == 13
    told |= {"households_signed": "14"}
    world.client("keeper").post("/registers/parcel/P-001/", told)
    assert verdicts(client.get(where))["P-001"] == "same"


def test_a_head_named_by_hand_is_remembered_for_the_unit(world: World) -> None:
    client = world.client("east")
    head = "编号\t地块名称\t签了几家\n"
    where = paste(client, head + "P-001\t河东一号地块\t15\n")
    assert [c.words for c in client.get(where).context["heads"]] == ["签了几家"]
    client.post(where, {"verb": "check", "head:签了几家": "households_signed"})
    assert verdicts(client.get(where)) == {"P-001": "update"}
    later = paste(client, head + "P-002\t河东二号地块\t2\n")
    assert verdicts(client.get(later)) == {"P-002": "update"}
    assert HeadMapping.objects.get().unit == "east"


def test_another_month_s_form_is_refused_until_its_month_is_chosen(world: World) -> None:
    client = world.client("east")
    book = form(client)
    book["luoshi"]["B4"], book["luoshi"]["B5"] = "2026-04-01", "2026-04-30"
    lines(book)["P-001"]["households_signed"].value = 13
    where = upload(client, book)["Location"]
    assert "I-052" in [p.id for p in client.get(where).context["run"].problems]
    client.post(where, {"verb": "check", "start": "2026-04-01"})
    page = client.get(where)
    assert page.context["run"].problems == ()
    client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})
    assert str(services.ledger().by_item["parcel", "P-001"][-1].true_on) == "2026-04-30"


def test_a_locked_month_refuses_every_line_of_a_sheet(world: World) -> None:
    lock = {"verb": "lock", "period": "parcel.2026-05"}
    world.client("keeper").post("/reports/periods/", lock)
    client = world.client("east")
    page = client.get(paste(client, PASTED + "P-001\t河东一号地块\t13\n"))
    assert [p.id for line in page.context["lines"] for p, _ in line.problems] == ["K-030"]


def test_a_sheet_is_seen_by_its_unit_the_keeper_and_the_office_only(world: World) -> None:
    where = paste(world.client("east"), PASTED + "P-001\t河东一号地块\t13\n")
    found = {login: world.client(login).get(where).status_code for login in ("east", "keeper", "clerk", "west", "leader")}  # fmt: skip
    assert found == {"east": 200, "keeper": 200, "clerk": 200, "west": 404, "leader": 404}
    tip = services.ledger().tip
    for login in ("keeper", "clerk", "west"):
        assert world.client(login).post(where, {"verb": "confirm"}).status_code == 404
    assert services.ledger().tip == tip
    assert where not in world.client("west").get("/reports/sheets/").content.decode()


def test_another_unit_s_item_in_a_sheet_is_refused_without_telling_of_it(world: World) -> None:
    client = world.client("east")
    page = client.get(paste(client, PASTED + "P-003\t\t13\n"))
    assert verdicts(page) == {"P-003": "refused"}
    assert "河西粮站" not in page.content.decode()


def test_hostile_files_and_names_are_refused_or_shown_as_text(world: World) -> None:
    client = world.client("east")
    for content in (b"", b"%PDF-1.7", b"\x89PNG....", bytes.fromhex("D0CF11E0A1B11AE1"), b"PK\x03\x04broken"):  # fmt: skip
        file = SimpleUploadedFile("表.xlsx", content)
        answer = client.post("/reports/sheets/", {"file": file})
        assert answer.status_code == 422
        assert answer.context["problems"]
    text = (PASTED + "P-001\t河东一号地块\t13\n").encode()
    file = SimpleUploadedFile("<img src=x onerror=alert(1)>.csv", text)
    where = client.post("/reports/sheets/", {"file": file, "register": "parcel"})["Location"]
    assert "<img src=x" not in client.get(where).content.decode()


def test_nothing_sent_is_told(world: World) -> None:
    answer = world.client("east").post("/reports/sheets/", {"register": "parcel"})
    assert [p.id for p in answer.context["problems"]] == ["W-101"]


def test_a_sheet_of_no_register_asks_which(world: World) -> None:
    answer = world.client("east").post("/reports/sheets/", {"pasted": "甲\t乙\n1\t2\n"})
    assert [p.id for p in answer.context["problems"]] == ["W-100"]


def test_the_keeper_opens_new_items_by_a_sheet(world: World) -> None:
    client = world.client("keeper")
    text = "地块名称\t属地\t沉淀资金\n河湾地块\t东街道\t1200\n"
    where = paste(client, text)
    page = client.get(where)
    (line,) = page.context["lines"]
    assert line.judged.verdict in ("new", "refused")
    if line.judged.verdict == "new":
        client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})
        assert services.row(services.view(), "parcel", line.judged.key)


def test_a_bureau_s_table_is_compared_and_told_like_any_other(world: World) -> None:
    """The merged heads of a statistics bureau, as the keeper of the register sends them; twice changes nothing."""
    keeper = Person.objects.get(login="keeper")
    Post.objects.create(person=keeper, role="keeper", unit="statistics", since=date(2026, 1, 1))
    fields = {"name": "社零（累计）", "unit": "statistics", "indicator": "retail", "region": "河区", "scope": "own", "series": "to_date", "value_unit": "万元"}  # fmt: skip
    DjangoStore().append([told("economy", "Z-001", "open", fields, "2026-01-05", "keeper", "statistics")])  # fmt: skip
    book = openpyxl.Workbook()
    for row in (["2026年4月主要指标"], ["指标", "1-本月", None], [None, "绝对额(亿元)", "比去年同期增长(%)"], ["社会消费品零售总额", 24.15, 5.6], ["公路货运量", 3, 1]):  # fmt: skip
        book.active.append(row)
    book.active.merge_cells("B2:C2")
    client = world.client("keeper")
    answer = upload(client, book, register="economy")
    assert answer.status_code == 302, [p.say() for p in answer.context["problems"]]
    page = client.get(answer["Location"], headers={"accept-language": "zh-hans"})
    assert verdicts(page) == {"Z-001": "update"}
    assert "G-051" in page.content.decode()
    assert (
        "2026-04-01 至 2026-04-30" in page.content.decode()
    )  # as the table says, though May is over
    assert 'value="economy" selected' in client.get("/reports/sheets/?register=economy").content.decode()  # fmt: skip
    client.post(answer["Location"], {"verb": "confirm", "seen": page.context["run"].mark})
    row = services.row(services.view(), "economy", "Z-001")
    assert row is not None
    assert (row["value"], row["growth_percent"], str(row["period_to"])) == (241500, 5.6, "2026-04-30")  # fmt: skip
    again = client.get(upload(client, book, register="economy")["Location"])
    assert verdicts(again) == {"Z-001": "same"}


def test_a_form_of_figures_by_period_is_given_empty_and_takes_equal_ones(world: World) -> None:
    """May's growth may equal April's: the form does not put April's there, and what is filled in is told."""
    keeper = Person.objects.get(login="keeper")
    Post.objects.create(person=keeper, role="keeper", unit="statistics", since=date(2026, 1, 1))
    fields = {"name": "社零（累计）", "unit": "natural_resources", "indicator": "retail", "region": "河区", "scope": "own", "series": "to_date", "value_unit": "万元"}  # fmt: skip
    by = ("keeper", "statistics")
    april = told("economy", "Z-001", "report", {"growth_percent": 5.6, "place": 7, "place_of": 11}, "2026-04-30", *by)  # fmt: skip
    DjangoStore().append([told("economy", "Z-001", "open", fields, "2026-01-05", *by), april])
    client = world.client("keeper")
    answer = client.get("/reports/form/economy.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = lines(book)["Z-001"]
    assert cells["growth_percent"].value is None
    cells["growth_percent"].value, cells["growth_basis"].value = 5.6, "现价"
    where = upload(client, book)["Location"]
    page = client.get(where)
    assert verdicts(page)["Z-001"] == "update", [p.say() for p in page.context["run"].every_problem]
    client.post(where, {"verb": "confirm", "seen": page.context["run"].mark})
    newest = services.ledger().by_item["economy", "Z-001"][-1]
    assert (newest.true_on, newest.fields["growth_percent"], newest.fields["place"]) == (date(2026, 5, 31), 5.6, None)  # fmt: skip
