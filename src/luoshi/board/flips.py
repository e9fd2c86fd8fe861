"""变灯: a change of light is the difference of two boards, computed in one go, never by a hook on saving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.board.lamps import Lamp
from luoshi.declare.register import Level
from luoshi.values.label import Label


@dataclass(frozen=True, slots=True)
class Flip:
    """A light that differs: `old` is None when there was no such light before, `new` when there is none now."""

    register: str
    key: str
    light: str
    old: Level | None
    new: Level | None
    why: Label  # of the new level; of the old one when the light is gone


def flips(before: Iterable[Lamp], after: Iterable[Lamp]) -> list[Flip]:
    """What turned between two boards: changes and new lights in the order of `after`, then lights that are gone."""
    old = {(lamp.register, lamp.key, lamp.light): lamp for lamp in before}
    found: list[Flip] = []
    for lamp in after:
        place = (lamp.register, lamp.key, lamp.light)
        was = old.pop(place, None)
        if was is None or was.level != lamp.level:
            found.append(Flip(*place, was.level if was else None, lamp.level, lamp.why))
    found += [Flip(*place, lamp.level, None, lamp.why) for place, lamp in old.items()]
    return found
