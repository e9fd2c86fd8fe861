"""The demo is a folder: it replays without a fault, the same every time, and a broken line says where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from luoshi.journeys.open_district import World, open_district
from luoshi.journeys.replay_pack import ledger_of
from luoshi.ledger.chain import START, verify

EXAMPLE = Path(__file__).resolve().parents[3] / "districts" / "example"
HEAD = "办理,编号,所属日期,报送时间,报送单位,报送人,理由"


def opened(folder: Path) -> World:
    world, problems = open_district(folder)
    assert problems == []
    assert world is not None
    return world


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "pack")
    return tmp_path / "pack"


def test_the_example_replays_without_a_fault_and_always_the_same() -> None:
    entries, problems = ledger_of(opened(EXAMPLE))
    assert problems == []
    assert verify(entries, START) == []
    assert {e.verb for e in entries} == {"open", "report", "stage", "feedback", "accept", "return", "correct", "close", "handle"}  # fmt: skip
    again, _ = ledger_of(opened(EXAMPLE))
    assert [e.hash for e in again] == [e.hash for e in entries]


def test_the_figures_of_the_example_are_those_of_the_speech() -> None:
    entries, _ = ledger_of(opened(EXAMPLE))
    parcels = [e.fields for e in entries if e.register == "parcel" and e.verb == "open"]
    assert len(parcels) == 16
    assert 90_000 < sum(float(p["sunk_wan"] or 0) for p in parcels) < 93_000
    chosen = [p for p in parcels if p["chosen"]]
    assert len(chosen) == 9
    listed = {e.key for e in entries if "listed_on" in e.fields}
    released = sum(
        float(e.fields["sunk_wan"] or 0)
        for e in entries
        if e.verb == "open" and e.register == "parcel" and e.key in listed
    )
    assert (len(listed), released) == (3, 48_000)


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("x.parcel.csv", "报送,P-001,2026-04-31,2026-05-02T09:00,望江街道,wangjiang,", "R-023"),
        ("x.parcel.csv", "报送,P-001,2026-04-30,昨天,望江街道,wangjiang,", "R-023"),
        ("x.parcel.csv", "报送,P-001,2026-04-30,2026-05-02T09:00,海东镇,wangjiang,", "R-024"),
        ("x.garden.csv", "报送,P-001,2026-04-30,2026-05-02T09:00,望江街道,wangjiang,", "R-025"),
        ("x.parcel.csv", "报送,P-099,2026-04-30,2026-05-02T09:00,望江街道,wangjiang,", "K-011"),
        ("x.parcel.csv", "报送,P-001,2026-04-30,2026-05-02T09:00,柳林街道,liulin,", "K-012"),
        ("x.parcel.csv", "拍卖,P-001,2026-04-30,2026-05-02T09:00,望江街道,wangjiang,", "K-011"),
    ],
)
def test_a_broken_line_says_where_it_stands(
    pack: Path, name: str, line: str, expected: str
) -> None:
    (pack / "reports" / name).write_text(f"{HEAD}\n{line}\n", encoding="utf-8")
    whole, _ = ledger_of(opened(EXAMPLE))
    entries, problems = ledger_of(opened(pack))
    assert [p.id for p in problems] == [expected]
    assert name in problems[0].say()
    assert len(entries) == len(whole)


def test_a_table_without_its_columns_is_not_read(pack: Path) -> None:
    (pack / "reports" / "x.parcel.csv").write_text("办理,编号\n报送,P-001\n", encoding="utf-8")
    _, problems = ledger_of(opened(pack))
    assert [p.id for p in problems] == ["R-022"]
    assert "所属日期" in problems[0].say()


def test_a_decision_on_words_nobody_said_is_named(pack: Path) -> None:
    file = pack / "speeches" / "2026-04-08.toml"
    more = '\n[[accept]]\ncontains = "修一座机场"\nunit = "区住建局"\n'
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, problems = ledger_of(opened(pack))
    assert problems[0].id == "R-026"  # the rest follows: nothing of this speech was issued
