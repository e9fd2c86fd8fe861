"""Money and way of a letting: what is found, what it puts at stake, and that the unknown stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.values.finding import Finding, at_stake
from tests.core.assets.made import found, kinds, lease


def only(findings: list[Finding], kind: str) -> Finding:
    (one,) = (one for one in findings if one.kind == kind)
    return one


def test_free_use_puts_the_appraised_rent_of_a_year_at_stake() -> None:
    (one,) = found(lease(rent_wan=0))
    assert (one.kind, one.at_stake_wan, one.since) == ("lease_free", 12, date(2024, 7, 1))
    assert one.reason() == "2024-07：年租金0元，评估年租金12万元，租期自2024-07-01起"


def test_an_unknown_rent_is_not_free_and_an_unknown_appraisal_not_nothing() -> None:
    assert kinds(lease(rent_wan=None)) == []
    free = only(found(lease(rent_wan=0, appraised_wan=None), appraised_wan=None), "lease_free")
    assert free.at_stake_wan is None
    assert "评估年租金不明" in free.reason()
    assert "0万元" not in free.reason()


@pytest.mark.parametrize(
    ("rent", "kind"),
    [
        (10.8, []),
        (10.79, ["lease_under_priced"]),
        (12, []),
        (20, []),
        (0.01, ["lease_under_priced"]),
    ],
)
def test_rent_is_low_below_the_share_and_not_at_it(rent: float, kind: list[str]) -> None:
    assert kinds(lease(rent_wan=rent)) == kind


def test_a_low_rent_puts_what_is_missing_a_year_at_stake() -> None:
    (one,) = found(lease(rent_wan=3.0))
    assert one.at_stake_wan == 9
    assert "年租金3万元，评估12万元，只有评估的25%，低于90%" in one.reason()


def test_the_ledger_lends_a_contract_its_appraisal_tender_and_approval() -> None:
    silent = lease(appraised_wan=None, open_bid=None, approved=None)
    assert kinds(silent) == []
    assert kinds(silent, appraised_wan=None) == ["lease_unappraised"]
    assert kinds(silent, open_bid=False, approved=False) == ["lease_no_approval", "lease_no_tender"]
    assert (
        kinds(lease(), open_bid=False, approved=False) == []
    )  # the contract's own word goes first


def test_what_nobody_told_of_the_way_is_no_finding() -> None:
    assert kinds(lease(open_bid=None, approved=None), title_clear=None) == []
    assert kinds(lease(), title_clear=False) == ["title_unclear"]
    assert kinds(found_use="vacant", title_clear=False) == ["asset_vacant"]  # not let


@pytest.mark.parametrize(
    ("due", "paid", "owed"),
    [
        (24.0, 24.0, None),
        (24.0, 23.5, 0.5),
        (24.0, 30.0, None),
        (None, 3.0, None),
        (24.0, None, None),
    ],
)
def test_arrears_are_what_is_due_less_what_is_paid(
    due: float | None, paid: float | None, owed: float | None
) -> None:
    arrears = [one.at_stake_wan for one in found(lease(due_wan=due, paid_wan=paid))]
    assert arrears == ([] if owed is None else [owed])


def test_an_ended_contract_still_owes() -> None:
    assert kinds(lease(paid_wan=20.0, rent_wan=0, ended_on=date(2026, 4, 1)), found_use="own") == [
        "lease_arrears"
    ]


def test_the_ledgers_arrears_count_only_where_no_contract_tells() -> None:
    assert kinds(lease(), arrears_wan=5.0) == []
    (one,) = found(lease(due_wan=None), arrears_wan=5.0)
    assert (one.kind, one.at_stake_wan) == ("lease_arrears", 5)
    assert "应收不明" in one.reason()


def test_one_rent_is_not_counted_twice_but_arrears_are_added() -> None:
    findings = found(lease(rent_wan=3.0, open_bid=False, approved=False, paid_wan=14.0))
    assert sorted(one.at_stake_wan or 0 for one in findings) == [3, 3, 9, 10]
    assert at_stake(findings) == 9 + 10


def test_a_negative_sum_is_not_known() -> None:
    findings = found(lease(rent_wan=-5.0, open_bid=False))
    assert [one.kind for one in findings] == ["lease_no_tender"]
    assert at_stake(findings) is None
