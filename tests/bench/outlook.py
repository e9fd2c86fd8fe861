"""The outlook on the national series: how far past outlooks missed, beside two simple rules, and how often the range held.

python -m tests.bench outlook
"""

from __future__ import annotations

import time
from decimal import Decimal

from luoshi.indicators.growth import Growth
from luoshi.indicators.outlook import Trial, trial
from luoshi.indicators.span import Span
from tests.core.indicators.test_growth import read

NAMES = {"AR": "农林牧渔", "ID": "工业", "CO": "建筑", "WH": "批零", "TR": "交运", "AC": "住餐", "FI": "金融", "RE": "房产"}  # fmt: skip


def main() -> int:
    """Print the table."""
    series = {"GDP": ("cn_gdp_cumulative.csv", "GDP_CUMYOY")}
    series |= {name: ("cn_gdp_cum_yoy_sectors.csv", column) for column, name in NAMES.items()}
    print(
        "| series | cases | outlook | growth stays | changes as last year | range of 80 % held | s |\n|---|---|---|---|---|---|---|"
    )
    for name, (file, column) in series.items():
        told = {}
        for row in read(file):
            if row[column]:
                year, month = (int(part) for part in row["QTR"].split("-"))
                told[Span(year, 1, month)] = Growth(Decimal(row[column]))
        start = time.perf_counter()
        found = trial(told)
        assert isinstance(found, Trial), found
        took = time.perf_counter() - start
        print(
            f"| {name} | {found.cases} | {found.missed.value} | {found.missed_naive.value} | {found.missed_seasonal.value} | {found.covered / found.cases:.0%} | {took:.1f} |"
        )
    return 0
