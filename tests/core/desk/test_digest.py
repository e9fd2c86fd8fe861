"""The digest counts what waits for a unit, each clock on three days, and says no name of anything."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from luoshi.declare.register import Register
from luoshi.desk.digest import PARTS, Ground, digest
from luoshi.desk.due import Owed
from luoshi.district.calendar import national
from luoshi.journeys.open_district import open_district
from luoshi.journeys.replay_pack import ledger_of
from luoshi.journeys.report_to_lights import still_owed
from tests.core.desk.ground import PLOT, UNITS, row

DEMO = Path(__file__).resolve().parents[3] / "districts" / "example"
CLOCKED = replace(PLOT, clock="listed_on")
DUE = date(2026, 5, 8)


def holds(_: Register, expression: str, row: Mapping[str, Any]) -> bool | None:
    """The one term that is asked for, written out."""
    assert expression == "ended"
    return row.get("closed_on") is not None


def ground(on: date, *rows: dict[str, Any], **more: Any) -> Ground:
    return Ground(on, {"plot": CLOCKED}, UNITS, national(), holds, {"plot": rows}, **more)


def counts(on: date, *rows: dict[str, Any], unit: str = "jia", **more: Any) -> dict[str, int]:
    """The parts that are not zero."""
    found = digest(unit, ground(on, *rows, **more)).counts
    return {part: n for part, n in found.items() if n}


@pytest.mark.parametrize(
    ("on", "said"),
    [
        # 1-5 May 2026 is a holiday: the three working days after 30 April are 6, 7 and 8 May
        (date(2026, 4, 29), {}),
        (date(2026, 4, 30), {"due_soon": 1}),
        (DUE, {"due_soon": 1}),
        (DUE + timedelta(1), {"overdue": 1}),
    ],
)
def test_a_clock_is_soon_due_or_over(on: date, said: dict[str, int]) -> None:
    assert counts(on, row(listed_on=DUE)) == said


@pytest.mark.parametrize("over", ["closed_on", "paused_on"])
def test_a_clock_that_stands_or_has_ended_is_not_told(over: str) -> None:
    assert counts(date(2026, 6, 1), row(listed_on=DUE)) == {"overdue": 1}
    assert counts(date(2026, 6, 1), row(listed_on=DUE, **{over: date(2026, 5, 7)})) == {}
    assert counts(date(2026, 6, 1), row(listed_on=None)) == {}


def test_a_unit_is_told_of_its_own_and_of_those_below_it() -> None:
    rows = (row(listed_on=DUE), row(listed_on=DUE, owner="yi"))
    on = date(2026, 6, 1)
    assert counts(on, *rows) == {"overdue": 1}
    assert counts(on, *rows, unit="yi") == {"overdue": 1}
    assert counts(on, *rows, unit="qu") == {"overdue": 2}
    assert counts(on, *rows, unit="ju") == {}


def test_reports_owed_returned_and_waiting() -> None:
    on = date(2026, 6, 2)
    owed = [Owed("plot", "P-1", who, "老车站", on, on, on, False) for who in ("jia", "jia", "yi")]
    more: dict[str, Any] = {
        "owed": owed,
        "returned": ["jia", "yi"],
        "to_accept": ["plot"],
    }
    asked = row(extension_state="asked")
    assert counts(on, asked, **more) == {"owed": 2, "returned": 1}
    assert counts(on, asked, unit="ju", **more) == {"to_accept": 1, "to_decide": 1}
    assert counts(on, row(extension_state="granted"), unit="ju") == {}
    assert counts(on, row(extension_state="asked", closed_on=on), unit="ju") == {}


def test_the_words_are_counts_and_a_link_and_only_what_was_chosen() -> None:
    found = digest("jia", ground(date(2026, 6, 1), row(listed_on=DUE), returned=["jia"]))
    assert found.say("https://a.test/") == (
        "【落实】6月1日提要\n已逾期 1 项\n被退回待重报 1 项\n请登录办理：https://a.test/"
    )
    assert found.say("https://a.test/", "en", ["returned"]) == (
        "[Luoshi] Digest of 2026-06-01\nreturned to you: 1\nSign in: https://a.test/"
    )
    assert (found.total(), found.total(["returned"]), found.total(["owed"])) == (2, 1, 0)


def test_no_name_of_the_demo_district_is_in_any_digest() -> None:
    world, _ = open_district(DEMO)
    assert world
    entries, _problems = ledger_of(world)
    on = date(2026, 6, 3)
    view = world.board(entries).view(on, None)
    rows = {key: view.items(key) for key in world.catalogue}
    told = Ground(
        on,
        world.catalogue,
        world.district.units,
        world.district.calendar,
        world.desk(on).holds,
        rows,
        still_owed(world, view, on),
        [e.unit for e in entries if e.verb == "report"],
        [e.register for e in entries if e.verb == "report"],
    )
    people = tomllib.loads((DEMO / "people.toml").read_text(encoding="utf-8"))["post"]
    names = {word for post in people for word in (post["sign_in"], *post["label"].values())}
    names |= {word for unit in world.district.units for word in (*unit.label, *unit.aka)}
    names |= {
        str(value)
        for items in rows.values()
        for item in items
        for field, value in item.items()
        if isinstance(value, str) and (field in ("item", "title") or len(value) > 3)
        if field != "stage"  # a word of the product, not of the district
    }
    said = [
        digest(unit.key, told).say("https://a.test/", lang)
        for unit in world.district.units
        for lang in ("zh", "en")
    ]
    assert len(names) > 300
    assert sum(text.count("\n") > 1 for text in said) > 20
    assert all(PARTS[part] for part in ("overdue", "owed"))
    assert [(name, text) for name in names for text in said if name in text] == []
