"""The board: loading, a view, measures, lights, and one report until its light has turned.

Run as `python -m tests.bench board [--size N]` (entries; 10 an item, 200,000 when not given). The figures of a measure are
compared with plain Python before a time is printed.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from luoshi.board.board import Board, View
from luoshi.board.lamps import Lamp
from luoshi.declare.rule import Rules
from luoshi.district.parameters import Parameters
from luoshi.district.units import Unit, Units
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from luoshi.values.label import Label
from tests.bench.tables import Row, as_text, least, middle, print_table

AN_ITEM = 10  # entries
FIRST = date(2024, 1, 1)
TODAY = date(2026, 4, 15)
UNITS = 300


def main() -> int:
    """Print the table."""
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    size = int(sys.argv[at]) if at else 200_000
    entries, units = told(size), _units()
    made: list[Board] = []
    load = least(1, lambda: made.append(_loaded(entries, units)))
    board = made[0]
    view = board.view(TODAY)
    view.items("parcel")
    _compare(view, entries)
    lit: list[Lamp] = []
    lights = least(2, lambda: lit.__setitem__(slice(None), board.view(TODAY).lamps("parcel")))
    rows = [
        Row("load, once: rectangles and DuckDB", load, f"{as_text(load / size)} an entry"),
        Row("a view with its state table", least(5, lambda: _opened(board))),
        *(_measured(view, key) for key in ("listed", "released_wan", "signed_percent")),
        _measured(view, "released_wan", "unit"),
        _measured(view, "listed", "month"),
        Row(
            f"lights of every item with reasons: {len(lit):,} lamps",
            lights,
            f"{as_text(lights / len(lit))} a lamp",
        ),
        Row(
            "turn of one light: since when, when next",
            least(3, lambda: view.turn("parcel", "P-77", "listing")),
        ),
        middle("one report -> its turned light, in one process", _report_to_light(board)),
        Row("the four rules of a light on one record", _closures(), "closures"),
    ]
    title = (
        f"{size:,} entries, {size // AN_ITEM:,} parcels, {UNITS} units, {len(shipped())} registers"
    )
    print_table(title, rows)
    return 0


def _loaded(entries: list[Entry], units: Units) -> Board:
    board = Board(shipped(), entries, Parameters(), units)
    for told in board.told.values():
        told.merge()
    return board


def _measured(view: View, key: str, per: Literal["unit", "month"] | None = None) -> Row:
    seconds = least(5, lambda: view.measure("parcel", key, per=per))
    return Row(f"measure {key}" + (f", a {per}" if per else ""), seconds)


def _opened(board: Board) -> View:
    view = board.view(TODAY)
    view.measure("parcel", "half_finished_count")
    return view


def _units() -> Units:
    root = Unit("u0", Label("区", "district"), "district", "", 0)
    towns = [
        Unit(f"u{n}", Label(f"{n}号镇", f"town {n}"), "township", "u0", n) for n in range(1, 31)
    ]
    villages = [
        Unit(f"u{n}", Label(f"{n}号村", f"village {n}"), "post", f"u{1 + n % 30}", n)
        for n in range(31, UNITS)
    ]
    return Units([root, *towns, *villages])


def told(size: int) -> list[Entry]:
    chance = random.Random(20260415)
    found = []
    for number in range(size):
        item, turn = number % (size // AN_ITEM), number // (size // AN_ITEM)
        on = FIRST + timedelta(days=turn * 80 + item % 60)
        instant = datetime(on.year, on.month, on.day, 9, tzinfo=UTC) + timedelta(
            days=chance.choice((0, 0, 1, 30))
        )
        fields: dict[str, Any] = {"households_signed": turn * 10, "households_vacated": turn * 8}
        if turn == 0:
            list_by = (TODAY + timedelta(days=chance.randrange(-300, 300))).isoformat()
            fields = {"name": f"地块{item}", "unit": f"u{item % UNITS}", "half_finished": True, "chosen": item % 2 == 0,
                      "sunk_wan": item % 977 + 0.5, "list_by": list_by, "households_total": 100}  # fmt: skip
        elif turn == 8 and item % 3 == 0:
            fields |= {
                "listed_on": on.isoformat(),
                "announced_on": (on - timedelta(days=25)).isoformat(),
            }
        verb: Any = "report" if turn else "open"
        found.append(Entry("parcel", f"P-{item}", verb, fields, on, instant, "p-1", "u1"))
    return found


def _compare(view: View, entries: list[Entry]) -> None:
    """The sum of released money, once more in plain Python."""
    sunk: dict[str, float] = {}
    listed: set[str] = set()
    for entry in entries:
        if entry.true_on <= TODAY:
            if "sunk_wan" in entry.fields:
                sunk[entry.key] = entry.fields["sunk_wan"]  # type: ignore[assignment]
            if str(entry.fields.get("listed_on", "9")) <= TODAY.isoformat():
                listed.add(entry.key)
    assert view.measure("parcel", "listed")[0].value == len(listed)
    assert view.measure("parcel", "released_wan")[0].value == sum(sunk[key] for key in listed)


def _report_to_light(board: Board) -> list[float]:
    """A report is taken by the board, a new view is opened, the item's light and reason are made."""
    times = []
    for n in range(60):
        key = f"P-{n * 7 + 1}"
        fields = {"listed_on": TODAY.isoformat(), "announced_on": "2026-03-20"}
        told_at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
        entry = Entry("parcel", key, "report", fields, TODAY, told_at, "p-1", "u1")
        begun = time.perf_counter()
        board.add([entry])
        lamp = board.view(TODAY).lamp("parcel", key, "listing")
        times.append(time.perf_counter() - begun)
        assert lamp is not None
        assert lamp.level == "green"
    return sorted(times)


def _closures() -> float:
    register = shipped()["parcel"]
    rules, light = Rules(register), register.lights[0]
    given = rules.given(TODAY, {})
    ready = rules.row({"list_by": "2026-04-30", "announced_on": "2026-04-01"}, given)
    closures = [rules.closure(rule.when) for rule in light.rules.values()]
    runs = 20_000
    return least(3, lambda: [[closure(ready) for closure in closures] for _ in range(runs)]) / runs
