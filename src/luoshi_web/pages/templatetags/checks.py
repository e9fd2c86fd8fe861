"""The words of findings for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from luoshi.values.finding import Finding
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
