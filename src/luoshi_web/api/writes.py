"""What may be told: open, report (one or many), accept, return, withdraw, correct. Each asks the desk as the pages do, inside
the transaction that appends, and each entry says that it came through this door.

A telling with an `Idempotency-Key` that was entered in the last day is answered with what it entered then.
"""

# Annotations are evaluated where they stand: ninja reads them, and those of a register exist only in a closure.

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from ninja import Status
from pydantic import BaseModel

from luoshi.declare.register import Field, Register
from luoshi.desk import settle
from luoshi.desk.issue import COMMITMENT, new_keys
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, open_item, report
from luoshi.desk.told import read_day
from luoshi.ledger.entry import Entry, Source
from luoshi.values.problem import Problem
from luoshi_web import clock, handling, office, services
from luoshi_web.api import as_json, faults, shapes
from luoshi_web.held import ledger, reading, view
from luoshi_web.people import access
from luoshi_web.people.access import Deed, Viewer

PLACE = "接口"  # where an entry came from, as the time line shows it
KEY = "Idempotency-Key"
REMEMBERED = timedelta(days=1)


class Part(NamedTuple):
    """What the desk says of one item of a sending, and what others told about it meanwhile."""

    item: str
    outcome: Outcome
    changed: tuple[Entry, ...] = ()


Answer = Status[dict[str, Any]]


# --- the addresses ----------------------------------------------------------------------------------------------


def open_of(declared: Register, shape: type[BaseModel]) -> Callable[..., Any]:
    """登记: the address that takes new items of a register."""

    def open_one(request: HttpRequest, told: shape) -> Answer:  # type: ignore[valid-type]
        who = access.viewer_of(request)
        access.must(who.does("open") and declared.key in who.kept and declared.key != COMMITMENT)

        def decide() -> Iterator[Part]:
            on, taken = _day(told.true_on), services.taken(declared.key)
            key = next(new_keys(declared, taken, on))
            stamp = services.stamp(who, who.unit_for("open"))
            yield Part(
                "",
                open_item(declared, key, told.fields, on, stamp, services.desk(), taken=taken),
            )

        return _enter(request, who, decide)

    open_one.__doc__ = f"{declared.label.zh}：登记 · {declared.label.en}: open a new item"
    return open_one


def report_of(declared: Register, shape: type[BaseModel]) -> Callable[..., Any]:
    """报送: the address that takes a report on one item."""

    def report_one(request: HttpRequest, key: str, told: shape) -> Answer:  # type: ignore[valid-type]
        who = access.viewer_of(request)
        row = services.row(view(), declared.key, key) or {}
        access.must(who.may(_deed(declared), declared.key, row))

        def decide() -> Iterator[Part]:
            stamp, desk = services.stamp(who, ""), services.desk()
            yield _report(who, declared, key, row, told, stamp, desk)

        return _enter(request, who, decide)

    report_one.__doc__ = f"{declared.label.zh}：报送一项 · {declared.label.en}: report on one item"
    return report_one


def reports_of(declared: Register, shape: type[BaseModel]) -> Callable[..., Any]:
    """报送: the address that takes many reports at once, all or none."""

    def report_many(request: HttpRequest, told: shape) -> Answer:  # type: ignore[valid-type]
        who = access.viewer_of(request)
        access.must(who.does(_deed(declared)))

        def decide() -> Iterator[Part]:
            wanted = services.fit(who, declared.key, keys=frozenset(o.item for o in told.reports))
            with reading(view()) as held:
                rows = {row["item"]: row for row in held.listing(declared.key, wanted).page()}
            stamp, desk, met = services.stamp(who, ""), services.desk(), set[str]()
            for one in told.reports:
                row = rows.get(one.item, {})
                if one.item in met:
                    yield Part(one.item, _no(Problem("W-089", one.item, {"key": one.item})))
                elif not who.may(_deed(declared), declared.key, row):
                    facts = {"key": one.item}
                    yield Part(one.item, _no(Problem("K-011", declared.label.zh, facts)))
                else:
                    yield _report(who, declared, one.item, row, one, stamp, desk)
                met.add(one.item)

        return _enter(request, who, decide)

    report_many.__doc__ = f"{declared.label.zh}：一次报送许多项 · {declared.label.en}: report on many items, all or none"
    return report_many


def accept(request: HttpRequest, digest: str, told: shapes.Settling) -> Answer:
    """接收 · take a report"""
    return _settle(request, "accept", digest, told)


def return_(request: HttpRequest, digest: str, told: shapes.Settling) -> Answer:
    """退回 · send a report back, with the reason"""
    return _settle(request, "return", digest, told)


def withdraw(request: HttpRequest, digest: str, told: shapes.Settling) -> Answer:
    """撤回 · it should not have been told, with the reason"""
    return _settle(request, "withdraw", digest, told)


def correct(request: HttpRequest, digest: str, told: shapes.Correction) -> Answer:
    """更正 · other values stand instead, with the reason"""
    return _settle(request, "correct", digest, told)


# --- the deeds --------------------------------------------------------------------------------------------------


def _report(
    who: Viewer,
    declared: Register,
    key: str,
    row: Mapping[str, Any],
    told: Any,
    stamp: Stamp,
    desk: Desk,
) -> Part:
    """What the desk says of one report, told at the instant of the stamp by the unit that owns the item."""
    if stale := _stale(declared.key, key, told.seen):
        return stale
    outcome = report(
        declared,
        key,
        row,
        told.fields | ({"stage": told.stage} if told.stage else {}),
        _day(told.true_on),
        replace(stamp, unit=who.unit_owning(declared.key, row)),
        desk,
        verb="feedback" if declared.key == COMMITMENT else "report",
        reason=told.reason.strip(),
    )
    return Part(key, _only(outcome, declared, who.asked(declared), told.fields))


def _settle(request: HttpRequest, deed: Deed, digest: str, told: shapes.Settling) -> Answer:
    who = access.viewer_of(request)
    entry = ledger().by_digest.get(digest)
    if entry is None:
        raise Http404
    row = services.row(view(), entry.register, entry.key) or {}
    access.must(who.may(deed, entry.register, row))

    def decide() -> Iterator[Part]:
        if stale := _stale(entry.register, entry.key, told.seen):
            yield stale
            return
        stamp, settled = services.stamp(who, who.unit_for(deed)), ledger().settled(entry)
        if isinstance(told, shapes.Correction):
            outcome = _correct(entry, row, told, stamp, settled)
        elif deed in ("accept", "return"):
            reason = told.reason if deed == "return" else ""
            outcome = handling.judge(deed, entry, reason, stamp)
        else:
            declared = office.catalogue()[entry.register]
            outcome = settle.withdraw(
                declared, entry, stamp, services.desk(), told.reason, settled=settled
            )
        yield Part(entry.key, outcome)

    return _enter(request, who, decide)


def _correct(
    entry: Entry,
    row: Mapping[str, Any],
    told: shapes.Correction,
    stamp: Stamp,
    settled: Collection[Entry],
) -> Outcome:
    declared = office.catalogue()[entry.register]
    outcome = settle.correct(
        declared,
        entry,
        row,
        told.fields,
        stamp,
        services.desk(),
        told.reason,
        true_on=_day(told.true_on) if told.true_on is not None else None,
        settled=settled,
    )
    return _only(outcome, declared, settle.correctable(declared, entry), told.fields)


def _deed(declared: Register) -> Deed:
    """Of a commitment a unit gives feedback, of everything else it reports."""
    return "feedback" if declared.key == COMMITMENT else "report"


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise faults.Refused(shapes.problems([Problem("W-020", "true_on", {"value": text[:40]})]))
    return day


def _only(
    outcome: Outcome, declared: Register, asked: Iterable[Field], told: Iterable[str]
) -> Outcome:
    """The outcome, and W-090 for each field that is there but not asked here: a page would not have shown it."""
    asked = tuple(asked)
    names = {name: f for f in declared.fields if not f.derived for name in (f.key, f.label.zh)}
    facts = {"asked": "、".join(f.key for f in asked) or "—"}
    strays = [names[name] for name in told if name in names and names[name] not in asked]
    problems = tuple(Problem("W-090", f.label.zh, facts | {"field": f.label}) for f in strays)
    return Outcome((), (*outcome.problems, *problems)) if problems else outcome


def _no(*problems: Problem) -> Outcome:
    return Outcome((), problems)


def _stale(register: str, key: str, seen: int | None) -> Part | None:
    """The refusal of a telling that did not see what was told last."""
    if seen is None:
        return None
    found = services.stale(register, key, str(seen), "zh")
    later = tuple(services.changed_since(register, key, str(seen)))
    return Part(key, _no(*found), later) if found else None


# --- entering ---------------------------------------------------------------------------------------------------


def _enter(request: HttpRequest, who: Viewer, decide: Callable[[], Iterable[Part]]) -> Answer:
    """Append what the desk decides, all or none: 201 with the entries, 200 when it had been told before."""
    source, parts, before = Source(_name_of(request), PLACE), list[Part](), list[Entry]()

    def all_or_none() -> Outcome:
        before.extend(_told_before(who, source) if KEY in request.headers else ())
        parts.extend(() if before else decide())
        whole = Outcome.all_or_none(part.outcome for part in parts)
        return whole._replace(entries=tuple(replace(e, source=source) for e in whole.entries))

    outcome = services.write(all_or_none)
    told = [fault for p in parts for fault in shapes.problems(p.outcome.problems, p.item)]
    if outcome.refused:
        changed = [as_json.entry(entry) for part in parts for entry in part.changed]
        raise faults.Refused(told, 409 if changed else 422, changed)
    entries = [as_json.entry(entry) for entry in before or outcome.entries]
    return Status(201 if outcome.entries else 200, {"entries": entries, "problems": told})


def _name_of(request: HttpRequest) -> str:
    """The request in the entries' source: the SHA-256 of its key and body. The body itself is not kept."""
    head = f"{request.path}\n{request.headers.get(KEY, '')}\n".encode("utf-8", "surrogateescape")
    return hashlib.sha256(head + request.body).hexdigest()


def _told_before(who: Viewer, source: Source) -> list[Entry]:
    """What this very telling entered within the last day."""
    oldest, found = clock.now() - REMEMBERED, []
    for entry in reversed(ledger().entries):
        if entry.known_at < oldest:
            break
        if entry.author == who.person.ref and entry.source == source:
            found.append(entry)
    return found[::-1]
