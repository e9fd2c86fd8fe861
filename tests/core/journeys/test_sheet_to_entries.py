"""From a sheet to entries: all faults at once by cell, only what changed, nothing overwritten unseen, all or none."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.desk.outcome import Outcome
from luoshi.intake.form import FIRST, write_form
from luoshi.intake.origin import SHEET, Origin
from luoshi.journeys.sheet_to_entries import DryRun, Sender, dry_run, tell
from luoshi.ledger.entry import Entry
from tests.core.desk.ground import DESK, PLOT, UNITS, row, stamp
from tests.core.intake.sheets import edited, saved, sheet

APRIL = (date(2026, 4, 1), date(2026, 4, 30))
ORIGIN = Origin("plot", "jia", *APRIL, 17)
DOCUMENT = "ab" * 32
HEAD = ["编号", "名称", "已签约户数", "挂牌日", "净地"]
Rows = dict[str, dict[str, Any]]


def rows(**changed: Any) -> Rows:
    """Three plots of 甲镇 and one of 乙镇."""
    found = {
        "P-1": row(signed=12, listed_on=date(2026, 4, 2), clear=True, sunk_wan=5600.5),
        "P-2": row(item="P-2", name="水厂", title="水厂", signed=3),
        "P-3": row(item="P-3", name="粮库", title="粮库"),
        "Q-1": row(item="Q-1", name="码头", title="码头", owner="yi", unit="yi"),
    }
    for key, fields in changed.items():
        found[key.replace("_", "-")] |= fields
    return found


def run(
    content: bytes,
    stands: Rows | None = None,
    *,
    unit: str = "jia",
    keeps: bool = False,
    period: tuple[date, date] = APRIL,
    then: Rows | None = None,
    **more: Any,
) -> DryRun:
    stands = rows() if stands is None else stands
    before = (lambda _: then) if then is not None else None
    sender = Sender("ju" if keeps else unit, keeps)
    return dry_run(content, "四月.xlsx", PLOT, stands, sender, DESK, period, then=before, **more)


def told(found: DryRun, choices: Mapping[int, Any] | None = None, **more: Any) -> Outcome:
    return tell(found, choices or {}, stamp(unit=found.sender.unit), DESK, DOCUMENT, **more)


def after(stands: Rows, entries: tuple[Entry, ...]) -> Rows:
    """The rows as they stand when the entries are in the ledger."""
    found = {key: dict(value) for key, value in stands.items()}
    for entry in entries:
        told_ = found.setdefault(entry.key, row(item=entry.key))
        told_ |= entry.fields | {"reported_on": entry.true_on}
        told_["title"] = told_["name"]
    return found


def faults(found: DryRun) -> list[tuple[str, str]]:
    return [(p.id, p.place) for p in found.every_problem if p.severity == "error"]


def form(stands: Rows | None = None, **options: Any) -> bytes:
    mine = [r for r in (stands or rows()).values() if r["owner"] == "jia"]
    return write_form(PLOT, mine, UNITS, ORIGIN, **options)


def put(content: bytes, **cells: Any) -> bytes:
    """A form with other values in some cells; its lines begin in row 6."""
    return edited(
        content, lambda page: [page.__setitem__(at, value) for at, value in cells.items()]
    )  # type: ignore[func-returns-value]


# --- what is told -----------------------------------------------------------------------------------------------------


def test_a_form_that_comes_back_as_it_went_out_tells_nothing() -> None:
    found = run(form(), then=rows())
    assert found.counts["same"] == 3
    assert found.every_problem == ()
    outcome = told(found)
    assert outcome.entries == ()
    assert [p.id for p in outcome.problems] == ["I-058"]


def test_only_what_changed_is_entered_with_the_cell_it_came_from() -> None:
    found = run(put(form(), C6=20, D7="2026.4.9"), then=rows())
    first, second, _ = found.lines
    assert [(c.field, c.was, c.now, c.place) for c in first.changes] == [
        ("signed", 12, 20, "地块!C6")
    ]
    assert [(c.field, c.was, c.now) for c in second.changes] == [("listed_on", None, "2026-04-09")]
    outcome = told(found)
    assert [(e.key, e.verb, dict(e.fields)) for e in outcome.entries] == [
        ("P-1", "report", {"signed": 20}),
        ("P-2", "report", {"listed_on": "2026-04-09"}),
    ]
    entry = outcome.entries[0]
    assert (entry.true_on, entry.author, entry.unit) == (APRIL[1], "chen", "jia")
    assert entry.source is not None
    assert (entry.source.document, entry.source.place) == (DOCUMENT, "地块!C6")
    two = told(run(put(form(), C6=20, E6="否"), then=rows())).entries[0]
    assert two.source is not None
    assert two.source.place == "地块!C6、E6"


def test_a_tick_tells_once_that_nothing_changed() -> None:
    content = put(form(), F6="√")
    found = run(content, then=rows())
    assert [line.verdict for line in found.lines] == ["confirmed", "same", "same"]
    (entry,) = told(found).entries
    assert (entry.key, dict(entry.fields)) == ("P-1", {})
    again = run(content, after(rows(), (entry,)), then=rows())
    assert told(again).entries == ()
    both = run(put(form(), F6="√", C6=13), then=rows())
    assert faults(both) == [("I-046", "地块!F6")]


def test_the_same_file_twice_enters_nothing_the_second_time() -> None:
    content = sheet(
        [HEAD, ["P-1", "老车站", 13, None, "否"], [None, "粮库", None, "2026年4月3日", "是"]]
    )
    first = told(run(content))
    assert len(first.entries) == 2
    again = run(content, after(rows(), first.entries))
    assert [line.verdict for line in again.lines] == ["same", "same"]
    assert told(again).entries == ()


def test_columns_in_any_order_and_unknown_ones_do_no_harm() -> None:
    content = sheet([["净地", "备用", "已签约户数", "编号"], ["否", "x", "１３", "P-1"]])
    found = run(content)
    assert [(c.field, c.now) for c in found.lines[0].changes] == [("clear", False), ("signed", 13)]
    assert "I-031" in [p.id for p in found.problems]


# --- faults -----------------------------------------------------------------------------------------------------------


def test_every_fault_of_every_line_is_told_at_its_cell_and_nothing_is_entered() -> None:
    content = sheet(
        [
            HEAD,
            ["P-1", "老车站", "十二", "2023.4.31", "也许"],
            ["P-2", "水厂", 2.5, date(2027, 1, 1), None],
            ["Q-1", "码头", 1, None, None],
            ["X-9", "没有", 1, None, None],
            [None, "没听过", 1, None, None],
            ["P-2", "水厂", 4, None, None],
            ["P-3", "粮库", -1, None, None],
        ]
    )
    found = run(content)
    assert faults(found) == [
        ("K-001", "本月!C2"),
        ("K-002", "本月!D2"),
        ("K-004", "本月!E2"),
        ("K-008", "本月!C3"),
        ("K-016", "本月!D3"),
        ("K-012", "本月!A4"),
        ("K-011", "本月!A5"),
        ("I-041", "本月!A6"),
        ("I-043", "本月!A7"),
        ("K-019", "本月!C8"),
    ]
    outcome = told(found)
    assert outcome.refused
    assert outcome.entries == ()
    assert "2023.4.31" in next(p.say() for p in found.every_problem if p.id == "K-002")


def test_refused_lines_may_be_skipped_one_by_one() -> None:
    content = sheet([HEAD, ["P-1", "老车站", "十二", None, None], ["P-2", "水厂", 4, None, None]])
    found = run(content)
    assert told(found).entries == ()
    assert [e.key for e in told(found, {2: "skip"}).entries] == ["P-2"]
    assert [p.id for p in told(found, {2: "update"}).problems] == ["I-056"]


def test_a_field_that_is_the_keepers_is_not_changed_by_a_reporter() -> None:
    content = sheet(
        [["编号", "沉淀资金（万元）", "已签约户数"], ["P-1", 5600.5, 13], ["P-2", 9, 4]]
    )
    assert faults(run(content)) == [("I-044", "本月!B3")]
    assert faults(run(content, keeps=True)) == []


def test_a_form_of_another_month_unit_or_register_is_refused_as_a_whole() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    assert faults(run(form(), period=march)) == [("I-052", SHEET)]
    assert "2026年4月" in run(form(), period=march).problems[0].say()
    assert faults(run(form(), unit="yi"))[0] == ("I-053", SHEET)
    other = put(form(), C6=99)
    book = openpyxl.load_workbook(io.BytesIO(other))
    book[SHEET]["B2"] = "parcel"
    assert faults(run(saved(book))) == [("I-051", SHEET)]
    assert told(run(form(), period=march), {6: "update"}).refused


def test_a_title_of_another_month_is_a_warning() -> None:
    content = sheet([["2026年3月地块进度表", None, None], HEAD[:3], ["P-1", "老车站", 13]])
    found = run(content)
    assert [(p.id, p.severity) for p in found.problems if p.id == "I-054"] == [("I-054", "warning")]
    assert found.counts["update"] == 1


def test_formulas_that_ask_outside_stop_their_line() -> None:
    found = run(sheet([HEAD, ["P-1", "老车站", "=[1]表!A1", None, None]]))
    assert faults(found) == [("I-020", "本月!C2")]


def test_other_sheets_and_hidden_ones_are_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet([HEAD, ["P-1", "老车站", 13, None, None]])))
    book.create_sheet("说明").append(["填表说明"])
    book.create_sheet("底稿").append(["x"])
    book["底稿"].sheet_state = "hidden"
    found = run(saved(book))
    assert [(p.id, p.facts.get("others") or p.facts.get("sheets")) for p in found.problems[:2]] == [
        ("I-012", "说明"),
        ("I-011", "底稿"),
    ]


# --- two people, one item ---------------------------------------------------------------------------------------------


def test_a_value_left_as_it_was_given_does_not_overwrite_what_was_told_since() -> None:
    since = rows(P_1={"signed": 15})
    found = run(put(form(), D6="2026-04-05"), since, then=rows())
    assert [(c.field, c.now) for c in found.lines[0].changes] == [("listed_on", "2026-04-05")]
    assert run(form(), since, then=rows()).counts["same"] == 3


def test_where_both_changed_a_value_the_line_waits_and_shows_the_difference() -> None:
    since = rows(P_1={"signed": 15})
    content = put(form(), C6=20)
    found = run(content, since, then=rows())
    line = found.lines[0]
    assert line.verdict == "waits"
    assert [(c.given, c.was, c.now) for c in line.changes] == [(12, 15, 20)]
    assert "12→15，表里是20" in line.problems[0].say()
    assert "12 → 15, the sheet 20" in line.problems[0].say("en")
    refused = told(found)
    assert [p.id for p in refused.problems] == ["I-055"]
    assert refused.entries == ()
    assert told(found, {6: "skip"}).entries == ()
    (entry,) = told(found, {6: "update"}).entries
    assert entry.fields == {"signed": 20}
    assert run(put(form(), C6=15), since, then=rows()).counts["same"] == 3


def test_what_is_confirmed_is_what_was_seen() -> None:
    content = sheet([HEAD, ["P-1", "老车站", 13, None, None]])
    seen = run(content).mark
    assert run(content).mark == seen
    later = run(content, rows(P_1={"signed": 15}))
    assert [p.id for p in told(later, seen=seen).problems] == ["I-057"]
    assert told(later, seen=later.mark).entries


def test_an_emptied_cell_changes_nothing_and_says_so() -> None:
    found = run(put(form(), C6=None), then=rows())
    assert [(p.id, p.place, p.severity) for p in found.every_problem] == [
        ("I-045", "地块!C6", "warning")
    ]
    assert found.counts["same"] == 3


# --- new items --------------------------------------------------------------------------------------------------------


def test_the_keeper_opens_items_on_lines_without_a_key() -> None:
    head = ["编号", "名称", "属地", "沉淀资金（亿元）"]
    content = sheet(
        [
            head,
            ["P-1", "老车站", "甲镇", 0.56005],
            ["", "新地", "乙镇", 0.1],
            ["", "再来", "甲镇", None],
            ["P-77", "指定", "甲镇", 1],
        ]
    )
    found = run(content, keeps=True, taken={"plot-001"})
    assert [(line.verdict, line.key) for line in found.lines] == [
        ("same", "P-1"), ("new", "plot-002"), ("new", "plot-003"), ("new", "P-77"),
    ]  # fmt: skip
    entries = told(found).entries
    assert [(e.verb, e.key, e.fields["name"], e.fields["unit"]) for e in entries] == [
        ("open", "plot-002", "新地", "yi"),
        ("open", "plot-003", "再来", "jia"),
        ("open", "P-77", "指定", "jia"),
    ]
    assert entries[0].fields["sunk_wan"] == 1000
    again = run(content, after(rows(), entries), keeps=True)
    assert told(again).entries == ()


def test_a_new_item_lacks_nothing_and_takes_no_number_twice() -> None:
    content = sheet(
        [["编号", "名称", "属地"], ["P-9", "没有属地", None], ["P-8", "曾有过", "甲镇"]]
    )
    found = run(content, keeps=True, taken={"P-8"})
    assert faults(found) == [("K-003", "本月!C2"), ("K-010", "本月!A3")]


def test_a_line_matched_by_its_name_may_be_another_item() -> None:
    content = sheet([["名称", "属地", "沉淀资金"], ["水厂", "甲镇", 7]])
    found = run(content, keeps=True)
    assert (found.lines[0].key, found.lines[0].verdict) == ("P-2", "update")
    (entry,) = told(found, {2: "new"}).entries
    assert (entry.verb, entry.key, entry.fields["name"]) == ("open", "plot-001", "水厂")
    twins = rows(P_3={"name": "水厂", "title": "水厂"})
    assert faults(run(content, twins, keeps=True)) == [("I-042", "本月!A2")]


def test_a_reporter_opens_nothing() -> None:
    found = run(sheet([HEAD, ["P-2", "水厂", 4, None, None]]))
    assert found.lines[0].choices == ("update", "skip")
    assert [p.id for p in told(found, {2: "new"}).problems] == ["I-056"]


# --- properties -------------------------------------------------------------------------------------------------------

VALUES = {
    "signed": st.integers(0, 100),
    "listed_on": st.dates(date(2020, 1, 1), date(2026, 4, 30)),
    "clear": st.booleans(),
}
ITEM = st.fixed_dictionaries({}, optional=VALUES)


@settings(max_examples=40, deadline=None)
@given(st.lists(ITEM, min_size=1, max_size=6), st.data())
def test_exactly_the_edited_cells_differ_and_the_file_sent_again_tells_nothing(
    items: list[dict[str, Any]], data: Any
) -> None:
    stands = {
        f"P-{n}": row(item=f"P-{n}", name=f"地块{n}", title=f"地块{n}", **told_)
        for n, told_ in enumerate(items)
    }
    content = write_form(PLOT, list(stands.values()), UNITS, ORIGIN)
    assert run(content, stands, then=stands).counts["same"] == len(items)
    wanted: set[tuple[str, str, Any]] = set()
    cells: dict[str, Any] = {}
    for number in data.draw(st.sets(st.integers(0, len(items) - 1))):
        name = data.draw(st.sampled_from(sorted(VALUES)))
        value = data.draw(VALUES[name])
        letter = {"signed": "C", "listed_on": "D", "clear": "E"}[name]
        cells[f"{letter}{FIRST + 1 + number}"] = (
            ("是" if value else "否") if name == "clear" else value
        )
        if stands[f"P-{number}"].get(name) != value:
            wanted.add(
                (f"P-{number}", name, value.isoformat() if isinstance(value, date) else value)
            )
    content = put(content, **cells)
    found = run(content, stands, then=stands)
    assert {(j.key, c.field, c.now) for j in found.lines for c in j.changes} == wanted
    entries = told(found).entries
    assert {(e.key, name, value) for e in entries for name, value in e.fields.items()} == wanted
    assert told(run(content, after(stands, entries), then=stands)).entries == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(), st.integers(-5, 10**16), st.floats(allow_nan=False, allow_infinity=False),
                st.sampled_from(["编号", "P-1", "Q-1", "名称", "2023.4.31", "合计", "=1+1", "=[1]a!A1", "√", "已签约户数", "亿"]),
                st.text(st.characters(min_codepoint=32, exclude_categories=("C",), exclude_characters="{"), max_size=6),
            ),
            max_size=6,
        ),
        max_size=8,
    ),
    st.booleans(),
)  # fmt: skip
def test_whatever_stands_in_a_sheet_is_judged_and_never_raises(
    cells: list[list[Any]], keeps: bool
) -> None:
    found = run(sheet([HEAD, *cells]), keeps=keeps, then=rows())
    outcome = told(found)
    assert not (outcome.refused and outcome.entries)
    for problem in (*found.every_problem, *outcome.problems):
        assert "{" not in problem.say("zh") + problem.say("en")  # nothing is left to be filled in


@pytest.mark.parametrize("name", ["a.csv", ""])
def test_pasted_cells_and_csv_go_the_same_way(name: str) -> None:
    text = "编号\t名称\t已签约户数\t挂牌日\nP-1\t老车站\t１３\t2026.4.3\nP-2\t水厂\t四\t\n"
    found = dry_run(text.encode("gb18030"), name, PLOT, rows(), Sender("jia"), DESK, APRIL)
    assert [line.verdict for line in found.lines] == ["update", "refused"]
    assert [p.place for p in found.lines[1].problems] == [f"{'a' if name else '粘贴'}!C3"]
