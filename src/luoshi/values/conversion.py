"""换算: from the unit a speech uses to the unit a measure counts in (4.8亿元 = 48000 万元; 3 个 = 3 宗).

Measure words of counted things (个 宗 家 户 项 条 …) stand for each other: which one is used is a matter of the noun.
Money, lengths, areas, weights and ratios convert only within their kind.
The English words of the units stand here too.
"""

from __future__ import annotations

from luoshi.values.label import Label

_NUMBERS = {
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "万亿": 1e12,
}
_PREFIXES = sorted(_NUMBERS, key=len, reverse=True)
_BASES: dict[str, tuple[str, float]] = {
    "元": ("money", 1.0),
    "美元": ("usd", 1.0),
    "米": ("length", 1.0),
    "公里": ("length", 1e3),
    "千米": ("length", 1e3),
    "平方米": ("area", 1.0),
    "平方公里": ("area", 1e6),
    "公顷": ("area", 1e4),
    "亩": ("area", 2000 / 3),
    "吨": ("weight", 1.0),
    "千瓦": ("power", 1.0),
    "兆瓦": ("power", 1e3),
    "%": ("ratio", 1.0),
    "百分点": ("points", 1.0),
    "天": ("days", 1.0),
    "日": ("days", 1.0),
    "工作日": ("working_days", 1.0),
}

_ENGLISH_UNITS = {
    "天": "days",
    "年": "years",
    "期": "periods",
    "倍": "times",
    "个月": "months",
    "个工作日": "working days",
    "工作日": "working days",
    "宗": "parcels",
    "平方米": "m²",
    "米": "m",
    **dict.fromkeys(
        ("个", "项", "条", "件", "份", "张", "处", "户", "户次", "次", "名", "人", "人次", "套"), ""
    ),
    "亩": "mu",
    "元": "yuan",
    "万元": "10k yuan",
    "亿元": "100m yuan",
    "个百分点": "percentage points",
}


def factor(given: str, wanted: str) -> float | None:
    """What to multiply a number in `given` by to have it in `wanted`; None when they are of different kinds."""
    kind, size = _read(given)
    wanted_kind, wanted_size = _read(wanted)
    return size / wanted_size if kind == wanted_kind else None


def convertible(given: str, wanted: str) -> bool:
    """True when a number in `given` can be told in `wanted`."""
    return factor(given, wanted) is not None


def say_unit(unit: str) -> Label:
    """A unit of measure as it stands in a head; a Chinese measure word of counted things needs no English one."""
    return Label(unit, _ENGLISH_UNITS.get(unit, unit))


def _read(unit: str) -> tuple[str, float]:
    """(kind, size in the kind's base unit) of a unit, with 万 and 亿 taken off its front."""
    unit = unit.strip().replace("％", "%")
    if unit in _BASES:
        kind, size = _BASES[unit]
        return kind, size
    for prefix in _PREFIXES:
        if unit.startswith(prefix) and (unit[len(prefix) :] in _BASES or prefix in ("万", "亿")):
            kind, size = _read(unit[len(prefix) :])
            return kind, size * _NUMBERS[prefix]
    return "count", 1.0
