"""会上看的到自上次会以来: two boards compared item by item, each change worded, each thing that was taken away with who did it and why."""

from __future__ import annotations

from luoshi.board.since import Change
from luoshi.journeys.replay_pack import OFFICE
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_bulletin import Wanted
from luoshi.papers.paper import Paper, day_written
from luoshi.papers.parts import Cells
from luoshi.papers.since_paper import Since
from luoshi.papers.since_paper import since as as_paper


def since(sitting: Sitting, wanted: Wanted) -> Paper:
    """The changes since the last meeting."""
    signer = sitting.world.district.issuer.name
    if sitting.last is None:
        return as_paper(Since("", sitting.on, signer))
    by_kind: dict[str, list[Change]] = {}
    for change in sitting.changes:
        by_kind.setdefault(change.kind, []).append(change)
    moved = [*by_kind.get("slipped", ()), *by_kind.get("brought_forward", ())]
    return as_paper(
        Since(
            sitting.meeting(sitting.last.key),
            sitting.on,
            signer,
            gone=tuple(
                (_named(sitting, c), _unit(sitting, c), _taken_away(sitting, c))
                for c in by_kind.get("gone", ())
            ),
            sum=tuple(_sum(sitting, c) for c in by_kind.get("sum", ())),
            owner=tuple(
                (_named(sitting, c), sitting.unit(c.old) or "未定", sitting.unit(c.new) or "未定")
                for c in by_kind.get("owner", ())
            ),
            moved=tuple(
                (_named(sitting, c), _unit(sitting, c), day_written(c.old), day_written(c.new))
                for c in moved
            ),
            closed=tuple(
                (_named(sitting, c), _unit(sitting, c), day_written(c.new))
                for c in by_kind.get("closed", ())
            ),
            new=tuple((_named(sitting, c), _unit(sitting, c)) for c in by_kind.get("new", ())),
        )
    )


def amount(value: float, unit: str) -> str:
    """An amount with its unit, thousands parted."""
    return f"{value:,.10g}{unit}"


def _named(sitting: Sitting, change: Change) -> str:
    register = sitting.world.catalogue[change.register].label.zh.removesuffix("台账")
    return f"{change.title}（{register} {change.key}）"


def _unit(sitting: Sitting, change: Change) -> str:
    return sitting.unit(change.owner) or "未定"


def _sum(sitting: Sitting, change: Change) -> Cells:
    field = sitting.world.catalogue[change.register].by_field[change.field]
    unit = _unit_of(sitting, change) if field.unit.startswith("{") else field.unit
    difference = change.new - change.old
    return (
        _named(sitting, change),
        field.label.zh,
        amount(change.old, unit),
        amount(change.new, unit),
        f"{'+' if difference > 0 else '-'}{amount(abs(difference), unit)}",
    )


def _unit_of(sitting: Sitting, change: Change) -> str:
    row = sitting.at.item(change.register, change.key) or {}
    field = sitting.world.catalogue[change.register].by_field[change.field].unit.strip("{}")
    return str(row.get(field) or "")


def _taken_away(sitting: Sitting, change: Change) -> str:
    """Who withdrew the item's last entry, on which day, with which reason."""
    place = change.register, change.key
    its = [e for e in sitting.entries if (e.register, e.key) == place and e.verb == "withdraw"]
    if not its:
        return "—"
    on = its[-1].known_at.astimezone(OFFICE).date()
    return (
        f"{sitting.unit(its[-1].unit) or '—'}，{day_written(on)}，{its[-1].reason or '没有写理由'}"
    )
