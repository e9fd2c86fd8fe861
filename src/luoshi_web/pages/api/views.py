"""接口说明: every address in words, and for each register a request that can be copied into a terminal."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi_web import office
from luoshi_web.api import build, examples
from luoshi_web.people import access


@require_safe
@access.gate("api")
def api(request: HttpRequest) -> HttpResponse:
    """The page; the machine's own document is /api/v1/openapi.json."""
    root = request.build_absolute_uri(build.ROOT)
    facts = {
        "page": "tokens",
        "makes_tokens": access.viewer_of(request).opens("tokens"),
        "addresses": examples.addresses(json.loads(build.document())),
        "examples": [examples.example(root, one) for one in office.catalogue().values()],
    }
    return render(request, "api/api.html", facts)
