"""Handing over: a register of many items as CSV, JSON and a workbook, with what it takes of memory.

Run as `python -m tests.bench handed_over [--size N]` (items; 100,000 when not given). The rows are those of the search
bench's register, read from the board as the page reads them; what leaves is opened again before a time is printed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import sys
import time
from typing import Any

from luoshi.board.board import Board
from luoshi.district.parameters import Parameters
from luoshi.registers.catalogue import shipped
from tests.bench.search import REGISTER, TODAY, _obstacle, _units
from tests.bench.tables import Row, print_table


def main() -> int:
    """Print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi_web.config.settings")
    import django

    django.setup()
    at = sys.argv.index("--size") + 1 if "--size" in sys.argv else 0
    size = int(sys.argv[at]) if at else 100_000
    view = Board(shipped(), [_obstacle(n) for n in range(size)], Parameters(), _units()).view(TODAY)
    begun = time.process_time()
    rows = view.listing(REGISTER).page()
    found = [Row("rows read from the board", time.process_time() - begun)]
    for form in ("csv", "json", "xlsx"):
        before, begun = _peak_mb(), time.process_time()
        first, sent = _handed(form, rows)
        took = time.process_time() - begun
        _opened(form, sent, size)
        grown = f"{len(sent) / 2**20:.1f} MB, first byte after {first * 1000:.0f} ms, peak memory +{_peak_mb() - before:.0f} MB"
        found.append(Row(form, took, grown))
    print_table(
        f"{size:,} items, {len(shipped()[REGISTER].fields)} fields; seconds of the processor", found
    )
    return 0


def _handed(form: str, rows: list[dict[str, Any]]) -> tuple[float, bytes]:
    """The bytes of the answer, and the seconds until the first of them."""
    from django.test import RequestFactory

    from luoshi_web.pages import handed_over

    request = RequestFactory().get("/", {"format": form})
    begun = time.perf_counter()
    table = handed_over.of_items(shipped()[REGISTER], ((row, None) for row in rows), {})
    answer = handed_over.answer(request, table)
    pieces = iter(answer)
    first = next(pieces)
    return time.perf_counter() - begun, b"".join([first, *pieces])


def _opened(form: str, sent: bytes, size: int) -> None:
    if form == "csv":
        assert sum(1 for _ in csv.reader(io.StringIO(sent.decode("utf-8-sig")))) == size + 1
    elif form == "json":
        assert len(json.loads(sent)["rows"]) == size
    else:
        from python_calamine import load_workbook

        assert load_workbook(io.BytesIO(sent)).get_sheet_by_index(0).height == size + 1


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
