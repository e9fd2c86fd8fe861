"""督办: a slip from issue to close, the clock on the item page, chasing, extensions, proofs, and what reaches the owner."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.ledger.entry import Entry
from luoshi_web import followed, proofs, services
from luoshi_web.records.models import Attachment
from tests.web.world import World

pytestmark = pytest.mark.django_db
ISSUE = {
    "verb": "slip", "matter": "补齐社区食堂的手续", "about_register": "commitment", "about_key": "R-001", "basis": "meeting",
    "requirement": "六月底前补齐规划、消防手续", "unit": "east", "kind": "note",
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
SLIP = "/registers/slip/DB-2026-001/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def ids(answer: object) -> list[str]:
    return [problem.id for problem in answer.context["problems"]]  # type: ignore[attr-defined]


def entries(register: str, key: str) -> list[Entry]:
    return services.ledger().by_item.get((register, key), [])


@pytest.fixture
def issued(world: World) -> World:
    assert world.client("clerk").post("/slips/", ISSUE).status_code == 302
    return world


def feedback(client: Client, **more: object) -> object:
    told = {"verb": "feedback", "progress": "已报规划初审", "true_on": "2026-06-03", **more}
    return client.post(SLIP, told)


def test_a_slip_lives_from_issue_to_close(issued: World) -> None:
    clerk, east = issued.client("clerk"), issued.client("east")
    assert "补齐社区食堂的手续" in text(clerk, "/slips/")
    assert "2026-06-25" in text(clerk, "/slips/"), (
        "fifteen working days, the Dragon Boat holiday left out"
    )
    assert "交办督办单" in text(east, "/reports/")
    assert "补齐社区食堂的手续" not in text(issued.client("west"), "/slips/")
    assert feedback(east).status_code == 302  # type: ignore[attr-defined]
    assert "交办督办单" not in text(east, "/reports/")
    early = clerk.post(SLIP, {"verb": "close", "reason": "核对无误"})
    assert ids(early) == ["K-052"]
    report = entries("slip", "DB-2026-001")[-2]
    assert (
        clerk.post(
            SLIP, {"verb": "return", "entry": report.digest, "reason": "没有附进度"}
        ).status_code
        == 302
    )
    waiting = text(east, "/reports/")
    assert "没有附进度" in waiting
    assert feedback(east, progress="两项手续都已办完", done_on="2026-06-03").status_code == 302  # type: ignore[attr-defined]
    again = entries("slip", "DB-2026-001")[-2]
    assert clerk.post("/reports/", {"verb": "accept", "entry": again.digest}).status_code == 302
    assert clerk.post(SLIP, {"verb": "close", "reason": "到现场核对过"}).status_code == 302
    row = services.row(services.view(), "slip", "DB-2026-001")
    assert row is not None
    assert (row["review"], str(row["closed_on"]), str(row["due_on"])) == (
        "accepted",
        "2026-06-03",
        "2026-06-25",
    )
    assert "到现场核对过" in text(clerk, "/slips/DB-2026-001/")


def test_one_matter_one_slip(issued: World) -> None:
    again = issued.client("clerk2").post("/slips/", {**ISSUE, "matter": "换一种说法"})
    assert ids(again) == ["K-051"]
    assert "DB-2026-001" in again.content.decode()
    assert "换一种说法" in again.content.decode(), "what was typed stays"


def test_a_new_slip_is_filled_from_the_item_it_is_about(world: World) -> None:
    page = text(world.client("clerk"), "/slips/?about=commitment/R-001")
    assert "尽快补齐社区食堂的手续" in page
    assert 'value="R-001"' in page
    assert "新开督办单" not in text(world.client("east"), "/slips/")


def test_an_extension_is_asked_by_the_unit_and_decided_by_the_office(issued: World) -> None:
    clerk, east = issued.client("clerk"), issued.client("east")
    asked = east.post(SLIP, {"verb": "extend", "until": "2026-07-31", "reason": "等上级批复"})
    assert asked.status_code == 302
    page = text(clerk, "/slips/")
    assert "等批复的延期申请" in page
    assert "等上级批复" in page
    assert [one.row["item"] for one in followed.asked(issued.viewer("clerk"))] == ["DB-2026-001"]
    bare = {"verb": "decide", "item": "slip/DB-2026-001", "granted": "yes"}
    assert ids(clerk.post("/slips/", bare)) == ["K-013"]
    assert clerk.post("/slips/", {**bare, "reason": "同意，务必按新时限办完"}).status_code == 302
    row = services.row(services.view(), "slip", "DB-2026-001")
    assert row is not None
    assert (str(row["due_on"]), str(row["first_due_on"])) == ("2026-07-31", "2026-06-25")
    told = text(east, "/reports/")
    assert "同意延期" in told
    assert "务必按新时限办完" in told
    item = text(east, SLIP)
    assert "原定 2026-06-25" in item
    assert not followed.asked(issued.viewer("clerk"))


def test_the_clock_is_paused_and_another_unit_takes_over(issued: World) -> None:
    clerk, west = issued.client("clerk"), issued.client("west")
    assert clerk.post(SLIP, {"verb": "pause", "reason": "等省里批复"}).status_code == 302
    page = text(clerk, SLIP)
    assert "暂停计时" in page
    assert "等省里批复" in page
    (lamp,) = services.lamps(services.view(), issued.viewer("clerk"), "slip")
    assert lamp.level == "yellow"
    assert (
        clerk.post(SLIP, {"verb": "reassign", "unit": "west", "reason": "误派"}).status_code == 302
    )
    assert "改派" in text(west, "/reports/")
    assert issued.client("east").get(SLIP).status_code == 404
    assert clerk.post(SLIP, {"verb": "resume"}).status_code == 302


def test_what_is_chased_stands_on_the_owner_s_page_until_it_tells_something(issued: World) -> None:
    clerk, east = issued.client("clerk"), issued.client("east")
    chased = {
        "verb": "chase",
        "item": ["slip/DB-2026-001", "commitment/R-001"],
        "level": "urge",
        "reason": "请抓紧",
    }
    assert clerk.post("/slips/", chased).status_code == 302
    assert [e.verb for e in entries("commitment", "R-001")][-1] == "handle"
    before = services.waiting(issued.viewer("east")).reports
    assert text(east, "/reports/").count("请抓紧") == 2
    assert feedback(east).status_code == 302  # type: ignore[attr-defined]
    assert text(east, "/reports/").count("请抓紧") == 1
    assert services.waiting(issued.viewer("east")).reports < before
    again = clerk.post("/slips/", chased)
    assert set(ids(again)) == {"K-048"}, "nothing is chased twice a day"
    assert ids(clerk.post("/slips/", {"verb": "chase"})) == ["W-073"]


def test_a_reopened_item_reaches_its_owner(world: World) -> None:
    clerk, east = world.client("clerk"), world.client("east")
    address = "/registers/commitment/R-001/"
    assert clerk.post(address, {"verb": "close", "reason": "已核对"}).status_code == 302
    assert clerk.post(address, {"verb": "reopen", "reason": "回访反映没有办成"}).status_code == 302
    assert "回访反映没有办成" in text(east, "/reports/")
    assert "回访反映没有办成" not in text(world.client("west"), "/reports/")


def test_files_go_with_a_report_and_only_those_who_see_the_item_get_them(issued: World) -> None:
    east = issued.client("east")
    files = [SimpleUploadedFile("现场一.png", PNG), SimpleUploadedFile("说明.pdf", b"%PDF-1.7 x")]
    assert feedback(east, proof=files).status_code == 302  # type: ignore[attr-defined]
    told = [e for e in entries("slip", "DB-2026-001") if proofs.is_proof(e)]
    assert [(e.verb, e.source and e.source.place) for e in told] == [
        ("feedback", "现场一.png"),
        ("note", "说明.pdf"),
    ]
    assert told[1].about == told[0].digest
    assert told[0].source is not None
    address = f"/files/{told[0].source.document}/"
    answer = issued.client("clerk").get(address)
    assert answer.content == PNG
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert issued.client("west").get(address).status_code == 404
    assert "现场一.png" in text(east, SLIP)


def test_a_speech_is_no_proof_however_its_commitments_are_seen(world: World) -> None:
    sha = Attachment.objects.get().sha256
    assert world.client("east").get(f"/files/{sha}/").status_code == 404
    assert world.client("clerk").get(f"/files/{sha}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("页面.png", b"<html>", "W-072"),
        ("宏.docm", b"PK\x03\x04", "W-072"),
        ("大.pdf", b"%PDF-" + b"0" * (5 * 1024 * 1024), "W-071"),
    ],
)
def test_a_file_that_is_not_what_it_says_or_too_large_stops_the_report(
    issued: World, name: str, content: bytes, wrong: str
) -> None:
    tip = services.ledger().tip
    answer = feedback(issued.client("east"), proof=SimpleUploadedFile(name, content))
    assert ids(answer) == [wrong]
    assert services.ledger().tip == tip
    assert "已报规划初审" in answer.content.decode()  # type: ignore[attr-defined]


def test_two_pictures_stand_side_by_side(issued: World) -> None:
    east = issued.client("east")
    for n in (1, 2):
        feedback(east, progress=f"第{n}次", proof=SimpleUploadedFile(f"{n}.png", PNG + bytes([n])))
    page = text(east, SLIP)
    assert "前后对照" in page
    assert page.count('<img src="/files/') == 2


def test_a_dissolved_unit_is_not_offered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace
    from datetime import date

    from luoshi.district.units import Units
    from luoshi_web import office
    from luoshi_web.pages.forms import form_field

    units = [replace(u, until=date(2026, 6, 2)) if u.key == "west" else u for u in office.units()]
    monkeypatch.setattr(office, "units", lambda: Units(units))
    field = office.catalogue()["parcel"].by_field["unit"]
    offered = {key for key, _ in form_field(field, "").choices}
    assert "east" in offered
    assert "west" not in offered
    assert "west" in {key for key, _ in form_field(field, "west").choices}


def test_more_files_than_anybody_reads_stop_the_report(issued: World) -> None:
    files = [SimpleUploadedFile(f"{n}.png", PNG + bytes([n])) for n in range(6)]
    assert ids(feedback(issued.client("east"), proof=files)) == ["W-070"]
