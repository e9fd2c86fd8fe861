"""落后的项目: the findings of projects whose tax does not keep step, each with where the contractor is registered and the reason told.

The sum at stake is the gap, in 万元 of this year; None where it is only estimated, or where a declared reason says that it is not owed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from luoshi.district.parameters import Value
from luoshi.values.finding import Fact, Finding
from luoshi.values.label import NOTHING, Label, listed
from luoshi.works.tax_in_step import Row, Standing, in_step
from luoshi.works.tax_rules import reasons

UNKNOWN = Label("不明", "unknown")
NO_REASON = Label("没有写原因", "none given")
SAME_CITY = Label("同一设区市内不在本地预缴", "inside one city nothing is prepaid here")
UNCHECKED = Label(
    "。2026年增值税法施行后的规定没有核对",
    ". Whether this holds under the VAT Law of 2026 was not checked",
)
_PLACES = {
    "local": Label("本区", "this district"),
    "same_city": Label("本市外区", "another district of the city"),
    "other_city": Label("外市", "another city"),
}
_BASES = {
    "told": Label("税务部门测算应缴", "due as the tax bureau reckons"),
    "prepay": Label(
        "按跨县预缴推算（未扣分包款，为上限）", "prepayment by the rule, before subcontracts,"
    ),
}


def behind(projects: Iterable[Row], rates: Mapping[str, Value], on: date) -> list[Finding]:
    """Every project that is behind, pays elsewhere or cannot be told, in their order. One in step, not begun or at fault shows nothing."""
    found = (_finding(one) for one in in_step(projects, rates, on))
    return [one for one in found if one is not None]


def _finding(one: Standing) -> Finding | None:
    if one.state == "behind":
        return _estimated(one) if one.basis == "estimate" else _behind(one)
    if one.state == "elsewhere":
        return _placed(one, "tax_elsewhere", _elsewhere_facts(one), None)
    if one.state == "not_known":
        return _placed(one, "tax_not_known", {"missing": listed(one.missing)}, None)
    return None


def _behind(one: Standing) -> Finding:
    assert one.expected_wan is not None
    assert one.gap_wan is not None
    facts: dict[str, Fact] = {
        "basis": _BASES[str(one.basis)],
        "expected_wan": one.expected_wan,
        "gap_wan": one.gap_wan,
        "short_percent": 100 * one.gap_wan / one.expected_wan,
        "place": _PLACES.get(str(one.project.get("contractor_place")), UNKNOWN),
        **_shared(one),
    }
    declared = reasons().get(one.reason)
    owed = declared is None or declared.owed
    return _placed(one, "tax_behind", facts, one.gap_wan if owed else None)


def _estimated(one: Standing) -> Finding:
    assert one.expected_wan is not None
    assert one.rate_percent is not None
    facts = {"rate_percent": one.rate_percent, "expected_wan": one.expected_wan, **_shared(one)}
    return _placed(one, "tax_far_from_estimate", facts, None)


def _elsewhere_facts(one: Standing) -> dict[str, Fact]:
    contract = one.project.get("contract_wan")
    declared = reasons().get(one.reason)
    return {
        **_shared(one),
        "contractor": str(one.project.get("contractor") or "") or UNKNOWN,
        "place": _PLACES.get(str(one.project.get("contractor_place")), UNKNOWN),
        "contract_wan": UNKNOWN if contract is None else float(contract),
        "why": declared.label if declared is not None and declared.elsewhere else SAME_CITY,
    }


def _shared(one: Standing) -> dict[str, Fact]:
    declared = reasons().get(one.reason)
    return {
        "paid_wan": UNKNOWN if one.paid_wan is None else float(one.paid_wan),
        "why": NO_REASON if declared is None else declared.label,
        "note": UNCHECKED if one.unchecked else NOTHING,
    }


def _placed(
    one: Standing, kind: str, facts: Mapping[str, Fact], at_stake_wan: float | None
) -> Finding:
    row = one.project
    return Finding(
        kind=kind,
        register="project",
        key=str(row["key"]),
        title=str(row.get("name") or row["key"]),
        unit=str(row.get("unit") or ""),
        facts=facts,
        at_stake_wan=at_stake_wan,
        since=row.get("started_on"),
    )
