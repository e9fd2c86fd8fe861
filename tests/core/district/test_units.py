"""The tree of units: protocol order, paths, names, and every fault of a list at once."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.district.units import read_units

ROWS = [
    {"key": "qu", "label": {"zh": "某区", "en": "District"}, "kind": "district"},
    {
        "key": "zhen",
        "label": {"zh": "甲镇", "en": "Jia"},
        "kind": "township",
        "parent": "qu",
        "aka": ["甲"],
    },
    {"key": "ju", "label": {"zh": "某局", "en": "Bureau"}, "kind": "department", "parent": "qu"},
    {"key": "cun", "label": {"zh": "乙村", "en": "Yi"}, "kind": "post", "parent": "zhen"},
]


def test_units_keep_protocol_order_and_know_what_is_under_them() -> None:
    units, problems = read_units(ROWS, "units.toml")
    assert problems == []
    assert [u.key for u in units.in_order({"cun", "ju", "zhen"})] == ["zhen", "ju", "cun"]
    assert units.path("cun") == ("qu", "zhen", "cun")
    assert units.under("zhen") == {"zhen", "cun"}
    assert units.under("nobody") == frozenset()


def test_units_are_found_by_the_words_that_people_use() -> None:
    units, _ = read_units(ROWS, "units.toml")
    for words in ("甲镇", "甲", "Jia", "zhen", " 甲镇 "):
        found = units.find(words)
        assert found is not None
        assert found.key == "zhen"
    assert units.find("丙镇") is None
    assert units.find("某局") is not None
    assert units.find("区某局") == units.find("某局")
    assert units.name("zhen") == "甲镇"
    assert units.name("dissolved_unit") == "dissolved_unit"


def test_a_unit_lives_from_its_first_to_its_last_day() -> None:
    rows = [{**ROWS[0], "since": date(2026, 1, 5), "until": date(2026, 6, 30)}]
    unit = next(iter(read_units(rows, "u")[0]))
    assert [unit.alive(date(2026, m, d)) for m, d in ((1, 4), (1, 5), (6, 30), (7, 1))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"label": {"zh": "无名"}, "kind": "post"}, "R-001"),
        ({**ROWS[1]}, "R-002"),
        ({**ROWS[1], "key": "x", "kind": "kingdom"}, "R-003"),
        ({**ROWS[1], "key": "x", "parent": "nowhere"}, "R-004"),
        ({**ROWS[1], "key": "x", "parent": "x"}, "R-004"),
    ],
)
def test_a_fault_of_the_list_is_named(row: dict, expected: str) -> None:
    _, problems = read_units([*ROWS, row], "units.toml")
    assert [p.id for p in problems] == [expected]
