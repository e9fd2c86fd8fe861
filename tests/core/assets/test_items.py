"""Ledger, contracts and site against each other."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.assets.audit import audit
from tests.core.assets.made import ON, PARAMETERS, asset, found, kinds, lease


def test_let_without_a_contract_whether_the_site_or_the_ledger_says_so() -> None:
    (one,) = found(rent_wan=3.0, appraised_wan=3.0)
    assert (one.kind, one.at_stake_wan) == ("asset_without_contract", 3)
    assert one.reason() == "现场有他人使用（承租方甲商贸公司，年租金3万元），合同台账里没有合同"
    (one,) = found(found_use=None, checked_on=None)
    assert one.at_stake_wan is None
    assert "台账记有承租方或租期" in one.reason()
    assert "年租金不明" in one.reason()
    assert kinds(found_use="own") == []
    assert kinds(found_use=None, tenant=None) == []


def test_a_contract_explains_the_use_that_was_found_before_its_end() -> None:
    ended = lease(ended_on=date(2026, 3, 20))
    assert kinds(ended) == []  # found on that very day
    assert kinds(ended, checked_on=date(2026, 3, 21)) == ["asset_without_contract"]


def test_the_ledgers_own_lease_is_audited_where_there_is_no_contract() -> None:
    told = {"lease_from": date(2015, 1, 1), "lease_to": date(2034, 12, 31), "rent_wan": 1.2}
    assert kinds(**told, open_bid=False) == [
        "asset_without_contract",
        "lease_no_tender",
        "lease_over_cap",
        "lease_under_priced",
    ]
    assert "台账所记租约" in found(**told)[1].reason()


def test_a_contract_without_an_asset_names_what_it_may_mean() -> None:
    stray = lease(asset=None, place="青山街道综合楼一层", name="合同")
    (one,) = audit([asset(found_use="own")], [stray], PARAMETERS, ON)
    assert (one.kind, one.register, one.key) == ("contract_without_asset", "lease", "HT-0001")
    assert one.at_stake_wan == 12
    assert "坐落青山街道综合楼一层" in one.reason()
    assert "相近的：G-0001 综合楼一层" in one.reason()
    (one,) = audit([], [lease(rent_wan=None)], PARAMETERS, ON)
    assert one.at_stake_wan is None
    assert "相近的：无" in one.reason()
    assert audit([], [lease(ended_on=ON)], PARAMETERS, ON) == []


def test_ledger_and_contract_differ_only_where_both_are_told() -> None:
    assert kinds(lease(), tenant="甲商贸 公司") == []
    assert kinds(lease(tenant=None), tenant="乙公司") == []
    (one,) = found(lease(), tenant="乙公司", rent_wan=10.0, lease_to=date(2027, 6, 30))
    assert (one.kind, one.at_stake_wan) == ("lease_differs", 2)
    assert one.reason() == (
        "2024-07：年租金（台账10万元，合同12万元）、承租方（台账乙公司，合同甲商贸公司）"
    )
    (one,) = found(lease(), lease_to=date(2028, 6, 30))
    assert one.at_stake_wan is None


def test_of_several_contracts_one_that_agrees_is_enough() -> None:
    other = lease(
        key="HT-0002", contract_number="2025-01", tenant="丙公司", rent_wan=3.0, appraised_wan=3.0
    )
    assert kinds(lease(), other, rent_wan=3.0, tenant="丙公司") == []
    assert kinds(lease(), other, rent_wan=4.0) == ["lease_differs"]


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 4, 19), 0),
        (date(2026, 4, 20), 1),
        (date(2027, 3, 19), 11),
        (date(2027, 3, 20), 12),
    ],
)
def test_a_vacant_asset_counts_whole_months_since_it_was_found(on: date, months: int) -> None:
    (one,) = found(on=on, found_use="vacant")
    assert (one.kind, one.at_stake_wan) == ("asset_vacant", 12)
    assert one.facts["months"] == months
    assert one.facts["lost_wan"] == months


def test_the_first_check_that_found_it_vacant_counts_where_it_is_told() -> None:
    (one,) = found(found_use="vacant", vacant_since=date(2024, 6, 30), appraised_wan=None)
    assert (one.since, one.facts["months"], one.at_stake_wan) == (date(2024, 6, 30), 24, None)
    assert "少收不明" in one.reason()


def test_gone_and_off_the_books() -> None:
    (one,) = found(found_use="gone", book_wan=80.0)
    assert (one.kind, one.at_stake_wan, one.since) == ("asset_gone", None, date(2026, 3, 20))
    assert "账面价值80万元" in one.reason()
    assert kinds(on_book=False, found_use="own") == ["asset_off_book"]
    assert kinds(on_book=None, found_use="own") == []
