"""方案到地块: the plan that was chosen is written into the register as planned dates, and looked at beside what was done.

plan ──adopt──> entries: planned dates of each parcel, adopted_on of the programme ──> measures of `parcel`, `beside`

Adopting is an act of the office (`handle`), no report: it does not stand in for what a unit owes. What an earlier
programme had planned for a parcel that the new one leaves out is emptied, with the same reason.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from luoshi.declare.register import Register
from luoshi.desk.handle import handled
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, plain
from luoshi.journeys.open_district import World
from luoshi.journeys.parcels_to_programme import PARCEL, PROGRAMME
from luoshi.journeys.taking_part import title_of
from luoshi.land.case import Case
from luoshi.land.flows import cleared_in
from luoshi.land.plan import Plan
from luoshi.values.problem import Problem

STEPS = (
    ("planned_start_on", None),
    ("planned_clear_on", "cleared_on"),
    ("planned_list_on", "listed_on"),
)


class Step(NamedTuple):
    """One step of a parcel: planned for (the end of) a month, done on a day. `late_days`: None while neither is past."""

    planned: date | None
    done: date | None
    late_days: int | None


class Beside(NamedTuple):
    """A parcel's plan beside what was done, as of a day."""

    key: str
    title: str
    clear: Step
    listing: Step


def adopt(
    world: World,
    programme: Mapping[str, Any],
    case: Case,
    plan: Plan,
    rows: Iterable[Mapping[str, Any]],
    stamp: Stamp,
    desk: Desk,
) -> Outcome:
    """Write the plan's months as planned dates, the last day of each month. All parcels or none.

    K-063 when the plan does nothing, K-064 when the programme is the one that is written down already, K-030 when the
    month is locked.
    """
    parcel, register = world.catalogue[PARCEL], world.catalogue[PROGRAMME]
    reason = f"采纳方案 {programme['item']} {programme.get('name') or ''}".strip()
    planned = planned_dates(case, plan)
    if not planned:
        return Outcome((), (Problem("K-063", str(programme["item"])),))
    parts = [
        handled(parcel, row, changed, reason, stamp, desk, desk.locked(parcel, desk.today))
        for row in rows
        if (changed := _changed(row, planned.get(row["item"], {})))
    ]
    if not parts:
        return Outcome((), (Problem("K-064", str(programme["item"])),))
    parts.append(_adopted(register, programme, reason, stamp, desk))
    return Outcome.all_or_none(parts)


def planned_dates(case: Case, plan: Plan) -> dict[str, dict[str, date]]:
    """By parcel: the last days of the months in which its works start, it is clear and it is listed."""
    parcels = {parcel.key: parcel for parcel in case.parcels}
    found: dict[str, dict[str, date]] = {key: {} for key in (*plan.works, *plan.listed)}
    for key, work in plan.works.items():
        found[key]["planned_start_on"] = last_day(case.month(work.start))
        found[key]["planned_clear_on"] = last_day(case.month(cleared_in(parcels[key], work)))
    for key, month in plan.listed.items():
        found[key]["planned_list_on"] = last_day(case.month(month))
    return found


def beside(rows: Iterable[Mapping[str, Any]], on: date) -> list[Beside]:
    """Plan and actuals of the parcels that are planned, the earliest planned listing first."""
    found = [
        Beside(
            row["item"],
            title_of(row),
            _step(row, "planned_clear_on", "cleared_on", on),
            _step(row, "planned_list_on", "listed_on", on),
        )
        for row in rows
        if row.get("planned_start_on") or row.get("planned_list_on")
    ]
    return sorted(found, key=lambda one: (one.listing.planned or date.max, one.key))


def last_day(month: str) -> date:
    """The last day of a month written YYYY-MM."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _step(row: Mapping[str, Any], planned_as: str, done_as: str, on: date) -> Step:
    planned, done = row.get(planned_as), row.get(done_as)
    done = done if done and done <= on else None
    late = None
    if planned and (done or planned <= on):
        late = max(((done or on) - planned).days, 0)
    return Step(planned, done, late)


def _changed(row: Mapping[str, Any], planned: Mapping[str, date]) -> dict[str, Any]:
    """The planned dates that differ from what stands in the register; None where nothing is planned any more."""
    wanted = {name: planned.get(name) for name, _ in STEPS}
    differs = {name: day for name, day in wanted.items() if plain(row.get(name)) != plain(day)}
    return {name: plain(day) for name, day in differs.items()}


def _adopted(
    register: Register, programme: Mapping[str, Any], reason: str, stamp: Stamp, desk: Desk
) -> Outcome:
    fields = {"adopted_on": desk.today.isoformat()}
    return handled(register, programme, fields, reason, stamp, desk, [])
