"""What the pages of programmes show: a plan in a few figures, its parcels line by line, the sliders, the study in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

import luoshi_web.programmes as land
from luoshi.land.case import Case, Parcel
from luoshi.land.chain import OVERDRAFT, POOL, Fund, chain
from luoshi.land.flows import Kept, cleared_in, flows, promises, released
from luoshi.land.plan import Plan, Solved
from luoshi.land.risk import Risk, risk
from luoshi.values.conversion import say_unit
from luoshi.values.label import Label
from luoshi_web import office
from luoshi_web.pages.chrome import language
from luoshi_web.pages.templatetags.luoshi import quantity

LIMITS: Mapping[str, tuple[float, float]] = {
    "price_percent": (1, 300),
    "late_months": (0, 36),
    "opening_wan": (0, 10_000_000),
    "teams": (0, 200),
}  # what a programme may suppose; the sliders offer less


AS_EXPECTED = Label("一切照预期", "everything as expected")
GIVERS = 3  # named of those whose money pays for a parcel


class Slider(NamedTuple):
    """One number that can be tried, with what the programme supposes."""

    name: str
    label: str
    unit: str
    low: int
    high: int
    step: int
    value: int
    was: int

    @property
    def changed(self) -> bool:
        """True when it stands elsewhere than the programme has it."""
        return self.value != self.was


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in figures. Money in 万元; months as YYYY-MM; shares of 1."""

    begun: int
    cleared: int
    listed: int
    spent_wan: float
    back_wan: float
    released_wan: float  # with the money of what is listed already
    release_by: str
    sunk_listed_wan: float
    lowest_wan: float
    lowest_in: str
    margin_wan: float  # least cash over its floor
    npv_wan: float  # more than doing nothing
    kept: tuple[Kept, ...]
    gap: float
    moved: (
        int | None
    )  # parcels whose months differ from the plan adopted before; None when there is none

    @property
    def lever(self) -> float | None:
        """Yuan that come back for a yuan that is spent."""
        return self.back_wan / self.spent_wan if self.spent_wan > 0 else None


class Offer(NamedTuple):
    """A plan that can be chosen: the one that is best as expected, or one that stands more."""

    kinds: tuple[str, ...]  # what it stands; "nominal" is the plan that is best as expected
    label: Label
    solved: Solved
    risk: Risk | None
    loss: float | None  # share of the value added that it gives up against the best as expected
    best: bool = False  # the one to be recommended

    @property
    def key(self) -> str:
        """Its name in an address."""
        return self.kinds[0]


class ParcelLine(NamedTuple):
    """A parcel of the plan: months, money, and for one that is left out the reason."""

    parcel: Parcel
    option: int
    start: str
    clear: str
    listed: str
    cost_wan: float
    back_wan: float
    why: str

    @property
    def teams(self) -> int:
        """Task forces that are bound while the works last."""
        return self.parcel.options[self.option].teams

    @property
    def least_wan(self) -> float:
        """What the cheapest way of doing it would cost."""
        return min(sum(option.cost_wan) for option in self.parcel.options)


@dataclass(frozen=True, slots=True)
class Study:
    """What stands behind a plan, in the reader's words."""

    reasons: list[Label]
    mends: list[Label]
    front: list[Mapping[str, Any]]
    office: list[Mapping[str, Any]]


def assumption(row: Mapping[str, Any], name: str) -> Any:
    """What the programme supposes of a number that can be tried; the default where nothing was filled in."""
    default = {"price_percent": 100, "late_months": 0}.get(name)
    value = row.get(name)
    return default if value is None else value


def assumptions(found: land.Ground) -> list[str]:
    """What the programme supposes, in a few words each."""
    p = found.assumed

    def money(wan: float) -> str:
        return strip_tags(quantity(wan, "万元"))

    said = [
        _("按 %(day)s 的地块台账") % {"day": found.parcels_on},
        _("%(first)s 起 %(n)s 个月") % {"first": f"{p.start_on:%Y-%m}", "n": p.months},
        _("期初 %(wan)s") % {"wan": money(p.opening_wan)},
        _("%(n)s 个专班") % {"n": p.teams},
    ]
    if p.floor_wan:
        said.append(_("账上至少留 %(wan)s") % {"wan": money(p.floor_wan)})
    if p.price != 1 or p.late:
        said.append(
            _("价格按预计的 %(p)s%%，回款再晚 %(n)s 个月")
            % {"p": round(100 * p.price), "n": p.late}
        )
    if p.must_list and p.list_by:
        said.append(_("%(day)s 前挂牌 %(n)s 宗") % {"day": p.list_by, "n": p.must_list})
    if p.must_release_wan and p.release_by:
        said.append(
            _("%(day)s 前回笼 %(wan)s") % {"day": p.release_by, "wan": money(p.must_release_wan)}
        )
    return said


def sliders(found: land.Ground) -> list[Slider]:
    """Price, delay, cash and task forces, each around what the programme supposes."""
    register = office.catalogue()["programme"]
    opening, teams = (float(assumption(found.row, name) or 0) for name in ("opening_wan", "teams"))
    ranges = {
        "price_percent": (50, 150, 5),
        "late_months": (0, 12, 1),
        "opening_wan": (0, max(2 * opening, 10_000), 500),
        "teams": (1, max(2 * teams, 6), 1),
    }
    made = []
    for name, (low, high, step) in ranges.items():
        f, was = register.by_field[name], assumption(found.row, name)
        unit = say_unit(f.unit).say(language())
        value = found.tried.get(name, was)
        made.append(
            Slider(name, f.label.say(language()), unit, low, int(high), step, int(value), int(was))
        )
    return made


def summary(found: land.Ground, solved: Solved) -> Summary | None:
    """The figures of a plan; None where there is no plan."""
    case, plan = found.case, solved.plan
    if plan is None:
        return None
    flow = flows(case, plan)
    lowest = min(range(case.horizon), key=lambda t: float(flow.cash_wan[t]))
    sold = [p for p in case.parcels if p.key in plan.listed]
    by = case.horizon - 1 if case.release_by is None else min(case.release_by, case.horizon - 1)
    return Summary(
        begun=len(plan.works),
        cleared=len(plan.works),
        listed=len(plan.listed),
        spent_wan=float(flow.spent_wan.sum()),
        back_wan=float(flow.back_wan.sum()),
        released_wan=released(case, flow.back_wan)
        + sum(one.wan for one in found.made.coming if one.month <= by),
        release_by=case.month(by),
        sunk_listed_wan=sum(p.sunk_wan for p in sold),
        lowest_wan=float(flow.cash_wan[lowest]),
        lowest_in=case.month(lowest),
        margin_wan=min(
            float(c) - f for c, f in zip(flow.cash_wan, case.pool.floor_wan, strict=True)
        ),
        npv_wan=land.value_added(case, plan),
        kept=promises(case, plan),
        gap=solved.gap,
        moved=_moved(found.made.before, plan),
    )


def study(content: Mapping[str, Any]) -> Study:
    """The study as it was kept."""

    def labels(name: str) -> list[Label]:
        return [Label(one["zh"], one["en"]) for one in content.get(name, ()) if not one.get("key")]

    rules = [one | {"label": Label(one["zh"], one["en"])} for one in content.get("office", ())]
    return Study(labels("reasons"), labels("mends"), list(content.get("front", ())), rules)


def _moved(before: Plan, plan: Plan) -> int | None:
    if not before.works and not before.listed:
        return None
    keys = {*before.works, *before.listed, *plan.works, *plan.listed}

    def months(one: Plan, key: str) -> tuple[int | None, int | None]:
        work = one.works.get(key)
        return work.start if work else None, one.listed.get(key)

    return sum(months(before, key) != months(plan, key) for key in keys)


def offers(case: Case, solved: Solved, study: Mapping[str, Any] | None) -> list[Offer]:
    """The plans of the study, the recommended one first; before there is one, the plan that is best as expected."""
    told = (study or {}).get("offers", ())
    if not told:
        return [Offer(("nominal",), AS_EXPECTED, solved, _risk(case, solved), 0.0)]
    found = []
    for one in told:
        plan = land.solved_of(one["solved"])
        label = Label(one["zh"], one["en"])
        found.append(
            Offer(tuple(one["kinds"]), label, plan, _risk(case, plan), one["loss"], one["best"])
        )
    return found


def chosen(offered: list[Offer], key: str) -> Offer:
    """The plan that the address names; else the one a page opens with, the first."""
    return next((one for one in offered if key in one.kinds), offered[0])


def _risk(case: Case, solved: Solved) -> Risk | None:
    return None if solved.plan is None else risk(case, solved.plan)


def parcels(
    found: land.Ground, plan: Plan, expected: Plan | None, study: Mapping[str, Any] | None
) -> list[ParcelLine]:
    """Those that are begun in the order of their money, with whose money begins them; then those that are left out, and why:
    as the study found, or because a safer plan than the one that is best as `expected` does without them."""
    case, money = found.case, chain(found.case, plan)
    why = {one["key"]: one[language()] for one in (study or {}).get("reasons", ()) if one["key"]}
    lines = []
    for parcel in case.parcels:
        work, listed = plan.works.get(parcel.key), plan.listed.get(parcel.key)
        out = why.get(parcel.key, "")
        if work is None and expected is not None and parcel.key in expected.works:
            out = _("为了稳，没有排它；按预计最好的方案会排")
        lines.append(
            ParcelLine(
                parcel,
                work.option if work else 0,
                case.month(work.start) if work else "",
                case.month(cleared_in(parcel, work)) if work else "",
                "" if listed is None else case.month(listed),
                sum(parcel.options[work.option].cost_wan) if work else 0.0,
                parcel.back_wan if listed is not None else 0.0,
                _paid_by(case, money, parcel.key) if work else out,
            )
        )
    return sorted(
        lines, key=lambda one: (not one.start, one.listed or "9999", one.start, one.parcel.key)
    )


def _paid_by(case: Case, money: Sequence[Fund], key: str) -> str:
    """Whose money pays for a parcel's works, the greatest first."""
    names = {parcel.key: parcel.name for parcel in case.parcels}
    names |= {POOL: _("资金池"), OVERDRAFT: _("透支")}
    givers = sorted((f for f in money if f.taker == key), key=lambda f: -f.wan)
    total = sum(f.wan for f in givers) or 1.0
    return _("、").join(f"{names[f.giver]} {100 * f.wan / total:.0f}%" for f in givers[:GIVERS])


class Row(NamedTuple):
    """A programme among others."""

    found: land.Ground
    solved: Solved | None  # None: not worked out yet
    summary: Summary | None
    risk: Risk | None


def line(found: land.Ground) -> Row:
    """A programme in one line, as far as it was worked out."""
    if found.made.case is None:
        return Row(found, None, None, None)
    content = land.kept(found, "plan")
    if content is None:
        return Row(found, None, None, None)
    solved = land.solved_of(content)
    return Row(found, solved, summary(found, solved), _risk(found.case, solved))
