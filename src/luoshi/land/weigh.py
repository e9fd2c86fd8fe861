"""比一比: what one plan has more than another, of what the case wishes for."""

from __future__ import annotations

from dataclasses import replace

from luoshi.land.case import Case, Objective
from luoshi.land.flows import flows, released, worth
from luoshi.land.plan import Plan
from luoshi.land.words import Fact, clause
from luoshi.values.label import Label, listed

LITTLE = 0.5  # 万元 that is not worth a word


def gains(case: Case, before: Plan, after: Plan) -> tuple[Label, dict[str, Fact]]:
    """What `after` has more than `before` of what the case wishes for: 净收益多450万元、到期回笼多…; and the numbers."""
    wish, said = case.objective, list[Label]()
    facts: dict[str, Fact] = {}
    back = [released(case, flows(case, plan).back_wan) for plan in (before, after)]
    pure = replace(case, objective=Objective())
    npv = [worth(pure, plan) for plan in (before, after)]
    for name, weight, (old, new) in (
        ("released", wish.released_wan, back),
        ("npv", wish.npv, npv),
    ):
        if weight > 0 and abs(new - old) > LITTLE:
            facts[f"{name}_wan"] = new - old
            said.append(
                clause(f"{name}_{'more' if new > old else 'less'}", {"amount_wan": abs(new - old)})
            )
    for name, weight, count in (
        ("cleared", wish.cleared, len(after.works) - len(before.works)),
        ("listed", wish.listed, len(after.listed) - len(before.listed)),
    ):
        if weight > 0 and count:
            facts[f"{name}_count"] = float(count)
            said.append(
                clause(
                    f"{name}_{'more' if count > 0 else 'less'}", {"amount_count": float(abs(count))}
                )
            )
    return listed(said), facts
