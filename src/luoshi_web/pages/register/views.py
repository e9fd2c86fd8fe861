"""台账: the table of a register as of a moment, its sheet as CSV, and the form that opens an item."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.board.lamps import Lamp
from luoshi.declare.register import LEVELS, Field, Register
from luoshi.desk.issue import new_keys
from luoshi.desk.outcome import Outcome
from luoshi.desk.report import open_item
from luoshi.desk.told import read_day
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.pages import faults
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.forms import FormField, faults_by_field, form_fields
from luoshi_web.pages.moment import at_moment
from luoshi_web.pages.templatetags.luoshi import level_word, shown
from luoshi_web.people import access

LONG = 40  # characters; longer texts do not make a column


@require_safe
@access.gate("register")
@at_moment
def register(request: HttpRequest, register: str) -> HttpResponse:
    """The table; ?level= ?unit= ?q= narrow it, ?col= (repeated) chooses its columns, ?format=csv hands over a sheet."""
    who, moment = access.viewer_of(request), moments.of(request)
    declared = access.register_or_404(who, register)
    chosen = {name: request.GET.get(name, "").strip() for name in ("level", "unit", "q", "closed")}
    at = services.view(moment.true_on, moment.known_at)
    every = services.rows(at, register, who)
    lamps: dict[str, list[Lamp]] = {}
    for lamp in services.lamps(at, who, register):
        lamps.setdefault(lamp.key, []).append(lamp)
    rows = [row for row in every if _fits(row, lamps.get(row["item"], []), chosen)]
    if request.GET.get("format") == "csv":
        return _sheet(declared, rows, lamps)
    offered = [f for f in declared.fields if f.key not in (declared.title, declared.owner)]
    wanted = [f for f in offered if f.key in request.GET.getlist("col")]
    columns = wanted or _columns(offered, every)
    facts = {
        "page": f"register:{register}" if register != "commitment" else "commitments",
        "register": declared,
        "rows": [(row, _worst(lamps.get(row["item"], []))) for row in rows],
        "every": len(every),
        "columns": columns,
        "offered": offered,
        "wanted": wanted,
        "totals": _totals(columns, rows),
        "chosen": chosen,
        "asked": any(chosen.values()),
        "levels": [
            (lv, sum(any(lp.level == lv for lp in its) for its in lamps.values())) for lv in LEVELS
        ],
        "units": office.units().in_order({row.get("owner") or "" for row in every}),
        "may_open": moment.now
        and who.does("open")
        and register in who.kept
        and register != "commitment"
        and not declared.desk,
        "measures": _measures(at, declared, who),
        "sheet": request.GET.urlencode(),
    }
    return render(request, "register/register.html", facts)


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


def _fits(row: Mapping[str, Any], lamps: list[Lamp], chosen: Mapping[str, str]) -> bool:
    if chosen["level"] and not any(lamp.level == chosen["level"] for lamp in lamps):
        return False
    if chosen["unit"] and row.get("owner") not in office.units().under(chosen["unit"]):
        return False
    if bool(row.get("closed_on")) != (chosen["closed"] == "yes"):
        return False
    words = " ".join(str(value) for value in row.values() if isinstance(value, str))
    return chosen["q"].lower() in words.lower()


def _columns(offered: list[Field], rows: list[dict[str, Any]]) -> list[Field]:
    """Fields that make a column while nobody chose: not long texts, not what nobody told."""
    return [
        f
        for f in offered
        if (not rows or any(row.get(f.key) not in (None, "") for row in rows))
        and not any(len(str(row.get(f.key) or "")) > LONG for row in rows)
    ]


def _totals(columns: list[Field], rows: list[dict[str, Any]]) -> dict[str, float]:
    """Sums of amounts and counts; a ratio has no sum."""
    return {
        f.key: sum(row[f.key] for row in rows if row.get(f.key) is not None)
        for f in columns
        if f.type in ("amount", "count") and any(row.get(f.key) is not None for row in rows)
    }


def _worst(lamps: list[Lamp]) -> Lamp | None:
    return min(lamps, key=lambda lamp: LEVELS.index(lamp.level), default=None)


def _measures(at: Any, declared: Register, who: access.Viewer) -> list[tuple[Any, Any]]:
    found = []
    with services.reading(at) as held:
        for measure in declared.measures:
            value = held.measure(declared.key, measure.key, units=who.scope(declared.key))
            found.append((measure, value[0].value))
    return found


def _sheet(
    declared: Register, rows: list[dict[str, Any]], lamps: Mapping[str, list[Lamp]]
) -> HttpResponse:
    """The table as CSV for WPS: a byte-order mark, units in the head, nothing that a sheet would run as a formula."""
    lang, text = language(), io.StringIO()
    writer = csv.writer(text)
    fields = [f for f in declared.fields if f.key != declared.owner]
    heads = [f.label.say(lang) + (f"（{f.unit}）" if f.unit else "") for f in fields]
    writer.writerow([_("编号"), _("灯"), _("责任单位"), *heads])
    for row in rows:
        worst = _worst(lamps.get(row["item"], []))
        cells = [
            str(row[f.key]) if f.type in ("count", "amount", "ratio") and row.get(f.key) is not None
            else _harmless(shown(row.get(f.key), f))
            for f in fields
        ]  # fmt: skip
        owner = office.units().name(row.get("owner"), lang)
        writer.writerow([row["item"], level_word(worst.level) if worst else "", owner, *cells])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{declared.key}.csv"'
    return answer


def _harmless(text: str) -> str:
    if text == "—":
        return ""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
