"""报送: what my unit owes this period, pre-filled and sent in one go; what became of what it sent; the keeper's inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.declare.register import Field, Register
from luoshi.desk.clock import act_of
from luoshi.desk.due import Owed
from luoshi.desk.fate import Fate, Figure, fates, figures
from luoshi.desk.outcome import Outcome
from luoshi.desk.told import read_day
from luoshi.journeys.report_to_lights import tell
from luoshi.ledger.entry import Entry
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, followed, handling, month, office, services
from luoshi_web.pages import faults, handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.forms import FormField, faults_by_field, form_fields
from luoshi_web.pages.handed_over import Table
from luoshi_web.pages.moment import at_moment
from luoshi_web.pages.paging import paging
from luoshi_web.pages.templatetags.luoshi import fate_word
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

LINES_A_PAGE = 100
SENT_SHOWN = 30
SENT_DAYS = 100


@dataclass
class Line:
    """One item that is owed, as a row of the form."""

    name: str  # prefix of its fields in the form
    register: Register
    row: Mapping[str, Any]
    owed: Owed | None
    fields: list[FormField]
    same: bool = False
    seen: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)  # the last telling of each field
    problems: list[Problem] = field(default_factory=list)


class Sheet(NamedTuple):
    """The lines of one register."""

    register: Register
    lines: list[Line]
    true_on: str  # as typed; at first the last day of the register's own period


class Sent(NamedTuple):
    """A report of ours and its fate."""

    entry: Entry
    title: str
    register: Register
    fate: Fate
    reason: str
    told: tuple[tuple[Any, Any, bool], ...]  # field, value, whether it was corrected


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("report")
@at_moment
def reports(request: HttpRequest) -> HttpResponseBase:
    """GET shows the three lists; POST (`verb`) reports several items at once, or accepts or returns one report."""
    who = access.viewer_of(request)
    if request.method != "POST" and handed_over.asked(request):
        return handed_over.answer(request, _table(who, request.GET.get("list", "")))
    verb = request.POST.get("verb", "")
    problems: list[Problem] = []
    owed = services.owed(services.view(), who) if who.does("report") else []
    sheets = _sheets(request, who, owed, typed=verb == "report")
    if request.method == "POST":
        if verb == "report":
            access.must(who.does("report"))
            outcome = _report(request, who, sheets)
        else:
            outcome = _settle(request, who, verb)
        if outcome.entries:
            faults.tell_next(request, outcome)
            return redirect("reports")
        problems = list(outcome.problems)
    at = services.view()
    facts = {
        "page": "report",
        "sheets": sheets,
        "owed_count": len(owed),
        "owed_of": Counter(one.register for one in owed),
        "late_count": sum(one.late for one in owed),
        "paging": paging(request, len(owed), LINES_A_PAGE),
        "days": {sheet.true_on for sheet in sheets},
        "true_on": sheets[0].true_on if sheets else "",
        "cells": month.own_cells(at, who),
        "to_me": [_to_me(one) for one in followed.to_me(who)],
        "sent": list(islice(_sent(who), SENT_SHOWN)),
        "inbox": _inbox(who, at),
        "problems": problems,
        "reporting": who.does("report") and bool(who.own_units),
        "keeping": bool(who.kept),
        "reviewing": bool(who.kept) and not any(sheet.lines for sheet in sheets),
        "writing": moments.of(request).now,
    }
    return render(request, "report/reports.html", facts, status=422 if problems else 200)


def _sheets(request: HttpRequest, who: Viewer, owed: list[Owed], typed: bool) -> list[Sheet]:
    """Lines register by register: the asked page of what is owed, or those that were sent, with what was typed."""
    sent = {name.rpartition(".")[0] for name in request.POST} if typed else set()
    shown = [one for one in owed if f"{one.register}.{one.key}" in sent]
    if not shown:
        page, typed = paging(request, len(owed), LINES_A_PAGE), False
        shown = owed[page.first : page.ends]
    by_item = services.ledger().by_item
    found = []
    for key, its in groupby(shown, key=lambda one: one.register):
        register, ones = office.catalogue()[key], list(its)
        rows = services.rows_of(services.view(), key, (one.key for one in ones))
        lines = [
            _line(
                request,
                register,
                rows.get(one.key, {}),
                one,
                by_item.get((key, one.key), []),
                typed,
            )
            for one in ones
        ]
        found.append(Sheet(register, lines, _day_of(request, key, lines[0])))
    return found


def _day_of(request: HttpRequest, register: str, line: Line) -> str:
    """The day that a register's lines speak of: its own field where several periods are owed, else the page's."""
    typed = request.POST.get(f"{register}.true_on", request.POST.get("true_on"))
    if typed is not None:
        return typed
    return line.owed.period_end.isoformat() if line.owed else ""


def _line(
    request: HttpRequest,
    register: Register,
    row: Mapping[str, Any],
    owed: Owed,
    entries: list[Entry],
    typed: bool,
) -> Line:
    prefix = f"{register.key}.{owed.key}."
    asked = [f for f in register.asked_of("reporter") if not f.derived]
    values = {
        f.key: request.POST.get(prefix + f.key, "") if typed else row.get(f.key) for f in asked
    }
    return Line(
        name=prefix,
        register=register,
        row=row,
        owed=owed,
        fields=form_fields(register, asked, values, prefix=prefix),
        same=typed and f"{prefix}same" in request.POST,
        figures=figures(register, entries),
        seen=request.POST.get(f"{prefix}seen") or str(entries[-1].seq if entries else 0),
    )


def _report(request: HttpRequest, who: Viewer, sheets: list[Sheet]) -> Outcome:
    """All touched lines or none: a line counts as touched when a value differs or 'no change' is ticked."""
    days = {sheet.register.key: read_day(sheet.true_on) for sheet in sheets}
    wrong = {sheet.true_on for sheet in sheets if days[sheet.register.key] is None}
    if wrong:
        return Outcome(
            (), tuple(Problem("W-020", facts={"value": value}) for value in sorted(wrong))
        )
    strays = _strays(request, who, sheets)
    if strays:
        return Outcome((), tuple(strays))

    def decide() -> Outcome:
        touched = [line for sheet in sheets for line in sheet.lines if _touched(line)]
        if not touched:
            return Outcome((), (Problem("W-043"),))
        return Outcome.all_or_none(_tell(ln, days[ln.register.key], who) for ln in touched)

    return services.write(decide)


def _strays(request: HttpRequest, who: Viewer, sheets: list[Sheet]) -> list[Problem]:
    """Lines sent for items that are not owed by this person: told by another since, or not theirs at all."""
    known = {line.name for sheet in sheets for line in sheet.lines}
    sent = {name.removesuffix("seen") for name in request.POST if name.endswith(".seen")}
    found = []
    for name in sorted(sent - known):
        register, _, key = name.rstrip(".").partition(".")
        row = (
            services.row(services.view(), register, key) if register in office.catalogue() else None
        )
        if row is None or not who.may("report", register, row):
            label = (
                office.catalogue()[register].label.zh
                if register in office.catalogue()
                else register
            )
            found.append(Problem("W-044", key, {"register": label, "key": key}))
        else:
            found += services.stale(register, key, request.POST.get(f"{name}seen", ""), language())
    return found


def _touched(line: Line) -> bool:
    was = {
        f.key: f.value
        for f in form_fields(line.register, line.register.asked_of("reporter"), line.row)
    }
    return line.same or any(f.value.strip() != was.get(f.key, "") for f in line.fields)


def _tell(line: Line, on: date | None, who: Viewer) -> Outcome:
    assert on is not None, "days were read before"
    register, key = line.register, str(line.row["item"])
    stale = services.stale(register.key, key, line.seen, language())
    if stale:
        line.problems = stale
        return Outcome((), tuple(stale))
    told = {f.key: f.value for f in line.fields}
    stamp = services.stamp(who, who.unit_owning(register.key, line.row))
    row = services.row(services.view(), register.key, key)
    outcome = tell(register, key, row, told, on, stamp, services.desk())
    if outcome.refused:
        beside, line.problems = faults_by_field(register, outcome.problems)
        line.fields = form_fields(
            register, register.asked_of("reporter"), told, outcome.problems, line.name
        )
        line.problems += [p for key, faults in beside.items() if key not in told for p in faults]
    placed = (
        Problem(p.id, f"{line.row.get('title') or key} {p.place}".strip(), p.facts, p.severity)
        for p in outcome.problems
    )
    return Outcome(outcome.entries, tuple(placed))


def _settle(request: HttpRequest, who: Viewer, verb: str) -> Outcome:
    """接收 the ticked reports, or 退回 one, from the inbox; all or none."""
    access.must(verb in ("accept", "return"))
    wanted = set(request.POST.getlist("entry"))
    entries = [e for e in services.ledger().entries if e.digest in wanted]
    for entry in entries:
        row = services.row(services.view(), entry.register, entry.key)
        access.must(who.may(verb, entry.register, row or {}))  # type: ignore[arg-type]
    if not entries or len(entries) < len(wanted):
        return Outcome((), (Problem("W-042"),))
    reason = request.POST.get("reason", "")

    def decide() -> Outcome:
        stamp = services.stamp(who, who.unit_for(verb))  # type: ignore[arg-type]
        return Outcome.all_or_none(handling.judge(verb, e, reason, stamp) for e in entries)

    return services.write(decide)


def _sent(who: Viewer) -> Iterator[Sent]:
    """The reports of the person's units of the last hundred days, newest first, each with its fate."""
    known, since = services.ledger(), clock.today() - timedelta(days=SENT_DAYS)
    for entry in reversed(known.entries):
        if clock.office_day(entry.known_at) < since:
            return
        if entry.verb in ("report", "feedback") and entry.unit in who.own_units:
            yield _as_sent(entry)


def _table(who: Viewer, which: str) -> Table:
    """The reports that were sent, or with `inbox` those that wait for the keeper: a row a figure, with its fate."""
    waiting = which == "inbox"
    found = _inbox(who, services.view()) if waiting else _sent(who)
    rows = (
        {
            "told_at": sent.entry.known_at.astimezone(clock.OFFICE),
            "register": sent.register.key,
            "item": sent.entry.key,
            "title": sent.title,
            "owner": sent.entry.unit,
            "true_on": sent.entry.true_on,
            "field": f.label.say(language()),
            "value": handed_over.words_of(f, value),
            "unit": f.unit,
            "fate": fate_word(sent.fate),
            "reason": sent.reason,
        }
        for sent in found
        for f, value, _corrected in sent.told
    )
    title = _("等我审核") if waiting else _("报过的，后来怎样")
    return Table("inbox" if waiting else "sent", title, _told_columns(), rows)


def _told_columns() -> list[Field]:
    return [
        Field("told_at", Label("报送时间", "Told at"), "text"),
        handed_over.registers(),
        handed_over.KEY,
        handed_over.TITLE,
        Field("owner", Label("填报单位", "Reported by"), "unit"),
        Field("true_on", Label("从哪天起", "True on"), "date"),
        Field("field", Label("栏目", "Field"), "text"),
        Field("value", Label("值", "Value"), "amount"),
        Field("unit", Label("计量单位", "Unit of measure"), "text"),
        Field("fate", Label("结果", "What became of it"), "text"),
        Field("reason", Label("理由", "Reason"), "text"),
    ]


def _as_sent(entry: Entry) -> Sent:
    register = office.catalogue()[entry.register]
    row = services.row(services.view(), entry.register, entry.key) or {}
    its = fates(register, services.ledger().by_item[entry.register, entry.key])[entry.digest]
    told = tuple(
        (register.by_field[name], value, name in its.corrected)
        for name, value in entry.fields.items()
        if name in register.by_field
    )
    title = str(row.get("title") or entry.key)
    return Sent(entry, title, register, its.fate, its.by.reason if its.by else "", told)


class ToMe(NamedTuple):
    """One thing that waits for the owner's word."""

    entry: Entry
    row: Mapping[str, Any]
    register: Register
    act: str  # return, reopen, open (a slip issued), or what `act_of` says
    due_on: date | None


def _to_me(one: followed.ToMe) -> ToMe:
    register = office.catalogue()[one.entry.register]
    act = act_of(one.entry) if one.entry.verb == "handle" else one.entry.verb
    due = one.row.get(register.clock) if register.clock else None
    return ToMe(one.entry, one.row, register, act, due)


def _inbox(who: Viewer, at: Any) -> list[Sent]:
    return [_as_sent(entry) for entry in services.inbox(who)]
