"""会上看的到图: the charts of a sitting, declared once in `papers.charts`; the page draws them in the browser, a paper without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.declare.register import LEVELS, Level
from luoshi.papers import charts
from luoshi.papers.drawn import svg
from luoshi.papers.paper import Picture

Option = dict[str, Any]
DRAWN: tuple[Level, ...] = ("green", "yellow", "red", "grey")  # the order of the parts of a bar
WIDTH, HEIGHT = 720, 300  # pixels


def lights_chart(
    rows: Iterable[tuple[str, Mapping[Level, int]]], words: Mapping[Level, str]
) -> Option:
    """Lights by register or by unit, in the order that is given."""
    told = [(name, tuple(counts.get(level, 0) for level in DRAWN)) for name, counts in rows]
    return charts.lights(told, tuple(words[level] for level in DRAWN))  # type: ignore[arg-type]


def by_level(counts: Iterable[int]) -> dict[Level, int]:
    """Counts in the order of LEVELS by their level."""
    return dict(zip(LEVELS, counts, strict=True))


def picture(
    option: Option, library: str, caption: str, height: int = HEIGHT
) -> tuple[Picture, ...]:
    """The chart for a paper; none where there is no script to draw it with."""
    return (Picture(svg(option, library, WIDTH, height), caption),) if library else ()
