"""A small register and two townships, shared by the tests of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from luoshi.declare.register import Cadence, Check, Field, Register, Stage
from luoshi.desk.outcome import Stamp
from luoshi.desk.report import Desk
from luoshi.district.units import read_units
from luoshi.values.label import Label

TODAY = date(2026, 5, 6)

UNITS, _ = read_units(
    [
        {"key": "qu", "label": {"zh": "某区", "en": "District"}, "kind": "district"},
        {
            "key": "ju",
            "label": {"zh": "主管局", "en": "Keeper"},
            "kind": "department",
            "parent": "qu",
        },
        {"key": "jia", "label": {"zh": "甲镇", "en": "Jia"}, "kind": "township", "parent": "qu"},
        {"key": "yi", "label": {"zh": "乙镇", "en": "Yi"}, "kind": "township", "parent": "qu"},
    ],
    "units.toml",
)

PLOT = Register(
    key="plot",
    label=Label("地块", "Plots"),
    kept_by="ju",
    title="name",
    owner="unit",
    due=Cadence("month", 5),
    fields=(
        Field("name", Label("名称", "Name"), "text", required=True),
        Field("unit", Label("属地", "Unit"), "unit", required=True),
        Field("sunk_wan", Label("沉淀资金", "Sunk"), "amount", unit="万元"),
        Field("signed", Label("已签约户数", "Signed"), "count", unit="户", asked_of="reporter"),
        Field("listed_on", Label("挂牌日", "Listed on"), "date", asked_of="reporter"),
        Field("clear", Label("净地", "Clear"), "bool", asked_of="reporter"),
        Field(
            "use",
            Label("用途", "Use"),
            "choice",
            choices=(("home", Label("住宅", "Home")), ("shop", Label("商业", "Shop"))),
        ),
        Field("co_units", Label("配合单位", "Helping"), "units"),
        Field("measured", Label("算出的数", "Measured"), "amount", derived=True),
    ),
    stages=(
        Stage("taken", Label("征收", "Taken")),
        Stage("listed", Label("挂牌", "Listed"), gate="listed_on is not null"),
    ),
    checks=(
        Check(
            "signed_grows",
            "signed >= 0",
            Label("签约户数不能是负数", "Negative"),
            Label("请核对。", "Check."),
            field="signed",
        ),
        Check(
            "few",
            "signed <= 100",
            Label("签约户数偏多", "Many"),
            Label("请再看一眼。", "Look again."),
            "warning",
            "signed",
        ),
    ),
)


def holds(_: Register, expression: str, row: Mapping[str, Any]) -> bool | None:
    """The three expressions of PLOT, written out; the real evaluator is tested in tests/core/declare."""
    match expression:
        case "listed_on is not null":
            return row.get("listed_on") is not None
        case "signed >= 0":
            return None if row.get("signed") is None else row["signed"] >= 0
        case "signed <= 100":
            return None if row.get("signed") is None else row["signed"] <= 100
        case _:
            return True


DESK = Desk(UNITS, TODAY, holds)


def stamp(author: str = "chen", unit: str = "jia", minute: int = 0) -> Stamp:
    """Who tells it and when."""
    return Stamp(author, unit, datetime(2026, 5, 6, 9, minute, tzinfo=UTC))


def row(**fields: Any) -> dict[str, Any]:
    """An open plot of 甲镇 as the board hands it over."""
    return {
        "register": "plot",
        "item": "P-1",
        "owner": "jia",
        "unit": "jia",
        "title": "老车站",
        "name": "老车站",
        "stage": None,
        "opened_on": date(2026, 1, 5),
        "reported_on": None,
        "closed_on": None,
        **fields,
    }
