"""What holds of every audit."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.assets.audit import audit
from luoshi.values.finding import at_stake, wordings
from tests.core.assets.made import ON, PARAMETERS

SUMS = st.one_of(st.none(), st.sampled_from([0.0, 1.2, 6.0, 12.0, 300.0]))
DAYS = st.one_of(st.none(), st.dates(date(2004, 1, 1), date(2050, 12, 31)))
YES_NO = st.sampled_from([True, False, None])
NAMES = st.sampled_from(["综合楼一层", "综合楼二层", "旧仓库"])
KEYS = st.sampled_from(["G-0", "G-1", "G-2", None])


def rows(
    prefix: str, fields: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=4).map(
        lambda found: [{"key": f"{prefix}-{n}", **row} for n, row in enumerate(found)]
    )


SHARED = {
    "name": NAMES,
    "unit": st.just("qingshan"),
    "tenant": st.sampled_from(["甲公司", "乙公司", None]),
    "lease_from": DAYS,
    "lease_to": DAYS,
    "rent_wan": SUMS,
    "appraised_wan": SUMS,
    "open_bid": YES_NO,
    "approved": YES_NO,
}
ASSETS = rows(
    "G",
    {
        **SHARED,
        "on_book": YES_NO,
        "title_clear": YES_NO,
        "arrears_wan": SUMS,
        "checked_on": DAYS,
        "found_use": st.sampled_from(["own", "let", "vacant", "gone", None]),
    },
)
LEASES = rows(
    "HT",
    {
        **SHARED,
        "asset": KEYS,
        "place": NAMES,
        "due_wan": SUMS,
        "paid_wan": SUMS,
        "signed_on": DAYS,
        "ended_on": DAYS,
        "renewed_from": st.sampled_from(["HT-0", None]),
    },
)


@settings(max_examples=200, deadline=None)
@given(ASSETS, LEASES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    assets: list[dict[str, Any]], leases: list[dict[str, Any]], dice: random.Random
) -> None:
    found = audit(assets, leases, PARAMETERS, ON)
    mixed = dice.sample(assets, len(assets)), dice.sample(leases, len(leases))
    assert audit(*mixed, PARAMETERS, ON) == found


@settings(max_examples=200, deadline=None)
@given(ASSETS, LEASES)
def test_the_sum_at_stake_is_between_the_largest_and_the_sum(
    assets: list[dict[str, Any]], leases: list[dict[str, Any]]
) -> None:
    found = audit(assets, leases, PARAMETERS, ON)
    told = [one.at_stake_wan for one in found if one.at_stake_wan is not None]
    total = at_stake(found)
    if not told:
        assert total is None
    else:
        assert total is not None
        assert max(told) <= total + 1e-9
        assert total <= sum(told) + 1e-9


@settings(max_examples=200, deadline=None)
@given(ASSETS, LEASES)
def test_unknown_money_never_becomes_nothing(
    assets: list[dict[str, Any]], leases: list[dict[str, Any]]
) -> None:
    money = ("rent_wan", "appraised_wan", "arrears_wan", "due_wan", "paid_wan")
    bare = [
        [{k: None if k in money else v for k, v in row.items()} for row in part]
        for part in (assets, leases)
    ]
    found = audit(*bare, PARAMETERS, ON)
    assert all(one.at_stake_wan is None for one in found)
    for one in found:
        assert "万元" not in one.reason()
        assert "0元" not in one.reason()


@settings(max_examples=100, deadline=None)
@given(ASSETS, LEASES)
def test_every_finding_can_be_said_in_both_languages(
    assets: list[dict[str, Any]], leases: list[dict[str, Any]]
) -> None:
    for one in audit(assets, leases, PARAMETERS, ON):
        for lang in ("zh", "en"):
            assert "{" not in one.reason(lang)
            assert "None" not in one.reason(lang)
        assert one.clause
        assert one.kind in wordings()
