"""What the core knows, as the shapes of the interface want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.board.lamps import Lamp as Lit
from luoshi.declare.register import SYSTEM_COLUMNS, Register
from luoshi.desk.due import Owed
from luoshi.ledger.entry import Entry
from luoshi_web.api.shapes import label


def head(register: Register) -> dict[str, Any]:
    """A register in the list."""
    return {
        "key": register.key,
        "label": label(register.label),
        "kept_by": register.kept_by,
        "every": register.due.every,
    }


def declaration(register: Register) -> dict[str, Any]:
    """A register as it is declared."""
    return head(register) | {
        "source": register.source,
        "title": register.title,
        "owner": register.owner,
        "fields": [
            {
                "key": f.key,
                "label": label(f.label),
                "type": f.type,
                "unit": f.unit,
                "required": f.required,
                "asked_of": f.asked_of,
                "needed_by": label(f.needed_by),
                "hint": label(f.hint),
                "choices": [{"key": key, "label": label(words)} for key, words in f.choices],
                "links_to": f.links_to,
                "derived": f.derived,
            }
            for f in register.fields
        ],
        "stages": [
            {"key": s.key, "label": label(s.label), "gate": s.gate} for s in register.stages
        ],
        "measures": [
            {"key": m.key, "label": label(m.label), "unit": m.unit, "by": m.by}
            for m in register.measures
        ],
        "lights": [
            {
                "key": light.key,
                "label": label(light.label),
                "rules": {level: label(rule.why) for level, rule in light.rules.items()},
            }
            for light in register.lights
        ],
    }


def item(
    register: Register, row: Mapping[str, Any], lamps: Iterable[Lit], seen: int
) -> dict[str, Any]:
    """One item with its fields and lights; columns the board adds for itself stay there."""
    return {name: row.get(name) for name in SYSTEM_COLUMNS} | {
        "fields": {f.key: row.get(f.key) for f in register.fields},
        "lights": [lamp(one) for one in lamps],
        "seen": seen,
    }


def lamp(lit: Lit) -> dict[str, Any]:
    """One light."""
    return {"light": lit.light, "level": lit.level, "why": label(lit.why), "late": lit.late}


def lamp_of_item(lit: Lit) -> dict[str, Any]:
    """One light with its item."""
    place = {"register_key": lit.register, "item": lit.key, "owner": lit.owner, "title": lit.title}
    return lamp(lit) | place


def entry(told: Entry) -> dict[str, Any]:
    """One entry: who is a unit and a reference, never a name."""
    source = told.source
    return {
        "seq": told.seq,
        "digest": told.digest,
        "register_key": told.register,
        "item": told.key,
        "verb": told.verb,
        "fields": dict(told.fields),
        "true_on": told.true_on,
        "known_at": told.known_at,
        "unit": told.unit,
        "author": told.author,
        "reason": told.reason,
        "about": told.about,
        "source": source
        and {
            name: getattr(source, name) for name in ("document", "place", "start", "end", "quote")
        },
    }


def owed(one: Owed) -> dict[str, Any]:
    """One report that is owed."""
    return {
        "register_key": one.register,
        "item": one.key,
        "owner": one.owner,
        "title": one.title,
        "period_start": one.period_start,
        "period_end": one.period_end,
        "due_on": one.due_on,
        "late": one.late,
    }
