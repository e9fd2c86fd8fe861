"""What the pages of checks show: a check in one line, findings narrowed and handed over, and what stands above the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from luoshi.board.board import View
from luoshi.declare.register import Field
from luoshi.journeys import firms_to_findings, projects_to_findings
from luoshi.journeys.checks import Check
from luoshi.journeys.findings_to_slips import Settled
from luoshi.values.finding import Finding, at_stake, wordings
from luoshi.values.label import Label
from luoshi_web import checks, office
from luoshi_web.pages import handed_over
from luoshi_web.pages.checks import leads
from luoshi_web.pages.chrome import language
from luoshi_web.pages.handed_over import Table
from luoshi_web.people.access import Viewer

MORE = ("leads", "entitlements", "tax")  # checks that show something above their list


class Line(NamedTuple):
    """A check in one line."""

    check: Check
    count: int
    items: int
    stake_wan: float | None
    unsettled: int  # findings without a slip
    most: tuple[str, int] | None  # the unit with most findings


class Kind(NamedTuple):
    """One kind of finding and how many there are."""

    key: str
    label: Label
    count: int


def line(check: Check, found: Sequence[Settled]) -> Line:
    """How many findings, on how many items, the money, and who has most of them."""
    by_unit = Counter(one.finding.unit for one in found if one.finding.unit)
    return Line(
        check,
        len(found),
        len({(one.finding.register, one.finding.key) for one in found}),
        stake(found),
        sum(not one.slip for one in found),
        by_unit.most_common(1)[0] if by_unit else None,
    )


def stake(found: Iterable[Settled]) -> float | None:
    """The money at stake of these findings in 万元."""
    return at_stake([one.finding for one in found])


def kinds(found: Iterable[Settled]) -> list[Kind]:
    """The kinds there are, the most frequent first."""
    counted = Counter(one.finding.kind for one in found)
    return [Kind(key, wordings()[key].label, count) for key, count in counted.most_common()]


def narrowed(found: Iterable[Settled], chosen: Mapping[str, str]) -> list[Settled]:
    """The findings of a kind and of a unit with those below it, the most money first; those without a sum in the order found."""
    below = office.units().under(chosen["unit"]) if chosen["unit"] else None
    fitting = [
        one
        for one in found
        if chosen["kind"] in ("", one.finding.kind) and (below is None or one.finding.unit in below)
    ]
    return sorted(fitting, key=lambda one: -(one.finding.at_stake_wan or 0.0))


# --- as a table that leaves the house ---------------------------------------------------------------------------------

_FOUND = Label("发现", "Finding")
_REMEDY = Field("remedy", Label("怎么改", "What mends it"), "text")
_CLAUSE = Field("clause", Label("依据", "Rule"), "text")
_STAKE = Field("at_stake_wan", Label("涉及金额", "At stake"), "amount", unit="万元")
_SINCE = Field("since", Label("起自", "Since"), "date")
_SLIP = Field("slip", Label("督办单", "Slip"), "text")
_COUNT = Field("count", Label("发现", "Findings"), "count", unit="项")
_ITEMS = Field("items", Label("事项", "Items"), "count", unit="项")
_UNSETTLED = Field("unsettled", Label("没有转督办", "Without a slip"), "count", unit="项")
_CHECK = Field("check", Label("核对", "Check"), "text")


def table(check: Check, found: Iterable[Settled], chosen: Mapping[str, str]) -> Table:
    """The findings as a table."""
    lang = language()
    labels = tuple((key, words.label) for key, words in wordings().items())
    columns = (
        handed_over.KEY,
        handed_over.TITLE,
        handed_over.OWNER,
        Field("kind", _FOUND, "choice", choices=labels),
        handed_over.WHY,
        _STAKE,
        _SINCE,
        _REMEDY,
        _CLAUSE,
        _SLIP,
    )
    narrowed_to = {"unit": chosen["unit"]} if chosen["unit"] else {}
    told = dict(handed_over.filters(narrowed_to))
    if chosen["kind"] in wordings():
        told[_FOUND.say(lang)] = wordings()[chosen["kind"]].label.say(lang)
    rows = (_row(one.finding, one.slip, lang) for one in found)
    return Table(f"checks-{check.key}", check.label.say(lang), columns, rows, told)


def overview_table(lines: Iterable[Line]) -> Table:
    """The overview as a table."""
    lang = language()
    rows = (
        {
            "check": one.check.label.say(lang),
            "count": one.count,
            "items": one.items,
            "at_stake_wan": one.stake_wan,
            "unsettled": one.unsettled,
        }
        for one in lines
    )
    columns = (_CHECK, _COUNT, _ITEMS, _STAKE, _UNSETTLED)
    return Table("checks", Label("核对", "Checks").say(lang), columns, rows)


def _row(one: Finding, slip: str, lang: str) -> dict[str, Any]:
    return {
        "item": one.key,
        "title": one.title,
        "owner": one.unit,
        "kind": one.kind,
        "why": one.reason(lang),
        "at_stake_wan": one.at_stake_wan,
        "since": one.since,
        "remedy": one.remedy(lang),
        "clause": one.clause,
        "slip": slip,
    }


def more(check: str, who: Viewer, at: View, now: bool) -> dict[str, Any]:
    """What a check shows above its list."""
    match check:
        case "leads":
            return leads.queue(who, at, now)
        case "entitlements":
            policies = firms_to_findings.covered(checks.ground(who, at))
            return {"policies": policies}
        case "tax":
            every = projects_to_findings.standings(checks.ground(who, at))
            return {"standings": [one for one in every if one.state != "not_begun"]}
        case _:
            return {}
