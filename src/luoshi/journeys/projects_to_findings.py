"""项目到税收: projects as of a moment, rates in force ──works.tax_in_step──> where each stands ──> those behind, elsewhere, or not known."""

from __future__ import annotations

from luoshi.journeys.ground import Ground
from luoshi.values.finding import Finding
from luoshi.values.problem import Problem
from luoshi.works.behind import behind
from luoshi.works.tax_in_step import Standing, faults, in_step
from luoshi.works.tax_rules import tax_parameters

PROJECT = "project"


def find(ground: Ground) -> list[Finding]:
    """The projects whose tax does not keep step, pays elsewhere, or cannot be told."""
    return behind(ground.open(PROJECT), _rates(ground), ground.on)


def standings(ground: Ground) -> list[Standing]:
    """Every project with what is expected and what was paid."""
    return in_step(ground.open(PROJECT), _rates(ground), ground.on)


def wrong(ground: Ground) -> list[Problem]:
    """What is wrong with the rows themselves."""
    return faults(ground.open(PROJECT))


def _rates(ground: Ground) -> dict[str, int | float | str | bool]:
    return ground.parameters.with_defaults(tax_parameters()).on(ground.on)
