"""The few words that templates need: addresses that carry the moment, lights, names, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.declare.register import Field
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, services
from luoshi_web.pages.chrome import language
from luoshi_web.people.access import Page, Viewer

register = template.Library()

SHAPES = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}


def level_word(level: str) -> str:
    """正常 预警 逾期 未报: the word that goes with shape and colour."""
    return {"green": _("正常"), "yellow": _("预警"), "red": _("逾期"), "grey": _("未报")}[level]


@register.simple_tag
def light(level: str | None, late: bool = False, bare: bool = False) -> SafeString:
    """Shape, word and colour of a level; with a word more when it was late once."""
    if not level:
        return mark_safe('<span class="light light-none">—</span>')
    word = "" if bare else level_word(level)
    tail = (
        format_html(' <span class="late">{}</span>', _("曾逾期")) if late and level != "red" else ""
    )
    return format_html(
        '<span class="light light-{}" title="{}"><i aria-hidden="true">{}</i>{}{}</span>',
        level, level_word(level), SHAPES[level], word, tail,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def go(context: Mapping[str, Any], name: str, *args: Any, **query: Any) -> str:
    """The address of a page, with the moment and further words in its query."""
    from django.http import QueryDict

    words = QueryDict(mutable=True)
    moment = context.get("moment")
    if moment is not None and not moment.now:
        words.update(QueryDict(moment.query))
    for key, value in query.items():
        if value not in (None, ""):
            words[key] = str(value)
    address = reverse(name, args=args)
    return f"{address}?{words.urlencode()}" if words else address


@register.filter
def say(given: Any) -> str:
    """A label, a register, a problem: in the reader's language."""
    if isinstance(given, Label):
        return given.say(language())
    if isinstance(given, Problem):
        return given.say(language())
    label = getattr(given, "label", None)
    return label.say(language()) if isinstance(label, Label) else str(given or "")


@register.filter
def cause(problem: Problem) -> str:
    """What is wrong."""
    return problem.cause(language())


@register.filter
def remedy(problem: Problem) -> str:
    """What to do."""
    return problem.remedy(language())


@register.filter
def unit_name(key: str | None) -> str:
    """A unit's name; nothing for nothing."""
    return services.units().name(key, language()) if key else ""


@register.filter
def person_name(ref: str) -> str:
    """The name behind an entry's reference."""
    return services.person_name(ref, language())


@register.filter
def day(value: date | datetime | str | None) -> str:
    """2026-04-30, or a dash."""
    if not value:
        return "—"
    if isinstance(value, datetime):
        value = clock.office_day(value)
    return value if isinstance(value, str) else value.isoformat()


@register.filter
def instant(value: datetime | None) -> str:
    """2026-04-30 14:05 in the office's time."""
    return value.astimezone(clock.OFFICE).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def number(value: Any) -> str:
    """1,234.5 with no needless zeros; a dash for what nobody told."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool) or not isinstance(value, int | float):
        try:
            value = float(value)
        except (TypeError, ValueError):
            return str(value)
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text or "0"


@register.filter
def shown(value: Any, field: Field) -> str:
    """A field's value as people read it."""
    if value is None or value == "":
        return "—"
    match field.type:
        case "count" | "amount" | "ratio":
            return number(value)
        case "bool":
            return _("是") if value else _("否")
        case "unit":
            return unit_name(str(value))
        case "choice":
            return next(
                (label.say(language()) for key, label in field.choices if key == value), str(value)
            )
        case "date":
            return day(value)
        case _:
            return str(value)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def opens(page: Page, who: Viewer) -> bool:
    """{% if 'board'|opens:viewer %}"""
    return who.opens(page)


@register.filter
def numeric(field: Field) -> bool:
    """True for fields that stand on the right."""
    return field.type in {"count", "amount", "ratio"}
