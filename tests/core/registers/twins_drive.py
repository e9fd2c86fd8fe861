"""Plain twins of the registers that drive work: indicators, actions, task forces, secondments, approvals, obstacles, leads.

Written from the meaning (the rule's paper, the labels), not from the TOML.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.core.registers.twins import (
    WARN,
    Lit,
    Row,
    by_deadline,
    counted,
    fresh,
    happened,
    last_report,
    percent,
    reached,
    summed,
    total,
)

BOTTOM = 3
SCREEN, SCREEN_MAJOR, ANSWER, REPLY, PROGRESS, STALE = 3, 7, 1, 7, 14, 31


def worked(start: date, end: date) -> int:
    """Working days after `start` up to `end` in weeks without a holiday (the sheets keep to March 2026)."""
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    return sum(day.isoweekday() <= 5 for day in days)


def kept(due: date | None, done: date | None, today: date) -> Lit:
    """A deadline that the keeping office writes down itself: without a date nobody has told us."""
    finished = reached(done, today)
    if due is None:
        return ("green" if finished else "grey"), False
    late = (done if finished and done else today) > due
    if finished:
        return "green", late
    left = (due - today).days
    return ("red" if left < 0 else "yellow" if left <= WARN else "green"), late


def past(due: str, done: str) -> Callable[[Row, date], bool]:
    """The day `due` is over and `done` has not come."""
    return lambda row, today: (
        row.get(due) is not None and row[due] < today and not reached(row.get(done), today)
    )


# ---- economy
def ours(row: Row, today: date) -> bool:
    evidence = row["indicator"] in ("electricity", "tax", "sales")
    published = row.get("kind") != "estimate" and not evidence
    return row["scope"] == "own" and row["series"] == "to_date" and published


def grew(row: Row, today: date) -> bool:
    return ours(row, today) and (row.get("growth_percent") or 0) > 0


def hit(row: Row, today: date) -> bool:
    both = row.get("growth_percent") is not None and row.get("target_percent") is not None
    return ours(row, today) and both and row["growth_percent"] >= row["target_percent"]


def bottom(row: Row) -> bool | None:
    if row.get("place") is None or row.get("place_of") is None:
        return None
    return bool(row["place"] > row["place_of"] - BOTTOM)


def figure(indicator: str, field: str = "growth_percent") -> Callable[[list[Row], date], Any]:
    return lambda rows, today: max(
        (
            r[field]
            for r in rows
            if ours(r, today) and r["indicator"] == indicator and r.get(field) is not None
        ),
        default=None,
    )


def recent(row: Row, today: date, days: int) -> bool:
    last = last_report(row, today)
    return last is not None and (today - last).days <= days


def newest(row: Row, today: date) -> bool:
    """GDP is published once a quarter: its figure stays the newest for longer."""
    return recent(row, today, 120 if row["indicator"] == "gdp" else 60)


def growth(row: Row, today: date) -> Lit:
    if not ours(row, today) or row.get("target_percent") is None:
        return None
    if not newest(row, today) or row.get("growth_percent") is None:
        return "grey", False
    if hit(row, today):
        return "green", False
    return ("red" if row["growth_percent"] < 0 else "yellow"), False


def position(row: Row, today: date) -> Lit:
    if not ours(row, today) or row["indicator"] == "industry_share":
        return None
    last = bottom(row)
    if last is None or not newest(row, today):
        return "grey", False
    if last:
        return "red", False
    return ("yellow" if row["place"] == row["place_of"] - BOTTOM else "green"), False


# ---- secondment
def end_of(row: Row) -> date | None:
    approved = row.get("extended_until") if row.get("extension_approval") else None
    return approved or row.get("until_on")


def away(row: Row, today: date) -> bool:
    return reached(row["from_on"], today) and not reached(row.get("back_on"), today)


def over_limit(row: Row, today: date) -> bool:
    extended = row.get("extended_until") if row.get("extension_approval") else None
    too_long = (today - row["from_on"]).days > 93
    return away(row, today) and too_long and (extended is None or extended < today)


def full_time(rows: list[Row], today: date) -> Any:
    share = total(row.get("share_percent") for row in rows if away(row, today))
    return None if share is None else round(share / 100, 2)


# ---- approval
def used(row: Row, today: date) -> int | None:
    if row.get("received_on") is None:
        return None
    end = min(row.get("decided_on") or today, today)
    return worked(row["received_on"], end) - (row.get("paused_days") or 0)


def limit(row: Row) -> int | None:
    return row.get("promised_days") or row.get("statutory_days")


def running(row: Row, today: date) -> bool:
    return reached(row.get("received_on"), today) and not reached(row.get("decided_on"), today)


def in_time(rows: list[Row], today: date) -> float | None:
    ended = [
        r for r in rows if reached(r.get("decided_on"), today) and r.get("received_on") and limit(r)
    ]
    good = [r for r in ended if used(r, today) <= limit(r)]  # type: ignore[operator]
    return round(100 * len(good) / len(ended), 2) if ended else None


def mean_days(rows: list[Row], today: date) -> float | None:
    days = [
        d for r in rows if reached(r.get("decided_on"), today) and (d := used(r, today)) is not None
    ]
    return round(sum(days) / len(days), 2) if days else None


def over_promise(row: Row, today: date) -> bool:
    return running(row, today) and bool(limit(row)) and used(row, today) > limit(row)  # type: ignore[operator]


def over_law(row: Row, today: date) -> bool:
    law = row.get("statutory_days")
    came = reached(row.get("received_on"), today)
    return came and law is not None and used(row, today) > law  # type: ignore[operator]


def clock(row: Row, today: date) -> Lit:
    days, most = used(row, today), limit(row)
    if days is None or most is None or not reached(row.get("received_on"), today):
        return "grey", False
    if days <= most:
        return "green", False
    return ("red" if over_law(row, today) else "yellow"), True


# ---- lead
def screened(row: Row, today: date) -> bool:
    return reached(row.get("screened_on"), today)


def judged(verdict: str) -> Callable[[Row, date], bool]:
    return lambda row, today: screened(row, today) and row.get("verdict") == verdict


def screen_by(row: Row) -> date | None:
    told = row.get("told_on")
    return told and told + timedelta(days=SCREEN_MAJOR if row.get("major") else SCREEN)


def screening(row: Row, today: date) -> Lit:
    due = screen_by(row)
    if due is None:
        return "grey", False
    if screened(row, today):
        return "green", row["screened_on"] > due
    left = (due - today).days
    return ("green" if left > 1 else "yellow" if left >= 0 else "red"), left < 0


def progress(row: Row, today: date) -> Lit:
    if row.get("verdict") == "valid" and row.get("screened_on") is None:
        return "grey", False
    if not judged("valid")(row, today):
        return None
    if reached(row.get("promoted_on"), today):
        return "green", False
    moved = max(row.get("progress_on") or row["screened_on"], row["screened_on"])
    quiet = (today - moved).days
    return ("green" if quiet <= PROGRESS else "yellow" if quiet <= STALE else "red"), False


def waits(field: str, days: int) -> Callable[[Row, date], bool]:
    """`field` has not come though more than `days` days are over since the lead was told."""
    return lambda row, today: (
        row.get("told_on") is not None
        and (today - row["told_on"]).days > days
        and not reached(row.get(field), today)
    )


def unscreened(row: Row, today: date) -> bool:
    due = screen_by(row)
    return due is not None and due < today and not screened(row, today)


MEASURES: dict[str, dict[str, Callable[[list[Row], date], Any]]] = {
    "economy": {
        "indicators": counted(ours),
        "growing": counted(grew),
        "on_target": counted(hit),
        "off_bottom": counted(lambda row, today: ours(row, today) and bottom(row) is False),
        "at_bottom_count": counted(lambda row, today: ours(row, today) and bottom(row) is True),
        "gdp_growth": figure("gdp"),
        "output_growth": figure("industrial_output"),
        "value_added_growth": figure("industrial_value_added"),
        "investment_growth": figure("investment"),
        "retail_growth": figure("retail"),
        "revenue_growth": figure("revenue"),
        "industry_share": figure("industry_share", "value"),
    },
    "special_action": {
        "started_count": counted(happened("started_on")),
        "ended_count": counted(happened("ended_on")),
        "found": summed("found", lambda row, today: True),
        "fixed": summed("fixed", lambda row, today: True),
        "fixed_percent": lambda rows, today: percent(rows, "fixed", "found"),
    },
    "task_force": {
        "standing_count": counted(
            lambda r, t: reached(r.get("set_up_on"), t) and not reached(r.get("dissolved_on"), t)
        ),
        "dissolved_count": counted(happened("dissolved_on")),
        "overstayed_count": counted(
            lambda r, t: (
                reached(r.get("set_up_on"), t) and past("stand_until", "dissolved_on")(r, t)
            )
        ),
    },
    "secondment": {
        "away_count": counted(away),
        "away_full": full_time,
        "overdue_count": counted(
            lambda r, t: away(r, t) and (end := end_of(r)) is not None and end < t
        ),
        "over_limit_count": counted(over_limit),
        "extended_count": counted(lambda r, t: away(r, t) and bool(r.get("extension_approval"))),
    },
    "approval": {
        "nodes": counted(lambda row, today: True),
        "decided_count": counted(happened("decided_on")),
        "in_time_percent": in_time,
        "over_promise_count": counted(over_promise),
        "over_law_count": counted(over_law),
        "days_used_mean": mean_days,
    },
    "obstacle": {
        "raised_count": counted(lambda row, today: True),
        "open_count": counted(lambda r, t: not reached(r.get("solved_on"), t)),
        "decided_count": counted(happened("decided_on")),
        "solved_count": counted(happened("solved_on")),
        "undecided_count": counted(past("decide_by", "decided_on")),
        "overdue_count": counted(past("solve_by", "solved_on")),
    },
    "lead": {
        "told_count": counted(lambda row, today: True),
        "valid_count": counted(judged("valid")),
        "repeated_count": counted(judged("repeated")),
        "invalid_count": counted(judged("invalid")),
        "unscreened_count": counted(unscreened),
        "unanswered_count": counted(waits("answered_on", ANSWER)),
        "late_reply_count": counted(waits("replied_on", REPLY)),
        "promoted_count": counted(happened("promoted_on")),
        "promoted_wan": summed("amount_wan", happened("promoted_on")),
    },
}
LIGHTS: dict[str, dict[str, Callable[[Row, date], Lit]]] = {
    "economy": {"growth": growth, "position": position},
    "special_action": {
        "ending": lambda r, t: by_deadline(r.get("end_by"), r.get("ended_on"), t, fresh(r, t))
    },
    "task_force": {"term": lambda r, t: kept(r.get("stand_until"), r.get("dissolved_on"), t)},
    "secondment": {"term": lambda r, t: kept(end_of(r), r.get("back_on"), t)},
    "approval": {"clock": clock},
    "obstacle": {
        "decision": lambda r, t: by_deadline(
            r.get("decide_by"), r.get("decided_on"), t, fresh(r, t)
        ),
        "solving": lambda r, t: by_deadline(
            r.get("solve_by"),
            r.get("solved_on"),
            t,
            fresh(r, t),
            paused=r.get("paused_on") is not None,
        ),
    },
    "lead": {"screening": screening, "progress": progress},
}
