"""A change of light is the difference of two boards."""

from __future__ import annotations

from luoshi.board.flips import flips
from tests.core.board.small_district import opened, told, view

BEFORE = [
    opened("parcel", "P-1", "2026-01-05", name="甲", unit="qingshan", list_by="2026-04-30"),
    opened("parcel", "P-2", "2026-01-05", name="乙", unit="qingshan", list_by="2026-04-30"),
]


def test_changes_new_lights_and_lights_that_are_gone() -> None:
    before = view(BEFORE, "2026-04-25").lamps()
    after = view(
        [
            *BEFORE,
            told("parcel", "P-1", "2026-04-26", {"listed_on": "2026-04-26"}),
            told("parcel", "P-2", "2026-04-26", {"list_by": None}),
            opened("parcel", "P-3", "2026-04-26", name="丙", list_by="2026-04-20"),
        ],
        "2026-04-26",
    ).lamps()
    found = [(f.key, f.light, f.old, f.new) for f in flips(before, after)]
    assert found == [
        ("P-1", "listing", "yellow", "green"),
        ("P-3", "listing", None, "red"),
        ("P-2", "listing", "yellow", None),
    ]
    assert flips(before, after)[0].why.zh == "4月26日挂牌"


def test_a_board_does_not_differ_from_itself() -> None:
    lamps = view(BEFORE, "2026-04-25").lamps()
    assert flips(lamps, lamps) == []


def test_time_alone_turns_a_light() -> None:
    turned = flips(view(BEFORE, "2026-04-30").lamps(), view(BEFORE, "2026-05-01").lamps())
    assert {(f.old, f.new) for f in turned} == {("yellow", "red")}
