"""What the pages of indicators show: a line with its lights, every telling of every period, the peers, the dearest gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from luoshi.board.lamps import Lamp
from luoshi.declare.register import Field
from luoshi.indicators.causes import beside, causes
from luoshi.indicators.growth import Growth, Not
from luoshi.indicators.plausible import Doubt
from luoshi.indicators.ranks import Ranks, ranked
from luoshi.indicators.series import Cell, Point
from luoshi.indicators.span import Span
from luoshi.indicators.way_out import Gap
from luoshi.indicators.way_out import gaps as gaps_of
from luoshi.journeys.economy_at import Economy
from luoshi.journeys.entries_to_points import ECONOMY
from luoshi.journeys.points_to_places import Line, growths, spans
from luoshi.ledger.entry import Entry
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import office
from luoshi_web.pages.chrome import language
from luoshi_web.pages.handed_over import Table

YEARS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the table with its name, its item, its aim and its lights."""

    line: Line
    label: str
    row: Mapping[str, Any]
    growth_light: Lamp | None
    place_light: Lamp | None


class Telling(NamedTuple):
    """A figure as it stood after one telling; `first` is the one that stands first, `stands` the one that counts."""

    point: Point
    stands: bool
    number: int


@dataclass(frozen=True, slots=True)
class Period:
    """A span with what was told for it, and what its levels imply beside the published growth."""

    span: Span
    point: Point
    tellings: tuple[Telling, ...]
    ranks: Ranks
    implied: Growth | Not
    causes: tuple[Label, ...]  # why the implied one differs


class Peer(NamedTuple):
    """A region in the order of places."""

    region: str
    own: bool
    growth: Growth | None
    place: int | None
    published: int | None
    moved: int | None


def name_of(indicator: str) -> str:
    """What people call an indicator."""
    field = office.catalogue()[ECONOMY].by_field["indicator"]
    return next(
        (label.say(language()) for key, label in field.choices if key == indicator), indicator
    )


def line(found: Economy, one: Line, lamps: Iterable[Lamp]) -> Shown:
    """A line with its item's lights."""
    row = found.rows.get((found.region, one.indicator), {})
    its = {lamp.light: lamp for lamp in lamps if lamp.key == row.get("item")}
    return Shown(one, name_of(one.indicator), row, its.get("growth"), its.get("position"))


def gaps(found: Economy, lines: Sequence[Line]) -> list[tuple[str, Gap]]:
    """Indicators among the last, the one that wins most places for a point first."""
    by = {
        one.indicator: growths(found.figures, one.indicator, one.point.cell.span)
        for one in lines
        if one.ranks.count > found.last
    }
    better = {name: way for name, way in found.better.items() if name in by}
    return [
        (name_of(gap.indicator), gap)
        for gap in gaps_of(by, found.region, found.last, better=better)
    ]


def doubted(
    doubts: Sequence[Doubt], answers: Mapping[str, Entry]
) -> dict[str, list[tuple[Doubt, Entry | None]]]:
    """Doubts that wait for an answer, and those that have one."""
    both = [(one, answers.get(one.key)) for one in doubts]
    return {
        "open_doubts": [pair for pair in both if pair[1] is None],
        "answered": [pair for pair in both if pair[1] is not None],
    }


def periods(found: Economy, one: Line) -> list[Period]:
    """This year's and last year's spans, the newest first, each with every telling that was known."""
    told = spans(found.figures, found.region, one.indicator)
    since = one.point.cell.span.year - YEARS_SHOWN + 1
    shown = []
    for span in reversed([each for each in told if each.year >= since]):
        cell = Cell(found.region, one.indicator, span)
        point = found.figures[cell]
        tellings = [
            Telling(each, each == point, number)
            for number, each in enumerate(found.vintages(cell), start=1)
        ]
        before = found.vintages(cell._replace(span=span.year_before))
        implied = beside(point, before[-1] if before else None)
        growth = implied.implied if implied else Not.TOLD
        growth = growth.rounded() if isinstance(growth, Growth) else growth
        race = ranks_of(found, one, span)
        shown.append(
            Period(span, point, tuple(tellings), race, growth, tuple(causes(point, before)))
        )
    return shown


def ranks_of(found: Economy, one: Line, span: Span) -> Ranks:
    """The places of a span."""
    return ranked(growths(found.figures, one.indicator, span), one.better)


def peers(found: Economy, one: Line, running: Mapping[Span, Ranks]) -> list[Peer]:
    """All regions in the order of places, those that are not told last."""
    span = one.point.cell.span
    values = growths(found.figures, one.indicator, span)
    before = [each for each in running if each < span and each.year == span.year]
    earlier = running[before[-1]].places if before else {}
    listed = []
    for region, growth in values.items():
        point = found.figures.get(Cell(region, one.indicator, span))
        place = one.ranks.places.get(region)
        won = earlier[region] - place if place is not None and region in earlier else None
        published = point.place if point else None
        listed.append(Peer(region, region == found.region, growth, place, published, won))
    return sorted(
        listed, key=lambda peer: (peer.place is None, peer.place or 0, not peer.own, peer.region)
    )


def place_asked(text: str, one: Line, last: int) -> tuple[int, list[Problem]]:
    """The place that the address asks for; the first one out of the last places where it asks for none."""
    count = max(one.ranks.count, 1)
    usual = max(count - last, 1)
    if not text.strip():
        return usual, []
    if text.strip().isdecimal() and 1 <= int(text) <= count:
        return int(text), []
    return usual, [Problem("W-130", "", {"value": text[:20], "count": count})]


COLUMNS = (
    Field("indicator", Label("指标", "Indicator"), "text"),
    Field("span", Label("统计期", "Period"), "text"),
    Field("value", Label("水平值", "Level"), "amount"),
    Field("value_unit", Label("计量单位", "Unit"), "text"),
    Field("growth", Label("同比增速", "Growth on last year"), "ratio", unit="%"),
    Field("basis", Label("增速口径", "Basis of growth"), "text"),
    Field("kind", Label("数据性质", "Kind of figure"), "text"),
    Field("place", Label("位次", "Rank"), "count"),
    Field("places", Label("参加排位的地区数", "Regions ranked"), "count"),
    Field("since_before", Label("比上期（位）", "Places won since the last period"), "count"),
    Field("since_year_end", Label("比上年末（位）", "Places won since last year's end"), "count"),
    Field("published_on", Label("发布日期", "Published on"), "date"),
)
TOLD = (
    *(one for one in COLUMNS if not one.key.startswith("since")),
    Field("known_at", Label("录入时间", "Told at"), "text"),
    Field("stands", Label("现在算数", "Stands"), "bool"),
)


def table(found: Economy, lines: Sequence[Line]) -> Table:
    """The table as it leaves the house."""
    rows = [
        _told(one.point)
        | {
            "place": one.place,
            "places": one.places,
            "since_before": one.since_before,
            "since_year_end": one.since_year_end,
        }
        for one in lines
    ]
    return Table("economy", _("经济指标"), COLUMNS, rows)


def tellings_table(found: Economy, one: Line) -> Table:
    """Every telling of every period of one indicator, of the district and its peers."""
    mine = [
        point
        for point in found.told
        if point.cell.indicator == one.indicator and point.cell.span.to_date
    ]
    standing = set(map(id, found.figures.values()))
    rows = [
        _told(point) | {"known_at": point.known_at.isoformat(), "stands": id(point) in standing, "region": point.cell.region}
        for point in mine
    ]  # fmt: skip
    region = Field("region", Label("地区", "Region"), "text")
    return Table(f"economy-{one.indicator}", name_of(one.indicator), (region, *TOLD), rows)


def _told(point: Point) -> dict[str, Any]:
    return {
        "indicator": name_of(point.cell.indicator),
        "span": str(point.cell.span),
        "value": None if point.level is None else float(point.level),
        "value_unit": point.unit,
        "growth": None if point.growth is None else float(point.growth.percent),
        "basis": choice("growth_basis", point.growth_basis),
        "kind": choice("kind", point.kind),
        "place": point.place,
        "places": point.places,
        "published_on": point.published_on,
    }


def choice(field: str, key: str | None) -> str:
    """A choice of the register in the reader's words."""
    choices = office.catalogue()[ECONOMY].by_field[field].choices
    return next((label.say(language()) for name, label in choices if name == key), "")
