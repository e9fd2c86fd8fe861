"""滚动的链条: whose money starts whom. Money leaves the pool in the order in which it came in (first in, first out).

An attribution, not a fact: money has no name. It answers "which sale pays for this parcel" in the way a cashier would, and its sums are
exact: what is taken from a giver never exceeds what it gave, and every payment is covered, by the pool or by an overdraft.
Within a month money comes in before it is paid out, as in the rows of cash; duties and holding are paid first, then works by their start.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from luoshi.land.case import Case
from luoshi.land.flows import proceeds_of, works_of
from luoshi.land.plan import Plan

POOL = ""  # giver: opening cash and other income; taker: duties and holding
OVERDRAFT = "!"  # giver: nobody, the pool is under zero


class Fund(NamedTuple):
    """Money of one giver that went to one taker."""

    giver: str  # parcel key, POOL or OVERDRAFT
    taker: str  # parcel key or POOL
    month: int  # in which the first of it was paid
    wan: float


def chain(case: Case, plan: Plan) -> tuple[Fund, ...]:
    """Every giver and taker with what passed between them, by the month in which it began."""
    paid: dict[tuple[str, str], tuple[int, float]] = {}
    till: deque[tuple[str, float]] = deque([(POOL, max(case.pool.opening_wan, 0.0))])
    owed = max(-case.pool.opening_wan, 0.0)
    begun = sorted(plan.works.items(), key=lambda item: (item[1].start, item[0]))
    parcels = {parcel.key: parcel for parcel in case.parcels}
    works = {key: works_of(case, parcels[key], work) for key, work in begun}
    back = {p.key: proceeds_of(case, p, plan.listed.get(p.key)) for p in case.parcels}
    for month in range(case.horizon):
        other = case.pool.other_wan[month]
        came = [(POOL, max(other, 0.0)), *((key, float(b[month])) for key, b in back.items())]
        for giver, wan in came:
            repaid = min(owed, wan)
            owed -= repaid
            if wan - repaid > 0:
                till.append((giver, wan - repaid))
        held = sum(
            p.holding_wan for p in case.parcels if plan.listed.get(p.key, case.horizon) >= month
        )
        due = [
            (POOL, held + max(-other, 0.0)),
            *((key, float(w[month])) for key, w in works.items()),
        ]
        for taker, wan in due:
            owed += _pay(till, taker, wan, month, paid)
    found = (Fund(*pair, month, wan) for pair, (month, wan) in paid.items())
    return tuple(sorted(found, key=lambda f: (f.month, f.taker, f.giver)))


def _pay(
    till: deque[tuple[str, float]],
    taker: str,
    wan: float,
    month: int,
    paid: dict[tuple[str, str], tuple[int, float]],
) -> float:
    """Pay from the till, the oldest money first; what is not there is an overdraft, and returned."""
    while wan > 1e-9 and till:
        giver, there = till.popleft()
        part = min(there, wan)
        wan -= part
        if there - part > 1e-9:
            till.appendleft((giver, there - part))
        if part > 0:
            first, sum_ = paid.get((giver, taker), (month, 0.0))
            paid[giver, taker] = (first, sum_ + part)
    if wan <= 1e-9:
        return 0.0
    first, sum_ = paid.get((OVERDRAFT, taker), (month, 0.0))
    paid[OVERDRAFT, taker] = (first, sum_ + wan)
    return wan
