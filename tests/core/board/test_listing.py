"""A list is asked of the database: each answer beside the same in plain Python, over any items and any filter."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.board.board import Board, View
from luoshi.board.listing import Fit
from luoshi.declare.register import LEVELS
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from tests.core.board import small_district
from tests.core.board.small_district import opened, told

DAY = date(2026, 5, 2)
TWO = {
    key: shipped()[key] for key in ("commitment", "parcel")
}  # a board of eighteen takes its time
OWNERS = ("qingshan", "nantang", "qingshan_village")


def board(entries: list[Entry]) -> Board:
    return small_district.board(entries, catalogue=TWO)


def plots() -> list[Entry]:
    """Four parcels of three units, one of them closed; two commitments, one of which a second unit helps with."""
    return [
        opened("parcel", "P-1", "2026-01-05", name="青山路东侧", unit="qingshan", list_by="2026-04-30", sunk_wan=100),
        opened("parcel", "P-2", "2026-01-05", name="NanTang 老街", unit="nantang", list_by="2026-05-05", sunk_wan=50.5),
        opened("parcel", "P-3", "2026-01-05", name="青山村口", unit="qingshan_village"),
        opened("parcel", "P-4", "2026-01-05", name="旧粮站", unit="nantang", list_by="2026-04-30"),
        told("parcel", "P-4", "2026-04-20", verb="close"),
        opened("commitment", "R-1", "2026-04-08", quote="补齐手续", unit="qingshan", co_units="nantang、natural_resources"),
        opened("commitment", "R-2", "2026-04-08", quote="印发计划", unit="natural_resources"),
    ]  # fmt: skip


def keys(view: View, register: str = "parcel", **fit: object) -> list[str]:
    return [row["item"] for row in view.listing(register, Fit(**fit)).page()]  # type: ignore[arg-type]


def test_each_word_of_the_filter_narrows() -> None:
    view = board(plots()).view(DAY)
    assert keys(view) == ["P-1", "P-2", "P-3", "P-4"]
    assert keys(view, closed=False) == ["P-1", "P-2", "P-3"]
    assert keys(view, closed=True) == ["P-4"]
    assert keys(view, owners=frozenset({"nantang"})) == ["P-2", "P-4"]
    assert keys(view, words="青山") == ["P-1", "P-3"]
    assert keys(view, words="nantang ") == ["P-2", "P-4"]  # the name, and the unit's name
    assert keys(view, words="老街 nantang") == ["P-2"]
    assert keys(view, words="p-3") == ["P-3"]
    assert keys(view, after="P-2") == ["P-3", "P-4"]
    assert keys(view, keys=frozenset({"P-4", "P-1", "P-9"})) == ["P-1", "P-4"]
    assert keys(view, keys=frozenset()) == []
    assert keys(view, level="red") == ["P-1", "P-4"]
    assert keys(view, level="yellow") == ["P-2"]


def test_a_stage_narrows_to_what_stands_in_it() -> None:
    moved = told("parcel", "P-2", "2026-04-20", {"stage": "listed"}, verb="stage")
    view = board([*plots(), moved]).view(DAY)
    assert keys(view, stage="listed") == ["P-2"]
    assert keys(view, stage="nothing") == []


def test_a_unit_sees_what_it_owns_and_what_it_helps_with() -> None:
    view = board(plots()).view(DAY)
    assert keys(view, "commitment", seen=frozenset({"nantang"})) == ["R-1"]
    assert keys(view, "commitment", seen=frozenset({"natural_resources"})) == ["R-1", "R-2"]
    assert keys(view, "commitment", seen=frozenset({"qingshan_village"})) == []
    assert keys(view, seen=frozenset()) == []


def test_pages_follow_each_other_in_the_asked_order() -> None:
    listing = board(plots()).view(DAY).listing("parcel")
    assert [row["item"] for row in listing.page(0, 2)] == ["P-1", "P-2"]
    assert [row["item"] for row in listing.page(2, 2)] == ["P-3", "P-4"]
    assert listing.page(4, 2) == []
    assert [row["item"] for row in listing.page(sort="sunk_wan")] == ["P-2", "P-1", "P-3", "P-4"]
    assert [row["item"] for row in listing.page(sort="sunk_wan", down=True)] == [
        "P-1",
        "P-2",
        "P-3",
        "P-4",
    ]


def test_sums_and_columns_speak_only_of_what_was_told() -> None:
    view = board(plots()).view(DAY)
    fields = view.board.catalogue["parcel"].by_field
    sums = view.listing("parcel").sums([fields["sunk_wan"], fields["price_wan"]])
    assert sums == {"sunk_wan": 150.5}
    told_fields = view.listing("parcel").told()
    assert told_fields["name"] == len("NanTang 老街")
    assert "price_wan" not in told_fields
    assert view.listing("parcel", Fit(words="nothing of the kind")).told() == {}


def test_owing_is_asked_once_a_period_and_ends_with_a_report() -> None:
    entries = [*plots(), told("parcel", "P-1", "2026-04-30", {"households_signed": 3})]
    view = board(entries).view(DAY)
    april = date(2026, 4, 1), date(2026, 4, 30)
    assert [row["item"] for row in view.owing("parcel", *april)] == ["P-2", "P-3"]
    assert [row["item"] for row in view.owing("parcel", *april, units={"nantang"})] == ["P-2"]
    asked = {"qingshan": (1, 1), "nantang": (1, 0), "qingshan_village": (1, 0)}
    assert view.asked("parcel", *april) == asked
    assert view.asked("parcel", date(2026, 5, 1), date(2026, 5, 31))["qingshan"] == (1, 0)
    assert (
        view.owing("parcel", date(2025, 12, 1), date(2025, 12, 31)) == []
    )  # nothing was open then


reports = st.lists(
    st.tuples(
        st.sampled_from(["P-1", "P-2", "P-3", "P-5"]),
        st.dates(date(2026, 1, 6), date(2026, 5, 20)),
        st.fixed_dictionaries(
            {},
            optional={
                "listed_on": st.dates(date(2026, 2, 1), date(2026, 5, 20)).map(date.isoformat),
                "households_signed": st.integers(0, 40),
                "list_by": st.dates(date(2026, 4, 1), date(2026, 6, 30)).map(date.isoformat),
                "unit": st.sampled_from(OWNERS),
            },
        ),
    ),
    max_size=6,
)


def bound() -> list[Entry]:
    """A commitment that the parcels answer."""
    said = {
        "quote": "挂牌两宗",
        "unit": "natural_resources",
        "deadline_on": "2026-04-30",
        "said_on": "2026-04-08",
    }
    to = {
        "register_key": "parcel",
        "measure_key": "listed",
        "comparator": ">=",
        "target": 2,
        "target_unit": "宗",
    }
    return [opened("commitment", "R-9", "2026-04-08", **said, **to)]


def everything(view: View) -> object:
    """All that a view can tell, in a form that can be compared."""
    return [
        (view.items(register), view.lamps(register), sorted(view.shining(register)))
        for register in ("parcel", "commitment")
    ] + [view.measure("parcel", "listed", per="unit"), view.measure("commitment", "met_count")]


@settings(max_examples=15, deadline=None)
@given(reports, reports)
def test_a_view_that_follows_tells_what_a_new_one_would(first: list, then: list) -> None:  # type: ignore[type-arg]
    start = [
        *plots(),
        *bound(),
        *(told("parcel", k, d.isoformat(), f, known="2026-05-21") for k, d, f in first),
    ]
    later = [told("parcel", k, d.isoformat(), f, known="2026-05-22") for k, d, f in then]
    known = board(start)
    views = [known.view(DAY), known.view(date(2026, 3, 1)), known.view(DAY, start[-1].known_at)]
    for view in views:
        everything(view)
    touched = known.add(later)
    fresh = board([*start, *later])
    for view in views:
        view.follow(touched)
        assert everything(view) == everything(fresh.view(view.true_on, view.known_at))


@settings(max_examples=15, deadline=None)
@given(reports, reports)
def test_what_turned_is_the_difference_of_the_lamps(first: list, then: list) -> None:  # type: ignore[type-arg]
    start = [
        *plots(),
        *(told("parcel", k, d.isoformat(), f, known="2026-05-21") for k, d, f in first),
    ]
    later = [told("parcel", k, d.isoformat(), f, known="2026-05-22") for k, d, f in then]
    known = board([*start, *later])
    before, now = known.view(DAY, start[-1].known_at), known.view(DAY)
    light = known.light("parcel", "listing")
    levels = {lamp.key: lamp.level for lamp in before.lamps("parcel") if lamp.light == light.key}
    expected = {
        lamp.key: (levels[lamp.key], lamp.level)
        for lamp in now.lamps("parcel")
        if lamp.light == light.key and levels.get(lamp.key, lamp.level) != lamp.level
    }
    count, flips = now.turned(before, "parcel", light, 99)
    assert count == len(expected)
    assert {flip.key: (flip.old, flip.new) for flip in flips} == expected
    assert [f.new for f in flips] == sorted(
        (f.new for f in flips), key=lambda lv: LEVELS.index(lv or "green")
    )


@pytest.mark.parametrize("register", ["parcel", "commitment"])
def test_counted_lamps_are_the_lamps(register: str) -> None:
    view = board([*plots(), *bound()]).view(DAY)
    counted = Counter((lamp.light, lamp.owner, lamp.level) for lamp in view.lamps(register))
    assert {(s.light, s.owner, s.level): s.lamps for s in view.shining(register)} == counted
    items = Counter(level for level, _ in {(lamp.level, lamp.key) for lamp in view.lamps(register)})
    assert view.listing(register).levels() == items
