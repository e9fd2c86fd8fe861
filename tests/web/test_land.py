"""Programmes: worked out once and kept, tried with other assumed, kept as programmes of their own, adopted into the register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from luoshi.land.checker import check, value
from luoshi.land.plan import Solved
from luoshi_web import office, programmes, services
from luoshi_web.jobs.runner import Runner
from luoshi_web.records.models import Job, LandAnswer
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told

NEVER_S = 600.0  # a beat would wait for the test's own transaction
ONE = "/land/FA-2026-001/"


@pytest.fixture
def keeper(world: World) -> Client:
    return world.client("keeper")


def programme(key: str = "FA-2026-001") -> dict[str, Any]:
    row = services.row(services.view(), "programme", key)
    assert row is not None
    return row


def work_off() -> None:
    runner = Runner("work", beat_s=NEVER_S)
    while runner.turn():
        pass


def opened(client: Client, **told: str) -> str:
    """Where a new programme is."""
    base = {
        "name": "试一个",
        "start_on": "2026-07-01",
        "months": "18",
        "opening_wan": "1500",
        "teams": "1",
    }
    answer = client.post("/land/", base | told)
    assert answer.status_code == 302, [p.say() for p in answer.context["problems"]]
    return str(answer["Location"])


def test_the_plan_of_a_programme_keeps_every_rule_and_is_worked_out_once(
    keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = keeper.get(ONE)
    found, offer = page.context["found"], page.context["offer"]
    assert [p.key for p in found.case.parcels] == ["P-001", "P-002"]
    assert check(found.case, offer.solved.plan) == ()
    assert offer.solved.status == "optimal"
    assert offer.solved.objective == pytest.approx(value(found.case, offer.solved.plan))

    def never(*_: Any, **__: Any) -> Solved:
        raise AssertionError("it was worked out before")

    monkeypatch.setattr(programmes, "solve", never)
    again = keeper.get(ONE).context["offer"]
    assert again.solved.plan == offer.solved.plan


def test_the_figures_are_those_of_the_plan(keeper: Client) -> None:
    page = keeper.get(ONE)
    figures, text = page.context["summary"], page.content.decode()
    assert figures.listed == 2
    assert figures.sunk_listed_wan == 9000
    assert figures.spent_wan == 1800
    assert figures.back_wan == pytest.approx(2 * 9000 * 0.85)  # sunk money and money back apart
    assert figures.lever == pytest.approx(8.5)
    assert figures.margin_wan >= 0
    assert page.context["offer"].risk.draws == 2000
    assert "跌破底线的风险" in text  # never without it


def test_what_is_not_filled_in_is_named_with_the_way_to_it(keeper: Client) -> None:
    text = keeper.get(ONE).content.decode()
    left = text[text.index('id="left"') :]
    assert "河西粮站地块" in left
    assert "尚需投入、预计工期、预计成交价" in left
    assert "/registers/parcel/P-003/" in left


def test_the_parcels_are_taken_as_they_stood_when_it_was_kept(keeper: Client, world: World) -> None:
    before = keeper.get(ONE).context["offer"].solved.plan
    dearer = told("parcel", "P-001", "report", {"remaining_wan": 5000}, "2026-06-03", "keeper", "natural_resources")  # fmt: skip
    DjangoStore().append([dearer])
    assert keeper.get(ONE).context["offer"].solved.plan == before
    where = opened(keeper)
    costs = {
        p.key: sum(p.options[0].cost_wan) for p in keeper.get(where).context["found"].case.parcels
    }
    assert costs == {"P-001": 5000, "P-002": 900}


def test_other_assumptions_are_tried_and_kept_under_a_number_of_their_own(keeper: Client) -> None:
    low = keeper.get(ONE, {"price_percent": "50", "late_months": "2"})
    assert low.context["found"].case.parcels[0].back_wan == pytest.approx(9000 * 0.85 / 2)
    assert low.context["tried"] == {"price_percent": 50, "late_months": 2}
    answer = keeper.post(
        f"{ONE}?price_percent=50&late_months=2", {"verb": "save", "name": "跌一半"}
    )
    assert answer["Location"] == "/land/FA-2026-002/"
    kept = programme("FA-2026-002")
    assert (kept["price_percent"], kept["late_months"]) == (50, 2)
    assert kept["parcels_on"] == date(2026, 6, 1)  # the same register
    assert keeper.get("/land/FA-2026-002/").context["found"].case == low.context["found"].case
    assert [row.found.row["item"] for row in keeper.get("/land/").context["lines"]] == ["FA-2026-002", "FA-2026-001"]  # fmt: skip


def test_an_assumption_as_it_stands_is_not_tried(keeper: Client) -> None:
    page = keeper.get(ONE, {"price_percent": "100", "teams": "1", "opening_wan": "1500"})
    assert page.context["tried"] == {}


@pytest.mark.parametrize(
    ("told", "ids"),
    [
        ({"price_percent": "八折"}, ["K-001"]),
        ({"price_percent": "900", "teams": "-3"}, ["W-120", "W-120"]),
        ({"late_months": "99"}, ["W-120"]),
    ],
)
def test_a_wrong_assumption_is_said_beside_the_plan_as_it_was_kept(
    keeper: Client, told: dict[str, str], ids: list[str]
) -> None:
    page = keeper.get(ONE, told)
    assert page.status_code == 422
    assert [problem.id for problem in page.context["problems"]] == ids
    assert page.context["offer"].solved.plan is not None


def test_all_that_is_wrong_with_a_new_programme_is_said_at_once(keeper: Client) -> None:
    page = keeper.post("/land/", {"name": "", "start_on": "2026-07-01", "months": "500", "opening_wan": "很多", "must_list": "2"})  # fmt: skip
    assert page.status_code == 422
    assert {problem.id for problem in page.context["problems"]} >= {"K-001", "K-003"}
    assert "很多" in page.content.decode()  # nothing typed is lost


def test_a_promise_outside_the_months_is_said_on_its_page(keeper: Client) -> None:
    page = keeper.get(opened(keeper, must_list="1", list_by="2031-01-31"))
    assert [problem.id for problem in page.context["problems"]] == ["K-061"]
    assert "2031-01-31" in page.content.decode()
    assert "2031-01-31" in keeper.get("/land/").content.decode()


def test_adopting_writes_planned_dates_and_is_no_report(keeper: Client, world: World) -> None:
    owed = [one.key for one in services.owed(services.view(), world.viewer("east"))]
    page = keeper.get(ONE)
    plan, case = page.context["offer"].solved.plan, page.context["found"].case
    answer = keeper.post(ONE, {"verb": "adopt"})
    assert answer.status_code == 302
    for key, month in plan.listed.items():
        row = services.row(services.view(), "parcel", key)
        assert row is not None
        assert f"{row['planned_list_on']:%Y-%m}" == case.month(month)
    assert programme()["adopted_on"] == date(2026, 6, 3)
    assert [one.key for one in services.owed(services.view(), world.viewer("east"))] == owed
    beside = keeper.get("/land/").context["beside"]
    assert [one.key for one in beside] == sorted(
        plan.listed, key=lambda key: (plan.listed[key], key)
    )
    again = keeper.post(ONE, {"verb": "adopt"})
    assert again.status_code == 422
    assert [problem.id for problem in again.context["problems"]] == ["K-064"]


def test_the_item_says_which_programme_planned_it(keeper: Client, world: World) -> None:
    keeper.post(ONE, {"verb": "adopt"})
    text = world.client("east").get("/registers/parcel/P-001/").content.decode()
    assert "采纳方案 FA-2026-001 先做两宗" in text
    assert "按方案排定" in text


def test_its_item_leads_to_it(world: World) -> None:
    text = world.client("leader").get("/registers/programme/FA-2026-001/").content.decode()
    assert 'href="/land/FA-2026-001/"' in text
    assert 'href="/land/"' in text


def test_what_is_tried_cannot_be_adopted_unkept(keeper: Client) -> None:
    assert "采纳这个方案" in keeper.get(ONE).content.decode()
    assert "采纳这个方案" not in keeper.get(f"{ONE}?price_percent=50").content.decode()
    assert keeper.post(f"{ONE}?price_percent=50", {"verb": "adopt"}).status_code == 404


def test_the_runner_works_out_what_stands_behind_it(keeper: Client) -> None:
    waiting = keeper.get(ONE)
    assert waiting.context["job"].state == Job.WAITING
    assert 'hx-trigger="every 3s"' in waiting.content.decode()
    work_off()
    page = keeper.get(ONE, headers={"HX-Target": "study"})
    assert page["HX-Refresh"] == "true"
    study, offers = page.context["study"], page.context["offers"]
    assert page.context["job"] is None
    assert study.reasons
    assert len(study.office) == 5
    assert not any(offer.best for offer in offers[1:])  # recommended is the first, or none
    assert offers[0].risk.ever_under <= offers[-1].risk.ever_under
    assert all(offer.risk is not None for offer in offers if offer.solved.plan)
    for offer in offers:
        if offer.solved.plan:
            assert check(page.context["found"].case, offer.solved.plan) == ()
    other = keeper.get(ONE, {"plan": offers[-1].key})
    assert other.context["offer"].key == offers[-1].key


def test_what_is_only_tried_is_studied_on_a_persons_word(keeper: Client) -> None:
    where = f"{ONE}?price_percent=90"
    page = keeper.get(where)
    assert page.context["job"] is None
    assert "按这些前提算稳一点的方案和原因" in page.content.decode()
    assert not Job.objects.filter(kind=programmes.STUDY).exists()
    assert keeper.post(where, {"verb": "again"}).context["job"].state == Job.WAITING
    assert keeper.get(where).context["job"].state == Job.WAITING


def test_a_study_that_broke_is_said_and_can_be_asked_again(keeper: Client) -> None:
    keeper.get(ONE)
    Job.objects.filter(kind=programmes.STUDY).update(state=Job.FAILED)
    page = keeper.get(ONE)
    assert page.context["broken"]
    assert "再算一次" in page.content.decode()
    keeper.post(ONE, {"verb": "again"})
    assert Job.objects.filter(kind=programmes.STUDY, state=Job.WAITING).count() == 1


def test_a_programme_without_a_plan_says_what_would_mend_it(keeper: Client) -> None:
    where = opened(keeper, opening_wan="100", must_list="2", list_by="2026-12-31")
    page = keeper.get(where)
    assert page.context["offer"].solved.status == "infeasible"
    assert "照这些前提排不出来" in page.content.decode()
    assert keeper.post(where, {"verb": "adopt"}).status_code == 422
    work_off()
    mends = keeper.get(where).context["study"].mends
    assert len(mends) >= 2
    assert all(mend.zh and mend.en for mend in mends)


def test_the_case_goes_out_as_the_file_that_the_command_line_takes(keeper: Client) -> None:
    from luoshi.land.file import read_case

    answer = keeper.get(f"{ONE}case.json?price_percent=80")
    case, problems = read_case(answer.content.decode())
    assert problems == ()
    assert case is not None
    assert case.parcels == keeper.get(f"{ONE}?price_percent=80").context["found"].case.parcels


def test_before_it_was_kept_there_was_no_programme(keeper: Client) -> None:
    page = keeper.get("/land/", {"true_on": "2026-05-01", "known_at": "2026-05-01"})
    assert page.context["lines"] == []
    assert "还没有方案" in page.content.decode()
    assert keeper.get(ONE, {"true_on": "2026-05-01", "known_at": "2026-05-01"}).status_code == 404
    assert "采纳这个方案" not in keeper.get(ONE, {"true_on": "2026-06-02"}).content.decode()


def test_the_list_has_the_runner_work_out_what_nobody_opened(keeper: Client) -> None:
    page = keeper.get("/land/")
    assert page.context["going"]
    assert "正在测算" in page.content.decode()
    work_off()
    done = keeper.get("/land/")
    assert not done.context["going"]
    (line,) = done.context["lines"]
    assert line.summary.listed == 2
    assert line.risk is not None


def test_a_price_on_moves_keeps_to_the_plan_that_was_adopted(keeper: Client) -> None:
    keeper.post(ONE, {"verb": "adopt"})
    free = keeper.get(opened(keeper, opening_wan="1300"))
    held = keeper.get(opened(keeper, opening_wan="1300", move_cost_wan="5000"))
    assert held.context["found"].stay is not None
    assert free.context["found"].stay is None
    assert held.context["summary"].moved <= free.context["summary"].moved
    assert check(held.context["found"].case, held.context["offer"].solved.plan) == ()
    assert "和已采纳的计划比" in held.content.decode()
    work_off()
    kinds = [offer.kinds for offer in keeper.get(held.request["PATH_INFO"]).context["offers"]]
    assert ("steady",) in kinds


def test_only_those_who_see_every_parcel_find_the_page(world: World) -> None:
    assert "滚动方案" in world.client("leader").get("/board/").content.decode()
    assert "滚动方案" not in world.client("east").get("/board/").content.decode()
    assert world.client("east").get(ONE).status_code == 404


def test_answers_are_kept_but_not_for_ever(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "KEPT_MAX", 3)
    for price in range(60, 100, 5):
        keeper.get(ONE, {"price_percent": str(price)})
    assert LandAnswer.objects.count() == 3
    assert keeper.get(ONE, {"price_percent": "95"}).status_code == 200


def test_cases_that_differ_in_a_number_have_other_names(world: World) -> None:
    row = programme()
    names = {
        programmes.digest(programmes.ground(row, {"opening_wan": wan}))
        for wan in (1500, 1500.5, 1501)
    }
    assert len(names) == 3
    assert office.catalogue()["programme"].desk
