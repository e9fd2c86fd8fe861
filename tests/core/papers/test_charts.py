"""Charts as options and as drawings: every name and figure is told, without colour too, and the drawing is the same each time."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from luoshi.papers.charts import cash, lights, lights_height, months
from luoshi.papers.drawn import png, svg

LIBRARY = (
    Path(__file__).parents[3] / "src/luoshi_web/static/vendor/echarts.min.js"
).read_text(encoding="utf-8")  # fmt: skip
WORDS = ("正常", "预警", "逾期", "未报")
LONG = "某某经济技术开发区管理委员会住房和城乡局"
ROWS = [(LONG, (12, 3, 4, 0)), ("翀玥堃镕垚燚犇喆镇", (40, 1, 0, 2))]
MONTHS = [f"{2026 + at // 12}-{at % 12 + 1:02d}" for at in range(36)]


def drawn(option: Any, height: int = 300) -> str:
    return svg(option, LIBRARY, 700, height)


def told(given: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", given)


def test_lights_tell_every_name_whole_and_every_count() -> None:
    texts = told(drawn(lights(ROWS, WORDS), lights_height(2)))
    assert len(LONG) == 20
    assert {LONG, "翀玥堃镕垚燚犇喆镇", *WORDS} <= set(texts)
    assert {"12", "3", "4", "40"} <= set(texts)
    assert "预警1 未报2" in texts  # too small for their figures: behind the bar


def test_lights_are_told_apart_without_colour() -> None:
    option = lights(ROWS, WORDS)
    patterns = [json.dumps(one["itemStyle"]["decal"]) for one in option["series"][:4]]
    assert len(set(patterns)) == 4
    found = drawn(option)
    used = set(re.findall(r'fill="url\(#([^)]+)\)"', found))
    bodies = re.findall(r'<pattern[^>]*id="([^"]+)">(.*?)</pattern>', found, re.DOTALL)
    assert len({body for name, body in bodies if name in used}) >= 3


def test_an_option_is_plain_json() -> None:
    for option in (
        lights(ROWS, WORDS), months(["1月"], [1.0], "亿元"), cash(MONTHS, [1.0] * 36, 2), cash([], [], 0),
    ):  # fmt: skip
        assert json.loads(json.dumps(option)) == option


def test_a_month_without_a_figure_has_no_bar_and_every_month_its_name() -> None:
    texts = told(
        drawn(months([f"{at}月" for at in range(1, 13)], [1.234, None, *[5.67] * 10], "亿元"))
    )
    assert {f"{at}月" for at in range(1, 13)} <= set(texts)
    assert "1.23" in texts
    assert texts.count("5.67") == 10
    assert "亿元" in texts


@pytest.mark.parametrize(
    ("values", "floor", "said"),
    [
        ([50_000, 12_345, 60_000], 20_000, {"亿元", "2026-02最低1.23亿元", "下限2.00亿元"}),
        ([500, 1234, -60], 200, {"万元", "2026-03最低-60万元", "下限200万元"}),
        ([9_999.0], 9_999, {"万元", "2026-01最低9,999万元"}),
        ([0.0], 10_000, {"亿元", "2026-01最低0.00亿元", "下限1.00亿元"}),
    ],
)
def test_cash_marks_its_lowest_month_and_its_floor(
    values: list[float], floor: float, said: set[str]
) -> None:
    found = drawn(cash(MONTHS[: len(values)], values, floor))
    assert said <= set(told(found))
    assert "stroke-dasharray" in found


def test_every_month_of_three_years_is_named() -> None:
    assert set(MONTHS) <= set(told(drawn(cash(MONTHS, [*range(36)], 5))))


def test_the_same_option_gives_the_same_drawing_whatever_was_drawn_before() -> None:
    first = drawn(lights(ROWS, WORDS))
    drawn(months(["1月"], [1.0], "亿元"))
    assert drawn(lights(ROWS, WORDS)) == first
    assert png(first) == png(first)
    assert png(first).startswith(b"\x89PNG")


def test_a_drawing_is_white_and_in_our_own_face() -> None:
    found = drawn(lights(ROWS, WORDS))
    assert 'fill="#ffffff"' in found
    assert set(re.findall(r"font-family:([^;\"]+)", found)) == {"Noto Sans SC"}


def test_threads_may_draw_at_the_same_time() -> None:
    wanted, found = drawn(lights(ROWS, WORDS)), list[str]()
    threads = [
        threading.Thread(target=lambda: found.append(drawn(lights(ROWS, WORDS)))) for _ in range(6)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [wanted] * 6


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=30))
@example("__proto__")
def test_any_name_gives_a_drawing_that_can_be_read(name: str) -> None:
    assert png(drawn(lights([(name, (1, 2, 3, 4))], WORDS))).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "name", ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"]
)
def test_a_name_that_javascript_knows_changes_no_later_chart(name: str) -> None:
    before = drawn(lights(ROWS, WORDS))
    assert png(drawn(lights([(name, (1, 2, 3, 4))], WORDS))).startswith(b"\x89PNG")
    assert drawn(lights(ROWS, WORDS)) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_server_that_forked_draws_too() -> None:
    before = drawn(months(["1月"], [1.0], "宗"))  # the engine is there before the fork
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.write(write_end, b"y" if drawn(months(["1月"], [1.0], "宗")) == before else b"n")
        os._exit(0)
    os.close(write_end)
    ready, _, _ = select.select([read_end], [], [], 30)
    answer = os.read(read_end, 1) if ready else b""
    if not ready:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert answer == b"y"
