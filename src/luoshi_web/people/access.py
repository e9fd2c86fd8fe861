"""权限: the only gate. Every page and every write asks here, and nowhere else is a role compared.

What a person may see is told by two words: `scope` (units whose rows they see; None means all) and the registers
their unit keeps (all rows of those). What is not theirs answers 404, the same as what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from luoshi.declare.register import Catalogue, Field, Register
from luoshi.desk.period import PERIOD
from luoshi.district.units import Units
from luoshi_web.people.models import Person, Post, Role

CLERK, REPORTER, KEEPER, LEADER, AUDITOR, ADMINISTRATOR = Role.values
READERS = frozenset({CLERK, LEADER, AUDITOR})  # read every row
OFFICE = frozenset({CLERK, REPORTER, KEEPER, LEADER, AUDITOR})  # everybody but the administrator

Page = Literal[
    "board",
    "economy",
    "checks",
    "papers",
    "report",
    "periods",
    "burden",
    "sheets",
    "commitments",
    "slips",
    "land",
    "speech",
    "register",
    "item",
    "proof",
    "as_of",
    "verify",
    "people",
    "tokens",
    "api",
    "notices",
    "calendar",
    "home",
    "search",
]
Deed = Literal[
    "read_speech",
    "settle",
    "open",
    "report",
    "correct",
    "withdraw",
    "feedback",
    "return",
    "accept",
    "close",
    "reopen",
    "lock",
    "unlock",
    "slip",
    "chase",
    "extend",
    "decide",
    "pause",
    "resume",
    "reassign",
    "plan",
    "adopt",
    "answer_doubt",
    "settle_pair",
    "freeze",
    "put_template",
    "mend_pack",
]

PAGES: Mapping[Page, frozenset[str]] = {
    "home": OFFICE | {ADMINISTRATOR},
    "board": OFFICE,
    "report": frozenset({REPORTER, KEEPER, CLERK}),
    "periods": frozenset({KEEPER, CLERK, LEADER, AUDITOR}),
    "burden": OFFICE,
    "sheets": frozenset({REPORTER, KEEPER, CLERK}),
    "commitments": OFFICE,
    "slips": OFFICE,
    "land": frozenset({KEEPER, CLERK, LEADER, AUDITOR}),
    "economy": frozenset({KEEPER, CLERK, LEADER, AUDITOR}),
    "checks": OFFICE,
    "papers": READERS,
    "proof": OFFICE,
    "speech": READERS,
    "register": OFFICE,
    "item": OFFICE,
    "as_of": OFFICE,
    "search": OFFICE,
    "verify": frozenset({AUDITOR}),
    "people": frozenset({ADMINISTRATOR}),
    "tokens": frozenset({ADMINISTRATOR}),
    "api": OFFICE | {ADMINISTRATOR},
    "notices": frozenset({ADMINISTRATOR}),
    "calendar": frozenset({REPORTER, KEEPER}),
}
"""Page -> the roles that may open it at all. Rows within a page are held to `Viewer.scope`."""

WHOLE: Mapping[Page, str] = {"land": "parcel", "economy": "economy"}
"""Page -> the register that it makes sense of as a whole only: those who see a part of its rows do not get the page."""

DEEDS: Mapping[Deed, frozenset[str]] = {
    "read_speech": frozenset({CLERK}),
    "settle": frozenset({CLERK}),
    "open": frozenset({KEEPER, CLERK}),
    "report": frozenset({REPORTER, KEEPER}),
    "feedback": frozenset({REPORTER}),
    "correct": frozenset({REPORTER, KEEPER, CLERK}),
    "withdraw": frozenset({REPORTER, KEEPER, CLERK}),
    "return": frozenset({KEEPER, CLERK}),
    "accept": frozenset({KEEPER, CLERK}),
    "close": frozenset({CLERK}),
    "reopen": frozenset({CLERK}),
    "lock": frozenset({KEEPER, CLERK}),
    "unlock": frozenset({KEEPER, CLERK}),
    "slip": frozenset({CLERK}),
    "chase": frozenset({KEEPER, CLERK}),
    "extend": frozenset({REPORTER}),
    "decide": frozenset({KEEPER, CLERK}),
    "pause": frozenset({KEEPER, CLERK}),
    "resume": frozenset({KEEPER, CLERK}),
    "reassign": frozenset({KEEPER, CLERK}),
    "plan": frozenset({KEEPER, CLERK}),
    "adopt": frozenset({KEEPER}),
    "answer_doubt": frozenset({KEEPER, CLERK}),
    "settle_pair": frozenset({KEEPER}),
    "freeze": frozenset({CLERK}),
    "put_template": frozenset({CLERK}),
    "mend_pack": frozenset(
        {CLERK, ADMINISTRATOR}
    ),  # told what is wrong with it; the files are mended outside
}
"""Deed -> the roles that may do it; `Viewer.may` adds on which item."""

HANDLING: tuple[Deed, ...] = ("chase", "extend", "decide", "pause", "resume", "reassign")
"""The deeds upon an item's clock."""


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with the posts they hold today."""

    person: Person
    posts: tuple[Post, ...]
    units: Units
    catalogue: Catalogue

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of today's posts."""
        return frozenset(post.role for post in self.posts)

    @property
    def post(self) -> Post | None:
        """The post that is shown beside the name."""
        return self.posts[0] if self.posts else None

    @property
    def reads_all(self) -> bool:
        """True for those who read every row."""
        return bool(self.roles & READERS)

    @cached_property
    def own_units(self) -> frozenset[str]:
        """The units of the person's posts and everything below them."""
        found = [
            self.units.under(post.unit) for post in self.posts if post.role in {REPORTER, KEEPER}
        ]
        return frozenset().union(*found)

    @cached_property
    def kept(self) -> frozenset[str]:
        """Registers that the person's unit keeps, where the person holds the keeper's post."""
        units = {post.unit for post in self.posts if post.role == KEEPER}
        if CLERK in self.roles:  # commitments are the supervision office's own register
            units |= {post.unit for post in self.posts if post.role == CLERK}
        return frozenset(r.key for r in self.catalogue.values() if r.kept_by in units)

    def scope(self, register: str) -> frozenset[str] | None:
        """Units whose rows of the register are visible; None means all."""
        return None if self.reads_all or register in self.kept else self.own_units

    def sees(self, register: str, row: Mapping[str, Any]) -> bool:
        """True when the row is one of theirs: owned, helped with (co_units), kept, or all."""
        scope = self.scope(register)
        return scope is None or row.get("owner") in scope or bool(scope & set(co_units(row)))

    def opens(self, page: Page) -> bool:
        """True when the person may open the page."""
        whole = WHOLE.get(page)
        return bool(self.roles & PAGES[page]) and (whole is None or self.scope(whole) is None)

    def does(self, deed: Deed) -> bool:
        """True when the deed is one of the person's, on whatever item."""
        return bool(self.roles & DEEDS[deed])

    def may(self, deed: Deed, register: str, row: Mapping[str, Any]) -> bool:
        """True when the person may do it to this item: the owner reports, the keeper takes, the clerk closes."""
        if not self.does(deed) or not self.sees(register, row):
            return False
        if register == PERIOD or deed in {"lock", "unlock"}:
            return deed in {"lock", "unlock"} and self.locks(str(row.get("register_key")))
        if deed in {"report", "feedback"}:
            return row.get("owner") in self.own_units or (
                deed == "report" and KEEPER in self.roles and register in self.kept
            )
        if deed in HANDLING:
            return self._handles(deed, register, row)
        if deed in {"return", "accept", "open"}:
            return register in self.kept
        if deed in {"correct", "withdraw"}:
            return register in self.kept or (
                REPORTER in self.roles and row.get("owner") in self.own_units
            )
        return True

    def _handles(self, deed: Deed, register: str, row: Mapping[str, Any]) -> bool:
        """The owner asks for an extension, the register's keeper does the rest; the supervision office chases anything."""
        if not self.catalogue[register].clock:
            return False
        if deed == "extend":
            return row.get("owner") in self.own_units
        return register in self.kept or (deed == "chase" and CLERK in self.roles)

    def asked(self, register: Register) -> tuple[Field, ...]:
        """What the person is asked for: the reporter's fields, and the keeper's too where their unit keeps the register."""
        wanted = {"reporter", "keeper"} if register.key in self.kept else {"reporter"}
        return tuple(f for f in register.fields if f.asked_of in wanted and not f.derived)

    def locks(self, register: str) -> bool:
        """True when the person may lock and unlock a register's periods: its keeper, or the supervision office."""
        return self.does("lock") and (register in self.kept or CLERK in self.roles)

    def unit_for(self, deed: Deed) -> str:
        """The unit in whose name the deed is done."""
        fitting = [post for post in self.posts if post.role in DEEDS[deed]]
        return (fitting or self.posts)[0].unit

    def unit_owning(self, register: str, row: Mapping[str, Any]) -> str:
        """The unit in whose name a report on the item is told: the post's own unit."""
        reporting = [post for post in self.posts if post.role == REPORTER]
        for post in reporting:
            if row.get("owner") in self.units.under(post.unit):
                return post.unit
        return reporting[0].unit if reporting else self.unit_for("report")


def co_units(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The helping units of an item; the ledger keeps them as one text."""
    given = row.get("co_units") or ""
    words: Iterable[str] = given.replace("、", ",").split(",") if isinstance(given, str) else given
    return tuple(word.strip() for word in words if word.strip())


def viewer(person: Person, units: Units, catalogue: Catalogue, on: date) -> Viewer:
    """The person with the posts in force that day."""
    held = person.posts.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    return Viewer(person, tuple(held), units, catalogue)


def register_or_404(who: Viewer, key: str) -> Register:
    """The register, when the person can see any row of it; else 404."""
    register = who.catalogue.get(key)
    if register is None:
        raise Http404
    return register


def item_or_404(who: Viewer, register: str, row: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The row, when it exists and is theirs; the same 404 for both."""
    if row is None or not who.sees(register, row):
        raise Http404
    return row


def must(allowed: bool) -> None:
    """404 unless allowed."""
    if not allowed:
        raise Http404


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request behind a gate."""
    who = request_viewer(request)
    assert who is not None, "a view behind the gate has a viewer"
    return who


View = Callable[..., HttpResponse]
BEARER = "bearer"  # the gate of a view that asks for a token itself


def gate(page: Page, *, before_new_password: bool = False) -> Callable[[View], View]:
    """Let a view be reached only by those who may open the page; sets `request.viewer`.

    Anonymous people are sent to sign in; people without the role get 404; those who hold a password that somebody
    else chose are sent to choose their own, unless the view is open `before_new_password`.
    """

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
            who = request_viewer(request)
            if who is None:
                return redirect_to_login(
                    request.get_full_path() if request.method == "GET" else "/"
                )
            must(who.opens(page))
            if owes_password(request) and not before_new_password:
                return redirect("password")
            return view(request, *args, **words)

        guarded.gate = page  # type: ignore[attr-defined]
        return guarded

    return around


BY_PROVIDER = "by_provider"  # in the session: the person came by the office's identity provider


def owes_password(request: HttpRequest) -> bool:
    """True when the person signed in by a password that an administrator chose; the demonstration's people need none."""
    from luoshi_web import office

    person = viewer_of(request).person
    if request.session.get(BY_PROVIDER):
        return False
    return person.must_change_password and person.login not in {
        one.login for one in office.demo_persons()
    }


def open_to_all(view: View) -> View:
    """Mark a view that needs no sign-in, so that the test over all addresses can tell it from a forgotten gate."""
    view.gate = None  # type: ignore[attr-defined]
    return view


def by_token(view: View) -> View:
    """Mark a view that asks for a token itself and sends nobody to a sign-in page (api/bearer.py)."""
    view.gate = BEARER  # type: ignore[attr-defined]
    return view


def request_viewer(request: HttpRequest) -> Viewer | None:
    """The viewer of a request, made once; None for anonymous people and for those without a post today."""
    if not hasattr(request, "viewer"):
        from luoshi_web import clock, office

        who = None
        if isinstance(request.user, Person):
            who = viewer(request.user, office.units(), office.catalogue(), clock.today())
        request.viewer = who if who and who.posts else None  # type: ignore[attr-defined]
    return request.viewer  # type: ignore[attr-defined,no-any-return]
