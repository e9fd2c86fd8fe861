"""What becomes of a finding, and the faults of the rows themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from luoshi.assets.audit import audit
from luoshi.assets.rows import faults
from luoshi.journeys.findings_to_slips import settled, slip_about
from tests.core.assets.made import ON, PARAMETERS, asset, found, lease

DAY = timedelta(days=1)
SLIP = {"item": "DB-2026-001", "about_register": "state_asset", "about_key": "G-0001"}


def fixed(row: dict[str, Any]) -> dict[tuple[str, str], date | None]:
    return {("state_asset", row["key"]): row.get("fixed_on")}


def states(
    *leases: dict[str, Any], slips: tuple[dict[str, Any], ...] = (), **facts: Any
) -> list[tuple[str, str]]:
    findings = found(*leases, **facts)
    return [(one.state, one.slip) for one in settled(findings, fixed(asset(**facts)), slips, ON)]


def test_a_finding_is_open_until_a_slip_names_its_item() -> None:
    free = lease(rent_wan=0)
    assert states(free) == [("open", "")]
    assert states(free, slips=(SLIP,)) == [("slip", "DB-2026-001")]
    assert states(free, slips=({**SLIP, "about_key": "G-0002"},)) == [("open", "")]
    assert states(free, slips=({**SLIP, "about_register": "project"},)) == [("open", "")]
    assert states(free, slips=({**SLIP, "closed_on": ON},)) == [("open", "")]


def test_it_is_fixed_from_the_day_that_is_set_and_not_before() -> None:
    free = lease(rent_wan=0)
    assert states(free, slips=(SLIP,), fixed_on=ON) == [("fixed", "")]
    assert states(free, fixed_on=ON + DAY) == [("open", "")]


def test_what_began_after_the_mending_is_a_new_matter() -> None:
    expired = lease(lease_from=date(2023, 4, 1), lease_to=date(2026, 3, 31))
    checked = {"checked_on": date(2026, 4, 20)}
    assert states(expired, **checked, fixed_on=date(2026, 4, 1)) == [("fixed", "")]
    assert states(expired, **checked, fixed_on=date(2026, 3, 31)) == [("open", "")]


def test_a_contracts_own_finding_is_not_fixed_by_an_asset_of_the_same_number() -> None:
    findings = audit([], [lease(key="G-0001")], PARAMETERS, ON)
    (one,) = settled(findings, fixed(asset(fixed_on=ON)), [], ON)
    assert one.state == "open"


def test_one_slip_says_everything_about_its_item() -> None:
    findings = found(lease(rent_wan=0, open_bid=False))
    slip = slip_about(findings, asset(fix_by=ON), ON)
    assert slip["title"] == "综合楼一层：无偿使用、没有公开招租"
    assert slip["requirement"].startswith("1. 2024-07：年租金0元")
    assert "；2. 2024-07：没有公开招租" in slip["requirement"]
    assert (slip["unit"], slip["due"]) == ("qingshan", ON)
    assert "民法典" not in slip["basis"]
    assert slip["basis"].count("国务院令738号") == 2


def test_a_due_date_is_never_made_up() -> None:
    findings = found(lease(rent_wan=0))
    assert slip_about(findings, asset(), ON)["due"] is None
    assert slip_about(findings, asset(fix_by=ON - DAY), ON)["due"] is None
    with pytest.raises(ValueError):
        slip_about([], asset(), ON)
    with pytest.raises(ValueError):
        slip_about([*findings, *audit([], [lease()], PARAMETERS, ON)], asset(), ON)


def test_rows_in_order_have_no_faults() -> None:
    assert faults([asset()], [lease()]) == []


def test_every_fault_of_the_rows_is_told_at_once() -> None:
    told = faults(
        [asset(arrears_wan=-1.0), asset()],
        [lease(lease_to=date(2020, 1, 1), paid_wan=-2), lease(key="HT-2", asset="G-9")],
    )
    assert [(one.id, one.place) for one in told] == [
        ("A-003", "G-0001"),
        ("A-002", "G-0001"),
        ("A-001", "HT-0001"),
        ("A-002", "HT-0001"),
        ("A-004", "HT-2"),
    ]
    assert "欠租" in told[1].cause()
    assert told[1].cause("en") == "arrears is negative (-1)"
    assert "2020-01-01" in told[2].cause()
    assert "G-9" in told[4].cause()
