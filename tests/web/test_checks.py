"""The checks: what was found, narrowed and handed over; a pair settled and taken back; a finding that becomes a slip and is mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client, override_settings

from luoshi_web import office, services
from luoshi_web.people.models import Person, Post
from luoshi_web.records.store import DjangoStore
from tests.web.test_every_register import EXAMPLE
from tests.web.world import World, told

COMMERCE = ("shen", "commerce")
ASSETS = ("guo", "state_assets")


def lead(key: str, day: str, unit: str, investor: str, **more: object) -> object:
    fields = {"name": "封装材料", "unit": unit, "investor": investor, "content": "封装树脂和基板", "amount_wan": 4000, "told_on": day, **more}  # fmt: skip
    return told("lead", key, "open", fields, day, *COMMERCE)


@pytest.fixture
def example(world: World) -> Iterator[None]:
    """The units of the example district, two leads told twice, and an asset that is let free."""
    with override_settings(DISTRICT=EXAMPLE):
        office.pack.cache_clear()
        services.desk_on.cache_clear()
        free = {"name": "老礼堂", "unit": "wangjiang", "on_book": True, "tenant": "甲公司", "lease_from": "2024-01-01", "lease_to": "2027-12-31", "rent_wan": 0, "appraised_wan": 12}  # fmt: skip
        DjangoStore().append(
            [
                lead("X-2026-001", "2026-04-07", "wangjiang", "芯垣材料有限公司"),
                lead("X-2026-002", "2026-05-02", "liulin", "芯垣材料（集团）有限公司"),
                lead("X-2026-003", "2026-05-03", "liulin", "青禾食品有限公司"),
                told("state_asset", "G-0001", "open", free, "2026-04-13", *ASSETS),
            ]
        )
        yield
    office.pack.cache_clear()
    services.desk_on.cache_clear()


def person(role: str, unit: str) -> Client:
    someone = Person.objects.create(login=f"{role}-{unit}", ref=f"{role}-{unit}", name="某人")
    Post.objects.create(person=someone, role=role, unit=unit, since=date(2026, 1, 1))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(someone)
    return client


def settle(client: Client, fate: str, reason: str = "同一家企业") -> object:
    told_ = {"verb": "settle_pair", "left": "X-2026-002", "right": "X-2026-001", "fate": fate, "reason": reason}  # fmt: skip
    return client.post("/checks/leads/", told_)


def test_the_overview_counts_what_each_check_found(example: None) -> None:
    page = person("clerk", "supervision").get("/checks/")
    lines = {one.check.key: one for one in page.context["lines"]}
    assert lines["leads"].count >= 1
    assert lines["assets"].most == ("wangjiang", lines["assets"].count)
    assert lines["assets"].stake_wan == 12


def test_a_unit_sees_the_findings_of_its_own_rows_and_no_other_lead(example: None) -> None:
    unit = person("reporter", "liulin")
    assert unit.get("/checks/assets/").context["count"] == 0
    page = unit.get("/checks/leads/")
    assert page.context["queue"] == []
    assert "芯垣材料有限公司" not in page.content.decode()
    assert settle(unit, "same").status_code == 404


def test_a_pair_is_settled_once_and_taken_back(example: None) -> None:
    office_ = person("keeper", "commerce")
    (one,) = office_.get("/checks/leads/").context["queue"]
    assert [row["item"] for row in one.both] == ["X-2026-001", "X-2026-002"]
    assert settle(office_, "same", " ").status_code == 422
    assert settle(office_, "same").status_code == 302
    row = services.row(services.view(), "lead", "X-2026-002")
    assert (row["verdict"], row["same_as"]) == ("repeated", "X-2026-001")
    assert settle(office_, "two").status_code == 422
    page = office_.get("/checks/leads/")
    assert page.context["queue"] == []
    assert [one.fate for one in page.context["judged"]] == ["same"]
    assert settle(office_, "undo", "问过了，是两家").status_code == 302
    row = services.row(services.view(), "lead", "X-2026-002")
    assert (row.get("verdict"), row.get("same_as")) == (None, None)
    assert settle(office_, "two", "母公司不同").status_code == 302
    page = office_.get("/checks/leads/")
    assert page.context["queue"] == []
    assert not [one for one in page.context["lines"] if one.finding.kind == "lead_repeated"]


def test_what_is_no_pair_and_no_fate_is_not_settled(example: None) -> None:
    office_ = person("keeper", "commerce")
    assert settle(office_, "bless").status_code == 404
    bad = {"verb": "settle_pair", "left": "X-2026-001", "right": "X-2026-001", "fate": "same", "reason": "x"}  # fmt: skip
    assert office_.post("/checks/leads/", bad).status_code == 404
    assert office_.post("/checks/leads/", bad | {"right": "X-2026-999"}).status_code == 404
    assert office_.post("/checks/assets/", bad).status_code == 404


def test_findings_are_narrowed_and_handed_over(example: None) -> None:
    clerk = person("clerk", "supervision")
    every = clerk.get("/checks/assets/").context
    kinds = {kind.key: kind.count for kind in every["kinds"]}
    assert kinds["lease_free"] == 1
    assert clerk.get("/checks/assets/?kind=lease_free").context["count"] == 1
    assert clerk.get("/checks/assets/?unit=liulin").context["count"] == 0
    told_ = clerk.get("/checks/assets/?kind=lease_free&format=csv").getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(told_[told_.index("编号") :]))
    assert row["发现"] == "无偿使用"
    assert clerk.get("/checks/assets/?kin=x").status_code in (400, 422)


def test_a_finding_becomes_a_slip_and_goes_when_it_is_mended(example: None) -> None:
    clerk = person("clerk", "supervision")
    drawn = clerk.get("/slips/?about=state_asset/G-0001&check=assets").content.decode()
    assert "老礼堂：" in drawn
    assert "无偿使用" in drawn
    slip = {"verb": "slip", "matter": "老礼堂", "basis": "item", "requirement": "收回", "unit": "wangjiang", "kind": "paper", "about_register": "state_asset", "about_key": "G-0001"}  # fmt: skip
    assert clerk.post("/slips/", slip).status_code == 302
    (one,) = clerk.get("/checks/assets/?kind=lease_free").context["lines"]
    assert one.state == "slip"
    assert one.slip.startswith("DB-2026-")
    paid = told("state_asset", "G-0001", "report", {"rent_wan": 12}, "2026-06-03", *ASSETS)
    DjangoStore().append([paid])
    assert clerk.get("/checks/assets/?kind=lease_free").context["count"] == 0


def test_a_lead_that_is_being_typed_is_held_against_those_told(example: None) -> None:
    office_ = person("keeper", "commerce")
    page = office_.get("/registers/lead/new/").content.decode()
    assert "/checks/leads/near/" in page
    part = office_.get("/checks/leads/near/", {"investor": "芯垣材料（集团）", "content": "封装树脂", "amount_wan": "4,000"})  # fmt: skip
    assert [one.lead["item"] for one in part.context["near"]] == ["X-2026-001", "X-2026-002"]
    assert "企业名称相同" in part.content.decode()
    assert office_.get("/checks/leads/near/", {"investor": "某某公司"}).context["near"] == []
    assert person("reporter", "liulin").get("/checks/leads/near/", {"investor": "芯垣材料"}).status_code == 404  # fmt: skip


def test_a_draft_contract_is_looked_through_and_nothing_of_it_is_kept(example: None) -> None:
    clerk = person("clerk", "supervision")
    before = services.ledger().tip
    words = "甲方不得违规奖励。甲方给予乙方落户奖励300万元。"
    page = clerk.post("/checks/promises/", {"verb": "look", "words": words})
    assert [one.kind.key for one in page.context["found"]] == ["fiscal"]
    assert "第十条第（二）项" in page.content.decode()
    file = io.BytesIO("乙方须在本区注册。".encode())
    file.name = "合同.txt"
    assert [one.kind.key for one in clerk.post("/checks/promises/", {"verb": "look", "file": file}).context["found"]] == ["local"]  # fmt: skip
    empty = clerk.post("/checks/promises/", {"verb": "look", "words": " "})
    assert empty.status_code == 422
    assert "W-131" in empty.content.decode()
    assert services.ledger().tip == before


def test_a_rejection_teaches_and_a_signing_counts_once(example: None) -> None:
    ledger = [
        lead("X-2026-009", "2026-05-04", "liulin", "望江置业", name="住宅小区", content="住宅", verdict="invalid", invalid_reason="housing", screened_on="2026-05-05"),
        told("project", "J-009", "open", {"name": "封装园", "unit": "liulin", "kind": "new", "signed_on": "2026-05-06", "total_investment_wan": 100}, "2026-05-06", "fagai", "development_reform"),
        told("project", "J-009", "report", {"total_investment_wan": 130, "signed_on": "2026-05-20"}, "2026-05-20", "fagai", "development_reform"),
    ]  # fmt: skip
    DjangoStore().append(ledger)
    page = person("clerk", "supervision").get("/checks/leads/")
    ((row, mend),) = page.context["taught"]
    assert (row["item"], mend.zh) == ("X-2026-009", "住宅开发不算招商线索")
    assert page.context["signed"] == (1, 130.0)
