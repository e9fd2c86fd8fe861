"""账本核验: is the chain whole, where does it end, and every entry in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi_web import clock, office, services
from luoshi_web.pages import moment as moments
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access
from luoshi_web.records import store

ENTRIES_A_PAGE = 100


@require_safe
@access.gate("verify")
@at_moment
def ledger(request: HttpRequest) -> HttpResponse:
    """Verify the whole chain now, and show its entries, newest first; ?before= pages on."""
    known, moment = services.ledger(), moments.of(request)
    limit = moment.known_at
    entries = [e for e in known.entries if limit is None or e.known_at <= limit]
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        entries = [e for e in entries if e.seq < int(before)]
    chosen = {name: request.GET.get(name, "").strip() for name in ("register", "q")}
    if chosen["register"]:
        entries = [e for e in entries if e.register == chosen["register"]]
    if chosen["q"]:
        entries = [e for e in entries if chosen["q"] in (e.key, e.author, e.unit, e.hash, e.digest)]
    shown = list(reversed(entries[-ENTRIES_A_PAGE:]))
    problems = store.verify()
    facts = {
        "page": "verify",
        "problems": [p for p in problems if p.severity == "error"],
        "warnings": [p for p in problems if p.severity == "warning"],
        "tip": known.tip,
        "entries": shown,
        "more": shown[-1].seq if len(entries) > len(shown) else 0,
        "checked_at": clock.now(),
        "chosen": chosen,
        "catalogue": office.catalogue(),
    }
    return render(request, "verify/ledger.html", facts)
