"""问题的存放: a problem as JSON in a row, and back; the sentences stay in luoshi.values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.values.label import Label
from luoshi.values.problem import Problem


def keep(problem: Problem) -> dict[str, Any]:
    """The shape that a JSON column holds."""
    facts = {name: _plain(fact) for name, fact in problem.facts.items()}
    return {"id": problem.id, "place": problem.place, "facts": facts, "severity": problem.severity}


def kept(row: Mapping[str, Any]) -> Problem:
    """The problem again."""
    facts = {
        k: Label.of(fact) if isinstance(fact, dict) else fact for k, fact in row["facts"].items()
    }
    return Problem(row["id"], row["place"], facts, row["severity"])


def _plain(fact: Any) -> Any:
    """A name in both languages stays so: who reads it later may read the other one."""
    if isinstance(fact, Label):
        return fact._asdict()
    return fact if isinstance(fact, int) else str(fact)
