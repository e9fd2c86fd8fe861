"""A file of rules with faults: all of them at once, each with its place."""

from __future__ import annotations

import copy
import tomllib
from datetime import date, datetime
from functools import reduce
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.firms.reading import read_rules, rules_of, shipped
from luoshi.firms.whole import evaluate
from tests.core.firms.made import firm, rule_of, versions

FIRST = 'since = 2023-01-01\nuntil = 2023-12-31\nsource = "甲文"'
NAMED = 'label = "人数", clause = "第一条"'


def faults(text: str) -> list[str]:
    """The ids of the faults of a file, and that its rule is left out."""
    rules, problems = read_rules(text)
    assert bool(problems) == (not rules)
    return [one.id for one in problems]


def test_a_file_in_order_has_no_faults() -> None:
    (rule,), problems = read_rules(rule_of(versions(FIRST)))
    assert not problems
    assert rule.in_force(date(2023, 12, 31), date(2023, 1, 1)) is rule.versions[0]
    assert rule.in_force(date(2024, 1, 1), date(2024, 1, 1)) is None
    assert len(shipped()) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[X", ["F-010"]),
        ('[X]\nlabel = "某政策"', ["F-011"]),
        ("X = 1", ["F-011"]),
        (rule_of(versions(FIRST), f'{{ fact = "age", compare = "<=", value = 3, {NAMED} }}'), ["F-012"]),
        (rule_of(versions(FIRST), '{ same_as = "nothing" }'), ["F-012"]),
        (rule_of(versions(FIRST), f'{{ fact = "staff", compare = "=<", value = 3, {NAMED} }}'), ["F-013"]),
        (rule_of(versions(FIRST), f'{{ fact = "large", compare = "<", value = true, {NAMED} }}'), ["F-013"]),
        (rule_of(versions(FIRST), f'{{ fact = "kind", compare = "=", value = "club", {NAMED} }}'), ["F-013"]),
        (rule_of(versions(FIRST), f'{{ fact = "staff", compare = "<", value = "3", {NAMED} }}'), ["F-013"]),
        (rule_of(versions(FIRST), '{ fact = "staff", compare = "<", value = 3, label = "人数" }'), ["F-014"]),
        (rule_of(versions(FIRST), '{ fact = "staff", compare = "<", value = 3, clause = "一" }'), ["F-014"]),
        (rule_of(versions("since = 2023-01-01")), ["F-015"]),
        (rule_of(versions('source = "甲文"')), ["F-015"]),
        (rule_of(versions('since = 2023-01-01\nuntil = 2022-12-31\nsource = "甲文"')), ["F-016"]),
        (rule_of(versions(FIRST, 'since = 2023-12-31\npublished = 2023-01-01\nsource = "乙文"')), ["F-017"]),
        (rule_of(versions(FIRST).replace("most = 30", "least = 30")), ["F-018"]),
    ],
)  # fmt: skip
def test_each_fault_is_told(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        ('{ fact = "staff", rate = "most", basis = "人数" }', []),
        ('{ fact = "staff", rate = "most" }', ["F-019"]),
        ('{ fact = "staff", basis = "人数" }', ["F-019"]),
        ('{ fact = "large", rate = "most", basis = "人数" }', ["F-019"]),
        ('{ fact = "staff", rate = "least", basis = "人数" }', ["F-018"]),
    ],
)
def test_money_is_declared_whole(worth: str, expected: list[str]) -> None:
    text = rule_of(versions(FIRST)).replace("[[X.versions]]", f"worth = [{worth}]\n[[X.versions]]")
    assert faults(text) == expected


def test_versions_may_overlap_when_they_were_published_on_different_days() -> None:
    over = 'since = 2023-01-01\npublished = 2023-08-02\nsource = "乙文"'
    assert faults(rule_of(versions(FIRST, over))) == []
    apart = 'since = 2024-01-01\npublished = 2023-01-01\nsource = "乙文"'
    assert faults(rule_of(versions(FIRST, apart))) == []


def test_all_faults_come_at_once_and_a_rule_without_any_stays() -> None:
    wrong = rule_of(
        versions("since = 2023-01-01", 'since = 2023-01-01\nuntil = 2022-12-31\nsource = "甲文"'),
        f'{{ fact = "age", compare = "<=", value = 3, {NAMED} }}, {{ fact = "staff", compare = "<" }}',
    )
    right = rule_of(versions(FIRST)).replace("[X]", "[Y]").replace("X.versions", "Y.versions")
    rules, problems = read_rules(wrong + right, "本地规则.toml")
    assert [rule.key for rule in rules] == ["Y"]
    assert [(one.id, one.place) for one in problems] == [
        ("F-012", "本地规则.toml [X] when 1"),
        ("F-014", "本地规则.toml [X] when 2"),
        ("F-015", "本地规则.toml [X] versions 1"),
        ("F-016", "本地规则.toml [X] versions 2"),
    ]
    assert all(one.say() and "{" not in one.say("en") for one in problems)


JUNK = st.sampled_from([None, 0, -1, True, "", "x", [], [1], {}, {"zh": 1}, date(2024, 1, 1), datetime(2024, 1, 1)])  # fmt: skip


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to everything in a tree."""
    items = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    return [path, *(one for key, value in items for one in leaves(value, (*path, key)))]


TABLES = tomllib.loads(files("luoshi.firms").joinpath("rules.toml").read_text(encoding="utf-8"))
PLACES = leaves(TABLES)[1:]


@given(st.sampled_from(PLACES), JUNK)
@settings(max_examples=300)
def test_whatever_stands_in_the_file_is_a_rule_or_a_fault_and_never_an_exception(
    path: tuple[Any, ...], junk: Any
) -> None:
    tables = copy.deepcopy(TABLES)
    *above, last = path
    holder = reduce(lambda tree, key: tree[key], above, tables)
    holder[last] = junk
    rules, problems = rules_of(tables, "rules.toml")
    assert problems or len(rules) == 12
    for problem in problems:
        assert "{" not in problem.cause().replace(str(junk), "")
    evaluate([firm()], rules, date(2025, 6, 30), date(2026, 1, 1))
