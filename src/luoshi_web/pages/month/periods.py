"""报送期: of each register, how much of its period is in, who is silent, and the lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.board.board import View
from luoshi.declare.register import Field, Register
from luoshi.desk import fate, period
from luoshi.desk.due import period_owed
from luoshi.desk.outcome import Outcome
from luoshi.ledger.entry import Entry
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.pages import faults, handed_over
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.handed_over import Table
from luoshi_web.pages.moment import at_moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

EARLIER = 3  # periods before the last one that can still be locked or unlocked here


class Line(NamedTuple):
    """One register's period as the page shows it."""

    collected: period.Collected
    waiting: int
    returned: int
    row: Mapping[str, Any]  # the period's own item; empty before its first lock
    earlier: tuple[tuple[str, str, Mapping[str, Any]], ...]  # key, name, its item
    may: bool  # lock and unlock

    @property
    def key(self) -> str:
        """The period's key."""
        return period.key_of(self.collected.register, self.collected.start)


@require_http_methods(["GET", "HEAD", "POST"])
@access.gate("periods")
@at_moment
def periods(request: HttpRequest) -> HttpResponseBase:
    """GET shows the registers this person keeps, the office all of them; POST locks or unlocks one period."""
    who, moment = access.viewer_of(request), moments.of(request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        outcome = services.write(lambda: _decide(request, who))
        if outcome.entries:
            faults.tell_next(request, outcome)
            return redirect("periods")
        problems = outcome.problems
    at = services.view(moment.true_on, moment.known_at)
    lines = _lines(at, who)
    if request.method != "POST" and handed_over.asked(request):
        return handed_over.answer(request, _table(lines))
    facts = {
        "page": "report",
        "lines": lines,
        "open_count": sum(not line.row.get("closed_on") for line in lines),
        "history": _history(lines, at),
        "problems": problems,
        "writing": moment.now,
        "typed": request.POST if problems else {},
    }
    return render(request, "month/periods.html", facts, status=422 if problems else 200)


def _table(lines: list[Line]) -> Table:
    """One row a register: how much of its period is in, and who is silent."""
    columns = [
        handed_over.registers(),
        Field("period", Label("期", "Period"), "text"),
        Field("asked", Label("应报", "Asked"), "count"),
        Field("told", Label("已报", "Told"), "count"),
        Field("waiting", Label("待审核", "Waiting"), "count"),
        Field("returned", Label("退回未重报", "Returned, not told again"), "count"),
        Field("silent", Label("还没报的单位", "Silent units"), "text"),
        Field("locked_on", Label("锁定", "Locked"), "date"),
    ]
    units, lang = office.units(), language()
    rows = (
        {
            "register": line.collected.register.key,
            "period": line.collected.name,
            "asked": line.collected.asked,
            "told": line.collected.told,
            "waiting": line.waiting,
            "returned": line.returned,
            "silent": "、".join(units.name(unit, lang) for unit, _count in line.collected.silent),
            "locked_on": line.row.get("closed_on"),
        }
        for line in lines
    )
    return Table("periods", _("报送期"), columns, rows)


def _lines(at: View, who: Viewer) -> list[Line]:
    """The registers with a cadence that the person keeps or reads whole, in the agenda's order."""
    found = []
    with services.reading(at) as held:
        kept = {row["item"]: row for row in held.items(period.PERIOD)}
        for register in office.catalogue().values():
            if who.scope(register.key) is None:
                days = period_owed(register, held.true_on)
                asked = held.asked(register.key, days[0], days[1]) if days else {}
                one = period.collected(register, asked, held.true_on, office.units())
                if one and one.asked:
                    found.append(_line(one, at, kept, who))
    return found


def _line(
    one: period.Collected, at: View, kept: Mapping[str, Mapping[str, Any]], who: Viewer
) -> Line:
    row = kept.get(period.key_of(one.register, one.start), {})
    waiting, returned = _fates(one, at)
    earlier = tuple(_earlier(one.register, one.start, kept))
    return Line(one, waiting, returned, row, earlier, who.locks(one.register.key))


def _fates(one: period.Collected, at: View) -> tuple[int, int]:
    """How many reports on the period wait for the keeper, and how many items were returned and not told again."""
    known, returned = services.ledger(), set[str]()

    def ours(entry: Entry) -> bool:
        return (
            entry.register == one.register.key
            and entry.true_on >= one.start
            and fate.reviewed(one.register, entry)
            and (at.known_at is None or entry.known_at <= at.known_at)
        )

    for unit, _items in one.silent:
        for entry in reversed(known.told.get(unit, [])):
            if clock.office_day(entry.known_at) < one.start:
                break
            fates = known.settled(entry) if ours(entry) else []
            if fates and fates[-1].verb == "return":
                returned.add(entry.key)
    return sum(map(ours, known.unsettled.get(one.register.key, {}).values())), len(returned)


def _earlier(
    register: Register, start: date, kept: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, str, Mapping[str, Any]]]:
    found, before = [], start
    for _step in range(EARLIER):
        owed = period_owed(register, before)
        assert owed, "a register with a period has one before it"
        before = owed[0]
        key = period.key_of(register, before)
        found.append((key, period.name_of(register, before), kept.get(key, {})))
    return found


def _history(lines: list[Line], at: View) -> list[tuple[Register, str, Entry]]:
    """Locks and unlocks of the registers shown, newest first."""
    known, found = services.ledger(), []
    for line in lines:
        register = line.collected.register
        for its_register, key in list(known.by_item):
            if its_register == period.PERIOD and key.startswith(f"{register.key}."):
                name = key.removeprefix(f"{register.key}.")
                for entry in known.by_item[its_register, key]:
                    if entry.verb in ("close", "reopen") and (
                        at.known_at is None or entry.known_at <= at.known_at
                    ):
                        found.append((register, name, entry))
    return sorted(found, key=lambda one: one[2].known_at, reverse=True)


def _decide(request: HttpRequest, who: Viewer) -> Outcome:
    """Lock or unlock the named period, by those who may."""
    verb, key = request.POST.get("verb", ""), request.POST.get("period", "")
    register = office.catalogue().get(key.rpartition(".")[0])
    access.must(verb in ("lock", "unlock") and register is not None)
    assert register is not None
    at = services.view()
    row = services.row(at, period.PERIOD, key)
    named = _named(register, key, at.true_on)
    access.must(named is not None)
    assert named is not None
    looked = row or {"register_key": register.key, "owner": register.kept_by}
    access.must(who.may(verb, period.PERIOD, looked))  # type: ignore[arg-type]
    reason, stamp = request.POST.get("reason", ""), services.stamp(who, _unit(who, register))
    if verb == "unlock":
        return period.unlock(row or {"item": key}, clock.today(), stamp, reason)
    start, end = named
    one = period.Collected(register, start, end, 0, 0, ())
    waiting, _ = _fates(one, at)
    return period.lock(
        register, start, end, row, clock.today(), stamp, waiting=waiting, reason=reason
    )


def _unit(who: Viewer, register: Register) -> str:
    """The keeper's unit where the person holds its post, else the post that locks."""
    units = {post.unit for post in who.posts}
    return register.kept_by if register.kept_by in units else who.unit_for("lock")


def _named(register: Register, key: str, today: date) -> tuple[date, date] | None:
    """The days of the period with this key, when it is the last one or one of the few before it."""
    on = today
    for _step in range(EARLIER + 1):
        owed = period_owed(register, on)
        if owed is None:
            return None
        if period.key_of(register, owed[0]) == key:
            return owed[0], owed[1]
        on = owed[0]
    return None
