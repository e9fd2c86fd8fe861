"""Numbers: missing is not zero, totals open to their rows, units roll up the tree in protocol order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.core.board.small_district import board, opened, told, view

PARCELS = [
    opened("parcel", "P-1", "2026-01-05", name="甲", unit="qingshan_village", half_finished=True, sunk_wan=0.1),
    opened("parcel", "P-2", "2026-01-05", name="乙", unit="nantang", half_finished=True, sunk_wan=0.2),
    opened("parcel", "P-3", "2026-01-05", name="丙", unit="qingshan", half_finished=True),
    opened("parcel", "P-4", "2026-01-05", name="丁", unit="abolished", half_finished=False, sunk_wan=7),
    opened("parcel", "P-5", "2026-01-05", name="戊"),
    told("parcel", "P-1", "2026-03-31", {"listed_on": "2026-03-20"}),
    told("parcel", "P-2", "2026-04-30", {"listed_on": "2026-04-24"}, known="2026-05-03"),
    told("parcel", "P-3", "2026-04-30", {"listed_on": "2026-04-25"}, known="2026-05-03"),
]  # fmt: skip


def test_missing_is_not_zero_and_a_count_of_nothing_is() -> None:
    empty = view([], "2026-05-31")
    assert empty.measure("parcel", "released_wan")[0].value is None
    assert empty.measure("parcel", "listed")[0].value == 0
    assert empty.measure("parcel", "signed_percent")[0].value is None
    only_unknown = view([p for p in PARCELS if p.key == "P-3"], "2026-05-31")
    assert only_unknown.measure("parcel", "sunk_wan")[0].value is None
    assert only_unknown.measure("parcel", "listed")[0].value == 1


def test_sums_of_money_are_exact() -> None:
    assert view(PARCELS, "2026-05-31").measure("parcel", "sunk_wan")[0].value == 0.3


def test_units_roll_up_the_tree_in_protocol_order() -> None:
    readings = view(PARCELS, "2026-05-31").measure("parcel", "listed", per="unit")
    assert [(r.unit, r.value) for r in readings] == [
        (None, 3), ("district", 3), ("qingshan", 2), ("qingshan_village", 1), ("nantang", 1)
    ]  # fmt: skip


def test_what_belongs_to_no_known_unit_stands_in_the_total_only() -> None:
    readings = view(PARCELS, "2026-05-31").measure("parcel", "half_finished_count", per="unit")
    assert readings[0].value == 3
    every = view(
        [*PARCELS, told("parcel", "P-4", "2026-05-01", {"half_finished": True})], "2026-05-31"
    )
    readings = every.measure("parcel", "half_finished_count", per="unit")
    assert readings[0].value == 4
    assert next(r for r in readings if r.unit == "district").value == 3


def test_months_are_those_in_which_rows_began_to_count() -> None:
    readings = view(PARCELS, "2026-05-31").measure("parcel", "listed", per="month")
    assert [(r.month, r.value) for r in readings] == [(None, 3), ("2026-03", 1), ("2026-04", 2)]
    assert view(PARCELS, "2026-05-31").measure("parcel", "sunk_wan", per="month")[1:] == []


def test_every_number_opens_to_its_rows() -> None:
    looked = view(PARCELS, "2026-05-31")
    rows = looked.rows("parcel", "released_wan")
    assert [row["item"] for row in rows] == ["P-1", "P-2", "P-3"]
    assert sum(Decimal(str(row["sunk_wan"] or 0)) for row in rows) == Decimal("0.3")
    assert looked.measure("parcel", "released_wan")[0].value == 0.3
    assert set(rows[0]) == set(looked.items("parcel")[0])
    own = looked.rows("parcel", "released_wan", units=["nantang"])
    assert [row["item"] for row in own] == ["P-2"]


def test_units_narrow_every_answer() -> None:
    looked = view(PARCELS, "2026-05-31")
    assert looked.measure("parcel", "listed", units={"qingshan", "qingshan_village"})[0].value == 2
    assert looked.measure("parcel", "listed", units=[])[0].value == 0
    assert [row["item"] for row in looked.items("parcel", units=["nantang"])] == ["P-2"]
    assert looked.items("parcel", units=[]) == []
    assert {lamp.owner for lamp in looked.lamps("parcel", units=["nantang"])} == {"nantang"}


def test_a_view_knows_only_what_was_known_then() -> None:
    looked = board(PARCELS)
    may_second = datetime(2026, 5, 2, 23, tzinfo=UTC)
    assert looked.view(date(2026, 4, 30), may_second).measure("parcel", "listed")[0].value == 1
    assert looked.view(date(2026, 4, 30)).measure("parcel", "listed")[0].value == 3
    assert (
        looked.view(date(2026, 4, 24)).measure("parcel", "listed")[0].value == 1
    )  # told as of 30 April only


def test_a_value_that_does_not_fit_its_field_is_unknown_and_listed() -> None:
    looked = view(
        [opened("parcel", "P-9", "2026-01-05", name="己", sunk_wan="很多", list_by="2026-04-30")],
        "2026-05-01",
    )
    assert looked.items("parcel")[0]["sunk_wan"] is None
    assert [problem.place for problem in looked.problems] == ["parcel/P-9"]
    wild = view(
        [opened("parcel", "P-9", "2026-01-05", name="己", sunk_wan=1e300, list_by="0001-01-01")],
        "2026-05-01",
    )
    assert wild.items("parcel")[0]["sunk_wan"] is None
    assert wild.lamps("parcel") == []


def test_entries_of_registers_that_are_not_declared_are_left_out() -> None:
    assert view([opened("well", "W-1", "2026-01-05", name="井")], "2026-05-01").lamps() == []


def test_the_sql_of_a_number_can_be_read() -> None:
    looked = view([], "2026-05-31")
    assert "sum(sunk_wan)" in looked.sql("parcel", measure="released_wan", per="unit")
    assert "then 'yellow'" in looked.sql("parcel", light="listing")
