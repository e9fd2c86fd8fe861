"""测算结果: a solved programme as JSON: what is done with each parcel, cash by month, promises, risk and reasons.

Sunk money of the listed parcels (`sunk_listed_wan`) and money that came back (`back_wan`) stand apart: listing a parcel frees what was
sunk in it, but only proceeds can be spent again. Options are counted from 0, as in the file; months are YYYY-MM.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

from luoshi.land.case import Case, Parcel
from luoshi.land.checker import check
from luoshi.land.flows import cleared_in, flows, promises, released
from luoshi.land.plan import Plan, Solved
from luoshi.land.risk import Risk
from luoshi.values.label import Label

TOO_LATE = Label("测算期内来不及清零挂牌", "there is no time to clear and list it")
LOSS = Label(
    "再投入 {cost:,.0f} 万元，只收回 {back:,.0f} 万元",
    "it takes {cost:,.0f} 万元 and returns {back:,.0f}",
)
NOT_NEEDED = Label("等它的地块没有排进", "no parcel that waits for it is in the plan")
ELSEWHERE = Label(
    "资金、专班和挂牌批次先用在更值的地块",
    "money, task forces and listings are worth more elsewhere",
)


def as_json(
    case: Case,
    solved: Solved,
    *,
    why_not: Mapping[str, str] | None = None,
    reasons: Sequence[str] = (),
    risk: Risk | None = None,
    lang: str = "zh",
) -> dict[str, Any]:
    """The answer to a case; without a plan its parts that need one are empty.

    Args:
        why_not: by parcel key, why it is left out; what is not named gets a plain reason.
        reasons: sentences, the weightiest first.
    """
    plan, why_not = solved.plan, why_not or {}
    told: dict[str, Any] = {
        "status": solved.status,
        "objective": _number(solved.objective),
        "bound": _number(solved.bound),
        "gap": _number(solved.gap) if plan is not None and isfinite(solved.bound) else None,
        "seconds": round(solved.seconds, 3),
        "parcels": [],
        "cash_wan": [],
        "promises": [],
        "reasons": list(reasons),
        "risk": None if risk is None else risk_as_json(case, risk),
        "sunk_listed_wan": None,
        "back_wan": None,
        "released_wan": [],
        "broken": [],
    }
    if plan is None:
        return told
    flow = flows(case, plan)
    return told | {
        "parcels": [
            _parcel(case, plan, parcel, why_not.get(parcel.key), lang) for parcel in case.parcels
        ],
        "cash_wan": [_number(wan) for wan in flow.cash_wan],
        "promises": [
            {
                "kind": one.kind,
                "at_least": one.at_least,
                "by": case.month(one.by),
                "reached": reached,
                "kept": kept,
            }
            for one, reached, kept in promises(case, plan)
        ],
        "sunk_listed_wan": _number(sunk_listed(case, plan)),
        "back_wan": _number(float(flow.back_wan.sum())),
        "released_by_wan": _number(released(case, flow.back_wan)),
        "released_wan": [_number(wan) for wan in flow.back_wan],
        "broken": list(check(case, plan, lang)),
    }


def sunk_listed(case: Case, plan: Plan) -> float:
    """万元 sunk in the parcels that are listed: what an office calls released."""
    return sum(parcel.sunk_wan for parcel in case.parcels if parcel.key in plan.listed)


def risk_as_json(case: Case, risk: Risk) -> dict[str, Any]:
    """A risk with its assumptions; probabilities as fractions of 1."""
    told = asdict(risk)
    told["breaks_in"] = None if risk.breaks_in is None else case.month(risk.breaks_in)
    return {
        name: [_number(one) for one in value] if isinstance(value, tuple) else value
        for name, value in told.items()
    }


def plain_why_not(case: Case, plan: Plan, parcel: Parcel) -> Label:
    """A first reason that needs no solver: time, a loss, works that nobody needs, or better use elsewhere."""
    shortest = min(option.months for option in parcel.options)
    if (
        parcel.earliest + shortest + (parcel.notice_months if parcel.for_sale else -1)
        >= case.months
    ):
        return TOO_LATE
    cost = min(sum(option.cost_wan) for option in parcel.options)
    if not parcel.for_sale:
        return NOT_NEEDED
    if parcel.back_wan <= cost:
        facts = {"cost": cost, "back": parcel.back_wan}
        return Label(LOSS.zh.format(**facts), LOSS.en.format(**facts))
    return ELSEWHERE


def _parcel(
    case: Case, plan: Plan, parcel: Parcel, why_not: str | None, lang: str
) -> dict[str, Any]:
    work, listed = plan.works.get(parcel.key), plan.listed.get(parcel.key)
    if work is None:
        return {
            "key": parcel.key,
            "why_not": why_not or plain_why_not(case, plan, parcel).say(lang),
        }
    return {
        "key": parcel.key,
        "option": work.option,
        "start": case.month(work.start),
        "clear": case.month(cleared_in(parcel, work)),
        "list": None if listed is None else case.month(listed),
    }


def _number(value: float) -> float | None:
    """JSON knows no infinity; six places are a hundredth of a yuan."""
    return round(float(value), 6) if isfinite(value) else None
