"""A bulletin of 30, 300 and 3,000 overdue commitments; from the ledger to the file; and the pack of the demo district.

Run as `python -m tests.bench papers`. Every file is made twice and must be the same to the byte before a time is printed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from luoshi.journeys.open_district import open_district
from luoshi.journeys.pack import pack
from luoshi.journeys.replay_pack import ledger_of
from luoshi.journeys.sitting import Sitting, at_the_table
from luoshi.journeys.sitting_to_bulletin import Wanted, bulletin
from luoshi.ledger import chain
from luoshi.papers.page import written
from luoshi.papers.pdf import pdf

HOME = Path(__file__).resolve().parents[2]
ECHARTS = HOME / "src" / "luoshi_web" / "static" / "vendor" / "echarts.min.js"
ON = date(2026, 6, 3)
SIZES = (30, 300, 3_000)


def main() -> int:
    """Print the tables."""
    world, _ = open_district(HOME / "districts" / "example")
    assert world is not None
    entries, _ = ledger_of(world)
    wanted = Wanted("望政办〔2026〕1号", ("抓紧。",), ECHARTS.read_text(encoding="utf-8"))
    opened = next(e for e in entries if e.register == "commitment" and e.verb == "open")
    print(
        "| commitments | board s | words s | Word s | PDF s | all s | Word KB | PDF KB |\n|---|---|---|---|---|---|---|---|"
    )
    for size in SIZES:
        fields = {
            **opened.fields,
            "deadline_on": "2026-05-01",
            "register_key": None,
            "quote": "要在五月一日前完成征收补偿并挂牌出让" * 3,
        }
        more = [
            replace(opened, key=f"R-{n + 1_000}", fields=fields, about="", seq=0, prev="", hash="", digest="")
            for n in range(size)
        ]  # fmt: skip
        told = list(chain.seal([*entries, *more], chain.START))

        def sit(told: list[Any] = told) -> Sitting:
            sitting = at_the_table(world, world.board(told), told, ON, None)
            assert sitting.lamps
            assert sitting.lights
            return sitting

        sitting, board_s = _timed(sit)
        paper, words_s = _timed(lambda s=sitting: bulletin(s, wanted))  # type: ignore[misc]
        word, word_s = _timed(lambda p=paper: written(p))  # type: ignore[misc]
        made, pdf_s = _timed(lambda p=paper: pdf(p))  # type: ignore[misc]
        assert (word, made) == (written(paper), pdf(paper))
        every = board_s + words_s + word_s + pdf_s
        print(
            f"| {size:,} | {board_s:.2f} | {words_s:.2f} | {word_s:.2f} | {pdf_s:.2f} | {every:.2f} | {len(word) // 1024:,} | {len(made) // 1024:,} |"
        )
    sitting = at_the_table(world, world.board(entries), entries, ON, None)
    content, pack_s = _timed(lambda: pack(sitting, wanted, {}))
    again = at_the_table(world, world.board(entries), entries, ON, None)
    same = pack(again, wanted, {}) == content
    print(
        f"\n| pack of the demo | s | KB | made again |\n|---|---|---|---|\n| 11 files | {pack_s:.2f} | {len(content) // 1024:,} | {'the same' if same else 'DIFFERS'} |"
    )
    return 0 if same else 1


def _timed(make: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    made = make()
    return made, time.perf_counter() - start
