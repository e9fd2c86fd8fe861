"""表格报送: download the form, send a sheet, see everything it would do, put right, choose, confirm once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.declare.register import Field
from luoshi.desk.told import read_day
from luoshi.intake.heads import HeadColumn
from luoshi.journeys.sheet_lines import VERDICTS, Change, Judged
from luoshi.journeys.sheet_to_entries import DryRun
from luoshi.values.problem import Problem
from luoshi_web import long_sheets, office, sheets
from luoshi_web.jobs import queue
from luoshi_web.pages import faults
from luoshi_web.pages.chrome import language
from luoshi_web.pages.moment import at_moment
from luoshi_web.pages.paging import Paging, paging
from luoshi_web.people import access
from luoshi_web.people.access import Viewer
from luoshi_web.records.models import Job, SheetUpload

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOADS_SHOWN = 50
CELL = re.compile(r".{1,200}![A-Z]{1,3}[0-9]{1,7}")


class Line(NamedTuple):
    """One line of the sheet as the page shows it: its differences, and its problems with what may be typed instead."""

    judged: Judged
    changes: list[tuple[Field | None, Change]]
    problems: list[
        tuple[Problem, str | None]
    ]  # with the mended text where the cell can be put right
    choice: str


@require_safe
@access.gate("sheets")
@at_moment
def form(request: HttpRequest, register: str) -> HttpResponse:
    """The form of the period that is owed, filled in with what stands now."""
    who = access.viewer_of(request)
    declared = access.register_or_404(who, register)
    access.must(declared in sheets.registers(who))
    start, _ = sheets.periods(declared)[0]
    name = f"{declared.label.say(language())} {start:%Y-%m}.xlsx"
    answer = HttpResponse(sheets.form(declared, who), content_type=WORKBOOK)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("sheets")
@at_moment
def uploads(request: HttpRequest) -> HttpResponse:
    """GET lists forms and sheets sent; POST takes a file (or pasted cells) and leads to its comparison."""
    who = access.viewer_of(request)
    problems: list[Problem] = []
    if request.method == "POST":
        access.must(who.does("report"))
        upload, problems = _receive(request, who)
        if upload is not None:
            return redirect("sheet", upload.attachment_id, upload.register)
    recent = SheetUpload.objects.select_related("attachment").defer("attachment__content")
    facts = {
        "page": "report",
        "forms": sheets.forms(who),
        "registers": sheets.registers(who),
        "meant": request.POST.get("register") or request.GET.get("register", ""),
        "uploads": [
            (one, office.catalogue()[one.register])
            for one in recent[: UPLOADS_SHOWN * 4]
            if one.register in office.catalogue() and sheets.sees(who, one)
        ][:UPLOADS_SHOWN],
        "problems": problems,
        "writing": who.does("report"),
    }
    return render(request, "month/sheets.html", facts, status=422 if problems else 200)


def _receive(request: HttpRequest, who: Viewer) -> tuple[SheetUpload | None, list[Problem]]:
    file, pasted = request.FILES.get("file"), request.POST.get("pasted", "")
    if file is None and not pasted.strip():
        return None, [Problem("W-101")]
    content = file.read() if file is not None else pasted.encode()
    name = (file.name or "") if file is not None else ""
    return sheets.receive(content, name, request.POST.get("register", ""), who)


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("sheets")
@at_moment
def sheet(request: HttpRequest, sha: str, register: str) -> HttpResponse:
    """GET shows what the sheet would do, or how far the runner is with a long one; POST (`verb`) puts cells right, names heads, chooses, or confirms."""
    who = access.viewer_of(request)
    upload = _upload(who, sha, register)
    verb = request.POST.get("verb", "")
    if request.method == "POST":
        access.must(verb in DEEDS and sheets.may_confirm(who, upload))
    job = long_sheets.job_of(upload, who, again=verb == "check")
    run = long_sheets.comparison(upload, who)
    if job is not None or run is None:
        return redirect(request.path) if verb else _wait(request, who, upload, job)
    if not verb:
        return _show(request, who, upload, run)
    _keep(request, who, upload, run)
    if verb == "check":
        return redirect(request.get_full_path())
    seen = request.POST.get("seen", "")
    if long_sheets.is_long(upload):
        long_sheets.ask_to_enter(upload, seen, who)
        return redirect("sheet", sha, register)
    outcome = sheets.confirm(upload, seen, who)
    if outcome.entries:
        faults.tell_next(request, outcome)
        return redirect("sheet", sha, register)
    return _show(request, who, upload, sheets.judge(upload, who), outcome.problems)


DEEDS = ("check", "confirm")


def _upload(who: Viewer, sha: str, register: str) -> SheetUpload:
    """The upload, the person's own unit's first; the same 404 for what is not there and what is not theirs."""
    uploads = SheetUpload.objects.select_related("attachment").defer("attachment__content")
    found = uploads.filter(attachment_id=sha, register=register)
    seen = [one for one in found if register in office.catalogue() and sheets.sees(who, one)]
    seen.sort(key=lambda one: not sheets.may_confirm(who, one))
    if not seen:
        raise Http404
    return seen[0]


def _wait(request: HttpRequest, who: Viewer, upload: SheetUpload, job: Job | None) -> HttpResponse:
    """How far the runner is with a long sheet, or why it made no comparison."""
    broken = job is not None and job.state in long_sheets.BROKEN
    facts = _of_upload(who, upload) | {
        "job": job,
        "broken": broken,
        "entering": job is not None and job.kind == long_sheets.ENTER,
        "problems": queue.problems_of(job) if job is not None and broken else [],
    }
    return render(request, "month/sheet_going.html", facts)


def _show(
    request: HttpRequest,
    who: Viewer,
    upload: SheetUpload,
    run: DryRun,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    facts = _of_upload(who, upload) | _page(request, who, upload, run)
    facts["problems"] = problems or long_sheets.refusal(upload, run)
    return render(request, "month/sheet.html", facts, status=422 if problems else 200)


def _keep(request: HttpRequest, who: Viewer, upload: SheetUpload, run: DryRun) -> None:
    """Keep what was typed on the page: mended cells, named heads, chosen lines, the period."""
    lines = {line.row: line for line in run.lines}
    fields = {"", *(f.key for f in run.register.fields), "item", "stage", "same"}
    heads = {column.words for column in run.heads.columns}
    for name, text in request.POST.items():
        word, _, rest = name.partition(":")
        if word == "mend" and CELL.fullmatch(rest) and text.strip():
            upload.mended[rest] = text.strip()[:500]
        elif word == "choose" and rest.isdecimal() and len(rest) < 8:
            line = lines.get(int(rest))
            by_itself = line is not None and line.verdict != "waits" and text == line.choices[0]
            if line is None or not text or (by_itself and line.verdict != "refused"):
                upload.chosen.pop(rest, None)  # kept, it would speak for the line once it waits
            elif text in line.choices:
                upload.chosen[rest] = text
        elif word == "head" and rest in heads and text in fields and text != _field(run, rest):
            sheets.name_head(upload, rest, text, who)
    start = read_day(request.POST.get("start", ""))
    for first, last in sheets.periods(run.register):
        if first == start:
            upload.start, upload.end = first, last
    upload.save()


def _field(run: DryRun, words: str) -> str:
    return next((c.field for c in run.heads.columns if c.words == words), "")


def _of_upload(who: Viewer, upload: SheetUpload) -> dict[str, Any]:
    register = office.catalogue()[upload.register]
    return {
        "page": "report",
        "upload": upload,
        "register": register,
        "entered": [(e, register) for e in sheets.entered(upload)[:UPLOADS_SHOWN]],
        "writing": sheets.may_confirm(who, upload),
    }


def _page(request: HttpRequest, who: Viewer, upload: SheetUpload, run: DryRun) -> dict[str, Any]:
    only = request.GET.get("only", "")
    shown = [line for line in run.lines if _fits(line, only)]
    pages = paging(request, len(shown))
    writing = sheets.may_confirm(who, upload)
    return {
        "run": run,
        "counts": [(verdict, run.counts[verdict]) for verdict in VERDICTS],
        "writes": sum(run.counts[v] for v in ("update", "new", "confirmed")),
        "only": only,
        "faulty": sum(bool(line.problems) for line in run.lines),
        "changed": sum(bool(line.changes) for line in run.lines),
        "lines": [_line(line, run, upload) for line in _slice(shown, pages)],
        "paging": pages,
        "heads": _doubtful(run) if writing else [],
        "fields": [f for f in run.register.fields if not f.derived],
        "periods": sheets.periods(run.register),
        "ready": writing and not run.refused and not _open(run, upload),
        "open": _open(run, upload),
    }


def _fits(line: Judged, only: str) -> bool:
    return (
        bool(line.problems)
        if only == "problems"
        else bool(line.changes)
        if only == "changes"
        else True
    )


def _slice(lines: list[Judged], pages: Paging) -> Iterable[Judged]:
    return lines[pages.first : pages.ends]


def _line(line: Judged, run: DryRun, upload: SheetUpload) -> Line:
    named = run.register.by_field
    return Line(
        line,
        [(named.get(change.field), change) for change in line.changes],
        [
            (p, upload.mended.get(p.place, "") if CELL.fullmatch(p.place or "") and p.severity == "error" else None)
            for p in line.problems
        ],
        upload.chosen.get(str(line.row), ""),
    )  # fmt: skip


def _open(run: DryRun, upload: SheetUpload) -> int:
    """How many lines still wait for a word: those refused or waiting that nobody has chosen for."""
    return sum(
        line.verdict in ("refused", "waits") and str(line.row) not in upload.chosen
        for line in run.lines
    )


def _doubtful(run: DryRun) -> list[HeadColumn]:
    """Columns that no field was found for, and those that a person named."""
    return [column for column in run.heads.columns if not column.field and column.path]
