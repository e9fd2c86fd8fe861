"""标注行: 责任单位：… and 完成时限：… stand after a list and hold for every item of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from luoshi.speech.document import Deadline, Draft, Heading
from luoshi.speech.find import Findings, owners, within
from luoshi.speech.find.dates import Mention

_TERM = re.compile(
    r"(?:完成|整改|办结|办理|落实|推进|工作|达标)?(?:时限|期限|时间(?:节点|要求)?)(?:要求)?[：:](?P<when>[^；。\n（）：]{1,30})"
)
_PERSON = re.compile(r"(?:责任|牵头|分管|包保)(?:领导|人)")  # a name, not a unit
_CELL = re.compile(r"(?:^|[\t|])[ ]*(?P<cell>[^\t|\n。；：]{2,60}?)[ ]*(?=[\t|\n]|\Z)", re.M)
_BARE = re.compile(r"[前底末内之以至到于在 ]*")
_BETWEEN = re.compile(r"[、，,；/ ]")
_UNIT = re.compile(
    r"[^，。；：、\d]{1,18}(?:局|委|办|厅|院|街道|乡镇|镇街|政府|单位|部门|中心|管委会|专班|公司|办事处|镇|乡|协会|集团|村|社区|学校|支队|大队|联合会)"
)
_NEW_ITEM = re.compile(
    r"^[ \t\u3000]*(?:问题|任务|事项|项目)[一二三四五六七八九十\d]+[：:、.]", re.M
)
_OPENS_BLOCK = 3  # outline levels that begin a new list


class Label(NamedTuple):
    """What a line says of the items before it."""

    start: int
    owners: tuple[str, ...]
    deadline: Deadline | None


def labels(text: str, found: Findings) -> list[Label]:
    """Every 责任单位 and 完成时限 of a text, by start."""
    told = [
        Label(r.start, r.owners, None)
        for r in found.responsibles
        if r.whole and not _PERSON.match(text, r.start)
    ]
    for match in _TERM.finditer(text):
        mentions: Sequence[Mention] = within(found.mentions, match.start("when"), match.end())
        if mentions and not mentions[-1].past:
            told.append(Label(match.start(), (), _deadline(mentions[-1])))
    told += _cells(text, found)
    return sorted(told, key=lambda label: label.start)


def _cells(text: str, found: Findings) -> Iterator[Label]:
    """A cell of a table, a line or a closing bracket that holds nothing but a date or units."""
    for match in _CELL.finditer(text):
        start, end = match.span("cell")
        dates = [m for m in within(found.mentions, start, end) if not m.past]
        if dates and _BARE.fullmatch(text[start : dates[0].start] + text[dates[0].end : end]):
            yield Label(start, (), _deadline(dates[0]))
            continue
        bare = match.group("cell")
        if dates and dates[0].start - start <= 3:
            bare = text[dates[0].end : end].lstrip("，、； ")
            yield Label(start, (), _deadline(dates[0]))
        units = _units(bare)
        if units:
            yield Label(start, units, None)


def _units(words: str) -> tuple[str, ...]:
    """The units of a cell, or nothing when anything else stands there."""
    parts = [part for part in _BETWEEN.split(words.strip()) if part]
    if not parts or not all(_UNIT.fullmatch(part) for part in parts):
        return ()
    return tuple(dict.fromkeys(owners("、".join(parts) + "要", "")))


def _deadline(mention: Mention) -> Deadline:
    last = mention.period.end if mention.period else None
    return Deadline(last, mention.precision, mention.text, mention.start, mention.end)


def apply(
    text: str, drafts: Iterable[Draft], told: Sequence[Label], outline: Sequence[Heading]
) -> Iterator[Draft]:
    """Give the items before each label its owners and, where they are hard and say none, its date.

    A list begins at a numbered line, at 问题1：, or after the labels of the list before.
    """
    if not told:
        yield from drafts
        return
    opens = {h.start for h in outline if h.level <= _OPENS_BLOCK}
    opens |= {m.start() for m in _NEW_ITEM.finditer(text)}
    events = sorted(
        [(place, 0, _Event(place)) for place in opens]
        + [(label.start, 1, _Event(label.start, label=label)) for label in told]
        + [(draft.start, 2, _Event(draft.start, draft=draft)) for draft in drafts],
        key=lambda event: event[:2],
    )
    block: list[_Item] = []
    sealed = False
    for _, _, event in events:
        if event.label is not None:
            block = [_hear(item, event.label) for item in block]
            sealed = True
            continue
        if event.draft is None or sealed:
            yield from (item.draft for item in block)
            block, sealed = [], False
        if event.draft is not None:
            block.append(_Item(event.draft, bool(event.draft.owners)))
    yield from (item.draft for item in block)


class _Event(NamedTuple):
    place: int
    label: Label | None = None
    draft: Draft | None = None


class _Item(NamedTuple):
    draft: Draft
    named: bool  # its own sentence names who answers


def _hear(item: _Item, label: Label) -> _Item:
    draft = item.draft
    if draft.kind != "commitment":
        return item
    if label.owners and not item.named:
        draft = replace(draft, owners=tuple(dict.fromkeys((*draft.owners, *label.owners))))
    if label.deadline is not None and draft.deadline is None and draft.strength == "hard":
        modality = "must" if draft.modality == "undated" else draft.modality
        draft = replace(draft, deadline=label.deadline, modality=modality)
    return _Item(draft, item.named)
