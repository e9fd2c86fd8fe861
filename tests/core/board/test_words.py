"""Values in the words of the office."""

from __future__ import annotations

import re
from datetime import date

import pytest

from luoshi.board.words import say_day, say_number, sayings
from luoshi.registers.catalogue import shipped
from luoshi.values.conversion import say_unit
from tests.core.board.small_district import UNITS

TODAY = date(2026, 4, 30)
HAN = re.compile(r"[一-鿿]")


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (7, "天", "7天", "7 days"),
        (0, "宗", "0宗", "0 parcels"),
        (48000, "万元", "48,000万元", "480 million yuan"),
        (480000000, "元", "4.8亿元", "480 million yuan"),
        (320001, "元", "32.0001万元", "320,001 yuan"),
        (-5, "元", "-5元", "-5 yuan"),
        (5, "万元", "5万元", "50,000 yuan"),
        (3.82, "个百分点", "3.82个百分点", "3.82 percentage points"),
        (16.67, "%", "16.67%", "16.67%"),
        (100, "%", "100%", "100%"),
        (1600.0, "", "1,600", "1,600"),
    ],
)
def test_a_number_with_its_unit(value: float, unit: str, zh: str, en: str) -> None:
    assert tuple(say_number(value, unit)) == (zh, en)


def test_every_unit_of_a_register_has_an_english_side() -> None:
    units = {
        one.unit
        for r in shipped().values()
        for one in (*r.fields, *r.measures, *r.terms, *r.presets)
        if not one.unit.startswith("{")
    }
    assert "个工作日" in units
    assert [unit for unit in units if HAN.search(say_unit(unit).en)] == []


def test_a_day_says_its_year_only_where_it_is_not_this_one() -> None:
    assert tuple(say_day(date(2026, 4, 1), TODAY)) == ("4月1日", "1 April")
    assert tuple(say_day(date(2025, 12, 31), TODAY)) == ("2025年12月31日", "31 December 2025")


def test_choices_units_and_what_is_not_told() -> None:
    say = sayings(shipped()["project"], UNITS)
    assert say["kind"].of("new", {}, TODAY).zh == "新建"
    assert say["start_mark"].of("pile", {}, TODAY).zh == "打桩"
    assert say["unit"].of("qingshan", {}, TODAY).zh == "青山镇"
    assert say["owner"].of("abolished", {}, TODAY).zh == "abolished"
    assert say["stage"].of("started", {}, TODAY).zh == "开工"
    assert tuple(say["started_on"].of(None, {}, TODAY)) == ("未报", "not told")
    target = sayings(shipped()["commitment"], UNITS)["target"]
    assert target.of(480000000, {"target_unit": "元"}, TODAY).zh == "4.8亿元"
    assert target.of(3, {"target_unit": None}, TODAY).zh == "3"
