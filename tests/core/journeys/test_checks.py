"""The checks over the demo district and over an office's own files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from luoshi.cli.main import main
from luoshi.district.units import Units
from luoshi.journeys.checks import CHECKS
from luoshi.journeys.ground import Ground
from luoshi.journeys.leads_to_findings import alike, find, likeliest_first, places_of, wrong
from luoshi.journeys.open_district import open_district
from luoshi.journeys.replay_pack import ledger_of
from luoshi.journeys.sheets_to_rows import sheets_to_rows
from luoshi.leads.weights import Pair
from luoshi.registers.catalogue import shipped

HOME = Path(__file__).resolve().parents[3]
DEMO = HOME / "districts" / "example"
ON = date(2026, 6, 3)


@pytest.fixture(scope="module")
def ground() -> Ground:
    world, problems = open_district(DEMO)
    assert world is not None
    assert not problems
    entries, _ = ledger_of(world)
    view = world.board(entries).view(ON, None)
    return Ground(
        view.items, world.catalogue, ON, world.district.parameters, places=places_of(world)
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.key)
def test_every_check_finds_something_in_the_demo_and_names_who_settles_it(check, ground) -> None:  # type: ignore[no-untyped-def]
    found = check.find(ground)
    assert found
    for one in found:
        assert one.unit, one
        for lang in ("zh", "en"):
            assert "{" not in one.reason(lang)
            assert one.label(lang)
            assert one.remedy(lang)
        assert one.clause
        assert one.register in check.registers
        assert one.as_json()["reason"] == one.reason()


def test_the_leads_that_were_told_twice_are_found_and_those_judged_are_not_asked_again(
    ground: Ground,
) -> None:
    assert {(one.left, one.right) for one in alike(ground)} >= {
        ("X-2026-009", "X-2026-019"),
        ("X-2026-011", "X-2026-018"),
        ("X-2026-004", "X-2026-014"),
    }
    repeated = [one.key for one in find(ground) if one.kind == "lead_repeated"]
    assert repeated == ["X-2026-018", "X-2026-019"]


def test_a_pair_that_was_said_to_be_two_is_not_a_finding(ground: Ground) -> None:
    two = Ground(
        ground.rows, ground.catalogue, ON, ground.parameters, two=frozenset({"X-2026-011|X-2026-018"}), places=ground.places
    )  # fmt: skip
    assert [one.key for one in find(two) if one.kind == "lead_repeated"] == ["X-2026-019"]


def test_a_code_that_cannot_be_one_and_one_that_does_not_check_are_told_apart() -> None:
    rows = [
        {"item": "X-1", "title": "甲", "investor_code": "９１３５０２００７７６０４９６５３ａ"},
        {
            "item": "X-2",
            "title": "乙",
            "investor_code": "91350203M0001QAY9B",
        },  # an early one: its inner code checks
        {"item": "X-5", "title": "戊", "investor_code": "91350200776049654B"},
        {"item": "X-3", "title": "丙", "investor_code": "1234"},
        {"item": "X-4", "title": "丁"},
    ]
    problems = wrong(Ground(lambda _: rows, shipped(), ON))
    assert [(one.id, one.place, one.severity) for one in problems] == [
        ("L-204", "X-5", "warning"),
        ("L-203", "X-3", "warning"),
    ]


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


ASSETS = [
    ["编号", "资产名称", "占有单位", "年租金（万元）", "评估年租金（万元）", "租期起", "租期止", "现场使用情况", "账面价值（亿元）"],
    ["G-1", "老礼堂", "青山镇", 0, 12, "2024-01-01", "2027-12-31", "他人使用", 0.02],
]  # fmt: skip
LEASES = [
    ["编号", "合同名称", "出租单位", "坐落", "合同写的坐落", "租期起", "租期止", "年租金"],
    ["HT-1", "老礼堂租赁合同", "青山镇", "", "老礼堂", "2024-01-01", "2027-12-31", 0],
    ["HT-2", "倒着的合同", "青山镇", "", "别处", "2025-01-01", "2024-01-01", 3],
]


def test_a_workbook_of_two_registers_is_read_by_its_heads_with_units_turned(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", 资产=ASSETS, 合同=LEASES)
    registers = [shipped()[name] for name in ("state_asset", "lease")]
    rows, problems = sheets_to_rows(file.read_bytes(), file.name, registers, Units(()))
    assert Counter({key: len(its) for key, its in rows.items()}) == {"state_asset": 1, "lease": 2}
    (asset,) = rows["state_asset"]
    assert (asset["book_wan"], asset["owner"], asset["lease_from"]) == (200, "青山镇", date(2024, 1, 1))  # fmt: skip
    assert all(one.severity == "warning" for one in problems)


def test_the_command_audits_files_and_says_what_is_wrong_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(tmp_path / "a.xlsx", 资产=ASSETS, 合同=LEASES)
    assert main(["assets", "audit", str(file)]) == 1
    assert "C-007" in capsys.readouterr().err
    assert main(["assets", "audit", str(file), "--as-of", "2026-06-03"]) == 1  # A-001 is an error
    told = capsys.readouterr()
    assert "无偿使用" in told.out
    assert "A-001" in told.err
    assert main(["assets", "audit", str(tmp_path / "none.xlsx"), "--as-of", "2026-06-03"]) == 1
    assert "C-001" in capsys.readouterr().err


def test_the_command_checks_a_district(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leads", "check", str(DEMO), "--json", "--lang", "en"]) == 0
    assert '"X-2026-018"' in capsys.readouterr().out
    assert main(["projects", "tax", str(DEMO), "--as-of", "2026-06-03"]) == 0
    assert "J-006" in capsys.readouterr().out


def test_enough_settled_pairs_order_the_queue_and_too_few_leave_it() -> None:
    found = [Pair(f"X-{n:03d}", f"Y-{n:03d}", 9.0, ()) for n in range(120)]
    rows = {key: {"investor": f"甲{n % 2}号材料" if side else f"甲{n}号材料"} for n, one in enumerate(found) for side, key in enumerate((one.left, one.right))}  # fmt: skip
    for n in range(0, 120, 2):
        rows[found[n].right] = dict(rows[found[n].left])  # told twice in the same words
    said = {f"{one.left}|{one.right}": n % 2 == 0 for n, one in enumerate(found[:80])}
    assert likeliest_first(found, rows, dict(list(said.items())[:10])) == found
    ordered = likeliest_first(found, rows, said)
    assert {one.left for one in ordered[:60]} == {found[n].left for n in range(0, 120, 2)}
