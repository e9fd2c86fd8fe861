"""说清楚: why a plan is as it is, as data and as sentences that an official can read out.

    promise    which one breaks first, and by how many months or how much money each is safe
    more_cash  what one more ten million at the start would earn
    chosen     why this parcel: what it takes, what it brings back, whose money starts it and whom its money starts
    left       why not that one: what forcing it in would cost, and the least change of price, cost or cash that lets it in
    office     what the office's own rules would have got from the same money

Everything stays inside the seconds given. What was not proven in them is said as "at most" or "at least", never as a plain number.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from luoshi.land.breach import richer
from luoshi.land.case import Case
from luoshi.land.checker import check
from luoshi.land.chosen import chosen
from luoshi.land.flows import flows, promises, worth
from luoshi.land.left import left_out
from luoshi.land.office import RULES, first_plan
from luoshi.land.plan import Plan, Solved
from luoshi.land.relax import month_of
from luoshi.land.solve import solve
from luoshi.land.weigh import LITTLE, gains
from luoshi.land.words import Fact, Reason, named, promise, quoted
from luoshi.values.label import Label, listed

__all__ = ["Reason", "reasons"]
MORE_WAN = (1000.0, 5000.0)  # more at the start; the first is told by itself


def reasons(case: Case, solved: Solved, seconds: float = 5.0) -> tuple[Reason, ...]:
    """The reasons of a plan, in the order in which a meeting asks; nothing when there is no plan (`relax` speaks then)."""
    if solved.plan is None:
        return ()
    ends = time.perf_counter() + seconds
    head, taken, office = (
        _promises(case, solved.plan),
        chosen(case, solved.plan),
        _office(case, solved),
    )
    reason, more = _more_cash(case, solved, MORE_WAN[0], seconds * 0.25)
    lets_in = {} if more is None else dict.fromkeys(more.works, MORE_WAN[0])
    left = left_out(case, solved, (ends - time.perf_counter()) * 0.8, lets_in)
    return (*head, reason, *taken, *left, *office)


def _promises(case: Case, plan: Plan) -> list[Reason]:
    """The one that breaks first comes first: fewest months to spare, then least money."""
    slack = flows(case, plan).cash_wan - np.asarray(case.pool.floor_wan)
    found: list[tuple[float, float, Reason]] = []
    for one, reached, _ in promises(case, plan):
        early = one.by - month_of(case, plan, one)
        tight = int(slack[: one.by + 1].argmin())
        spare = float(slack[tight])
        facts: dict[str, Fact] = {
            "promise": promise(case, one),
            "early_months": float(early),
            "slack_wan": spare,
            "tight_month": case.month(tight),
        }
        parts = ["promise", "promise_early" if early > 0 else "promise_due"]
        if one.kind == "released":
            facts["over_wan"] = over = reached - one.at_least
            spare = min(spare, over)
            parts.append("promise_over")
        parts.append("promise_money" if facts["slack_wan"] != 0.0 else "promise_bare")
        found.append((early, spare, Reason("promise", "", tuple(parts), facts)))
    made = [reason for _, _, reason in sorted(found, key=lambda f: (f[0], f[1]))]
    if len(made) > 1:
        made[0] = replace(made[0], parts=("promise_first", *made[0].parts[1:]))
    return made


def _more_cash(
    case: Case, solved: Solved, wan: float, seconds: float
) -> tuple[Reason, Plan | None]:
    """Solve again with so much more at the start; what is not proven is a lower bound."""
    assert solved.plan is not None
    again = solve(richer(case, wan), seconds, warm=solved.plan)
    plan = again.plan or solved.plan
    gain, facts = gains(case, solved.plan, plan)
    exact = again.status == "optimal" and solved.status == "optimal"
    facts["cash_wan"] = wan
    if worth(case, plan) - worth(case, solved.plan) <= LITTLE * case.objective.npv or not gain.zh:
        part = "more_cash_nothing" if exact else "more_cash_unknown"
        return Reason("more_cash", "", (part,), facts), again.plan
    parts = ["more_cash" if exact else "more_cash_least"]
    for part, here, there in (("in", plan, solved.plan), ("out", solved.plan, plan)):
        names = [p.name for p in case.parcels if p.key in here.works and p.key not in there.works]
        if names:
            facts[f"parcels_{part}"] = named(names)
            parts.append(f"more_cash_{part}")
    facts["gain"] = gain
    return Reason("more_cash", "", tuple(parts), facts), again.plan


def _office(case: Case, solved: Solved) -> list[Reason]:
    """Each of the office's rules: what it breaks, what it loses; the best first, rules with the same plan together."""
    assert solved.plan is not None
    rules: dict[object, list[Label]] = {}
    plans: dict[object, Plan] = {}
    for rule, label in RULES.items():
        plan = first_plan(case, rule)
        same = (tuple(sorted(plan.works.items())), tuple(sorted(plan.listed.items())))
        rules.setdefault(same, []).append(quoted(label))
        plans[same] = plan
    order = sorted(
        plans, key=lambda same: (bool(check(case, plans[same])), -worth(case, plans[same]))
    )
    return [_rule(case, solved.plan, plans[same], listed(rules[same])) for same in order]


def _rule(case: Case, best: Plan, plan: Plan, label: Label) -> Reason:
    facts: dict[str, Fact] = {"rule": label}
    parts = ["office"]
    broken = [quoted(promise(case, one)) for one, _, kept in promises(case, plan) if not kept]
    slack = flows(case, plan).cash_wan - np.asarray(case.pool.floor_wan)
    under = np.flatnonzero(slack < -1e-6)
    if broken:
        facts["broken"] = listed(broken)
        parts.append("office_promise")
    if len(under):
        facts["under_month"], facts["short_wan"] = case.month(int(under[0])), float(-slack.min())
        parts.append("office_under")
    change, numbers = gains(case, best, plan)
    if change.zh:
        facts |= {**numbers, "change": change}
        parts.append("office_paper" if broken or len(under) else "office_change")
    elif len(parts) == 1:
        parts.append("office_same")
    return Reason("office", "", tuple(parts), facts)
