"""问题的存放: a problem as JSON in a row, and back; the sentences stay in luoshi.values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.values.problem import Problem


def keep(problem: Problem) -> dict[str, Any]:
    """The shape that a JSON column holds."""
    facts = {k: fact if isinstance(fact, int) else str(fact) for k, fact in problem.facts.items()}
    return {"id": problem.id, "place": problem.place, "facts": facts, "severity": problem.severity}


def kept(row: Mapping[str, Any]) -> Problem:
    """The problem again."""
    return Problem(row["id"], row["place"], row["facts"], row["severity"])
