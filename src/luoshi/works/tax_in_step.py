"""税收同步: whether the tax paid of a project keeps step with its works, what is expected, and why it is not so.

project ──the tax bureau told──────────────────> what it reckoned (told)
        ──contractor of another city───────────> prepayment on this year's work (prepay)
        ──of another district of the city──────> nothing here, the tax goes elsewhere
        ──of this district─────────────────────> an estimate, never said to be due

All figures are of this year, as the register of projects has them: invested this year, tax paid this year. This year's work is the contract sum times
what was invested this year of the total investment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from luoshi.district.parameters import Value
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi.works.tax_rules import Method, prepaid_wan, reasons, unchecked

Row = Mapping[str, Any]
State = Literal["not_begun", "in_step", "behind", "elsewhere", "not_known", "faulty"]
Basis = Literal["told", "prepay", "estimate"]

_NEEDED = {
    "tax_paid_wan": Label("本年缴税", "tax paid this year"),
    "invested_wan": Label("本年完成投资", "invested this year"),
    "total_investment_wan": Label("总投资", "total investment"),
    "contract_wan": Label("施工合同额", "contract sum"),
    "contractor_place": Label("施工单位注册地", "where the contractor is registered"),
    "tax_method": Label("计税方法", "VAT method"),
}
_OF_WORK = ("invested_wan", "total_investment_wan", "contract_wan", "tax_method")
_SUMS = {name: _NEEDED[name] for name in _NEEDED if name.endswith("_wan")} | {
    "tax_due_wan": Label("按进度应缴税", "tax due by progress")
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one project stands. Sums of this year in 万元; None is not known, or nothing that can be expected here."""

    project: Row
    state: State
    basis: Basis | None = None
    expected_wan: float | None = None
    paid_wan: float | None = None
    progress_percent: float | None = None  # invested this year of the total investment
    rate_percent: float | None = None  # of prepayment, where the expectation rests on one
    missing: tuple[Label, ...] = ()
    unchecked: bool = False  # it rests on rates that nobody has checked since a new law

    @property
    def gap_wan(self) -> float | None:
        """Expected less paid; negative where more was paid."""
        if self.expected_wan is None or self.paid_wan is None:
            return None
        return self.expected_wan - self.paid_wan

    @property
    def reason(self) -> str:
        """The declared code why tax is behind; "" where none is told."""
        return str(self.project.get("tax_reason") or "")


def in_step(projects: Iterable[Row], rates: Mapping[str, Value], on: date) -> list[Standing]:
    """Where every project stands on a day, in their order.

    Args:
        rates: the parameters of `tax.toml` in force on that day.
    Raises:
        KeyError: a rate is missing; there are none for days before May 2016.
    """
    return [_standing(project, rates, on) for project in projects]


def faults(projects: Iterable[Row]) -> list[Problem]:
    """What is wrong with the rows: progress over 100 % (P-001), a negative sum (P-002), a reason that is not declared (P-003)."""
    return [problem for project in projects for problem in _faults(project)]


def _standing(project: Row, rates: Mapping[str, Value], on: date) -> Standing:
    """Faulty, not begun and elsewhere are settled first; then what is expected is held against what was paid."""
    paid = project.get("tax_paid_wan")
    if any(problem.severity == "error" for problem in _faults(project)):
        return Standing(project, "faulty")
    if not (project.get("started_on") and project["started_on"] <= on):
        return Standing(project, "not_begun", paid_wan=paid)
    blank = Standing(project, "not_known", paid_wan=paid, progress_percent=_progress(project))
    if _elsewhere(project, rates):
        return replace(blank, state="elsewhere", unchecked=unchecked(rates, on))
    expected = _expected(blank, rates, on)
    if expected.expected_wan is None or paid is None:
        return replace(expected, missing=_missing(project))
    least = expected.expected_wan * (1 - float(rates["tax_tolerance_percent"]) / 100)
    return replace(expected, state="behind" if paid < least - 1e-9 else "in_step")


def _elsewhere(project: Row, rates: Mapping[str, Value]) -> bool:
    """True where a declared reason says so; or the contractor is of another district of the city, which prepays nothing here (SAT 2017-11).

    What the tax bureau reckoned to be due here goes before the place of registration.
    """
    declared = reasons().get(str(project.get("tax_reason")))
    if declared is not None and declared.elsewhere:
        return True
    here = project.get("tax_due_wan") is not None or rates["same_city_prepays"] is True
    return project.get("contractor_place") == "same_city" and not here


def _expected(blank: Standing, rates: Mapping[str, Value], on: date) -> Standing:
    """What is expected: told by the tax bureau, else reckoned from this year's work; without its facts still unknown."""
    project, progress = blank.project, blank.progress_percent
    told = project.get("tax_due_wan")
    if told is not None:
        return replace(blank, basis="told", expected_wan=float(told))
    place, method = project.get("contractor_place"), _method(project)
    contract = project.get("contract_wan")
    if progress is None or contract is None or place is None or method is None:
        return blank
    work = float(contract) * progress / 100
    return replace(
        blank,
        basis="estimate" if place == "local" else "prepay",
        expected_wan=prepaid_wan(work, method, rates),
        rate_percent=float(rates[f"prepay_{method}_percent"]),
        unchecked=unchecked(rates, on),
    )


def _missing(project: Row) -> tuple[Label, ...]:
    names = ["tax_paid_wan"]
    if project.get("tax_due_wan") is None:
        names += ["contractor_place", *_OF_WORK]
    return tuple(_NEEDED[name] for name in names if _absent(project, name))


def _absent(project: Row, name: str) -> bool:
    if name == "tax_method":
        return _method(project) is None
    return project.get(name) is None or (name == "total_investment_wan" and not project[name])


def _progress(project: Row) -> float | None:
    invested, total = project.get("invested_wan"), project.get("total_investment_wan")
    return None if invested is None or not total else 100 * float(invested) / float(total)


def _method(project: Row) -> Method | None:
    told = project.get("tax_method")
    return "general" if told == "general" else "simple" if told == "simple" else None


def _faults(project: Row) -> list[Problem]:
    place, found = str(project["key"]), list[Problem]()
    negative = {name: label for name, label in _SUMS.items() if (project.get(name) or 0) < 0}
    found += (
        Problem("P-002", place, {"field": label, "value": f"{project[name]:g}"})
        for name, label in negative.items()
    )
    invested, total = project.get("invested_wan"), project.get("total_investment_wan")
    if invested is not None and total and not negative and invested > total:
        facts = {"invested_wan": f"{invested:g}", "total_wan": f"{total:g}"}
        found.append(Problem("P-001", place, facts))
    code = project.get("tax_reason")
    if code and code not in reasons():
        found.append(Problem("P-003", place, {"value": code}, severity="warning"))
    return found
