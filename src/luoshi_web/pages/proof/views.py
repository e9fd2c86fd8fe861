"""佐证: a file that came with a report, handed out as it was given. Whoever sees the item sees the file; nobody else."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from luoshi_web import followed, proofs, services
from luoshi_web.people import access

LOCKED = "default-src 'none'; sandbox"  # whatever the file holds runs nowhere


@require_safe
@access.gate("proof")
def proof(request: HttpRequest, digest: str) -> HttpResponse:
    """The file as an attachment; the same 404 for one that is not there and one that is not theirs."""
    who, at = access.viewer_of(request), services.view()
    items = followed.index().proofs.get(digest, set())
    seen = any(
        row is not None and who.sees(register, row)
        for register, key in items
        if (row := services.row(at, register, key)) is not None
    )
    access.must(seen)
    found = proofs.content_of(digest)
    if found is None:
        raise Http404
    name, kind, content = found
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = LOCKED
    return answer
