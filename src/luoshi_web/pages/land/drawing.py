"""方案图: the works of each parcel over the cash they live on, and the money back against what was promised, on one axis.

Only places are worked out here, in the units of the drawing (a month is MONTH wide); words and colours are the template's.
The same numbers stand in the tables below the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, floor, log10
from typing import NamedTuple

from luoshi.land.case import Case, Parcel
from luoshi.land.flows import cleared_in, flows
from luoshi.land.plan import Plan, Work

MONTH = 22.0
NAMES = 190.0  # width of the column of names
LINE = 24.0
TOP = 36.0  # the months' heads
CASH, BACK = 190.0, 120.0  # heights of the two charts below the works
GAP = 34.0
DOT_MAX = 7.0
TICKS = 4


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    text: str
    strong: bool = False
    over: str = ""  # what stands above it: the year of the months that follow


class Dot(NamedTuple):
    """Money that comes back in a month: the area is the money."""

    x: float
    r: float
    month: str
    wan: float


class Flag(NamedTuple):
    """A promise of money: so much by the end of a month."""

    x: float
    y: float
    month: str
    wan: float


class Bar(NamedTuple):
    """A parcel's stretch of months."""

    x: float
    width: float
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Line:
    """One parcel: its works, its wait for the listing, the listing, and its money."""

    key: str
    name: str
    y: float
    work: Bar
    hurried: bool
    wait: Bar | None
    listed_x: float | None
    listed: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of money over the months; the points of its lines as SVG takes them."""

    top: float
    bottom: float
    low_wan: float
    high_wan: float
    ticks: tuple[Tick, ...]
    line: str
    band: str = ""
    floor: str = ""
    mark_x: float | None = None
    mark_y: float | None = None
    mark: str = ""
    flags: tuple[Flag, ...] = ()

    def y(self, wan: float) -> float:
        """Where an amount stands."""
        share = (self.high_wan - wan) / ((self.high_wan - self.low_wan) or 1.0)
        return round(self.top + (self.bottom - self.top) * share, 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the template draws."""

    width: float
    height: float
    left: float
    decided: float  # right end of the months that are decided
    months: tuple[Tick, ...]
    lines: tuple[Line, ...]
    cash: Chart
    back: Chart

    @property
    def after(self) -> float:
        """Width of the months in which only money still moves."""
        return self.width - self.decided


def draw(
    case: Case,
    plan: Plan,
    spread: tuple[Sequence[float], Sequence[float]] | None = None,
) -> Drawing:
    """The drawing of a plan; `spread` holds by month the cash that one future in ten falls below and one exceeds."""
    flow = flows(case, plan)
    lines = tuple(_lines(case, plan))
    works_end = TOP + LINE * max(len(lines), 1)
    cash = _chart(
        [float(wan) for wan in flow.cash_wan],
        works_end + GAP,
        CASH,
        band=spread,
        floor_wan=case.pool.floor_wan,
    )
    lowest = min(range(case.horizon), key=lambda t: flow.cash_wan[t])
    cash = replace(
        cash,
        mark_x=_x(lowest) + MONTH / 2,
        mark_y=cash.y(float(flow.cash_wan[lowest])),
        mark=case.month(lowest),
    )
    said = [p for p in case.promises if p.kind == "released"]
    total = [float(wan) for wan in accumulate(flow.back_wan)]
    back = _chart(total, cash.bottom + GAP, BACK, floor_wan=[p.at_least for p in said])
    flags = (Flag(_x(p.by + 1), back.y(p.at_least), case.month(p.by), p.at_least) for p in said)
    back = replace(back, floor="", flags=tuple(flags))
    return Drawing(
        width=NAMES + MONTH * case.horizon + 8,
        height=back.bottom + 14,
        left=NAMES,
        decided=NAMES + MONTH * case.months,
        months=tuple(_months(case)),
        lines=lines,
        cash=cash,
        back=back,
    )


def _lines(case: Case, plan: Plan) -> Iterable[Line]:
    """Parcels in the order in which their money comes, then those that are only cleared."""
    most = max((wan for p in case.parcels for _, wan in p.proceeds_wan), default=1.0)
    begun = [p for p in case.parcels if p.key in plan.works]
    begun.sort(key=lambda p: (plan.listed.get(p.key, case.months), plan.works[p.key].start, p.key))
    for number, parcel in enumerate(begun):
        yield _line(case, parcel, plan.works[parcel.key], plan.listed.get(parcel.key), number, most)


def _line(
    case: Case, parcel: Parcel, work: Work, listed: int | None, number: int, most: float
) -> Line:
    end = cleared_in(parcel, work)
    money = [] if listed is None else [(listed + later, wan) for later, wan in parcel.proceeds_wan]
    wait = None
    if listed is not None and listed > end + 1:
        wait = _bar(case, end + 1, listed - 1)
    return Line(
        key=parcel.key,
        name=parcel.name,
        y=TOP + LINE * (number + 0.5),
        work=_bar(case, work.start, end),
        hurried=work.option > 0,
        wait=wait,
        listed_x=None if listed is None else _x(listed) + MONTH / 2,
        listed="" if listed is None else case.month(listed),
        dots=tuple(
            Dot(_x(t) + MONTH / 2, max(DOT_MAX * (wan / most) ** 0.5, 2.0), case.month(t), wan)
            for t, wan in money
            if t < case.horizon
        ),
    )


def _bar(case: Case, first: int, last: int) -> Bar:
    return Bar(_x(first) + 1, MONTH * (last - first + 1) - 2, case.month(first), case.month(last))


def _x(month: float) -> float:
    return NAMES + MONTH * month


def _months(case: Case) -> Iterable[Tick]:
    """Every month; the first of a year carries the year too."""
    for t in range(case.horizon):
        year, month = case.month(t).split("-")
        first = t == 0 or month == "01"
        yield Tick(_x(t), str(int(month)), first, year if first else "")


def _chart(
    values: Sequence[float],
    top: float,
    height: float,
    band: tuple[Sequence[float], Sequence[float]] | None = None,
    floor_wan: Sequence[float] = (),
) -> Chart:
    """A line of steps: what holds at the end of a month is drawn over the whole month."""
    every = [0.0, *values, *floor_wan, *(band[0] if band else ()), *(band[1] if band else ())]
    low, high = min(every), max(every)
    step = _nice((high - low) / TICKS or 1.0)
    low, high = floor(low / step) * step, ceil(high / step) * step
    chart = Chart(top, top + height, low, high, (), "")
    marks = [low + step * n for n in range(round((high - low) / step) + 1)]
    return replace(
        chart,
        ticks=tuple(Tick(chart.y(wan), f"{wan / 10_000:g}", wan == 0) for wan in marks),
        line=_steps(values, chart),
        band=f"{_steps(band[1], chart)} {_steps(band[0], chart, back=True)}" if band else "",
        floor=_steps(floor_wan, chart),
    )


def _steps(values: Sequence[float], chart: Chart, *, back: bool = False) -> str:
    places = [
        f"{_x(t + side):.1f},{chart.y(wan)}" for t, wan in enumerate(values) for side in (0, 1)
    ]
    return " ".join(reversed(places) if back else places)


def _nice(step: float) -> float:
    """1, 2 or 5 times a power of ten, not below the step."""
    size = 10.0 ** floor(log10(step))
    return next(size * times for times in (1, 2, 5, 10) if size * times >= step)
