"""台账: the table of a register as of a moment, and the form that opens an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.board.board import View
from luoshi.board.lamps import Lamp
from luoshi.board.listing import Fit
from luoshi.declare.register import LEVELS, SYSTEM_COLUMNS, Field, Register
from luoshi.desk.issue import new_keys
from luoshi.desk.outcome import Outcome
from luoshi.desk.report import open_item
from luoshi.desk.told import read_day
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.pages import faults, handed_over, paging
from luoshi_web.pages import moment as moments
from luoshi_web.pages.forms import FormField, faults_by_field, form_fields
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access

LONG = 40  # characters; longer texts do not make a column


@require_safe
@access.gate("register")
@at_moment
def register(request: HttpRequest, register: str) -> HttpResponseBase:
    """The table, a page at a time; ?level= ?unit= ?q= narrow it, ?sort= orders it, ?col= chooses its columns, ?format= hands it over."""
    who, moment = access.viewer_of(request), moments.of(request)
    declared = access.register_or_404(who, register)
    chosen = {name: request.GET.get(name, "").strip() for name in ("level", "unit", "q", "closed")}
    at = services.view(moment.true_on, moment.known_at)
    wanted = services.fit(
        who,
        register,
        unit=chosen["unit"],
        level=chosen["level"],
        words=chosen["q"],
        closed=chosen["closed"] == "yes",
    )
    sort = request.GET.get("sort", "")
    by, down = sort.removeprefix("-"), sort.startswith("-")
    if by not in declared.by_field and by not in SYSTEM_COLUMNS:
        by = ""
    with services.reading(at) as held:
        listed = held.listing(register, wanted)
        if handed_over.asked(request):
            rows, worst = listed.page(0, None, by, down=down), _worst(held, declared, wanted)
            lines = ((row, worst.get(row["item"])) for row in rows)
            return handed_over.answer(request, handed_over.of_items(declared, lines, chosen))
        part = paging.paging(request, listed.count())
        rows = listed.page(part.first, part.size, by, down=down)
        worst = _worst(held, declared, wanted, [row["item"] for row in rows])
        facts = _around(held, declared, who) | _columns(
            held, declared, who, request.GET.getlist("col")
        )
        totals = listed.sums(f for f in facts["columns"] if _adds_up(f))
        _name_links(held, facts["columns"], rows, who)
    facts |= {
        "page": f"register:{register}" if register != "commitment" else "commitments",
        "register": declared,
        "rows": [(row, worst.get(row["item"])) for row in rows],
        "paging": part,
        "totals": totals,
        "chosen": chosen,
        "sort": {"by": by, "down": down},
        "asked": any(chosen.values()),
        "may_open": moment.now
        and who.does("open")
        and register in who.kept
        and register != "commitment"
        and not declared.desk,
    }
    return render(request, "register/register.html", facts)


def _adds_up(f: Field) -> bool:
    """A sum makes sense of amounts and counts, but not where every row has a unit of its own."""
    return f.type in ("amount", "count") and not f.unit.startswith("{")


def _name_links(
    held: View, columns: list[Field], rows: list[dict[str, Any]], who: access.Viewer
) -> None:
    """Put the name of a linked item in the place of its key, as far as the reader may see it."""
    for f in columns:
        keys = frozenset(row[f.key] for row in rows if f.type == "link" and row.get(f.key))
        if keys and f.links_to in office.catalogue():
            linked = held.listing(f.links_to, services.fit(who, f.links_to, keys=keys)).page()
            names = {one["item"]: one["title"] for one in linked}
            for row in rows:
                row[f.key] = names.get(row.get(f.key), row.get(f.key))


def _around(held: View, declared: Register, who: access.Viewer) -> dict[str, Any]:
    """What stands over the table whatever is narrowed: how many items, their lights and units, the measures."""
    everything = services.fit(who, declared.key)

    def counted() -> dict[str, Any]:
        listing = held.listing(declared.key, everything)
        levels = listing.levels()
        return {
            "every": listing.count(),
            "levels": [(level, levels.get(level, 0)) for level in LEVELS],
            "units": office.units().in_order(listing.owners()),
        }

    measures = [
        (m, held.measure(declared.key, m.key, units=who.scope(declared.key))[0].value)
        for m in declared.measures
    ]
    return held.kept(declared.key, ("around", everything), counted) | {"measures": measures}


def _columns(
    held: View, declared: Register, who: access.Viewer, chosen: list[str]
) -> dict[str, Any]:
    """The fields that make columns: the chosen ones, or while nobody chose those that somebody told and that are short."""
    offered = [f for f in declared.fields if f.key not in (declared.title, declared.owner)]
    wanted = [f for f in offered if f.key in chosen]
    everything = services.fit(who, declared.key)
    told = held.kept(
        declared.key, ("told", everything), held.listing(declared.key, everything).told
    )
    short = [f for f in offered if (not told or f.key in told) and told.get(f.key, 0) <= LONG]
    return {"offered": offered, "wanted": wanted, "columns": wanted or short}


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("register")
@at_moment
def new(request: HttpRequest, register: str) -> HttpResponse:
    """登记: a new item, by the unit that keeps the register."""
    who = access.viewer_of(request)
    declared = access.register_or_404(who, register)
    access.must(register in who.kept and who.does("open") and register != "commitment")
    access.must(not declared.desk)
    asked = [f for f in declared.fields if not f.derived]
    typed = {f.key: request.POST.get(f.key, "") for f in asked}
    typed |= {"true_on": request.POST.get("true_on", clock.today().isoformat())}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        outcome = services.write(lambda: _open(declared, typed, who))
        if outcome.entries:
            faults.tell_next(request, outcome)
            return redirect("item", register, outcome.entries[0].key)
        problems = outcome.problems
    facts = {
        "page": f"register:{register}",
        "register": declared,
        "fields": form_fields(declared, asked, typed, problems),
        "true_on": FormField.of_day("true_on", _("从哪天起"), typed["true_on"]),
        "problems": problems,
        "loose": faults_by_field(declared, problems)[1],
    }
    return render(request, "register/new.html", facts, status=422 if problems else 200)


def _open(declared: Register, typed: Mapping[str, str], who: access.Viewer) -> Outcome:
    on = read_day(typed["true_on"])
    if on is None:
        return Outcome((), (Problem("W-020", facts={"value": typed["true_on"]}),))
    taken = services.taken(declared.key)
    key = next(iter(new_keys(declared, taken, on)))
    told = {name: value for name, value in typed.items() if name != "true_on"}
    stamp = services.stamp(who, who.unit_for("open"))
    return open_item(declared, key, told, on, stamp, services.desk(), taken=taken)


def _worst(
    held: View, declared: Register, fit: Fit, keys: list[str] | None = None
) -> dict[str, Lamp]:
    """The worst light of each item: of these, or of all that fit."""
    return services.worst(held.lamps(declared.key, fit=fit._replace(level=""), keys=keys))
