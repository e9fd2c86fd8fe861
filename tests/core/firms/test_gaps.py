"""What is found about a firm, and who settles it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luoshi.firms.coverage import newest
from luoshi.firms.facts import facts
from luoshi.firms.gaps import gaps, verdicts, with_facts
from luoshi.firms.reading import shipped
from luoshi.values.finding import Finding
from tests.core.firms.made import ON, RULES, firm

LATER = date(2026, 11, 1)
ON_FILE = {"key": "Q-0001", "name": "甲包装公司", "unit": "qingshan"}
TOLD_ON = date(2025, 6, 1)


def word(rule: str, enjoying: bool, **told: Any) -> dict[str, Any]:
    """What is told of the firm and one policy."""
    return {"firm": "Q-0001", "rule": rule, "enjoying": enjoying, "told_on": TOLD_ON, **told}


def found(words: list[dict[str, Any]], /, *keys: str, on: date = ON, **told: Any) -> list[Finding]:
    """The findings of the firm by these rules."""
    rules = [RULES[key] for key in keys]
    return gaps([ON_FILE], [firm(**told)], words, rules, on, LATER)


def test_entitled_and_told_not_to_enjoy() -> None:
    (one,) = found([word("T1", False, gap_reason="unaware")], "T1")
    assert (one.kind, one.register, one.key, one.title, one.unit) == (
        "firm_gap", "firm", "Q-0001", "甲包装公司", "qingshan",
    )  # fmt: skip
    assert one.at_stake_wan == pytest.approx(1.02)
    assert one.since == TOLD_ON
    assert one.reason() == (
        "月销售额10万元以下免增值税：条件都符合，没有享受（2025-06-01核对：不知道政策）；免征增值税；依据财政部 税务总局公告2023年第19号"
    )


def test_what_a_firm_declined_is_settled() -> None:
    assert found([word("T1", False, gap_reason="declined")], "T1") == []


def test_entitled_and_enjoying_is_no_finding() -> None:
    assert found([word("T1", True)], "T1") == []


def test_entitled_policies_of_which_nothing_is_told_are_one_finding() -> None:
    (one,) = found([], "T1", "T3", "T4")
    assert one.kind == "firm_not_checked"
    assert one.at_stake_wan == pytest.approx(1.02 + 2.4)  # T4 has no sum
    assert "免增值税、小型微利企业所得税、六税两费减半" in one.reason()
    (no_sum,) = found([], "T4")
    assert no_sum.at_stake_wan is None


def test_one_condition_short() -> None:
    assert found([], "T3", staff=310, assets_wan=None) == []  # assets are open
    assert found([], "T3", staff=310, assets_wan=5001) == []  # two fail
    (one,) = found([], "T3", staff=310)
    assert (one.kind, one.at_stake_wan, one.since) == (
        "firm_misses_by_one",
        None,
        date(2025, 3, 31),
    )
    assert "要求从业人数不超过300人，现为310" in one.reason()


def test_enjoys_and_is_not_entitled_is_to_be_checked() -> None:
    (one,) = found(
        [word("T1", True, money_wan=2.4)], "T1", monthly_sales_wan=20, taxpayer="general"
    )
    assert (one.kind, one.at_stake_wan) == ("firm_enjoys_unentitled", 2.4)
    assert "小规模纳税人、月销售额不超过10万元" in one.reason()
    (paid_back,) = found([word("T1", True, money_wan=-1)], "T1", taxpayer="general")
    assert paid_back.at_stake_wan is None


def test_facts_that_are_missing_are_one_finding_and_only_of_policies_not_enjoyed() -> None:
    (one,) = found([word("T1", True)], "T1", "T12", "T9", monthly_sales_wan=None, loan_credit_wan=None, key_hires=None)  # fmt: skip
    assert one.kind == "firm_fact_missing"
    assert (
        one.reason()
        == "小微贷款利息免增值税、招用重点群体扣减：判断不了，缺授信额度、招用重点群体人数"
    )


def test_a_firm_without_any_facts() -> None:
    (one,) = gaps([ON_FILE], [], [], shipped(), ON, LATER)
    assert one.kind == "firm_fact_missing"
    assert one.reason().endswith("缺全部要素")
    (later,) = gaps([ON_FILE], [firm(facts_on=date(2025, 7, 1))], [], shipped(), ON, LATER)
    assert later == one


def test_a_rule_that_is_not_on_file_for_the_day_finds_nothing() -> None:
    assert found([word("T11", True)], "T11", on=date(2026, 3, 1), staff=310) == []


def test_what_nobody_has_checked_is_said() -> None:
    (one,) = found([word("T1", False)], "T1", on=date(2026, 1, 1))
    assert "没有写原因" in one.reason()
    assert one.reason().endswith("这一天的规定是否仍用没有核对")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_can_be_said(lang: str) -> None:
    told = {"staff": 310, "monthly_sales_wan": 20, "loan_credit_wan": None}
    every = found([word("T1", True), word("T9", False)], *RULES, **told)
    assert {one.kind for one in every} == {
        "firm_gap", "firm_not_checked", "firm_misses_by_one", "firm_enjoys_unentitled", "firm_fact_missing",
    }  # fmt: skip
    for one in every:
        assert "{" not in one.label(lang) + one.reason(lang) + one.remedy(lang) + one.clause


def test_one_row_a_firm_of_the_register_in_its_order() -> None:
    firms = [{"key": "Q-0002"}, {"key": "Q-0001"}]
    rows = with_facts(firms, [firm(staff=7), firm(firm="Q-0009")], ON)
    assert [row["firm"] for row in rows] == ["Q-0002", "Q-0001"]
    assert [row["staff"] for row in rows] == [None, 7]
    assert set(rows[0]) == {"firm", "facts_on", *facts()}


def test_the_page_of_one_firm() -> None:
    words = newest([word("T1", True)], ON)
    seen = verdicts(firm(), words, shipped(), ON, LATER)
    assert [(v.rule.key, v.answer, told is not None) for v, told in seen][:3] == [
        ("T1", "yes", True), ("T2", "no", False), ("T3", "yes", False),
    ]  # fmt: skip
