"""通报: the bulletin that opens the next meeting, from rows that the caller has worded (9.12).

    overall -> indicators -> lights by register and unit -> overdue, due -> silent units -> land -> findings -> demands

Nothing is invented: a section without rows says so in one sentence. Lights stand on work, units are counted and never placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.papers.paper import (
    Attachment,
    Block,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Record,
    Table,
    day_written,
)
from luoshi.papers.words import heads, word


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published indicator as it is said: value with its unit, growth, place, places won or lost."""

    name: str
    value: str
    growth: str = ""
    place: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Lights:
    """How many items show which light. Colours mean different things in different districts (8.8): their names are given."""

    levels: tuple[str, ...]
    by_register: tuple[tuple[str, tuple[int, ...]], ...] = ()
    by_unit: tuple[tuple[str, tuple[int, ...]], ...] = ()
    drawn: tuple[Picture, ...] = ()  # the registers' lights as a chart

    def __post_init__(self) -> None:
        every = (*self.by_register, *self.by_unit)
        assert all(len(counts) == len(self.levels) for _, counts in every), self.levels


@dataclass(frozen=True, slots=True)
class Item:
    """A commitment that is due: the words of the speech, and how it stands."""

    key: str
    quote: str
    lead: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, its sum as it is said; "" where none can be named."""

    label: str
    title: str
    unit: str
    reason: str
    at_stake: str = ""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a bulletin tells, `day` being the day it is signed and the day its rows stand for."""

    title: tuple[str, ...]
    signer: str
    day: date
    overall: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    lights: Lights = Lights(())
    overdue: tuple[Item, ...] = ()
    due: tuple[Item, ...] = ()
    silent: tuple[str, ...] = ()  # units in the order of protocol
    land: tuple[Block, ...] = ()  # the land programme, with its cash
    findings: tuple[Found, ...] = ()
    demands: tuple[str, ...] = ()
    mark: str = ""
    number: str = ""
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    closing: tuple[str, ...] = ()  # what the last page says of the ledger
    record: Record | None = None


def bulletin(given: Bulletin) -> Paper:
    """The bulletin as a paper."""
    sections: tuple[tuple[str, list[Block]], ...] = (
        ("overall", [Paragraph(text) for text in given.overall]),
        ("indicators", _indicators(given.indicators)),
        ("lights", _lights(given.lights)),
        ("due", [*_items("overdue", given.overdue), *_items("due", given.due)]),
        ("silent", _silent(given.silent, given.day)),
        ("land", list(given.land)),
        ("findings", _findings(given.findings)),
        ("demands", [Heading(2, text) for text in given.demands]),
    )
    body = list[Block]()
    for name, blocks in sections:
        body.append(Heading(1, word(f"head_{name}")))
        body += blocks or [Paragraph(word(f"empty_{name}"))]
    body += [Heading(0, f"{word('closing')}：", text) for text in given.closing]
    return Paper(
        "通报", given.title, tuple(body), given.mark, given.number, given.addressee,
        given.attachments, given.signer, given.day, given.record,
    )  # fmt: skip


def _indicators(given: Sequence[Indicator]) -> list[Block]:
    rows = tuple((one.name, one.value, one.growth, one.place, one.change) for one in given)
    columns = frozenset({1, 2, 3, 4})
    return [Table(heads("indicators"), rows, (4, 3, 2, 2, 2), columns)] if rows else []


def _lights(given: Lights) -> list[Block]:
    found = list[Block]()
    for name, rows in (("register", given.by_register), ("unit", given.by_unit)):
        if rows:
            found += [
                Heading(2, word(f"head_lights_{name}")),
                _light_table(name, given.levels, rows),
                *(given.drawn if name == "register" else ()),
            ]
    return found


def _light_table(
    name: str, levels: tuple[str, ...], rows: Sequence[tuple[str, tuple[int, ...]]]
) -> Table:
    sums = tuple(sum(column) for column in zip(*(counts for _, counts in rows), strict=True))
    every = ((word("lights_sum"), sums), *rows)
    return Table(
        (word(f"lights_{name}"), *levels, word("lights_sum")),
        tuple((who, *map(str, counts), str(sum(counts))) for who, counts in every),
        (4, *(1.5 for _ in levels), 1.5),
        frozenset(range(1, len(levels) + 2)),
    )


def _items(name: str, given: Sequence[Item]) -> list[Block]:
    if not given:
        return []
    rows = tuple(
        (str(number), f"{one.quote}（{one.key}）", one.lead, one.due, one.state)
        for number, one in enumerate(given, 1)
    )
    table = Table(heads("items"), rows, (0.9, 5.2, 2.2, 2, 4), frozenset({0, 3}))
    return [Heading(2, word(f"head_{name}_items")), table]


def _silent(units: Sequence[str], day: date) -> list[Block]:
    if not units:
        return []
    said = word("silent", day=day_written(day), count=len(units), units="、".join(units))
    return [Paragraph(said)]


def _findings(given: Sequence[Found]) -> list[Block]:
    rows = tuple(
        (str(number), one.title, one.label, one.reason, one.unit, one.at_stake)
        for number, one in enumerate(given, 1)
    )
    columns = frozenset({0, 5})
    shares = (0.9, 2.7, 2.1, 4.6, 2, 2)
    return [Table(heads("findings"), rows, shares, columns)] if rows else []
