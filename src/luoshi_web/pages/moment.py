"""截至: the two dates a page is looked at with, kept in the address (?true_on=&known_at=) and carried along.

`true_on`: what held on that day; `known_at`: what we had been told by the end of that day. Without them a page
speaks of now. While a page speaks of another moment, nothing can be written from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from luoshi.desk.told import read_day
from luoshi.journeys.sitting import end_of
from luoshi.values.problem import Problem
from luoshi_web import clock
from luoshi_web.pages import faults

NAMES = ("true_on", "known_at")
ALIKE = 0.7  # of difflib: true_onn, true-on, known_on, knownat and known are; unit, q and format are not


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true on `true_on`, as known at the end of `known_on` (None = as known now)."""

    true_on: date
    known_on: date | None
    today: date

    @property
    def now(self) -> bool:
        """True when the page speaks of today as known now."""
        return self.true_on == self.today and self.known_on is None

    @property
    def known_at(self) -> datetime | None:
        """The last instant of `known_on` in the office's time."""
        if self.known_on is None:
            return None
        return end_of(self.known_on)

    @property
    def query(self) -> str:
        """The words that carry the moment in an address; empty for now."""
        words = {}
        if self.true_on != self.today:
            words["true_on"] = self.true_on.isoformat()
        if self.known_on is not None:
            words["known_at"] = self.known_on.isoformat()
        return urlencode(words)


def read(request: HttpRequest) -> tuple[Moment, list[Problem]]:
    """The moment that the address names; a day that does not exist is a problem, and so is a misspelt name: the page
    would answer with today, and nobody would see that it does."""
    today = clock.today()
    days: dict[str, date | None] = {}
    problems = [stranger(name, NAMES) for name in request.GET if misspelt(name)]
    for name in NAMES:
        text = request.GET.get(name, "").strip()
        days[name] = None
        if text:
            days[name] = read_day(text)
            if days[name] is None:
                problems.append(Problem("W-020", facts={"value": text[:40]}))
    known = days["known_at"]
    return Moment(
        days["true_on"] or today, known if known and known < today else None, today
    ), problems


def misspelt(name: str) -> bool:
    """True for a name that must have been meant for one of ours."""
    return name not in NAMES and bool(get_close_matches(name.lower(), NAMES, 1, ALIKE))


def stranger(name: str, known: Collection[str]) -> Problem:
    """W-081 for a name that is not known here, with the one it is most like, or with all."""
    alike = get_close_matches(name.lower(), known, 1, ALIKE)
    return Problem(
        "W-081", name[:40], {"name": name[:40], "known": "、".join(alike or known) or "—"}
    )


def of(request: HttpRequest) -> Moment:
    """The moment of a request, read once."""
    if not hasattr(request, "moment"):
        request.moment, request.moment_problems = read(request)  # type: ignore[attr-defined]
    return request.moment  # type: ignore[attr-defined,no-any-return]


def at_moment(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view its moment: refuse days that do not exist, and refuse to write into the past."""

    @wraps(view)
    def timed(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
        moment = of(request)
        if request.moment_problems:  # type: ignore[attr-defined]
            return faults.tell(request, request.moment_problems, status=400)  # type: ignore[attr-defined]
        if request.method == "POST" and not moment.now:
            return faults.tell(request, [Problem("W-021")], status=409)
        return view(request, *args, **words)

    return timed
