"""读得通、说不通的测算: what a well-formed case cannot mean: waiting for nobody or in a circle, months too few for anything to be done."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.land.case import Case, Parcel, Promise
from luoshi.values.problem import Problem

CYCLE_SHOWN = 12  # parcels of a circle that a sentence names


def senseless(case: Case) -> list[Problem]:
    """Every such fault. A promise that time forbids is a warning: the solver says what would mend it."""
    waits = [*_waits(case)]
    if waits:
        return waits
    listable, clear = _firsts(case)
    problems = []
    within = [month for month in (listable or clear).values() if month < case.months]
    if not within:
        shortest = min((listable or clear).values()) + 1
        problems.append(Problem("T-015", "months", {"months": case.months, "shortest": shortest}))
    for n, promise in enumerate(case.promises, 1):
        if promise.kind != "released":
            problems += _promise(
                case, promise, f"第{n}条承诺", listable if promise.kind == "listed" else clear
            )
    return problems


def _promise(case: Case, promise: Promise, place: str, first: dict[str, int]) -> Iterator[Problem]:
    if promise.at_least > len(first):
        yield Problem(
            "T-013", f"{place} · at_least", {"value": f"{promise.at_least:g}", "count": len(first)}
        )
        return
    at = sorted(first.values())[int(promise.at_least) - 1]
    if at > promise.by:
        facts = {
            "by": case.month(promise.by),
            "first": case.month(at),
            "n": f"{promise.at_least:g}",
        }
        yield Problem("T-014", f"{place} · by", facts, "warning")


def _waits(case: Case) -> Iterator[Problem]:
    """Each circle once, named from the parcel of it that stands first in the file."""
    parcels, passed = {parcel.key: parcel for parcel in case.parcels}, set[str]()
    for parcel in case.parcels:
        if parcel.after and parcel.after.key not in parcels:
            yield Problem("T-010", f"地块 {parcel.key} · after", {"key": parcel.after.key})
        trail: dict[str, None] = {}
        at: Parcel | None = parcel
        while at is not None and at.key not in passed and at.key not in trail:
            trail[at.key] = None
            at = parcels.get(at.after.key) if at.after else None
        if at is not None and at.key in trail:
            every = list(trail)
            circle = [*every[every.index(at.key) :], at.key]
            if len(circle) > CYCLE_SHOWN:
                circle = [*circle[: CYCLE_SHOWN - 2], "…", circle[-1]]
            yield Problem("T-011", f"地块 {at.key} · after", {"cycle": " → ".join(circle)})
        passed |= set(trail)


def _firsts(case: Case) -> tuple[dict[str, int], dict[str, int]]:
    """By parcel the first month of listing, and of being cleared, if money, task forces and listings were plenty."""
    parcels, free = {parcel.key: parcel for parcel in case.parcels}, dict[str, int]()
    for parcel in case.parcels:
        chain = [parcel]
        while chain[-1].key not in free and chain[-1].after and chain[-1].after.key not in free:
            chain.append(parcels[chain[-1].after.key])
        for one in reversed(chain):
            start = one.earliest
            if one.after and one.after.gates == "start":
                start = max(start, free[one.after.key])
            free[one.key] = start + min(option.months for option in one.options)
    listable = {}
    for parcel in case.parcels:
        if parcel.for_sale:
            ready = free[parcel.key] + parcel.notice_months
            gate = parcel.after if parcel.after and parcel.after.gates == "list" else None
            listable[parcel.key] = max(ready, free[gate.key]) if gate else ready
    return listable, {key: month - 1 for key, month in free.items()}
