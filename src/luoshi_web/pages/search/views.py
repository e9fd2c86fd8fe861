"""查找: where are these words? Items, sentences of speeches and units that the reader may see; nothing is kept of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.declare.register import Field
from luoshi.speech.sought import TYPED_MAX, Sought
from luoshi.values.label import Label
from luoshi_web.pages import handed_over, paging
from luoshi_web.pages import moment as moments
from luoshi_web.pages.handed_over import Table
from luoshi_web.pages.moment import Moment, at_moment
from luoshi_web.pages.search import found
from luoshi_web.people import access

IN_A_GROUP, QUICKLY, ON_A_PAGE = (
    5,
    3,
    50,
)  # lines: of a kind among all, under the box, of one kind alone
QUICK_LINES = 9


@require_safe
@access.gate("search")
@at_moment
def search(request: HttpRequest) -> HttpResponseBase:
    """?q= the words, ?kind= one register, `speech` or `unit`, ?page=; htmx asks for the few lines under the box."""
    who, moment = access.viewer_of(request), moments.of(request)
    typed = request.GET.get("q", "").strip()[:TYPED_MAX]
    sought = Sought.of(typed)
    if request.htmx and request.htmx.target == "found":  # type: ignore[attr-defined]
        groups = found.everywhere(sought, who, moment, QUICKLY)
        facts = {"typed": typed, "groups": found.few(groups, QUICK_LINES), "count": _count(groups)}
        return render(request, "search/_quick.html", facts)
    groups = found.everywhere(sought, who, moment, IN_A_GROUP)
    kind = request.GET.get("kind", "")
    one = next((group for group in groups if group.kind == kind), None)
    part = paging.paging(request, one.count if one else 0)
    if one:
        one = found.one_kind(kind, sought, who, moment, part.size, part.first)
    if handed_over.asked(request):
        return handed_over.answer(request, _table(typed, sought, kind, who, moment))
    facts = {
        "page": "search",
        "typed": typed,
        "sought": sought,
        "groups": groups,
        "shown": [one] if one else groups,
        "chosen": one,
        "count": _count(groups),
        "paging": part,
        "kinds": found.kinds(who),
    }
    return render(request, "search/search.html", facts)


def _table(typed: str, sought: Sought, kind: str, who: access.Viewer, moment: Moment) -> Table:
    """All that was found, of one kind or of every kind."""
    named = found.kinds(who)
    choices = tuple((key, Label.of(label)) for key, label in named.items())
    columns = [
        Field("kind", Label("在哪里", "Where"), "choice", choices=choices),
        handed_over.KEY,
        handed_over.TITLE,
        *handed_over.lit_columns(),
        handed_over.OWNER,
        Field("place", Label("出处", "Place"), "text"),
    ]
    wanted = ([kind] if kind in named else list(named)) if sought.words else []
    rows = found.every_row(wanted, sought, who, moment)
    return Table("search", _("查找"), columns, rows, handed_over.filters({"q": typed}))


def _count(groups: list[found.Group]) -> int:
    return sum(group.count for group in groups)
