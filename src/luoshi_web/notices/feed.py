"""日历订阅: a unit's reporting days and due dates for any calendar program, under an address that only its holder knows.

The calendar leaves the house with the phone it is read on, so it says a register and a number, and links to the rest.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from icalendar import Alarm, Calendar, Event, vDuration

from luoshi.desk.due import Owed
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.notices import daily
from luoshi_web.people import access
from luoshi_web.people.models import Feed

SECRET_BYTES = 32
FEEDS_MAX = 5  # of one person: a phone, an office PC and some to lose
REMIND = timedelta(hours=-15)  # nine in the morning of the day before
REFRESH = timedelta(hours=6)
DUE = Label("{register} {key} 到期", "{register} {key} due")
REPORT = Label("{register} 报送截止", "{register}: reports due")


def make(who: access.Viewer, unit: str) -> tuple[str, list[Problem]]:
    """A new secret for a unit's calendar; it is told this once, the database keeps its digest."""
    there = who.person.feeds.filter(withdrawn_on=None).count()
    if there >= FEEDS_MAX:
        return "", [Problem("N-020", facts={"count": there})]
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Feed.objects.create(unit=unit, digest=_digest(secret), person=who.person, made_on=clock.today())
    return secret, []


def withdraw(who: access.Viewer, number: int) -> bool:
    """One's own address leads nowhere from now on; False when there is no such one."""
    mine = who.person.feeds.filter(pk=number, withdrawn_on=None)
    return bool(mine.update(withdrawn_on=clock.today()))


def by_secret(secret: str) -> Feed | None:
    """The feed behind an address: not withdrawn, and its maker still holds a post that sees the unit."""
    found = Feed.objects.filter(digest=_digest(secret), withdrawn_on=None).first()
    if found is None or not found.person.is_active:
        return None
    who = access.viewer(found.person, office.units(), office.catalogue(), clock.today())
    return found if found.unit in who.own_units else None


def calendar(unit: str, lang: str, address: str) -> bytes:
    """The calendar of a unit and the units below it; the same facts give the same bytes."""
    under = office.units().under(unit)
    ground = daily.ground(clock.today(), under)
    made = Calendar()
    made.add("prodid", "-//Luoshi//zh//")
    made.add("version", "2.0")
    made.add("x-wr-calname", Label("落实", "Luoshi").say(lang))
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    for one in ground.running:
        made.add_component(_due(one.register.key, one.key, one.due_on, lang, address))
    for event in _reports(ground.owed, lang, address):
        made.add_component(event)
    return bytes(made.to_ical())


def _due(register: str, key: str, due_on: date, lang: str, address: str) -> Event:
    """One event an item: its number of entries is the SEQUENCE, so that a moved date replaces the old one."""
    entries = services.ledger().by_item[register, key]
    label = office.catalogue()[register].label.say(lang)
    link = address + reverse("item", args=[register, key])
    words = DUE.say(lang).format(register=label, key=key)
    return _event(f"{register}.{key}", due_on, words, link, len(entries), entries[-1].known_at)


def _reports(owed: Iterable[Owed], lang: str, address: str) -> list[Event]:
    """One event a register and period, as long as something of it is owed."""
    periods = {(one.register, one.period_start): one for one in owed}
    found = []
    for (register, start), one in periods.items():
        label = office.catalogue()[register].label.say(lang)
        words = REPORT.say(lang).format(register=label)
        made_at = datetime.combine(one.period_end, datetime.min.time(), UTC)
        uid = f"report.{register}.{start.isoformat()}"
        found.append(_event(uid, one.due_on, words, address + reverse("reports"), 0, made_at))
    return found


def _event(
    uid: str, day: date, words: str, link: str, sequence: int, changed_at: datetime
) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{office.district().key}.luoshi")
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", words)
    event.add("url", link)
    event.add("transp", "TRANSPARENT")  # a due date fills nobody's day
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", REMIND)
    event.add_component(alarm)
    return event


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
