"""Values in the words of the office."""

from __future__ import annotations

import re
from datetime import date

import pytest

from luoshi.board.words import on_the_day, say_day, say_number, sayings
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


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("按期推进，离挂牌时限4月30日还有0天", "按期推进，挂牌时限4月30日今天到期"),
        ("4月30日应挂牌，还有0天", "4月30日应挂牌，今天到期"),
        ("4月30日到期，还有0天，尚未办结", "4月30日到期，今天到期，尚未办结"),
        ("离时限还有10天", "离时限还有10天"),
        ("已完成0宗，目标3宗，离时限还有0天", "已完成0宗，目标3宗，时限今天到期"),
        ("On its way, 0 days to 30 April", "On its way, due today: 30 April"),
        ("To be listed by 30 April, 0 days left", "To be listed by 30 April, due today"),
        ("On its way, 10 days to 30 April", "On its way, 10 days to 30 April"),
        ("5 of 20, 10 days left", "5 of 20, 10 days left"),
    ],
)
def test_on_the_last_day_it_is_due_today(said: str, instead: str) -> None:
    assert on_the_day(said) == instead


def test_no_reason_of_ours_counts_nought_days() -> None:
    for register in shipped().values():
        for light in register.lights:
            for rule in light.rules.values():
                for why in (rule.why, *(label for _, label in rule.cases)):
                    if re.search(r"还有\{", why.zh):
                        zh, en = (
                            re.sub(r"\{\w*days_left\}", nought, text)
                            for nought, text in (("0天", why.zh), ("0 days", why.en))
                        )
                        en = re.sub(r"\{\w+\}", "30 April", en)
                        assert "0天" not in on_the_day(zh), zh
                        assert not re.search(r"\b0 days", on_the_day(en)), en
