"""What an administrator does: enrol persons, open and end posts, set a new password. Posts are ended, never edited."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.desk.told import read_day
from luoshi.district.units import Units
from luoshi.values.problem import Problem
from luoshi_web.people.models import Person, Post, Role, SignInTry


def enrol(
    told: Mapping[str, str], units: Units, today: date
) -> tuple[Person | None, list[Problem]]:
    """A new person with a first post; all faults at once. No password is asked for where none opens the door."""
    login, name, password = (
        told.get("login", "").strip(),
        told.get("name", "").strip(),
        told.get("password", ""),
    )
    problems = [
        Problem("W-052", label, {"value": label})
        for label, value in ((_("帐号"), login), (_("姓名"), name))
        if not value
    ]
    if login and Person.objects.filter(login__iexact=login).exists():
        problems.append(Problem("W-050", _("帐号"), {"value": login}))
    if settings.PASSWORDS:
        problems += _password_faults(password)
    post, faults = read_post(told, units, today)
    problems += faults
    if problems or post is None:
        return None, problems
    with transaction.atomic():
        person = Person.objects.enrol(
            login,
            password if settings.PASSWORDS else None,
            name=name,
            name_en=told.get("name_en", "").strip(),
            ref=_reference(),
            must_change_password=settings.PASSWORDS,
        )
        post.person = person
        post.save()
    return person, []


def open_post(person: Person, told: Mapping[str, str], units: Units, today: date) -> list[Problem]:
    """A further post; an administrator tells no facts, so the two do not go together."""
    post, problems = read_post(told, units, today)
    if post is None:
        return problems
    held = person.posts.filter(Q(until=None) | Q(until__gte=today))
    if any((one.role == Role.ADMINISTRATOR) != (post.role == Role.ADMINISTRATOR) for one in held):
        return [Problem("W-051")]
    post.person = person
    post.save()
    return []


def end_post(post: Post, by: Person, today: date) -> list[Problem]:
    """The post ends today; nobody ends their own administrator's post, or nobody could open it again."""
    if post.person_id == by.pk and post.role == Role.ADMINISTRATOR:
        return [Problem("W-054")]
    post.until = max(post.since, today)
    post.save(update_fields=["until"])
    return []


def new_password(person: Person, password: str, by: Person) -> list[Problem]:
    """Set a password and lift a lock; one that somebody else chose has to be changed at the next sign-in."""
    problems = _password_faults(password)
    if not problems:
        person.set_password(password)
        person.must_change_password = person.pk != by.pk
        person.save(update_fields=["password", "must_change_password"])
        SignInTry.objects.filter(login=person.login.casefold()).delete()
    return problems


def own_password(person: Person, password: str, again: str) -> list[Problem]:
    """A person's own new password, typed twice and not the one they have."""
    problems = _password_faults(password)
    if password != again:
        problems.append(Problem("W-055"))
    if person.check_password(password):
        problems.append(Problem("W-056"))
    return problems or new_password(person, password, by=person)


def read_post(
    told: Mapping[str, str], units: Units, today: date
) -> tuple[Post | None, list[Problem]]:
    """The post that was asked for, nobody's yet and not kept; all faults at once."""
    role, unit = told.get("role", ""), told.get("unit", "")
    problems = []
    if role not in Role.values:
        problems.append(Problem("W-052", _("岗位"), {"value": _("岗位")}))
    if unit not in units:
        problems.append(Problem("W-037", _("单位"), {"value": unit}))
    since = read_day(told.get("since", "") or today.isoformat())
    if since is None:
        problems.append(Problem("W-020", _("起始日期"), {"value": told.get("since", "")}))
    if problems or since is None:
        return None, problems
    return Post(role=role, unit=unit, since=since), []


def _password_faults(password: str) -> list[Problem]:
    try:
        validate_password(password)
    except ValidationError as fault:
        return [
            Problem(
                "W-053",
                _("密码"),
                {"rule": "; ".join(str(m).rstrip("。.") for m in fault.messages)},
            )
        ]
    return []


def _reference() -> str:
    """What entries carry instead of a name."""
    return f"p-{secrets.token_hex(4)}"
