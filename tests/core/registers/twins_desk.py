"""Plain twins of the desk's own registers. Written from the meaning, not the TOML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.core.registers.twins import Row, reached

LIGHTS: dict[str, dict[str, Any]] = {"period": {}, "programme": {}}


def locked(rows: list[Row], today: date) -> int:
    """Periods whose lock stands."""
    return len([row for row in rows if reached(row["closed_on"], today)])


MEASURES: dict[str, dict[str, Callable[[list[Row], date], Any]]] = {
    "period": {
        "locked_count": locked,
        "unlocked_count": lambda rows, today: len(rows) - locked(rows, today),
    },
    "programme": {
        "programme_count": lambda rows, today: len(rows),
        "adopted_count": lambda rows, today: len(
            [row for row in rows if reached(row.get("adopted_on"), today)]
        ),
    },
}
