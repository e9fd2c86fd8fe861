"""代码核对: credit codes of rows that cannot be a code, or whose last sign does not check: a warning, for real ones exist (domain 3.4)."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.journeys.ground import Row
from luoshi.leads.company import code
from luoshi.values.credit_code import checked, inner_checks
from luoshi.values.problem import Problem


def codes_looked_at(rows: Iterable[Row], field: str) -> list[Problem]:
    """L-203 where it is none, L-204 where the last sign does not check; an early code whose inner code checks is let be."""
    found = []
    for row in rows:
        told = code(str(row.get(field) or ""))
        verdict = checked(told) if told else "right"
        if verdict == "right" or (verdict == "doubtful" and inner_checks(told)):
            continue
        problem = "L-203" if verdict == "wrong" else "L-204"
        found.append(Problem(problem, str(row["key"]), {"code": told}, "warning"))
    return found
