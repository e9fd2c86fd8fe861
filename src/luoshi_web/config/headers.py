"""What every answer carries, and what is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.values.problem import Problem

Answer = Callable[[HttpRequest], HttpResponse]

INTERFACE = "/api/v1/"

# No inline script, no inline style, nothing from another host. `data:` is for the small pictures inside Tabler's sheet.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(answer: Answer) -> Answer:
    """Send the policy, and keep pages with people's facts out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", _policy())
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def _policy() -> str:
    """Signing out leads on to the identity provider, where there is one: a form may lead there too."""
    if settings.IDENTITY is None:
        return POLICY
    return POLICY.replace("form-action 'self'", f"form-action 'self' {settings.IDENTITY.origin}")


def refuse_large_uploads(answer: Answer) -> Answer:
    """Refuse by the stated length before a byte of the body is read: a 200 MB file must not fill the server."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(INTERFACE):
            return answer(request)  # it refuses in its own words, and earlier (api/faults.py)
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.UPLOAD_BYTES_MAX + 64 * 1024  # the form around the file
        if length.isascii() and length.isdigit() and int(length) > limit:
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # the body is never read
            facts = {
                "size_mb": int(length) // 2**20,
                "limit_mb": settings.UPLOAD_BYTES_MAX // 2**20,
            }
            problem = Problem("W-001", facts=facts)
            return render(request, "fault.html", {"problems": [problem], "status": 413}, status=413)
        return answer(request)

    return middleware


def drop_nul(answer: Answer) -> Answer:
    """Leave U+0000 out of forms. It comes along with text copied from some PDF files, means nothing, and PostgreSQL
    takes it in no text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and any(
            "\0" in v for vs in request.POST.lists() for v in vs[1]
        ):
            told = request.POST.copy()
            for name, values in request.POST.lists():
                told.setlist(name, [value.replace("\0", "") for value in values])
            request.POST = told  # type: ignore[assignment]
        return answer(request)

    return middleware
