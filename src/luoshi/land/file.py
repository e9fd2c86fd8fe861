"""测算文件: the JSON of a programme becomes a case, or every fault of it at once with place and remedy; and back again.

    text ── typed.parse ──> JSON ── here ──> Case ── sense.senseless ──> what cannot be meant (cycles, a horizon too short)

The form, with all defaults: docs/guides/land.md. Money in 万元, months as YYYY-MM.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from luoshi.land.case import (
    After,
    Case,
    Gates,
    Objective,
    Option,
    Parcel,
    Pool,
    Promise,
    PromiseKind,
)
from luoshi.land.sense import senseless
from luoshi.land.typed import LIST, Fields, Reading, parse, shown
from luoshi.values.label import Label
from luoshi.values.problem import Problem

PARCELS_MOST, MONTHS_MOST, OPTIONS_MOST, COSTS_MOST, PROCEEDS_MOST = 10_000, 360, 20, 600, 100
TEAMS_MOST, TAIL, RATE_MOST, PROMISES_MOST = 100_000, 18, 0.5, 1000
PARCEL_MONTHS_MOST = (
    600_000  # parcels times months: twice the province's programme that was measured
)
CASE = (
    "start", "months", "tail_months", "monthly_rate", "objective", "release_by", "pool", "teams", "listings_per_month",
    "promises", "parcels",
)  # fmt: skip
PARCEL = (
    "key", "name", "sunk_wan", "options", "earliest", "notice_months", "proceeds_wan", "holding_wan", "for_sale", "after",
    "spread",
)  # fmt: skip
POOL, PROMISE = ("opening_wan", "floor_wan", "other_wan"), ("kind", "at_least", "by")
OPTION, AFTER = ("months", "teams", "cost_wan"), ("key", "gates")
WEIGHTS = ("npv", "released_wan", "cleared", "listed")
KINDS, GATES = ("listed", "cleared", "released"), ("start", "list")


def read_case(text: str) -> tuple[Case | None, tuple[Problem, ...]]:
    """The case of a text and everything that is wrong with it; with an error there is no case, with warnings there is."""
    given, problems = parse(text)
    if problems:
        return None, problems
    reading = Reading()
    fields = reading.fields(given, "", CASE)
    case = _case(reading, fields) if fields.sound else None
    if case is not None and not reading.failed:
        reading.problems += senseless(case)
    return None if reading.failed else case, tuple(reading.problems)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Turns YYYY-MM into months since the start."""

    reading: Reading
    start: int | None

    def month(self, months: int, value: Any, place: str, clip: bool = False) -> int:
        """The month, which must lie in the first `months`; one before the start is the start where it may be clipped."""
        at = self.reading.month(value, place)
        if at is None or self.start is None:
            return 0
        if clip and at < self.start:
            return 0
        if not 0 <= at - self.start < months:
            facts = {
                "value": value,
                "first": _said(self.start),
                "last": _said(self.start + max(months - 1, 0)),
            }
            self.reading.fault("T-012", place, facts)
            return 0
        return at - self.start


def _said(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _case(r: Reading, f: Fields) -> Case:
    start = f.take("start", r.month, None, required=True)
    months = f.take("months", lambda v, at: r.whole(v, at, 1, MONTHS_MOST), 1, required=True)
    tail = f.take("tail_months", lambda v, at: r.whole(v, at, 0, MONTHS_MOST), TAIL)
    calendar, horizon = _Calendar(r, start), months + tail
    parcels = f.take(
        "parcels", lambda v, at: _parcels(r, v, at, calendar, months), (), required=True
    )
    pool = f.take(
        "pool",
        lambda v, at: r.fields(v, at, POOL),
        Fields(r, {}, "pool", sound=False),
        required=True,
    )
    # without a limit there are as many as all parcels together could need
    every_team = sum(
        max(option.teams for option in parcel.options) for parcel in parcels if parcel.options
    )

    def money(value: Any, place: str) -> tuple[float, ...]:
        return r.by_month(value, place, horizon, lambda v, at: r.number(v, at))

    def counts(value: Any, place: str) -> tuple[int, ...]:
        return r.by_month(value, place, months, lambda v, at: r.whole(v, at, 0, TEAMS_MOST))

    return Case(
        start="" if start is None else _said(start),
        months=months,
        tail_months=tail,
        monthly_rate=f.take("monthly_rate", lambda v, at: r.number(v, at, 0.0, RATE_MOST), 0.0),
        objective=f.take("objective", lambda v, at: _objective(r, v, at), Objective()),
        release_by=f.take(
            "release_by", lambda v, at: None if v is None else calendar.month(horizon, v, at), None
        ),
        pool=Pool(
            pool.take("opening_wan", lambda v, at: r.number(v, at), 0.0, required=True),
            pool.take("floor_wan", money, (0.0,) * horizon),
            pool.take("other_wan", money, (0.0,) * horizon),
        ),
        teams=f.take(
            "teams",
            lambda v, at: (every_team,) * months if v is None else counts(v, at),
            (every_team,) * months,
        ),
        listings=f.take(
            "listings_per_month",
            lambda v, at: (len(parcels),) * months if v is None else counts(v, at),
            (len(parcels),) * months,
        ),
        promises=f.take(
            "promises", lambda v, at: _promises(r, v, at, calendar, months, horizon), ()
        ),
        parcels=parcels,
    )


def _objective(r: Reading, given: Any, place: str) -> Objective:
    """Without an objective the NPV counts; of an objective what is not named does not count."""
    if given is None:
        return Objective()
    f = r.fields(given, place, WEIGHTS)
    weights = (f.take(name, lambda v, at: r.number(v, at, 0.0), 0.0) for name in WEIGHTS)
    return Objective(*weights)


def _promises(
    r: Reading, given: Any, place: str, calendar: _Calendar, months: int, horizon: int
) -> tuple[Promise, ...]:
    found = []
    for n, one in enumerate(r.items(given, place, PROMISES_MOST), 1):
        f = r.fields(one, f"第{n}条承诺", PROMISE)
        kind = f.take("kind", lambda v, at: r.one_of(v, at, KINDS), "listed", required=True)
        least = f.take("at_least", partial(_at_least, r, kind), 1.0, required=True)
        until = horizon if kind == "released" else months
        by = f.take("by", partial(calendar.month, until), 0, required=True)
        found.append(Promise(cast(PromiseKind, kind), least, by))
    return tuple(found)


def _at_least(r: Reading, kind: str, value: Any, place: str) -> float:
    """More than nothing; parcels are counted whole."""
    if kind != "released":
        return float(r.whole(value, place, 1, PARCELS_MOST))
    if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
        r.wrong(place, value, Label("大于 0 的数", "a number above 0"))
        return 1.0
    return r.number(value, place, 0.0)


def _parcels(
    r: Reading, given: Any, place: str, calendar: _Calendar, months: int
) -> tuple[Parcel, ...]:
    rows = r.items(given, place, PARCELS_MOST)
    if given == []:
        r.wrong(place, given, Label("至少有一个地块的列表", "a list of at least one parcel"))
    found = tuple(_parcel(r, row, n, calendar, months) for n, row in enumerate(rows, 1))
    if len(found) * months > PARCEL_MONTHS_MOST:
        r.fault(
            "T-006", f"{place} × months", {"value": len(found) * months, "most": PARCEL_MONTHS_MOST}
        )
    first: dict[str, int] = {}
    for n, parcel in enumerate(found, 1):
        if parcel.key and first.setdefault(parcel.key, n) != n:
            r.fault(
                "T-009",
                f"地块 {parcel.key}",
                {"key": parcel.key, "first": first[parcel.key], "second": n},
            )
    return found


def _parcel(r: Reading, given: Any, n: int, calendar: _Calendar, months: int) -> Parcel:
    key = given.get("key") if isinstance(given, dict) else None
    place = f"地块 {shown(key)}" if isinstance(key, str) and key.strip() else f"第{n}个地块"
    f = r.fields(given, place, PARCEL)

    def wan(value: Any, at: str) -> float:
        return r.number(value, at, 0.0)

    key = f.take("key", r.text, "", required=True)
    options = f.take("options", lambda v, at: _options(r, v, at, place), (), required=True)
    for_sale = f.take("for_sale", r.truth, True)
    notice = f.take("notice_months", lambda v, at: r.whole(v, at, -MONTHS_MOST, MONTHS_MOST), 1)
    # a parcel that is clear already spends its one idle month of works on the notice
    idle = all(option.teams == 0 and not any(option.cost_wan) for option in options)
    if notice < 0 or (for_sale and notice < 1 and not (options and idle)):
        r.fault("T-008", f"{place} · notice_months", {"value": notice})
    return Parcel(
        key=key,
        name=f.take("name", r.text, key),
        sunk_wan=f.take("sunk_wan", wan, 0.0),
        options=options,
        earliest=f.take(
            "earliest",
            lambda v, at: 0 if v is None else calendar.month(months, v, at, clip=True),
            0,
        ),
        notice_months=notice,
        proceeds_wan=f.take("proceeds_wan", lambda v, at: _proceeds(r, v, at), ()),
        holding_wan=f.take("holding_wan", wan, 0.0),
        for_sale=for_sale,
        after=f.take("after", lambda v, at: _after(r, v, at), None),
        spread=f.take("spread", lambda v, at: _spread(r, v, at), None),
    )


def _options(r: Reading, given: Any, at: str, place: str) -> tuple[Option, ...]:
    if given == []:
        r.wrong(at, given, Label("至少有一种做法的列表", "a list of at least one option"))
    found = []
    for n, one in enumerate(r.items(given, at, OPTIONS_MOST), 1):
        f = r.fields(one, f"{place} · 第{n}种做法", OPTION)
        found.append(
            Option(
                f.take(
                    "months", lambda v, where: r.whole(v, where, 1, MONTHS_MOST), 1, required=True
                ),
                f.take("teams", lambda v, where: r.whole(v, where, 0, TEAMS_MOST), 1),
                f.take("cost_wan", lambda v, where: _costs(r, v, where), (), required=True),
            )
        )
    return tuple(found)


def _costs(r: Reading, given: Any, place: str) -> tuple[float, ...]:
    rows = r.items(given, place, COSTS_MOST)
    return tuple(r.number(wan, f"{place} 第{n}个月", 0.0) for n, wan in enumerate(rows, 1))


def _proceeds(r: Reading, given: Any, place: str) -> tuple[tuple[int, float], ...]:
    found = []
    for n, pair in enumerate(r.items(given, place, PROCEEDS_MOST), 1):
        at = f"{place} 第{n}笔"
        if not isinstance(pair, list) or len(pair) != 2:
            r.wrong(at, pair, Label("[挂牌后第几个月, 万元]", "[months after listing, 万元]"))
            continue
        found.append((r.whole(pair[0], at, 0, MONTHS_MOST), r.number(pair[1], at, 0.0)))
    return tuple(found)


def _after(r: Reading, given: Any, place: str) -> After | None:
    if given is None:
        return None
    f = r.fields(given, place, AFTER)
    key = f.take("key", r.text, "", required=True)
    return After(key, cast(Gates, f.take("gates", lambda v, at: r.one_of(v, at, GATES), "start")))


def _spread(r: Reading, given: Any, place: str) -> tuple[float, float] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) != 2:
        r.wrong(place, given, LIST)
        return None
    low, high = (r.number(factor, place, 0.0, 100.0) for factor in given)
    if not low <= 1.0 <= high:
        r.fault("T-017", place, {"low": low, "high": high})
    return low, high


def case_as_json(case: Case) -> dict[str, Any]:
    """The case in the form of the file; read again it is the same case."""
    return {
        "start": case.start,
        "months": case.months,
        "tail_months": case.tail_months,
        "monthly_rate": case.monthly_rate,
        "objective": {name: getattr(case.objective, name) for name in WEIGHTS},
        "release_by": None if case.release_by is None else case.month(case.release_by),
        "pool": {
            "opening_wan": case.pool.opening_wan,
            "floor_wan": _short(case.pool.floor_wan),
            "other_wan": _short(case.pool.other_wan),
        },
        "teams": _short(case.teams),
        "listings_per_month": _short(case.listings),
        "promises": [
            {"kind": p.kind, "at_least": p.at_least, "by": case.month(p.by)} for p in case.promises
        ],
        "parcels": [_parcel_as_json(case, parcel) for parcel in case.parcels],
    }


def _parcel_as_json(case: Case, parcel: Parcel) -> dict[str, Any]:
    return {
        "key": parcel.key,
        "name": parcel.name,
        "sunk_wan": parcel.sunk_wan,
        "options": [
            {"months": o.months, "teams": o.teams, "cost_wan": list(o.cost_wan)}
            for o in parcel.options
        ],
        "earliest": case.month(parcel.earliest),
        "notice_months": parcel.notice_months,
        "proceeds_wan": [list(pair) for pair in parcel.proceeds_wan],
        "holding_wan": parcel.holding_wan,
        "for_sale": parcel.for_sale,
        "after": None
        if parcel.after is None
        else {"key": parcel.after.key, "gates": parcel.after.gates},
        "spread": None if parcel.spread is None else list(parcel.spread),
    }


def _short(numbers: tuple[float, ...]) -> Any:
    return numbers[0] if len(set(numbers)) == 1 else list(numbers)
