"""What is wrong, as JSON: the problems of the pages and a few of the door, all at once and in both languages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from math import ceil
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic_core import to_json

from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web.api import shapes
from luoshi_web.api.body import BYTES_MAX, Unreadable
from luoshi_web.pages.moment import stranger

JSON = "application/json; charset=utf-8"
READING = (401, 404, 422, 429)
WRITING = (400, *READING, 409, 413, 415)
"""What a reading or a writing address may answer beside its own shape."""

View = Callable[..., HttpResponse]


class Refused(Exception):
    """The desk or the door says no, and nothing was entered. `told` and `changed` are as `shapes.Refusal` wants them."""

    def __init__(
        self,
        told: Iterable[dict[str, Any]],
        status: int = 422,
        changed: Iterable[dict[str, Any]] = (),
    ) -> None:
        self.told, self.status, self.changed = list(told), status, list(changed)
        super().__init__(status)


def answer(problems: Iterable[Problem], status: int) -> HttpResponse:
    """A refusal for these problems."""
    return refusal(Refused(shapes.problems(problems), status))


def refusal(refused: Refused) -> HttpResponse:
    """A refusal as JSON; 401 says how to sign in."""
    told = {"problems": refused.told, "changed": refused.changed}
    found = HttpResponse(to_json(told), status=refused.status, content_type=JSON)
    if refused.status == 401:
        found["WWW-Authenticate"] = 'Bearer realm="luoshi"'
    return found


def door(view: View) -> View:
    """Around every address: JSON of a sane size or nothing, and JSON also for a method that is not offered."""

    @csrf_exempt  # a token in the head is sent by no form of another site
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
        if request.method in ("POST", "PUT", "PATCH"):
            length = request.META.get("CONTENT_LENGTH") or "0"
            if not length.isdecimal() or int(length) > BYTES_MAX:
                return answer([Problem("W-086", facts={"limit_mb": BYTES_MAX // 2**20})], 413)
            if request.content_type != "application/json":
                return answer([Problem("W-085", facts={"given": request.content_type[:80]})], 415)
        found = view(request, *args, **words)
        if found.status_code == 405:
            refused = answer([Problem("W-088", facts={"allowed": found["Allow"]})], 405)
            refused["Allow"] = found["Allow"]
            return refused
        return found

    return opened


def tell(api: NinjaAPI) -> None:
    """Let an API say what is wrong in our words."""
    api.exception_handler(Refused)(lambda request, fault: refusal(fault))
    api.exception_handler(Http404)(lambda request, fault: answer([Problem("W-002")], 404))
    api.exception_handler(AuthenticationError)(
        lambda request, fault: answer([Problem("W-080")], 401)
    )
    api.exception_handler(RequestDataTooBig)(
        lambda request, fault: answer(
            [Problem("W-086", facts={"limit_mb": BYTES_MAX // 2**20})], 413
        )
    )
    api.exception_handler(ValidationError)(_unfit)
    api.exception_handler(HttpError)(_unreadable)
    api.exception_handler(Throttled)(
        lambda request, fault: answer(
            [Problem("W-087", facts={"wait": ceil(fault.wait or 1)})], 429
        )
    )
    api.exception_handler(Exception)(_our_fault)


def strangers(request: HttpRequest) -> list[Problem]:
    """Words of the address that this address does not know: told, never ignored."""
    known: tuple[str, ...] = getattr(request, "words_known", ())
    return [stranger(name, known) for name in request.GET if name not in known]


def _unreadable(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """ninja wraps what the parser says in a 400 of its own."""
    cause = fault.__cause__
    problem = cause.problem if isinstance(cause, Unreadable) else Problem("W-084")
    return answer([problem], 400)


def _unfit(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """What does not fit the shape that was asked for."""
    found = [_problem(error) for error in fault.errors]
    return answer([*found, *strangers(request)], 422)


def _problem(error: Mapping[str, Any]) -> Problem:
    part, *path = [str(step) for step in error["loc"]]
    place = ".".join(path[1:] if part == "body" else path) or part
    match error["type"]:
        case "missing":
            return Problem("W-082", place, {"name": place})
        case "extra_forbidden":
            return Problem(
                "W-081",
                place,
                {"name": place, "known": Label("接口说明里的", "those of the document")},
            )
    return Problem("W-083", place, {"name": place, "wanted": _wanted(error)})


def _wanted(error: Mapping[str, Any]) -> str:
    """What would have fitted, in signs that need no translation."""
    bounds = error.get("ctx", {})
    signs = {"le": "≤", "ge": "≥", "lt": "<", "gt": ">", "min_length": "≥", "max_length": "≤"}
    found = [f"{sign} {bounds[name]}" for name, sign in signs.items() if name in bounds]
    return " ".join(found) or str(bounds.get("expected") or error["type"].split("_")[0])


def _our_fault(request: HttpRequest, fault: Exception) -> HttpResponse:
    logging.getLogger("django.request").error("%s", request.path, exc_info=fault)
    return answer([Problem("W-003")], 500)
