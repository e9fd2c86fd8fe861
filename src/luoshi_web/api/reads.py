"""What may be asked: registers, items as of two dates, their time lines, measures with their rows, lights, what is owed."""

# Annotations are evaluated where they stand: ninja reads them, and those of a register exist only in a closure.

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from ninja import Query

from luoshi.board.board import View as Board
from luoshi.board.lamps import Lamp
from luoshi.declare.register import Light, Register
from luoshi.values.problem import Problem
from luoshi_web import office, services
from luoshi_web.api import as_json, faults, shapes
from luoshi_web.held import ledger, reading, view
from luoshi_web.pages import moment as moments
from luoshi_web.pages.item import history
from luoshi_web.pages.moment import Moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

Row = Mapping[str, Any]
View = Callable[..., Any]
CLOSED = {"no": False, "yes": True, "all": None}


# --- what is declared -------------------------------------------------------------------------------------------


def registers(request: HttpRequest) -> dict[str, Any]:
    """台账 · all registers, in the agenda's order"""
    access.must(access.viewer_of(request).opens("register"))
    return {"registers": [as_json.head(one) for one in office.catalogue().values()]}


def register(request: HttpRequest, register_key: str) -> dict[str, Any]:
    """台账的申报 · one register: fields, stages, measures, lights"""
    who = access.viewer_of(request)
    access.must(who.opens("register"))
    return as_json.declaration(access.register_or_404(who, register_key))


def meetings(request: HttpRequest) -> dict[str, Any]:
    """调度会 · the meetings"""
    access.must(access.viewer_of(request).opens("home"))
    found = sorted(office.district().meetings, key=lambda one: one.held_on)
    return {
        "meetings": [
            {"key": one.key, "label": shapes.label(one.label), "held_on": one.held_on}
            for one in found
        ]
    }


# --- items ------------------------------------------------------------------------------------------------------


def items_of(declared: Register) -> View:
    """The address of a register's items."""

    def items(request: HttpRequest, asked: Query[shapes.ItemsAsked]) -> dict[str, Any]:
        who, moment = _asks(request, "register")
        _known_unit(asked.unit)
        if asked.stage and asked.stage not in {stage.key for stage in declared.stages}:
            _refuse(Problem("W-083", "stage", {"name": "stage", "wanted": _stages(declared)}))
        wanted = services.fit(
            who,
            declared.key,
            unit=asked.unit,
            stage=asked.stage,
            level=asked.level,
            closed=CLOSED[asked.closed],
            words=asked.q,
            after=asked.after,
        )
        with _board(moment) as held:
            rows = held.listing(declared.key, wanted).page(size=asked.limit + 1)
            page = rows[: asked.limit]
            shown = _items(held, declared, page)
        more = len(rows) > len(page)
        return _dated(moment) | {"items": shown, "next": page[-1]["item"] if more else None}

    items.__doc__ = (
        f"{declared.label.zh}：事项 · {declared.label.en}: items, in the order of their numbers"
    )
    return items


def item_of(declared: Register) -> View:
    """The address of one item."""

    def item(request: HttpRequest, key: str, asked: Query[shapes.AsOf]) -> dict[str, Any]:
        who, moment = _asks(request, "item")
        with _board(moment) as held:
            row = access.item_or_404(who, declared.key, held.item(declared.key, key))
            return _items(held, declared, [row])[0]

    item.__doc__ = f"{declared.label.zh}：一个事项 · {declared.label.en}: one item with its lights"
    return item


def entries(
    request: HttpRequest, register_key: str, key: str, asked: Query[shapes.AsOf]
) -> dict[str, Any]:
    """记录 · the time line of one item: who told what, when, of which day, why, and what became of it"""
    who, moment = _asks(request, "item")
    declared = access.register_or_404(who, register_key)
    with _board(moment) as held:
        access.item_or_404(who, register_key, held.item(register_key, key))
    steps = history.steps(declared, history.known(register_key, key, moment), {})
    told = [as_json.entry(s.entry) | {"stands": s.stands, "fate": s.fate} for s in steps]
    return {"entries": told}


# --- measures, lights, what is owed -----------------------------------------------------------------------------


def measure(
    request: HttpRequest, register_key: str, measure_key: str, asked: Query[shapes.MeasureAsked]
) -> dict[str, Any]:
    """度量 · the value of a measure over what this token may see"""
    who, moment = _asks(request, "register")
    declared = access.register_or_404(who, register_key)
    one = declared.measure(measure_key)
    if one is None:
        raise Http404
    with _board(moment) as held:
        total, *parts = held.measure(
            register_key, measure_key, units=who.scope(register_key), per=asked.per or None
        )
    return _dated(moment) | {
        "register_key": register_key,
        "measure": one.key,
        "label": shapes.label(one.label),
        "unit": one.unit,
        "value": total.value,
        "readings": [{"unit": p.unit, "month": p.month, "value": p.value} for p in parts],
    }


def measure_rows_of(declared: Register) -> View:
    """The address of the items behind a number."""

    def measure_rows(
        request: HttpRequest, measure_key: str, asked: Query[shapes.Paged]
    ) -> dict[str, Any]:
        who, moment = _asks(request, "register")
        if declared.measure(measure_key) is None:
            raise Http404
        with _board(moment) as held:
            behind = held.rows(declared.key, measure_key, units=who.scope(declared.key))
            rows = [row for row in behind if row["item"] > asked.after]
            page = rows[: asked.limit]
            shown = _items(held, declared, page)
        more = len(rows) > len(page)
        return _dated(moment) | {"items": shown, "next": page[-1]["item"] if more else None}

    measure_rows.__doc__ = (
        f"{declared.label.zh}：度量背后的事项 · {declared.label.en}: the items behind a measure"
    )
    return measure_rows


def lights(request: HttpRequest, asked: Query[shapes.LampsAsked]) -> dict[str, Any]:
    """灯 · the lights that this token may see, register by register and light by light"""
    who, moment = _asks(request, "board")
    _known_unit(asked.unit)
    registers = office.agenda()
    if asked.register_key:
        registers = [access.register_or_404(who, asked.register_key)]
    places = [(one.key, light) for one in registers for light in one.lights]
    begun, item = _begun(places, asked.after)
    found: list[Lamp] = []
    with _board(moment) as held:
        for number, (key, light) in enumerate(places[begun:]):
            after = item if number == 0 else ""
            wanted = services.fit(who, key, unit=asked.unit, level=asked.level, after=after)
            found += held.lit(key, light, wanted, size=asked.limit + 1 - len(found))
            if len(found) > asked.limit:
                break
    page = found[: asked.limit]
    last = page[-1] if len(found) > len(page) else None
    return _dated(moment) | {
        "lights": [as_json.lamp_of_item(lamp) for lamp in page],
        "next": f"{last.register}/{last.light}/{last.key}" if last else None,
    }


def owed(request: HttpRequest) -> dict[str, Any]:
    """该报什么 · what this token's unit owes today"""
    who = access.viewer_of(request)
    access.must(who.opens("report"))
    return {"owed": [as_json.owed(one) for one in services.owed(view(), who)]}


# --- how it is found --------------------------------------------------------------------------------------------


def _asks(request: HttpRequest, page: access.Page) -> tuple[Viewer, Moment]:
    """Who asks, if they may at all, and of which moment: read as the pages read it."""
    who = access.viewer_of(request)
    access.must(who.opens(page))
    moment = moments.of(request)
    if wrong := request.moment_problems:  # type: ignore[attr-defined]
        raise faults.Refused(shapes.problems(wrong))
    return who, moment


def _board(moment: Moment) -> AbstractContextManager[Board]:
    """The board as of the moment, to be used alone."""
    return reading(view(moment.true_on, moment.known_at))


def _dated(moment: Moment) -> dict[str, Any]:
    return {"true_on": moment.true_on, "known_on": moment.known_on}


def _items(held: Board, declared: Register, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Items with their lights and the number of their last entry."""
    lamps: dict[str, list[Lamp]] = {}
    for lamp in held.lamps(declared.key, keys=[row["item"] for row in rows]):
        lamps.setdefault(lamp.key, []).append(lamp)
    told, found = ledger().by_item, []
    for row in rows:
        entries = told.get((declared.key, row["item"]))
        seen = entries[-1].seq if entries else 0
        found.append(as_json.item(declared, row, lamps.get(row["item"], ()), seen))
    return found


def _known_unit(unit: str) -> None:
    """A unit that is not there is a fault, not an empty answer."""
    if unit and unit not in office.units():
        _refuse(Problem("W-037", "unit", {"value": unit[:40]}))


def _stages(declared: Register) -> str:
    return "、".join(stage.key for stage in declared.stages) or "—"


def _begun(places: Sequence[tuple[str, Light]], after: str) -> tuple[int, str]:
    """Where `after` (register/light/item) stands: the number of its light, and the item."""
    if not after:
        return 0, ""
    register_key, light, item = (*after.split("/", 2), "", "")[:3]
    names = [(key, one.key) for key, one in places]
    if (register_key, light) not in names:
        _refuse(Problem("W-083", "after", {"name": "after", "wanted": "next"}))
    return names.index((register_key, light)), item


def _refuse(problem: Problem) -> NoReturn:
    raise faults.Refused(shapes.problems([problem]))
