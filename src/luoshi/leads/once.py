"""只算一次: what has been signed, counted as `counting.toml` declares (Sanming 2006-95).

first signing ──> one project and its sum · upgraded ──> nothing · added capital ──> its increment · changed investor ──> the owner · withdrawn ──> out
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

EventKind = Literal["signed", "upgraded", "added_capital", "changed_investor", "withdrawn"]


class Event(NamedTuple):
    """One thing that happened to a project. `amount_wan` is the whole sum at a signing, the increment where capital was added."""

    project: str
    kind: EventKind
    on: date
    amount_wan: float = 0.0
    investor: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One project as it counts on a day."""

    project: str
    signed_on: date
    signed_wan: float
    added_wan: float
    investor: str

    @property
    def total_wan(self) -> float:
        """The first sum and what was added to it."""
        return self.signed_wan + self.added_wan


def counted(events: Iterable[Event], on: date) -> list[Counted]:
    """The projects signed by a day, each once, in the order of their first signings; the order of the events changes nothing.

    A second signing counts nothing; neither does capital that was added before the first. What was withdrawn and not signed again since is out.
    """
    by_project: dict[str, list[Event]] = {}
    for event in sorted(set(events), key=lambda one: (one.on, one.kind != "withdrawn", one)):
        if event.on <= on:
            by_project.setdefault(event.project, []).append(event)
    found = [one for its in by_project.values() if (one := _counted(its)) is not None]
    return sorted(found, key=lambda one: (one.signed_on, one.project))


@cache
def declared() -> Mapping[str, Mapping[str, Any]]:
    """The rules by place: label, source, days, and what each kind of event does."""
    return tomllib.loads(files("luoshi.leads").joinpath("counting.toml").read_text("utf-8"))


def effect(kind: EventKind, on: date) -> str:
    """What an event of a day does by the rule in force on it; nothing where none is."""
    for rule in declared().values():
        if rule["since"] <= on <= rule.get("until", date.max):
            return str(rule[kind])
    return "nothing"


def _counted(its: Iterable[Event]) -> Counted | None:
    now: Counted | None = None
    for event in its:
        match effect(event.kind, event.on):
            case "once" if now is None:
                now = Counted(event.project, event.on, event.amount_wan, 0.0, event.investor)
            case "increment" if now is not None:
                now = replace(now, added_wan=now.added_wan + max(event.amount_wan, 0.0))
            case "owner" if now is not None:
                now = replace(now, investor=event.investor)
            case "out":
                now = None
    return now
