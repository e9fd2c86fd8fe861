"""每日提要的一天: on each working day, at the hour that is set, every unit with a channel is told what waits for it.

What was made for a day is not made again, and for no earlier day than the last one: a restart tells once, and a clock
that is set back tells nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from luoshi.desk import fate
from luoshi.desk.digest import Ground, digest
from luoshi.journeys.report_to_lights import still_owed
from luoshi_web import clock, office, services
from luoshi_web.jobs import queue
from luoshi_web.jobs.work import Work
from luoshi_web.notices import outbox
from luoshi_web.people.models import Channel
from luoshi_web.records.models import Job, Notice

JOB = "digest"
LATEST = time(18, 0)  # an evening is not disturbed for what the morning missed
FAILURES_MAX = 3


def look(instant: datetime) -> None:
    """The runner's duty: ask for the day's digests once their hour has come, and for what waits to be sent."""
    if outbox.has_work(clock.wall()):
        queue.ask(outbox.JOB, "")
    local = instant.astimezone(clock.OFFICE)
    if settings.ENV.outside.digest_at <= local.time() < LATEST and _untold(local.date()):
        queue.ask(JOB, local.date().isoformat())


def make(work: Work) -> None:
    """The job: one notice for each channel whose unit has something waiting; all of them and "done" together."""
    day = date.fromisoformat(work.job.about)
    told_of = in_force(day)
    found = ground(day)
    link = f"{settings.ENV.outside.address}/reports/"
    with transaction.atomic():
        made = []
        for channel in told_of:
            counted = digest(channel.unit, found)
            if counted.total(channel.parts):
                text = counted.say(link, channel.language, channel.parts)
                made.append(_notice(channel, day, text))
        Notice.objects.bulk_create(made, ignore_conflicts=True)
        work.settle({"notices": len(made)})


def in_force(day: date) -> list[Channel]:
    """The channels that are told on a day."""
    return list(Channel.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day))


def ground(day: date, units: Collection[str] | None = None) -> Ground:
    """What the digests of a day are counted from; of all units, or the items of these."""
    catalogue, district = office.catalogue(), office.district()
    with services.reading(services.view(day)) as at:
        rows = {
            key: at.items(key, units=units) for key, register in catalogue.items() if register.clock
        }
        owed = still_owed(office.world(), at, day, units)
    return Ground(
        day,
        catalogue,
        district.units,
        district.calendar,
        office.world().desk(day).holds,
        rows,
        owed,
        returned=_returned(),
        to_accept=_to_accept(),
    )


def _untold(day: date) -> bool:
    if not office.district().calendar.works(day) or not in_force(day):
        return False
    made = Job.objects.filter(kind=JOB)
    if made.filter(state=Job.DONE, about__gte=day.isoformat()).exists():
        return False
    return made.filter(state=Job.FAILED, about=day.isoformat()).count() < FAILURES_MAX


def _notice(channel: Channel, day: date, text: str) -> Notice:
    return Notice(
        day=day,
        unit=channel.unit,
        channel=channel,
        kind=Notice.DIGEST,
        text=text,
        next_at=clock.wall(),
    )


def _to_accept() -> list[str]:
    """The register of each report that waits for its keeper."""
    catalogue = office.catalogue()
    return [
        key
        for key, waiting in services.ledger().unsettled.items()
        for entry in waiting.values()
        if key in catalogue and fate.reviewed(catalogue[key], entry)
    ]


def _returned() -> list[str]:
    """The unit of each report that was returned and after which nothing was told about the item."""
    known = services.ledger()
    last = {}
    for told in known.told.values():
        for entry in told:
            item = (entry.register, entry.key)
            if item not in last or last[item].seq < entry.seq:
                last[item] = entry
    return [
        entry.unit
        for entry in last.values()
        if any(after.verb == "return" for after in known.settled(entry))
    ]
