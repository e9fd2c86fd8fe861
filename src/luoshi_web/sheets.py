"""来表: a sheet is stored, judged whole, put right and chosen line by line, and confirmed in one transaction.

Nothing is written before the confirmation. A comparison is made again whenever something is told of the register, or the
mapping of heads or a mended cell changes; it is kept for a while, so that turning its pages costs nothing. A long sheet is
compared and confirmed by the runner (long_sheets.py), through the same functions.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from threading import Lock
from typing import Any

from django.db import transaction

from luoshi.declare.register import Register
from luoshi.desk.due import period_owed
from luoshi.desk.outcome import Outcome
from luoshi.desk.period import PERIOD
from luoshi.desk.report import anew
from luoshi.intake.form import write_form
from luoshi.intake.grid import Grid, read_grids
from luoshi.intake.heads import find_heads
from luoshi.intake.origin import Origin, find_origin
from luoshi.journeys.entries_to_points import ECONOMY
from luoshi.journeys.sheet_to_entries import Choice, DryRun, Sender, dry_run, tell
from luoshi.journeys.statistics_to_sheet import laid_out
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
from luoshi_web.people.access import Viewer
from luoshi_web.records import attachments
from luoshi_web.records.models import HeadMapping, SheetUpload
from luoshi_web.records.store import DjangoStore, queue_writers

MONTHS_OFFERED = 12
PERIODS_OFFERED = 4
BLANK_LINES = 20
KEPT = 4
FIELDS_MIN = 2  # columns that a sheet must share with a register to be taken for one of its own
_runs: OrderedDict[str, DryRun] = OrderedDict()
_lock = Lock()
Step = Callable[[int, int], None]


def _unheard(done: int, total: int) -> None:
    """Nobody waits for a short sheet."""


def registers(who: Viewer) -> list[Register]:
    """The registers whose sheets the person may send: those they keep, and those that ask their units for something."""
    if not who.does("report"):
        return []
    return [
        register
        for register in who.catalogue.values()
        if not register.desk
        and (register.key in who.kept or (who.own_units and register.asked_of("reporter")))
    ]


def forms(who: Viewer) -> list[tuple[Register, tuple[date, date], int]]:
    """The registers whose forms the person needs, with the period and on how many items: those they keep, and those
    that ask something of their units."""
    found = []
    with services.reading(services.view()) as held:
        for register in registers(who):
            days = periods(register)[0]
            counts = held.asked(register.key, *days) if register.due.every != "none" else {}
            kept = register.key in who.kept
            items = sum(a.items for unit, a in counts.items() if kept or unit in who.own_units)
            if items or kept:
                found.append((register, days, items))
    return found


def unit_of(who: Viewer, register: Register) -> str:
    """The unit in whose name the person sends a sheet of the register."""
    kept = [post.unit for post in who.posts if post.unit == register.kept_by]
    return kept[0] if kept and register.key in who.kept else who.unit_for("report")


def sees(who: Viewer, upload: SheetUpload) -> bool:
    """True for the sender's unit, the register's keeper and those who read everything."""
    return who.reads_all or upload.register in who.kept or upload.unit in who.own_units


def may_confirm(who: Viewer, upload: SheetUpload) -> bool:
    """True for those who may send a sheet in the name of that unit."""
    register = who.catalogue[upload.register]
    return register in registers(who) and unit_of(who, register) == upload.unit


def periods(register: Register) -> list[tuple[date, date]]:
    """The periods that may be reported on, newest first; without a cadence, the month so far, or the months that are over where each
    tells its figures anew."""
    today, found = clock.today(), []
    if register.told_anew:
        for _ in range(MONTHS_OFFERED):
            today = today.replace(day=1) - timedelta(days=1)
            found.append((today.replace(day=1), today))
        return found
    on = today
    for _ in range(PERIODS_OFFERED):
        owed = period_owed(register, on)
        if owed is None:
            return [(today.replace(day=1), today)]
        found.append(owed[:2])
        on = owed[0]
    return found


def form(register: Register, who: Viewer) -> bytes:
    """The form of the period owed, with what the unit's items say now."""
    unit, (start, end) = unit_of(who, register), periods(register)[0]
    tip = services.ledger().tip
    keeps = unit == register.kept_by and register.key in who.kept
    below = office.units().under(unit)
    rows = [
        {**row, **dict.fromkeys(anew(register, row, end))}
        for row in _rows(register, who, end).values()
        if not row.get("closed_on") and (keeps or row.get("owner") in below)
    ]
    origin = Origin(register.key, unit, start, end, tip.seq)
    blank = BLANK_LINES if keeps else 0
    return write_form(register, rows, office.units(), origin, keeps=keeps, blank=blank)


# --- receiving --------------------------------------------------------------------------------------------------


def receive(
    content: bytes, name: str, register_key: str, who: Viewer
) -> tuple[SheetUpload | None, list[Problem]]:
    """Keep an uploaded sheet; the same file of the same unit again is the same upload. Names no register: it is found."""
    read = read_grids(content, name)
    if not read.grids:
        return None, list(read.problems)
    offered = {register.key: register for register in registers(who)}
    register = offered.get(register_key) or _meant(read.grids, offered)
    if register is None:
        return None, [Problem("W-100", name)]
    unit = unit_of(who, register)
    start, end = periods(register)[0]
    if register.key == ECONOMY:  # a bureau's table says itself which month it is of
        start, end = laid_out(read.grids, register, (), (start, end)).period
    sent = {"sent_at": clock.now(), "lines": max(len(grid.rows) for grid in read.grids)}
    with transaction.atomic():
        queue_writers()
        attachment = attachments.keep(content, name, who.person.ref)
        upload, new = SheetUpload.objects.get_or_create(
            attachment=attachment,
            register=register.key,
            unit=unit,
            defaults={
                "start": start,
                "end": end,
                "sent_by": who.person.ref,
                **sent,
            },
        )
        if not new:
            SheetUpload.objects.filter(pk=upload.pk).update(**sent)
    return upload, []


def _meant(grids: Iterable[Grid], offered: Mapping[str, Register]) -> Register | None:
    """The register a sheet is of: as our own form says, else the one whose fields its heads name most."""
    grids = list(grids)
    origin, _ = find_origin(grids)
    if origin is not None:
        return offered.get(origin.register)
    named = {
        key: max(sum(bool(c.field) for c in find_heads(g, register).columns) for g in grids)
        for key, register in offered.items()
    }
    best = max(named, key=named.__getitem__, default="")
    return offered[best] if best and named[best] >= FIELDS_MIN else None


# --- judging ----------------------------------------------------------------------------------------------------


def ground(upload: SheetUpload, who: Viewer) -> str:
    """Names all that a comparison stands on: while it is the same, so is the comparison, in whatever process."""
    told = reversed(services.ledger().entries)
    last = ((e.seq, e.digest) for e in told if e.register in (upload.register, PERIOD))
    scope = who.scope(upload.register)
    stands_on = (
        (upload.attachment_id, upload.register, upload.unit),
        (upload.start, upload.end, clock.today()),
        next(last, None),
        sorted(upload.mended.items()),
        sorted(mapping(upload).items()),
        (scope if scope is None else sorted(scope), upload.register in who.kept),
    )
    return hashlib.sha256(repr(stands_on).encode()).hexdigest()


def judge(upload: SheetUpload, who: Viewer, step: Step = _unheard) -> DryRun:
    """What the sheet would do now; `step(done, total)` hears how many lines are judged."""
    key = ground(upload, who)
    with _lock:
        if key in _runs:
            _runs.move_to_end(key)
            return _runs[key]
    run = _judge(upload, who, step)
    with _lock:
        _runs[key] = run
        while len(_runs) > KEPT:
            _runs.popitem(last=False)
    return run


def _judge(upload: SheetUpload, who: Viewer, step: Step) -> DryRun:
    register = office.catalogue()[upload.register]
    keeps = upload.unit == register.kept_by and register.key in who.kept
    return dry_run(
        bytes(upload.attachment.content),
        upload.attachment.name,
        register,
        _rows(register, who, upload.end),
        Sender(upload.unit, keeps),
        services.desk(),
        (upload.start, upload.end),
        then=lambda seq: _rows_then(register, who, seq),
        mapping=mapping(upload),
        taken=services.numbers(register.key),
        mended=upload.mended,
        step=step,
    )


def _rows(register: Register, who: Viewer, on: date) -> dict[str, dict[str, Any]]:
    """The rows as they stand now; where each period tells its figures anew, as they stand for the period: sent twice, nothing changes."""
    found = {row["item"]: row for row in services.rows(services.view(), register.key, who)}
    if register.told_anew:
        found |= {row["item"]: row for row in services.rows(services.view(on), register.key, who)}
    return found


def _rows_then(register: Register, who: Viewer, seq: int) -> dict[str, dict[str, Any]]:
    """The rows as they stood at an entry; none when the ledger never had it."""
    entries = services.ledger().entries
    if not 0 < seq <= len(entries):
        return {}
    at = services.view(clock.today(), entries[seq - 1].known_at)
    return {row["item"]: row for row in services.rows(at, register.key, who)}


def mapping(upload: SheetUpload) -> dict[str, str]:
    """Heads that the unit named by hand before: words of the head -> field."""
    named = HeadMapping.objects.filter(register=upload.register, unit=upload.unit)
    return dict(named.values_list("head", "field"))


def name_head(upload: SheetUpload, head: str, field: str, who: Viewer) -> None:
    """Remember which field a column is; "" leaves it out from now on."""
    HeadMapping.objects.update_or_create(
        register=upload.register,
        unit=upload.unit,
        head=head[:300],
        defaults={"field": field, "named_by": who.person.ref, "named_at": clock.now()},
    )


# --- confirming -------------------------------------------------------------------------------------------------


def confirm(upload: SheetUpload, seen: str, who: Viewer) -> Outcome:
    """Write what the sheet says, by the choices made: one transaction, all or none."""
    with transaction.atomic():
        queue_writers()
        run = judge(upload, who)
        stamp = services.stamp(who, upload.unit)
        choices: dict[int, Choice] = {
            line.row: word
            for line in run.lines
            if (word := upload.chosen.get(str(line.row))) in line.choices
        }
        outcome = tell(run, choices, stamp, services.desk(), upload.attachment_id, seen=seen)
        if not outcome.entries or outcome.refused:
            return outcome
        appended = DjangoStore().append(outcome.entries)
        upload.written = _written(appended)
        upload.confirmed_by, upload.confirmed_at = who.person.ref, clock.now()
        upload.chosen = {}
        upload.save()
    return Outcome(appended, outcome.problems)


def _written(entries: Iterable[Entry]) -> dict[str, Any]:
    told = list(entries)
    return {"items": len({e.key for e in told}), "first": told[0].seq, "last": told[-1].seq}


def entered(upload: SheetUpload) -> list[Entry]:
    """What the last confirmation wrote."""
    if not upload.written:
        return []
    first, last = upload.written["first"], upload.written["last"]
    return services.ledger().entries[first - 1 : last]
