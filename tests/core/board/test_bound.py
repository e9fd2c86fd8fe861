"""A commitment and its measure: units, filters, ceilings, and bindings that cannot be judged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from luoshi.board.lamps import Lamp
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry
from tests.core.board.small_district import board, opened, told, view

LISTED = [
    opened("parcel", f"P-{n}", "2026-01-05", name=f"地块{n}", unit=unit, sunk_wan=16000, listed_on=day)
    for n, unit, day in (
        (1, "qingshan", "2026-04-20"), (2, "qingshan_village", "2026-04-25"), (3, "nantang", "2026-04-29")
    )
]  # fmt: skip


def promise(**fields: Any) -> Entry:
    whole = {"quote": "一句话", "unit": "qingshan", "deadline_on": "2026-04-30", "register_key": "parcel",
             "measure_key": "released_wan", "comparator": ">=", "target": 480000000, "target_unit": "元"}  # fmt: skip
    return opened("commitment", "R-1", "2026-04-08", **(whole | fields))


def judged(on: str, *entries: Entry, **fields: Any) -> tuple[dict[str, Any], Lamp]:
    looked = view([*LISTED, *entries, promise(**fields)], on)
    return looked.items("commitment")[0], looked.lamps("commitment")[0]


@pytest.mark.parametrize(
    ("target", "unit", "measured"),
    [
        (480000000, "元", 480000000),
        (48000, "万元", 48000),
        (4.8, "亿元", 4.8),
        (48, "千万元", 48),
        (48000, "", 48000),
    ],
)
def test_a_target_is_told_in_its_own_unit(target: float, unit: str, measured: float) -> None:
    item, lamp = judged("2026-04-30", target=target, target_unit=unit)
    assert (item["measured"], item["met_on"], lamp.level) == (measured, date(2026, 4, 29), "green")
    item, lamp = judged("2026-05-01", target=target * 1.0001, target_unit=unit)
    assert (item["met_on"], lamp.level) == (None, "red")


def test_it_is_met_on_the_day_the_thing_happened_not_on_the_day_it_was_told() -> None:
    late = told("parcel", "P-4", "2026-05-06", {"listed_on": "2026-04-30", "sunk_wan": 1})
    item, lamp = judged("2026-05-06", late, target=48001, target_unit="万元")
    assert (item["met_on"], lamp.level, lamp.late) == (date(2026, 4, 30), "green", False)
    item, lamp = judged("2026-05-05", late, target=48001, target_unit="万元")
    assert (item["met_on"], lamp.level) == (None, "red")


@pytest.mark.parametrize(
    ("words", "value"),
    [("P-1", 1), ("P-1, P-3", 2), ("P-1，P-9", 1), ("unit:qingshan", 2), ("unit:nantang", 1), ("unit:gone", 0), ("", 3)],
)  # fmt: skip
def test_a_filter_counts_some_items_or_a_unit_with_all_below_it(words: str, value: int) -> None:
    item, _ = judged(
        "2026-04-30", measure_key="listed", target=9, target_unit="个", item_filter=words
    )
    assert item["measured"] == value


@pytest.mark.parametrize(
    ("comparator", "target", "met"),
    [(">=", 3, True), ("=", 2, True), (">", 3, False), (">", 2, True), ("<=", 3, True), ("<", 3, False), ("~", 3, False),
     ("+", 3, False), (None, 3, True)],
)  # fmt: skip
def test_comparators(comparator: str | None, target: int, met: bool) -> None:
    fields = {
        "measure_key": "listed",
        "target": target,
        "target_unit": "个",
        "comparator": comparator,
    }
    item, _ = judged("2026-04-30", **fields)
    assert (item["met_on"] is not None) is met


def test_it_is_not_met_any_more_when_a_correction_takes_it_back() -> None:
    first = LISTED[2]
    mended = told("parcel", "P-3", "2026-01-05", {"listed_on": None}, verb="correct", known="2026-05-10",
                  about=name_of(first), reason="公告日误填")  # fmt: skip
    item, lamp = judged("2026-05-10", mended)
    assert (item["met_on"], item["measured"], lamp.level) == (None, 320000000, "red")
    looked = board([*LISTED, mended, promise()])
    before = looked.view(date(2026, 5, 10), datetime(2026, 5, 9, tzinfo=UTC)).lamps("commitment")[0]
    assert before.level == "green"


@pytest.mark.parametrize(
    ("fields", "id_"),
    [
        ({"measure_key": "lised"}, "B-001"),
        ({"register_key": "well", "measure_key": "dug"}, "B-001"),
        ({"register_key": "commitment", "measure_key": "met_count"}, "B-001"),
        ({"target_unit": "亩"}, "B-002"),
        ({"target_unit": "个"}, "B-002"),
    ],
)
def test_a_binding_that_cannot_be_judged_is_a_problem_and_no_green_light(
    fields: dict[str, Any], id_: str
) -> None:
    looked = view([*LISTED, promise(**fields)], "2026-05-01")
    assert [(p.id, p.place) for p in looked.problems] == [(id_, "commitment/R-1")]
    assert looked.lamps("commitment")[0].level == "red"
    assert looked.items("commitment")[0]["measured"] is None


def test_a_word_of_the_owner_does_not_turn_a_bound_light() -> None:
    _, lamp = judged("2026-05-01", done_on="2026-04-30", target=999999, target_unit="亿元")
    assert lamp.level == "red"
