"""The burden is cells asked of a unit: items times fields, weekly ones as often as the month has Sundays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luoshi.declare.register import Cadence
from luoshi.desk.burden import Burden, burdens
from tests.core.desk.ground import PLOT, TODAY, UNITS

ITEMS = {"yi": 1, "jia": 2}  # by owner: of how many items a report is asked


def asked(on: date = TODAY, **changes: object) -> dict[str, Burden]:
    plot = replace(PLOT, **changes)  # type: ignore[arg-type]
    found = burdens({"plot": plot}, {"plot": ITEMS}, on, UNITS)
    return {one.unit: one for one in found}


def test_cells_are_items_times_the_fields_asked_of_the_reporter() -> None:
    found = asked()
    assert list(found) == ["jia", "yi"]  # protocol order
    assert (found["jia"].cells, found["jia"].facts) == (2 * 3, 3)
    assert (found["yi"].cells, found["yi"].facts) == (1 * 3, 3)
    assert [one.field.key for one in found["yi"].asked] == ["signed", "listed_on", "clear"]


@pytest.mark.parametrize(
    ("on", "sundays"), [("2026-05-01", 4), ("2026-05-31", 4), ("2026-06-01", 5), ("2026-01-15", 4)]
)
def test_a_weekly_register_is_asked_as_often_as_the_month_has_sundays(
    on: str, sundays: int
) -> None:
    found = asked(date.fromisoformat(on), due=Cadence("week", 1))
    assert {one.times for b in found.values() for one in b.asked} <= {sundays}
    if found:
        assert found["yi"].cells == sundays * 3


def test_a_register_without_a_cadence_or_without_questions_weighs_nothing() -> None:
    assert asked(due=Cadence()) == {}
    quiet = tuple(f for f in PLOT.fields if f.asked_of != "reporter")
    assert asked(fields=quiet) == {}


def test_the_same_fact_of_two_registers_of_things_is_two_facts() -> None:
    other = replace(PLOT, key="lot")
    found = burdens({"plot": PLOT, "lot": other}, {"plot": ITEMS, "lot": ITEMS}, TODAY, UNITS)
    assert [(b.unit, b.cells, b.facts) for b in found] == [("jia", 12, 6), ("yi", 6, 6)]
