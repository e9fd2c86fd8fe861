"""The rectangles are the plain as_of at every corner, however the entries come in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import as_of, columnar
from luoshi.ledger.columnar import Delta, Kind, Rectangles
from luoshi.ledger.entry import Entry
from tests.core.ledger.small_ledgers import day, entry, random_entries, told

KINDS: dict[str, Kind] = {"sunk_wan": "float", "listed_on": "text"}
STAGES = ("a", "b")


def at(
    columns: dict[str, list[Any]], true_on: date, known_at: datetime | None
) -> list[dict[str, Any]]:
    """The filter that DuckDB gets, in Python: the rows whose rectangle holds the point."""
    instant = columnar.micros(known_at)
    rows = [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    return [r for r in rows if r["v0"] <= true_on < r["v1"] and r["k0"] <= instant < r["k1"]]


def plain(
    entries: list[Entry], true_on: date, known_at: datetime | None
) -> dict[str, dict[str, Any]]:
    """What `as_of.states` says, in the shape of the columns."""
    shown = {}
    for (_, key), item in as_of.states(entries, true_on=true_on, known_at=known_at).items():
        columns = as_of.system_columns(item)
        for field, kind in (*KINDS.items(), ("stage", "text")):
            try:
                columns[field] = columnar.typed(item.fields[field], kind)  # type: ignore[arg-type]
            except (KeyError, ValueError):
                columns[field] = None
        columns |= {f"stage_on_{s}": item.stages.get(s) for s in STAGES}
        shown[key] = columns
    return shown


def assert_equal_everywhere(entries: list[Entry], columns: dict[str, list[Any]]) -> None:
    for known_at in (None, *(told(n) for n in range(-1, 26))):
        for on in range(-1, 7):
            rows = at(columns, day(on), known_at)
            found = {row["item"]: row for row in rows}
            assert len(rows) == len(found), "two rows for one item"
            for row in rows:
                for place in ("v0", "v1", "k0", "k1"):
                    del row[place]
            assert found == plain(entries, day(on), known_at), (on, known_at)


@given(random_entries(items=2, most=10))
def test_rectangles_are_as_of_at_every_corner(entries: list[Entry]) -> None:
    rectangles = Rectangles("parcel", KINDS, STAGES)
    rectangles.add(entries)
    assert_equal_everywhere(entries, rectangles.columns)


@given(random_entries(items=2, most=10), st.lists(st.integers(1, 4), max_size=6))
def test_a_copy_kept_up_by_deltas_is_the_same(entries: list[Entry], batches: list[int]) -> None:
    rectangles = Rectangles("parcel", KINDS, STAGES)
    copy: dict[str, list[Any]] = {name: [] for name in rectangles.columns}
    rest = list(entries)
    for size in [*batches, len(rest)]:
        delta = rectangles.add(rest[:size])
        rest = rest[size:]
        load(copy, rectangles, delta)
    assert_equal_everywhere(entries, copy)


@given(random_entries(items=1, most=10), st.randoms(use_true_random=False))
def test_entries_that_come_in_late_make_their_item_anew(entries: list[Entry], chance: Any) -> None:
    rectangles = Rectangles("parcel", KINDS, STAGES)
    copy: dict[str, list[Any]] = {name: [] for name in rectangles.columns}
    for one in chance.sample(entries, len(entries)):
        load(copy, rectangles, rectangles.add([one]))
    assert_equal_everywhere(entries, copy)


def load(copy: dict[str, list[Any]], rectangles: Rectangles, delta: Delta) -> None:
    """What the board does with a delta, on lists."""
    for row, k1 in delta.ended.items():
        copy["k1"][row] = k1
    for name, column in rectangles.rows_from(delta.first_row).items():
        copy[name].extend(column)


def test_a_report_a_month_makes_two_rows_an_entry() -> None:
    rectangles = Rectangles("parcel", KINDS)
    rectangles.add(entry(fields={"sunk_wan": n}, on=n, at=n) for n in range(12))
    assert len(rectangles) == 2 * 12 - 1


def test_other_registers_and_undeclared_fields_are_passed_over() -> None:
    rectangles = Rectangles("parcel", KINDS)
    rectangles.add([entry(register="project"), entry(fields={"dropped_field": 1})])
    assert rectangles.columns["item"] == ["P-1"]
    assert "dropped_field" not in rectangles.columns


def test_a_value_of_another_kind_is_missing_and_named_once() -> None:
    rectangles = Rectangles("parcel", {"listed_on": "date", "households": "int"})
    rectangles.add(
        [
            entry(fields={"listed_on": "2025-04-31", "households": 3.0}, at=0),
            entry(fields={"households": 2.5}, on=1, at=1),
        ]
    )
    assert [p.id for p in rectangles.problems] == ["L-020", "L-020"]
    assert rectangles.problems[0].place == "parcel/P-1"
    assert "2025-04-31" in rectangles.problems[0].cause()
    latest = at(rectangles.columns, day(0), None)[0]
    assert (latest["listed_on"], latest["households"]) == (None, 3)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (3, "float", 3.0),
        (3.0, "int", 3),
        ("2025-04-30", "date", date(2025, 4, 30)),
        (7, "text", "7"),
        (True, "bool", True),
    ],
)
def test_values_get_the_type_of_their_kind(value: Any, kind: Kind, expected: Any) -> None:
    found = columnar.typed(value, kind)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "kind"), [(True, "int"), (True, "float"), (2.5, "int"), ("3", "float"), (1, "bool")]
)
def test_a_guess_is_refused(value: Any, kind: Kind) -> None:
    with pytest.raises(ValueError):
        columnar.typed(value, kind)
