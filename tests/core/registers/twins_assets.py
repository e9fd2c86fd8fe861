"""Plain twins of the registers of things: premises, firms, state assets, urban works. Written from the meaning, not the TOML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.core.registers.twins import (
    Lit,
    Row,
    by_deadline,
    counted,
    fresh,
    happened,
    reached,
    summed,
    total,
)

NEAR, STALE, CAP_YEARS, LAW_YEARS, LOW = 70, 100, 5, 20, 0.9
Test = Callable[[Row, date], bool]


def always(row: Row, today: date) -> bool:
    return True


# ---- firm
def graded(row: Row, today: date) -> bool:
    until = row.get("tier_until")
    good = row.get("tier") in ("srdi", "giant") and reached(row.get("tier_on"), today)
    return good and (until is None or until >= today)


def entered(row: Row, today: date) -> bool:
    return reached(row.get("entered_on"), today) and not reached(row.get("left_on"), today)


def of_line(row: Row, today: date) -> float | None:
    """Revenue as a share of the threshold, when it is known and not stale."""
    day, revenue, line = row.get("revenue_on"), row.get("revenue_wan"), row.get("line_wan")
    if day is None or (today - day).days > STALE or revenue is None or not line:
        return None
    return round(100 * revenue / line, 2)


def line(row: Row, today: date) -> Lit:
    if entered(row, today):
        return "green", False
    if not row.get("cultivated"):
        return None
    share = of_line(row, today)
    if share is None:
        return "grey", False
    return ("green" if share < NEAR else "yellow" if share < 100 else "red"), False


def outside(low: float, high: float) -> Test:
    """Not on the list, with a share of the threshold from `low` to below `high`."""
    return lambda row, today: (
        not entered(row, today)
        and (share := of_line(row, today)) is not None
        and low <= share < high
    )


# ---- state asset: each finding of the audits by itself
def free(row: Row, today: date) -> bool:
    use = row.get("found_use")
    by_others = use == "let" if use is not None else row.get("tenant") is not None
    return by_others and row.get("rent_wan") == 0


def longer(years: int, slack: int = 0) -> Test:
    def test(row: Row, today: date) -> bool:
        start, end = row.get("lease_from"), row.get("lease_to")
        return start is not None and end is not None and (end - start).days > years * 365.25 + slack

    return test


def cheap(row: Row, today: date) -> bool:
    rent, worth = row.get("rent_wan"), row.get("appraised_wan")
    return rent is not None and worth is not None and 0 < rent < worth * LOW


def overstayed(row: Row, today: date) -> bool:
    end = row.get("lease_to")
    return row.get("found_use") == "let" and end is not None and end < today


def bare(row: Row, today: date) -> bool:
    return row.get("found_use") == "let" and row.get("lease_from") is None


def owing(row: Row, today: date) -> bool:
    return (row.get("arrears_wan") or 0) > 0


def unlike(row: Row, today: date) -> bool:
    return row.get("found_use") == "gone" or row.get("on_book") is False


FINDINGS: tuple[Test, ...] = (free, longer(CAP_YEARS), cheap, overstayed, bare, owing, unlike)


def unfixed(test: Test) -> Test:
    return lambda row, today: test(row, today) and not reached(row.get("fixed_on"), today)


def finding(row: Row, today: date) -> Lit:
    found, due = any(test(row, today) for test in FINDINGS), row.get("fix_by")
    if reached(row.get("fixed_on"), today):
        return "green", due is not None and row["fixed_on"] > due
    late = due is not None and today > due and found
    if not reached(row.get("checked_on"), today):
        return "grey", late
    return ("red" if late else "yellow" if found else "green"), late


# ---- lease
def running(row: Row, today: date) -> bool:
    over = reached(row.get("ended_on"), today)
    return row["lease_from"] <= today <= row["lease_to"] and not over


def owed(rows: list[Row], today: date) -> Any:
    known = [r for r in rows if r.get("due_wan") is not None and r.get("paid_wan") is not None]
    return total(r["due_wan"] - r["paid_wan"] for r in known if r["due_wan"] > r["paid_wan"])


# ---- enjoyment
def told(enjoying: bool) -> Test:
    return lambda r, t: reached(r["told_on"], t) and r.get("enjoying") is enjoying


# ---- firm facts
def known_firms(rows: list[Row], today: date) -> int:
    return len({r["firm"] for r in rows if reached(r["facts_on"], today)})


# ---- urban work
def alley(field: str) -> Test:
    return lambda row, today: row["kind"] == "alley" and reached(row.get(field), today)


MEASURES: dict[str, dict[str, Callable[[list[Row], date], Any]]] = {
    "premises": {
        "idle_count": counted(always),
        "revived_count": counted(happened("revived_on")),
        "left_count": counted(lambda r, t: not reached(r.get("revived_on"), t)),
        "idle_m2": summed("idle_m2", always),
        "revived_m2": summed("revived_m2", always),
    },
    "firm": {
        "firms": counted(always),
        "graded_count": counted(graded),
        "giant_count": counted(lambda r, t: graded(r, t) and r["tier"] == "giant"),
        "entered_count": counted(entered),
        "left_count": counted(happened("left_on")),
        "cultivated_count": counted(lambda r, t: r.get("cultivated") is True),
        "near_count": counted(outside(NEAR, 100)),
        "over_count": counted(outside(100, float("inf"))),
    },
    "firm_fact": {
        "known_count": known_firms,
        "small_count": counted(lambda r, t: r.get("taxpayer") == "small"),
    },
    "enjoyment": {
        "enjoying_count": counted(told(True)),
        "enjoyed_wan": summed("money_wan", told(True)),
        "gap_count": counted(told(False)),
    },
    "lease": {
        "running_count": counted(running),
        "rent_a_year_wan": summed("rent_wan", running),
        "owed_wan": owed,
    },
    "state_asset": {
        "assets": counted(always),
        "checked_count": counted(happened("checked_on")),
        "free_count": counted(unfixed(free)),
        "long_count": counted(unfixed(longer(CAP_YEARS))),
        "over_law_count": counted(unfixed(longer(LAW_YEARS, 1))),
        "low_rent_count": counted(unfixed(cheap)),
        "overstayed_count": counted(unfixed(overstayed)),
        "no_contract_count": counted(unfixed(bare)),
        "arrears_wan": summed("arrears_wan", unfixed(always)),
        "vacant_count": counted(unfixed(lambda r, t: r.get("found_use") == "vacant")),
        "off_book_count": counted(unfixed(unlike)),
        "fixed_count": counted(happened("fixed_on")),
    },
    "urban_work": {
        "works": counted(always),
        "alleys": counted(lambda r, t: r["kind"] == "alley"),
        "alleys_begun": counted(alley("started_on")),
        "alleys_finished": counted(alley("finished_on")),
        "areas_finished": counted(
            lambda r, t: r["kind"] == "area" and reached(r.get("finished_on"), t)
        ),
        "accepted_count": counted(happened("accepted_on")),
        "length_m": summed("length_m", happened("finished_on")),
        "households": summed("households", happened("finished_on")),
    },
}
LIGHTS: dict[str, dict[str, Callable[[Row, date], Lit]]] = {
    "premises": {
        "reviving": lambda r, t: by_deadline(
            r.get("revive_by"), r.get("revived_on"), t, fresh(r, t)
        )
    },
    "firm": {"line": line},
    "firm_fact": {},
    "enjoyment": {},
    "lease": {},
    "state_asset": {"finding": finding},
    "urban_work": {
        "finishing": lambda r, t: by_deadline(
            r.get("finish_by"), r.get("finished_on"), t, fresh(r, t)
        )
    },
}
