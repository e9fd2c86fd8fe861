"""The words of meeting papers for templates: what kind of change an item underwent, and its two values."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from luoshi.board.since import Change
from luoshi.values.label import Label
from luoshi_web import office
from luoshi_web.pages.chrome import language

register = template.Library()

WORDS = {
    "new": Label("新增", "new"),
    "closed": Label("办结", "closed"),
    "reopened": Label("重开", "reopened"),
    "gone": Label("撤下", "taken away"),
    "slipped": Label("时限推迟", "date moved back"),
    "brought_forward": Label("时限提前", "date moved forward"),
    "sum": Label("金额变动", "sum changed"),
    "owner": Label("换了责任单位", "other unit"),
}


@register.filter
def change_word(change: Change) -> str:
    """What kind of change; for a sum, which."""
    word = WORDS[change.kind].say(language())
    declared = office.catalogue()[change.register].by_field.get(change.field)
    if change.kind != "sum" or declared is None:
        return word
    return f"{declared.label.say(language())} · {word}"


@register.filter
def changed_value(value: Any, change: Change) -> str:
    """One side of a change as people read it."""
    if value is None or value == "":
        return "—"
    if change.kind == "owner":
        return office.units().name(str(value), language())
    if isinstance(value, date):
        return value.isoformat()
    declared = office.catalogue()[change.register].by_field.get(change.field)
    unit = declared.unit if declared and not declared.unit.startswith("{") else ""
    return f"{float(value):,.10g}{unit}" if isinstance(value, int | float) else str(value)
