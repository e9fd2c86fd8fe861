"""The month on the pages: locks seen by every door, who may lock, what the keeper sees of a period."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi_web import office, services
from luoshi_web.records.store import DjangoStore
from tests.web.test_api import Caller, token
from tests.web.world import World, told

LOCK = {"verb": "lock", "period": "parcel.2026-05"}


def lock_may(world: World) -> None:
    """The keeper locks May of the parcels."""
    assert world.client("keeper").post("/reports/periods/", LOCK).status_code == 302


def ids(answer: Any) -> list[str]:
    """The problems an answer tells."""
    return [p.id for p in answer.context["problems"]]


def report_of(key: str) -> Any:
    """The item's first report."""
    return next(e for e in services.ledger().by_item["parcel", key] if e.verb == "report")


def test_a_period_shows_what_is_in_and_who_is_silent(world: World) -> None:
    page = world.client("keeper").get("/reports/periods/")
    (line,) = page.context["lines"]
    one = line.collected
    assert (one.register.key, one.name, one.asked, one.told) == ("parcel", "2026-05", 3, 1)
    assert one.silent == (("east", 2),)
    assert (line.waiting, line.returned) == (1, 0)
    assert "各台账本期收齐了没有" in page.content.decode()
    registers = [x.collected.register.key for x in world.client("clerk").get("/reports/periods/").context["lines"]]  # fmt: skip
    assert registers == ["commitment", "project", "parcel"]


def test_a_returned_report_is_counted_until_it_is_told_again(world: World) -> None:
    keeper, digest = world.client("keeper"), report_of("P-003").digest
    keeper.post("/reports/", {"verb": "return", "entry": digest, "reason": "与系统不一致"})
    (line,) = keeper.get("/reports/periods/").context["lines"]
    assert (line.collected.told, line.waiting, line.returned) == (0, 0, 1)
    told = {"verb": "report", "households_signed": "6", "true_on": "2026-05-31"}
    world.client("west").post("/registers/parcel/P-003/", told)
    (line,) = keeper.get("/reports/periods/").context["lines"]
    assert (line.collected.told, line.waiting, line.returned) == (1, 1, 0)


@pytest.mark.parametrize(
    ("login", "address", "told"),
    [
        ("west", "/registers/parcel/P-003/", {"verb": "report", "households_signed": "9", "true_on": "2026-05-31"}),
        ("west", "/registers/parcel/P-003/", {"verb": "correct", "entry": "{report}", "was-households_signed": "7", "households_signed": "8", "reason": "漏一户"}),
        ("west", "/registers/parcel/P-003/", {"verb": "withdraw", "entry": "{report}", "reason": "报错了"}),
        ("keeper", "/registers/parcel/P-003/", {"verb": "return", "entry": "{report}", "reason": "数不对"}),
        ("keeper", "/reports/", {"verb": "return", "entry": "{report}", "reason": "数不对"}),
        ("keeper", "/registers/parcel/new/", {"name": "新地块", "unit": "east", "true_on": "2026-05-31"}),
        ("east", "/reports/", {"verb": "report", "true_on": "2026-05-31", "parcel.P-001.seen": "6", "parcel.P-001.same": "on"}),
    ],
)  # fmt: skip
def test_every_door_sees_the_lock(
    world: World, login: str, address: str, told: dict[str, str]
) -> None:
    lock_may(world)
    report, tip = report_of("P-003"), services.ledger().tip
    told = {name: value.format(report=report.digest) for name, value in told.items()}
    answer = world.client(login).post(address, told)
    assert answer.status_code == 422
    assert set(ids(answer)) == {"K-030"}
    assert "自然资源局" in answer.content.decode()
    assert services.ledger().tip == tip


def test_what_comes_late_goes_into_the_next_period_or_needs_a_reasoned_unlock(world: World) -> None:
    lock_may(world)
    told = {"verb": "report", "households_signed": "9", "true_on": "2026-06-02"}
    assert world.client("west").post("/registers/parcel/P-003/", told).status_code == 302
    keeper = world.client("keeper")
    unlock = {"verb": "unlock", "period": "parcel.2026-05"}
    assert ids(keeper.post("/reports/periods/", unlock)) == ["K-013"]
    assert keeper.post("/reports/periods/", unlock | {"reason": "东街道漏报"}).status_code == 302
    told |= {"true_on": "2026-05-31", "households_signed": "8"}
    assert world.client("west").post("/registers/parcel/P-003/", told).status_code == 302
    page = keeper.get("/reports/periods/")
    assert [entry.verb for _, _, entry in page.context["history"]] == ["reopen", "close"]
    assert "东街道漏报" in page.content.decode()


def test_the_office_may_lock_any_register_a_keeper_only_its_own(world: World) -> None:
    other = {"verb": "lock", "period": "project.2026-05"}
    assert world.client("keeper").post("/reports/periods/", other).status_code == 404
    assert world.client("clerk").post("/reports/periods/", other).status_code == 302
    row = services.row(services.view(), "period", "project.2026-05")
    assert row is not None
    assert (row["locked_by"], row["owner"]) == ("supervision", "development_reform")


def test_a_lock_is_no_item_to_be_closed_or_told_by_hand(world: World) -> None:
    lock_may(world)
    clerk, tip = world.client("clerk"), services.ledger().tip
    for verb in ("close", "reopen", "report", "correct", "withdraw"):
        told = {"verb": verb, "reason": "手工", "true_on": "2026-06-03"}
        assert clerk.post("/registers/period/parcel.2026-05/", told).status_code == 404
    assert clerk.get("/registers/period/new/").status_code == 404
    assert services.ledger().tip == tip


def test_looking_back_shows_the_period_of_that_day(world: World) -> None:
    page = world.client("keeper").get("/reports/periods/?true_on=2026-05-10")
    (line,) = page.context["lines"]
    assert (line.collected.name, line.collected.told) == ("2026-04", 1)
    assert 'value="lock"' not in page.content.decode()


def test_what_a_keeper_tells_waits_for_nobody(world: World) -> None:
    told = {"verb": "report", "households_signed": "9", "true_on": "2026-06-02"}
    assert world.client("keeper").post("/registers/parcel/P-003/", told).status_code == 302
    assert "主管单位自报" in world.client("keeper").get("/registers/parcel/P-003/").content.decode()
    (line,) = world.client("keeper").get("/reports/periods/").context["lines"]
    assert line.waiting == 1


def test_other_systems_meet_the_lock_too(world: World) -> None:
    lock_may(world)
    told = {"fields": {"households_signed": 9}, "true_on": "2026-05-31"}
    answer = Caller(token("west")).post("/registers/parcel/items/P-003/reports", told)
    assert [p["id"] for p in answer.json()["problems"]] == ["K-030"]
    back = {"reason": "数不对"}
    digest = report_of("P-003").digest
    answer = Caller(token("keeper")).post(f"/entries/{digest}/return", back)
    assert [p["id"] for p in answer.json()["problems"]] == ["K-030"]


def test_the_burden_is_cells_with_who_needs_each(world: World) -> None:
    page = world.client("leader").get("/reports/burden/")
    cells = {line.burden.unit: line.burden.cells for line in page.context["lines"]}
    fields = {k: len(r.asked_of("reporter")) for k, r in office.catalogue().items()}
    parcel, project, said = fields["parcel"], fields["project"], fields["commitment"]
    assert cells == {"east": 2 * parcel + said, "west": parcel + project}
    assert page.context["months"][:2] == ["2026-05", "2026-04"]
    assert [line.before for line in page.context["lines"]][1][:1] == (parcel + project,)
    text = page.content.decode()
    assert all(f.needed_by.zh in text for f in office.catalogue()["parcel"].asked_of("reporter"))
    drilled = world.client("leader").get("/reports/burden/?unit=west")
    assert sum(need.cells for need in drilled.context["needs"]) == cells["west"]


def test_a_unit_sees_its_own_burden_only_and_where_it_reports(world: World) -> None:
    client = world.client("west")
    (line,) = client.get("/reports/burden/").context["lines"]
    assert line.burden.unit == "west"
    assert client.get("/reports/").context["cells"] == line.burden.cells
    assert f"本月要填 <b>{line.burden.cells}</b> 格" in client.get("/reports/").content.decode()
    whole = world.client("leader").get("/board/").context["cells"]
    assert whole == sum(x.burden.cells for x in world.client("leader").get("/reports/burden/").context["lines"])  # fmt: skip


def test_a_keeper_sees_what_its_register_asks_of_all_units(world: World) -> None:
    page = world.client("keeper").get("/reports/burden/")
    asked = {line.burden.unit: {a.register.key for a in line.burden.asked} for line in page.context["lines"]}  # fmt: skip
    assert asked == {"east": {"parcel"}, "west": {"parcel"}}


def test_each_register_s_lines_speak_of_its_own_period(world: World) -> None:
    hazard = {"name": "消防通道堵塞", "unit": "east", "found_on": "2026-05-20", "level": "general"}
    fields = {k: v for k, v in hazard.items() if k in office.catalogue()["hazard"].by_field}
    DjangoStore().append(
        [told("hazard", "H-1", "open", fields, "2026-05-20", "someone", "emergency")]
    )  # type: ignore[arg-type]
    page = world.client("east").get("/reports/")
    days = {sheet.register.key: sheet.true_on for sheet in page.context["sheets"]}
    assert (days["parcel"], days["hazard"]) == ("2026-05-31", "2026-05-31")
    sent = {"verb": "report", "parcel.true_on": "2026-05-31", "hazard.true_on": "2026-05-30", "parcel.P-001.seen": "6", "parcel.P-001.same": "on"}  # fmt: skip
    assert world.client("east").post("/reports/", sent).status_code == 302
    assert str(services.ledger().by_item["parcel", "P-001"][-1].true_on) == "2026-05-31"
