"""讲话: upload, read beside its drafts, settle each with one key; the original stays to be downloaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.told import read_day
from luoshi.values.problem import Problem
from luoshi_web import office, readings, services, settling, sittings
from luoshi_web.pages import handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.moment import at_moment
from luoshi_web.pages.speech import paper
from luoshi_web.pages.speech.paper import Card
from luoshi_web.people import access
from luoshi_web.records.models import DraftDecision, Reading

VERBS = ("accept", "strike", "mend", "join", "split", "undo")
NOTES = ("repairs", "gaps", "questions")


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("speech")
@at_moment
def speeches(request: HttpRequest) -> HttpResponse:
    """GET lists the speeches; POST receives one. The same file again leads to the one that is there."""
    who = access.viewer_of(request)
    problems: list[Problem] = []
    if request.method == "POST":
        access.must(who.does("read_speech"))
        received, problems = _receive(request, who)
        if received is not None:
            again = "?again=1" if not problems and _again(request) else ""
            return redirect(reverse("reading", args=[received.pk]) + again)
    hard = Q(decisions__draft__kind="commitment", decisions__draft__strength="hard")
    listed = Reading.objects.select_related("attachment", "read_by").annotate(
        hard=Count("decisions", filter=hard),
        open=Count("decisions", filter=hard & Q(decisions__state="open")),
        accepted=Count("decisions", filter=Q(decisions__state="accepted")),
    )
    listed = listed.order_by(
        "-meeting_on", "-id"
    )  # the model's own order is dropped where rows are counted
    facts = {
        "page": "speech",
        "readings": listed,
        "problems": problems,
        "typed": request.POST,
        "may": moments.of(request).now and who.does("read_speech"),
        "meetings": office.district().meetings,
    }
    return render(request, "speech/speeches.html", facts, status=422 if problems else 200)


def _receive(request: HttpRequest, who: access.Viewer) -> tuple[Reading | None, list[Problem]]:
    """The reading, or all that stands against the upload."""
    file, day = request.FILES.get("file"), read_day(request.POST.get("meeting_on", ""))
    problems = [] if file else [Problem("W-023")]
    if day is None:
        problems.append(Problem("W-022"))
    if file is None or day is None:
        return None, problems
    received = readings.receive(
        file.read(), file.name or "", day, request.POST.get("meeting", "").strip(), who
    )
    request.session["again"] = received.again
    return received.reading, list(received.problems) if received.reading is None else []


def _again(request: HttpRequest) -> bool:
    return bool(request.session.pop("again", False))


@require_safe
@access.gate("speech")
@at_moment
def reading(request: HttpRequest, reading: int) -> HttpResponse:
    """The text with the commitments marked in place, and the drafts beside it; ?mend= opens one draft's form.

    The form stands in one card at a time: a long speech has hundreds of drafts, and each form lists every unit and measure.
    """
    facts, asked = _desk(request, _reading(reading)), request.GET.get("mend", "")
    mending = int(asked) if asked.isdigit() else 0
    if mending:
        facts |= {"mending": mending, "here": mending}
    if mending and request.htmx:  # type: ignore[attr-defined]
        card = next((c for c in facts["cards"] if c.decision.number == mending), None)
        if card is None:
            raise Http404
        return render(request, "speech/_card.html", facts | {"card": card})
    return render(request, "speech/reading.html", facts)


@require_safe
@access.gate("speech")
@at_moment
def speech_paper(request: HttpRequest, reading: int, kind: str, form: str) -> HttpResponse:
    """The minutes of what was settled, or the table of the tasks that were issued, as a file."""
    moment, kept = moments.of(request), _reading(reading)
    if kind not in sittings.OF_A_READING or form not in handed_over.PAPERS:
        raise Http404
    with sittings.sitting(moment.true_on, moment.known_at) as held:
        content = sittings.of_reading(kind, form, held, kept)
    name = sittings.OF_A_READING[kind].say("zh")
    return handed_over.file(content, f"{name}_{kept.meeting_on:%Y-%m-%d}.{form}")


@require_safe
@access.gate("speech")
@at_moment
def original(request: HttpRequest, reading: int) -> HttpResponse:
    """The stored file, byte for byte, never shown inside the page."""
    attachment = _reading(reading).attachment
    answer = HttpResponse(bytes(attachment.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name)}"
    return answer


@require_POST
@access.gate("speech")
@at_moment
def decide(request: HttpRequest, reading: int, number: int, verb: str) -> HttpResponse:
    """accept, strike, mend, join, split or undo one draft, as the person saw it (`version`)."""
    who, found = access.viewer_of(request), _reading(reading)
    access.must(who.does("settle") and verb in VERBS)
    decision = next((d for d in readings.decisions(found) if d.number == number), None)
    if decision is None:
        decision = DraftDecision.objects.filter(reading=found, number=number).first()
    if decision is None:
        raise Http404
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 19 else -1
    problems = _do(request, verb, decision, seen, who)
    return _answer(request, found, number, problems)


def _do(
    request: HttpRequest, verb: str, decision: DraftDecision, seen: int, who: access.Viewer
) -> list[Problem]:
    lang = language()
    match verb:
        case "accept":
            return settling.accept_one(decision, who, seen, lang, request.POST)
        case "strike":
            return settling.strike(decision, who, seen, lang)
        case "mend":
            return settling.mend(decision, who, seen, lang, request.POST.dict())
        case "join":
            return settling.join(decision, who, seen, lang)
        case "split":
            return settling.split(decision, who, seen, lang, request.POST.get("words", ""))
        case _:
            return settling.undo(decision, who, seen, lang)


@require_POST
@access.gate("speech")
@at_moment
def accept_all(request: HttpRequest, reading: int) -> HttpResponse:
    """Accept every open hard draft, after a confirmation; those without an owner go to the unit chosen there."""
    who, found = access.viewer_of(request), _reading(reading)
    access.must(who.does("settle"))
    problems = settling.accept_hard(found, who, language(), request.POST.get("unit", ""))
    return _answer(request, found, 0, problems)


def _answer(
    request: HttpRequest, found: Reading, number: int, problems: list[Problem]
) -> HttpResponse:
    """The two columns for htmx; else back to the page at that draft, or the page with what is wrong."""
    told = [p for p in problems if p.severity == "error"]
    if not request.htmx and not told:  # type: ignore[attr-defined]
        return redirect(f"{reverse('reading', args=[found.pk])}#d{number}")
    facts = _desk(request, found, number, told)
    page = "speech/_desk.html" if request.htmx else "speech/reading.html"  # type: ignore[attr-defined]
    return render(request, page, facts, status=200 if request.htmx else 422)  # type: ignore[attr-defined]


def _reading(number: int) -> Reading:
    found = Reading.objects.select_related("attachment", "read_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _desk(
    request: HttpRequest, found: Reading, here: int = 0, problems: list[Problem] | None = None
) -> dict[str, Any]:
    """Everything the two columns show."""
    who, moment = access.viewer_of(request), moments.of(request)
    at = services.view(moment.true_on, moment.known_at)
    lamps = {lamp.key: lamp for lamp in services.lamps(at, who, "commitment")}
    typed = request.POST if problems else {}
    cards = [
        _card(order, d, lamps, found, problems if d.number == here else None, typed)
        for order, d in enumerate(readings.decisions(found), start=1)
    ]
    hard = [c for c in cards if c.decision.draft["strength"] == "hard" and "fact" not in c.classes]
    states = Counter(c.decision.state for c in hard)
    return {
        "page": "speech",
        "reading": found,
        "paragraphs": paper.paragraphs(found, cards),
        "cards": [c for c in cards if c.decision.draft["kind"] == "commitment" or c.decision.state != "open"],
        "aside": len([c for c in cards if "fact" in c.classes]),
        "hard": len(hard),
        "states": states,
        "open_hard": [c for c in hard if c.decision.state == "open"],
        "nameless": sum(1 for c in hard if c.decision.state == "open" and not c.fields["unit"]),
        "questions": (asked := _questions(found, cards)),
        "questions_count": sum(len(of_kind) for _, of_kind in asked),
        "questions_open": sum(not q.settled for _, of_kind in asked for q in of_kind),
        "may": moment.now and who.does("settle"),
        "units": list(office.units()),
        "measures": [(r, m) for r in office.catalogue().values() if r.key != "commitment" and not r.desk for m in r.measures],
        "modalities": _choices("modality"),
        "comparators": _choices("comparator"),
        "here": here,
        "mending": here if problems else 0,
        "problems": problems if problems and not here else [],
        "again": request.GET.get("again"),
        "warnings": [Problem(p["id"], p["place"], p["facts"], p["severity"]) for p in found.found["problems"]],
    }  # fmt: skip


def _card(
    order: int,
    decision: DraftDecision,
    lamps: Mapping[str, Any],
    found: Reading,
    problems: list[Problem] | None,
    typed: Mapping[str, str],
) -> Card:
    lamp = lamps.get(decision.item) if decision.state == DraftDecision.ACCEPTED else None
    fields = readings.fields_of(decision)
    if problems:
        fields |= {name: typed[name] for name in readings.MENDABLE if name in typed}
    draft = decision.draft
    asked = [
        q["kind"] for q in found.found["questions"] if draft["start"] <= q["start"] < draft["end"]
    ]
    offered = draft.get("suggestion") if not fields.get("register_key") else None
    address = reverse("decide", args=[found.pk, decision.number, "accept"])
    return Card(
        order=order,
        address=address.removesuffix("accept/"),
        decision=decision,
        fields=fields,
        lamp=lamp,
        classes=paper.classes(decision, lamp),
        measure=services.measure_of(fields),
        register=office.catalogue().get(str(fields.get("register_key") or "")),
        offered=offered,
        questions=tuple(asked),
        problems=tuple(problems or ()),
    )


def _choices(name: str) -> list[tuple[str, str]]:
    choices = office.catalogue()["commitment"].by_field[name].choices
    return [(key, label.say(language())) for key, label in choices]


def _questions(found: Reading, cards: list[Card]) -> list[tuple[str, list[paper.Asked]]]:
    """Open questions by kind, the commonest kind first; within a kind those still open first."""
    asked = paper.asked(found.found["questions"], cards)
    kinds = Counter(q.kind for q in asked)
    return [
        (kind, sorted((q for q in asked if q.kind == kind), key=lambda q: q.settled))
        for kind, _ in kinds.most_common()
    ]
