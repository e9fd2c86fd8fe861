"""只算一次: what has been signed, counted as the rule of Sanming (2006-95) counts it.

first signing ──> one project and its sum · upgraded ──> nothing · added capital ──> its increment · changed investor ──> the owner · withdrawn ──> out
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

EventKind = Literal["signed", "upgraded", "added_capital", "changed_investor", "withdrawn"]
SOURCE = (
    "三明2006-95号：每个项目只在首次签约时计一次；转段只改进度；增资只计增量；更换投资方只换业主"
)


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


def _counted(its: Iterable[Event]) -> Counted | None:
    now: Counted | None = None
    for event in its:
        match event.kind:
            case "signed" if now is None:
                now = Counted(event.project, event.on, event.amount_wan, 0.0, event.investor)
            case "added_capital" if now is not None:
                added = now.added_wan + max(event.amount_wan, 0.0)
                now = Counted(now.project, now.signed_on, now.signed_wan, added, now.investor)
            case "changed_investor" if now is not None:
                now = Counted(now.project, now.signed_on, now.signed_wan, now.added_wan, event.investor)  # fmt: skip
            case "withdrawn":
                now = None
    return now
