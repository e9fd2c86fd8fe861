"""Every measure and light of the shipped registers once more, in plain Python: the independent truth of the case sheets.

Written from the meaning (the law, the labels), not from the TOML: no parser, no SQL, nothing of luoshi.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Lit = tuple[str, bool] | None
WARN, NOTICE, SILENT = 7, 20, 36
ENTRY_YELLOW, ENTRY_RED = 31, 61
BEHIND_YELLOW, BEHIND_RED = 10, 30


def reached(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def total(values: Iterable[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def percent(rows: list[Row], part: str, whole: str) -> float | None:
    both = [row for row in rows if row.get(part) is not None and row.get(whole) is not None]
    below = sum(row[whole] for row in both)
    return round(100 * sum(row[part] for row in both) / below + 1e-9, 2) if below else None


def last_report(row: Row, today: date) -> date | None:
    days = [date.fromisoformat(day) for day in row["reports"]]
    return max((day for day in days if day <= today), default=None)


def fresh(row: Row, today: date) -> bool:
    last = last_report(row, today)
    return last is not None and (today - last).days <= SILENT


def counted(test: Callable[[Row, date], bool]) -> Callable[[list[Row], date], Any]:
    return lambda rows, today: sum(1 for row in rows if test(row, today))


def summed(field: str, test: Callable[[Row, date], bool]) -> Callable[[list[Row], date], Any]:
    return lambda rows, today: total(row.get(field) for row in rows if test(row, today))


def happened(field: str) -> Callable[[Row, date], bool]:
    return lambda row, today: reached(row.get(field), today)


def of_kind(kind: str, field: str) -> Callable[[Row, date], bool]:
    return lambda row, today: row.get("kind") == kind and reached(row.get(field), today)


def half(row: Row, today: date) -> bool:
    return row.get("half_finished") is True


def always(row: Row, today: date) -> bool:
    return True


def by_deadline(
    due: date | None,
    done: date | None,
    today: date,
    told: bool,
    early: bool = False,
    paused: bool = False,
) -> Lit:
    """Green, yellow, red or grey of a thing that is due on a day; `early`: it can be seen now that it will be late.
    A clock that stands still makes nothing late."""
    finished = reached(done, today)
    if due is None:
        return ("green", False) if finished else None
    if paused:
        return ("green" if finished else "yellow"), False
    late = (done if finished and done else today) > due
    if finished:
        return "green", late
    if today > due:
        return "red", True
    if due - today <= timedelta(days=WARN) or early:
        return "yellow", False
    return ("green" if told else "grey"), False


def listing(row: Row, today: date) -> Lit:
    due = row.get("list_by")
    earliest = (row.get("announced_on") or today) + timedelta(days=NOTICE)
    return by_deadline(
        due, row.get("listed_on"), today, fresh(row, today), bool(due) and earliest > due
    )


def pace(row: Row, today: date) -> Lit:
    plan, done = row.get("planned_wan"), row.get("invested_wan")
    if not plan or plan <= 0 or reached(row.get("completed_on"), today):
        return None
    last = last_report(row, today)
    if last is None or done is None or not fresh(row, today) or last.year != today.year:
        return "grey", False
    tomorrow = last + timedelta(days=1)
    months = 12 if tomorrow.year > last.year else tomorrow.month - 1
    behind = round(round(100 * months / 12, 2) - round(100 * done / plan, 2), 2)
    return (
        "green" if behind <= BEHIND_YELLOW else "yellow" if behind <= BEHIND_RED else "red"
    ), False


def start(row: Row, today: date) -> Lit:
    if row.get("kind") != "new":
        return None
    return by_deadline(row.get("start_by"), row.get("started_on"), today, fresh(row, today))


def entry(row: Row, today: date) -> Lit:
    began, entered = row.get("started_on"), reached(row.get("entered_on"), today)
    if row.get("should_enter") is not True:
        return None
    if not reached(began, today):
        if row.get("kind") != "carried_over" or began is not None:
            return None
        return ("green" if entered else "grey"), False
    days = ((row["entered_on"] if entered else today) - began).days
    late = days > ENTRY_YELLOW
    if entered:
        return "green", late
    return ("red" if days > ENTRY_RED else "yellow" if late else "green"), late


def of_sector(sector: str) -> Callable[[list[Row], date], Any]:
    return lambda rows, today: percent(
        [row for row in rows if row.get("sector") == sector], "invested_wan", "planned_wan"
    )


MEASURES: dict[str, dict[str, Callable[[list[Row], date], Any]]] = {
    "parcel": {
        "half_finished_count": counted(half),
        "chosen_count": counted(lambda row, today: row.get("chosen") is True),
        "sunk_wan": summed("sunk_wan", half),
        "cleared": counted(happened("cleared_on")),
        "listed": counted(happened("listed_on")),
        "released_wan": summed("sunk_wan", happened("listed_on")),
        "sold": counted(happened("sold_on")),
        "price_wan": summed("price_wan", happened("sold_on")),
        "returned_wan": summed("recovered_wan", happened("returned_on")),
        "surplus_wan": summed("surplus_wan", happened("sold_on")),
        "planned_listed": counted(happened("planned_list_on")),
        "behind_plan": counted(
            lambda row, today: (
                reached(row.get("planned_list_on"), today)
                and not reached(row.get("listed_on"), today)
            )
        ),
        "signed_percent": lambda rows, today: percent(
            [r for r in rows if half(r, today)], "households_signed", "households_total"
        ),
        "vacated_percent": lambda rows, today: percent(
            [r for r in rows if half(r, today)], "households_vacated", "households_total"
        ),
    },
    "project": {
        "planned_count": counted(always),
        "new_count": counted(lambda row, today: row.get("kind") == "new"),
        "schemed": counted(
            lambda row, today: (
                row.get("kind") == "new"
                and row.get("planned_wan") is None
                and not reached(row.get("started_on"), today)
            )
        ),
        "pushed_count": counted(lambda row, today: row.get("pushed") is True),
        "advanced": counted(happened("advanced_on")),
        "signed": counted(happened("signed_on")),
        "signed_wan": summed("total_investment_wan", happened("signed_on")),
        "landed": counted(happened("registered_on")),
        "started": counted(of_kind("new", "started_on")),
        "resumed": counted(of_kind("carried_over", "resumed_on")),
        "completed": counted(happened("completed_on")),
        "total_investment_wan": summed("total_investment_wan", always),
        "planned_wan": summed("planned_wan", always),
        "invested_wan": summed("invested_wan", always),
        "done_percent": lambda rows, today: percent(rows, "invested_wan", "planned_wan"),
        "tax_paid_wan": summed("tax_paid_wan", always),
        "tax_in_step_percent": lambda rows, today: percent(rows, "tax_paid_wan", "tax_due_wan"),
        "homes_sold": summed("homes_sold", always),
        "entered": counted(happened("entered_on")),
        "park_done_percent": of_sector("park"),
        "housing_done_percent": of_sector("housing"),
    },
}
LIGHTS: dict[str, dict[str, Callable[[Row, date], Lit]]] = {
    "parcel": {
        "listing": listing,
        "clearing": lambda row, today: by_deadline(
            row.get("clear_by"), row.get("cleared_on"), today, fresh(row, today)
        ),
    },
    "project": {
        "start": start,
        "completion": lambda row, today: by_deadline(
            row.get("complete_by"), row.get("completed_on"), today, fresh(row, today)
        ),
        "pace": pace,
        "entry": entry,
    },
}


def delivery(
    row: Row, rows: dict[str, list[Row]], today: date, size: float, owners: set[str]
) -> tuple[Any, Lit]:
    """A commitment: what its measure has reached in the target's unit, and its light.

    `size`: from the measure's unit to the target's. The day it was met is found by asking for every day in turn.
    """

    def value(day: date) -> Any:
        wanted = [
            key for key in str(row.get("item_filter", "")).split(",") if key and ":" not in key
        ]
        bound = [
            r
            for r in rows[row["register_key"]]
            if (not wanted or r["item"] in wanted) and (not owners or r["unit"] in owners)
        ]
        found = MEASURES[row["register_key"]][row["measure_key"]](bound, day)
        return None if found is None else found * size

    due, sign = row.get("deadline_on"), row.get("comparator")
    told, measured, met = last_report(row, today) is not None, None, None
    if not row.get("measure_key"):
        met = row.get("done_on") if reached(row.get("done_on"), today) else None
    else:
        measured = value(today)
        told = told or measured is not None
        days = [
            date(2026, 1, 1) + timedelta(days=n) for n in range((today - date(2026, 1, 1)).days + 1)
        ]
        if sign in (">=", "="):
            met = next(
                (d for d in days if (v := value(d)) is not None and v >= row["target"]), None
            )
        elif sign == "<=" and due and due <= today and value(due) <= row["target"]:
            met = due
    closed = row["closed_on"] if reached(row["closed_on"], today) else None
    ended = met or closed
    paused = row.get("paused_on") is not None
    late = due is not None and not paused and (ended or today) > due
    if ended:
        return measured, ("green", late)
    if paused:
        return measured, ("yellow", False)
    if due is None:
        return measured, ("yellow" if told else "grey", False)
    if today > due:
        return measured, ("red", True)
    above = sign == "<=" and measured is not None and measured > row["target"]
    if above or due - today <= timedelta(days=WARN):
        return measured, ("yellow", False)
    return measured, ("green" if told else "grey", False)
