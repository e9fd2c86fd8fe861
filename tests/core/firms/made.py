"""A small manufacturer of whom everything is known, and strategies for firms of whom some is."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from luoshi.firms.facts import facts
from luoshi.firms.reading import shipped
from luoshi.firms.verdict import Verdict, entitlement

ON = date(2025, 6, 30)
RULES = {rule.key: rule for rule in shipped()}
KNOWN: dict[str, Any] = {
    "taxpayer": "small",
    "kind": "company",
    "large": False,
    "monthly_sales_wan": 8.5,
    "taxable_income_wan": 12,
    "staff": 18,
    "assets_wan": 420,
    "restricted_trade": False,
    "rd_wan": 40,
    "rd_excluded": False,
    "high_tech": True,
    "manufacturing": True,
    "extra_credit_list": False,
    "input_tax_wan": 30,
    "equipment_wan": 55,
    "equipment_unit_wan": 28,
    "key_hires": 2,
    "key_contract_years": 1,
    "key_insured": True,
    "disabled_percent": 0,
    "premium_wan": 1.8,
    "premium_months": 18,
    "layoff_percent": 0,
    "loan_credit_wan": 150,
}
EDGES = (0, 0.5, 1, 1.5, 5.5, 10, 10.01, 12, 20, 30, 31, 300, 301, 500, 1000, 5000, 5001)


def firm(**told: Any) -> dict[str, Any]:
    """The manufacturer with other facts; None takes one away."""
    return {"firm": "Q-0001", "facts_on": date(2025, 3, 31), **KNOWN, **told}


def verdict(key: str, on: date = ON, known_on: date = date(2026, 1, 1), /, **told: Any) -> Verdict:
    """What a shipped rule says of it."""
    return entitlement(RULES[key], firm(**told), on, known_on)


def values(name: str) -> st.SearchStrategy[Any]:
    """What a fact may be, its edges above all; now and then a negative sum, which nobody can have."""
    fact = facts()[name]
    if fact.type == "bool":
        return st.sampled_from([None, True, False])
    if fact.type == "choice":
        return st.sampled_from([None, *fact.choices])
    return st.one_of(st.none(), st.sampled_from([*EDGES, -1]), st.floats(0, 6000))


FIRMS = st.fixed_dictionaries(
    {"firm": st.just("Q-0001")} | {name: values(name) for name in facts()}
)


def rule_of(version: str, when: str = "") -> str:
    """The text of a file with one rule X of these versions."""
    tests = when or (
        '{ fact = "staff", compare = "<=", dated = "most", label = "人数", clause = "第一条" }'
    )
    return f'[X]\nlabel = "某政策"\nbenefit = "减"\nwhen = [{tests}]\n{version}'


def versions(*written: str) -> str:
    """Versions of such a file, each with `most` of 30."""
    return "".join(f"[[X.versions]]\n{one}\nvalues = {{ most = 30 }}\n" for one in written)
