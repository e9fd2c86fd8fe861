"""The district this installation serves, and the names of its people: read once, asked everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings

from luoshi.declare.register import Catalogue, Register
from luoshi.district.pack import District, Meeting, read_toml
from luoshi.district.units import Units
from luoshi.journeys.open_district import World
from luoshi.values.label import Label
from luoshi_web import clock, packs
from luoshi_web.packs import Served
from luoshi_web.people.models import Person, Role

NAMES_KEPT = timedelta(seconds=20)
NAMES_MISSED = timedelta(seconds=1)  # a person just enrolled


@cache
def pack() -> Served:
    """The district pack that is served, read once a process: a pack that changes is taken at the next start."""
    return packs.serve(settings.DISTRICT, settings.ENV.folder)


def world() -> World:
    """The district and its registers."""
    return pack().world


def district() -> District:
    """The district: its name, meetings, units, parameters, calendar."""
    return world().district


def catalogue() -> Catalogue:
    """The registers, in the agenda's order."""
    return world().catalogue


def agenda() -> list[Register]:
    """The registers of the meeting's agenda, in its order; those of the desk itself have pages of their own."""
    return [register for register in catalogue().values() if not register.desk]


def units() -> Units:
    """The district's units."""
    return world().district.units


def last_meeting(on: date) -> Meeting | None:
    """The last meeting held on or before that day."""
    held = [meeting for meeting in district().meetings if meeting.held_on <= on]
    return max(held, key=lambda meeting: meeting.held_on, default=None)


def meeting_name(words: str, lang: str = "zh") -> str:
    """A meeting's name by its key; other words stay as they are."""
    found = (m.label.say(lang) for m in district().meetings if m.key == words)
    return next(found, words)


def meeting_key(words: str) -> str:
    """The key of the meeting that goes by these words; other words stay as they are."""
    return next((m.key for m in district().meetings if words in (m.key, *m.label)), words)


class DemoPerson(NamedTuple):
    """One line of the demo's sign-in page."""

    login: str
    label: Label
    role: str
    shows: Label


@cache
def _demo_posts() -> tuple[Mapping[str, Any], ...]:
    tables, _ = read_toml(settings.DISTRICT / "people.toml")
    return tuple(tables.get("post", ()))


def demo_persons() -> list[DemoPerson]:
    """The people one may sign in as in a demonstration (those whose post says what it shows); nobody elsewhere."""
    if not settings.DEMO:
        return []
    return [
        DemoPerson(
            row["sign_in"],
            Label.of(row["label"]),
            str(Role(row["role"]).label),
            Label.of(row["shows"]),
        )
        for row in _demo_posts()
        if "shows" in row
    ]


def person_name(ref: str, lang: str = "zh") -> str:
    """The name behind a reference; the reference itself when the person was erased."""
    global _names
    instant = clock.wall()
    age = instant - _names[0]
    if age > NAMES_KEPT or (ref not in _names[1] and age > NAMES_MISSED):
        _names = (instant, {person.ref: person for person in Person.objects.all()})
    found = _names[1].get(ref)
    return found.say(lang) if found else ref


_names: tuple[datetime, dict[str, Person]] = (datetime.min.replace(tzinfo=UTC), {})
