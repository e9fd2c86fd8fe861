"""The case sheets: what a cadre expects, what the plain twin says and what the board shows are one and the same."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.registers.catalogue import shipped
from tests.core.board.small_district import UNITS, board
from tests.core.registers.every_twin import LIGHTS, MEASURES
from tests.core.registers.sheets import Case, cases
from tests.core.registers.twins import delivery

SHEETS = [case for key in shipped() for case in cases(key)]
NAMES = [f"{case.register.key}-{n}" for n, case in enumerate(SHEETS, 1)]
TWINNED = [case for case in SHEETS if case.register.key in MEASURES]


@pytest.mark.parametrize("case", SHEETS, ids=NAMES)
def test_the_board_shows_what_the_sheet_expects(case: Case) -> None:
    looked = board(case.entries())
    for day in case.days:
        view = looked.view(day.on)
        lamps = {(x.key, x.light): (x.level, x.late) for x in view.lamps(case.register.key)}
        assert {place: lit for place, lit in lamps.items() if lit} == day.lights, day.on
        for measure, value in day.measures.items():
            assert view.measure(case.register.key, measure)[0].value == value, (measure, day.on)
        measured = {row["item"]: row.get("measured") for row in view.items(case.register.key)}
        assert {item: measured[item] for item in day.measured} == day.measured, day.on


@pytest.mark.parametrize("case", SHEETS, ids=NAMES)
def test_every_light_is_the_same_in_sql_and_on_one_record(case: Case) -> None:
    looked = board(case.entries())
    for day in case.days:
        view = looked.view(day.on)
        for lamp in view.lamps():
            assert view.lamp(lamp.register, lamp.key, lamp.light) == lamp


@pytest.mark.parametrize("case", TWINNED, ids=lambda case: case.name[:12])
def test_every_measure_and_light_is_the_plain_twin_s(case: Case) -> None:
    looked, key = board(case.entries()), case.register.key
    rows = case.rows[key]
    for day in case.days:
        view = looked.view(day.on)
        there = [row for row in rows if _opened(row) <= day.on]
        for measure, twin in MEASURES[key].items():
            value = view.measure(key, measure)[0].value
            assert value == (None if (v := twin(there, day.on)) is None else pytest.approx(v)), (
                measure
            )
        shown = {(x.key, x.light): (x.level, x.late) for x in view.lamps(key)}
        twins = {
            (r["item"], name): twin(r, day.on) for r in there for name, twin in LIGHTS[key].items()
        }
        assert shown == {place: lit for place, lit in twins.items() if lit is not None}, day.on


@pytest.mark.parametrize("case", cases("commitment"), ids=lambda case: case.name[:12])
def test_a_commitment_turns_as_its_plain_twin_does(case: Case) -> None:
    looked = board(case.entries())
    sizes = {("万元", "元"): 10_000, ("万元", "亿元"): 0.0001}
    for day in case.days:
        lamps = {
            lamp.key: (lamp.level, lamp.late) for lamp in looked.view(day.on).lamps("commitment")
        }
        measured = {row["item"]: row["measured"] for row in looked.view(day.on).items("commitment")}
        for row in case.rows["commitment"]:
            measure = shipped()[row.get("register_key", "parcel")].measure(
                row.get("measure_key", "listed")
            )
            assert measure
            size = sizes.get((measure.unit, row.get("target_unit", "")), 1)
            owners = (
                set(UNITS.under("qingshan")) if "unit:" in row.get("item_filter", "") else set()
            )
            value, lit = delivery(row, case.rows, day.on, size, owners)
            assert lamps[row["item"]] == lit, (row["item"], day.on)
            assert measured[row["item"]] == (None if value is None else pytest.approx(value))


def test_every_measure_and_light_has_a_twin_and_stands_on_a_sheet() -> None:
    for key, register in shipped().items():
        on_sheets = {m for case in cases(key) for day in case.days for m in day.measures}
        assert on_sheets == {m.key for m in register.measures}
        lit = {
            (light, lit[0])
            for case in cases(key)
            for day in case.days
            for (_, light), lit in day.lights.items()
        }
        assert lit == {(light.key, level) for light in register.lights for level in light.rules}
        if key in MEASURES:
            assert set(MEASURES[key]) == {m.key for m in register.measures}
            assert set(LIGHTS[key]) == {light.key for light in register.lights}


def _opened(row: dict[str, object]) -> date:
    return date.fromisoformat(min([str(row["opened_on"]), *row["reports"]]))  # type: ignore[misc]
