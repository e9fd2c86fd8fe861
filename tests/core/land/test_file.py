"""The file of a programme: read with every default, written back the same, and every fault of it named at once with its place."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.land.case import After, Case, Objective, Option, Parcel, Pool, Promise
from luoshi.land.file import case_as_json, read_case
from luoshi.land.sense import senseless
from tests.core.land.made import district, small
from tests.core.land.small import CASE

EXAMPLE = read_case(Path(__file__).with_name("example.json").read_text("utf-8"))[0]
SENSIBLE = [one for one in map(small, range(60)) if not senseless(one)]
LEAST: dict[str, Any] = {
    "start": "2023-02",
    "months": 6,
    "pool": {"opening_wan": 100},
    "parcels": [{"key": "A", "options": [{"months": 2, "cost_wan": [10, 5.5]}]}],
}


def read(change: Callable[[dict[str, Any]], Any]) -> list[tuple[str, str]]:
    """(id, place) of every fault of the least file after a change."""
    told = json.loads(json.dumps(LEAST))
    change(told)
    _, problems = read_case(json.dumps(told))
    assert all(
        p.say("zh") and p.say("en") and "{" not in p.cause().replace("{…}", "") for p in problems
    )
    return [(p.id, p.place) for p in problems]


def test_the_example_is_a_whole_programme() -> None:
    assert EXAMPLE is not None
    assert (len(EXAMPLE.parcels), EXAMPLE.months) == (16, 24)
    assert sum(parcel.sunk_wan for parcel in EXAMPLE.parcels) > 90_000


def test_every_default() -> None:
    case, problems = read_case("\ufeff" + json.dumps(LEAST))
    assert problems == ()
    assert case == Case(
        "2023-02", 6, 18, 0.0, Objective(1.0), None, Pool(100.0, (0.0,) * 24, (0.0,) * 24), (1,) * 6, (1,) * 6, (),
        (Parcel("A", "A", 0.0, (Option(2, 1, (10.0, 5.5)),)),),
    )  # fmt: skip


def test_every_field() -> None:
    told = {
        **LEAST,
        "tail_months": 1,
        "monthly_rate": 0.003,
        "objective": {"released_wan": 1},
        "release_by": "2023-08",
        "pool": {"opening_wan": 9, "floor_wan": [1, 2, 3, 4, 5, 6, 7], "other_wan": -3},
        "teams": [1, 2, 3, 4, 5, 6],
        "listings_per_month": 2,
        "promises": [{"kind": "listed", "at_least": 1, "by": "2023-06"}, {"kind": "released", "at_least": 0.5, "by": "2023-08"}],
        "parcels": [
            {"key": "A", "name": "甲", "sunk_wan": 5600, "options": [{"months": 2, "teams": 3, "cost_wan": [10]}],
             "earliest": "2023-03", "notice_months": 1, "proceeds_wan": [[2, 8000], [12, 8000]], "holding_wan": 30,
             "for_sale": True, "after": {"key": "B", "gates": "list"}, "spread": [0.8, 1.2]},
            {"key": "B", "options": [{"months": 1, "cost_wan": []}], "for_sale": False, "after": None, "earliest": "2022-01"},
        ],
    }  # fmt: skip
    case, problems = read_case(json.dumps(told))
    assert problems == ()
    assert case is not None
    assert case.pool == Pool(9.0, (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0), (-3.0,) * 7)
    assert (case.release_by, case.objective, case.teams, case.listings) == (
        6,
        Objective(0.0, 1.0),
        (1, 2, 3, 4, 5, 6),
        (2,) * 6,
    )
    assert case.promises == (Promise("listed", 1.0, 4), Promise("released", 0.5, 6))
    one = Parcel("A", "甲", 5600.0, (Option(2, 3, (10.0,)),), 1, 1, ((2, 8000.0), (12, 8000.0)), 30.0, True, After("B", "list"), (0.8, 1.2))  # fmt: skip
    assert case.parcels[0] == one
    assert case.parcels[1].earliest == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "文件是空的"),
        ("{", "第 1 行第 2 列"),
        ("[" * 200_000, "套得太深"),
        ('{"a":' * 100_000, "套得太深"),
        ('{"months": ' + "9" * 5000 + "}", "有一个数长得读不了"),
        ("甲", "第 1 行第 1 列"),
    ],
)  # fmt: skip
def test_no_json(text: str, why: str) -> None:
    case, problems = read_case(text)
    assert case is None
    assert [p.id for p in problems] == ["T-001"]
    assert why in problems[0].say()


def put(*path: Any) -> Callable[[dict[str, Any]], None]:
    """A change: the last of the path is put where the others lead."""

    def change(told: Any) -> None:
        *way, name, value = path
        for step in way:
            told = told[step]
        told[name] = value

    return change


def take(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(told: Any) -> None:
        *way, name = path
        for step in way:
            told = told[step]
        del told[name]

    return change


PARCEL = ("parcels", 0)
OPTION = (*PARCEL, "options", 0)
TWO = [
    {"key": key, "options": [{"months": 1, "cost_wan": [1]}], "after": {"key": other}}
    for key, other in ("AB", "BA")
]


@pytest.mark.parametrize(
    ("change", "id", "place"),
    [
        (take("start"), "T-002", ""),
        (take("months"), "T-002", ""),
        (take("pool"), "T-002", ""),
        (take("pool", "opening_wan"), "T-002", "pool"),
        (take("parcels"), "T-002", ""),
        (take(*PARCEL, "key"), "T-002", "第1个地块"),
        (take(*PARCEL, "options"), "T-002", "地块 A"),
        (take(*OPTION, "months"), "T-002", "地块 A · 第1种做法"),
        (take(*OPTION, "cost_wan"), "T-002", "地块 A · 第1种做法"),
        (put("start", "2023.02"), "T-003", "start"),
        (put("start", "2023-13"), "T-003", "start"),
        (put("start", 202302), "T-003", "start"),
        (put("months", 2.5), "T-003", "months"),
        (put("months", "6"), "T-003", "months"),
        (put("months", True), "T-003", "months"),
        (put("months", 0), "T-005", "months"),
        (put("months", 10**6), "T-006", "months"),
        (put("months", 1e300), "T-006", "months"),
        (put("tail_months", -1), "T-005", "tail_months"),
        (put("monthly_rate", 30), "T-006", "monthly_rate"),
        (put("monthly_rate", float("nan")), "T-003", "monthly_rate"),
        (put("objective", {"npv": -1}), "T-005", "objective · npv"),
        (put("objective", {"money": 1}), "T-004", "objective"),
        (put("objective", []), "T-003", "objective"),
        (put("release_by", "2022-12"), "T-012", "release_by"),
        (put("release_by", "2025-02"), "T-012", "release_by"),
        (put("pool", "opening_wan", float("inf")), "T-003", "pool · opening_wan"),
        (put("pool", "opening_wan", None), "T-003", "pool · opening_wan"),
        (put("pool", "opening_wan", 1e12), "T-006", "pool · opening_wan"),
        (put("pool", "other_wan", [0] * 23), "T-007", "pool · other_wan"),
        (put("pool", "other_wan", [0] * 25), "T-007", "pool · other_wan"),
        (put("pool", "floor_wan", [0] * 23 + ["x"]), "T-003", "pool · floor_wan 第24个月"),
        (put("teams", -1), "T-005", "teams"),
        (put("teams", [1, 1, 1, 1, 1, -1]), "T-005", "teams 第6个月"),
        (put("teams", 1.5), "T-003", "teams"),
        (put("listings_per_month", [1]), "T-007", "listings_per_month"),
        (put("parcels", []), "T-003", "parcels"),
        (put("parcels", {}), "T-003", "parcels"),
        (put("parcels", [3]), "T-003", "第1个地块"),
        (put("colour", 1), "T-004", ""),
        (put(*PARCEL, "prise", 1), "T-004", "地块 A"),
        (put(*PARCEL, "key", ""), "T-003", "第1个地块 · key"),
        (put(*PARCEL, "key", "a\nb"), "T-003", "地块 a?b · key"),
        (put(*PARCEL, "key", "\ud800"), "T-003", "地块 ? · key"),
        (put(*PARCEL, "name", 7), "T-003", "地块 A · name"),
        (put(*PARCEL, "sunk_wan", -1), "T-005", "地块 A · sunk_wan"),
        (put(*PARCEL, "options", []), "T-003", "地块 A · options"),
        (put(*OPTION, "months", 0), "T-005", "地块 A · 第1种做法 · months"),
        (put(*OPTION, "teams", -2), "T-005", "地块 A · 第1种做法 · teams"),
        (put(*OPTION, "cost_wan", [1, -4]), "T-005", "地块 A · 第1种做法 · cost_wan 第2个月"),
        (put(*OPTION, "cost_wan", [1, 2, 3, False]), "T-003", "地块 A · 第1种做法 · cost_wan 第4个月"),
        (put(*OPTION, "cost_wan", 12), "T-003", "地块 A · 第1种做法 · cost_wan"),
        (put(*OPTION, "cost_wan", [0] * 1000), "T-006", "地块 A · 第1种做法 · cost_wan"),
        (put(*PARCEL, "earliest", "2023-08"), "T-012", "地块 A · earliest"),
        (put(*PARCEL, "notice_months", 0), "T-008", "地块 A · notice_months"),
        (put(*PARCEL, "notice_months", -1), "T-008", "地块 A · notice_months"),
        (put(*PARCEL, "proceeds_wan", [[1, 2], [3]]), "T-003", "地块 A · proceeds_wan 第2笔"),
        (put(*PARCEL, "proceeds_wan", [[-1, 2]]), "T-005", "地块 A · proceeds_wan 第1笔"),
        (put(*PARCEL, "proceeds_wan", [[1, -2]]), "T-005", "地块 A · proceeds_wan 第1笔"),
        (put(*PARCEL, "holding_wan", "30"), "T-003", "地块 A · holding_wan"),
        (put(*PARCEL, "for_sale", 1), "T-003", "地块 A · for_sale"),
        (put(*PARCEL, "after", "B"), "T-003", "地块 A · after"),
        (put(*PARCEL, "after", {"key": "B"}), "T-010", "地块 A · after"),
        (put(*PARCEL, "after", {"key": "A"}), "T-011", "地块 A · after"),
        (put(*PARCEL, "after", {"key": "A", "gates": "sale"}), "T-003", "地块 A · after · gates"),
        (put(*PARCEL, "spread", [0.8]), "T-003", "地块 A · spread"),
        (put(*PARCEL, "spread", [1.2, 1.4]), "T-017", "地块 A · spread"),
        (put("parcels", TWO), "T-011", "地块 A · after"),
        (put("parcels", [LEAST["parcels"][0]] * 2), "T-009", "地块 A"),
        (put("months", 3), "T-015", "months"),
        (put("promises", [{"kind": "sold", "at_least": 1, "by": "2023-06"}]), "T-003", "第1条承诺 · kind"),
        (put("promises", [{"kind": "listed", "at_least": 0, "by": "2023-06"}]), "T-005", "第1条承诺 · at_least"),
        (put("promises", [{"kind": "listed", "at_least": 1.5, "by": "2023-06"}]), "T-003", "第1条承诺 · at_least"),
        (put("promises", [{"kind": "released", "at_least": -5, "by": "2023-06"}]), "T-003", "第1条承诺 · at_least"),
        (put("promises", [{"kind": "listed", "at_least": 2, "by": "2023-06"}]), "T-013", "第1条承诺 · at_least"),
        (put("promises", [{"kind": "listed", "at_least": 1, "by": "2024-06"}]), "T-012", "第1条承诺 · by"),
        (put("promises", [{"kind": "listed", "at_least": 1, "by": "2023-04"}]), "T-014", "第1条承诺 · by"),
        (put("promises", [{"kind": "cleared", "at_least": 1, "by": "2023-02"}]), "T-014", "第1条承诺 · by"),
        (put("promises", [{"kind": "listed", "by": "2023-06"}]), "T-002", "第1条承诺"),
        (put("promises", {}), "T-003", "promises"),
    ],
)  # fmt: skip
def test_one_fault_is_one_sentence_with_its_place(
    change: Callable[[dict[str, Any]], None], id: str, place: str
) -> None:
    assert read(change) == [(id, place)]


def test_all_faults_at_once() -> None:
    def change(told: dict[str, Any]) -> None:
        told["months"] = "six"
        told["parcels"][0]["options"][0]["cost_wan"] = [-1, None, 2, True]
        told["parcels"][0]["holding_wan"] = -3
        told["parcels"].append({"key": "B"})

    assert [id for id, _ in read(change)] == ["T-003", "T-005", "T-003", "T-003", "T-005", "T-002"]


def test_a_promise_that_time_forbids_is_a_warning_and_the_case_is_read() -> None:
    told = {**LEAST, "promises": [{"kind": "listed", "at_least": 1, "by": "2023-04"}]}
    case, problems = read_case(json.dumps(told))
    assert case is not None
    assert [p.severity for p in problems] == ["warning"]
    assert "够 1 宗最早也要到 2023-05" in problems[0].say()


def test_a_name_written_twice() -> None:
    text = json.dumps(LEAST).replace('"months": 6', '"months": 6, "months": 7')
    _, problems = read_case(text)
    assert [p.id for p in problems] == ["T-016"]
    assert [p.say() for p in problems] == ["[T-016] 同一层里“months”写了两次。请只留一个。"]


def test_a_circle_is_named_and_a_long_one_shortened() -> None:
    def ring(count: int) -> str:
        option = {"months": 1, "cost_wan": [1]}
        rows = [
            {"key": f"P{n}", "options": [option], "after": {"key": f"P{(n + 1) % count}"}}
            for n in range(count)
        ]
        return read_case(json.dumps({**LEAST, "parcels": rows}))[1][0].say()

    assert "P0 → P1 → P2 → P0" in ring(3)
    assert "P0 → P1 → P2 → P3 → P4 → P5 → P6 → P7 → P8 → P9 → … → P0" in ring(9000)


def test_a_parcel_that_is_clear_already_spends_its_idle_month_on_the_notice() -> None:
    row = {"key": "A", "options": [{"months": 1, "teams": 0, "cost_wan": [0]}], "notice_months": 0}
    case, problems = read_case(json.dumps({**LEAST, "parcels": [row]}))
    assert (problems, case is not None) == ((), True)


def test_a_hundred_thousand_parcels_are_one_sentence_and_no_wait() -> None:
    row = json.dumps(LEAST["parcels"][0])
    text = json.dumps({**LEAST, "parcels": []}).replace("[]", "[" + ",".join([row] * 100_000) + "]")
    begun = time.perf_counter()
    case, problems = read_case(text)
    assert time.perf_counter() - begun < 5
    assert case is None
    assert [p.say() for p in problems] == [
        "[T-006] parcels：100000 大于上限 10000。请核对数字和单位，或把方案拆小。"
    ]


def test_many_parcels_over_many_months_are_one_sentence_too() -> None:
    rows = [{**LEAST["parcels"][0], "key": f"P{n}"} for n in range(2000)]
    _, problems = read_case(json.dumps({**LEAST, "months": 360, "parcels": rows}))
    assert [p.place for p in problems] == ["parcels × months"]


@pytest.mark.parametrize("value", ["3", "[]", '"x"', "null", "true", "NaN"])
def test_json_that_is_no_object(value: str) -> None:
    case, problems = read_case(value)
    assert (case, [p.id for p in problems]) == (None, ["T-003"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["key", "months", "by", "kind", "x"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_value_at_any_place_is_a_sentence_and_no_crash(data: st.DataObject) -> None:
    told: Any = case_as_json(CASE)
    at, way = told, 0
    while isinstance(at, dict | list) and at and (way == 0 or data.draw(st.booleans())):
        name = data.draw(
            st.sampled_from(sorted(at)) if isinstance(at, dict) else st.integers(0, len(at) - 1)
        )
        parent, at, way = at, at[name], way + 1
    parent[name] = data.draw(JSON)
    case, problems = read_case(json.dumps(told))
    assert (case is None) == any(p.severity == "error" for p in problems)
    for problem in problems:
        assert problem.say("zh").isprintable()
        assert problem.say("en").isprintable()


@pytest.mark.parametrize(
    "case",
    [EXAMPLE, CASE, *SENSIBLE, district(3), district(4, 50, 36, True)],
)
def test_a_case_written_and_read_again_is_the_same(case: Case) -> None:
    again, _ = read_case(json.dumps(case_as_json(case)))
    assert again == case


WAN = st.floats(0, 1e6, allow_nan=False)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    months, tail = draw(st.integers(4, 30)), draw(st.integers(0, 20))
    horizon = months + tail
    keys = draw(
        st.lists(st.text("abc甲乙-1", min_size=1, max_size=4), min_size=1, max_size=4, unique=True)
    )
    options = st.tuples(
        st.builds(
            Option, st.integers(1, 2), st.integers(0, 3), st.lists(WAN, max_size=4).map(tuple)
        )
    )
    proceeds = st.lists(st.tuples(st.integers(0, 30), WAN), max_size=3).map(tuple)
    parcels = tuple(
        Parcel(
            key, draw(st.text("甲乙丙", min_size=1)), draw(WAN), draw(options), 0 if n == 0 else draw(st.integers(0, months - 1)),
            1 if n == 0 else draw(st.integers(1, 3)), draw(proceeds), draw(WAN), n == 0 or draw(st.booleans()),
            After(keys[draw(st.integers(0, n - 1))], draw(st.sampled_from(("start", "list")))) if n and draw(st.booleans()) else None,
            draw(st.none() | st.tuples(st.floats(0, 1), st.floats(1, 3))),
        )
        for n, key in enumerate(keys)
    )  # fmt: skip

    def by_month(what: st.SearchStrategy[Any], count: int) -> tuple[Any, ...]:
        return tuple(draw(st.lists(what, min_size=count, max_size=count)))

    weights = st.builds(Objective, WAN, WAN, WAN, WAN)
    return Case(
        f"{draw(st.integers(1950, 2200))}-{draw(st.integers(1, 12)):02d}", months, tail, draw(st.floats(0, 0.5)), draw(weights),
        draw(st.none() | st.integers(0, horizon - 1)),
        Pool(draw(WAN), by_month(st.floats(-1e6, 1e6), horizon), by_month(st.floats(-1e6, 1e6), horizon)),
        by_month(st.integers(0, 9), months), by_month(st.integers(0, 9), months),
        draw(st.lists(st.builds(Promise, st.just("released"), st.floats(0.5, 1e6), st.integers(0, horizon - 1)), max_size=2).map(tuple)),
        parcels,
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(cases())
def test_any_case_written_and_read_again_is_the_same(case: Case) -> None:
    again, problems = read_case(json.dumps(case_as_json(case)))
    assert problems == ()
    assert again == case
