"""The findings of projects whose tax does not keep step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luoshi.values.finding import Finding
from luoshi.works.behind import behind
from luoshi.works.tax_rules import tax_parameters
from tests.core.works.made import ON, kinds, project


def only(on: date = ON, **facts: Any) -> Finding:
    (one,) = behind([project(**facts)], tax_parameters().on(on), on)
    return one


def test_in_step_or_not_begun_shows_nothing() -> None:
    assert kinds() == []
    assert kinds(started_on=None) == []


def test_behind_says_basis_gap_place_and_reason() -> None:
    one = only(tax_paid_wan=10.0)
    assert (one.kind, one.register, one.key, one.unit) == (
        "tax_behind",
        "project",
        "J-001",
        "qingshan",
    )
    assert one.at_stake_wan == pytest.approx(40)
    assert one.reason() == (
        "按跨县预缴推算（未扣分包款，为上限）50万元，本年实缴10万元，少40万元（80%）；"
        "施工单位注册地：外市；原因：没有写原因"
    )
    assert "税务部门测算应缴100万元" in only(tax_due_wan=100.0).reason()


@pytest.mark.parametrize(
    ("code", "at_stake"),
    [(None, 40), ("deferred", 40), ("settlement_pending", 40), ("other", 40), ("exempt", None), ("credit", None)],
)  # fmt: skip
def test_what_a_reason_says_is_not_owed_is_listed_without_a_sum(
    code: str | None, at_stake: float | None
) -> None:
    one = only(tax_paid_wan=10.0, tax_reason=code)
    assert one.at_stake_wan == (at_stake if at_stake is None else pytest.approx(at_stake))


def test_an_estimate_is_never_said_to_be_due_and_puts_nothing_at_stake() -> None:
    one = only(contractor_place="local", tax_paid_wan=10.0, tax_reason="deferred")
    assert (one.kind, one.at_stake_wan) == ("tax_far_from_estimate", None)
    assert "估算不是应缴数" in one.reason()
    assert "2%的预征率估算50万元" in one.reason()
    assert "原因：缓缴" in one.reason()
    assert "not tax due" in one.reason("en")


def test_elsewhere_names_the_contractor_and_the_rule_or_the_reason() -> None:
    one = only(contractor_place="same_city", tax_paid_wan=None)
    assert (one.kind, one.at_stake_wan) == ("tax_elsewhere", None)
    assert "外市建设集团，注册地：本市外区，合同额5,450万元，本年实缴不明" in one.reason()
    assert "同一设区市内不在本地预缴" in one.reason()
    assert "已在外地预缴" in only(tax_reason="paid_elsewhere").reason()
    assert "不得要求企业迁移注册地" in one.remedy()


def test_what_cannot_be_told_names_what_is_missing() -> None:
    one = only(tax_paid_wan=None, contract_wan=None)
    assert (one.kind, one.reason()) == ("tax_not_known", "缺本年缴税、施工合同额")
    assert one.at_stake_wan is None


def test_after_the_new_law_the_reason_says_that_the_rate_was_not_checked() -> None:
    assert "没有核对" not in only(tax_paid_wan=10.0).reason()
    assert only(date(2026, 1, 1), tax_paid_wan=10.0).reason().endswith("施行后的规定没有核对")


def test_every_finding_can_be_said_in_english() -> None:
    cases: list[dict[str, Any]] = [
        {"tax_paid_wan": 10.0},
        {"tax_paid_wan": 10.0, "contractor_place": "local"},
        {"contractor_place": "same_city"},
        {"tax_paid_wan": None},
    ]
    for facts in cases:
        reason = only(**facts).reason("en")
        assert "{" not in reason
        assert (
            reason.isascii() or facts.get("contractor_place") == "same_city"
        )  # a firm's name stays
