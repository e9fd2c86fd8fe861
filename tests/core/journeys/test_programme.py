"""From the register of parcels to a case that can be solved, and from a chosen plan back to planned dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from luoshi.board.board import View
from luoshi.desk.clock import act_of
from luoshi.desk.outcome import Stamp
from luoshi.desk.period import Lock
from luoshi.journeys.assumptions import Assumptions, assumptions_of, first_month
from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.parcels_to_programme import PARCEL, PROGRAMME, Made, case_of
from luoshi.journeys.programme_to_parcels import adopt, beside, last_day
from luoshi.journeys.replay_pack import ledger_of
from luoshi.land.case import After, Option, Promise
from luoshi.land.plan import Plan, Work

EXAMPLE = Path(__file__).resolve().parents[3] / "districts" / "example"
ON = date(2026, 1, 31)
STAMP = Stamp("zirui", "natural_resources", datetime(2026, 1, 31, 2, 0, tzinfo=UTC))
ASSUMED = Assumptions(date(2026, 2, 1), months=24, opening_wan=9000, teams=4)
PLAN = Plan({"P-1": Work(0, 1)}, {"P-1": 4})


@cache
def world() -> World:
    found, problems = open_district(EXAMPLE)
    assert found is not None
    assert problems == []
    return found


def parcel(**told: Any) -> dict[str, Any]:
    """A half-finished parcel with all that a programme needs."""
    found = {
        "item": "P-1",
        "name": "东坡地块",
        "title": "东坡地块",
        "owner": "wangjiang",
        "half_finished": True,
        "sunk_wan": 5600.0,
        "remaining_wan": 2400.0,
        "work_months": 3,
        "teams_needed": 1,
        "price_low_wan": 8000.0,
        "price_mid_wan": 10000.0,
        "price_high_wan": 11000.0,
        "holding_wan": 20.0,
    }
    return found | told


def made(*rows: dict[str, Any], on: date = ON, **assumed: Any) -> Made:
    return case_of(world(), rows, replace(ASSUMED, **assumed), on)


def test_a_parcel_as_it_stands_in_the_register_is_a_parcel_of_the_case() -> None:
    case = made(parcel()).case
    assert case is not None
    (found,) = case.parcels
    assert found.options == (Option(3, 1, (800.0, 800.0, 800.0)),)
    assert found.proceeds_wan == ((3, 4250.0), (14, 4250.0))  # 85 % of the price, half of it first
    assert found.spread == (0.8, 1.1)
    assert (found.notice_months, found.holding_wan, found.sunk_wan) == (1, 20.0, 5600.0)
    assert (case.start, case.months, case.horizon) == ("2026-02", 24, 24 + 14 + 2)
    assert round((1 + case.monthly_rate) ** 12, 6) == 1.036


def test_the_hurried_pace_is_a_second_option_only_where_all_of_it_is_filled_in() -> None:
    hurried = {"faster_wan": 2800.0, "faster_months": 2, "faster_teams": 3}
    case, half = made(parcel(**hurried)).case, made(parcel(faster_wan=2800.0)).case
    assert case is not None
    assert half is not None
    assert case.parcels[0].options[1] == Option(2, 3, (1400.0, 1400.0))
    assert len(half.parcels[0].options) == 1


def test_what_is_not_filled_in_is_named_and_leaves_the_parcel_out() -> None:
    rows = (
        parcel(),
        parcel(item="P-2", price_mid_wan=None, work_months=None),
        parcel(item="P-3", waits_for="P-2"),
        parcel(item="P-4", waits_for="P-3", waits_at="list"),
    )
    found = made(*rows)
    assert found.case is not None
    assert [p.key for p in found.case.parcels] == ["P-1"]
    first, *stuck = found.left
    assert [label.zh for label in first.lacks] == ["预计工期", "预计成交价"]
    assert [(one.key, one.waits_for) for one in stuck] == [("P-3", "P-2"), ("P-4", "P-3")]


def test_rings_and_numbers_of_nobody_are_named() -> None:
    rows = (
        parcel(waits_for="P-2"),
        parcel(item="P-2", waits_for="P-3"),
        parcel(item="P-3", waits_for="P-1"),
        parcel(item="P-4", waits_for="P-4"),
        parcel(item="P-5", waits_for="P-99"),
        parcel(item="P-6", waits_for="P-1"),
        parcel(item="P-7", waits_for="P-8"),
        parcel(item="P-8", closed_on=date(2026, 1, 1)),
    )
    found = made(*rows)
    assert {one.key: one.why for one in found.left} == {
        "P-1": "ring", "P-2": "ring", "P-3": "ring", "P-4": "ring", "P-5": "nobody", "P-6": "waits",
    }  # fmt: skip
    assert found.case is not None
    assert [p.key for p in found.case.parcels] == ["P-7"]  # what it waits for is done with


def test_nothing_filled_in_is_a_sentence() -> None:
    found = made(parcel(remaining_wan=None))
    assert found.case is None
    assert [problem.id for problem in found.problems] == ["K-062"]
    assert "1宗没有填全" in found.problems[0].say("zh")


def test_shared_works_need_no_price_and_are_not_for_sale() -> None:
    road = parcel(item="G-1", half_finished=None, works_only=True, price_mid_wan=None)
    case = made(road, parcel(waits_for="G-1", waits_at="list")).case
    assert case is not None
    works, waits = case.parcels
    assert (works.for_sale, works.proceeds_wan) == (False, ())
    assert waits.after == After("G-1", "list")


def test_a_clear_parcel_waits_for_its_listing_only_and_opens_the_way() -> None:
    clear = parcel(cleared_on=date(2026, 1, 10), remaining_wan=None, work_months=None)
    listed = parcel(item="P-9", listed_on=date(2026, 1, 20))
    case = made(clear, parcel(item="P-2", waits_for="P-9"), listed).case
    assert case is not None
    assert case.parcels[0].options == (Option(1, 0, (0.0,)),)
    assert case.parcels[0].notice_months == 0  # a notice of 20 days fits into its one month
    assert case.parcels[1].after is None  # nobody it waits for is to be decided


@pytest.mark.parametrize(
    ("told", "coming"),
    [
        ({}, [(2, 4250.0), (13, 4250.0)]),  # listed in January: as expected
        ({"price_wan": 12000.0}, [(2, 5100.0), (13, 5100.0)]),  # sold: at its price
        ({"price_wan": 12000.0, "recovered_wan": 6000.0}, [(13, 4200.0)]),  # what came is gone
        ({"price_wan": 12000.0, "listed_on": date(2025, 9, 1)}, [(0, 5100.0), (9, 5100.0)]),
    ],
)  # fmt: skip
def test_a_listed_parcel_is_income_and_no_decision(told: dict[str, Any], coming: list[Any]) -> None:
    listed = parcel(item="P-2", **{"listed_on": date(2026, 1, 12)} | told)
    found = made(parcel(), listed, income_wan=100, duties_wan=40)
    assert [(one.month, one.wan) for one in found.coming] == coming
    assert found.case is not None
    assert [p.key for p in found.case.parcels] == ["P-1"]
    for month, wan in coming:
        assert found.case.pool.other_wan[month] == pytest.approx(60 + wan)


def test_a_listing_of_tomorrow_is_not_known_today() -> None:
    found = made(parcel(listed_on=date(2026, 2, 3)))
    assert found.coming == ()
    assert found.case is not None


def test_what_is_done_of_a_promise_is_taken_off() -> None:
    listed = parcel(item="P-2", listed_on=date(2026, 1, 12), price_wan=12000.0)
    dates = {"list_by": date(2026, 4, 30), "release_by": date(2026, 12, 31)}
    case = made(parcel(), listed, must_list=3, must_release_wan=9000.0, **dates).case
    assert case is not None
    assert case.promises == (Promise("listed", 2, 2), Promise("released", 9000 - 5100, 10))
    kept = made(parcel(), listed, must_list=1, must_release_wan=5000.0, **dates).case
    assert kept is not None
    assert kept.promises == ()


def test_a_promise_outside_the_months_is_a_sentence_with_its_place() -> None:
    found = made(parcel(), must_list=1, list_by=date(2026, 1, 30), release_by=date(2036, 1, 1))
    assert [(p.id, p.place) for p in found.problems] == [
        ("K-061", "挂牌期限"),
        ("K-061", "回笼期限"),
    ]


def test_price_and_delay_are_supposed_of_what_is_not_sold() -> None:
    sold = parcel(item="P-2", listed_on=date(2026, 1, 12), price_wan=10000.0)
    found = made(parcel(), sold, price=0.8, late=3)
    assert found.case is not None
    assert found.case.parcels[0].proceeds_wan == ((6, 3400.0), (17, 3400.0))
    assert [(one.month, one.wan) for one in found.coming] == [(2, 4250.0), (13, 4250.0)]


def test_counted_parcels_come_before_all_the_money_together() -> None:
    case = made(parcel(), aim="cleared").case
    assert case is not None
    all_money = case.parcels[0].back_wan + 2400
    assert case.objective.cleared == 1.0
    assert case.objective.npv * all_money < 1.0


def test_the_demo_programmes_are_cases_of_all_sixteen_parcels() -> None:
    view = demo_view()
    for row in view.items(PROGRAMME):
        found = case_of(world(), view.items(PARCEL), assumptions_of(row), ON)
        assert found.case is not None
        assert len(found.case.parcels) == 16
        assert sum(p.sunk_wan for p in found.case.parcels) > 90_000


@cache
def demo_view() -> View:
    entries, _ = ledger_of(world())
    return world().board(entries).view(ON)


# --- adopting ---------------------------------------------------------------------------------------------------

PROGRAMME_ROW = {"item": "FA-2026-009", "name": "先挂三宗", "months": 24}


def adopted(*rows: dict[str, Any], plan: Plan = PLAN, **desk: Any) -> Any:
    case = made(parcel()).case
    assert case is not None
    return adopt(world(), PROGRAMME_ROW, case, plan, rows, STAMP, world().desk(ON, **desk))


def test_adopting_writes_the_last_days_of_the_months_with_the_reason() -> None:
    outcome = adopted(parcel())
    planned, noted = outcome.entries
    assert planned.fields == {
        "planned_start_on": "2026-03-31",
        "planned_clear_on": "2026-05-31",
        "planned_list_on": "2026-06-30",
    }
    assert planned.verb == noted.verb == "handle"  # no report: nobody's duty is done by it
    assert act_of(planned) == act_of(noted) == "plan"
    assert planned.reason == noted.reason == "采纳方案 FA-2026-009 先挂三宗"
    assert noted.fields == {"adopted_on": "2026-01-31"}
    assert noted.register == PROGRAMME


def test_only_what_changes_is_written_and_what_is_dropped_is_emptied() -> None:
    stood = {"planned_start_on": date(2026, 3, 31), "planned_list_on": date(2026, 9, 30)}
    dropped = parcel(item="P-2", planned_start_on=date(2026, 2, 28))
    first, second, _ = adopted(parcel(**stood), dropped, parcel(item="P-3")).entries
    assert first.fields == {"planned_clear_on": "2026-05-31", "planned_list_on": "2026-06-30"}
    assert (second.key, second.fields) == ("P-2", {"planned_start_on": None})


def test_an_empty_plan_and_the_same_plan_again_are_refused() -> None:
    assert [p.id for p in adopted(parcel(), plan=Plan()).problems] == ["K-063"]
    stood = {
        "planned_start_on": date(2026, 3, 31),
        "planned_clear_on": date(2026, 5, 31),
        "planned_list_on": date(2026, 6, 30),
    }
    outcome = adopted(parcel(**stood))
    assert outcome.entries == ()
    assert [p.id for p in outcome.problems] == ["K-064"]


def test_a_locked_month_refuses_all_of_it() -> None:
    locks = {PARCEL: (Lock(date(2026, 1, 1), ON, "2026-01", "natural_resources", ON),)}
    outcome = adopted(parcel(), parcel(item="P-2", planned_start_on=ON), locks=locks)
    assert outcome.entries == ()
    assert {p.id for p in outcome.problems} == {"K-030"}


def test_plan_and_actuals_stand_side_by_side() -> None:
    rows = [
        parcel(planned_start_on=ON, planned_clear_on=date(2026, 3, 31), planned_list_on=date(2026, 4, 30),
               cleared_on=date(2026, 3, 20), listed_on=date(2026, 5, 13)),
        parcel(item="P-2", planned_start_on=ON, planned_list_on=date(2026, 6, 30)),
        parcel(item="P-3", planned_start_on=ON, planned_list_on=date(2026, 4, 30)),
        parcel(item="P-4"),
    ]  # fmt: skip
    found = beside(rows, date(2026, 5, 31))
    assert [(one.key, one.listing.late_days) for one in found] == [
        ("P-1", 13),
        ("P-3", 31),
        ("P-2", None),
    ]
    assert found[0].clear.late_days == 0
    before = beside(rows, date(2026, 5, 1))
    assert before[0].listing.done is None  # it was listed later


def test_the_planned_dates_are_the_plan_before() -> None:
    planned = parcel(planned_start_on=date(2026, 3, 31), planned_clear_on=date(2026, 5, 31), planned_list_on=date(2026, 7, 31))  # fmt: skip
    begun = parcel(
        item="P-2", planned_start_on=date(2025, 12, 31), planned_clear_on=date(2026, 2, 28)
    )
    found = made(planned, begun, parcel(item="P-3"))
    assert found.before == Plan({"P-1": Work(0, 1), "P-2": Work(0, 0)}, {"P-1": 5})


def test_months_end_where_they_end() -> None:
    assert last_day("2028-02") == date(2028, 2, 29)
    assert first_month(date(2026, 12, 31)) == date(2027, 1, 1)
