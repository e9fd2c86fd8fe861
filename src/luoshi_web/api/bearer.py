"""Who asks: the token in the head of the request, and how often it may ask. No cookie opens anything here."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from luoshi_web import clock, office
from luoshi_web.people import access, tokens
from luoshi_web.people.access import Viewer

RATE = "600/m"  # ten a second; whoever tells much uses the addresses that take many at once


class Bearer(HttpBearer):
    """`Authorization: Bearer luoshi_…`: the viewer that the token acts as, today."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """The viewer, kept on the request for the gate; None for a token that opens nothing today."""
        person = tokens.holder(token)
        if person is None:
            return None
        who = access.viewer(person, office.units(), office.catalogue(), clock.today())
        if not who.posts:
            return None
        request.viewer = who  # type: ignore[attr-defined]
        return who


class Pace(SimpleRateThrottle):
    """So many requests a minute for each token. Counted in the memory of this process, and nowhere kept."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """One count for each token."""
        return f"pace-{access.viewer_of(request).person.ref}"
