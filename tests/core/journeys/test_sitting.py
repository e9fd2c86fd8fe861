"""What lies on the table: the bulletin's numbers are those of the rows, and what is told later changes no paper of an earlier moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from luoshi.board.board import Board
from luoshi.declare.register import LEVELS
from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.replay_pack import ledger_of
from luoshi.journeys.sitting import Sitting, at_the_table, end_of, known, meeting_before
from luoshi.journeys.sitting_to_book import book
from luoshi.journeys.sitting_to_bulletin import Wanted, bulletin, due_soon, overdue, turned
from luoshi.journeys.sitting_to_land import adopted, cash_of
from luoshi.journeys.sitting_to_tasks import reached, slip, target, tasks
from luoshi.ledger import chain
from luoshi.ledger.entry import Entry
from luoshi.papers.faults import faults
from luoshi.papers.length import length, too_long
from luoshi.papers.page import written
from luoshi.papers.paper import Form, Heading, Paper, Paragraph, Table

DEMO = Path(__file__).resolve().parents[3] / "districts" / "example"
ON = date(2026, 6, 3)
WANTED = Wanted("望政办〔2026〕12号", ("本周内报送原因。",))


@pytest.fixture(scope="module")
def world() -> World:
    opened, _ = open_district(DEMO)
    assert opened is not None
    return opened


@pytest.fixture(scope="module")
def entries(world: World) -> list[Entry]:
    return ledger_of(world)[0]


@pytest.fixture(scope="module")
def board(world: World, entries: list[Entry]) -> Board:
    return world.board(entries)


@pytest.fixture(scope="module")
def sitting(world: World, board: Board, entries: list[Entry]) -> Sitting:
    return at_the_table(world, board, entries, ON, None)


def said(paper: Paper) -> str:
    parts = []
    for block in paper.body:
        match block:
            case Heading():
                parts.append(block.text + block.then)
            case Paragraph():
                parts.append(block.text)
            case Table():
                parts += [cell for row in block.rows for cell in row]
            case Form():
                parts += [field.value for row in block.rows for field in row]
    return "\n".join(parts)


def under(paper: Paper, heading: str) -> list[Table]:
    """The tables between a heading and the next of its level."""
    found, inside, level = list[Table](), False, 0
    for block in paper.body:
        if isinstance(block, Heading) and (
            block.text == heading or (inside and block.level <= level)
        ):
            inside, level = block.text == heading, block.level
        elif inside and isinstance(block, Table):
            found.append(block)
    return found


def test_the_lights_of_the_bulletin_are_counted_from_the_lamps(sitting: Sitting) -> None:
    paper = bulletin(sitting, WANTED)
    by_register, by_unit = under(paper, "亮灯情况")
    every = [lamp for register in sitting.agenda for lamp in sitting.at.lamps(register.key)]
    plain = Counter(lamp.level for lamp in every)
    for table in (by_register, by_unit):
        assert table.rows[0] == ("合计", *(str(plain[level]) for level in LEVELS), str(len(every)))
        columns = zip(*(row[1:] for row in table.rows[1:]), strict=True)
        assert [sum(map(int, column)) for column in columns] == list(map(int, table.rows[0][1:]))
    of_units = Counter(sitting.unit(lamp.owner) or "（未定责任单位）" for lamp in every)
    assert {row[0]: int(row[-1]) for row in by_unit.rows[1:]} == of_units
    order = [unit.label.zh for unit in sitting.world.district.units]
    places = [order.index(row[0]) for row in by_unit.rows[1:] if row[0] in order]
    assert places == sorted(places)  # protocol order, and no rank


def test_what_is_overdue_and_due_is_what_the_rows_say(sitting: Sitting) -> None:
    red = [key for key, lamp in sitting.lamps.items() if lamp.level == "red"]
    assert sorted(one.key for one in overdue(sitting)) == sorted(red)
    rows = {row["item"]: row for row in sitting.commitments}
    for one in due_soon(sitting):
        assert ON <= rows[one.key]["deadline_on"] <= ON + timedelta(days=30)
        assert not rows[one.key].get("met_on")
        assert rows[one.key]["quote"] == one.quote
    assert {one.key for one in due_soon(sitting)}.isdisjoint(red)


def test_turned_lights_are_the_difference_of_two_plain_lists(sitting: Sitting) -> None:
    assert sitting.before is not None
    was = {(lamp.register, lamp.key, lamp.light): lamp.level for lamp in sitting.before.lamps()}
    now = {(lamp.register, lamp.key, lamp.light): lamp.level for lamp in sitting.at.lamps()}
    agenda = {register.key for register in sitting.agenda}
    both = [place for place in now if place in was and place[0] in agenda]
    worse = [p for p in both if LEVELS.index(now[p]) < LEVELS.index(was[p])]
    better = [p for p in both if LEVELS.index(now[p]) > LEVELS.index(was[p])]
    found = [{(f.register, f.key, f.light) for f in flips} for flips in turned(sitting)]
    assert found == [set(worse), set(better)]


def test_what_is_told_later_changes_no_paper_of_an_earlier_moment(
    world: World, entries: list[Entry]
) -> None:
    held_on = date(2026, 5, 20)
    instant = end_of(held_on)
    then = known(entries, instant)
    assert 0 < len(then) < len(entries)
    earlier = at_the_table(world, world.board(then), then, held_on, instant)
    replayed = at_the_table(world, world.board(entries), entries, held_on, instant)
    assert written(bulletin(earlier, WANTED)) == written(bulletin(replayed, WANTED))
    assert written(tasks(earlier, WANTED)) == written(tasks(replayed, WANTED))
    assert book(earlier) == book(replayed)
    today = at_the_table(world, world.board(entries), entries, held_on, None)
    assert said(bulletin(today, WANTED)) != said(bulletin(replayed, WANTED))


def test_the_seal_covers_what_was_known_and_nothing_after(entries: list[Entry]) -> None:
    instant = datetime(2026, 5, 20, 12, tzinfo=UTC)
    until = known(entries, instant)
    assert until == entries[: len(until)]
    assert until[-1].known_at <= instant < entries[len(until)].known_at


def test_the_bulletin_is_short_and_keeps_to_the_standard(sitting: Sitting) -> None:
    paper = bulletin(sitting, WANTED)
    assert [one.id for one in faults(paper)] == []
    assert too_long(paper, "task", ON) == []
    assert 300 < length(paper).text < 4000
    assert sitting.seal.root[:8] in said(paper)
    assert "本周内报送原因。" in said(paper)


def test_demands_are_the_offices_own(sitting: Sitting) -> None:
    assert "本期没有新的要求。" in said(bulletin(sitting, Wanted()))
    assert bulletin(sitting, Wanted()).mark == ""  # no red head without a number


def test_the_last_meeting_is_the_one_before_the_day(world: World) -> None:
    assert meeting_before(world, date(2026, 4, 8)) is None
    assert meeting_before(world, date(2026, 5, 20)).key == "2026Q1"  # type: ignore[union-attr]
    assert meeting_before(world, date(2026, 5, 21)).key == "2026M5"  # type: ignore[union-attr]


def test_a_district_before_its_first_entry_has_papers_all_the_same(world: World) -> None:
    empty = at_the_table(world, world.board([]), [], date(2026, 1, 5), None)
    words = said(bulletin(empty, WANTED))
    for sentence in (
        "本期没有新发布的指标。",
        "本期没有亮灯事项。",
        "本期没有到期和超期事项。",
        "本区没有在册地块。",
        "本期没有发现问题。",
    ):
        assert sentence in words
    assert written(tasks(empty, WANTED))
    assert book(empty)


def test_an_unsettled_commitment_and_a_long_one_keep_their_words(
    world: World, entries: list[Entry]
) -> None:
    opened = next(e for e in entries if e.register == "commitment" and e.verb == "open")
    words = "完成翀玥堃镕垚燚犇喆片区" + "逐户签约腾空" * 82
    fields = {
        k: v for k, v in opened.fields.items() if k not in ("unit", "deadline_on", "deadline_text")
    }
    odd = replace(
        opened,
        key="R-900",
        fields={**fields, "quote": words},
        about="",
        seq=0,
        prev="",
        hash="",
        digest="",
    )
    its = list(chain.seal([odd], chain.START))
    paper = tasks(at_the_table(world, world.board(its), its, ON, None), WANTED)
    table = next(block for block in paper.body if isinstance(block, Table))
    row = dict(zip(table.heads, table.rows[0], strict=True))
    assert row["重点任务"] == f"{words}（R-900）"
    assert row["牵头单位"] == row["完成时限"] == row["责任领导"] == ""  # nothing is invented
    assert written(paper)


def test_a_slip_says_what_was_filled_in(sitting: Sitting) -> None:
    row = sitting.at.items("slip")[0]
    words = said(slip(sitting, sitting.world.catalogue["slip"], row))
    assert row["item"] in words
    assert row["matter"] in words
    assert sitting.unit(row["owner"]) in words


@pytest.mark.parametrize(
    ("comparator", "number", "unit", "expected"),
    [
        (">=", 3, "宗", "不少于3宗"),
        (">=", 480_000_000, "元", "不少于4.8亿元"),
        ("<=", 0, "处", "不超过0处"),
        ("+", 6.5, "%", "增长6.5%"),
        ("", 9_999, "元", "9,999元"),
        ("=", 25_000, "元", "达到2.5万元"),
    ],
)
def test_a_target_is_said_as_an_office_says_it(
    comparator: str, number: float, unit: str, expected: str
) -> None:
    row = {"target": number, "target_unit": unit, "comparator": comparator}
    assert target(row) == expected
    assert target({}) == reached({}) == ""


def test_the_cash_of_the_adopted_plan_needs_no_solver(sitting: Sitting) -> None:
    programme = adopted(sitting)
    assert programme is not None
    cash = cash_of(sitting, programme)
    assert cash is not None
    months, values, floor = cash
    assert len(months) == len(values)
    assert min(values) >= floor  # what was adopted kept to its floor
    assert months[0] == f"{programme['start_on']:%Y-%m}"
