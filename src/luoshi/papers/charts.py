"""图的样子: what a chart shows, as an option of ECharts in plain dicts. The page hands it to the browser, `drawn` draws it for a paper.

Colour is never the only sign: each light has its own pattern and its count in figures, so that a black-and-white print tells the same.
Nothing in an option is a function; it can be written as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from luoshi.values.light import COLOURS

LINE, INK = "#1C5A61", "#1D2930"
FLOOR = COLOURS["red"]
PARTS = ("green", "yellow", "red", "grey")  # of a bar, from the left
Option = dict[str, Any]
Four = tuple[int, int, int, int]

_DARK = "rgba(0,0,0,0.55)"
_PATTERNS: Final[tuple[Option, ...]] = (
    {"symbol": "none"},
    {"symbol": "rect", "color": _DARK, "dashArrayX": [1, 0], "dashArrayY": [1, 6], "rotation": 0.8},
    {"symbol": "rect", "color": _DARK, "dashArrayX": [1, 0], "dashArrayY": [2, 3], "rotation": 0},
    {"symbol": "circle", "color": _DARK, "symbolSize": 0.7, "dashArrayX": [[7, 7], [0, 7, 7, 0]], "dashArrayY": [7, 0]},
)  # fmt: skip
"""Green plain, yellow slanted, red barred, grey dotted."""
_NAME_WIDTH = 264  # pixels: 20 characters in one line, more are broken
_NARROW = 0.05  # of the longest bar: a figure does not fit in a part that is smaller
_ROW, _AROUND = 30, 60  # pixels a bar; legend and edges
_SIGN = 12  # pixels a character
_YI = 10_000  # 万元
_ON_WHITE: Option = {"color": INK, "backgroundColor": "#ffffff", "padding": [1, 3], "fontSize": 12}


def lights(rows: Sequence[tuple[str, Four]], words: tuple[str, str, str, str]) -> Option:
    """Lights by group, green, yellow, red and grey in one bar; a part that is too small for its figure has it behind the bar."""
    longest = max((sum(counts) for _, counts in rows), default=0)
    least = longest * _NARROW
    behind = [_small(counts, words, least) for _, counts in rows]
    series = [
        {
            "name": word,
            "type": "bar",
            "stack": "lights",
            "barMaxWidth": 20,
            "itemStyle": {
                "color": colour,
                "decal": pattern,
                "borderColor": INK,
                "borderWidth": 0.5,
            },
            "data": [_part(counts[at], least) for _, counts in rows],
        }
        for at, (word, colour, pattern) in enumerate(
            zip(words, (COLOURS[level] for level in PARTS), _PATTERNS, strict=True)
        )
    ]
    return {
        "aria": {"enabled": True},
        "legend": {"data": list(words), "top": 4, "itemWidth": 28, "textStyle": {"color": INK}},
        "grid": _grid(top=36, right=24 + _SIGN * max(map(len, behind), default=0)),
        "xAxis": {"type": "value", "max": max(1, longest), "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [name for name, _ in rows],
            "axisTick": {"show": False},
            "axisLabel": {
                "interval": 0,
                "color": INK,
                "width": _NAME_WIDTH,
                "overflow": "break",
            },
        },
        "series": [*series, _behind(behind)],
    }


def lights_height(count: int) -> int:
    """Pixels that a chart of so many bars needs."""
    return _AROUND + _ROW * max(1, count)


def months(labels: Sequence[str], values: Sequence[float | None], unit: str) -> Option:
    """A figure month by month; a month that was not reported has no bar."""
    return {
        "grid": _grid(top=36, right=24),
        "xAxis": _across(labels),
        "yAxis": {"type": "value", "name": unit, **_upright()},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 36,
                "itemStyle": {"color": LINE},
                "label": {"show": True, "position": "top", "color": INK, "fontSize": 11},
                "data": [None if value is None else round(value, 2) for value in values],
            }
        ],
    }


def cash(months: Sequence[str], cash_wan: Sequence[float], floor_wan: float) -> Option:
    """Cash at the end of each month against its floor, the lowest month marked; in 亿元 where it comes to one."""
    large = max(map(abs, (*cash_wan, floor_wan)), default=0) >= _YI
    unit, by = ("亿元", _YI) if large else ("万元", 1)
    values = [round(wan / by, 4) for wan in cash_wan]
    floor = round(floor_wan / by, 4)
    return {
        "grid": _grid(top=36, right=100),
        "xAxis": _across(months),
        "yAxis": {"type": "value", "name": unit, "boundaryGap": ["12%", "8%"], **_upright()},
        "series": [
            {
                "type": "line",
                "step": "middle",
                "symbol": "none",
                "lineStyle": {"color": LINE, "width": 2},
                "itemStyle": {"color": LINE},
                "data": values,
                "markLine": _floor(floor, unit, large),
                "markPoint": _lowest(months, values, unit, large),
            }
        ],
    }


def _part(count: int, least: float) -> Option:
    if not count:
        return {"value": None}
    return {"value": count, "label": {"show": count >= least, "position": "inside", **_ON_WHITE}}


def _small(counts: Four, words: Sequence[str], least: float) -> str:
    parts = zip(words, counts, strict=True)
    return " ".join(f"{word}{count}" for word, count in parts if 0 < count < least)


def _behind(said: Sequence[str]) -> Option:
    """Figures of the parts that are too small for them, behind the bar."""
    label = {"position": "right", **_ON_WHITE}
    return {
        "name": "",
        "type": "bar",
        "stack": "lights",
        "silent": True,
        "itemStyle": {"color": "transparent", "decal": {"symbol": "none"}},
        "data": [
            {"value": 0, "label": {"show": bool(text), "formatter": text, **label}} for text in said
        ],
    }


def _grid(top: int, right: int) -> Option:
    return {"left": 12, "right": right, "top": top, "bottom": 12, "containLabel": True}


def _across(labels: Sequence[str]) -> Option:
    """Every label is shown; many stand upright."""
    many = len(labels) > 12 or max(map(len, labels), default=0) * len(labels) > 60
    label = {"interval": 0, "color": INK, "rotate": 90 if len(labels) > 24 else 45 if many else 0}
    return {
        "type": "category",
        "data": list(labels),
        "axisTick": {"show": False},
        "axisLabel": {**label, "fontSize": 10 if len(labels) > 36 else 12},
    }


def _upright() -> Option:
    return {"nameTextStyle": {"color": INK}, "axisLabel": {"color": INK}}


def _said(value: float, unit: str, large: bool) -> str:
    return f"{value:.2f}{unit}" if large else f"{value:,.0f}{unit}"


def _floor(floor: float, unit: str, large: bool) -> Option:
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"type": "dashed", "color": FLOOR, "width": 1.5},
        "label": {
            "position": "end",
            "formatter": f"下限{_said(floor, unit, large)}",
            "color": FLOOR,
        },
        "data": [{"yAxis": floor}],
    }


def _lowest(months: Sequence[str], values: Sequence[float], unit: str, large: bool) -> Option:
    if not values:
        return {"data": []}
    at = min(range(len(values)), key=values.__getitem__)
    share = at / len(values)
    return {
        "symbol": "circle",
        "symbolSize": 9,
        "itemStyle": {"color": FLOOR},
        "label": {
            "position": [0, 14],
            "align": "left" if share < 0.15 else "right" if share > 0.85 else "center",
            "formatter": f"{months[at]}最低{_said(values[at], unit, large)}",
            **_ON_WHITE,
        },
        "data": [{"coord": [at, values[at]]}],
    }
