"""发件箱: the states of a notice, and the one walk that sends. Nothing is told twice.

    waiting ──committed──> sending ──the other side's word──> sent | failed | waiting again (certainly not taken)
                              │ no word, or this process died
                              └──> uncertain: shown, and sent again by a person only

One sender at a time: there is one job "notices" (records.Job lets no second be asked). So a notice that is `sending`
when the walk begins belongs to a sender that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.jobs.work import Work
from luoshi_web.notices import mail, robots
from luoshi_web.notices.answer import Answer, Fate
from luoshi_web.people.models import Channel
from luoshi_web.records import problems
from luoshi_web.records.models import Notice

JOB = "notices"
AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))  # then it has failed
PER_MINUTE = 20  # of one robot
MINUTE = timedelta(minutes=1)
STATE_OF: Mapping[Fate, str] = {
    Fate.TAKEN: Notice.SENT,
    Fate.REFUSED: Notice.FAILED,
    Fate.LATER: Notice.WAITING,
    Fate.UNKNOWN: Notice.UNCERTAIN,
}


def has_work(instant: datetime) -> bool:
    """True when a notice is due to be sent, or was left in the middle of being sent."""
    due = Notice.objects.filter(state=Notice.WAITING, next_at__lte=instant)
    return due.exists() or Notice.objects.filter(state=Notice.SENDING).exists()


def send_waiting(work: Work) -> None:
    """The job: what a dead sender left becomes uncertain, then everything due is sent, oldest first."""
    broken = {"state": Notice.UNCERTAIN, "reason": problems.keep(Problem("N-013"))}
    Notice.objects.filter(state=Notice.SENDING).update(**broken)
    due = Notice.objects.filter(state=Notice.WAITING, next_at__lte=clock.wall()).order_by("pk")
    waiting = list(due.select_related("channel"))
    for number, notice in enumerate(waiting):
        work.step(number, len(waiting))
        if fault := _too_late(notice):
            _held(notice).update(state=Notice.FAILED, reason=problems.keep(fault))
        elif _full(notice.channel):
            _held(notice).update(next_at=clock.wall() + MINUTE)
        else:
            _tell(notice)


def send_again(notice: Notice, who: str) -> bool:
    """A person's word that an uncertain or failed notice goes out once more; False when it is neither."""
    held = Notice.objects.filter(pk=notice.pk, state__in=(Notice.UNCERTAIN, Notice.FAILED))
    told = {"state": Notice.WAITING, "next_at": clock.wall(), "tries": 0, "asked_by": who}
    return bool(held.update(**told))


def _too_late(notice: Notice) -> Problem | None:
    if notice.channel.until and notice.channel.until <= clock.today():
        return Problem("N-018")
    return Problem("N-014") if notice.day < clock.today() and not notice.asked_by else None


def _full(channel: Channel) -> bool:
    """True when the robot, which several units may share, was called as often as it may be in a minute."""
    if channel.kind == Channel.Kind.EMAIL:
        return False
    same = Notice.objects.filter(channel__kind=channel.kind, channel__address=channel.address)
    return same.filter(tried_at__gt=clock.wall() - MINUTE).count() >= PER_MINUTE


def _tell(notice: Notice) -> None:
    instant = clock.wall()
    taken = {"state": Notice.SENDING, "tries": notice.tries + 1, "tried_at": instant}
    if not _held(notice).update(**taken):  # committed: from here on a death leaves it uncertain
        return
    notice.tries += 1
    answer = SENDERS[notice.channel.kind](notice, instant)
    told = {"state": STATE_OF[answer.fate], "reason": None}
    if answer.problem:
        told["reason"] = problems.keep(answer.problem)
    if answer.fate is Fate.LATER:
        if notice.tries > len(AGAIN_AFTER):
            told["state"] = Notice.FAILED
            told["reason"] = problems.keep(Problem("N-015", facts={"tries": notice.tries}))
        else:
            told["next_at"] = clock.wall() + AGAIN_AFTER[notice.tries - 1]
    Notice.objects.filter(pk=notice.pk, state=Notice.SENDING, tries=notice.tries).update(**told)


def _held(notice: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=notice.pk, state=Notice.WAITING, tries=notice.tries)


def _mail(notice: Notice, instant: datetime) -> Answer:
    outside, subject = settings.ENV.outside, notice.text.split("\n", 1)[0]
    mark = f"notice.{notice.pk}.{notice.tries}"
    to = notice.channel.address
    return mail.send(outside.smtp, outside.sender, to, subject, notice.text, mark, instant)


def _robot(notice: Notice, instant: datetime) -> Answer:
    channel = notice.channel
    base, at_ms = settings.ENV.outside.bases[channel.kind], int(instant.timestamp() * 1000)
    return robots.send(channel.kind, base, channel.address, channel.secret, notice.text, at_ms)


SENDERS: Mapping[str, Callable[[Notice, datetime], Answer]] = {
    "email": _mail,
    "wecom": _robot,
    "dingtalk": _robot,
    "feishu": _robot,
}
