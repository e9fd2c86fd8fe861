"""渠道: what an administrator does: add one, end one, try one. Ended, never edited; secrets are wiped at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from luoshi.desk.digest import PARTS
from luoshi.district.units import Units
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.jobs import queue
from luoshi_web.notices import outbox, robots
from luoshi_web.people.models import Channel
from luoshi_web.records.models import Notice

TRIAL = Label(
    "【落实】这是一条试发的消息，没有要办的事。{link}",
    "[Luoshi] This is a test message; nothing waits. {link}",
)
SHOWN = 4  # last characters of a key, by which an administrator tells robots apart


def add(
    told: Mapping[str, str], parts: Sequence[str], units: Units, today: date
) -> tuple[Channel | None, list[Problem]]:
    """A new channel of a unit; all faults at once."""
    unit, kind = told.get("unit", ""), told.get("kind", "")
    chosen = [part for part in PARTS if part in parts]
    problems = [] if unit in units else [Problem("W-037", _("单位"), {"value": unit})]
    if kind not in Channel.Kind.values:
        return None, [*problems, Problem("W-052", _("种类"), {"value": kind or _("种类")})]
    address, shown, faults = _address(kind, told.get("address", "").strip())
    problems += faults
    if not chosen:
        problems.append(Problem("N-006", _("说什么")))
    there = Channel.objects.filter(unit=unit, kind=kind, address=address, until=None)
    if address and there.exists():
        problems.append(Problem("N-005", _("地址")))
    if problems:
        return None, problems
    return Channel.objects.create(
        unit=unit,
        kind=kind,
        address=address,
        shown=shown,
        secret="" if kind == Channel.Kind.EMAIL else told.get("secret", "").strip(),
        language="en" if told.get("language") == "en" else "zh",
        parts=chosen,
        since=today,
    ), []


def end(channel: Channel, today: date) -> None:
    """From today nothing is told there; what could be misused is gone from the database."""
    if channel.until is None:
        channel.until, channel.address, channel.secret = today, "", ""
        channel.save(update_fields=["until", "address", "secret"])


def try_out(channel: Channel, who: str) -> Notice:
    """Send a message that says that it is a try, by the same way as everything else."""
    link = settings.ENV.outside.address
    notice = Notice.objects.create(
        day=clock.today(),
        unit=channel.unit,
        channel=channel,
        kind=Notice.TRY,
        text=TRIAL.say(channel.language).format(link=link),
        next_at=clock.wall(),
        asked_by=who,
    )
    queue.ask(outbox.JOB, "", who=who)
    return notice


def _address(kind: str, typed: str) -> tuple[str, str, list[Problem]]:
    """(what is kept, what is shown, faults). A mail address is shown whole, of a key only its end."""
    outside, place = settings.ENV.outside, _("地址")
    if kind == Channel.Kind.EMAIL:
        faults = [] if outside.smtp else [Problem("N-004", place)]
        try:
            validate_email(typed)
        except ValidationError:
            faults.append(Problem("N-001", place, {"value": typed}))
        return typed, typed, faults
    base = outside.bases[kind]
    key = robots.key_in(kind, typed, base)
    if key is None:
        facts = {"base": base, "setting": f"LUOSHI_{kind.upper()}_BASE"}
        return "", "", [Problem("N-002", place, facts)]
    if not key:
        return "", "", [Problem("N-003", place)]
    return key, f"…{key[-SHOWN:]}", []
