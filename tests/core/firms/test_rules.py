"""The shipped rules T1-T12: who is entitled, from which day, as known when, and for how much."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luoshi.firms.facts import facts
from luoshi.firms.reading import read_rules, shipped
from luoshi.firms.rule import conditions
from luoshi.registers.catalogue import shipped as registers
from tests.core.firms.made import RULES, rule_of, verdict, versions

LATER = date(2026, 11, 1)


def test_the_twelve_are_there_and_ask_only_what_the_register_of_facts_has() -> None:
    assert list(RULES) == [f"T{n}" for n in range(1, 13)]
    assert set(facts()) <= {field.key for field in registers()["firm_fact"].fields}
    offered = next(f for f in registers()["enjoyment"].fields if f.key == "rule")
    assert [(rule.key, rule.label) for rule in shipped()] == list(offered.choices)


@pytest.mark.parametrize(
    ("key", "on", "known_on", "source"),
    [
        # T4: 2023-12 was published on 2023-08-02 and works back over 2022-10
        ("T4", date(2021, 12, 31), LATER, None),
        ("T4", date(2022, 6, 1), LATER, "2022年第10号"),
        ("T4", date(2023, 3, 1), date(2023, 8, 1), "2022年第10号"),
        ("T4", date(2023, 3, 1), date(2023, 8, 2), "2023年第12号"),
        ("T4", date(2022, 12, 31), date(2023, 8, 2), "2022年第10号"),
        ("T4", date(2024, 12, 31), date(2023, 8, 1), "2022年第10号"),
        ("T4", date(2025, 1, 1), date(2023, 8, 1), None),
        ("T4", date(2025, 1, 1), date(2023, 8, 2), "2023年第12号"),
        ("T4", date(2027, 12, 31), LATER, "2023年第12号"),
        ("T4", date(2028, 1, 1), LATER, None),
        # T1: 2023-19 is dated 2023-08-01 and carries the rule on to 2027
        ("T1", date(2024, 1, 1), date(2023, 7, 31), None),
        ("T1", date(2024, 1, 1), date(2023, 8, 1), "2023年第19号"),
        ("T1", date(2023, 2, 1), date(2023, 7, 31), "2023年第1号"),
        # T6: 75 % -> 100 % for a quarter -> 100 % for good, published on 2023-03-26
        ("T6", date(2022, 9, 30), LATER, "75%"),
        ("T6", date(2022, 10, 1), LATER, "第四季度"),
        ("T6", date(2023, 1, 1), date(2023, 3, 25), None),
        ("T6", date(2023, 1, 1), date(2023, 3, 26), "2023年第7号"),
        ("T6", date(2040, 1, 1), LATER, "2023年第7号"),
        # T11: 2022, then 2023-2025; nothing found for 2026
        ("T11", date(2022, 12, 31), LATER, "2022年"),
        ("T11", date(2023, 1, 1), LATER, "2023-2025"),
        ("T11", date(2026, 1, 1), LATER, None),
        # T8 begins in 2024
        ("T8", date(2023, 12, 31), LATER, None),
        ("T8", date(2024, 1, 1), LATER, "2023年第37号"),
    ],
)
def test_which_version_applied_on_a_day_as_known_on_another(
    key: str, on: date, known_on: date, source: str | None
) -> None:
    version = RULES[key].in_force(on, known_on)
    assert (version is None) if source is None else (version and source in version.source)


def test_the_one_published_last_counts_though_it_begins_earlier() -> None:
    first = 'since = 2024-01-01\npublished = 2023-01-01\nsource = "甲文"'
    back = 'since = 2023-01-01\npublished = 2024-02-01\nsource = "乙文"'
    ((rule,), problems) = read_rules(rule_of(versions(back, first)))
    assert not problems
    on = date(2024, 6, 1)
    sources = [rule.in_force(on, known_on) for known_on in (date(2024, 1, 31), date(2024, 2, 1))]
    assert [one and one.source for one in sources] == ["甲文", "乙文"]


def test_a_day_without_a_version_is_not_known_rather_than_no() -> None:
    found = verdict("T11", date(2026, 3, 1), LATER)
    assert (found.answer, found.version, found.missing) == ("not_known", None, ())
    assert found.unchecked


@pytest.mark.parametrize("key", ["T1", "T2", "T7", "T12"])
def test_what_the_vat_law_may_have_changed_is_said_from_2026_on(key: str) -> None:
    assert not verdict(key, date(2025, 12, 31), LATER).unchecked
    assert verdict(key, date(2026, 1, 1), LATER).unchecked


@pytest.mark.parametrize(
    ("key", "told", "answer"),
    [
        ("T1", {"monthly_sales_wan": 10}, "yes"),
        ("T1", {"monthly_sales_wan": 10.01}, "no"),
        ("T1", {"taxpayer": "general"}, "no"),
        ("T2", {"monthly_sales_wan": 10}, "no"),
        ("T2", {"monthly_sales_wan": 10.01}, "yes"),
        ("T3", {"taxable_income_wan": 300, "staff": 300, "assets_wan": 5000}, "yes"),
        ("T3", {"taxable_income_wan": 300.01}, "no"),
        ("T3", {"staff": 301}, "no"),
        ("T3", {"assets_wan": 5000.01}, "no"),
        ("T3", {"restricted_trade": True}, "no"),
        ("T3", {"taxable_income_wan": -5}, "no"),
        ("T3", {"kind": "individual"}, "no"),
        ("T4", {"taxpayer": "general"}, "yes"),  # small low-profit
        ("T4", {"taxpayer": "general", "staff": 301}, "no"),
        ("T4", {"taxpayer": "general", "staff": 301, "kind": "individual"}, "yes"),
        ("T4", {"taxpayer": "general", "taxable_income_wan": -5}, "yes"),
        ("T5", {"kind": "individual"}, "yes"),
        ("T5", {}, "no"),
        ("T6", {"rd_excluded": True}, "no"),
        ("T6", {"rd_wan": 0}, "no"),
        ("T7", {"taxpayer": "general", "extra_credit_list": True}, "yes"),
        ("T7", {"taxpayer": "general", "extra_credit_list": False}, "no"),
        ("T8", {"equipment_wan": 900, "equipment_unit_wan": 500}, "yes"),
        ("T8", {"equipment_wan": 900, "equipment_unit_wan": 501}, "no"),
        ("T9", {"key_contract_years": 1}, "yes"),
        ("T9", {"key_contract_years": 0.5}, "no"),
        ("T10", {"staff": 30, "disabled_percent": None}, "yes"),
        ("T10", {"staff": 31, "disabled_percent": 0.9}, "yes"),
        ("T10", {"staff": 31, "disabled_percent": 1.5}, "no"),
        ("T11", {"layoff_percent": 20}, "yes"),  # 18 staff
        ("T11", {"layoff_percent": 20.1}, "no"),
        ("T11", {"layoff_percent": 5.5, "staff": 31}, "yes"),
        ("T11", {"layoff_percent": 5.6, "staff": 31}, "no"),
        ("T11", {"layoff_percent": 5.5, "staff": None}, "yes"),  # whatever its staff
        ("T11", {"premium_months": 11}, "no"),
        ("T12", {"loan_credit_wan": 1000}, "yes"),
        ("T12", {"loan_credit_wan": 1001}, "no"),
        ("T12", {"large": True}, "no"),
    ],
)
def test_both_sides_of_each_condition(key: str, told: dict[str, Any], answer: str) -> None:
    assert verdict(key, **told).answer == answer


@pytest.mark.parametrize(
    ("key", "on", "told", "worth_wan"),
    [
        ("T1", date(2025, 6, 30), {}, 8.5 * 12 * 0.01),
        ("T2", date(2025, 6, 30), {"monthly_sales_wan": 38}, 38 * 12 * 0.02),
        ("T3", date(2025, 6, 30), {"taxable_income_wan": 240}, 48),
        ("T6", date(2025, 6, 30), {}, 40 * 0.05),
        ("T6", date(2025, 6, 30), {"staff": 301}, 40 * 0.15),
        ("T6", date(2025, 6, 30), {"staff": 301, "high_tech": False}, 40 * 0.25),
        ("T6", date(2022, 9, 30), {"staff": 301, "high_tech": False}, 40 * 0.75 * 0.25),
        ("T6", date(2025, 6, 30), {"staff": None}, None),
        ("T7", date(2025, 6, 30), {"taxpayer": "general", "extra_credit_list": True}, 1.5),
        ("T9", date(2025, 6, 30), {}, 1.2),
        ("T11", date(2025, 6, 30), {}, 1.08),
        ("T11", date(2025, 6, 30), {"large": True}, 0.54),
        ("T11", date(2022, 6, 30), {}, 1.62),
        ("T11", date(2022, 6, 30), {"large": True}, 0.9),
        ("T11", date(2025, 6, 30), {"large": None}, None),
        ("T4", date(2025, 6, 30), {}, None),
    ],
)
def test_the_money_of_a_year(
    key: str, on: date, told: dict[str, Any], worth_wan: float | None
) -> None:
    found = verdict(key, on, LATER, **told)
    assert found.answer == "yes"
    assert found.worth_wan == (None if worth_wan is None else pytest.approx(worth_wan))


def test_every_condition_cites_its_clause_and_every_version_its_paper() -> None:
    for rule in shipped():
        for version in rule.versions:
            assert version.source
            assert all(one.clause and one.label.en for one in conditions(version.when))
