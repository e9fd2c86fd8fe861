"""Dated parameters: an old day keeps its old number."""

from __future__ import annotations

from datetime import date

from luoshi.district.parameters import Parameters, read_parameters

LINE = {"zh": "工业入统线", "en": "Line"}


def test_each_day_gets_the_number_in_force_that_day() -> None:
    tables = {
        "line_wan": {
            "label": LINE,
            "unit": "万元",
            "values": [
                {"since": date(2011, 1, 1), "value": 2000, "source": "某文〔2011〕1号"},
                {"since": date(2000, 1, 1), "value": 500},
            ],
        }
    }
    values, problems = read_parameters(tables, "p.toml")
    parameters = Parameters(values)
    assert problems == []
    assert [parameters.on(date(y, 12, 31)).get("line_wan") for y in (1999, 2010, 2011)] == [
        None,
        500,
        2000,
    ]
    entry = parameters.named("line_wan", date(2020, 1, 1))
    assert entry is not None
    assert entry.source == "某文〔2011〕1号"


def test_a_district_s_own_value_hides_the_default() -> None:
    own, _ = read_parameters({"warn_days": {"label": LINE, "values": [{"value": 7}]}}, "own")
    default, _ = read_parameters(
        {
            "warn_days": {"label": LINE, "values": [{"value": 3}]},
            "k": {"label": LINE, "values": [{"value": 1}]},
        },
        "d",
    )
    assert Parameters(own).with_defaults(Parameters(default)).on(date(2026, 1, 1)) == {
        "warn_days": 7,
        "k": 1,
    }


def test_faults_are_named_all_at_once() -> None:
    tables = {
        "no_values": {"label": LINE},
        "no_value": {"label": LINE, "values": [{"since": date(2020, 1, 1)}]},
        "overlap": {
            "label": LINE,
            "values": [
                {"since": date(2020, 1, 1), "until": date(2021, 6, 30), "value": 1},
                {"since": date(2021, 1, 1), "value": 2},
            ],
        },
    }
    _, problems = read_parameters(tables, "p.toml")
    assert sorted((p.id, p.facts["name"]) for p in problems) == [
        ("R-010", "no_value"),
        ("R-010", "no_values"),
        ("R-011", "overlap"),
    ]
