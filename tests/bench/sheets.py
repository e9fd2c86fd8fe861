"""Sheets: a register of 50,000 items sent back as one workbook, read, judged line by line, entered and appended.

Run as `python -m tests.bench sheets [--size N]` (rows, 50,000 when not given). Every line tells something new. What was read is
compared with what was written before a time is printed; openpyxl reads the same cells beside it.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import openpyxl

from luoshi.declare.rule import judge
from luoshi.desk.outcome import Stamp
from luoshi.desk.report import Desk
from luoshi.district.units import Unit, Units
from luoshi.intake.grid import Grids, read_grids
from luoshi.intake.workbook import Column, write_table
from luoshi.journeys.sheet_to_entries import DryRun, Sender, dry_run, tell
from luoshi.registers.catalogue import shipped
from luoshi.values.label import Label
from tests.bench.ledger_appends import SqliteLedger
from tests.bench.tables import Row, as_text, print_table

TODAY = date(2026, 5, 6)
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
PARCEL = shipped()["parcel"]
FIELDS = ("name", "unit", "area_mu", "sunk_wan", "list_by", "clear_by", "households_total",
          "households_signed", "households_vacated", "listed_on", "cleared_on")  # fmt: skip
WALK = ("dry run: read, match, judge", "entries", "append to SQLite, sealed")
UNITS = Units(
    [
        Unit("qu", Label("某区", "District"), "district", "", 0),
        *(Unit(f"u{n}", Label(f"{n}号镇", f"town {n}"), "township", "qu", n) for n in range(1, 31)),
    ]
)


@dataclass
class Steps:
    """The seconds of the processor, and by the clock, that each step of one sheet took."""

    seconds: dict[str, float] = field(default_factory=dict)
    clock: dict[str, float] = field(default_factory=dict)

    def do(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a step and take its time."""
        gc.collect()
        begun, clock = process_time(), perf_counter()
        given = work()
        self.seconds[name], self.clock[name] = process_time() - begun, perf_counter() - clock
        return given


def main() -> int:
    """Print each step by the processor's time, as a multiple of the reading, beside the same at a tenth of the size."""
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    size = int(sys.argv[at]) if at else 50_000
    tenth, whole = _run(size // 10), _run(size)
    rows = []
    for name, seconds in whole.seconds.items():
        growth = seconds / tenth.seconds[name]
        clock = as_text(whole.clock[name])
        remark = f"{as_text(seconds / size)} a row; {growth:.1f} x a tenth; by the clock {clock}"
        rows.append(Row(name, seconds, remark))
    walk, clock_ = (sum(times[n] for n in WALK) for times in (whole.seconds, whole.clock))
    remark = f"{as_text(walk / size)} a row; by the clock {as_text(clock_)}"
    rows.append(Row("**dry run, entries, append**", walk, remark))
    base = whole.seconds["read the cells"]
    print_table(f"{size:,} rows of {len(FIELDS) + 1} columns", (r.beside(base) for r in rows))
    return 0


def _run(size: int) -> Steps:
    steps = Steps()
    before, after = _rows(size), _rows(size, told=True)
    columns = [Column("编号"), *(Column.of(PARCEL.by_field[name]) for name in FIELDS)]
    cells = [[key, *_shown(row)] for key, row in after.items()]
    content = steps.do("write the workbook", lambda: write_table("地块", columns, cells))
    read: Grids = steps.do("read the cells", lambda: read_grids(content, "地块.xlsx"))
    assert len(read.grids[0].rows) == size + 1
    peer = steps.do("openpyxl, read-only, the same cells", lambda: _openpyxl(content))
    assert peer[-1][0] == read.grids[0].rows[-1][0]
    rules = judge(TODAY, {})
    desk = Desk(UNITS, TODAY, rules)
    sender = Sender("qu")
    found: DryRun = steps.do(
        "dry run: read, match, judge",
        lambda: dry_run(content, "地块.xlsx", PARCEL, before, sender, desk, APRIL),
    )
    assert found.counts["update"] == size, (
        found.counts,
        [p.say() for p in found.every_problem[:3]],
    )
    stamp = Stamp("p-1", "qu", datetime(2026, 5, 6, 9, tzinfo=UTC))
    outcome = steps.do("entries", lambda: tell(found, {}, stamp, desk, "ab" * 32))
    assert len(outcome.entries) == size
    with tempfile.TemporaryDirectory() as home:
        ledger = SqliteLedger(Path(home) / "sheets.sqlite3")
        steps.do("append to SQLite, sealed", lambda: ledger.append(outcome.entries))
    again = dry_run(content, "地块.xlsx", PARCEL, after, sender, desk, APRIL)
    assert again.counts["same"] == size
    return steps


def _rows(size: int, *, told: bool = False) -> dict[str, dict[str, Any]]:
    """Parcels as the board hands them over, before or after a month in which each signed and listed."""
    return {
        key: {
            "item": key, "owner": f"u{1 + n % 30}", "title": f"地块{n}", "stage": None, "closed_on": None,
            "opened_on": date(2026, 1, 5), "reported_on": date(2026, 3, 31), "name": f"地块{n}",
            "unit": f"u{1 + n % 30}", "area_mu": n % 300 + 0.5, "sunk_wan": n % 977 + 0.25,
            "list_by": date(2026, 6, 30), "clear_by": date(2026, 5, 31), "households_total": 100,
            "households_signed": 40 + n % 20 + told, "households_vacated": 30 + told,
            "listed_on": None, "announced_on": date(2026, 3, 1),
            "cleared_on": date(2026, 4, 20) if told else None,
        }
        for n in range(size)
        for key in (f"P-{n:05d}",)
    }  # fmt: skip


def _shown(row: dict[str, Any]) -> list[Any]:
    return [UNITS.name(row[name]) if name == "unit" else row[name] for name in FIELDS]


def _openpyxl(content: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


if __name__ == "__main__":
    sys.exit(main())
