"""经得住变化的方案: plans that are best as expected and still keep the floor when sales go badly; and the plans to put on the table.

The objective stays that of the expected case, and the floor holds in every future of the set, with the same decisions. Futures are added
to the problem only when the plan found so far breaks them: a plan that is best against some of them and breaks none of the others is best
against all. `any` one sale bad is one future for each parcel, of which few matter.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from luoshi.land.case import Case
from luoshi.land.checker import check
from luoshi.land.flows import flows, proceeds_of, worth
from luoshi.land.future import BOTH, LATE, LOW, MIDDLE, MILD, Future, any_one_bad, under
from luoshi.land.linear import NEVER, SIZE, Relaxed
from luoshi.land.office import RULES, first_plan
from luoshi.land.plan import Plan, Solved
from luoshi.land.pulse import build
from luoshi.land.risk import Doubt, Risk, risk
from luoshi.land.solve import solve
from luoshi.values.label import Label

Kind = Literal["nominal", "mild", "middle", "price", "late", "any", "set", "both"]
KINDS: dict[Kind, Label] = {
    "both": Label("地价都低20%、回款又都晚3个月也撑得住", "survives all prices 20% lower and 3 months later"),
    "set": Label(
        "地价低20%、回款晚3个月、任何一宗卖不好，哪一样都撑得住",
        "survives lower prices, or late money, or any one bad sale",
    ),
    "middle": Label("地价都低15%、晚2个月也撑得住", "survives all prices 15% lower and 2 months later"),
    "late": Label("回款都晚3个月也撑得住", "survives all money 3 months later"),
    "any": Label("任何一宗卖不好也撑得住", "survives any one bad sale"),
    "price": Label("地价都低20%也撑得住", "survives all prices 20% lower"),
    "mild": Label("地价都低10%、晚1个月也撑得住", "survives all prices 10% lower and a month later"),
    "nominal": Label("一切照预期", "everything as expected"),
}  # fmt: skip
ALLOWED = 0.01  # 万元: a hundred yuan, the tolerance of the solver in the rows of other futures
CLOSE = 1e-6  # in the objective
ADDED = 3  # futures put into the problem at a time
WANTED = 0.10  # probability of falling under the floor that may be recommended


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan to choose from, what it survives, what it risks, and what it gives up for that."""

    kinds: tuple[Kind, ...]  # more than one when they come to the same plan
    label: Label
    solved: Solved  # status "infeasible": no plan survives this
    risk: Risk | None  # None only when there is no plan
    loss: (
        float | None
    )  # in units of the objective, against the best plan when everything goes as expected
    share: float | None  # the same as a fraction of what that plan adds to doing nothing
    recommended: bool = False


def futures_of(case: Case, kind: Kind) -> tuple[Future, ...]:
    """What a plan of that kind has to survive, each alone."""
    each: dict[Kind, tuple[Future, ...]] = {
        "nominal": (),
        "mild": (MILD,),
        "middle": (MIDDLE,),
        "price": (LOW,),
        "late": (LATE,),
        "both": (BOTH,),
        "any": any_one_bad(case),
        "set": (LOW, LATE, *any_one_bad(case)),
    }
    return each[kind]


def shortfalls(case: Case, plan: Plan, futures: Sequence[Future]) -> list[float]:
    """万元 by which cash is under its floor in the worst month of each future; 0 where it holds."""
    slack = flows(case, plan).cash_wan - np.asarray(case.pool.floor_wan)
    short = []
    for future in futures:
        change = np.zeros(
            case.horizon
        )  # only listed parcels that the future touches bring anything else
        for now, then in zip(case.parcels, under(case, future).parcels, strict=True):
            month = plan.listed.get(now.key)
            if month is not None and now is not then:
                change += proceeds_of(case, then, month) - proceeds_of(case, now, month)
        short.append(max(-float((slack + np.cumsum(change)).min()), 0.0))
    return short


def robust(case: Case, kind: Kind, seconds: float = 10.0, warm: Plan | None = None) -> Solved:
    """The plan that is worth most as expected among those that keep the floor in every future of that kind.

    Args:
        seconds: after which the best plan so far is returned, with its gap.
        warm: a plan to start from; it need not survive.
    """
    return against(case, futures_of(case, kind), seconds, warm)


def against(
    case: Case, futures: Sequence[Future], seconds: float = 10.0, warm: Plan | None = None
) -> Solved:
    """The same for any set of futures."""
    begun = time.perf_counter()
    best = warm if warm is not None and _survives(case, warm, futures) else None
    taken = [*futures] if len(futures) <= ADDED else _broken(case, warm, futures)[:ADDED]
    bound, left = float("inf"), seconds
    while True:
        also = [under(case, future) for future in taken]
        if len(case.parcels) * case.months * (1 + len(also)) <= SIZE:
            bound = min(bound, Relaxed.of(build(case, also)).bound())
            if bound == NEVER:
                spent = time.perf_counter() - begun
                return Solved("infeasible", None, NEVER, NEVER, spent)
        solved = solve(case, max(left, 0.05), warm=best or warm, also=also)
        left = seconds - (time.perf_counter() - begun)
        if solved.status == "infeasible":
            return replace(solved, seconds=seconds - left)
        bound = min(bound, solved.bound)
        broken = _broken(case, solved.plan, [f for f in futures if f not in taken])
        if solved.plan is not None and not broken:
            return replace(solved, bound=bound, seconds=seconds - left)
        if solved.plan is None or left <= 0:
            break
        taken += broken[:ADDED]
    objective = worth(case, best) if best is not None else -float("inf")
    return Solved("gap", best, objective, bound, seconds - left)


def _broken(case: Case, plan: Plan | None, futures: Sequence[Future]) -> list[Future]:
    """Those that the plan does not survive, the worst first; all of them when there is no plan."""
    if plan is None:
        return list(futures)
    short = zip(shortfalls(case, plan, futures), futures, strict=True)
    broken = [(wan, future) for wan, future in short if wan > ALLOWED]
    return [future for _, future in sorted(broken, key=lambda pair: -pair[0])]


def _survives(case: Case, plan: Plan, futures: Sequence[Future]) -> bool:
    return not check(case, plan) and not _broken(case, plan, futures)


def offers(
    case: Case,
    seconds: float = 12.0,
    doubt: Doubt = Doubt(),  # noqa: B008
    nominal: Solved | None = None,
) -> tuple[Offer, ...]:
    """The plans to put on the table: the recommended first, the one that hopes for the best never first and never without its risk.

    Recommended is the one that gives up least among those under the floor in at most one future in ten; when there is none, the
    one with the least risk; never one that survives nothing and is under its floor more often. Kinds that no plan survives come last, without a plan. Nothing: not even the expected case has a plan.

    Args:
        nominal: the case as expected, where it has been solved already.
    """
    begun = time.perf_counter()
    nominal = nominal or solve(case, seconds * 0.3)
    if nominal.plan is None:
        return ()
    pool = [nominal.plan, *_careful(case, begun + seconds * 0.4)]
    found: dict[Kind, Solved] = {"nominal": nominal}
    todo: list[Kind] = [kind for kind in KINDS if kind != "nominal"]
    for at, kind in enumerate(todo):
        left = (seconds - (time.perf_counter() - begun)) / (len(todo) - at)
        start = _best_of(case, futures_of(case, kind), pool)
        if left > 0:
            found[kind] = robust(case, kind, left, start or nominal.plan)
        else:
            value = worth(case, start) if start else NEVER
            found[kind] = Solved("gap", start, value, nominal.bound, 0.0)
        pool += [found[kind].plan] if found[kind].plan else []  # type: ignore[list-item]
    found = {kind: _bettered(case, kind, _capped(found[kind], nominal), pool) for kind in KINDS}
    return _ordered(_made(case, found, doubt))


def _careful(case: Case, ends: float) -> list[Plan]:
    """What the office's rules come to when they expect the worse: quick plans that survive it, to start from."""
    made: list[Plan] = []
    for future in (BOTH, MIDDLE, LATE, LOW, MILD):
        for rule in RULES:
            if time.perf_counter() > ends:
                return made
            plan = first_plan(under(case, future), rule)
            made += [] if check(case, plan) else [plan]
    return made


def _best_of(case: Case, futures: Sequence[Future], plans: Sequence[Plan]) -> Plan | None:
    """The one worth most of those that survive; all of them keep the rules."""
    good = (plan for plan in plans if not _broken(case, plan, futures))
    return max(good, key=lambda plan: worth(case, plan), default=None)


def _bettered(case: Case, kind: Kind, solved: Solved, plans: Sequence[Plan]) -> Solved:
    """A plan found for another kind, where time was too short to find one as good for this."""
    best = _best_of(case, futures_of(case, kind), plans)
    if (
        best is None
        or solved.status == "infeasible"
        or worth(case, best) <= solved.objective + CLOSE
    ):
        return solved
    value = worth(case, best)
    return replace(solved, plan=best, objective=value, bound=max(solved.bound, value))


def _capped(solved: Solved, nominal: Solved) -> Solved:
    """No plan that survives more is worth more than the best that survives nothing."""
    return replace(solved, bound=max(min(solved.bound, nominal.bound), solved.objective))


def _made(case: Case, found: dict[Kind, Solved], doubt: Doubt) -> list[Offer]:
    """One offer for each plan, named by the hardest kind that it survives."""
    best = max((one for one in found.values() if one.plan), key=lambda one: one.objective)
    added = max(best.objective - worth(case, Plan()), CLOSE)
    merged: dict[object, list[Kind]] = {}
    for kind, one in found.items():
        merged.setdefault(_same(one, kind), []).append(kind)
    made = []
    for kinds in merged.values():
        one = found[kinds[0]]
        loss = None if one.plan is None else best.objective - one.objective
        made.append(
            Offer(
                kinds=tuple(kinds),
                label=KINDS[kinds[0]],
                solved=one,
                risk=None if one.plan is None else risk(case, one.plan, doubt=doubt),
                loss=loss,
                share=None if loss is None else loss / added,
            )
        )
    return made


def _same(one: Solved, kind: Kind) -> object:
    if one.plan is None:
        return kind
    return (tuple(sorted(one.plan.works.items())), tuple(sorted(one.plan.listed.items())))


def _ordered(made: list[Offer]) -> tuple[Offer, ...]:
    """The recommended first, then by risk; what hopes for the best after those, no plan at the end."""

    def danger(offer: Offer) -> float:
        return offer.risk.ever_under if offer.risk else 2.0

    planned = [o for o in made if o.risk is not None]
    hardy = [o for o in planned if o.kinds != ("nominal",)] or planned
    calm = [o for o in hardy if danger(o) <= WANTED]
    chosen = min(calm, key=lambda o: o.loss or 0.0) if calm else min(hardy, key=danger)
    rest = sorted(
        (o for o in made if o is not chosen),
        key=lambda o: (o.risk is None, o.kinds == ("nominal",), danger(o), o.loss or 0.0),
    )
    hopeful = chosen.kinds == ("nominal",) and danger(chosen) > WANTED
    return (replace(chosen, recommended=not hopeful), *rest)
