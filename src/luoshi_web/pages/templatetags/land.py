"""The words of programmes for templates: months, shares, and how bad a risk is."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.journeys.programme_to_parcels import Step
from luoshi.land.case import Case
from luoshi.land.flows import Kept
from luoshi_web.pages.templatetags.luoshi import SHAPES, quantity

register = template.Library()

CALM, GRAVE = (
    0.10,
    0.50,
)  # a plan that fails in one future of ten is safe enough; one that fails in half of them is not


@register.simple_tag
def month_of(case: Case, number: int) -> str:
    """A month of a case as YYYY-MM."""
    return case.month(number)


@register.simple_tag
def month_from(start: date, number: int) -> str:
    """The month so many months after that of a day."""
    years, month = divmod(start.month - 1 + number, 12)
    return f"{start.year + years:04d}-{month + 1:02d}"


@register.filter
def share(value: float | None) -> str:
    """0.934 as 93%; a dash for what is not known."""
    return "—" if value is None else f"{100 * value:.0f}%"


@register.filter
def share2(value: float | None) -> str:
    """0.0007 as 0.07%; 0 when it is less than that."""
    return "—" if value is None else f"{100 * value:.2f}%".replace("0.00%", "0")


@register.simple_tag
def risk(value: float | None) -> SafeString:
    """A probability that a plan fails, with shape and colour by how bad it is."""
    if value is None:
        return mark_safe('<span class="faint">—</span>')
    level = "green" if value <= CALM else "yellow" if value <= GRAVE else "red"
    return _lit(level, share(value))


@register.simple_tag
def keeps(case: Case, one: Kept) -> SafeString:
    """What was promised, and whether the plan keeps it."""
    facts = {"month": case.month(one.promise.by), "n": f"{one.promise.at_least:g}"}
    if one.promise.kind == "released":
        facts["n"] = strip_tags(quantity(one.promise.at_least, "万元"))
        said = _("承诺 %(month)s 前 %(n)s") % facts
        short = _("差 %(n)s") % {"n": strip_tags(quantity(one.short, "万元"))}
    else:
        said = _("承诺 %(month)s 前 %(n)s 宗") % facts
        short = _("只有 %(n)s 宗") % {"n": f"{one.reached:g}"}
    verdict = _lit("green", _("能兑现")) if one.kept else _lit("red", short)
    return format_html("<small>{} {}</small>", said, verdict)


@register.simple_tag
def lateness(step: Step) -> SafeString:
    """How far a step is behind its plan."""
    if step.late_days is None:
        words = _("还没到") if step.planned else ""
        return format_html('<span class="faint">{}</span>', words)
    if step.late_days:
        late = ngettext("晚 %(n)s 天", "晚 %(n)s 天", step.late_days) % {"n": step.late_days}
        return _lit("red", late)
    return _lit("green", _("按期"))


@register.simple_tag
def holds(valid: bool) -> SafeString:
    """Whether the office's own rule keeps promises and floor."""
    return _lit("green", _("守得住")) if valid else _lit("red", _("守不住"))


def _lit(level: str, words: str) -> SafeString:
    return format_html(
        '<span class="light light-{}"><i aria-hidden="true">{}</i>{}</span>',
        level,
        SHAPES[level],
        words,
    )
