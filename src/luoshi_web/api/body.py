"""What comes in and goes out: JSON and nothing else, read strictly, so that nothing is taken for what it is not."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from luoshi.values.problem import Problem

BYTES_MAX = (
    4 * 1024 * 1024
)  # some thousand reports; DATA_UPLOAD_MAX_MEMORY_SIZE says the same of forms


class Unreadable(Exception):
    """The body is no JSON that means one thing."""

    def __init__(self, place: str = "") -> None:
        self.problem = Problem("W-084", place)
        super().__init__(place)


class StrictJson(Parser):
    """UTF-8; no name twice, no infinite number, no U+0000 and no half of a character."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value that the body holds; Unreadable for anything doubtful."""
        try:
            told = json.loads(
                request.body.decode("utf-8-sig"),
                object_pairs_hook=_each_name_once,
                parse_constant=_refuse,
                parse_float=_finite,
            )
            _refuse_unfit_text(told)
        except json.JSONDecodeError as fault:
            raise Unreadable(f"{fault.lineno}:{fault.colno}") from fault
        except (ValueError, RecursionError) as fault:
            raise Unreadable() from fault
        return told


class Json(BaseRenderer):
    """JSON as pydantic's own writer makes it: days and instants as ISO text."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer."""
        return to_json(data)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse_unfit_text(told: Any) -> None:
    """PostgreSQL takes U+0000 in no text, and half a surrogate pair has no UTF-8."""
    if isinstance(told, str):
        if "\0" in told:
            raise ValueError("U+0000")
        told.encode()
    elif isinstance(told, dict):
        for name, value in told.items():
            _refuse_unfit_text(name)
            _refuse_unfit_text(value)
    elif isinstance(told, list):
        for value in told:
            _refuse_unfit_text(value)
