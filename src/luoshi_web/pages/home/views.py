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
    if request.method != "POST":
        return _ask(request)
    found = _demo_person(request) or _by_password(request)
    if isinstance(found, Problem):
        return _ask(request, found)
    return _welcome(request, found, _target(request))


@never_cache
@require_safe
@access.open_to_all
def identity(request: HttpRequest) -> HttpResponse:
    """Go to the office's identity provider, where one is set."""
    access.must(settings.IDENTITY is not None)
    from luoshi_web.people import identity as provider  # its libraries load where one is set

    found = provider.leave_for(request)
    return _ask(request, found, status=503) if isinstance(found, Problem) else found


@never_cache
@require_safe
@access.open_to_all
def identity_back(request: HttpRequest) -> HttpResponse:
    """Come back from the identity provider."""
    access.must(settings.IDENTITY is not None)
    from luoshi_web.people import identity as provider

    found = provider.arrive(request)
    target = request.session.pop("oidc_login_next", None) or "/"
    if isinstance(found, Problem):
        return _ask(request, found, status=503 if found.id == "W-060" else 422)
    return _welcome(request, found, target, by_provider=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("home", before_new_password=True)
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password of one's own: when one likes, and before anything else when an administrator chose it."""
    access.must(settings.PASSWORDS)
    person = access.viewer_of(request).person
    owes = access.owes_password(request)
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
    """End the session, and the identity provider's with it."""
    address = ""
    if request.session.get(access.BY_PROVIDER) and settings.IDENTITY is not None:
        from luoshi_web.people import identity as provider

        address = provider.end_address(request)
    logout(request)
    return redirect(address or "sign_in")


@require_POST
@access.open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same page."""
    answer = redirect(_target(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        year = 365 * 24 * 3600
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=year, samesite="Lax", httponly=True
        )
    return answer


def _ask(request: HttpRequest, *problems: Problem, status: int = 422) -> HttpResponse:
    """The sign-in page, with what was wrong."""
    facts = {
        "next": _target(request),
        "typed": request.POST.get("login", ""),
        "persons": office.demo_persons(),
        "by_provider": settings.IDENTITY is not None,
        "by_password": settings.PASSWORDS,
        "problems": problems,
    }
    return render(request, "home/sign_in.html", facts, status=status if problems else 200)


def _welcome(
    request: HttpRequest, person: Person, target: str, *, by_provider: bool = False
) -> HttpResponse:
    """Begin a session and go where the person wanted to; whoever holds no post today stays outside."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    if access.request_viewer(request) is None:
        logout(request)
        return _ask(request, Problem("W-012"))
    request.session[access.BY_PROVIDER] = by_provider
    return redirect(target)


def _target(request: HttpRequest) -> str:
    """Where the person wanted to go; never out of the house."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if inside else "/"


def _by_password(request: HttpRequest) -> Person | Problem:
    if not settings.PASSWORDS:
        return Problem("W-063")
    told = request.POST
    return sign_in.try_password(request, told.get("login", ""), told.get("password", ""))


def _demo_person(request: HttpRequest) -> Person | None:
    chosen = request.POST.get("person", "")
    if not settings.DEMO or not chosen:
        return None
    return Person.objects.filter(login=chosen, is_active=True).first()
