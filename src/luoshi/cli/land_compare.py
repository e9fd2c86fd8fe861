"""`luoshi land compare`: the plans that survive bad futures, and the office's own rules, beside the plan that hopes for the best."""

from __future__ import annotations

import argparse
import time

from luoshi.cli.answer import Answer
from luoshi.cli.land import PARTS, plan_of, risk_of
from luoshi.cli.table import table
from luoshi.land.answer import as_json, sunk_listed
from luoshi.land.case import Case
from luoshi.land.checker import check
from luoshi.land.flows import flows, released, worth
from luoshi.land.office import RULES, first_plan
from luoshi.land.plan import Plan, Solved
from luoshi.land.risk import Risk
from luoshi.land.robust import offers
from luoshi.values.label import Label
from luoshi.values.problem import Problem

SIDE = Label(
    "方案 比不动多 清零 挂牌 释放沉淀 期内回款 最低资金 跌破底线 毛病",
    "plan added cleared listed sunk_freed back_by lowest P(under) broken",
)


def compare(case: Case, options: argparse.Namespace, problems: list[Problem]) -> Answer:
    """The plans to choose from, the recommended first, and under them what the office's own rules come to."""
    lang, ends = options.lang, time.perf_counter() + options.seconds
    made = offers(case, options.seconds * PARTS[0])
    if not any(offer.solved.plan for offer in made):
        answer = plan_of(case, options, problems)
        return (
            answer
            if not answer.lines
            else answer._replace(value={"plans": [answer.value], "rules": []})
        )
    nothing = worth(case, Plan())
    rows, plans, rules = [], [], []
    for offer in made:
        told = as_json(case, offer.solved, risk=offer.risk, lang=lang)
        plans.append({"kinds": list(offer.kinds), "label": offer.label.say(lang), "recommended": offer.recommended, "loss": offer.loss, **told})  # fmt: skip
        name = ("★ " if offer.recommended else "") + offer.label.say(lang)
        rows.append(_row(case, name, offer.solved.plan, offer.risk, nothing))
    for rule, label in RULES.items():
        plan = first_plan(case, rule, max(ends - time.perf_counter(), 0.1))
        danger = risk_of(case, plan)
        solved = Solved("gap", plan, worth(case, plan), max(o.solved.bound for o in made), 0.0)
        rules.append(
            {
                "rule": rule,
                "label": label.say(lang),
                **as_json(case, solved, risk=danger, lang=lang),
            }
        )
        rows.append(_row(case, label.say(lang), plan, danger, nothing))
    lines = table(SIDE.say(lang).split(), rows, frozenset(range(1, 9)))
    return Answer(lines, {"nothing": nothing, "plans": plans, "rules": rules}, problems)


def _row(
    case: Case, name: str, plan: Plan | None, danger: Risk | None, nothing: float
) -> tuple[str, ...]:
    if plan is None:
        return (name, *("—",) * 8)
    flow = flows(case, plan)
    return (
        name,
        f"{worth(case, plan) - nothing:,.0f}",
        str(len(plan.works)),
        str(len(plan.listed)),
        f"{sunk_listed(case, plan):,.0f}",
        f"{released(case, flow.back_wan):,.0f}",
        f"{flow.cash_wan.min():,.0f}",
        "—" if danger is None else f"{danger.ever_under:.0%}",
        str(len(check(case, plan))),
    )
