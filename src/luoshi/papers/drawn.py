"""图: an option of ECharts drawn without a browser, so that paper and page show one chart.

    option -> ECharts in QuickJS -> SVG (PDF takes it as it is) -> resvg -> PNG (for Word)

Only the faces of the package are used and nothing moves: the same option gives the same bytes. The script is handed in, since it belongs to the
pages and not to the core.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import pylopdf_fonts_zh_cn
import quickjs
import resvg_py

from luoshi.papers.layout import layout, text_width
from luoshi.papers.markup import cleaned
from luoshi.papers.paper import Picture

FONT: Final = "Noto Sans SC"
DPI = 200
_PIXELS_AN_INCH = 96
_PAGE_SHARE = 0.8  # of a page, what a picture may take
_BEFORE = "var setTimeout = function () {}, clearTimeout = function () {};"
"""ECharts asks for timers as it loads; without a window nothing is ever drawn later."""
_AFTER = """
function drawn(told, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  chart.setOption(JSON.parse(told));
  var svg = chart.renderToSVGString();
  chart.dispose();
  return JSON.stringify(svg);
};0
"""
_OF_EVERY_OBJECT = "__proto__"
"""ECharts keeps names as keys; this one would change every object of the engine, and every chart after it."""
_NUMBER = re.compile(r"\bzr\d+-")
_OF_THE_MOUSE = re.compile(
    r'<style\b.*?</style>|\s(?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*")', re.DOTALL
)
"""What the SVG says for a mouse: of no use on paper, and counted on from one chart to the next."""
_SIDE = re.compile(r'\s(width|height)="([\d.]+)(?:px|pt)?"')


def svg(option: Mapping[str, Any], library: str, width: int, height: int) -> str:
    """The chart as SVG of so many pixels; `library` is the text of `echarts.min.js`."""
    settled = {
        "backgroundColor": "#ffffff",
        **_clean(option),
        "animation": False,
        "textStyle": {**option.get("textStyle", {}), "fontFamily": FONT},
    }
    found: str = json.loads(_engine(library, os.getpid())(json.dumps(settled), width, height))
    return _NUMBER.sub("zr0-", _OF_THE_MOUSE.sub("", cleaned(found)))


def png(given: str) -> bytes:
    """An SVG as a picture for Word."""
    return resvg_py.svg_to_bytes(
        svg_string=given,
        background="#ffffff",
        zoom=DPI / _PIXELS_AN_INCH,
        skip_system_fonts=True,
        font_dirs=[str(pylopdf_fonts_zh_cn.sans_path().parent)],
        font_family=FONT,
        sans_serif_family=FONT,
    )


def room(given: Picture) -> tuple[float, float]:
    """Width and height of a picture on its page in points: its share of the width, but never so high that no page holds it."""
    page = layout()["page"]
    width = text_width() / 20 * given.share
    height = (page["height"] - page["top"] - page["bottom"]) / 20 * _PAGE_SHARE
    wide, high = _sides(given.svg)
    scale = min(width / wide, height / high)
    return wide * scale, high * scale


@lru_cache(maxsize=64)
def _sides(given: str) -> tuple[float, float]:
    start = given.index("<svg")
    sides = dict(_SIDE.findall(given[start : given.index(">", start)]))
    return float(sides["width"]), float(sides["height"])


@lru_cache(maxsize=1)
def _engine(library: str, process: int) -> quickjs.Function:
    """The script, read once a process: an engine may only be asked by the thread that made it, so it has a thread of its own, and a
    server that forks leaves that thread behind."""
    return quickjs.Function("drawn", f"{_BEFORE}\n{library}\n{_AFTER}", own_executor=True)


def _clean(given: Any) -> Any:
    if isinstance(given, str):
        return cleaned(given).replace(_OF_EVERY_OBJECT, "__proto\u200b__")
    if isinstance(given, Mapping):
        return {key: _clean(value) for key, value in given.items()}
    return [*map(_clean, given)] if isinstance(given, list | tuple) else given
