"""Meeting papers on the page: what is asked for comes as a file, a frozen pack is kept, made again, and held against the ledger."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from luoshi.journeys.papers import KINDS
from luoshi.ledger.proven import check
from luoshi_web import clock, services, sittings
from luoshi_web.jobs import queue
from luoshi_web.jobs.work import Work
from luoshi_web.records.models import Attachment, Job, Pack, PaperTemplate
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told


def work(kind: str = sittings.PACK) -> Job:
    """What the runner would do with the next job of the kind."""
    job = queue.claim([kind])
    assert job is not None
    sittings.make(Work(job))
    job.refresh_from_db()
    return job


def frozen(world: World, **told: str) -> Pack:
    answer = world.client("clerk").post("/papers/", {"verb": "freeze", **told})
    assert answer.status_code == 302
    job = work()
    assert job.state == Job.DONE, job.problems
    return Pack.objects.get(pk=job.result["pack"])


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_each_paper_comes_as_a_file(world: World, kind: str, form: str) -> None:
    answer = world.client("leader").get(f"/papers/{kind}.{form}")
    assert answer.content.startswith(b"PK" if form == "docx" else b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    shown = world.client("leader").get(f"/papers/{kind}.pdf?show=1")
    assert shown["Content-Disposition"].startswith("inline")


def test_the_number_and_the_demands_of_the_office_stand_in_the_bulletin(world: World) -> None:
    query = {"number": "某政办〔2026〕7号", "demands": "第一条。\n\n第二条 {{x}} <b>。"}
    file = world.client("clerk").get("/papers/bulletin.docx", query).content
    words = "\n".join(p.text for p in Document(BytesIO(file)).paragraphs)
    assert "某政办〔2026〕7号" in words
    assert "（一）第一条。" in words
    assert "（二）第二条 {{x}} <b>。" in words


@pytest.mark.parametrize(
    ("query", "problem"),
    [("number=第7号", "B-101"), ("demands=" + "长" * 501, "B-134"), ("nunber=1", "W-081")],
)
def test_what_is_wrong_with_the_asking_is_said(world: World, query: str, problem: str) -> None:
    answer = world.client("clerk").get(f"/papers/bulletin.docx?{query}")
    assert answer.status_code == 422
    assert problem in answer.content.decode()


def test_the_page_counts_the_length_against_the_limit(world: World) -> None:
    page = world.client("leader").get("/papers/").content.decode()
    assert "/ 4,000" in page
    assert "封存这次会的材料" not in page  # a reader freezes nothing
    assert "封存这次会的材料" in world.client("clerk").get("/papers/").content.decode()


def test_a_frozen_pack_is_the_same_to_the_byte_when_it_is_made_again(world: World) -> None:
    pack = frozen(world, number="某政办〔2026〕7号", demands="抓紧。")
    kept = bytes(pack.attachment.content)
    told_later = told(
        "parcel", "P-001", "report", {"households_signed": 14}, "2026-06-03", "east", "east"
    )
    later = pack.known_at + timedelta(seconds=1)
    DjangoStore().append([told_later.__class__(**{**_fields(told_later), "known_at": later})])
    same, problems = sittings.replayed(pack)
    assert same
    assert problems == []
    page = world.client("auditor").get(f"/papers/packs/{pack.pk}/?again=1").content.decode()
    assert "逐字节相同" in page
    file = world.client("auditor").get(f"/papers/packs/{pack.pk}/pack.zip").content
    assert file == kept
    manifest = json.loads(zipfile.ZipFile(BytesIO(file)).read("manifest.json"))
    assert manifest["seal"]["root"] == pack.root
    assert manifest["number"] == "某政办〔2026〕7号"


def _fields(entry: object) -> dict[str, object]:
    names = ("register", "key", "verb", "fields", "true_on", "known_at", "author", "unit")
    return {name: getattr(entry, name) for name in names}


def test_what_was_told_about_the_day_afterwards_stands_beside_the_pack(world: World) -> None:
    pack = frozen(world)
    page = f"/papers/packs/{pack.pk}/"
    assert "没有。会上看到的" in world.client("leader").get(page).content.decode()
    moved = told(
        "commitment",
        "R-001",
        "correct",
        {"unit": "west"},
        "2026-06-03",
        "clerk",
        "supervision",
        reason="误派",
    )
    later = pack.known_at + timedelta(seconds=1)
    DjangoStore().append(
        [moved.__class__(**{**_fields(moved), "known_at": later, "reason": "误派"})]
    )
    shown = world.client("leader").get(page).content.decode()
    assert "换了责任单位" in shown


def test_a_pack_that_was_touched_is_told_by_file(world: World) -> None:
    pack = frozen(world)
    files = {}
    with zipfile.ZipFile(BytesIO(bytes(pack.attachment.content))) as given:
        files = {name: given.read(name) for name in given.namelist()}
    files["通报.docx"] += b"x"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    touched = Attachment.objects.create(
        sha256="f" * 64, name="x.zip", size_bytes=1, content=stream.getvalue(), stored_at=pack.made_at, stored_by="x"
    )  # fmt: skip
    pack.attachment = touched
    pack.save()
    page = world.client("auditor").get(f"/papers/packs/{pack.pk}/").content.decode()
    assert "B-133" in page
    assert "通报.docx" in page


def test_a_second_freezing_waits_for_the_first(world: World) -> None:
    client = world.client("clerk")
    client.post("/papers/", {"verb": "freeze"})
    client.post("/papers/", {"verb": "freeze"})
    assert Job.objects.filter(kind=sittings.PACK).count() == 1
    assert "正在生成" in client.get("/papers/").content.decode()


def test_of_two_clerks_who_freeze_at_once_neither_loses_what_they_asked(world: World) -> None:
    world.client("clerk").post("/papers/", {"verb": "freeze", "demands": "甲。"})
    world.client("clerk2").post("/papers/", {"verb": "freeze", "demands": "乙。"})
    asked = Job.objects.filter(kind=sittings.PACK).values_list("payload__demands", flat=True)
    assert sorted(asked) == [["乙。"], ["甲。"]]
    assert [work().state, work().state] == [Job.DONE, Job.DONE]
    assert sorted(pack.demands for pack in Pack.objects.all()) == [["乙。"], ["甲。"]]


def test_nothing_is_frozen_from_a_moment_of_the_past_but_its_papers_are_there(world: World) -> None:
    client = world.client("clerk")
    assert client.post("/papers/?true_on=2026-05-01", {"verb": "freeze"}).status_code == 409
    answer = client.get("/papers/bulletin.docx?true_on=2026-05-01&known_at=2026-05-01")
    words = "\n".join(p.text for p in Document(BytesIO(answer.content)).paragraphs)
    assert "截至2026年5月1日" in words


def test_the_proof_of_an_entry_holds_and_only_for_those_who_see_the_item(world: World) -> None:
    seq = next(e.seq for e in services.ledger().by_item["parcel", "P-001"])
    answer = world.client("east").get(f"/registers/parcel/P-001/{seq}.json")
    proven, problems = check(answer.content)
    assert problems == []
    assert proven["size"] == len(services.ledger().entries)
    other = next(e.seq for e in services.ledger().by_item["parcel", "P-003"])
    assert world.client("east").get(f"/registers/parcel/P-001/{other}.json").status_code == 404
    assert world.client("east").get(f"/registers/parcel/P-003/{other}.json").status_code == 404


def test_minutes_hold_what_was_settled_and_leave_the_rest_to_a_hand(world: World) -> None:
    client = world.client("clerk")
    client.post(f"/speeches/{world.reading.pk}/drafts/accept-all/", {"unit": "east"})
    file = client.get(f"/speeches/{world.reading.pk}/minutes.docx").content
    words = "\n".join(p.text for p in Document(BytesIO(file)).paragraphs)
    assert "出席：（待填）" in words
    assert "议定" in words
    accepted = world.reading.decisions.filter(state="accepted")
    assert accepted
    for decision in accepted:
        assert decision.draft["quote"].rstrip("。；") in words


def test_a_slip_comes_as_one_sheet(world: World) -> None:
    client = world.client("clerk")
    client.post("/slips/", {"verb": "slip", "matter": "修路灯", "basis": "leader_note", "requirement": "三日内修好", "unit": "east", "kind": "note_urgent"})  # fmt: skip
    key = services.every_row("slip")[-1]["item"]
    file = client.get(f"/slips/{key}/slip.docx").content
    cells = [cell.text for row in Document(BytesIO(file)).tables[0].rows for cell in row.cells]
    assert {"修路灯", "三日内修好", key} <= set(cells)
    assert world.client("west").get(f"/slips/{key}/slip.pdf").status_code == 404


def test_an_office_puts_its_template_uses_it_and_takes_ours_again(world: World) -> None:
    client = world.client("clerk")
    ours = client.get("/papers/templates/bulletin.docx").content
    document = Document(BytesIO(ours))
    document.paragraphs[0].insert_paragraph_before("某某区督查专报")
    stream = BytesIO()
    document.save(stream)
    given = SimpleUploadedFile("红头.docx", stream.getvalue())
    put = {"verb": "put_template", "kind": "bulletin"}
    assert client.post("/papers/templates/", {**put, "file": given}).status_code == 302
    assert "红头.docx" in client.get("/papers/templates/").content.decode()

    def first() -> str:
        made = client.get("/papers/bulletin.docx").content
        return next(p.text for p in Document(BytesIO(made)).paragraphs if p.text)

    assert first() == "某某区督查专报"
    pack = frozen(world)
    assert (
        client.post("/papers/templates/", {"verb": "back", "kind": "bulletin"}).status_code == 302
    )
    assert first() != "某某区督查专报"
    assert sittings.replayed(pack)[
        0
    ]  # a pack is made again with the template that it was made with


def test_a_kept_template_that_no_longer_fits_gives_way_and_says_so(world: World) -> None:
    document = Document()
    document.add_paragraph("{{旧名字}}")  # what an earlier version of the product knew
    stream = BytesIO()
    document.save(stream)
    kept = Attachment.objects.create(
        sha256="e" * 64, name="旧模板.docx", size_bytes=1, content=stream.getvalue(), stored_at=clock.now(), stored_by="x"
    )  # fmt: skip
    PaperTemplate.objects.create(kind="bulletin", attachment=kept, put_at=clock.now(), put_by="x")
    client = world.client("clerk")
    made = client.get("/papers/bulletin.docx")
    assert made.status_code == 200
    assert "关于重点工作落实情况的通报" in [
        p.text for p in Document(BytesIO(made.content)).paragraphs
    ]
    page = client.get("/papers/templates/").content.decode()
    assert "旧名字" in page
    assert "不再合用" in page


def test_a_template_that_is_wrong_is_not_taken(world: World) -> None:
    client = world.client("clerk")
    put = {"verb": "put_template", "kind": "bulletin"}
    assert "B-135" in client.post("/papers/templates/", put).content.decode()
    large = SimpleUploadedFile("x.docx", b"PK" + b"\0" * (5 * 2**20))
    assert "B-136" in client.post("/papers/templates/", {**put, "file": large}).content.decode()
    document = Document()
    document.add_paragraph("{{落欸}} {{没有的}}")
    stream = BytesIO()
    document.save(stream)
    answer = client.post(
        "/papers/templates/", {**put, "file": SimpleUploadedFile("x.docx", stream.getvalue())}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "落欸" in page
    assert "没有的" in page
    assert not sittings.own_templates()
