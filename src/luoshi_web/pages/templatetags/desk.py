"""The words of the desk for templates: what an act did, a slip's stage and units, the files that came with an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from luoshi.desk.clock import ACTS, act_of
from luoshi.ledger.entry import Entry
from luoshi_web import office, proofs
from luoshi_web.pages.chrome import language
from luoshi_web.pages.templatetags.luoshi import unit_name, verb_word
from luoshi_web.people.access import co_units

register = template.Library()


@register.simple_tag
def stage_of(declared: str, key: str | None) -> str:
    """A stage's name."""
    stages = {stage.key: stage.label for stage in office.catalogue()[declared].stages}
    return stages[key].say(language()) if key in stages else key or "—"


@register.simple_tag
def co_unit_names(row: Mapping[str, Any]) -> str:
    """The helping units by name."""
    return ("、" if language() == "zh" else ", ").join(unit_name(key) for key in co_units(row))


@register.filter
def deed_word(entry: Entry) -> str:
    """What an entry did: its verb, and of an act upon the clock which one."""
    return ACTS[act_of(entry)].say(language()) if entry.verb == "handle" else verb_word(entry.verb)


@register.filter
def proof_name(entry: Entry) -> str:
    """The name of the file that came with an entry; nothing when none did."""
    return entry.source.place if entry.source and proofs.is_proof(entry) else ""


@register.filter
def pictures(carrying: list[Entry]) -> list[Entry]:
    """The first and the last picture among proofs, to be held side by side; nothing when there are not two."""
    found = [entry for entry in carrying if proofs.is_picture(proof_name(entry))]
    return [found[0], found[-1]] if len(found) > 1 else []
