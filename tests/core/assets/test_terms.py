"""The days of a letting, before, at and after each border."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from luoshi.assets.letting import corresponding_day
from tests.core.assets.made import ON, found, kinds, lease

DAY = timedelta(days=1)


def test_nothing_is_found_where_everything_is_in_order() -> None:
    assert kinds(lease()) == []


@pytest.mark.parametrize(
    ("ends", "kind"),
    [
        (date(2029, 6, 30), []),  # five years to the day, as an office counts them
        (date(2029, 7, 1), []),  # to the corresponding day, as the Civil Code does
        (date(2029, 7, 2), ["lease_over_cap"]),
        (date(2044, 7, 1), ["lease_over_cap"]),
        (date(2044, 7, 2), ["lease_over_law"]),
    ],
)
def test_a_term_of_exactly_the_limit_is_within_it(ends: date, kind: list[str]) -> None:
    assert kinds(lease(lease_to=ends)) == kind


def test_years_that_begin_on_a_leap_day_end_with_february() -> None:
    begins = date(2024, 2, 29)
    assert corresponding_day(begins, 5) == date(2029, 2, 28)
    assert corresponding_day(begins, 20) == date(2044, 2, 29)
    assert kinds(lease(lease_from=begins, lease_to=date(2029, 2, 28))) == []
    assert kinds(lease(lease_from=begins, lease_to=date(2029, 3, 1))) == ["lease_over_cap"]


def test_the_excess_over_the_law_is_named_with_its_first_void_day() -> None:
    (one,) = found(lease(lease_to=date(2054, 6, 30)))
    assert one.facts["void_from"] == date(2044, 7, 2)
    assert one.at_stake_wan == 12
    assert one.reason() == "2024-07：租期自2024-07-01至2054-06-30，超过20年，2044-07-02起的部分无效"


def test_a_renewal_counts_from_the_day_it_was_signed() -> None:
    term = {"lease_from": date(2026, 1, 1), "lease_to": date(2045, 12, 31)}
    early = {**term, "signed_on": date(2025, 6, 1)}
    assert kinds(lease(**early)) == ["lease_over_cap"]
    assert kinds(lease(**early, renewed_from="HT-0000")) == ["lease_over_law"]
    assert kinds(lease(**term, signed_on=date(2026, 2, 1), renewed_from="HT-0000")) == [
        "lease_over_cap"
    ]


def test_the_paper_of_the_cap_is_named_or_said_to_be_missing() -> None:
    long = lease(lease_to=date(2030, 6, 30))
    (one,) = found(long, sources={"cap_years": "绵竹2023"})
    assert "上限5年（绵竹2023）" in one.reason()
    (one,) = found(long)
    assert "请按当地文件核定" in one.reason()


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (date(2027, 6, 22), []),
        (date(2027, 6, 23), ["lease_expiring"]),
        (date(2027, 6, 30), ["lease_expiring"]),  # the last day still belongs to the term
        (date(2027, 7, 1), ["lease_expired_unchecked"]),
    ],
)
def test_the_end_is_announced_and_not_forgotten(on: date, kind: list[str]) -> None:
    assert kinds(lease(), on=on) == kind


@pytest.mark.parametrize(
    ("checked_on", "found_use", "kind"),
    [
        (date(2026, 3, 31), "let", ["lease_expired_unchecked"]),  # a check of the last day
        (date(2026, 4, 1), "let", ["lease_expired_occupied"]),
        (date(2026, 4, 1), "own", []),
        (date(2026, 4, 1), "vacant", ["asset_vacant"]),
        (None, None, ["lease_expired_unchecked"]),
    ],
)
def test_only_a_later_check_tells_who_is_there_after_the_end(
    checked_on: date | None, found_use: str | None, kind: list[str]
) -> None:
    expired = lease(lease_from=date(2023, 4, 1), lease_to=date(2026, 3, 31))
    assert kinds(expired, checked_on=checked_on, found_use=found_use) == kind


def test_one_who_stays_pays_on_so_the_rent_is_audited_too() -> None:
    expired = lease(lease_from=date(2023, 4, 1), lease_to=date(2026, 3, 31), rent_wan=0)
    assert kinds(expired, checked_on=date(2026, 4, 1)) == ["lease_expired_occupied", "lease_free"]
    assert kinds(expired, checked_on=date(2026, 3, 1)) == ["lease_expired_unchecked"]


def test_a_contract_that_was_ended_or_followed_by_another_is_over() -> None:
    old = lease(key="HT-0000", lease_from=date(2000, 1, 1), lease_to=date(2024, 6, 30), rent_wan=0)
    assert kinds(old, lease(), rent_wan=None) == []
    assert kinds(lease(lease_to=date(2054, 6, 30), ended_on=ON), checked_on=ON) == []
    running = lease(lease_to=date(2054, 6, 30), ended_on=ON + DAY)
    assert kinds(running) == ["lease_over_law"]


def test_a_renewal_ends_what_it_renews_even_where_no_asset_is_joined() -> None:
    old = lease(key="HT-0000", asset=None, name="甲", lease_to=date(2025, 6, 30))
    new = lease(lease_from=date(2025, 7, 1), renewed_from="HT-0000")
    assert kinds(old, new) == []
    assert kinds(old, {**new, "renewed_from": None}) == [
        "contract_without_asset",
        "lease_expired_unchecked",
    ]


def test_a_backwards_term_is_said_and_nothing_is_reckoned_from_it() -> None:
    backwards = lease(lease_from=date(2050, 1, 1), lease_to=date(2020, 1, 1))
    assert kinds(backwards) == ["lease_backwards"]
    assert kinds(lease(lease_to=date(2024, 7, 1))) == ["lease_expired_occupied"]
