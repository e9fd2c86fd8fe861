"""格里的数: what a cell of a statistics table holds: a level, a growth, a place, nothing, or what is wrong with it.

Footnote marks go before anything else, because compatibility forms turn 5.2① into 5.21.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from luoshi.indicators.growth import HUNDRED, Growth
from luoshi.values.problem import Problem

_NOTES = re.compile(r"[①-⒇❶-➓※*†‡]|(?<![mMkK])[¹²³⁰⁴-⁹]+|[\[〔【](?:注)?\d{1,2}[\]〕】]")
_DASHES = str.maketrans({"−": "-", "﹣": "-", "―": "—", "‐": "-", "‑": "-", "﹪": "%"})
_NOT_TOLD = re.compile(r"[-—–_.…·/]*|…+|无|不可比|未公布|空")
_NUMBER = r"[-+—–]?\d+(?:\.\d+)?"
_LEVEL = re.compile(
    rf"(?P<number>{_NUMBER})(?P<unit>(?:[十百千]?[万亿]|[十百千])?(?:元|美元|吨|亩|平方米|千瓦时|户|家|个|人|人次)?|%)"
)
_GROWTH = re.compile(
    rf"(?:同比)?(?P<way>增长|上升|增加|下降|减少|降低)?(?P<number>{_NUMBER})%?(?P<points>(?:个)?百分点)?"
)
_POINTS = re.compile(r"百分点|个点|提高|回落|加快|放缓|收窄|扩大")
_PLACE = re.compile(r"(?:并列)?第?(?P<place>\d{1,3})[位名]?(?:[/／](?P<of>\d{1,3}))?(?:\(并列\))?")
_FRACTION_DECIMALS = 3  # growths are published with one decimal, now and then with two


class Level(NamedTuple):
    """A level, and the unit that its own cell names ("" for none)."""

    value: Decimal
    unit: str = ""


class Place(NamedTuple):
    """A place, and how many are placed where the cell says so (9/12)."""

    place: int
    of: int | None = None


def words(raw: Any) -> str:
    """A cell's text as it is compared: no footnote marks, half-width, no spaces (望 川 区 is 望川区), one kind of dash; a day is its month."""
    if isinstance(raw, date):
        return f"{raw.year}年{raw.month}月"
    text = unicodedata.normalize("NFKC", _NOTES.sub("", str(raw))).translate(_DASHES)
    return re.sub(r"\s+", "", text)


def is_number(raw: Any) -> bool:
    """True for a number, also one that is kept as text."""
    if isinstance(raw, bool | date):
        return False
    return bool(re.fullmatch(rf"{_NUMBER}%?", words(raw).replace(",", "")))


def not_told(raw: Any) -> bool:
    """True for an empty cell and for the signs that stand for one: — … - 不可比."""
    return raw is None or (not isinstance(raw, bool) and bool(_NOT_TOLD.fullmatch(words(raw))))


def read_level(raw: Any, place: str, *, percent: bool = False) -> Level | Problem | None:
    """A level; `percent`: the cell is kept as a fraction and shown as per cent. G-043 for what is no number."""
    if not_told(raw):
        return None
    found = None if isinstance(raw, bool | date) else _LEVEL.fullmatch(_tidy(raw))
    if found is None:
        return Problem("G-043", place, {"value": str(raw)})
    number = _decimal(found["number"])
    return Level(number * HUNDRED if percent else number, found["unit"])


def read_growth(raw: Any, place: str, *, percent: bool = False) -> Growth | Problem | None:
    """A growth in per cent. G-044: percentage points are none; G-045: a fraction whose format was lost; G-043: no number at all."""
    if not_told(raw):
        return None
    text = "" if isinstance(raw, bool | date) else _tidy(raw)
    if text in ("持平", "同比持平"):
        return Growth(Decimal())
    found = _GROWTH.fullmatch(text)
    if _POINTS.search(text) or (found and found["points"]):
        return Problem("G-044", place, {"value": str(raw)})
    if found is None:
        return Problem("G-043", place, {"value": str(raw)})
    number = _decimal(found["number"])
    if found["way"] in ("下降", "减少", "降低"):
        number = -number
    if percent:
        return Growth(number * HUNDRED)
    exponent = number.normalize().as_tuple().exponent
    if "%" not in text and abs(number) < 1 and int(exponent) <= -_FRACTION_DECIMALS:
        facts = {"value": f"{number}", "percent": f"{(number * HUNDRED).normalize():f}"}
        return Problem("G-045", place, facts)
    return Growth(number)


def read_place(raw: Any, place: str) -> Place | Problem | None:
    """A place: 9, 第9位, 并列9, 9/12. G-049 for what is none."""
    if not_told(raw):
        return None
    found = None if isinstance(raw, bool | date) else _PLACE.fullmatch(_tidy(raw))
    if found is None or int(found["place"]) == 0:
        return Problem("G-049", place, {"value": str(raw)})
    of = int(found["of"]) if found["of"] else None
    if of is not None and of < int(found["place"]):
        return Problem("G-049", place, {"value": str(raw)})
    return Place(int(found["place"]), of)


def _tidy(raw: Any) -> str:
    """A number's text without the dust of binary fractions, spaces and the commas between thousands."""
    if isinstance(raw, float):
        raw = f"{Decimal(f'{raw:.15g}').normalize():f}"
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", words(raw))


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub("[—–]", "-", text))
