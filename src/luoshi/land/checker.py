"""核对一个方案: every rule that a plan breaks, as a sentence; read a second time, apart from the solver.

Nothing of the engine is imported here and no array library: months are followed one by one in plain Python, so that anyone can read these
rules beside docs/algorithms/land.md and trust a plan without trusting the solver. The rules:

1. A parcel is worked at most once, with one of its options, not before its earliest month, and cleared within the months that are decided.
2. It is listed at most once, only if it is for sale, `notice_months` whole months after it is cleared, within the months that are decided.
3. What waits for another parcel starts (or is listed) after the last month of that parcel's works.
4. Task forces bound and parcels listed are never more than there are in a month.
5. Cash at the end of each month of the horizon is not under its floor. 6. Every promise is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.land.case import Case, Parcel
from luoshi.land.plan import Plan

ALLOWED = 1e-6  # 万元 (or parcels) that rounding may take
SENTENCES = {
    "nobody": ("没有地块 {key}", "there is no parcel {key}"),
    "option": ("{key} 没有第 {n} 种做法", "{key} has no option {n}"),
    "early": ("{key} 在 {month} 开工，早于最早月份 {other}", "{key} starts in {month}, before {other}"),
    "late": ("{key} 在 {month} 开工，到测算期末还清不完", "{key} starts in {month} and is not cleared in time"),
    "not for sale": ("{key} 不出让，却排在 {month} 挂牌", "{key} is not for sale, yet listed in {month}"),
    "not cleared": ("{key} 没有清零，却排在 {month} 挂牌", "{key} is never cleared, yet listed in {month}"),
    "notice": ("{key} 在 {month} 挂牌，最早只能在 {other}", "{key} is listed in {month}; the first possible is {other}"),
    "outside": ("{key} 排在测算期以外的 {month} 挂牌", "{key} is listed in {month}, outside the months decided"),
    "after start": ("{key} 在 {month} 开工时 {other} 还没清零", "{key} starts in {month} before {other} is cleared"),
    "after list": ("{key} 在 {month} 挂牌时 {other} 还没清零", "{key} is listed in {month} before {other} is cleared"),
    "teams": ("{month} 要 {n} 个专班，只有 {other} 个", "{month} needs {n} task forces; there are {other}"),
    "listings": ("{month} 挂牌 {n} 宗，最多 {other} 宗", "{month} lists {n} parcels; at most {other}"),
    "cash": ("{month} 月末资金 {n} 万元，低于底线 {other} 万元", "{month} ends with {n} 万元, under its floor of {other}"),
    "promise": ("到 {month} 应{kind} {other}，只有 {n}", "by {month} {other} should be {kind}; it is {n}"),
}  # fmt: skip
KINDS = {
    "listed": ("挂牌（宗）", "listed (parcels)"),
    "cleared": ("清零（宗）", "cleared (parcels)"),
    "released": ("回款（万元）", "back (万元)"),
}


def check(case: Case, plan: Plan, lang: str = "zh") -> tuple[str, ...]:
    """Every rule that the plan breaks, as a sentence with parcel and month; nothing: the plan is valid."""
    which = 0 if lang == "zh" else 1
    found = [*_of_parcels(case, plan)]
    if not any(rule in ("nobody", "option") for rule, _ in found):
        found += [*_of_months(case, plan), *_of_promises(case, plan, which)]
    return tuple(SENTENCES[rule][which].format(**facts) for rule, facts in found)


def cash(case: Case, plan: Plan) -> list[float]:
    """万元 in the pool at the end of each month of the horizon."""
    total, by_month = case.pool.opening_wan, []
    for flow in _net(case, plan):
        total += flow
        by_month.append(total)
    return by_month


def value(case: Case, plan: Plan) -> float:
    """What the plan is worth by the weights of the case: NPV of all flows, proceeds by `release_by`, parcels cleared and listed."""
    wish, last = case.objective, case.horizon - 1 if case.release_by is None else case.release_by
    npv = sum(
        flow / (1.0 + case.monthly_rate) ** month for month, flow in enumerate(_net(case, plan))
    )
    return (
        wish.npv * npv
        + wish.released_wan * _back_by(case, plan, last)
        + wish.cleared * len(plan.works)
        + wish.listed * len(plan.listed)
    )


def _free_from(parcel: Parcel, plan: Plan) -> int | None:
    """The first month after the last of its works, or None when it is never worked."""
    work = plan.works.get(parcel.key)
    return None if work is None else work.start + parcel.options[work.option].months


def _net(case: Case, plan: Plan) -> list[float]:
    """Income less payments of each month of the horizon; what would fall after it is not counted."""
    net = [float(wan) for wan in case.pool.other_wan]
    for parcel in case.parcels:
        work, listed = plan.works.get(parcel.key), plan.listed.get(parcel.key)
        flows = [
            (month, -parcel.holding_wan)
            for month in range(case.horizon if listed is None else listed + 1)
        ]
        if work is not None:
            cost = parcel.options[work.option].cost_wan
            flows += [(work.start + later, -wan) for later, wan in enumerate(cost)]
        if listed is not None:
            flows += [(listed + later, wan) for later, wan in parcel.proceeds_wan]
        for month, wan in flows:
            if 0 <= month < case.horizon:
                net[month] += wan
    return net


def _back_by(case: Case, plan: Plan, last: int) -> float:
    return sum(
        wan
        for parcel in case.parcels
        if parcel.key in plan.listed
        for later, wan in parcel.proceeds_wan
        if plan.listed[parcel.key] + later <= min(last, case.horizon - 1)
    )


def _of_parcels(case: Case, plan: Plan) -> Iterator[tuple[str, dict[str, object]]]:
    parcels = {parcel.key: parcel for parcel in case.parcels}
    for key in sorted((set(plan.works) | set(plan.listed)) - set(parcels)):
        yield "nobody", {"key": key}
    for key, parcel in parcels.items():
        work, listed = plan.works.get(key), plan.listed.get(key)
        if work is not None and not 0 <= work.option < len(parcel.options):
            yield "option", {"key": key, "n": work.option + 1}
            continue
        free = _free_from(parcel, plan)
        if work is not None and free is not None:
            facts: dict[str, object] = {"key": key, "month": case.month(work.start)}
            if work.start < max(parcel.earliest, 0):
                yield "early", {**facts, "other": case.month(max(parcel.earliest, 0))}
            if free > case.months:
                yield "late", facts
            if (
                parcel.after
                and parcel.after.gates == "start"
                and not _open(parcels, plan, parcel, work.start)
            ):
                yield "after start", {**facts, "other": parcel.after.key}
        if listed is not None:
            facts = {"key": key, "month": case.month(listed)}
            if not parcel.for_sale:
                yield "not for sale", facts
            if free is None:
                yield "not cleared", facts
            elif listed < free + parcel.notice_months:
                yield "notice", {**facts, "other": case.month(free + parcel.notice_months)}
            if not 0 <= listed < case.months:
                yield "outside", facts
            if (
                parcel.after
                and parcel.after.gates == "list"
                and not _open(parcels, plan, parcel, listed)
            ):
                yield "after list", {**facts, "other": parcel.after.key}


def _open(parcels: dict[str, Parcel], plan: Plan, parcel: Parcel, month: int) -> bool:
    """Is the parcel that this one waits for cleared before `month` begins?"""
    other = parcels.get(parcel.after.key) if parcel.after else None
    if other is None or (
        other.key in plan.works and not 0 <= plan.works[other.key].option < len(other.options)
    ):
        return False
    free = _free_from(other, plan)
    return free is not None and free <= month


def _of_months(case: Case, plan: Plan) -> Iterator[tuple[str, dict[str, object]]]:
    parcels = {parcel.key: parcel for parcel in case.parcels}
    for month in range(case.months):
        teams = sum(
            parcels[key].options[work.option].teams
            for key, work in plan.works.items()
            if work.start <= month < work.start + parcels[key].options[work.option].months
        )
        listed = sum(at == month for at in plan.listed.values())
        if teams > case.teams[month]:
            yield "teams", {"month": case.month(month), "n": teams, "other": case.teams[month]}
        if listed > case.listings[month]:
            yield (
                "listings",
                {"month": case.month(month), "n": listed, "other": case.listings[month]},
            )
    for month, wan in enumerate(cash(case, plan)):
        if wan < case.pool.floor_wan[month] - ALLOWED:
            floor = f"{case.pool.floor_wan[month]:.2f}"
            yield "cash", {"month": case.month(month), "n": f"{wan:.2f}", "other": floor}


def _of_promises(case: Case, plan: Plan, which: int) -> Iterator[tuple[str, dict[str, object]]]:
    for promise in case.promises:
        if promise.kind == "listed":
            reached: float = sum(month <= promise.by for month in plan.listed.values())
        elif promise.kind == "cleared":
            free = [_free_from(parcel, plan) for parcel in case.parcels]
            reached = sum(month is not None and month <= promise.by + 1 for month in free)
        else:
            reached = _back_by(case, plan, promise.by)
        if reached < promise.at_least - ALLOWED:
            kind = KINDS[promise.kind][which]
            facts = {"kind": kind, "n": f"{reached:.10g}", "other": f"{promise.at_least:.10g}"}
            yield "promise", {"month": case.month(promise.by), **facts}
