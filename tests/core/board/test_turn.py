"""Since when, and when next: the same answers as looking at the board of every day in turn."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from luoshi.board.memory import months_red
from luoshi.declare.register import Level
from luoshi.district.parameters import Parameter, Parameters
from luoshi.ledger.entry import Entry
from luoshi.values.label import Label
from tests.core.board.small_district import board, opened, told

DAY = timedelta(days=1)
ENTRIES = [
    opened("parcel", "P-1", "2026-03-05", name="甲", unit="qingshan", list_by="2026-04-30", announced_on="2026-04-02"),
    told("parcel", "P-1", "2026-03-07"),
    told("parcel", "P-1", "2026-03-31"),
    told("parcel", "P-1", "2026-05-06", {"listed_on": "2026-05-06"}),
    opened("parcel", "P-2", "2026-03-05", name="乙", unit="nantang", list_by="2026-06-30", clear_by="2026-05-10"),
    told("parcel", "P-2", "2026-03-15", {"households_total": 3}),
    told("parcel", "P-2", "2026-04-10", {"list_by": "2026-05-15"}),
    opened("project", "J-1", "2026-03-05", name="丙", unit="nantang", kind="new", planned_wan=100, start_by="2026-04-20"),
    told("project", "J-1", "2026-03-10", {"invested_wan": 5}),
    told("project", "J-1", "2026-03-31", {"invested_wan": 20}),
    opened("commitment", "R-1", "2026-03-06", quote="丁", unit="nantang", deadline_on="2026-04-15"),
    told("commitment", "R-1", "2026-03-08", {"progress": "在办"}, verb="feedback"),
    opened("commitment", "R-2", "2026-03-06", quote="戊", unit="nantang", deadline_on="2026-05-03",
           register_key="parcel", measure_key="listed", comparator=">=", target=1, target_unit="个"),
]  # fmt: skip
PARAMETERS = Parameters([
    Parameter("warn_days", 7, Label.of("预警"), since=date(2026, 1, 1)),
    Parameter("warn_days", 15, Label.of("预警"), since=date(2026, 4, 1)),
])  # fmt: skip


FIRST, LAST, AHEAD = date(2026, 3, 4), date(2026, 5, 8), 30


def levels(entries: list[Entry], days: list[date]) -> dict[date, dict[tuple[str, str, str], Level]]:
    """The level of every light on each of these days, by looking at the board of each."""
    looked = board(entries, parameters=PARAMETERS)
    return {
        d: {(x.register, x.key, x.light): x.level for x in looked.view(d).lamps()} for d in days
    }


@cache
def every_day() -> dict[date, dict[tuple[str, str, str], Level]]:
    return levels(ENTRIES, [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)])


@pytest.mark.parametrize(
    "day", [date(2026, 3, 9), date(2026, 3, 31), date(2026, 4, 12), date(2026, 5, 6)]
)
def test_turns_are_those_of_the_boards_of_every_day(day: date) -> None:
    looked = board(ENTRIES, parameters=PARAMETERS).view(day)
    told_by_then = [e for e in ENTRIES if e.true_on <= day]
    later = levels(told_by_then, [day + n * DAY for n in range(1, AHEAD)])
    for place, now in every_day()[day].items():
        turn, since = looked.turn(*place), day
        while every_day()[since - DAY].get(place) == now:
            since -= DAY
        assert turn.since == since, place
        ahead = next(((d, new) for d, lit in later.items() if (new := lit.get(place)) != now), None)
        if ahead or (turn.next_on and turn.next_on < day + AHEAD * DAY):
            assert (turn.next_on, turn.next_level) == ahead, place


def test_an_item_that_is_not_there_has_no_turn_and_no_lamp() -> None:
    looked = board(ENTRIES).view(date(2026, 4, 1))
    assert looked.turn("parcel", "P-9", "listing").since is None
    assert looked.lamp("parcel", "P-9", "listing") is None
    assert board(ENTRIES).view(date(2025, 1, 1)).turn("parcel", "P-1", "listing").since is None


def test_a_missed_month_stays_missed_and_says_that_it_was_made_good() -> None:
    looked = board(ENTRIES, parameters=PARAMETERS)
    months = looked.view(date(2026, 6, 20)).memory("parcel", "P-1", "listing")
    assert [(m.ends_on.month, m.level, m.made_good) for m in months] == [
        (3, "green", False),
        (4, "yellow", False),  # due that very day
        (5, "green", False),
    ]
    late = [*ENTRIES, told("parcel", "P-2", "2026-06-03", {"cleared_on": "2026-06-03"})]
    months = (
        board(late, parameters=PARAMETERS)
        .view(date(2026, 6, 20))
        .memory("parcel", "P-2", "clearing")
    )
    assert [(m.level, m.made_good) for m in months] == [
        ("green", False),
        ("yellow", False),
        ("red", True),
    ]
    still = looked.view(date(2026, 7, 20)).memory("parcel", "P-2", "clearing")
    assert [(m.level, m.made_good) for m in still][2:] == [("red", False), ("red", False)]
    assert months_red(still) == 2
    assert looked.view(date(2026, 3, 20)).memory("parcel", "P-2", "clearing") == []


def test_months_are_those_of_the_boards_of_their_last_days() -> None:
    looked = board(ENTRIES, parameters=PARAMETERS)
    view = looked.view(date(2026, 5, 8))
    for register, key, light in {place for lit in every_day().values() for place in lit}:
        for month in view.memory(register, key, light, 3):
            shown = levels(ENTRIES, [month.ends_on])[month.ends_on]
            assert shown.get((register, key, light)) == month.level, (key, light, month)
