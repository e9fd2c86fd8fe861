"""Pages that say what is wrong: nothing here, our fault, a stale form, problems with what was given."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.desk.outcome import Outcome
from luoshi.values.problem import Problem
from luoshi_web.records import problems as problems_

TOLD = "told"


def tell(request: HttpRequest, problems: Iterable[Problem], status: int = 422) -> HttpResponse:
    """A page with every problem's cause and remedy, and the way back."""
    back = request.META.get("HTTP_REFERER", "/")
    facts = {"problems": list(problems), "back": back, "status": status}
    return render(request, "fault.html", facts, status=status)


def tell_next(request: HttpRequest, outcome: Outcome) -> None:
    """Keep for the next page how many entries were written, and the warnings that did not stop them."""
    warnings = [p for p in outcome.problems if p.severity == "warning"]
    kept = [problems_.keep(problem) for problem in warnings]
    request.session[TOLD] = {"count": len(outcome.entries), "warnings": kept}


def told_before(request: HttpRequest) -> dict[str, object]:
    """What `tell_next` kept, once."""
    kept = request.session.pop(TOLD, None)
    if not kept:
        return {}
    return {"written": kept["count"], "cautions": list(map(problems_.kept, kept["warnings"]))}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same words for what does not exist and for what is not yours."""
    return tell(request, [Problem("W-002")], status=404)


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: nothing was written; say so without a template that could fail again."""
    problem = Problem("W-003")
    words = f"<!doctype html><meta charset=utf-8><title>落实</title><p>{problem.say('zh')}<p>{problem.say('en')}"
    return HttpResponse(words, status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened in another session; what was typed is still in the browser's Back."""
    return tell(request, [Problem("W-004")], status=403)
