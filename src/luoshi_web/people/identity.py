"""统一身份认证: sign-in by the office's own OpenID Connect provider, where the deployment names one (environment.py).

The provider says who somebody is; whether they hold a post is said here. Nobody is enrolled by signing in.
mozilla-django-oidc does the code flow with state, nonce and PKCE, fetches the token and its key; the claims of the
token (issuer, audience, expiry) are held here. The session is an ordinary one afterwards: when the provider is
down, those who are signed in work on, and passwords still open the door.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.people.models import Person, Post, Role

SECONDS = 5  # for each answer of the provider
LEEWAY_SECONDS = 60  # clocks of two machines
SIGNED_BY = ("RS256", "ES256")  # what a provider signs with; never "none", never a shared secret
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
TOKEN = "oidc_id_token"  # noqa: S105 (a name in the session)
REFUSED = (jwt.PyJWTError, SuspiciousOperation, KeyError, TypeError, ValueError)
_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _discovered(issuer: str) -> Mapping[str, Any]:
    """What the provider says of itself, read once; a failure is not kept. Raises OSError (requests' own are such)."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    answer = requests.get(address, timeout=SECONDS)
    answer.raise_for_status()
    found = answer.json()
    whole = isinstance(found, dict) and all(found.get(name) for name in NEEDED)
    if not whole or str(found.get("issuer")).rstrip("/") != issuer.rstrip("/"):
        raise OSError(f"{address} describes another issuer, or not all of {NEEDED}")
    return found


def _setting(name: str, *default: Any) -> Any:
    """What the library asks for by the names of its settings."""
    ours = {
        "OIDC_AUTHENTICATION_CALLBACK_URL": "identity_back",
        "OIDC_RP_CLIENT_ID": settings.IDENTITY.client,
        "OIDC_RP_CLIENT_SECRET": settings.IDENTITY.secret,
        "OIDC_RP_SCOPES": "openid profile",
        "OIDC_TIMEOUT": SECONDS,
        "OIDC_USE_PKCE": True,
    }
    if name in ours:
        return ours[name]
    said = _discovered(settings.IDENTITY.issuer)
    told = {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": said["authorization_endpoint"],
        "OIDC_OP_TOKEN_ENDPOINT": said["token_endpoint"],
        "OIDC_OP_JWKS_ENDPOINT": said["jwks_uri"],
        "OIDC_OP_USER_ENDPOINT": said.get("userinfo_endpoint", ""),
        "OIDC_RP_SIGN_ALGO": _algorithm(said),
    }
    return told[name] if name in told else import_from_settings(name, *default)


def _algorithm(said: Mapping[str, Any]) -> str:
    offered = said.get("id_token_signing_alg_values_supported", ())
    return next((one for one in SIGNED_BY if one in offered), SIGNED_BY[0])


class _Start(OIDCAuthenticationRequestView):
    get_settings = staticmethod(_setting)


class _Backend(OIDCAuthenticationBackend):
    """Exchanges the code and finds the enrolled person. It is not one of Django's backends: only `arrive` asks it."""

    get_settings = staticmethod(_setting)

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        """The claims, when the provider signed them for us and they still hold."""
        return jwt.decode(
            token,
            key,
            algorithms=[self.OIDC_RP_SIGN_ALGO],
            issuer=_discovered(settings.IDENTITY.issuer)["issuer"],
            audience=settings.IDENTITY.client,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )

    def get_or_create_user(
        self, access_token: str, id_token: str, payload: Mapping[str, Any]
    ) -> Person | str:
        """The enrolled person, or the login that the provider gave; nobody is created."""
        claims = dict(payload)
        if self.OIDC_OP_USER_ENDPOINT:
            more = self.get_userinfo(access_token, id_token, payload)
            if more.get("sub") != payload["sub"]:
                raise ValueError("userinfo speaks of another subject")
            claims = more | claims  # what is signed for us wins
        login = str(claims.get(settings.IDENTITY.claim) or "")
        found = Person.objects.filter(login__iexact=login, is_active=True).first()
        self.request.session[TOKEN] = id_token
        return found or login


def leave_for(request: HttpRequest) -> HttpResponse | Problem:
    """The way to the provider, with ?next= kept where it leads inside; W-060 when the provider does not answer."""
    try:
        return _Start.as_view()(request)
    except OSError as fault:
        return _unreachable(fault)


def arrive(request: HttpRequest) -> Person | Problem:
    """The person whom the provider sent back, or what to tell: W-060 down, W-061 not enrolled, W-062 not verified."""
    state = request.session.get("oidc_states", {}).pop(request.GET.get("state", ""), None)
    request.session.modified = True
    if state is None or "code" not in request.GET:
        _log.warning("sign-in refused: no such state, or the provider gave no code")
        return Problem("W-062")
    try:
        found = _Backend().authenticate(
            request, nonce=state["nonce"], code_verifier=state["code_verifier"]
        )
    except requests.HTTPError as fault:  # the provider answered, and said no
        _log.warning("sign-in refused: %s", type(fault).__name__)
        return Problem("W-062")
    except OSError as fault:
        return _unreachable(fault)
    except REFUSED as fault:
        _log.warning("sign-in refused: %s", type(fault).__name__)
        return Problem("W-062")
    if isinstance(found, Person):
        return found
    request.session.pop(TOKEN, None)
    facts = {"login": str(found or "")[:64], "who": "、".join(_administrators())}
    return Problem("W-061", facts=facts)


def end_address(request: HttpRequest) -> str:
    """Where the provider ends its own session, coming back to the sign-in page; empty when there is nothing to end.

    Only on the issuer's own host: the page's policy lets a form lead nowhere else.
    """
    token = request.session.get(TOKEN)
    if not token or settings.IDENTITY is None:
        return ""
    try:
        address = str(_discovered(settings.IDENTITY.issuer).get("end_session_endpoint", ""))
    except OSError:
        return ""
    if not address.startswith(f"{settings.IDENTITY.origin}/"):
        return ""
    back = request.build_absolute_uri(reverse("sign_in"))
    words = {"id_token_hint": token, "post_logout_redirect_uri": back, "client_id": settings.IDENTITY.client}  # fmt: skip
    return f"{address}?{urlencode(words)}"


def _administrators() -> list[str]:
    """Whom to ask: the administrators of today."""
    today = clock.today()
    held = Post.objects.filter(role=Role.ADMINISTRATOR, since__lte=today).exclude(until__lt=today)
    return [post.person.say(get_language() or "") for post in held.select_related("person")]


def _unreachable(fault: Exception) -> Problem:
    _log.warning("the identity provider does not answer: %s", fault)
    return Problem("W-060")
