"""Three-valued logic, against a twin that tries out every way of not knowing."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.firms.facts import facts
from luoshi.firms.rule import Condition, Group, Rule, Test, Version, conditions
from luoshi.firms.verdict import Answer, entitlement
from luoshi.values.label import NOTHING
from tests.core.firms.made import FIRMS, ON, RULES, verdict

LATER = date(2026, 11, 1)
NUMBERS = ("staff", "rd_wan", "assets_wan", "premium_months")


def holds(test: Test, told: dict[str, Any]) -> bool:
    """Two-valued, on facts that are all known."""
    if isinstance(test, Group):
        found = [holds(member, told) for member in test.members]
        return all(found) if test.kind == "all" else any(found)
    value, bound = told[test.fact], test.value
    if test.compare in ("=", "!="):
        return bool((value == bound) == (test.compare == "="))
    if test.compare in ("<", "<="):
        return bool(value < bound or (test.compare == "<=" and value == bound))
    return bool(value > bound or (test.compare == ">=" and value == bound))


def tries(when: Test, name: str) -> list[Any]:
    """Every value of a fact that can make a difference to a test."""
    fact = facts()[name]
    if fact.type == "bool":
        return [True, False]
    if fact.type == "choice":
        return list(fact.choices)
    bounds = {one.value for one in conditions(when) if one.fact == name}
    near = {float(bound) + step for bound in bounds for step in (-0.001, 0, 0.001)}
    return sorted(one for one in near if one >= 0 or fact.loss)


def possible(when: Test, told: dict[str, Any]) -> set[bool]:
    """What the answer may turn out to be, once everything is known."""
    names = dict.fromkeys(one.fact for one in conditions(when))
    open_ones = [name for name in names if told.get(name) is None]
    return {
        holds(when, told | dict(zip(open_ones, filled, strict=True)))
        for filled in product(*(tries(when, name) for name in open_ones))
    }


ANSWERS: dict[frozenset[bool], Answer] = {
    frozenset({True}): "yes",
    frozenset({False}): "no",
    frozenset({True, False}): "not_known",
}


@pytest.mark.parametrize("key", list(RULES))
@given(told=FIRMS)
def test_a_shipped_rule_says_exactly_what_every_completion_of_the_facts_says(
    key: str, told: dict[str, Any]
) -> None:
    known = {n: v for n, v in told.items() if n == "firm" or facts()[n].fault(v, "") is None}
    version = RULES[key].in_force(ON, LATER)
    assert version is not None
    found = entitlement(RULES[key], told, ON, LATER)
    assert found.answer == ANSWERS[frozenset(possible(version.when, known))]
    if found.answer != "not_known":
        assert found.missing == ()
        return
    for name in found.missing:  # some completion of the others lets this fact alone decide
        others = [
            n
            for n in {c.fact for c in conditions(version.when)}
            if n != name and known.get(n) is None
        ]
        assert any(
            len(
                {
                    holds(version.when, known | dict(zip(others, rest, strict=True)) | {name: v})
                    for v in tries(version.when, name)
                }
            )
            > 1
            for rest in product(*(tries(version.when, n) for n in others))
        )


def trees(depth: int) -> st.SearchStrategy[Test]:
    """Trees over four numbers; each fact stands at one place of its own, as Kleene's logic needs to be exact."""
    leaf = st.builds(
        Condition,
        st.sampled_from(NUMBERS),
        st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
        st.sampled_from([1, 2, 3]),
        st.just(NOTHING),
        st.just("第一条"),
        st.booleans(),
    )
    if not depth:
        return leaf
    inner = st.lists(trees(depth - 1), min_size=1, max_size=3).map(tuple)
    return st.one_of(leaf, st.builds(Group, st.sampled_from(["all", "any"]), inner))


@given(
    trees(2), st.fixed_dictionaries({n: st.sampled_from([None, 0, 1, 2, 3, 4]) for n in NUMBERS})
)
def test_knowing_more_never_takes_an_answer_back(when: Test, told: dict[str, Any]) -> None:
    rule = rule_with(when)
    before = entitlement(rule, told, ON, ON).answer
    for name in NUMBERS:
        if told[name] is None:
            for value in (0, 1, 2, 3, 4):
                after = entitlement(rule, told | {name: value}, ON, ON).answer
                assert before in ("not_known", after)


@given(trees(2), st.fixed_dictionaries({n: st.sampled_from([0, 1, 2, 3, 4]) for n in NUMBERS}))
def test_with_everything_known_it_is_plain_logic(when: Test, told: dict[str, Any]) -> None:
    found = entitlement(rule_with(when), told, ON, ON)
    assert found.answer == ("yes" if holds(when, told) else "no")
    assert bool(found.failed) == (found.answer == "no")
    assert not found.missing


@given(FIRMS)
def test_one_short_means_that_this_one_fact_would_do(told: dict[str, Any]) -> None:
    for rule in RULES.values():
        found = entitlement(rule, told, ON, LATER)
        if not found.misses_by_one:
            continue
        assert found.version is not None
        (failed,) = found.failed
        mended = [told | {failed.fact: v} for v in tries(found.version.when, failed.fact)]
        assert "yes" in {entitlement(rule, one, ON, LATER).answer for one in mended}


def test_what_fails_is_told_of_the_nearest_way_to_a_yes() -> None:
    found = verdict("T11", staff=50, layoff_percent=8)
    assert [one.label.zh for one in found.failed] == ["上年裁员率不高于5.5%"]
    assert found.misses_by_one


def test_a_trait_of_the_firm_is_no_near_miss() -> None:
    found = verdict("T5")  # a company
    assert [one.fact for one in found.failed] == ["kind"]
    assert not found.misses_by_one


def test_one_that_fails_beside_one_that_is_open_is_no_near_miss() -> None:
    found = verdict("T3", staff=301, assets_wan=None)
    assert (found.answer, found.missing, found.misses_by_one) == ("no", (), False)


def test_only_facts_that_matter_are_missing() -> None:
    none_of_them = dict.fromkeys(("premium_months", "layoff_percent", "staff", "loan_credit_wan"))
    assert verdict("T11", **none_of_them).missing == ("premium_months", "layoff_percent", "staff")
    assert verdict("T11", **none_of_them | {"layoff_percent": 3}).missing == ("premium_months",)
    assert (
        verdict("T11", **none_of_them | {"layoff_percent": 30}).missing == ()
    )  # no, whatever they are


def test_a_fact_that_cannot_be_true_counts_as_not_known() -> None:
    assert verdict("T1", monthly_sales_wan=-3).missing == ("monthly_sales_wan",)
    assert verdict("T3", taxable_income_wan=-3).answer == "no"  # a loss is a fact


def rule_with(when: Test) -> Rule:
    version = Version(date(2000, 1, 1), None, None, "某文件", Group("all", (when,)))
    return Rule("X", NOTHING, NOTHING, NOTHING, (version,))


def test_a_firm_without_any_facts_is_not_known_to_every_rule() -> None:
    for rule in RULES.values():
        assert entitlement(rule, {}, ON, LATER).answer == "not_known"
