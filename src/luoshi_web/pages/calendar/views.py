"""日历: a reporter's own calendar addresses, and the calendar behind one."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.values.problem import Problem
from luoshi_web.notices import feed
from luoshi_web.pages.chrome import language
from luoshi_web.people import access


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("calendar")
def calendars(request: HttpRequest) -> HttpResponse:
    """GET lists one's addresses; POST (`verb`) makes one, which is shown this once, or withdraws one."""
    who = access.viewer_of(request)
    units = [p.unit for p in who.posts if p.role in access.PAGES["calendar"]]
    problems: list[Problem] = []
    made = ""
    if request.method == "POST":
        verb, number = request.POST.get("verb"), request.POST.get("feed", "")
        if verb == "withdraw":
            access.must(number.isdecimal() and feed.withdraw(who, int(number[:18])))
            return redirect("calendars")
        access.must(verb == "make" and request.POST.get("unit") in units)
        secret, problems = feed.make(who, request.POST["unit"])
        if secret:
            query = "?lang=en" if language() == "en" else ""
            made = request.build_absolute_uri(reverse("calendar", args=[secret])) + query
    facts = {
        "page": "calendar",
        "feeds": who.person.feeds.filter(withdrawn_on=None),
        "units": dict.fromkeys(units),
        "made": made,
        "problems": problems,
    }
    return render(request, "calendar/calendars.html", facts, status=422 if problems else 200)


@require_safe
@access.open_to_all
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind an address; whoever holds the address is let in, nobody else finds anything."""
    found = feed.by_secret(secret)
    if found is None:
        raise Http404
    lang = "en" if request.GET.get("lang") == "en" else "zh"
    content = feed.calendar(found.unit, lang, settings.ENV.outside.address)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="luoshi.ics"'
    return answer
