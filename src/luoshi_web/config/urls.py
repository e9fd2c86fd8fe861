"""Every address of the site. tests/web/test_access.py holds a row for each (test_api.py for those of the interface)."""

from __future__ import annotations

from django.urls import include, path

from luoshi_web.pages import faults

urlpatterns = [
    path("", include("luoshi_web.pages.home.urls")),
    path("board/", include("luoshi_web.pages.board.urls")),
    path("reports/", include("luoshi_web.pages.report.urls")),
    path("reports/", include("luoshi_web.pages.month.urls")),
    path("commitments/", include("luoshi_web.pages.commitments.urls")),
    path("slips/", include("luoshi_web.pages.slips.urls")),
    path("economy/", include("luoshi_web.pages.economy.urls")),
    path("checks/", include("luoshi_web.pages.checks.urls")),
    path("papers/", include("luoshi_web.pages.papers.urls")),
    path("land/", include("luoshi_web.pages.land.urls")),
    path("files/", include("luoshi_web.pages.proof.urls")),
    path("speeches/", include("luoshi_web.pages.speech.urls")),
    path("registers/", include("luoshi_web.pages.register.urls")),
    path("registers/", include("luoshi_web.pages.item.urls")),
    path("as-of/", include("luoshi_web.pages.as_of.urls")),
    path("search/", include("luoshi_web.pages.search.urls")),
    path("ledger/", include("luoshi_web.pages.verify.urls")),
    path("people/", include("luoshi_web.pages.people.urls")),
    path("tokens/", include("luoshi_web.pages.tokens.urls")),
    path("api/v1/", include("luoshi_web.api.urls")),
    path("api/", include("luoshi_web.pages.api.urls")),
    path("notices/", include("luoshi_web.pages.notices.urls")),
    path("calendar/", include("luoshi_web.pages.calendar.urls")),
]
handler404 = faults.not_found
handler500 = faults.our_fault
