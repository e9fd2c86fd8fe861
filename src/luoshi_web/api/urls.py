"""/api/v1/: the OpenAPI document, and one way in for every other address of the interface."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, path, re_path

from luoshi.values.problem import Problem
from luoshi_web.api import build, faults
from luoshi_web.api.bearer import Bearer
from luoshi_web.people import access


@faults.door
@access.by_token
def openapi(request: HttpRequest) -> HttpResponse:
    """The document, for tokens and for people who are signed in: it holds no fact, only what may be asked."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if Bearer()(request) is None and access.request_viewer(request) is None:
        return faults.answer([Problem("W-080")], 401)
    return HttpResponse(build.document(), content_type=faults.JSON)


@faults.door
@access.by_token
def interface(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address: ninja's own, which all ask for a token; or 404, for those who hold one."""
    try:
        found = build.resolve(rest)
    except Resolver404:
        known = Bearer()(request) is not None
        return faults.answer([Problem("W-002" if known else "W-080")], 404 if known else 401)
    return found.func(request, **found.kwargs)


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    re_path(
        r"^(?P<rest>[\s\S]*)$", interface, name="interface"
    ),  # <path:rest> stops at a line's end
]
