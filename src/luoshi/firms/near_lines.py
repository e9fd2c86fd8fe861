"""升规提示: firms near their sector's line, over it, or entered and below it, so that the office can tell and help them in time.

The revenue is what tax, power, insurance or the firm itself told (Statistics Law art. 28; its Regulations art. 28-30), never a statistical
return, and no figure to be filed is named or suggested (art. 7, 41): the firm files, the statistics office decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.firms.facts import Row
from luoshi.firms.thresholds import Line, Window, line, next_window, papers
from luoshi.values.finding import Fact, Finding
from luoshi.values.label import Label, listed
from luoshi.values.problem import Problem

SOURCES = {
    "tax": Label("税务", "tax"),
    "power": Label("用电推算", "power use"),
    "insurance": Label("社保", "social insurance"),
    "told": Label("企业自愿申报", "told freely by the firm"),
}
WRITTEN = re.compile(r"[A-T]\d{0,4}")  # letter and up to four digits of GB/T 4754
OWN_LINE = Label("台账所列", "of the ledger")


@dataclass(frozen=True, slots=True)
class _Standing:
    """A firm whose revenue and line are both known."""

    firm: Row
    declared: Line | None
    line_wan: float
    revenue_wan: float

    @property
    def percent(self) -> float:
        return 100 * self.revenue_wan / self.line_wan


def near_lines(
    firms: Iterable[Row], watch_percent: float, silent_days: float, on: date
) -> list[Finding]:
    """The findings of a day, in the order of the firms.

    1. Not entered, from `watch_percent` of the line: near it; from 100 %: over it. 2. Entered, and the revenue of a full year
    (to 31 December) below the line: under it. What a year had so far says nothing against a firm that has entered.

    Args:
        firms: rows of `firm`; their own `line_wan` goes before the declared line.
        silent_days: revenue older than this is not used.
    """
    found = (_standing(firm, silent_days, on) for firm in firms)
    shown = (_finding(one, watch_percent, on) for one in found if one is not None)
    return [one for one in shown if one is not None]


def faults(firms: Iterable[Row], on: date) -> list[Problem]:
    """Why the revenue or the line of a firm was not used; a firm without revenue is no fault.

    1. A source that is none of the four, or no day (F-030). 2. Below zero (F-031). 3. A code that is none, and no line (F-032).
    4. The ledger's line is not the sector's (F-033).
    """
    return [problem for firm in firms for problem in _faults(firm, on)]


def _standing(firm: Row, silent_days: float, on: date) -> _Standing | None:
    revenue, told_on = firm.get("revenue_wan"), firm.get("revenue_on")
    if revenue is None or revenue < 0 or firm.get("revenue_source") not in SOURCES:
        return None
    if told_on is None or not 0 <= (on - told_on).days <= silent_days:
        return None
    declared = line(_code(firm), on)
    line_wan = _own_line(firm) or (declared and declared.revenue_wan)
    return _Standing(firm, declared, line_wan, revenue) if line_wan else None


def _finding(one: _Standing, watch_percent: float, on: date) -> Finding | None:
    firm = one.firm
    if _entered(firm, on):
        told_on = firm["revenue_on"]
        full_year = (told_on.month, told_on.day) == (12, 31)
        if full_year and one.revenue_wan < one.line_wan:
            return _placed(one, "firm_under_line", {})
        return None
    if one.percent < watch_percent:
        return None
    window = next_window(one.declared, firm.get("registered_on"), on)
    filing: dict[str, Fact] = {
        "window": _said(window),
        "papers": listed(papers(one.declared)),
    }
    kind = "firm_over_line" if one.revenue_wan >= one.line_wan else "firm_near_line"
    return _placed(one, kind, filing)


def _placed(one: _Standing, kind: str, filing: dict[str, Fact]) -> Finding:
    firm = one.firm
    return Finding(
        kind=kind,
        register="firm",
        key=str(firm["key"]),
        title=str(firm.get("name") or firm["key"]),
        unit=str(firm.get("unit") or ""),
        facts={
            "sector": one.declared.label if one.declared is not None else OWN_LINE,
            "line_wan": float(one.line_wan),
            "revenue_wan": float(one.revenue_wan),
            "revenue_on": firm["revenue_on"],
            "told_by": SOURCES[firm["revenue_source"]],
            "line_percent": one.percent,
            **filing,
        },
        since=firm["revenue_on"],
    )


def _said(window: Window) -> Label:
    if window.last_day is None:
        return window.label
    return Label(
        f"{window.label.zh}，最迟{window.last_day}", f"{window.label.en}, by {window.last_day}"
    )


def _entered(firm: Row, on: date) -> bool:
    entered, left = firm.get("entered_on"), firm.get("left_on")
    return entered is not None and entered <= on and (left is None or left > on)


def _faults(firm: Row, on: date) -> Iterator[Problem]:
    place, revenue, source = str(firm["key"]), firm.get("revenue_wan"), firm.get("revenue_source")
    if revenue is None:
        return
    if source not in SOURCES or firm.get("revenue_on") is None:
        yield Problem("F-030", place, {"source": source or "—"}, severity="warning")
    if revenue < 0:
        yield Problem("F-031", place, {"revenue": f"{revenue:g}"}, severity="warning")
    declared, own = line(_code(firm), on), _own_line(firm)
    if own is None and not WRITTEN.fullmatch(_code(firm)):
        yield Problem("F-032", place, {"code": _code(firm) or "—"}, severity="warning")
    elif declared is not None and declared.revenue_wan and own not in (None, declared.revenue_wan):
        about: dict[str, Any] = {"own": f"{own:g}", "declared": f"{declared.revenue_wan:g}"}
        yield Problem("F-033", place, about, severity="warning")


def _own_line(firm: Row) -> float | None:
    own = firm.get("line_wan")
    return float(own) if own is not None and own > 0 else None


def _code(firm: Row) -> str:
    return str(firm.get("industry_code") or "").strip().upper()
