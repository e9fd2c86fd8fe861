"""接口令牌: the administrator makes and ends them here. A token is shown once, on the page that answers its making."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from luoshi.values.problem import Problem
from luoshi_web import clock, office
from luoshi_web.people import access, tokens
from luoshi_web.people.models import Token


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("tokens")
def tokens_page(request: HttpRequest) -> HttpResponse:
    """GET lists; POST (`verb`) makes a token or ends one."""
    problems: list[Problem] = []
    fresh = ""
    match request.POST.get("verb", "") if request.method == "POST" else None:
        case "make":
            by = access.viewer_of(request).person
            told = request.POST.dict()
            fresh, problems = tokens.make(told, office.units(), by, clock.today(), clock.now())
        case "end":
            tokens.end(_token(request.POST.get("token", "")), clock.today(), clock.now())
            return redirect("tokens")
        case str():
            raise Http404
    today = clock.today()
    facts = {
        "page": "tokens",
        "fresh": fresh,
        "tokens": Token.objects.select_related("person", "made_by").prefetch_related(
            "person__posts"
        ),
        "units": list(office.units()),
        "roles": [(role.value, role.label) for role in tokens.ROLES],
        "problems": problems,
        "typed": request.POST if problems else {},
        "today": today,
        "in_a_year": today.replace(year=today.year + 1, day=min(today.day, 28)),
    }
    return render(request, "tokens/tokens.html", facts, status=422 if problems else 200)


def _token(number: str) -> Token:
    found = Token.objects.filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    if token := found.first():
        return token
    raise Http404
