"""接口令牌: made and ended by an administrator, shown once, kept as a hash; what it may do is said by its post."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.desk.told import read_day
from luoshi.district.units import Units
from luoshi.values.problem import Problem
from luoshi_web.people.enrolment import read_post
from luoshi_web.people.models import Person, Role, Token

PREFIX = "luoshi_"  # so that a scanner finds one that was left in a file
BYTES = 32
NAME_LENGTH_MAX = 64
ROLES = (Role.REPORTER, Role.KEEPER, Role.LEADER, Role.AUDITOR)
"""What a system may be: it reports, it keeps a register, or it only reads. Reading speeches, issuing and closing stay with people."""


def make(
    told: Mapping[str, str], units: Units, by: Person, today: date, at: datetime
) -> tuple[str, list[Problem]]:
    """The text of a new token, to be shown this once; or all that is wrong with what was asked for."""
    name = told.get("name", "").strip()
    problems = []
    if not 0 < len(name) <= NAME_LENGTH_MAX:
        problems.append(Problem("W-052", _("名称"), {"value": _("名称")}))
    post, faults = read_post(told, units, today)
    problems += faults
    if post is not None and post.role not in ROLES:
        problems.append(Problem("W-052", _("岗位"), {"value": _("岗位")}))
    until = told.get("until", "").strip()
    last = read_day(until) if until else None
    if until and last is None:
        problems.append(Problem("W-020", _("截止日期"), {"value": until}))
    if post is not None and last is not None and last < max(post.since, today):
        problems.append(Problem("W-091", _("截止日期"), {"until": last}))
    if problems or post is None:
        return "", problems
    text = PREFIX + secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        reference = f"t-{secrets.token_hex(4)}"
        person = Person(login=reference, ref=reference, name=name, is_active=False)
        person.set_unusable_password()
        person.save()
        post.person, post.until = person, last
        post.save()
        Token.objects.create(person=person, sha256=_hash(text), made_by=by, made_at=at)
    return text, []


def end(token: Token, today: date, at: datetime) -> None:
    """The token opens nothing from this instant on; what it told stays told."""
    if token.ended_at is None:
        post = token.post
        post.until = max(post.since, min(post.until or today, today))
        post.save(update_fields=["until"])
        token.ended_at = at
        token.save(update_fields=["ended_at"])


def holder(text: str) -> Person | None:
    """The person a token acts as; None for one that is unknown or was ended. Whether its post is in force is the gate's to say."""
    found = Token.objects.select_related("person").filter(sha256=_hash(text)).first()
    return found.person if found and found.ended_at is None else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
