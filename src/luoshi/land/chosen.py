"""为什么排它: what a parcel of the plan takes and brings back, whose money starts it, whom its money starts."""

from __future__ import annotations

from luoshi.land.case import Case, Parcel
from luoshi.land.chain import OVERDRAFT, POOL, Fund, chain
from luoshi.land.flows import cleared_in, proceeds_of, works_of
from luoshi.land.plan import Plan
from luoshi.land.words import Fact, Reason, clause, named
from luoshi.values.label import Label, listed

SHARE = 0.05  # of the cost of a parcel: who gives less is not named
NAMED = 3  # givers and takers at most


def chosen(case: Case, plan: Plan) -> list[Reason]:
    """One reason for each parcel of the plan, by its start."""
    funds, parcels = chain(case, plan), {parcel.key: parcel for parcel in case.parcels}
    keys = sorted(plan.works, key=lambda key: (plan.works[key].start, key))
    return [_chosen(case, plan, parcels[key], funds) for key in keys]


def _chosen(case: Case, plan: Plan, parcel: Parcel, funds: tuple[Fund, ...]) -> Reason:
    work, listed_in = plan.works[parcel.key], plan.listed.get(parcel.key)
    spent = float(works_of(case, parcel, work).sum())
    back = proceeds_of(case, parcel, listed_in)
    facts: dict[str, Fact] = {
        "name": parcel.name,
        "start_month": case.month(work.start),
        "clear_month": case.month(cleared_in(parcel, work)),
        "teams_count": float(parcel.options[work.option].teams),
        "spent_wan": spent,
        "back_wan": float(back.sum()),
        "sunk_wan": parcel.sunk_wan,
    }
    parts = ["chosen", "chosen_takes"] if spent > 0 else ["chosen"]
    if listed_in is not None and back.any():
        facts["list_month"] = case.month(listed_in)
        facts["back_month"] = case.month(int(back.nonzero()[0][0]))
        parts.append("chosen_brings")
        if spent > 0 and back.sum() > spent:
            facts["ratio"] = Label(*(f"{back.sum() / spent:.1f}",) * 2)
            parts.append("chosen_ratio")
        if parcel.sunk_wan > 0:
            parts.append("chosen_sunk")
    opens = [
        p.name
        for p in case.parcels
        if p.after and p.after.key == parcel.key and p.key in plan.works
    ]
    if opens:
        facts["opens"] = named(opens)
        parts.append("chosen_opens")
    sources = _sources(case, funds, parcel.key)
    if sources.zh:
        facts["sources"] = sources
        parts.append("chosen_sources")
    fed = _fed(case, funds, parcel.key)
    if fed:
        facts["fed"], facts["fed_count"] = named(fed[:NAMED]), float(len(fed))
        parts.append("chosen_feeds" if len(fed) <= NAMED else "chosen_feeds_more")
    return Reason("chosen", parcel.key, tuple(parts), facts)


def _sources(case: Case, funds: tuple[Fund, ...], key: str) -> Label:
    """Who pays for the works, the largest giver first; those who give little are left out."""
    given = {f.giver: f.wan for f in funds if f.taker == key}
    total, names = sum(given.values()), {parcel.key: parcel.name for parcel in case.parcels}
    said = []
    for giver, wan in sorted(given.items(), key=lambda item: -item[1]):
        if wan >= SHARE * total:
            part = {POOL: "source_pool", OVERDRAFT: "source_overdraft"}.get(giver, "source_parcel")
            facts: dict[str, Fact] = {
                "giver": names.get(giver, ""),
                "share_percent": round(100 * wan / total),
            }
            said.append(clause(part, facts))
    return listed(said[:NAMED])


def _fed(case: Case, funds: tuple[Fund, ...], key: str) -> list[str]:
    """Parcels whose works its money pays for in a part that counts, in the order of the payments."""
    total: dict[str, float] = {}
    for fund in funds:
        total[fund.taker] = total.get(fund.taker, 0.0) + fund.wan
    names = {parcel.key: parcel.name for parcel in case.parcels}
    return [
        names[f.taker]
        for f in funds
        if f.giver == key and f.taker in names and f.wan >= SHARE * total[f.taker]
    ]
