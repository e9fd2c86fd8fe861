"""Search: every keystroke over a register of many items, beside SQLite's LIKE on an ordinary table doing the same.

Run as `python -m tests.bench search [--size N]` (items; 10,000 and 100,000 when not given). Both sides look in the same
text, count all that fit and return the first twenty in the same order; the answers are compared before a time is printed.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from datetime import UTC, date, datetime
from typing import Any

from luoshi.board.board import Board, View
from luoshi.board.listing import Fit, Found
from luoshi.district.parameters import Parameters
from luoshi.district.units import Unit, Units
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from luoshi.values.label import Label
from tests.bench.tables import Row, each, least, middle, print_table

TODAY = date(2026, 6, 3)
PLACES = [
    "河东",
    "河西",
    "桥头",
    "云溪",
    "青山",
    "南塘",
    "北岭",
    "石门",
    "白沙",
    "大坪",
    "新桥",
    "老街",
    "龙泉",
    "双凤",
    "柳荫",
    "长坪",
]
KINDS = [
    "粮站",
    "砖厂",
    "老车站",
    "水厂",
    "农贸市场",
    "缫丝厂",
    "机修厂",
    "供销社",
    "A区",
    "B区",
    "二期",
    "三期",
]
TASKS = [
    "已完成入户调查，剩余住户正在协商",
    "补偿资金由区级统筹",
    "待规划条件调整后公告",
    "与国企对接收储",
    "历史遗留问题由专班逐户化解",
]
REGISTER = "obstacle"  # a name, two texts, two choices, two units
TYPED = ("河", "河东", "河东 粮站", "DD-12", "a区", "供销社 收储", "三号镇", "没有这个词")


def main() -> int:
    """Print a table for each size."""
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    for size in [int(sys.argv[at])] if at else [10_000, 100_000]:
        _measure(size)
    return 0


def _measure(size: int) -> None:
    units = _units()
    entries = [_obstacle(n) for n in range(size)]
    view = Board(shipped(), entries, Parameters(), units).view(TODAY)
    view.items(REGISTER, units=[])  # the state table is there before the first search
    peer = _peer(entries, units)
    rows = []
    for typed in TYPED:
        ours, (count, keys) = _best(view, typed), _like(peer, typed)
        assert (ours.count, [row["item"] for row in ours.rows]) == (count, keys), typed
        found = middle(typed, each(15, lambda _, t=typed: _best(view, t)))
        base = middle(typed, each(7, lambda _, t=typed: _like(peer, t)))
        rows.append(Row(f"“{typed}”, {count:,} found", found.seconds, f"{found.remark}; LIKE {base.seconds * 1000:.0f} ms", found.seconds / base.seconds))  # fmt: skip
    rows.append(Row("“河东” in all registers", least(5, lambda: _everywhere(view, "河东"))))
    print_table(f"{size:,} obstacles, x = time beside SQLite LIKE", rows)


def _best(view: View, typed: str, register: str = REGISTER) -> Found:
    return view.listing(register, Fit(words=typed)).best(20)


def _everywhere(view: View, typed: str) -> int:
    return sum(_best(view, typed, key).count for key in view.board.catalogue)


def _units() -> Units:
    numbers = "一二三四五六七八九"
    return Units(
        [Unit("u0", Label("区", "district"), "district", "", 0)]
        + [
            Unit(f"u{n}", Label(f"{c}号镇", f"town {n}"), "township", "u0", n)
            for n, c in enumerate(numbers, 1)
        ]
    )


def _obstacle(n: int) -> Entry:
    chance = random.Random(n)
    fields: dict[str, Any] = {
        "name": f"{chance.choice(PLACES)}{chance.choice(KINDS)}{n % 97}号地块",
        "unit": f"u{1 + n % 9}",
        "kind": "papers",
        "decision": f"{chance.choice(PLACES)}片区{chance.choice(TASKS)}。{chance.choice(TASKS)}。",
        "result": chance.choice(TASKS) if n % 3 else None,
    }
    fields = {key: value for key, value in fields.items() if value is not None}
    return Entry(REGISTER, f"DD-{n}", "open", fields, date(2026, 1, 5), datetime(2026, 1, 5, tzinfo=UTC), "p-1", "u1")  # fmt: skip


def _peer(entries: list[Entry], units: Units) -> sqlite3.Connection:
    """An ordinary table: one text column to look in, one row an item, the unit's name written out."""
    kinds = dict(shipped()[REGISTER].by_field["kind"].choices)
    peer = sqlite3.connect(":memory:")
    peer.execute("create table held (item text primary key, title text, words text)")
    peer.executemany(
        "insert into held values (?, ?, ?)",
        (
            (
                entry.key,
                f"{entry.key}\n{entry.fields['name']}",
                "\n".join([entry.key, *map(str, entry.fields.values()), units.name(str(entry.fields["unit"])), *kinds["papers"]]),
            )
            for entry in entries
        ),
    )  # fmt: skip
    return peer


def _like(peer: sqlite3.Connection, typed: str) -> tuple[int, list[str]]:
    words = [f"%{word}%" for word in typed.split()]
    held = " and ".join("words like ?" for _ in words)
    rank = " + ".join("(title like ?)" for _ in words)
    (count,) = peer.execute(f"select count(*) from held where {held}", words).fetchone()
    text = f"select item from held where {held} order by {rank} desc, length(item), item limit 20"
    return count, [key for (key,) in peer.execute(text, words + words)]


if __name__ == "__main__":
    sys.exit(main())
