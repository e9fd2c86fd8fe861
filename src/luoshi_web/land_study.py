"""测算背后: what the runner works out behind a programme's plan, so that nobody waits for it.

    a case with a plan      safer plans with their risk · the office's own rules on the same money · reasons · money against time
    a case without a plan   what breaks, and the least that mends it

Each part is bounded in seconds; together they are kept as one answer (programmes.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from luoshi.land.breach import breach
from luoshi.land.case import Case
from luoshi.land.checker import check
from luoshi.land.flows import flows, released, worth
from luoshi.land.office import RULES, first_plan
from luoshi.land.pareto import front
from luoshi.land.plan import Plan, Solved
from luoshi.land.reasons import reasons
from luoshi.land.relax import relax
from luoshi.land.robust import offers
from luoshi_web import programmes, services
from luoshi_web.jobs.work import Work

PARTS = 4
PROOF_S, OFFERS_S, REASONS_S, FRONT_S, MENDS_S = 20.0, 20.0, 20.0, 10.0, 15.0
POINTS = 6


class Said(Protocol):
    """What can be said in both languages."""

    def say(self, lang: str = "zh") -> str:
        """The sentence."""
        ...


def study(work: Work) -> None:
    """The job: work out the parts one after the other, keep them, done."""
    row = services.row(services.view(), programmes.PROGRAMME, str(work.payload["programme"]))
    assert row is not None, work.payload
    found = programmes.ground(row, work.payload["tried"])
    solved = programmes.worked_out(found, longer=PROOF_S)
    parts = _mends(found.case) if solved.plan is None else _behind(found, solved, work)
    programmes.keep(found, "study", parts)
    work.settle({"status": solved.status})


def _behind(found: programmes.Ground, solved: Solved, work: Work) -> dict[str, Any]:
    case = found.case
    work.step(0, PARTS)
    safer = _offers(case, None if found.stay else solved)
    if found.stay and safer:
        safer.append(_steady(case, solved, safer))
    work.step(1, PARTS)
    told = reasons(case, solved, REASONS_S)
    why = _said(one for one in told if one.kind != "office")  # those stand in a table of their own
    work.step(2, PARTS)
    between = [
        _figures(case, point.plan) | {"gap": point.gap} for point in front(case, POINTS, FRONT_S)
    ]
    work.step(3, PARTS)
    return {"offers": safer, "reasons": why, "front": between, "office": _office(case)}


def _offers(case: Case, nominal: Solved | None) -> list[dict[str, Any]]:
    """The plans to choose from, the recommended one first."""
    return [
        {
            "kinds": list(one.kinds),
            "zh": one.label.zh,
            "en": one.label.en,
            "solved": programmes.packed(one.solved),
            "loss": one.share,
            "best": one.recommended,
        }
        for one in offers(case, OFFERS_S, nominal=nominal)
    ]


def _steady(case: Case, solved: Solved, others: list[dict[str, Any]]) -> dict[str, Any]:
    """The plan that moves little, beside those that may move everything."""
    assert solved.plan is not None
    best = max(one["solved"]["objective"] for one in others if one["solved"]["works"] is not None)
    value = worth(case, solved.plan)
    added = max(best - worth(case, Plan()), 1.0)
    label = {"zh": "尽量少改已采纳的计划", "en": "moves the adopted plan as little as may be"}
    said = {"kinds": ["steady"], "loss": max(best - value, 0.0) / added, "best": False}
    return (
        label
        | said
        | {"solved": programmes.packed(replace(solved, objective=value, bound=max(best, value)))}
    )


def _office(case: Case) -> list[dict[str, Any]]:
    """What each rule of the office gets from the same money; `valid`: it keeps the promises and the floor."""
    plans = ((label, first_plan(case, rule)) for rule, label in RULES.items())
    return [
        {"zh": label.zh, "en": label.en, "valid": not check(case, plan)} | _figures(case, plan)
        for label, plan in plans
    ]


def _mends(case: Case) -> dict[str, Any]:
    return {"mends": _said([breach(case, MENDS_S / 3), *relax(case, MENDS_S)])}


def _said(things: Iterable[Said]) -> list[dict[str, Any]]:
    return [
        {"key": getattr(one, "parcel", ""), "zh": one.say("zh"), "en": one.say("en")}
        for one in things
    ]


def _figures(case: Case, plan: Plan) -> dict[str, Any]:
    return {
        "npv_wan": programmes.value_added(case, plan),
        "released_wan": released(case, flows(case, plan).back_wan),
        "listed": len(plan.listed),
    }
