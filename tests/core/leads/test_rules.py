"""Lead rules: what is valid, what counts once, how long each stage may take, and what a contract may not promise."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.leads.clocks import clocks, moved_on
from luoshi.leads.once import Event, counted, effect
from luoshi.leads.once import declared as declared_counting
from luoshi.leads.promises import declared, promises
from luoshi.leads.valid import conditions, mend_of, read_rules, rules, valid

ON = date(2026, 6, 3)
BOTH = ("taixing", "xuancheng")
GOOD = {"has_plan": True, "fits_park": True, "site_visited": True, "decision_talk": True, "terms_discussed": False, "nature": "none", "trade": "manufacturing", "amount_wan": 10000.0, "fixed_wan": 6000.0}  # fmt: skip


def failing(row: dict[str, Any], keys: tuple[str, ...] = BOTH) -> list[str]:
    names = {one.label: key for key, one in conditions().items()}
    return [names[one.label] for one in valid(row, keys, ON).failed]


def test_a_lead_at_the_very_borders_is_valid() -> None:
    judged = valid(GOOD, BOTH, ON)
    assert judged.answer == "yes"
    assert len(judged.sources) == 2


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"has_plan": False}, ["has_plan"]),
        ({"fits_park": False}, ["fits_park"]),
        ({"site_visited": False, "decision_talk": False}, ["terms_discussed"]),
        ({"site_visited": False, "terms_discussed": True}, []),
        ({"nature": "state_money"}, ["state_money"]),
        ({"nature": "outlet"}, ["outlet"]),
        ({"nature": "housing"}, ["housing"]),
        ({"nature": "settled"}, ["settled"]),
        ({"nature": "elsewhere"}, ["elsewhere"]),
        ({"amount_wan": 9999.99}, ["amount"]),
        ({"fixed_wan": 5999.99}, ["fixed"]),
        ({"trade": "services", "amount_wan": 300.0, "fixed_wan": 10.0}, []),
    ],
)
def test_each_condition_fails_alone_and_says_what_would_make_it_valid(change: dict[str, Any], failed: list[str]) -> None:  # fmt: skip
    judged = valid(GOOD | change, BOTH, ON)
    assert failing(GOOD | change) == failed
    assert judged.answer == ("no" if failed else "yes")
    assert all(one.mend.zh and one.mend.en for one in judged.failed)


def test_what_is_not_told_is_not_known_unless_something_else_fails() -> None:
    assert valid({}, BOTH, ON).answer == "not_known"
    assert valid({"nature": "housing"}, BOTH, ON).answer == "no"
    assert valid({**GOOD, "has_plan": None}, BOTH, ON).answer == "not_known"
    assert valid(GOOD, (), ON).answer == "not_known"
    assert (
        valid({**GOOD, "nature": "housing"}, BOTH, date(2024, 1, 30)).answer == "yes"
    )  # the rule is of the day after
    assert valid({**GOOD, "nature": "housing"}, BOTH, date(2024, 1, 31)).answer == "no"


FIELDS = ("has_plan", "fits_park", "site_visited", "decision_talk", "terms_discussed")


def test_three_values_agree_with_every_way_to_fill_in_what_is_not_told() -> None:
    for told in product((True, False, None), repeat=len(FIELDS)):
        row = GOOD | dict(zip(FIELDS, told, strict=True))
        open_ones = [name for name in FIELDS if row[name] is None]
        filled = {
            valid(row | dict(zip(open_ones, more, strict=True)), BOTH, ON).answer
            for more in product((True, False), repeat=len(open_ones))
        }
        answer = valid(row, BOTH, ON).answer
        assert answer == "not_known" or filled == {answer}, row


def test_a_rejection_for_a_declared_reason_teaches() -> None:
    for reason in ("state_money", "outlet", "housing", "settled", "elsewhere"):
        assert mend_of(reason), reason
    assert mend_of("no_substance") is None
    assert {one.key for one in rules()} == set(BOTH)


def test_every_fault_of_a_rule_file_is_told_at_once() -> None:
    text = """
[a]
place = "a"
label = "甲"
since = 2024-01-01
until = 2024-12-31
all = ["nowhere"]
[b]
place = "a"
label = "甲新"
source = "某文"
since = 2024-12-31
all = []
"""
    _, problems = read_rules(text)
    assert [one.id for one in problems] == ["L-210", "L-212", "L-211"]


# ---- count once
KINDS = st.sampled_from(("signed", "upgraded", "added_capital", "changed_investor", "withdrawn"))
EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(("J-1", "J-2")),
        KINDS,
        st.integers(0, 8).map(lambda n: date(2026, 1, 1) + timedelta(n)),
        st.integers(0, 50).map(float),
        st.sampled_from(("甲", "乙")),
    ),
    max_size=12,
)
LAST = date(2026, 12, 31)


def test_a_project_counts_at_its_first_signing_with_what_was_added() -> None:
    day = [date(2026, 1, n) for n in range(1, 7)]
    told = [
        Event("J-1", "added_capital", day[0], 9.0),
        Event("J-1", "signed", day[1], 100.0, "甲"),
        Event("J-1", "signed", day[2], 120.0, "乙"),
        Event("J-1", "upgraded", day[3], 500.0),
        Event("J-1", "added_capital", day[4], 30.0),
        Event("J-1", "changed_investor", day[5], 0.0, "丙"),
    ]
    (one,) = counted(told, LAST)
    assert (one.signed_on, one.signed_wan, one.added_wan, one.total_wan, one.investor) == (day[1], 100.0, 30.0, 130.0, "丙")  # fmt: skip
    assert [one.total_wan for one in counted(told, day[3])] == [100.0]
    assert counted(told, day[0]) == []
    assert counted([*told, Event("J-1", "withdrawn", LAST)], LAST) == []


def test_the_counting_rule_is_declared_with_its_day_and_its_source() -> None:
    (rule,) = declared_counting().values()
    assert "2006-95" in rule["source"]
    assert effect("signed", rule["since"]) == "once"
    assert effect("signed", rule["since"] - timedelta(1)) == "nothing"
    assert counted([Event("J-1", "signed", date(2005, 12, 31), 9.0)], LAST) == []


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_told_changes_nothing(events: list[Event], dice: Any) -> None:
    shuffled = [*events]
    dice.shuffle(shuffled)
    assert counted(events, LAST) == counted(shuffled, LAST)


@given(EVENTS)
def test_no_upgrade_and_no_second_telling_changes_a_sum(events: list[Event]) -> None:
    before = counted(events, LAST)
    upgrades = [Event(one.project, "upgraded", one.on, 999.0) for one in events]
    assert counted([*events, *upgrades, *events], LAST) == before
    told = sum(e.amount_wan for e in events if e.kind in ("signed", "added_capital"))
    assert sum(one.total_wan for one in before) <= told
    assert len({one.project for one in before}) == len(before)


# ---- clocks
DAYS = {"answer_days": 1, "screen_days": 3, "screen_major_days": 7, "reply_days": 7, "progress_days": 14, "stale_days": 31}  # fmt: skip


def late(on: date, **row: Any) -> list[str]:
    told = {"told_on": date(2026, 5, 1), **row}
    return [one.stage for one in clocks(told, DAYS, on) if one.late(on)]


def test_each_clock_is_late_the_day_after_its_last() -> None:
    assert late(date(2026, 5, 2)) == []
    assert late(date(2026, 5, 3)) == ["answer"]
    assert late(date(2026, 5, 4), answered_on=date(2026, 5, 1)) == []
    assert late(date(2026, 5, 5), answered_on=date(2026, 5, 1)) == ["screen"]
    assert late(date(2026, 5, 8), answered_on=date(2026, 5, 1), major=True) == []
    assert late(date(2026, 5, 9), answered_on=date(2026, 5, 1), major=True) == ["screen", "reply"]


def test_progress_is_asked_of_valid_leads_only_and_what_lies_ahead_is_not_done() -> None:
    told = {"told_on": date(2026, 5, 1), "verdict": "valid", "screened_on": date(2026, 5, 3)}
    assert moved_on(told, ON) == date(2026, 5, 3)
    assert moved_on({**told, "progress_on": date(2026, 6, 4)}, ON) == date(2026, 5, 3)
    assert moved_on({**told, "promoted_on": ON}, ON) is None
    assert moved_on({**told, "verdict": "invalid"}, ON) is None
    (progress,) = [one for one in clocks(told, DAYS, ON) if one.stage == "progress"]
    assert (progress.due_on, progress.days_over(ON)) == (date(2026, 5, 17), 17)
    assert clocks({**told, "told_on": date(2026, 6, 4)}, DAYS, ON) == []
    assert clocks({}, DAYS, ON) == []


# ---- promises
SENTENCES = tomllib.loads((Path(__file__).parent / "promises.toml").read_text("utf-8"))
TABLE, UNSEEN = SENTENCES["sentence"], SENTENCES["unseen"]


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line["say"][:14])
def test_a_sentence_promises_what_a_person_says_it_does(line: dict[str, Any]) -> None:
    found = promises(line["say"], ON)
    if not line["kind"]:
        assert found == []
        return
    assert line["kind"] in [one.kind.key for one in found]
    assert {one.severity for one in found} == {"warning" if line.get("weak") else "error"}


def test_sentences_that_no_rule_was_written_from_are_found_as_measured() -> None:
    assert sum(bool(promises(say, ON)) for say in UNSEEN["promised"]) >= 12  # of 16
    assert [say for say in UNSEEN["clean"] if promises(say, ON)] == []


def test_a_promise_has_its_place_in_the_text_and_its_article() -> None:
    text = "第一条 双方依法办理。\n  甲方给予乙方奖励300万元；乙方须在本区注册。"
    found = promises(text, ON)
    assert [text[one.start : one.end].strip() for one in found] == [one.sentence for one in found]
    assert [one.kind.key for one in found] == ["fiscal", "local"]
    assert all(one.kind.article.startswith("第") and one.kind.remedy.zh for one in found)
    assert promises(text, date(2024, 7, 31)) == []  # the day before it took effect
    assert declared().since == date(2024, 8, 1)


DENIED = [  # a denial or a basis in law excuses no more than it governs
    ("乙方不得转让土地，甲方给予乙方奖励300万元。", ["fiscal"]),
    ("除法律、行政法规规定外，甲方给予乙方奖励300万元。", ["fiscal"]),
    ("依照法律、行政法规规定，甲方给予被征地农民补偿和社会保险费补助。", []),
    ("甲方协助乙方申报国家奖励资金100万元。", []),
]


@pytest.mark.parametrize(("say", "kinds"), DENIED)
def test_an_excuse_reaches_no_further_than_it_governs(say: str, kinds: list[str]) -> None:
    assert [one.kind.key for one in promises(say, ON)] == kinds


def test_a_text_without_any_stop_is_looked_through_in_pieces() -> None:
    assert promises("不得" + "给予奖励" * 20_000, ON)
