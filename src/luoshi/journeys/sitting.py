"""会上看的: all that the papers of one meeting are made from: the board of the day, the board of the meeting before, and the ledger as it was known.

ledger + district + (true_on, known_at) ──at_the_table──> Sitting ──papers──> what goes on the table

Nothing that was told after `known_at` is in it, so the same two dates give the same papers in years to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from luoshi.board.board import Board, View
from luoshi.board.lamps import Lamp
from luoshi.board.since import Change, changes
from luoshi.declare.register import LEVELS, Register
from luoshi.district.pack import Meeting
from luoshi.journeys.checks import CHECKS, ground_at
from luoshi.journeys.open_district import World
from luoshi.journeys.replay_pack import OFFICE
from luoshi.journeys.report_to_lights import silent
from luoshi.ledger import seals
from luoshi.ledger.entry import Entry
from luoshi.ledger.seals import Seal
from luoshi.values.finding import Finding

COMMITMENT = "commitment"


@dataclass(frozen=True)
class Sitting:
    """One moment of the district, and the moment of the meeting before it."""

    world: World
    at: View
    before: View | None  # the board of the last meeting; None before the first
    last: Meeting | None
    entries: Sequence[Entry]  # known at the moment, in order

    @property
    def on(self) -> date:
        """The day that the papers speak of."""
        return self.at.true_on

    @property
    def agenda(self) -> list[Register]:
        """The registers of the meeting's agenda, in its order."""
        return [one for one in self.world.catalogue.values() if not one.desk]

    def unit(self, key: str | None) -> str:
        """A unit's name; "" for none."""
        return self.world.district.units.name(key) if key else ""

    def units(self, keys: str | None) -> str:
        """Several units' names."""
        return "、".join(self.unit(key) for key in str(keys or "").split("、") if key)

    def meeting(self, key: str | None) -> str:
        """A meeting's name with its day, as a paper refers to it; the words themselves where they name none."""
        held = next((m for m in self.world.district.meetings if m.key == key), None)
        return (
            f"{held.label.zh}（{held.held_on.month}月{held.held_on.day}日）" if held else key or ""
        )

    @cached_property
    def commitments(self) -> list[dict[str, Any]]:
        """Every commitment, in the order of its number."""
        return self.at.items(COMMITMENT)

    @cached_property
    def lamps(self) -> dict[str, Lamp]:
        """The light of each commitment."""
        return {lamp.key: lamp for lamp in self.at.lamps(COMMITMENT)}

    @cached_property
    def lights(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Lamps by level (in the order of LEVELS): by register and, within it, by owner."""
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for register in self.agenda:
            by_owner: dict[str, list[int]] = {}
            for shine in self.at.shining(register.key):
                counts = by_owner.setdefault(shine.owner, [0] * len(LEVELS))
                counts[LEVELS.index(shine.level)] += shine.lamps
            if by_owner:
                found[register.key] = {owner: tuple(counts) for owner, counts in by_owner.items()}
        return found

    @cached_property
    def silent(self) -> list[tuple[str, int]]:
        """Units that have not told what is due, in protocol order, with how many items; "" stands for items without an owner."""
        counts = silent(self.world, self.at, self.on)
        return [(u.key, counts[u.key]) for u in self.world.district.units.in_order(counts)]

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks find, the most money first."""
        ground = ground_at(self.world, self.at.items, self.entries, self.on, self.at.known_at)
        found = [one for check in CHECKS for one in check.find(ground)]
        return sorted(found, key=lambda one: -(one.at_stake_wan or 0))

    @cached_property
    def changes(self) -> list[Change]:
        """What became of the agenda's items since the last meeting; nothing before the first."""
        return (
            changes(self.world.catalogue, self.before, self.at, self._agenda_keys)
            if self.before
            else []
        )

    def changed_to(self, other: View) -> list[Change]:
        """What another view of the same items holds otherwise."""
        return changes(self.world.catalogue, self.at, other, self._agenda_keys)

    @property
    def _agenda_keys(self) -> list[str]:
        return [register.key for register in self.agenda]

    @cached_property
    def seal(self) -> Seal:
        """The Merkle root of all that was known, under the month's name."""
        return seals.take(self.entries, f"{self.on:%Y-%m}")


def at_the_table(
    world: World, board: Board, entries: Iterable[Entry], true_on: date, known_at: datetime | None
) -> Sitting:
    """The sitting of a moment; its last meeting is the one held before that day, looked at as it was known at the end of its own day."""
    last = meeting_before(world, true_on)
    before = board.view(last.held_on, end_of(last.held_on)) if last else None
    return Sitting(world, board.view(true_on, known_at), before, last, known(entries, known_at))


def known(entries: Iterable[Entry], known_at: datetime | None) -> list[Entry]:
    """The ledger from its first entry up to the last that was known at an instant: what a seal of that instant covers."""
    found = list(entries)
    if known_at is not None:
        while found and found[-1].known_at > known_at:
            found.pop()
    return found


def meeting_before(world: World, on: date) -> Meeting | None:
    """The last meeting held before a day."""
    held = [meeting for meeting in world.district.meetings if meeting.held_on < on]
    return max(held, key=lambda meeting: meeting.held_on, default=None)


def end_of(day: date) -> datetime:
    """The last instant of a day in the office's time."""
    return datetime.combine(day, time.max, tzinfo=OFFICE)
