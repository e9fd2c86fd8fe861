"""From a unit's report to the light, through the pages: the walk, and what must not happen on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi_web import services
from luoshi_web.pages.report import views
from tests.web.test_settling import hard, settle
from tests.web.world import World, told


def sheet(world: World, who: str, **told: str) -> Any:
    """Send the reporting page with what a browser would send."""
    page = world.client(who).get("/reports/")
    sent = {"verb": "report", "true_on": "2026-05-31"}
    for one in page.context["sheets"]:
        for line in one.lines:
            sent |= {f"{line.name}seen": line.seen} | {f.name: f.value for f in line.fields}
    return world.client(who).post(
        "/reports/", sent | {k.replace("__", "."): v for k, v in told.items()}
    )


def level(key: str, register: str = "commitment") -> str:
    """The light of an item today."""
    return next(lamp.level for lamp in services.view().lamps(register) if lamp.key == key)


def test_the_walk_from_the_speech_to_a_green_light(world: World) -> None:
    draft = next(d for d in hard(world) if "挂牌" in d.draft["quote"])
    settle(world, "clerk", draft, "accept")
    draft.refresh_from_db()
    row = services.row(services.view(), "commitment", draft.item)
    assert row
    assert row["measured"] == 0
    for key, name in (("P-001", "parcel.P-001."), ("P-002", "parcel.P-002.")):
        answer = sheet(world, "east", **{f"{name}listed_on": "2026-05-20"})
        assert answer.status_code == 302, key
    row = services.row(services.view(), "commitment", draft.item)
    assert row
    assert (row["measured"], row["met_on"]) == (2, date(2026, 5, 20))
    assert level(draft.item) == "green"
    page = world.client("clerk").get("/board/drill/parcel/listed/").content.decode()
    assert "河东一号地块" in page
    assert draft.draft["quote"] in page
    item = world.client("clerk").get("/registers/parcel/P-001/").content.decode()
    assert "人east" in item
    assert draft.draft["quote"] in item


def test_several_items_are_told_at_once_and_untouched_ones_stay_owed(world: World) -> None:
    answer = sheet(
        world, "east", **{"parcel.P-001.households_signed": "15", "parcel.P-001.same": ""}
    )
    assert answer.status_code == 302
    last = services.ledger().entries[-1]
    assert (last.key, last.fields, last.true_on) == (
        "P-001",
        {"households_signed": 15},
        date(2026, 5, 31),
    )
    left = {
        line.row["item"]
        for s in world.client("east").get("/reports/").context["sheets"]
        for line in s.lines
    }
    assert "P-001" not in left
    assert "P-002" in left


def test_a_long_month_is_told_a_page_at_a_time(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 1)
    first, second = (world.client("east").get(f"/reports/?page={n}").context for n in (1, 2))
    assert first["owed_count"] == second["owed_count"] == first["paging"].count > 1
    (one,), (other,) = (page["sheets"][0].lines for page in (first, second))
    assert one.name != other.name
    sent = {"verb": "report", "true_on": "2026-05-31", f"{other.name}seen": other.seen}
    sent |= {f.name: f.value for f in other.fields} | {f"{other.name}same": "on"}
    assert world.client("east").post("/reports/?page=2", sent).status_code == 302
    left = world.client("east").get("/reports/").context
    assert left["owed_count"] == first["owed_count"] - 1
    assert left["sheets"][0].lines[0].name == one.name


def test_one_fault_keeps_all_of_it_out_and_everything_typed_stays(world: World) -> None:
    tip = services.ledger().tip
    answer = sheet(
        world,
        "east",
        **{"parcel.P-001.households_signed": "十五", "parcel.P-002.households_signed": "21", "parcel.P-002.listed_on": "2026-02-30"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert {p.id for p in answer.context["problems"]} >= {"K-001", "K-002"}
    page = answer.content.decode()
    assert 'value="十五"' in page
    assert 'value="21"' in page
    assert page.count('aria-invalid="true"') == 2
    assert services.ledger().tip == tip


def test_nothing_touched_is_nothing_told(world: World) -> None:
    answer = sheet(world, "east")
    assert [p.id for p in answer.context["problems"]] == ["W-043"]


def test_a_day_that_does_not_exist_is_told(world: World) -> None:
    answer = sheet(world, "east", true_on="2026-05-32", **{"parcel.P-001.same": "on"})
    assert [p.id for p in answer.context["problems"]] == ["W-020"]


def test_a_report_on_another_unit_s_item_is_refused(world: World) -> None:
    tip = services.ledger().tip
    answer = sheet(
        world,
        "west",
        **{
            "parcel.P-001.seen": "6",
            "parcel.P-001.listed_on": "2026-05-01",
            "project.J-001.same": "on",
        },
    )
    assert [p.id for p in answer.context["problems"]] == ["W-044"]
    assert services.ledger().tip == tip


def test_a_stale_form_shows_what_changed_and_writes_on_the_second_try(world: World) -> None:
    from luoshi_web.records.store import DjangoStore

    page = world.client("east").get("/registers/parcel/P-001/")
    seen = page.context["seen"]
    DjangoStore().append(
        [
            told(
                "parcel",
                "P-001",
                "report",
                {"sunk_wan": 5100},
                "2026-06-02",
                "keeper",
                "natural_resources",
            )
        ]
    )
    form = {"verb": "report", "seen": seen, "households_signed": "14", "true_on": "2026-06-01"}
    answer = world.client("east").post("/registers/parcel/P-001/", form)
    assert [p.id for p in answer.context["problems"]] == ["W-041"]
    assert [e.fields for e in answer.context["changed"]] == [{"sunk_wan": 5100}]
    assert 'value="14"' in answer.content.decode()
    form["seen"] = answer.context["seen"]
    assert world.client("east").post("/registers/parcel/P-001/", form).status_code == 302


def test_a_returned_report_no_longer_counts_and_the_reporter_sees_why(world: World) -> None:
    report = next(e for e in services.ledger().by_item["parcel", "P-001"] if e.verb == "report")
    answer = world.client("keeper").post(
        "/reports/", {"verb": "return", "entry": report.digest, "reason": ""}
    )
    assert [p.id for p in answer.context["problems"]] == ["K-013"]
    world.client("keeper").post(
        "/reports/", {"verb": "return", "entry": report.digest, "reason": "与协议不符"}
    )
    row = services.row(services.view(), "parcel", "P-001")
    assert row
    assert row["households_signed"] is None
    assert "与协议不符" in world.client("east").get("/reports/").content.decode()
    again = world.client("keeper").post("/reports/", {"verb": "accept", "entry": report.digest})
    assert [p.id for p in again.context["problems"]] == ["K-020"]


def test_ticking_nothing_accepts_nothing(world: World) -> None:
    answer = world.client("keeper").post("/reports/", {"verb": "accept"})
    assert [p.id for p in answer.context["problems"]] == ["W-042"]


def test_a_correction_keeps_the_old_value_in_the_history(world: World) -> None:
    report = next(e for e in services.ledger().by_item["parcel", "P-001"] if e.verb == "report")
    form = {
        "verb": "correct",
        "entry": report.digest,
        "was-households_signed": "12",
        "households_signed": "11",
        "reason": "多计一户",
    }
    world.client("east").post("/registers/parcel/P-001/", form)
    page = world.client("east").get("/registers/parcel/P-001/").content.decode()
    assert "<s>12</s>" in page
    assert "多计一户" in page


def test_the_one_who_told_last_does_not_close(world: World) -> None:
    from luoshi_web.people.models import Person, Post

    Post.objects.create(
        person=Person.objects.get(login="clerk"),
        role="reporter",
        unit="east",
        since=date(2026, 1, 1),
    )
    address = "/registers/commitment/R-001/"
    world.client("clerk").post(
        address, {"verb": "feedback", "progress": "办完了", "true_on": "2026-06-01"}
    )
    own = world.client("clerk").post(address, {"verb": "close", "reason": "核对无误"})
    assert [p.id for p in own.context["problems"]] == ["K-014"]
    assert (
        world.client("clerk2").post(address, {"verb": "close", "reason": "核对无误"}).status_code
        == 302
    )
    assert (
        world.client("clerk2").post(address, {"verb": "reopen", "reason": "有反弹"}).status_code
        == 302
    )


def test_a_new_item_gets_the_next_number_and_every_fault_at_once(world: World) -> None:
    address = "/registers/parcel/new/"
    answer = world.client("keeper").post(address, {"area_mu": "三十", "true_on": "2026-06-03"})
    assert {p.id for p in answer.context["problems"]} >= {"K-001", "K-003"}
    assert 'value="三十"' in answer.content.decode()
    made = world.client("keeper").post(
        address, {"name": "南门地块", "unit": "east", "true_on": "2026-06-03"}
    )
    assert made["Location"] == "/registers/parcel/P-004/"
