"""Sign in and out, change the language, and the first page of each role."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.values.problem import Problem
from luoshi_web import office
from luoshi_web.people import access, enrolment, sign_in
from luoshi_web.people.models import Person

FIRST_PAGE = (  # role -> where its day begins; the first that fits wins
    (access.CLERK, "board"),
    (access.LEADER, "board"),
    (access.REPORTER, "reports"),
    (access.KEEPER, "reports"),
    (access.AUDITOR, "ledger"),
    (access.ADMINISTRATOR, "people"),
)


@require_safe
@access.gate("home")
def home(request: HttpRequest) -> HttpResponse:
    """Send each person to the page their day begins with."""
    roles = access.viewer_of(request).roles
    return redirect(next(page for role, page in FIRST_PAGE if role in roles))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.open_to_all
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in by password; in a demonstration also as any of its people, by one click."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    typed = request.POST.get("login", "")
    facts = {"next": target, "typed": typed, "persons": office.demo_persons(), "problems": []}
    if request.method == "GET":
        return render(request, "home/sign_in.html", facts)
    found = _demo_person(request) or sign_in.try_password(
        request, typed, request.POST.get("password", "")
    )
    if isinstance(found, Problem):
        return render(request, "home/sign_in.html", facts | {"problems": [found]}, status=422)
    login(request, found, backend="django.contrib.auth.backends.ModelBackend")
    if access.request_viewer(request) is None:
        logout(request)
        problems = [Problem("W-012")]
        return render(request, "home/sign_in.html", facts | {"problems": problems}, status=422)
    return redirect(target)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("home", before_new_password=True)
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password of one's own: when one likes, and before anything else when an administrator chose it."""
    person = access.viewer_of(request).person
    owes = access.owes_password(person)
    problems: list[Problem] = []
    if request.method == "POST":
        told = request.POST
        held = person if owes else sign_in.try_password(request, person.login, told.get("now", ""))
        if isinstance(held, Problem):
            problems = [held]
        else:
            problems = enrolment.own_password(
                person, told.get("password", ""), told.get("again", "")
            )
        if not problems:
            update_session_auth_hash(request, person)
            return redirect("home")
    facts = {"owes": owes, "problems": problems}
    if owes:
        facts["viewer"] = None  # no navigation yet: every door would lead back here
    return render(request, "home/password.html", facts, status=422 if problems else 200)


@require_POST
@access.open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")


@require_POST
@access.open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    answer = redirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        year = 365 * 24 * 3600
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=year, samesite="Lax", httponly=True
        )
    return answer


def _demo_person(request: HttpRequest) -> Person | None:
    chosen = request.POST.get("person", "")
    if not settings.DEMO or not chosen:
        return None
    return Person.objects.filter(login=chosen, is_active=True).first()
