"""What a command gives back, and how it reads the days that people type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from luoshi.journeys.replay_pack import OFFICE
from luoshi.values.problem import Problem


class Answer(NamedTuple):
    """What a command gives: lines for people, a value for machines, and the problems met."""

    lines: list[str]
    value: Any
    problems: list[Problem]


def read_day(text: str | None, problems: list[Problem]) -> date | None:
    """A day, or None with a problem."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("C-002", "", {"value": text}))
        return None


def read_instant(text: str | None, problems: list[Problem]) -> datetime | None:
    """An instant (without a zone: China's), or None with a problem."""
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        problems.append(Problem("C-002", "", {"value": text}))
        return None
    return (told if told.tzinfo else told.replace(tzinfo=OFFICE)).astimezone(UTC)
