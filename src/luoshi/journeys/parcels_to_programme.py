"""地块到方案: the parcels of the register on a day, and the assumptions of a programme, become a case that can be solved.

    rows of `parcel` as of a day ─┐
    assumptions of `programme`   ─┼─ case_of ─> Case (land.case), what is left out and why, money that is coming anyway
    parameters in force that day ─┘

A parcel that is listed or sold is no longer decided upon: what it brings is income of the pool. A parcel that is clear
waits for its listing only. What nobody has filled in is not guessed: the parcel is left out and its gaps are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from typing import Any

from luoshi.declare.register import Register
from luoshi.journeys.assumptions import Aim, Assumptions
from luoshi.journeys.open_district import World
from luoshi.journeys.proceeds import Coming, proceeds, still_coming
from luoshi.journeys.taking_part import Left, Row, left_out, passed, title_of, waits_for
from luoshi.land.case import After, Case, Objective, Option, Parcel, Pool, Promise
from luoshi.land.plan import Plan, Work
from luoshi.values.problem import Problem

PARCEL, PROGRAMME = "parcel", "programme"
AFTER_THE_LAST = (
    2  # months that are counted beyond the last money of a parcel listed in the last month
)
TIE = 0.5  # of a parcel: what all the money together may weigh where parcels are counted first


@dataclass(frozen=True, slots=True)
class Made:
    """The case, and all of the register that is not decided in it."""

    case: Case | None
    left: tuple[Left, ...] = ()
    coming: tuple[Coming, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: Plan = field(default_factory=Plan)  # what the plan adopted before still has to do


def case_of(world: World, rows: Iterable[Row], assumed: Assumptions, on: date) -> Made:
    """The case of these parcels as they stood on that day, with the parameters in force on it."""
    register = world.catalogue[PARCEL]
    terms = _terms(world, register, on)
    every = list(rows)
    rows = [row for row in every if not row.get("closed_on")]
    coming = [
        one
        for row in rows
        if passed(row, "listed_on", on)
        for one in still_coming(row, assumed, terms)
    ]
    open_rows = [row for row in rows if not passed(row, "listed_on", on) and _wanted(row)]
    known = frozenset(str(row["item"]) for row in every)
    parcels, left = _parcels(register, open_rows, known, assumed, terms, on)
    tail = assumed.late + int(terms["rest_months"]) + AFTER_THE_LAST
    problems = _impossible(assumed, parcels, left, tail)
    if problems:
        return Made(None, left, tuple(coming), problems)
    other = [assumed.income_wan - assumed.duties_wan] * (assumed.months + tail)
    for one in coming:
        if one.month < len(other):
            other[one.month] += one.wan
    case = Case(
        start=f"{assumed.start_on:%Y-%m}",
        months=assumed.months,
        tail_months=tail,
        monthly_rate=(1 + float(terms["discount_percent"]) / 100) ** (1 / 12) - 1,
        objective=_objective(assumed.aim, parcels),
        release_by=None if assumed.release_by is None else assumed.month(assumed.release_by),
        pool=Pool(assumed.opening_wan, (assumed.floor_wan,) * len(other), tuple(other)),
        teams=(assumed.teams,) * assumed.months,
        listings=(len(parcels) if assumed.listings is None else assumed.listings,) * assumed.months,
        promises=_promises(assumed, rows, coming, on),
        parcels=parcels,
    )
    return Made(case, left, tuple(coming), before=_before(case, rows, assumed))


# --- parcels ----------------------------------------------------------------------------------------------------


def _wanted(row: Row) -> bool:
    return bool(
        row.get("half_finished") or row.get("works_only") or row.get("remaining_wan") is not None
    )


def _parcels(
    register: Register,
    rows: list[Row],
    known: frozenset[str],
    assumed: Assumptions,
    terms: Row,
    on: date,
) -> tuple[tuple[Parcel, ...], tuple[Left, ...]]:
    """The parcels to be decided, and those left out. Nobody waits for what is listed or clear already."""
    left = left_out(register, rows, known, on)
    found = {r["item"]: _parcel(r, assumed, terms, on) for r in rows if r["item"] not in left}
    free = (
        p if p.after and p.after.key in found else replace(p, after=None) for p in found.values()
    )
    return tuple(free), tuple(left.values())


def _parcel(row: Row, assumed: Assumptions, terms: Row, on: date) -> Parcel:
    clear = passed(row, "cleared_on", on)
    notice = ceil(int(terms["notice_days"]) / 30)
    price = float(row.get("price_mid_wan") or 0.0)
    low, high = row.get("price_low_wan"), row.get("price_high_wan")
    waits = waits_for(row, on)
    return Parcel(
        key=row["item"],
        name=title_of(row),
        sunk_wan=float(row.get("sunk_wan") or 0.0),
        options=(Option(1, 0, (0.0,)),) if clear else _options(row),
        notice_months=notice - 1 if clear else notice,  # its first month is spent on the notice
        proceeds_wan=tuple(proceeds(price * assumed.price, assumed.late, terms)),
        holding_wan=float(row.get("holding_wan") or 0.0),
        for_sale=not row.get("works_only"),
        after=After(waits, row.get("waits_at") or "start") if waits else None,
        spread=None
        if not price or low is None or high is None
        else (float(low) / price, float(high) / price),
    )


def _options(row: Row) -> tuple[Option, ...]:
    """The ordinary pace, and the hurried one where it is filled in; the money is spread evenly over the works."""
    paces = [(row["remaining_wan"], row["work_months"], row.get("teams_needed"))]
    if all(row.get(name) is not None for name in ("faster_wan", "faster_months", "faster_teams")):
        paces.append((row["faster_wan"], row["faster_months"], row["faster_teams"]))
    return tuple(
        Option(months, int(1 if teams is None else teams), (float(wan) / months,) * months)
        for wan, given, teams in paces
        for months in (max(int(given), 1),)
    )


def _before(case: Case, rows: list[Row], assumed: Assumptions) -> Plan:
    """The planned dates of the register as a plan of this case; what should have begun already begins in the first month."""
    options = {parcel.key: parcel.options for parcel in case.parcels}
    works, listed = dict[str, Work](), dict[str, int]()
    for row in rows:
        key, begin, clear = row["item"], row.get("planned_start_on"), row.get("planned_clear_on")
        if key in options and begin and clear:
            months = assumed.month(clear) - assumed.month(begin) + 1
            fits = [n for n, option in enumerate(options[key]) if option.months == months]
            works[key] = Work(fits[0] if fits else 0, max(assumed.month(begin), 0))
        if key in options and row.get("planned_list_on"):
            listed[key] = max(assumed.month(row["planned_list_on"]), 0)
    return Plan(works, listed)


# --- what is asked of the programme -----------------------------------------------------------------------------


def _promises(
    assumed: Assumptions, rows: list[Row], coming: list[Coming], on: date
) -> tuple[Promise, ...]:
    """What was promised less what is done: parcels listed in the year of the date, and money that comes anyway, count."""
    found = []
    if assumed.must_list and assumed.list_by:
        year = assumed.list_by.year
        done = sum(passed(row, "listed_on", on) and row["listed_on"].year == year for row in rows)
        found.append(Promise("listed", assumed.must_list - done, assumed.month(assumed.list_by)))
    if assumed.must_release_wan and assumed.release_by:
        by, year = assumed.month(assumed.release_by), assumed.release_by.year
        back = [r for r in rows if passed(r, "returned_on", on) and r["returned_on"].year == year]
        done_wan = sum(float(row.get("recovered_wan") or 0.0) for row in back)
        done_wan += sum(one.wan for one in coming if one.month <= by)
        found.append(Promise("released", assumed.must_release_wan - done_wan, by))
    return tuple(promise for promise in found if promise.at_least > 0)


def _objective(aim: Aim, parcels: tuple[Parcel, ...]) -> Objective:
    """What is wished first, and money after it: parcels come first, or money back by the date, then the worth of it all."""
    if aim == "npv":
        return Objective()
    if aim == "released":
        return Objective(npv=0.001, released_wan=1.0)
    tie = TIE / max(sum(p.back_wan + max(sum(o.cost_wan) for o in p.options) for p in parcels), 1.0)
    return Objective(npv=tie, cleared=float(aim == "cleared"), listed=float(aim == "listed"))


def _impossible(
    assumed: Assumptions, parcels: tuple[Parcel, ...], left: tuple[Left, ...], tail: int
) -> tuple[Problem, ...]:
    """A day that lies outside the months, or nothing to decide. Parcels are listed within the months, money comes after."""
    problems = []
    for place, day, months in (
        ("挂牌期限", assumed.list_by, assumed.months),
        ("回笼期限", assumed.release_by, assumed.months + tail),
    ):
        if day and not 0 <= assumed.month(day) < months:
            problems.append(
                Problem("K-061", place, {"day": day, "first": assumed.start_on, "months": months})
            )
    if not parcels:
        problems.append(Problem("K-062", "", {"n": len(left)}))
    return tuple(problems)


def _terms(world: World, register: Register, on: date) -> dict[str, Any]:
    """The numbers in force that day, by name: the district's own before the shipped ones."""
    own = world.district.parameters.on(on)
    return {preset.key: own.get(preset.key, preset.value) for preset in register.presets}
