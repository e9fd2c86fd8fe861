"""What a rule may say, and how it is told what it may not."""

from __future__ import annotations

import pytest

from luoshi.declare.expression import Reader
from luoshi.declare.load import load
from tests.core.declare.small_register import SMALL, small

READER = Reader(small())

HOSTILE = [
    "select 1", "(select 1)", "depth in (select 1)", "exists(select 1)", "any(select 1)",
    "drop table well", "attach 'x.db'", "copy well to 'x'", "pragma version", "set threads = 1", "create table t(a int)",
    "read_csv('x')", "read_text('/etc/passwd')", "glob('*')", "query('select 1')", "query_table('well')",
    "getenv('HOME')", "current_setting('threads')", "sleep_ms(4000)", "repeat('x', 2000000000)", "range(1000000000)",
    "random()", "now()", "today()", "current_date", "current_timestamp", "version()", "uuid()", "hash(name)",
    "x -> x", "[x for x in name]", "list_transform(name, x -> 1)", "columns('a')", "columns(*)", "*", "count(*) over ()",
    "sum(depth) over ()", "depth[1]", "well.depth", "well.well.depth", '"depth"', "(depth, name)", "row(depth)",
    "{'a': 1}", "struct_pack(a := 1)", "depth := 1", "depth::int", "cast(name as date)", "try_cast(name as date)",
    "try(depth)", "name like '%'", "name ~ 'a*'", "regexp_matches(name, '(a+)+$')", "name collate zh", "depth // 0",
    "depth % 0", "interval 1 day", "e'\\x41'", "$$abc$$", "$1", "?", "1e400", "0x10", "9999999999999999", "name || name",
    "sum(distinct depth)", "median(depth)", "any_value(depth)", "string_agg(name, ',')", "list(depth)",
    "round(depth, 99)", "round(depth, depth)", "date '2026-02-30'", "timestamp '2026-01-01'", "reached()", "stage_on()",
    "reached(name)", "working_days(dug_on)", "if(public, 1, 2)", "map {'a': 1}", "@depth ** 9", "depth ^ 9", "depth << 60",
]  # fmt: skip
UNREADABLE = [
    "", "   ", "a; b", "depth > 0; drop table well", "depth -- quiet", "depth /* quiet */", "depth >", ")(", "lambda x: x",
    "(" * 500 + "public" + ")" * 500, "not " * 500 + "public", "depth" + "+1" * 900, "case " * 200, "'" + "x" * 3000 + "'",
    "public and " * 200 + "public", "depth > 0 or",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_more_than_an_expression_is_refused(text: str) -> None:
    for aggregate in (False, True):
        read, problems = READER.read(text, aggregate=aggregate)
        assert read is None
        assert {p.id for p in problems} <= {"D-020", "D-021", "D-029"}


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_told_so(text: str) -> None:
    read, problems = READER.read(text)
    assert read is None
    assert [p.id for p in problems] == ["D-020"]


FAULTS = {
    "dugon is null": ("D-022", "dug_on"),
    "depth > $warn_day": ("D-023", "warn_days"),
    "dug_on > 3": ("D-024", ""),
    "name = 3": ("D-024", ""),
    "dug_on = cost_wan": ("D-024", ""),
    "dug_on + cost_wan > $as_of": ("D-024", ""),
    "coalesce(dug_on, 3) is null": ("D-024", ""),
    "depth and public": ("D-025", ""),
    "public < public": ("D-025", ""),
    "year(depth) = 2026": ("D-025", ""),
    "name + 1 > 0": ("D-024", ""),
    "not depth": ("D-025", ""),
    "depth": ("D-026", ""),
    "sum(depth) > 3": ("D-028", ""),
    "reached('dgu')": ("D-029", "planned、digging、dug"),
    "stage_on('dgu') is null": ("D-029", "planned、digging、dug"),
    "stage = 'dgu'": ("D-030", "planned、digging、dug"),
    "kind in ('deep', 'wide')": ("D-030", "deep、shallow"),
    "dug_on <= '2026-04-30'": ("D-031", ""),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_faulty_condition_is_told_with_what_is_near(text: str) -> None:
    read, problems = READER.condition(text)
    id_, near = FAULTS[text]
    assert read is None
    assert id_ in {p.id for p in problems}
    if near:
        assert next(p for p in problems if p.id == id_).facts["near"] == near


@pytest.mark.parametrize(
    "text", ["depth", "depth + sum(depth)", "sum(sum(depth))", "1", "public", "sum(depth) > 3", "min(dug_on)"]
)  # fmt: skip
def test_a_measure_must_add_up_rows_to_a_number(text: str) -> None:
    read, problems = READER.aggregate(text)
    assert read is None
    assert "D-027" in {p.id for p in problems}


@pytest.mark.parametrize(
    "text",
    ["count(*)", "count(distinct owner)", "sum(cost_wan) filter (where dug)", "round(100 * sum(depth) / sum(flow), 2)"],
)  # fmt: skip
def test_a_measure_may_count_sum_and_divide(text: str) -> None:
    assert READER.aggregate(text)[1] == []


def test_terms_are_written_out_with_what_they_stand_on() -> None:
    read, _ = READER.condition("not dug and days_left < 0")
    assert read
    assert read.columns == {"dug_on", "dig_by"}
    assert read.parameters == {"as_of"}
    assert read.terms == {"dug", "days_left"}


def test_terms_of_terms_do_not_swell_without_end() -> None:
    layers = "".join(
        f'[terms.t{n}]\nlabel = {{ zh = "层" }}\nexpression = "t{n - 1} + t{n - 1} + t{n - 1}"\n'
        for n in range(1, 12)
    )
    text = f'[terms.t0]\nlabel = {{ zh = "层" }}\nexpression = "depth"\n{layers}'
    register, problems = load(SMALL.replace("[[stage]]", text + "[[stage]]", 1), "well.toml")
    assert register is None
    assert {p.id for p in problems} == {"D-020"}
