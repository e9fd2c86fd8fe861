"""The board's charts: the options that papers are drawn from too, as the data of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.declare.register import LEVELS
from luoshi.journeys.sitting_to_charts import lights_chart
from luoshi_web.pages.templatetags.luoshi import level_word


def lights(rows: Iterable[Any]) -> dict[str, Any]:
    """Lights by register, in the reader's words."""
    told = [(row.label, {cell.level: cell.count for cell in row.cells}) for row in rows]
    return lights_chart(told, {level: str(level_word(level)) for level in LEVELS})


def as_data(option: Mapping[str, Any]) -> str:
    """An option as an attribute holds it; the template escapes it."""
    return json.dumps(option, ensure_ascii=False)
