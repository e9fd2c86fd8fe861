"""Signing in: five failures lock a login for a quarter of an hour, whether it exists or not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.people.models import Person, SignInTry


def try_password(request: HttpRequest, login: str, password: str) -> Person | Problem:
    """The person, or what to tell: W-010 wrong, W-011 locked. The answer is the same for unknown logins."""
    login = login.strip().casefold()[:64]
    instant = clock.wall()
    with transaction.atomic():
        tried, _ = SignInTry.objects.select_for_update().get_or_create(login=login)
        if tried.locked_until and tried.locked_until > instant:
            minutes = (tried.locked_until - instant).seconds // 60 + 1
            return Problem("W-011", facts={"minutes": minutes})
        person = authenticate(request, username=login, password=password)
        if isinstance(person, Person):
            tried.delete()
            return person
        tried.failures += 1
        if tried.failures >= settings.SIGN_IN_TRIES_MAX:
            tried.failures = 0
            tried.locked_until = instant + timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
        tried.save()
        if tried.locked_until and tried.locked_until > instant:
            return Problem("W-011", facts={"minutes": settings.SIGN_IN_LOCK_MINUTES})
    return Problem("W-010", facts={"left": settings.SIGN_IN_TRIES_MAX - tried.failures})
