"""通知: the administrator's page: through which channels each unit is told, and what became of what was told.

It shows that something was told, never what: the administrator sees no number of any register.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from luoshi.desk.digest import part_names
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office
from luoshi_web.jobs import queue
from luoshi_web.jobs.kinds import KINDS
from luoshi_web.notices import channels, outbox
from luoshi_web.people import access
from luoshi_web.people.models import Channel
from luoshi_web.records import problems as kept
from luoshi_web.records.models import Job, Notice

DAYS_SHOWN = 30
SHOWN_MAX = 300
STATES = {  # shape and word, as lights have
    Notice.WAITING: ("…", _("待发")),
    Notice.SENDING: ("→", _("正在发")),
    Notice.SENT: ("✓", _("已发")),
    Notice.FAILED: ("✕", _("没有发成")),
    Notice.UNCERTAIN: ("?", _("不能确定")),
}
WHAT = {Notice.DIGEST: _("每日提要"), Notice.TRY: _("试发")}


class Told(NamedTuple):
    """One notice as a line: what of it may be shown."""

    notice: Notice
    what: str
    shape: str
    word: str
    reason: Problem | None
    again: bool


class Broken(NamedTuple):
    """A job that did not come to its end."""

    job: Job
    label: Label
    reason: Problem | None


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("notices")
def notices(request: HttpRequest) -> HttpResponse:
    """GET lists; POST (`verb`) adds, ends or tries a channel, or sends a notice once more."""
    problems: list[Problem] = []
    if request.method == "POST":
        problems = _do(request)
        if not problems:
            return redirect("notices")
    order = [unit.key for unit in office.units()]
    held = sorted(Channel.objects.filter(until=None), key=lambda c: (order.index(c.unit), c.pk))
    told = _told()
    facts = {
        "page": "notices",
        "channels": held,
        "told": told,
        "uncertain": sum(line.notice.state == Notice.UNCERTAIN for line in told),
        "moving": outbox.has_work(clock.wall()),
        "broken": _broken(),
        "units": list(office.units()),
        "kinds": Channel.Kind.choices,
        "parts": part_names(),
        "chosen": request.POST.getlist("part") if problems else list(part_names()),
        "digest_at": settings.ENV.outside.digest_at,
        "days": DAYS_SHOWN,
        "problems": problems,
        "typed": request.POST if problems else {},
    }
    return render(request, "notices/notices.html", facts, status=422 if problems else 200)


def _do(request: HttpRequest) -> list[Problem]:
    told, who = request.POST, access.viewer_of(request).person
    match told.get("verb"):
        case "add":
            given, parts = told.dict(), told.getlist("part")
            return channels.add(given, parts, office.units(), clock.today())[1]
        case "end":
            channels.end(_channel(told.get("channel", "")), clock.today())
            return []
        case "try":
            channels.try_out(_channel(told.get("channel", "")), who.ref)
            return []
        case "again":
            notice = Notice.objects.filter(pk=_number(told.get("notice", ""))).first()
            if notice is None or not outbox.send_again(notice, who.ref):
                raise Http404
            queue.ask(outbox.JOB, "", who=who.ref)
            return []
    raise Http404


def _channel(number: str) -> Channel:
    found = Channel.objects.filter(pk=_number(number), until=None).first()
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _told() -> list[Told]:
    since = clock.today() - timedelta(days=DAYS_SHOWN)
    found = Notice.objects.filter(day__gt=since).select_related("channel")[:SHOWN_MAX]
    return [
        Told(
            notice=notice,
            what=str(WHAT[notice.kind]),
            shape=STATES[notice.state][0],
            word=str(STATES[notice.state][1]),
            reason=kept.kept(notice.reason) if notice.reason else None,
            again=notice.state in (Notice.UNCERTAIN, Notice.FAILED) and not notice.channel.until,
        )
        for notice in found
    ]


def _broken() -> list[Broken]:
    since = clock.wall() - timedelta(days=DAYS_SHOWN)
    states = (Job.FAILED, Job.UNCERTAIN)
    ours = {"J-001", "J-002", "J-003"}  # what a person gave wrong is told to that person alone
    found = []
    for job in Job.objects.filter(state__in=states, asked_at__gt=since)[:SHOWN_MAX]:
        reasons = [p for p in queue.problems_of(job) if p.id in ours]
        if reasons and job.kind in KINDS:
            found.append(Broken(job, KINDS[job.kind].label, reasons[0]))
    return found
