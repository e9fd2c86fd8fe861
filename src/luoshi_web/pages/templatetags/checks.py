"""The words of findings for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from luoshi.firms.coverage import Coverage, Gap, reason, reasons
from luoshi.firms.verdict import Verdict
from luoshi.values.finding import Finding
from luoshi.values.label import listed
from luoshi.works.tax_in_step import Standing
from luoshi_web import office
from luoshi_web.pages.chrome import language

register = template.Library()


@register.filter
def found_word(finding: Finding) -> str:
    """What was found, in a few words."""
    return finding.label(language())


@register.filter
def found_reason(finding: Finding) -> str:
    """Why it is a finding."""
    return finding.reason(language())


@register.filter
def found_remedy(finding: Finding) -> str:
    """What mends it."""
    return finding.remedy(language())


@register.filter
def tax_state(one: Standing) -> str:
    """Whether a project's tax keeps step, in a word."""
    return {
        "not_begun": _("未开工"),
        "in_step": _("同步"),
        "behind": _("落后"),
        "elsewhere": _("在外地"),
        "not_known": _("算不出"),
        "faulty": _("数有错"),
    }[one.state]


@register.filter
def tax_basis(one: Standing) -> str:
    """What an expected sum rests on."""
    bases = {"told": _("税务测算"), "prepay": _("按预征推算"), "estimate": _("估算")}
    return bases.get(str(one.basis), "")


@register.filter
def contractor_place(one: Standing) -> str:
    """Where the contractor of a project is registered, in the words of the register."""
    told = one.project.get("contractor_place")
    choices = dict(office.catalogue()["project"].by_field["contractor_place"].choices)
    return choices[told].say(language()) if told in choices else ""


@register.filter
def gap_reason(gap: Gap) -> str:
    """Why firms do not enjoy a policy."""
    return reasons()[gap.reason].say(language())


@register.filter
def gap_worth(one: Coverage) -> float:
    """The money of a year of those who are entitled and do not enjoy, in 万元, as far as it can be reckoned."""
    return sum(gap.worth_wan for gap in one.gaps)


@register.filter
def entitled_word(verdict: Verdict) -> str:
    """Whether a firm is entitled, in words."""
    if verdict.misses_by_one:
        return _("只差一项")
    return {"yes": _("该享"), "no": _("不符合"), "not_known": _("判断不了")}[verdict.answer]


@register.filter
def fact_labels(names: Iterable[str]) -> str:
    """Facts of a firm in the words of the register."""
    by_field = office.catalogue()["firm_fact"].by_field
    return listed(by_field[name].label for name in names).say(language())


@register.filter
def why_not(word: Mapping[str, Any]) -> str:
    """Why a firm does not enjoy a policy, from what is told of it."""
    return reasons()[reason(word)].say(language())


@register.filter
def why_invalid(row: Mapping[str, Any]) -> str:
    """Why a lead was judged invalid, in the words of the register."""
    choices = dict(office.catalogue()["lead"].by_field["invalid_reason"].choices)
    told = row.get("invalid_reason")
    return choices[told].say(language()) if told in choices else "—"
