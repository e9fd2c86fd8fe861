"""What is expected of a project, on which basis, and when paid tax is behind it."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.works.tax_in_step import faults, in_step
from luoshi.works.tax_rules import (
    prepaid_wan,
    reasons,
    tax_parameters,
    unchecked,
)
from tests.core.works.made import ON, kinds, project, standing


def test_a_contractor_of_another_city_prepays_on_this_years_work() -> None:
    one = standing()
    assert one.progress_percent == 50
    assert one.expected_wan == pytest.approx(50)
    assert (one.basis, one.state, one.rate_percent) == ("prepay", "in_step", 2)
    assert one.gap_wan == pytest.approx(0)


def test_the_simple_method_has_its_own_rates() -> None:
    one = standing(tax_method="simple", contract_wan=2_060.0)
    assert one.expected_wan == pytest.approx(2_060 / 2 / 1.03 * 0.03)


@pytest.mark.parametrize(
    ("paid", "state"), [(44.9, "behind"), (45.0, "in_step"), (80.0, "in_step"), (0.0, "behind")]
)
def test_tax_is_behind_below_the_tolerance_and_not_at_it(paid: float, state: str) -> None:
    assert standing(tax_paid_wan=paid).state == state


@pytest.mark.parametrize("place", ["local", "same_city", "other_city", None])
def test_what_the_tax_bureau_reckoned_goes_first_wherever_the_contractor_is(
    place: str | None,
) -> None:
    one = standing(contractor_place=place, tax_due_wan=100.0, contract_wan=None)
    assert (one.basis, one.expected_wan, one.gap_wan, one.state) == ("told", 100, 50, "behind")


def test_a_local_contractors_tax_is_only_estimated() -> None:
    assert standing(contractor_place="local").basis == "estimate"


@pytest.mark.parametrize(
    ("on", "state", "vat"),
    [
        (date(2017, 4, 30), "in_step", 11),
        (date(2017, 5, 1), "elsewhere", 11),
        (date(2018, 4, 30), "elsewhere", 11),
        (date(2018, 5, 1), "elsewhere", 10),
        (date(2019, 3, 31), "elsewhere", 10),
        (date(2019, 4, 1), "elsewhere", 9),
    ],
)
def test_old_days_keep_their_old_rules(on: date, state: str, vat: int) -> None:
    began = date(2016, 6, 1)
    assert standing(on, contractor_place="same_city", started_on=began).state == state
    expected = standing(on, started_on=began).expected_wan
    assert expected == pytest.approx(5_450 / 2 / (1 + vat / 100) * 0.02)


def test_a_reason_that_the_tax_is_elsewhere_is_believed() -> None:
    for code in ("registered_elsewhere", "paid_elsewhere"):
        assert standing(tax_reason=code, tax_paid_wan=0.0).state == "elsewhere"
    assert standing(tax_reason="deferred", tax_paid_wan=0.0).state == "behind"


def test_before_the_first_trench_nothing_is_expected() -> None:
    assert standing(started_on=None).state == "not_begun"
    assert standing(started_on=date(2026, 1, 1)).state == "not_begun"
    assert standing(started_on=ON).state == "in_step"


@pytest.mark.parametrize(
    "name",
    ["tax_paid_wan", "invested_wan", "total_investment_wan", "contract_wan", "contractor_place", "tax_method"],
)  # fmt: skip
def test_a_missing_fact_is_named_and_never_taken_for_nothing(name: str) -> None:
    one = standing(**{name: None})
    assert one.state == "not_known"
    assert len(one.missing) == 1
    assert one.gap_wan is None


def test_a_total_of_nothing_gives_no_progress() -> None:
    one = standing(total_investment_wan=0)
    assert (one.state, [label.zh for label in one.missing]) == ("not_known", ["总投资"])


def test_rates_after_the_new_law_are_said_to_be_unchecked() -> None:
    assert not standing(date(2025, 12, 31)).unchecked
    assert standing(date(2026, 1, 1)).unchecked
    assert not standing(date(2026, 1, 1), tax_due_wan=50.0).unchecked  # rests on no rate
    assert not unchecked({}, ON)


def test_every_rate_has_its_paper_but_the_tolerance() -> None:
    unsourced = {one.name for one in tax_parameters().values if not one.source}
    assert unsourced == {"tax_tolerance_percent"}


def test_the_reasons_are_those_that_the_register_offers() -> None:
    register = files("luoshi.registers").joinpath("project.toml").read_text(encoding="utf-8")
    offered = tomllib.loads(register)["fields"]["tax_reason"]["choices"]
    assert {code: one.label._asdict() for code, one in reasons().items()} == offered


def test_faults_of_the_rows() -> None:
    assert faults([project(invested_wan=10_000.0)]) == []
    over, minus, strange = (
        project(invested_wan=10_000.5),
        project(tax_paid_wan=-3.0),
        project(tax_reason="abroad"),
    )
    told = faults([over, minus, strange])
    assert [(one.id, one.severity) for one in told] == [
        ("P-001", "error"),
        ("P-002", "error"),
        ("P-003", "warning"),
    ]
    assert "10000.5" in told[0].cause()
    assert "本年缴税" in told[1].cause()
    assert "abroad" in told[2].cause()
    assert standing(invested_wan=10_000.5).state == standing(tax_paid_wan=-3.0).state == "faulty"
    assert kinds(tax_paid_wan=-3.0) == []


SUMS = st.one_of(st.none(), st.floats(0, 1e6))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "tax_paid_wan": SUMS,
                "tax_due_wan": SUMS,
                "contract_wan": SUMS,
                "invested_wan": SUMS,
                "contractor_place": st.sampled_from(["local", "same_city", "other_city", None]),
                "tax_reason": st.sampled_from([*reasons(), None]),
            }
        ),
        max_size=5,
    )
)
def test_every_project_stands_somewhere_and_the_unknown_stays_unknown(
    told: list[dict[str, Any]],
) -> None:
    rows = [project(**facts) for facts in told]
    found = in_step(rows, tax_parameters().on(ON), ON)
    assert [one.project for one in found] == rows
    for one in found:
        assert (one.paid_wan is None) or one.paid_wan == one.project["tax_paid_wan"]
        assert bool(one.missing) == (one.state == "not_known")
        if one.state in ("behind", "in_step"):
            assert one.gap_wan is not None
            assert one.basis is not None


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from(["general", "simple"]))
def test_prepayment_adds_up_over_parts_of_the_work(
    first: float, second: float, method: Any
) -> None:
    rates = tax_parameters().on(ON)
    parts = prepaid_wan(first, method, rates) + prepaid_wan(second, method, rates)
    assert prepaid_wan(first + second, method, rates) == pytest.approx(parts)
