"""发现到督办: what becomes of a finding. Its state is computed from the facts, never typed.

open ──a slip about its item──> slip ──the item's `fixed_on`, or facts that no longer show it──> fixed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from luoshi.values.finding import Finding

Row = Mapping[str, Any]
State = Literal["open", "slip", "fixed"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding and how far its mending is."""

    finding: Finding
    state: State
    slip: str = ""  # key of the open slip


def settled(
    findings: Iterable[Finding],
    fixed: Mapping[tuple[str, str], date | None],
    slips: Iterable[Row],
    on: date,
) -> list[Settled]:
    """How far each finding is on a day.

    1. Fixed: the day its item was mended (`fixed`, by register and key) has come and is not before the day since when the facts show the finding. What began later is a new matter.
    2. Slip: an open slip names its register and key.
    3. Else open.
    """
    about = {
        (row.get("about_register"), row.get("about_key")): str(row["item"])
        for row in slips
        if not row.get("closed_on")
    }
    return [_settled(one, fixed, about, on) for one in findings]


def slip_about(findings: Sequence[Finding], row: Row, on: date) -> dict[str, Any]:
    """The draft of one slip about one item, from all its findings: title, requirement, basis, unit, due.

    `due` is the item's own `fix_by`, if it is not past; else None, and the term of the slip's kind is counted when it is issued. No date is made up.

    Raises:
        ValueError: no findings, or findings of several items.
    """
    if len({(one.register, one.key) for one in findings}) != 1:
        raise ValueError("a slip is about the findings of one item")
    kinds = list({one.kind: one for one in findings}.values())
    fix_by = row.get("fix_by")
    return {
        "title": f"{findings[0].title}：{'、'.join(one.label() for one in kinds)}",
        "requirement": _numbered([f"{one.reason()}。{one.remedy()}" for one in findings]),
        "basis": "；".join(dict.fromkeys(one.clause for one in kinds)),
        "unit": findings[0].unit,
        "due": fix_by if fix_by and fix_by >= on else None,
    }


def _settled(
    finding: Finding,
    fixed: Mapping[tuple[str, str], date | None],
    about: Mapping[tuple[Any, Any], str],
    on: date,
) -> Settled:
    fixed_on = fixed.get((finding.register, finding.key))
    if fixed_on and fixed_on <= on and (finding.since is None or finding.since <= fixed_on):
        return Settled(finding, "fixed")
    slip = about.get((finding.register, finding.key), "")
    return Settled(finding, "slip" if slip else "open", slip)


def _numbered(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return "；".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
