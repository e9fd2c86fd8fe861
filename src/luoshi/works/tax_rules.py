"""预缴规则: the dated rates by which construction tax is expected, each with its paper, and the reasons why tax may be behind.

tax.toml ──read_parameters──> Parameters ──on(day)──> the rates in force that day
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from luoshi.district.parameters import Parameters, Value, read_parameters
from luoshi.values.label import Label

Method = Literal["general", "simple"]


class Reason(NamedTuple):
    """A declared reason for tax that is behind."""

    label: Label
    owed: bool  # the gap is still tax that this place is to get
    elsewhere: bool  # the tax goes to another place


@cache
def tax_parameters() -> Parameters:
    """The national rates and the tolerance; a fault in the file is our own.

    A district's own values go before them: `district.with_defaults(tax_parameters()).on(day)`.
    """
    found, problems = read_parameters(_table("tax.toml"), "tax.toml")
    assert not problems, problems
    return Parameters(found)


@cache
def reasons() -> dict[str, Reason]:
    """The reasons by code, as the register of projects offers them."""
    return {
        code: Reason(Label.of(entry["label"]), entry["owed"], entry["elsewhere"])
        for code, entry in _table("reasons.toml").items()
    }


def prepaid_wan(work_wan: float, method: Method, rates: Mapping[str, Value]) -> float:
    """Construction tax to be prepaid where the works are: work ÷ (1 + rate) × prepayment rate, in 万元 (SAT 2016-17).

    What is paid to subcontractors is deducted by law and not known here: the figure is the upper end.
    """
    vat, prepay = float(rates[f"vat_{method}_percent"]), float(rates[f"prepay_{method}_percent"])
    return work_wan / (1 + vat / 100) * prepay / 100


def unchecked(rates: Mapping[str, Value], on: date) -> bool:
    """True on days for which nobody has checked that the rates still hold (the VAT Law, from 2026)."""
    after = rates.get("check_after")
    return after is not None and on >= date.fromisoformat(str(after))


def _table(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("luoshi.works").joinpath(name).read_text(encoding="utf-8"))
