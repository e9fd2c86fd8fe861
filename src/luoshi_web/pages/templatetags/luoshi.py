"""The few words that templates need: addresses that carry the moment, lights, names, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.declare.register import Field, Register
from luoshi.declare.show import SYSTEM_NAMES
from luoshi.values.conversion import say_unit
from luoshi.values.label import Label
from luoshi.values.problem import Problem
from luoshi_web import clock, office, services
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
    moment = context.get("moment")
    at = "" if moment is None or moment.now else moment.query
    return _address(get_script_prefix(), name, args, at, tuple(query.items()))


@lru_cache(maxsize=20_000)  # a matrix of 300 units has 1,800 of them, the same on every page
def _address(
    _site: str, name: str, args: tuple[Any, ...], at: str, query: tuple[tuple[str, Any], ...]
) -> str:
    words = QueryDict(at, mutable=True)
    for key, value in query:
        if value not in (None, ""):
            words[key] = str(value)
    address = reverse(name, args=args)
    return f"{address}?{words.urlencode()}" if words else address


@register.simple_tag(takes_context=True)
def with_query(context: Mapping[str, Any], **changes: Any) -> str:
    """This page's address with words changed; a word that is already so, or empty, is taken away (a chip toggles)."""
    words = context["request"].GET.copy()
    words.pop("page", None)
    for name, value in changes.items():
        if not value or words.get(name) == str(value):
            words.pop(name, None)
        else:
            words[name] = str(value)
    return f"?{words.urlencode()}" if words else context["request"].path


@register.filter
def down(column: str) -> str:
    """The word of an address that orders by a column, the greatest first."""
    return f"-{column}"


COMPARED = {">=": "≥", "<=": "≤", "~": "约", "+": "增", "-": "降", "=": "="}


@register.filter
def compared(comparator: str) -> str:
    """The sign that people read."""
    return COMPARED.get(comparator, comparator)


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
def placed(place: str) -> str:
    """Where a problem stands: the core names fields by their Chinese labels, the reader may want the other."""
    if language() == "zh":
        return place
    for declared in office.catalogue().values():
        for label in (declared.label, *(f.label for f in declared.fields), *SYSTEM_NAMES.values()):
            if label.zh == place:
                return label.en
    return PLACES.sub(lambda found: f"{PLACE_WORDS[found[2]]} {found[1]}", place)


PLACES = re.compile(r"第([\d、—–-]+)([行页])")
PLACE_WORDS = {"行": "line", "页": "page"}


@register.filter
def cause(problem: Problem) -> str:
    """What is wrong, as a sentence."""
    lang = language()
    return problem.cause(lang) + (". " if lang == "en" else "。")


@register.filter
def remedy(problem: Problem) -> str:
    """What to do."""
    return problem.remedy(language())


@register.filter
def unit_name(key: str | None) -> str:
    """A unit's name; nothing for nothing."""
    return office.units().name(key, language()) if key else ""


@register.filter
def person_name(ref: str) -> str:
    """The name behind an entry's reference."""
    return office.person_name(ref, language())


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


YUAN = {"元": 1.0, "万元": 1e4}
SCALES = {  # money as people say it, in yuan; the greatest first
    "zh": ((1e8, "亿元"), (1e4, "万元")),
    "en": ((1e6, "m yuan"), (1e3, "k yuan")),
}


def _in_scale(amount: float, unit: str, like: float) -> tuple[float, str]:
    if unit not in YUAN:
        return amount, measured_in(unit)
    yuan = amount * YUAN[unit]
    for size, name in SCALES[language()]:
        if abs(like) * YUAN[unit] >= size:
            return yuan / size, name
    return (amount, unit) if language() == "zh" else (yuan, "yuan")


@register.simple_tag
def quantity(value: Any, unit: str | None, like: Any = None) -> SafeString:
    """A number with its unit, money in the scale people say it in; `like` gives the number whose scale is taken."""
    if value is None or value == "":
        return mark_safe('<span class="faint">—</span>')
    amount = float(value)
    amount, name = _in_scale(amount, unit or "", amount if like in (None, "") else float(like))
    return format_html('{} <span class="faint">{}</span>', number(amount), name)


@register.filter
def scaled(value: Any, unit: str | None) -> str:
    """The bare number in the scale that `quantity` would take."""
    amount = float(value or 0)
    return number(_in_scale(amount, unit or "", amount)[0])


@register.filter
def meeting(words: str | None) -> str:
    """A meeting's name by its key."""
    return office.meeting_name(words or "", language())


@register.filter
def terms_in(declared: Register, text: str) -> list[Any]:
    """The named expressions that a rule uses, so that the page can write them out."""
    return [t for t in declared.terms if re.search(rf"\b{t.key}\b", text)]


@register.simple_tag(takes_context=True)
def numbers_in(context: Mapping[str, Any], declared: Register, text: str) -> list[services.Number]:
    """The numbers a rule stands on at the page's moment."""
    return services.rule_numbers(declared, text, context["moment"].true_on)


@register.filter
def shown(value: Any, field: Field) -> str:
    """A field's value as people read it."""
    if value is None or value == "":
        return "—"
    if field.key == "meeting":
        return meeting(str(value))
    match field.type:
        case "count" | "amount" | "ratio":
            return number(value)
        case "bool":
            return _("是") if value else _("否")
        case "unit":
            return unit_name(str(value))
        case "units":
            return "、".join(unit_name(key) for key in str(value).split("、"))
        case "choice":
            return next(
                (label.say(language()) for key, label in field.choices if key == value), str(value)
            )
        case "date":
            return day(value)
        case _:
            return str(value)


@register.filter
def unit_of(field: Field, row: Mapping[str, Any]) -> str:
    """The unit in the head; a commitment's target has the unit that was said ({target_unit})."""
    said = row.get(field.unit[1:-1]) if field.unit.startswith("{") else field.unit
    return measured_in(said)


@register.filter
def measured_in(unit: str | None) -> str:
    """A unit of measure in the reader's language."""
    return say_unit(unit or "").say(language())


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def opens(page: Page, who: Viewer) -> bool:
    """{% if 'board'|opens:viewer %}"""
    return who.opens(page)


@register.filter
def title_label(declared: Register) -> str:
    """The head of the column with an item's name."""
    f = declared.by_field.get(declared.title)
    return f.label.say(language()) if f else _("事项")


@register.filter
def verb_word(verb: str) -> str:
    """What an entry did, in a word."""
    return {
        "open": _("登记"),
        "report": _("报送"),
        "stage": _("进入阶段"),
        "correct": _("更正"),
        "withdraw": _("撤回"),
        "feedback": _("反馈"),
        "return": _("退回"),
        "accept": _("接收"),
        "close": _("销号"),
        "reopen": _("重开"),
        "handle": _("办理"),
        "note": _("备注"),
    }.get(verb, verb)


@register.filter
def question_word(kind: str) -> str:
    """What a speech leaves open."""
    return {
        "no_owner": _("没写谁来办"),
        "no_date": _("没写期限"),
        "vague_date": _("期限含糊"),
        "masked": _("名称隐去"),
        "cut": _("原文缺失"),
        "impossible_date": _("日期不存在"),
    }.get(kind, kind)


@register.filter
def gap_word(kind: str) -> str:
    """Why something is not there."""
    return {"masked": _("隐去"), "cut": _("删节"), "lost": _("损坏")}.get(kind, kind)


@register.filter
def repair_word(kind: str) -> str:
    """What kind of damage was mended."""
    return {
        "pinyin": _("去掉夹注的拼音"),
        "byte_shift": _("还原乱码"),
        "variant": _("繁体转简体"),
        "punctuation": _("标点"),
        "line_break": _("接上断行"),
        "furniture": _("去掉页眉页脚"),
        "control": _("去掉控制符"),
    }.get(kind, kind)


@register.filter
def plain_number(value: Any) -> str:
    """A number for an input: no grouping, no needless zeros."""
    return number(value).replace(",", "").replace("—", "")


@register.filter
def fate_word(verb: str) -> str:
    """What became of a report or of one of its figures (luoshi.desk.fate)."""
    return {
        "wait": _("待审核"),
        "own": _("主管单位自报"),
        "accept": _("已接收"),
        "return": _("已退回"),
        "withdraw": _("已撤回"),
        "correct": _("已更正"),
    }.get(verb, "")


@register.filter
def column_word(name: str) -> str:
    """A system column's name."""
    return SYSTEM_NAMES[name].say(language()) if name in SYSTEM_NAMES else name


@register.filter
def field_label(declared: Register, name: str) -> str:
    """A field's label by its key."""
    f = declared.by_field.get(name)
    return f.label.say(language()) if f else column_word(name)


@register.filter
def numeric(field: Field) -> bool:
    """True for fields that stand on the right."""
    return field.type in {"count", "amount", "ratio"}


@register.filter
def verdict_word(verdict: str) -> str:
    """What a line of a sheet would do."""
    return {
        "refused": _("有错"),
        "waits": _("等你选"),
        "update": _("有变化"),
        "new": _("新登记"),
        "confirmed": _("报没变化"),
        "same": _("与台账相同"),
    }.get(verdict, verdict)


@register.filter
def choice_word(choice: str) -> str:
    """What a person may do with a line of a sheet."""
    return {"skip": _("跳过"), "update": _("用表里的"), "new": _("登记为新事项")}.get(
        choice, choice
    )
