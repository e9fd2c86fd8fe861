"""Sessions end after half an hour without a request, and after a working day in any case (settings)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from luoshi_web import clock

SEEN = "seen_at"
REFRESH = timedelta(minutes=1)  # a write a minute, not a write a request


def end_idle_sessions(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out a person whose last request is too long ago; remember the time of this one."""
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            instant = clock.wall()
            seen = request.session.get(SEEN)
            last = datetime.fromisoformat(seen) if seen else instant
            if instant - last > idle:
                logout(request)
            elif seen is None or instant - last > REFRESH:
                request.session[SEEN] = instant.isoformat()
        return answer(request)

    return middleware
