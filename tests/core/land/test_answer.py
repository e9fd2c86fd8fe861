"""The answer as JSON: the form that others rely on, numbers a machine can read, sunk money apart from money that came back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from luoshi.land.answer import as_json, plain_why_not
from luoshi.land.case import Option
from luoshi.land.checker import cash, value
from luoshi.land.plan import Plan, Solved
from luoshi.land.risk import risk
from tests.core.land.small import CASE, PLAN

WORTH = value(CASE, PLAN)


def test_the_answer_of_a_plan() -> None:
    told = as_json(
        CASE,
        Solved("gap", PLAN, WORTH, WORTH + 1.0, 0.5),
        reasons=["因为"],
        risk=risk(CASE, PLAN, 50),
    )
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert (told["status"], told["objective"], told["bound"]) == (
        "gap",
        pytest.approx(WORTH),
        pytest.approx(WORTH + 1.0),
    )
    assert told["gap"] == pytest.approx(1.0 / max(abs(WORTH), 1.0), abs=1e-6)
    assert told["parcels"][0] == {
        "key": "A",
        "option": 0,
        "start": "2023-02",
        "clear": "2023-03",
        "list": "2023-05",
    }
    assert told["parcels"][3] == {
        "key": "R",
        "option": 0,
        "start": "2023-02",
        "clear": "2023-02",
        "list": None,
    }
    assert told["cash_wan"] == pytest.approx(cash(CASE, PLAN))
    assert told["promises"][0] == {
        "kind": "listed",
        "at_least": 1,
        "by": "2023-05",
        "reached": 1.0,
        "kept": True,
    }
    assert (told["sunk_listed_wan"], told["back_wan"]) == (1000.0, 630.0)
    assert sum(told["released_wan"]) == 630.0
    assert (told["reasons"], told["broken"]) == (["因为"], [])
    assert told["risk"]["breaks_in"] is None or told["risk"]["breaks_in"].startswith("202")


def test_without_a_plan_there_is_no_infinity() -> None:
    told = as_json(CASE, Solved("infeasible", None, -float("inf"), -float("inf"), 0.1))
    assert "Infinity" not in json.dumps(told)
    assert (told["status"], told["objective"], told["gap"], told["parcels"]) == (
        "infeasible",
        None,
        None,
        [],
    )


def test_what_is_left_out_says_why_and_what_is_broken_is_told() -> None:
    told = as_json(CASE, Solved("gap", Plan(), 0.0, 1.0, 0.0), why_not={"B": "太晚"})
    assert told["parcels"][1] == {"key": "B", "why_not": "太晚"}
    assert len(told["broken"]) == 3


def test_plain_reasons() -> None:
    a, b, c, road = CASE.parcels
    assert plain_why_not(CASE, Plan(), replace(a, earliest=7)).zh == "测算期内来不及清零挂牌"
    assert (
        plain_why_not(CASE, Plan(), replace(b, options=(Option(1, 1, (900.0,)),))).zh
        == "再投入 900 万元，只收回 160 万元"
    )
    assert plain_why_not(CASE, Plan(), c).en.startswith("money, task forces")
    assert plain_why_not(CASE, Plan(), road).zh == "等它的地块没有排进"
