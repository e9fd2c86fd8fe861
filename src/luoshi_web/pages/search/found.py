"""What was found, by kind: registers in the agenda's order, then the sentences of speeches, then units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.board.board import View
from luoshi.board.lamps import Lamp
from luoshi.board.search import where
from luoshi.declare.register import LEVELS
from luoshi.speech.sought import Passage, Piece, Sought
from luoshi_web import office, services
from luoshi_web.pages import handed_over
from luoshi_web.pages.chrome import language
from luoshi_web.pages.moment import Moment
from luoshi_web.people.access import Viewer
from luoshi_web.records.models import Reading

SPEECH, UNIT = "speech", "unit"


class Told(NamedTuple):
    """A field and its value, with the words that were found in it."""

    label: str
    pieces: list[Piece]


class Line(NamedTuple):
    """One thing that was found."""

    address: str
    title: list[Piece]
    key: str = ""
    told: tuple[Told, ...] = ()
    lamp: Lamp | None = None
    owner: list[Piece] | None = None
    closed: bool = False


class Group(NamedTuple):
    """What was found of one kind: how many, and the first lines."""

    kind: str
    label: str
    count: int
    lines: tuple[Line, ...]


def kinds(who: Viewer) -> dict[str, str]:
    """Where is looked for this person, in the order of the results."""
    found = {key: declared.label.say(language()) for key, declared in office.catalogue().items()}
    if who.opens("speech"):
        found[SPEECH] = _("讲话原句")
    return found | {UNIT: _("单位")}


def everywhere(sought: Sought, who: Viewer, moment: Moment, first: int) -> list[Group]:
    """Every kind of which something fits, with its `first` lines."""
    if not sought.words:
        return []
    groups = [one_kind(kind, sought, who, moment, first) for kind in kinds(who)]
    return [group for group in groups if group.count]


def one_kind(
    kind: str, sought: Sought, who: Viewer, moment: Moment, first: int, after: int = 0
) -> Group:
    """`first` lines of one kind after the first `after`; the best come first."""
    label = kinds(who)[kind]
    if kind == UNIT:
        units = _units(sought, moment)
        return Group(kind, label, len(units), tuple(units[after : after + first]))
    if kind == SPEECH:
        passages = [(r, p) for r in _spoken(moment) for p in sought.passages(r.text)]
        lines = (_sentence(*one, sought, moment) for one in passages[after : after + first])
        return Group(kind, label, len(passages), tuple(lines))
    with services.reading(services.view(moment.true_on, moment.known_at)) as at:
        wanted = services.fit(who, kind, words=" ".join(sought.words))
        held = at.listing(kind, wanted).best(first, after)
        lines = (_item(at, kind, row, sought, moment) for row in held.rows)
        return Group(kind, label, held.count, tuple(lines))


def every_row(
    kinds_wanted: Iterable[str], sought: Sought, who: Viewer, moment: Moment
) -> Iterator[dict[str, Any]]:
    """All that fits, as rows to be handed over: kind, number, title, unit, light."""
    for kind in kinds_wanted:
        if kind in (SPEECH, UNIT):
            for line in one_kind(kind, sought, who, moment, handed_over.ALL).lines:
                within = "".join(piece.text for one in line.told for piece in one.pieces)
                where_told = f"{line.told[0].label} {within}".strip() if line.told else ""
                yield {"kind": kind, "title": "".join(p.text for p in line.title), "place": where_told}  # fmt: skip
        else:
            yield from _item_rows(kind, sought, who, moment)


def _item_rows(kind: str, sought: Sought, who: Viewer, moment: Moment) -> Iterator[dict[str, Any]]:
    wanted = services.fit(who, kind, words=" ".join(sought.words))
    with services.reading(services.view(moment.true_on, moment.known_at)) as at:
        rows = at.listing(kind, wanted).page()
        worst = services.worst(at.lamps(kind, fit=wanted))
    for row in rows:
        lamp = handed_over.lit(worst.get(row["item"]))
        yield {
            "kind": kind,
            "item": row["item"],
            "title": row["title"],
            "owner": row["owner"],
        } | lamp


def few(groups: list[Group], lines: int) -> list[Group]:
    """The same groups with no more lines than these in all."""
    found, left = [], lines
    for group in groups:
        if left:
            found.append(group._replace(lines=group.lines[:left]))
            left -= len(found[-1].lines)
    return found


def _item(at: View, register: str, row: Mapping[str, Any], sought: Sought, moment: Moment) -> Line:
    declared, units, lang = office.catalogue()[register], office.units(), language()
    lamps = (at.lamp(register, row["item"], light.key) for light in declared.lights)
    worst = min(filter(None, lamps), key=lambda lamp: LEVELS.index(lamp.level), default=None)
    told = where(declared, row, sought, units, lang)
    return Line(
        address=_at(reverse("item", args=[register, row["item"]]), moment),
        title=sought.pieces(str(row.get("title") or row["item"])),
        key=row["item"],
        told=tuple(Told(one.label.say(lang), sought.snippet(one.words)) for one in told),
        lamp=worst,
        owner=sought.pieces(units.name(row.get("owner"), lang)),
        closed=bool(row.get("closed_on")),
    )


def _spoken(moment: Moment) -> QuerySet[Reading]:
    """The speeches of the moment, the last meeting first: what was read in later was not known then."""
    found = Reading.objects.defer("found")
    if not moment.now:
        found = found.filter(meeting_on__lte=moment.true_on)
    return found.filter(read_at__lte=moment.known_at) if moment.known_at else found


def _sentence(reading: Reading, passage: Passage, sought: Sought, moment: Moment) -> Line:
    paragraph = reading.text.rfind("\n", 0, passage.start) + 1
    above = [h for h in reading.found["outline"] if h["start"] <= passage.start]
    heading = f"{above[-1]['number']}{above[-1]['title']}" if above else ""
    address = _at(reverse("reading", args=[reading.pk]), moment)
    return Line(
        address=f"{address}#p{paragraph}",
        title=sought.pieces(passage.text),
        told=(Told(reading.title, sought.pieces(heading)),),
    )


def _units(sought: Sought, moment: Moment) -> list[Line]:
    """Units by any of their names, with what of theirs is lit."""
    lang, found = language(), []
    for unit in office.units():
        if any(sought.fits(name) for name in (*unit.label, *unit.aka)):
            address = f"{reverse('lights')}?unit={unit.key}"
            found.append(Line(_at(address, moment), sought.pieces(unit.label.say(lang))))
    return found


def _at(address: str, moment: Moment) -> str:
    """The address with the moment in it."""
    if moment.now:
        return address
    return f"{address}{'&' if '?' in address else '?'}{moment.query}"
