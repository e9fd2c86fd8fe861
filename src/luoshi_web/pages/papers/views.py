"""会议材料: what goes on the table at a moment, one paper as a file, packs that were frozen and are held against the ledger, templates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.journeys.papers import FILLABLE, KINDS, Fillable, Kind
from luoshi.journeys.sitting import end_of
from luoshi.journeys.sitting_to_book import book
from luoshi.journeys.sitting_to_bulletin import Wanted
from luoshi.papers.starting import starting
from luoshi.values.problem import Problem
from luoshi_web import clock, office, sittings
from luoshi_web.jobs import queue
from luoshi_web.pages import faults
from luoshi_web.pages import moment as moments
from luoshi_web.pages.handed_over import PAPERS, file
from luoshi_web.pages.moment import at_moment, stranger
from luoshi_web.pages.papers import shown
from luoshi_web.people import access
from luoshi_web.records.models import Job, Pack

WORDS = frozenset({"true_on", "known_at", "lang", "number", "demands", "show"})
NUMBER_MAX, DEMANDS_MAX, DEMAND_MAX = 60, 20, 500


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("papers")
@at_moment
def papers(request: HttpRequest) -> HttpResponseBase:
    """GET: the papers of the moment with their length, meetings to go back to, packs; POST freezes the moment as a pack."""
    who, moment = access.viewer_of(request), moments.of(request)
    wanted, problems = _wanted(request)
    if request.method == "POST":
        access.must(who.does("freeze") and request.POST.get("verb") == "freeze")
        if not problems:
            sittings.freeze(moment.true_on, moment.known_at, wanted, who)
            return redirect("papers")
    job = sittings.freezing()
    table = sittings.on_the_table(moment.true_on, moment.known_at, wanted)
    facts = {
        "page": "papers",
        "lines": [shown.line(kind, table.papers[kind.key], moment.true_on) for kind in KINDS],
        "seal": table.seal,
        "last": table.last,
        "meetings": [
            (m, end_of(m.held_on).date())
            for m in reversed(office.district().meetings)
            if m.held_on <= clock.today()
        ],
        "packs": Pack.objects.all()[:50],
        "job": job if job and job.state in queue.UNDONE else None,
        "job_problems": queue.problems_of(job) if job and job.state == Job.FAILED else [],
        "wanted": wanted,
        "demands": "\n".join(wanted.demands),
        "own": sittings.own_templates(),
        "may_freeze": moment.now and who.does("freeze"),
        "may_put": moment.now and who.does("put_template"),
        "problems": problems,
    }
    return render(request, "papers/papers.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("papers")
@at_moment
def paper(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """One paper of the moment as a file; ?show=1 opens a PDF in the window."""
    moment = moments.of(request)
    asked, (wanted, problems) = _kind(kind), _wanted(request)
    problems = [
        *(stranger(name, sorted(WORDS)) for name in request.GET if name not in WORDS),
        *problems,
    ]
    if form not in PAPERS:
        raise Http404
    if problems:
        return faults.tell(request, problems)
    made = sittings.on_the_table(moment.true_on, moment.known_at, wanted).papers[kind]
    content = sittings.as_file(kind, made, form, sittings.templates())
    return file(
        content,
        f"{asked.label.zh}_{moment.true_on:%Y-%m-%d}.{form}",
        show=bool(request.GET.get("show")),
    )


@require_safe
@access.gate("papers")
@at_moment
def tables(request: HttpRequest) -> HttpResponse:
    """Every table of the meeting as one workbook with its charts."""
    moment = moments.of(request)
    with sittings.sitting(moment.true_on, moment.known_at) as held:
        content = book(held)
    return file(content, f"会议表格_{moment.true_on:%Y-%m-%d}.xlsx")


@require_safe
@access.gate("papers")
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """A frozen pack: what is in it, whether it stands to the ledger, whether it can be made again to the byte; beside it, as known today."""
    kept = get_object_or_404(Pack, pk=number)
    same = None
    if request.GET.get("again"):
        same, problems = sittings.replayed(kept)
    else:
        problems = sittings.held_against_ledger(kept)
    facts = {
        "page": "papers",
        "pack": kept,
        "files": shown.files(kept),
        "problems": problems,
        "same": same,
        "differences": shown.differences(kept),
    }
    return render(request, "papers/pack.html", facts)


@require_safe
@access.gate("papers")
def pack_file(request: HttpRequest, number: int) -> HttpResponse:
    """The pack as it was frozen."""
    kept = get_object_or_404(Pack, pk=number)
    return file(bytes(kept.attachment.content), kept.attachment.name)


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("papers")
def templates(request: HttpRequest) -> HttpResponse:
    """GET: which kinds have a template of the office; POST (`verb`): put one, or take ours again."""
    who = access.viewer_of(request)
    problems: list[Problem] = []
    if request.method == "POST":
        access.must(who.does("put_template"))
        asked = _fillable(request.POST.get("kind", ""))
        given, verb = request.FILES.get("file"), request.POST.get("verb")
        access.must(verb in ("put_template", "back"))
        if verb == "back":
            sittings.put_back(asked, who)
            return redirect("paper_templates")
        if given is None:
            problems = [Problem("B-135", asked.label.zh)]
        elif (given.size or 0) > shown.TEMPLATE_MAX:
            problems = [
                Problem("B-136", str(given.name), {"limit_mb": shown.TEMPLATE_MAX // 2**20})
            ]
        else:
            problems = [
                shown.placed(one, asked, str(given.name))
                for one in sittings.put(asked, given.read(), str(given.name), who)
            ]
        if not any(problem.severity == "error" for problem in problems):
            return redirect("paper_templates")
    facts = {
        "page": "papers",
        "lines": shown.templates(),
        "problems": problems,
        "may_put": who.does("put_template"),
    }
    return render(request, "papers/templates.html", facts, status=422 if problems else 200)


@require_safe
@access.gate("papers")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The template that holds for a kind; ours, with every placeholder in its place, where the office has none."""
    asked = _fillable(kind)
    own = sittings.templates().get(kind)
    return file(own or starting(asked.sample(), fixed=asked.fixed), f"{asked.label.zh}_模板.docx")


def _kind(key: str) -> Kind:
    found = next((kind for kind in KINDS if kind.key == key), None)
    if found is None:
        raise Http404
    return found


def _fillable(key: str) -> Fillable:
    found = next((kind for kind in FILLABLE if kind.key == key), None)
    if found is None:
        raise Http404
    return found


def _wanted(request: HttpRequest) -> tuple[Wanted, list[Problem]]:
    """The number and the demands that the office adds, one demand a line."""
    told = request.POST if request.method == "POST" else request.GET
    number = told.get("number", "").strip()
    lines = [line.strip() for line in told.get("demands", "").splitlines() if line.strip()]
    problems = shown.wrong_number(number[:NUMBER_MAX])
    if len(lines) > DEMANDS_MAX or any(len(line) > DEMAND_MAX for line in lines):
        problems.append(Problem("B-134", "", {"most": DEMANDS_MAX, "length": DEMAND_MAX}))
    return Wanted(number[:NUMBER_MAX], tuple(lines[:DEMANDS_MAX]), sittings.charts()), problems
