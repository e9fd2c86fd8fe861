"""人员与岗位: the administrator's page. It shows persons, posts and units, and no fact of any register."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.declare.register import Field
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office
from luoshi_web.pages import handed_over
from luoshi_web.pages.handed_over import Table
from luoshi_web.people import access, enrolment
from luoshi_web.people.models import Person, Post, Role


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("people")
def people(request: HttpRequest) -> HttpResponseBase:
    """GET lists; POST (`verb`) enrols a person, opens or ends a post, sets a password."""
    problems: list[Problem] = []
    if request.method == "POST":
        problems = _do(request)
        if not problems:
            return redirect("people")
    if request.method != "POST" and handed_over.asked(request):
        return handed_over.answer(request, _table())
    today = clock.today()
    persons = Person.objects.filter(token=None).prefetch_related("posts")  # tokens have a page
    held = {
        p.unit for person in persons for p in person.posts.all() if not p.until or p.until >= today
    }
    facts = {
        "page": "people",
        "persons": persons,
        "units": list(office.units()),
        "empty_units": [u for u in office.units() if u.key not in held and u.kind != "district"],
        "roles": Role.choices,
        "problems": problems,
        "typed": request.POST if problems else {},
        "today": today,
    }
    return render(request, "people/people.html", facts, status=422 if problems else 200)


def _table() -> Table:
    """One row a post, for those who check the list with the office that appoints."""
    roles = tuple((key, Label.of(str(name))) for key, name in Role.choices)
    columns = [
        Field("login", Label("帐号", "Login"), "text"),
        Field("name", Label("姓名", "Name"), "text"),
        Field("unit", Label("单位", "Unit"), "unit"),
        Field("role", Label("岗位", "Post"), "choice", choices=roles),
        Field("since", Label("起始日期", "Since"), "date"),
        Field("until", Label("截止日期", "Until"), "date"),
    ]
    posts = Post.objects.filter(person__token=None).select_related("person").order_by("person__login", "since")  # fmt: skip
    rows = (
        {"login": post.person.login, "name": post.person.name, "unit": post.unit, "role": post.role, "since": post.since, "until": post.until}
        for post in posts
    )  # fmt: skip
    return Table("people", _("人员与岗位"), columns, rows)


def _do(request: HttpRequest) -> list[Problem]:
    told, today, units = request.POST.dict(), clock.today(), office.units()
    match told.get("verb"):
        case "enrol":
            return enrolment.enrol(told, units, today)[1]
        case "open_post":
            return enrolment.open_post(_person(told), told, units, today)
        case "new_password" if settings.PASSWORDS:
            return enrolment.new_password(
                _person(told), told.get("password", ""), access.viewer_of(request).person
            )
        case "end_post":
            number = told.get("post", "")
            post = Post.objects.filter(pk=int(number) if number.isdigit() else 0).first()
            if post is None:
                raise Http404
            return enrolment.end_post(post, access.viewer_of(request).person, today)
    raise Http404


def _person(told: dict[str, str]) -> Person:
    person = Person.objects.filter(login=told.get("login", ""), token=None).first()
    if person is None:
        raise Http404
    return person
