"""Plain twins of the registers of service: requests, approval items, policies, hazards. Written from the meaning, not the TOML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.core.registers.twins import (
    WARN,
    Lit,
    Row,
    counted,
    fresh,
    happened,
    last_report,
    percent,
    reached,
    summed,
    total,
)
from tests.core.registers.twins_drive import past, recent, worked

ANSWER, GUIDE, COVER = 5, 7, 80


def always(row: Row, today: date) -> bool:
    return True


def again(row: Row, day: str, today: date) -> bool:
    """The thing came back after the day on which it was told as done (or on it)."""
    back = row.get("reopened_on")
    return reached(back, today) and row[day] <= back


def share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


# ---- service request
def solved(row: Row, today: date) -> bool:
    told = reached(row.get("solved_on"), today)
    return told and not again(row, "solved_on", today) and row.get("firm_says") != "not"


def refused(row: Row, today: date) -> bool:
    return reached(row.get("not_possible_on"), today)


def answer_days(row: Row, today: date) -> int | None:
    if row.get("raised_on") is None:
        return None
    return worked(row["raised_on"], min(row.get("answered_on") or today, today))


def answering(row: Row, today: date) -> Lit:
    days, told = answer_days(row, today), reached(row.get("answered_on"), today)
    if refused(row, today) and not told:
        return None  # to refuse is to answer
    if days is None:
        return "grey", False
    over = days > ANSWER
    if told:
        return ("yellow" if over else "green"), over
    return ("red" if over else "yellow"), over


def answered_in_time(rows: list[Row], today: date) -> float | None:
    """Of the requests whose time to answer is over or that were answered."""
    days = {r["item"]: answer_days(r, today) or 0 for r in rows}
    told = {r["item"] for r in rows if reached(r.get("answered_on"), today)}
    open_ = {r["item"] for r in rows if not refused(r, today)}
    asked = told | {key for key in open_ if days[key] > ANSWER}
    good = [key for key in told if days[key] <= ANSWER]
    return share(len(good), len(asked))


def solving(row: Row, today: date) -> Lit:
    due, done = row.get("solve_by"), row.get("solved_on")
    ended = solved(row, today) or refused(row, today)
    if due is None:
        return ("green", False) if ended else None
    stood = done if solved(row, today) else row.get("not_possible_on") if ended else today
    paused = row.get("paused_on") is not None
    late = stood > due and not paused
    if ended:
        return "green", late
    if paused:
        return "yellow", late
    left = (due - today).days
    if left < 0:
        return "red", late
    if left <= WARN:
        return "yellow", late
    return ("green" if fresh(row, today) else "grey"), late


# ---- approval item
PAIRS = (
    ("materials_before", "materials"),
    ("steps_before", "steps"),
    ("statutory_days", "promised_days"),
    ("trips_before", "trips"),
)


def cut(row: Row, before: str, now: str) -> int | None:
    both = row.get(before) is not None and row.get(now) is not None
    return row[before] - row[now] if both else None


def cut_sum(before: str, now: str) -> Callable[[list[Row], date], Any]:
    return lambda rows, today: total(
        cut(r, before, now) for r in rows if reached(r.get("effective_on"), today)
    )


def days_cut(rows: list[Row], today: date) -> float | None:
    there = [r for r in rows if reached(r.get("effective_on"), today)]
    known = [r for r in there if cut(r, "statutory_days", "promised_days") is not None]
    saved = sum(r["statutory_days"] - r["promised_days"] for r in known)
    below = sum(r["statutory_days"] for r in known)
    return round(100 * saved / below, 2) if below else None


def shorter(row: Row, today: date) -> Lit:
    cuts = [cut(row, before, now) for before, now in PAIRS]
    known = [c for c in cuts if c is not None]
    if len(known) < len(cuts):
        return "grey", False
    if min(known) < 0:
        return "red", False
    return (
        "green" if reached(row.get("effective_on"), today) and sum(known) > 0 else "yellow"
    ), False


# ---- policy
def in_force(row: Row, today: date) -> bool:
    until = row.get("until_on")
    return reached(row.get("from_on"), today) and (until is None or until >= today)


def coverage(row: Row, today: date) -> Lit:
    if not in_force(row, today):
        return None
    entitled, enjoying = row.get("entitled"), row.get("enjoying")
    if not fresh(row, today) or not entitled or enjoying is None:
        return "grey", False
    part = 100 * enjoying / entitled
    return ("green" if part >= 100 else "yellow" if part >= COVER else "red"), False


def guide(row: Row, today: date) -> Lit:
    if row.get("from_on") is None:
        return "grey", False
    if not in_force(row, today) or row.get("no_application"):
        return None
    out = row.get("guide_on")
    over = worked(row["from_on"], min(out or today, today)) > GUIDE
    if reached(out, today):
        return ("yellow" if over else "green"), over
    return ("red" if over else "yellow"), over


def covered(rows: list[Row], today: date) -> float | None:
    return percent([r for r in rows if in_force(r, today)], "enjoying", "entitled")


# ---- hazard
def found(row: Row, today: date) -> bool:
    return reached(row["found_on"], today)


def cleared(row: Row, today: date) -> bool:
    return reached(row.get("rechecked_on"), today) and not again(row, "rechecked_on", today)


def fixing(row: Row, today: date) -> Lit:
    due, checked = row.get("fix_by"), row.get("rechecked_on")
    done = cleared(row, today)
    if due is None:
        return ("green" if done else "grey"), False
    late = (checked if done else today) > due
    if done:
        return "green", late
    left = (due - today).days
    if left < 0:
        return "red", late
    if left <= WARN:
        return "yellow", late
    return ("green" if recent(row, today, 10) else "grey"), late


def open_hazard(row: Row, today: date) -> bool:
    return found(row, today) and not cleared(row, today)


# ---- slip
def slip_end(row: Row, today: date) -> date | None:
    """The day a slip was finished, or else closed; None while it is in hand."""
    days = (row.get("done_on"), row.get("closed_on"))
    return next((day for day in days if reached(day, today)), None)


def slip_late(row: Row, today: date) -> bool:
    due, stopped = row.get("due_on"), row.get("paused_on") is not None
    return due is not None and not stopped and (slip_end(row, today) or today) > due


def slip_delivery(row: Row, today: date) -> Lit:
    due, late = row.get("due_on"), slip_late(row, today)
    if slip_end(row, today):
        return "green", late
    if row.get("paused_on") is not None:
        return "yellow", False
    told = last_report(row, today) is not None
    if due is None:
        return ("yellow" if told else "grey"), False
    if late:
        return "red", True
    if (due - today).days <= WARN:
        return "yellow", False
    return ("green" if told else "grey"), False


MEASURES: dict[str, dict[str, Callable[[list[Row], date], Any]]] = {
    "slip": {
        "issued_count": counted(always),
        "open_count": counted(lambda row, today: not reached(row.get("closed_on"), today)),
        "overdue_count": counted(
            lambda row, today: slip_late(row, today) and not slip_end(row, today)
        ),
    },
    "service_request": {
        "raised_count": counted(always),
        "answered_count": counted(happened("answered_on")),
        "solved_count": counted(solved),
        "answered_not_solved": counted(
            lambda r, t: reached(r.get("answered_on"), t) and not solved(r, t) and not refused(r, t)
        ),
        "not_possible_count": counted(refused),
        "reopened_count": counted(happened("reopened_on")),
        "answer_percent": answered_in_time,
        "solve_percent": lambda rows, today: share(sum(solved(r, today) for r in rows), len(rows)),
    },
    "approval_item": {
        "items": counted(always),
        "new_count": counted(happened("effective_on")),
        "materials_cut": cut_sum("materials_before", "materials"),
        "steps_cut": cut_sum("steps_before", "steps"),
        "days_cut_percent": days_cut,
        "trips_cut": cut_sum("trips_before", "trips"),
        "once_count": counted(
            lambda r, t: (
                reached(r.get("effective_on"), t) and r.get("trips") is not None and r["trips"] <= 1
            )
        ),
        "shared_count": counted(lambda r, t: (r.get("shared_materials") or 0) > 0),
    },
    "policy": {
        "in_force_count": counted(in_force),
        "no_application_count": counted(
            lambda r, t: in_force(r, t) and bool(r.get("no_application"))
        ),
        "entitled": summed("entitled", in_force),
        "enjoying": summed("enjoying", in_force),
        "coverage_percent": covered,
        "paid_wan": summed("paid_wan", always),
        "recheck_count": counted(happened("recheck_on")),
    },
    "hazard": {
        "found_count": counted(found),
        "cleared_count": counted(cleared),
        "reopened_count": counted(happened("reopened_on")),
        "open_count": counted(open_hazard),
        "major_open_count": counted(lambda r, t: open_hazard(r, t) and r["grade"] == "major"),
        "unchecked_count": counted(
            lambda r, t: reached(r.get("fixed_on"), t) and not cleared(r, t)
        ),
        "overdue_count": counted(lambda r, t: past("fix_by", "")(r, t) and not cleared(r, t)),
    },
}
LIGHTS: dict[str, dict[str, Callable[[Row, date], Lit]]] = {
    "slip": {"delivery": slip_delivery},
    "service_request": {"answering": answering, "solving": solving},
    "approval_item": {"shorter": shorter},
    "policy": {"coverage": coverage, "guide": guide},
    "hazard": {"fixing": fixing},
}
