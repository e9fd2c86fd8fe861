"""A broken register file: every fault at once, each with its id, its line and what to do."""

from __future__ import annotations

import pytest

from luoshi.declare.load import load
from tests.core.declare.small_register import SMALL, changed, small

BROKEN = [  # what is broken, what it is exchanged for, the problem, and the line's own words
    ('zh = "水井台账", ', "", "D-003", "label = {"),
    ('label = { zh = "井名", en = "Well" }\n', "", "D-003", "[fields.name]"),
    ('type = "count"', 'type = "number"', "D-005", 'type = "number"'),
    ('type = "count"', "type = 3", "D-004", "type = 3"),
    ('asked_of = "reporter"\nneeded_by = { zh = "水利局：统计成井", en = "Water: wells dug" }', 'asked_of = "reporter"',
     "D-010", 'asked_of = "reporter"'),
    ('due = {', 'dew = {', "D-002", "dew = {"),
    ('[fields.depth]', '[fields.Depth]', "D-007", "[fields.Depth]"),
    ('[fields.depth]', '[fields.group]', "D-007", "[fields.group]"),
    ('[fields.depth]', '[fields.stage]', "D-007", "[fields.stage]"),
    ('title = "name"', 'title = "nmae"', "D-008", 'title = "nmae"'),
    ('owner = "unit"', 'owner = "name"', "D-009", 'owner = "name"'),
    ('by = "dug_on"', 'by = "depth"', "D-009", 'by = "depth"'),
    ('field = "depth"', 'field = "depths"', "D-008", 'field = "depths"'),
    ('[[example]]', '[[exemple]]', "D-011", ""),
    ('[light.grey]\nwhen = "not dug and days_left > $warn_days"\nwhy = { zh = "未到时候", en = "Not yet" }\n[[light.grey.case]]'
     '\nwhen = "reported_on is null"\nwhy = { zh = "未报", en = "Not told" }', "", "D-012", "[[light]]"),
    ('{dug_on}成井', '{dugon}成井', "D-013", 'why = { zh = "{dugon}成井"'),
    ('还有{days_left}"', '还有{days_left"', "D-013", "还有{days_left"),
    ('depth = 40', 'depth = "deep"', "D-014", 'depth = "deep"'),
    ('public = true', 'publick = true', "D-008", "publick = true"),
    ('where = "dug"', 'where = "dugg"', "D-022", 'where = "dugg"'),
    ('gate = "dug_on is not null"', 'gate = "dug_day is not null"', "D-022", 'gate = "dug_day'),
    ("expect = \"kind <> 'deep' or depth > 30\"", 'expect = "sleep_ms(9)"', "D-021", 'expect = "sleep_ms(9)"'),
    ('select = "count(*)"', 'select = "depth"', "D-027", 'select = "depth"'),
    ('when = "reported_on is null"', 'when = "reported_on"', "D-026", 'when = "reported_on"'),
    ('expression = "dig_by - $as_of"', 'expression = "dig_by - $as_off"', "D-023", 'expression = "dig_by - $as_off"'),
    ('key = "digging"\nlabel = { zh = "施工"', 'key = "planned"\nlabel = { zh = "施工"', "D-006", 'key = "planned"\n'),
    ('[terms.dug]', '[terms.depth]', "D-006", "[terms.depth]"),
    ('type = "choice"\nchoices = { deep = { zh = "深井", en = "deep" }, shallow = { zh = "浅井", en = "shallow" } }',
     'type = "choice"', "D-003", "[fields.kind]"),
    ('value = 7\n', "", "D-003", "[parameters.warn_days]"),
    ('[fields.kind]\nlabel', '[fields.kind]\nlabel = 3\nlabel', "D-001", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "id_", "words"), BROKEN)
def test_a_fault_is_told_with_its_line(old: str, new: str, id_: str, words: str) -> None:
    text = changed(old, new)
    register, problems = load(text, "well.toml")
    assert register is None
    found = [p for p in problems if p.id == id_]
    assert found, [p.say() for p in problems]
    file, _, line = found[0].place.rpartition(":")
    assert file == "well.toml"
    if words:
        lines = [
            n
            for n, _ in enumerate(text.splitlines(), 1)
            if words.strip() in text.splitlines()[n - 1]
        ]
        assert int(line) in lines
    assert found[0].remedy("zh")
    assert "{" not in found[0].remedy("en").replace("{{", "")


ENDED = (
    '\n[terms.ended]\nlabel = { zh = "完", en = "Done" }\nexpression = "closed_on is not null"\n'
)


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = changed('title = "name"', 'title = "nmae"').replace('where = "dug"', 'where = "dugg"')
    text = text.replace('type = "ratio"', 'type = "rate"').replace("depth = 40", 'depth = "deep"')
    _, problems = load(text, "well.toml")
    assert [p.id for p in problems] == ["D-008", "D-005", "D-022", "D-014"]


def test_the_file_in_order_becomes_a_register() -> None:
    register = small()
    assert [f.key for f in register.asked_of("reporter")] == ["dug_on"]
    assert register.by_field["kind"].choices[0][0] == "deep"
    assert register.examples[0]["dug_on"] == "2026-04-02"
    assert register.lights[0].rules["grey"].cases[0][0] == "reported_on is null"
    assert register.place("light", 0, "grey", "case", 0, "when") == f"well.toml:{1 + SMALL[: SMALL.index('reported_on is null')].count(chr(10))}"  # fmt: skip


def test_a_register_of_the_desk_itself_says_so_in_its_head() -> None:
    assert small().desk is False
    register, problems = load("desk = true\n" + SMALL, "well.toml")
    assert problems == []
    assert register is not None
    assert register.desk is True


def test_a_register_with_a_clock_gets_its_fields_with_their_places() -> None:
    register, problems = load('clock = "dig_by"\n' + SMALL + ENDED, "well.toml")
    assert problems == []
    assert register is not None
    assert register.clock == "dig_by"
    assert register.by_field["first_due_on"].type == "date"
    assert register.place("fields", "paused_on").startswith("clock.toml:")
    assert {f.asked_of for f in register.fields if f.key not in small().by_field} == {"nobody"}
    assert "paused_on" not in small().by_field


@pytest.mark.parametrize(("named", "id_"), [("dug", "D-008"), ("name", "D-009")])
def test_a_clock_runs_to_a_day_that_the_register_has(named: str, id_: str) -> None:
    register, problems = load(f'clock = "{named}"\n' + SMALL + ENDED, "well.toml")
    assert register is None
    assert [(p.id, p.place) for p in problems] == [(id_, "well.toml:1")]


def test_a_clock_says_when_it_stops() -> None:
    register, problems = load('clock = "dig_by"\n' + SMALL, "well.toml")
    assert register is None
    assert [(p.id, p.place) for p in problems] == [("D-017", "well.toml:1")]


def test_a_register_may_not_have_a_field_of_the_clock_of_its_own() -> None:
    own = '[fields.paused_on]\nlabel = { zh = "停", en = "Stop" }\ntype = "date"\n'
    register, problems = load('clock = "dig_by"\n' + SMALL + ENDED + own, "well.toml")
    assert register is None
    assert [p.id for p in problems] == ["D-016"]


@pytest.mark.parametrize("text", ["", "= 3", "[[[", "\ufeff", "a" * 100_000, "[a.b\n", 'x = """'])
def test_rubbish_is_a_problem_and_never_an_exception(text: str) -> None:
    register, problems = load(text, "rubbish.toml")
    assert register is None
    assert problems
    assert all(p.place.startswith("rubbish.toml:") for p in problems)


@pytest.mark.parametrize("piece", [p for p in SMALL.split("\n\n") if p.strip()])
def test_any_piece_may_be_missing_or_stand_twice(piece: str) -> None:
    for text in (SMALL.replace(piece, ""), SMALL.replace(piece, piece + "\n\n" + piece)):
        load(text, "well.toml")  # tells or takes it; never fails
