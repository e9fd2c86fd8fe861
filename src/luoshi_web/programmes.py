"""滚动方案: which case a programme of the register is, its plan, and the study of what stands behind it.

    row of `programme` ──ground──> parcels as they stood on the day that it names, as a case
                                        │ with what a person tries on the page (price, delay, cash, task forces)
                                        ├─ worked_out ─> the plan, within SECONDS, kept
                                        └─ job "land_study" ─> safer plans, the office's rules, reasons, money against time, kept

What was worked out once is kept under the digest of its case: a reload, another worker and a restart show the same
numbers. Kept answers are no facts: they can be thrown away and worked out again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from math import inf, isfinite
from threading import Lock
from typing import Any

from luoshi.journeys.assumptions import Assumptions, assumptions_of
from luoshi.journeys.parcels_to_programme import PARCEL, PROGRAMME, Made, case_of
from luoshi.land.case import Case, Objective
from luoshi.land.flows import worth
from luoshi.land.plan import Plan, Solved, Work
from luoshi.land.solve import solve
from luoshi_web import clock, office, services
from luoshi_web.jobs import queue
from luoshi_web.records.models import Job, LandAnswer

TRIED = ("price_percent", "late_months", "opening_wan", "teams")
SECONDS = 3.0  # of solving while a person waits
TRIED_SECONDS = 1.0  # while they draw a slider
KEPT_MAX = 500  # answers; the oldest go first
STUDY = "land_study"
BROKEN = (Job.FAILED, Job.UNCERTAIN)
_solving = Lock()  # one solver a process: a second would only slow the first


@dataclass(frozen=True, slots=True)
class Ground:
    """What a programme stands on: its row with what is tried instead, the day of the register, the case made of both."""

    row: Mapping[str, Any]
    tried: Mapping[str, Any]
    assumed: Assumptions
    parcels_on: date
    made: Made

    @property
    def stay(self) -> tuple[Plan, float] | None:
        """The plan that was adopted before, and what a month's move costs; None where moves cost nothing."""
        before, price = self.made.before, self.assumed.move_cost_wan
        return (before, price) if price and (before.works or before.listed) else None

    @property
    def case(self) -> Case:
        """The case; only where `made` has one."""
        assert self.made.case is not None
        return self.made.case


def ground(row: Mapping[str, Any], tried: Mapping[str, Any] | None = None) -> Ground:
    """The ground of a programme. Its parcels are taken as they stood on its day, as known when it was saved."""
    known = services.ledger().by_item.get((PROGRAMME, str(row["item"])), [])
    saved = next((entry for entry in known if entry.verb == "open"), None)
    day = row.get("parcels_on") or row.get("opened_on") or clock.today()
    with services.reading(services.view(day, saved.known_at if saved else None)) as held:
        parcels = held.items(PARCEL)
    assumed = assumptions_of({**row, **(tried or {})})
    made = case_of(office.world(), parcels, assumed, day)
    return Ground(row, tried or {}, assumed, day, made)


def worked_out(found: Ground, *, longer: float = 0.0) -> Solved:
    """The plan of a programme: the kept one, or one that is worked out now and kept; what is not proven goes on for `longer`.

    A case that is tried begins from the plan of the programme as it was kept.
    """
    there = kept(found, "plan")
    solved = solved_of(there) if there is not None else None
    if solved is None or (longer and solved.status == "gap"):
        warm = solved.plan if solved else _plan_as_kept(found)
        with _solving:
            seconds = longer or (TRIED_SECONDS if found.tried else SECONDS)
            solved = solve(found.case, seconds, warm=warm, stay=found.stay)
        keep(found, "plan", packed(solved))
    return solved


def _plan_as_kept(found: Ground) -> Plan | None:
    if not found.tried:
        return None
    as_kept = ground(found.row)
    there = kept(as_kept, "plan") if as_kept.made.case is not None else None
    return solved_of(there).plan if there is not None else None


def value_added(case: Case, plan: Plan) -> float:
    """万元 of today that a plan is worth more than doing nothing, whatever its case wishes first."""
    plain = replace(case, objective=Objective())
    return worth(plain, plan) - worth(plain, Plan())


# --- the study: by the runner -----------------------------------------------------------------------------------


def study_of(
    found: Ground, who: str, *, again: bool = False
) -> tuple[dict[str, Any] | None, Job | None]:
    """The study of a case, or the job that is at it; a programme as it was kept has one asked for, what is only tried and
    what broke only `again`, on a person's word: each keeps a processor busy for a minute."""
    there = kept(found, "study")
    if there is not None:
        return there, None
    about = f"land/{digest(found)}"
    last = Job.objects.filter(kind=STUDY, about=about).first()
    if not again and (last.state in BROKEN if last is not None else bool(found.tried)):
        return None, last
    tried = {name: value for name, value in found.tried.items() if value is not None}
    payload = {"programme": found.row["item"], "tried": tried}
    return None, queue.ask(STUDY, about, payload, who)


# --- answers that are kept --------------------------------------------------------------------------------------


def digest(found: Ground) -> str:
    """The name of a question: what differs in any number has another name."""
    asked = (asdict(found.case), found.stay)
    text = json.dumps(asked, sort_keys=True, default=asdict)
    return hashlib.sha256(text.encode()).hexdigest()


def kept(found: Ground, question: str) -> dict[str, Any] | None:
    """What was answered to a question about a programme's case, or None."""
    there = LandAnswer.objects.filter(digest=digest(found), question=question).first()
    return there.content if there else None


def keep(found: Ground, question: str, content: Mapping[str, Any]) -> None:
    """Keep an answer, and let go of the oldest ones."""
    LandAnswer.objects.update_or_create(
        digest=digest(found),
        question=question,
        defaults={"content": dict(content), "made_at": clock.wall()},
    )
    for old in LandAnswer.objects.order_by("-made_at", "-id")[KEPT_MAX : KEPT_MAX + 20]:
        old.delete()


def packed(solved: Solved) -> dict[str, Any]:
    """A solved plan as JSON keeps it, which knows no infinity."""
    plan = solved.plan
    return {
        "status": solved.status,
        "objective": solved.objective if isfinite(solved.objective) else None,
        "bound": solved.bound if isfinite(solved.bound) else None,
        "seconds": solved.seconds,
        "works": None if plan is None else {key: list(work) for key, work in plan.works.items()},
        "listed": None if plan is None else dict(plan.listed),
    }


def solved_of(content: Mapping[str, Any]) -> Solved:
    """The solved plan that was kept."""
    plan = None
    if content["works"] is not None:
        works = {key: Work(*work) for key, work in content["works"].items()}
        plan = Plan(works, content["listed"])
    objective = -inf if content["objective"] is None else content["objective"]
    nothing = -inf if content["status"] == "infeasible" else inf
    bound = nothing if content["bound"] is None else content["bound"]
    return Solved(content["status"], plan, objective, bound, content["seconds"])
