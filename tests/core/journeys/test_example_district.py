"""The demo district lives: every register has rows, every sentence of the seed a number, every entry somebody's post."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from luoshi.board.board import View
from luoshi.declare.register import LEVELS
from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.replay_pack import ledger_of
from luoshi.ledger.entry import Entry

HOME = Path(__file__).resolve().parents[3]
EXAMPLE = HOME / "districts" / "example"
SENTENCES = tomllib.loads((HOME / "docs" / "seed_sentences.toml").read_text("utf-8"))["sentence"]
ROLES: Mapping[str, frozenset[str]] = {  # verb -> whose post may do it
    "open": frozenset({"keeper", "clerk"}),
    "accept": frozenset({"keeper", "clerk"}),
    "return": frozenset({"keeper", "clerk"}),
    "report": frozenset({"reporter", "keeper"}),
    "stage": frozenset({"reporter", "keeper", "clerk"}),
    "handle": frozenset({"reporter", "keeper", "clerk"}),
    "feedback": frozenset({"reporter"}),
    "correct": frozenset({"reporter", "keeper", "clerk"}),
    "close": frozenset({"clerk"}),
}
KEEPERS_DEEDS = ("open", "accept", "return")


@cache
def told() -> tuple[World, list[Entry]]:
    world, _ = open_district(EXAMPLE)
    assert world is not None
    entries, problems = ledger_of(world)
    assert problems == []
    return world, entries


@pytest.fixture(scope="module")
def view() -> View:
    world, entries = told()
    assert world.district.opens_on is not None
    return world.board(entries).view(world.district.opens_on)


def rows(view: View, register: str) -> list[dict[str, Any]]:
    return view.items(register)


def test_every_register_of_the_agenda_has_rows_and_all_four_levels_occur(view: View) -> None:
    world, _ = told()
    empty = [r.key for r in world.catalogue.values() if not r.desk and not rows(view, r.key)]
    assert empty == []
    assert {lamp.level for lamp in view.lamps()} == set(LEVELS)
    assert view.problems == []


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: s["id"])
def test_every_sentence_of_the_seed_has_a_number_behind_it(
    view: View, sentence: dict[str, Any]
) -> None:
    values = {name: view.measure(*name.split("."))[0].value for name in sentence["measures"]}
    assert None not in values.values(), values


def test_the_figures_are_those_of_the_speech(view: View) -> None:
    projects = {row["item"]: row for row in rows(view, "project")}
    pushed = [row for row in projects.values() if row["pushed"]]
    signing = [projects[key]["total_investment_wan"] for key in ("J-004", "J-101", "J-102")]
    talking = [projects[f"J-{n}"]["total_investment_wan"] for n in range(103, 107)]
    found = {
        name: view.measure(*name.split("."))[0].value
        for name in ("parcel.half_finished_count", "parcel.chosen_count", "parcel.listed", "premises.idle_count", "urban_work.alleys", "project.schemed")
    }  # fmt: skip
    assert list(found.values()) == [16, 9, 3, 24, 33, 100]
    assert len(pushed) == 7
    assert (sum(signing), sum(talking)) == (400_000, 605_000)
    assert sum(row["kind"] == "new" and row["planned_wan"] is not None for row in projects.values()) == 12  # fmt: skip


def test_what_no_publication_gives_is_not_there(view: View) -> None:
    months = [row for row in rows(view, "economy") if row["series"] == "month"]
    assert all(row["period_to"].month != 1 for row in months)
    assert all(row["revenue_source"] != "return" for row in rows(view, "firm"))
    assert view.measure("parcel", "returned_wan")[0].value is None  # sold, and no cash yet


def test_every_entry_is_told_by_a_post_that_there_is_and_that_may() -> None:
    world, entries = told()
    posts = tomllib.loads((EXAMPLE / "people.toml").read_text("utf-8"))["post"]
    held = {post["sign_in"]: (post["role"], post["unit"]) for post in posts}
    assert {unit for _, unit in held.values()} <= {unit.key for unit in world.district.units}
    for entry in entries:
        role, unit = held[entry.author]
        place = (entry.register, entry.key, entry.verb, entry.author)
        assert entry.unit == unit, place
        assert role in ROLES[entry.verb], place
        if entry.verb in KEEPERS_DEEDS:
            assert unit == world.catalogue[entry.register].kept_by, place


def test_every_unit_that_keeps_or_is_owed_from_has_a_post() -> None:
    world, entries = told()
    posts = tomllib.loads((EXAMPLE / "people.toml").read_text("utf-8"))["post"]
    units = {post["unit"] for post in posts}
    assert {r.kept_by for r in world.catalogue.values()} <= units
    assert {entry.unit for entry in entries} <= units
