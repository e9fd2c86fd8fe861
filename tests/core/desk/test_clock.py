"""The clock: before, on and after each date, and in any order of pauses, returns and re-assignments no day is won or lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.declare.load import load
from luoshi.declare.register import Register
from luoshi.desk.clock import FIELDS, act_of, clock_of, elapsed
from luoshi.desk.handle import (
    ask_extension,
    chase,
    decide_extension,
    pause,
    reassign,
    resume,
)
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, report
from luoshi.desk.settle import correctable, return_
from luoshi.district.calendar import DAY, national
from luoshi.district.units import read_units
from luoshi.ledger.as_of import state, system_columns
from luoshi.ledger.entry import Entry
from tests.core.desk.ground import DESK

TOML = """
key = "work"
label = { zh = "工作", en = "Work" }
kept_by = "ju"
title = "name"
owner = "unit"
number = "G-{n:03d}"
clock = "due_on"
[fields.name]
label = { zh = "名称", en = "Name" }
type = "text"
[fields.unit]
label = { zh = "责任单位", en = "Unit" }
type = "unit"
[fields.due_on]
label = { zh = "时限", en = "Due" }
type = "date"
[fields.progress]
label = { zh = "进展", en = "Progress" }
type = "text"
[terms.ended]
label = { zh = "完", en = "Ended" }
expression = "closed_on is not null"
[[example]]
name = "甲"
"""


def work() -> Register:
    register, problems = load(TOML, "work.toml")
    assert register is not None, problems
    return register


WORK = work()
START, DUE = (
    date(2026, 4, 8),
    date(2026, 4, 30),
)  # a Wednesday and a Thursday before the May holiday
OFFICE = Stamp("zhou", "ju", datetime(2026, 4, 8, 1, tzinfo=UTC))
UNIT = Stamp("chen", "jia", datetime(2026, 4, 8, 1, tzinfo=UTC))


def desk(on: date) -> Desk:
    return replace(DESK, today=on, calendar=national())


def row(**fields: Any) -> dict[str, Any]:
    return {
        "item": "G-1",
        "owner": "jia",
        "unit": "jia",
        "due_on": DUE,
        "closed_on": None,
        **fields,
    }


def ids(outcome: Outcome) -> list[str]:
    return [problem.id for problem in outcome.problems]


def told(outcome: Outcome) -> dict[str, Any]:
    (entry,) = outcome.entries
    assert entry.verb == "handle"
    return dict(entry.fields)


@pytest.mark.parametrize(
    ("on", "wrong"), [(DUE - DAY, []), (DUE, ["K-041"]), (DUE + DAY, ["K-041"])]
)
def test_an_extension_is_asked_before_the_due_date(on: date, wrong: list[str]) -> None:
    asked = ask_extension(WORK, row(), date(2026, 5, 31), "等上级批复", UNIT, desk(on))
    assert ids(asked) == wrong
    if wrong:
        assert "进展和没办完的原因" in asked.problems[0].remedy()


@pytest.mark.parametrize(
    ("until", "wrong"),
    [(DUE - DAY, ["K-042"]), (DUE, ["K-042"]), (DUE + DAY, []), (None, ["K-002"])],
)
def test_the_new_date_is_after_the_old_one(until: date | None, wrong: list[str]) -> None:
    assert ids(ask_extension(WORK, row(), until, "等批复", UNIT, desk(START))) == wrong


def test_asking_moves_nothing_needs_a_reason_and_is_the_owner_s() -> None:
    day = desk(START)
    asked = told(ask_extension(WORK, row(), date(2026, 5, 31), "等批复", UNIT, day))
    assert "due_on" not in asked
    assert clock_of(WORK, row(**asked), START, national()).due_on == DUE  # type: ignore[union-attr]
    assert ids(ask_extension(WORK, row(), date(2026, 5, 31), " ", UNIT, day)) == ["K-013"]
    assert ids(ask_extension(WORK, row(owner="yi"), date(2026, 5, 31), "等批复", UNIT, day)) == [
        "K-012"
    ]
    assert ids(ask_extension(WORK, row(due_on=None), date(2026, 5, 31), "等", UNIT, day)) == [
        "K-040"
    ]
    assert ids(ask_extension(WORK, row(**asked), date(2026, 6, 30), "再等", UNIT, day)) == ["K-043"]
    shut = ask_extension(WORK, row(closed_on=START), date(2026, 5, 31), "等", UNIT, day)
    assert ids(shut) == ["K-015"]


def test_a_granted_extension_moves_the_date_and_the_first_one_never_changes() -> None:
    day, asked = desk(START), {"extension_state": "asked", "extension_until": date(2026, 5, 31)}
    first = told(decide_extension(WORK, row(**asked), True, "同意", OFFICE, day))
    assert (first["due_on"], first["first_due_on"]) == ("2026-05-31", "2026-04-30")
    later = row(
        due_on=date(2026, 5, 31),
        first_due_on=DUE,
        extension_state="asked",
        extension_until="2026-06-30",
    )
    again = told(decide_extension(WORK, later, True, "再宽限一次", OFFICE, day))
    assert again["due_on"] == "2026-06-30"
    assert "first_due_on" not in again


def test_a_refused_extension_keeps_the_date_and_both_decisions_need_words() -> None:
    day, asked = desk(START), {"extension_state": "asked", "extension_until": date(2026, 5, 31)}
    refused = told(decide_extension(WORK, row(**asked), False, "按原时限办", OFFICE, day))
    assert refused == {"extension_state": "refused", "extension_decided_why": "按原时限办"}
    assert ids(decide_extension(WORK, row(**asked), True, "", OFFICE, day)) == ["K-013"]
    assert ids(decide_extension(WORK, row(), True, "同意", OFFICE, day)) == ["K-044"]


@pytest.mark.parametrize(("on", "wrong"), [(DUE - DAY, []), (DUE, []), (DUE + DAY, ["K-047"])])
def test_what_is_overdue_cannot_be_paused(on: date, wrong: list[str]) -> None:
    assert ids(pause(WORK, row(), "等批复", OFFICE, desk(on))) == wrong


def test_a_pause_needs_a_reason_a_date_and_happens_once() -> None:
    day = desk(START)
    assert ids(pause(WORK, row(), "", OFFICE, day)) == ["K-013"]
    assert ids(pause(WORK, row(due_on=None), "等", OFFICE, day)) == ["K-040"]
    assert ids(pause(WORK, row(paused_on=START, paused_why="等"), "等", OFFICE, day)) == ["K-045"]
    assert ids(resume(WORK, row(), "", OFFICE, day)) == ["K-046"]


def test_resuming_moves_the_date_by_working_days_over_the_holiday() -> None:
    """Paused on 28 April; the national calendar has 1-5 May off and 9 May (a Saturday) on."""
    stopped = row(paused_on=date(2026, 4, 28), paused_why="等批复")
    for on, days, due in (
        (date(2026, 4, 28), 0, None),
        (date(2026, 4, 29), 1, "2026-05-06"),
        (date(2026, 5, 5), 2, "2026-05-07"),
        (date(2026, 5, 6), 3, "2026-05-08"),
        (date(2026, 5, 9), 6, "2026-05-12"),
    ):
        moved = told(resume(WORK, stopped, "", OFFICE, desk(on)))
        assert (moved["paused_days"], moved.get("due_on")) == (days, due), on
        assert moved["paused_on"] is None
        assert moved.get("first_due_on") == ("2026-04-30" if days else None)


@pytest.mark.parametrize(("on", "left"), [(date(2026, 4, 29), 1), (DUE, 0), (date(2026, 5, 2), -1), (date(2026, 5, 6), -1), (date(2026, 5, 7), -2)])  # fmt: skip
def test_days_left_are_working_days_and_a_day_late_is_late_on_a_holiday_too(
    on: date, left: int
) -> None:
    clock = clock_of(WORK, row(), on, national())
    assert clock is not None
    assert (clock.left, clock.overdue) == (left, max(-left, 0))


def test_chasing_is_counted_and_once_a_day_is_enough() -> None:
    first = chase(WORK, row(), "remind", "请于周五前反馈", OFFICE, desk(START))
    assert told(first) == {"chased_on": "2026-04-08", "chased_count": 1, "chase_level": "remind"}
    chased = row(chased_on="2026-04-08", chased_count=1)
    assert ids(chase(WORK, chased, "urge", "", OFFICE, desk(START))) == ["K-048"]
    assert told(chase(WORK, chased, "urge", "", OFFICE, desk(START + DAY)))["chased_count"] == 2


def test_another_unit_takes_over_with_a_reason_and_the_clock_goes_on() -> None:
    day = desk(START)
    assert told(reassign(WORK, row(), "yi", "职能划转", OFFICE, day)) == {"unit": "yi"}
    assert ids(reassign(WORK, row(), "yi", "", OFFICE, day)) == ["K-013"]
    assert ids(reassign(WORK, row(), "jia", "误派", OFFICE, day)) == ["K-049"]
    assert ids(reassign(WORK, row(), "nobody", "误派", OFFICE, day)) == ["K-006"]
    gone, _ = read_units(
        [{"key": "lao", "label": {"zh": "老镇", "en": "Old"}, "kind": "township", "until": START - DAY}], "u"
    )  # fmt: skip
    assert ids(reassign(WORK, row(), "lao", "误派", OFFICE, replace(day, units=gone))) == ["K-050"]


def test_every_act_can_be_told_from_its_entry() -> None:
    day = desk(START)
    asked = {"extension_state": "asked", "extension_until": date(2026, 5, 31)}
    acts = {
        "chase": chase(WORK, row(), "remind", "", OFFICE, day),
        "ask": ask_extension(WORK, row(), date(2026, 5, 31), "等", UNIT, day),
        "grant": decide_extension(WORK, row(**asked), True, "可以", OFFICE, day),
        "refuse": decide_extension(WORK, row(**asked), False, "不行", OFFICE, day),
        "pause": pause(WORK, row(), "等", OFFICE, day),
        "resume": resume(WORK, row(paused_on=START), "", OFFICE, day),
        "reassign": reassign(WORK, row(), "yi", "划转", OFFICE, day),
    }
    assert {act: act_of(outcome.entries[0]) for act, outcome in acts.items()} == {
        a: a for a in acts
    }


def test_the_clock_s_fields_are_those_that_are_declared() -> None:
    assert {f.key for f in WORK.fields if f.asked_of == "nobody"} == FIELDS


def test_an_act_upon_the_clock_is_withdrawn_and_not_corrected() -> None:
    (entry,) = pause(WORK, row(), "等", OFFICE, desk(START)).entries
    assert correctable(WORK, entry) == ()
    opened = replace(entry, verb="open", fields={})
    assert not FIELDS & {f.key for f in correctable(WORK, opened)}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pause", "resume", "return", "reassign", "feedback"]), st.integers(0, 9)
    ),
    max_size=14,
)


@given(STEPS, st.integers(0, 30))
def test_no_order_of_pauses_returns_and_re_assignments_wins_or_loses_a_day(
    steps: list[tuple[str, int]], after: int
) -> None:
    """The ledger's own state is read back before each act; beside it a plain counter goes from day to day."""
    calendar, on, n = national(), START, 0
    opened = {"unit": "jia", "due_on": "2026-09-30", "name": "甲"}
    entries = [Entry("work", "G-1", "open", opened, START, OFFICE.known_at, "zhou", "ju")]
    stops: list[tuple[date, date | None]] = []

    def now() -> dict[str, Any]:
        item = state(entries, true_on=on)
        return {**item.fields, **system_columns(item), "owner": item.fields["unit"]}

    for act, days in steps:
        on, n = on + timedelta(days=days), n + 1
        office, held = replace(OFFICE, known_at=OFFICE.known_at + timedelta(minutes=n)), now()
        if act == "pause":
            done = pause(WORK, held, "等批复", office, desk(on))
            stops += [(on, None)] if done.entries else []
        elif act == "resume":
            done = resume(WORK, held, "", office, desk(on))
            stops = [(a, b or on) for a, b in stops]
        elif act == "reassign":
            other = "yi" if held["owner"] == "jia" else "jia"
            done = reassign(WORK, held, other, "划转", office, desk(on))
        elif act == "feedback":
            unit = replace(office, unit=str(held["owner"]))
            done = report(
                WORK, "G-1", held, {"progress": f"第{n}次"}, on, unit, desk(on), verb="feedback"
            )
        else:
            answers = [e for e in entries if e.verb == "feedback"]
            done = return_(WORK, answers[-1], office, desk(on), "不实") if answers else Outcome()
        entries += done.entries
    on += timedelta(days=after)
    counted, day = 0, START
    while day < on:
        day += DAY
        stood = any(a < day and (b is None or day <= b) for a, b in stops)
        counted += calendar.works(day) and not stood
    held = now()
    assert elapsed(held, START, on, calendar) == counted
    clock = clock_of(WORK, held, on, calendar)
    assert clock is not None
    assert clock.left == calendar.between(START, date(2026, 9, 30)) - counted
