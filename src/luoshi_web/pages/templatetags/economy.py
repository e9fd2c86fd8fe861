"""The words of indicators for templates: growths, points, places and which way they went."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.indicators.growth import Growth, Not, Points, rounded
from luoshi.indicators.span import Span
from luoshi_web.pages.chrome import language
from luoshi_web.pages.economy import shown

register = template.Library()


@register.filter
def growth(value: Growth | Not | None) -> str:
    """5.2%, 不可比, or a dash for what nobody told."""
    if value is Not.COMPARABLE:
        return _("不可比")
    if value is None or isinstance(value, Not):
        return "—"
    return f"{_digits(value.percent)}%"


@register.filter
def points(value: Points | None) -> str:
    """+0.4 个百分点."""
    if value is None:
        return "—"
    return f"{'+' if value.value > 0 else ''}{apart(value)}"


@register.filter
def apart(value: Points) -> str:
    """0.4 个百分点: how far, whichever way."""
    unit = _("个百分点")
    return f"{_digits(value.value)}{' ' if language() == 'en' else ''}{unit}"


@register.simple_tag
def went(places: int | None) -> SafeString:
    """↑2, ↓1, 持平: places won or lost, with the word for those who do not see the arrow."""
    if places is None:
        return mark_safe('<span class="faint">—</span>')
    if places == 0:
        return format_html('<span class="went">{}</span>', _("持平"))
    n = abs(places)
    word = (
        ngettext("前移 %(n)s 位", "前移 %(n)s 位", n)
        if places > 0
        else ngettext("后移 %(n)s 位", "后移 %(n)s 位", n)
    ) % {"n": n}
    return format_html(
        '<span class="went" title="{}"><i aria-hidden="true">{}</i>{}<span class="visually-hidden"> {}</span></span>',
        word, "↑" if places > 0 else "↓", n, word,
    )  # fmt: skip


@register.filter
def span(value: Span) -> str:
    """2026年1-4月, or Jan-Apr 2026."""
    if language() != "en":
        return str(value)
    if value.first == value.last:
        return f"{value.year}-{value.last:02d}"
    return f"{value.year}-{value.first:02d}…{value.last:02d}"


@register.filter
def basis(value: str | None) -> str:
    """可比价, 现价, 同口径, 自然口径."""
    return shown.choice("growth_basis", value)


@register.filter
def kind(value: str) -> str:
    """初步数, 最终数."""
    return shown.choice("kind", value)


@register.filter
def percent(value: Decimal) -> str:
    """0.35 as 35%."""
    return f"{_digits(rounded(value * 100))}%"


def _digits(value: Decimal) -> str:
    """As published, to one place at least."""
    return f"{value:f}" if -value.as_tuple().exponent >= 1 else f"{value:.1f}"  # type: ignore[operator]
