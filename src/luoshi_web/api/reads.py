"""What may be asked: registers, items as of two dates, their time lines, measures with their rows, lights, what is owed."""

# Annotations are evaluated where they stand: ninja reads them, and those of a register exist only in a closure.

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from ninja import Query

from luoshi.board.lamps import Lamp
from luoshi.declare.register import Register
from luoshi.values.problem import Problem
from luoshi_web import office, services
from luoshi_web.api import as_json, faults, shapes
from luoshi_web.pages import moment as moments
from luoshi_web.pages.item import history
from luoshi_web.pages.moment import Moment
from luoshi_web.people import access
from luoshi_web.people.access import Viewer

Row = Mapping[str, Any]
View = Callable[..., Any]


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
        lamps = _lamps(who, moment, declared.key)
        below = _below(asked.unit)
        if asked.stage and asked.stage not in {stage.key for stage in declared.stages}:
            _refuse(Problem("W-083", "stage", {"name": "stage", "wanted": _stages(declared)}))
        found = [
            row
            for row in _rows(who, moment, declared.key)
            if row["item"] > asked.after and _fits(row, lamps, asked, below)
        ]
        page = found[: asked.limit]
        more = len(found) > len(page)
        shown = [_item(declared, row, lamps) for row in page]
        return _dated(moment) | {"items": shown, "next": page[-1]["item"] if more else None}

    items.__doc__ = (
        f"{declared.label.zh}：事项 · {declared.label.en}: items, in the order of their numbers"
    )
    return items


def item_of(declared: Register) -> View:
    """The address of one item."""

    def item(request: HttpRequest, key: str, asked: Query[shapes.AsOf]) -> dict[str, Any]:
        who, moment = _asks(request, "item")
        row = _row(who, moment, declared.key, key)
        return _item(declared, row, _lamps(who, moment, declared.key))

    item.__doc__ = f"{declared.label.zh}：一个事项 · {declared.label.en}: one item with its lights"
    return item


def entries(
    request: HttpRequest, register_key: str, key: str, asked: Query[shapes.AsOf]
) -> dict[str, Any]:
    """记录 · the time line of one item: who told what, when, of which day, why, and what became of it"""
    who, moment = _asks(request, "item")
    declared = access.register_or_404(who, register_key)
    _row(who, moment, register_key, key)
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
    with services.reading(services.view(moment.true_on, moment.known_at)) as held:
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
        request: HttpRequest, measure_key: str, asked: Query[shapes.AsOf]
    ) -> dict[str, Any]:
        who, moment = _asks(request, "register")
        if declared.measure(measure_key) is None:
            raise Http404
        scope = who.scope(declared.key)
        with services.reading(services.view(moment.true_on, moment.known_at)) as held:
            behind = held.rows(declared.key, measure_key, units=scope)
        wanted = {row["item"] for row in behind}
        lamps = _lamps(who, moment, declared.key)
        rows = [row for row in _rows(who, moment, declared.key) if row["item"] in wanted]
        return _dated(moment) | {"items": [_item(declared, row, lamps) for row in rows]}

    measure_rows.__doc__ = (
        f"{declared.label.zh}：度量背后的事项 · {declared.label.en}: the items behind a measure"
    )
    return measure_rows


def lights(request: HttpRequest, asked: Query[shapes.LampsAsked]) -> dict[str, Any]:
    """灯 · the lights that this token may see, register by register and light by light"""
    who, moment = _asks(request, "board")
    if asked.register_key:
        access.register_or_404(who, asked.register_key)
    below, after = _below(asked.unit), _place_of(asked.after)
    at = services.view(moment.true_on, moment.known_at)
    found = [
        lamp
        for lamp in services.lamps(at, who, asked.register_key or None)
        if (not asked.level or lamp.level == asked.level)
        and (below is None or lamp.owner in below)
        and (after is None or _place(lamp.register, lamp.light, lamp.key) > after)
    ]
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
    return {"owed": [as_json.owed(one) for one in services.owed(services.view(), who)]}


# --- how it is found --------------------------------------------------------------------------------------------


def _asks(request: HttpRequest, page: access.Page) -> tuple[Viewer, Moment]:
    """Who asks, if they may at all, and of which moment: read as the pages read it."""
    who = access.viewer_of(request)
    access.must(who.opens(page))
    moment = moments.of(request)
    if wrong := request.moment_problems:  # type: ignore[attr-defined]
        raise faults.Refused(shapes.problems(wrong))
    return who, moment


def _dated(moment: Moment) -> dict[str, Any]:
    return {"true_on": moment.true_on, "known_on": moment.known_on}


def _rows(who: Viewer, moment: Moment, register_key: str) -> list[dict[str, Any]]:
    return services.rows(services.view(moment.true_on, moment.known_at), register_key, who)


def _row(who: Viewer, moment: Moment, register_key: str, key: str) -> Row:
    at = services.view(moment.true_on, moment.known_at)
    return access.item_or_404(who, register_key, services.row(at, register_key, key))


def _lamps(who: Viewer, moment: Moment, register_key: str) -> dict[str, list[Lamp]]:
    at, found = services.view(moment.true_on, moment.known_at), dict[str, list[Lamp]]()
    for lamp in services.lamps(at, who, register_key):
        found.setdefault(lamp.key, []).append(lamp)
    return found


def _item(declared: Register, row: Row, lamps: Mapping[str, list[Lamp]]) -> dict[str, Any]:
    told = services.ledger().by_item.get((declared.key, row["item"]))
    seen = told[-1].seq if told else 0
    return as_json.item(declared, row, lamps.get(row["item"], ()), seen)


def _fits(
    row: Row,
    lamps: Mapping[str, list[Lamp]],
    asked: shapes.ItemsAsked,
    below: Iterable[str] | None,
) -> bool:
    if below is not None and row.get("owner") not in below:
        return False
    if asked.closed != "all" and bool(row.get("closed_on")) != (asked.closed == "yes"):
        return False
    if asked.stage and row.get("stage") != asked.stage:
        return False
    if asked.level and all(lit.level != asked.level for lit in lamps.get(row["item"], ())):
        return False
    words = " ".join(str(value) for value in row.values() if isinstance(value, str))
    return asked.q.lower() in words.lower()


def _below(unit: str) -> frozenset[str] | None:
    """The unit with all below it; None for all units. A unit that is not there is a fault, not an empty answer."""
    if not unit:
        return None
    if unit not in office.units():
        _refuse(Problem("W-037", "unit", {"value": unit[:40]}))
    return office.units().under(unit)


def _stages(declared: Register) -> str:
    return "、".join(stage.key for stage in declared.stages) or "—"


def _place(register_key: str, light: str, item: str) -> tuple[int, int, str]:
    """Where a light stands in the order of `services.lamps`."""
    declared = office.catalogue()[register_key]
    order = [one.key for one in declared.lights]
    return list(office.catalogue()).index(register_key), order.index(light), item


def _place_of(after: str) -> tuple[int, int, str] | None:
    if not after:
        return None
    try:
        return _place(*after.split("/", 2))
    except (KeyError, TypeError, ValueError):
        _refuse(Problem("W-083", "after", {"name": "after", "wanted": "next"}))


def _refuse(problem: Problem) -> NoReturn:
    raise faults.Refused(shapes.problems([problem]))
