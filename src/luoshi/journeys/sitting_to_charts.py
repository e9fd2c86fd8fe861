"""会上看的到图: the charts of a sitting, declared once in `papers.charts`; the page draws them in the browser, a paper without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.declare.register import LEVELS
from luoshi.papers import charts
from luoshi.papers.drawn import svg
from luoshi.papers.paper import Picture

Option = dict[str, Any]
WIDTH, HEIGHT = 720, 300  # pixels


def lights_chart(rows: Iterable[tuple[str, Mapping[str, int]]], words: Mapping[str, str]) -> Option:
    """Lights by register or by unit, in the order that is given."""
    told = [(name, tuple(counts.get(level, 0) for level in charts.PARTS)) for name, counts in rows]
    return charts.lights(told, tuple(words[level] for level in charts.PARTS))  # type: ignore[arg-type]


def by_level(counts: Iterable[int]) -> dict[str, int]:
    """Counts in the order of LEVELS by their level."""
    return dict(zip(LEVELS, counts, strict=True))


def picture(
    option: Option, library: str, caption: str, height: int = HEIGHT
) -> tuple[Picture, ...]:
    """The chart for a paper; none where there is no script to draw it with."""
    return (Picture(svg(option, library, WIDTH, height), caption),) if library else ()
