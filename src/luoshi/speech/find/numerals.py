"""数字: reads a written number, Arabic (half or full width, 1,234), Chinese or mixed (3亿5千万, 四点八亿)."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HALF_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

WIDE_DIGIT = re.compile("[０-９]")

# 千 before 瓦/克/伏 belongs to the unit (千瓦), not to the number.
MAGNITUDE = r"(?:[十百千]?万亿|[十百千]?[万亿]|[百千](?![瓦克伏卡赫焦]))"
# Lengths are bounded: a page of digits (a damaged table) must not cost more than a page of words.
ARABIC = (
    r"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3}){1,5}(?![0-9０-９])|[0-9０-９]{1,15})"
    r"(?:[.．][0-9０-９]{1,8})?"
)
CHINESE = (
    r"[零〇一二三四五六七八九十百千万亿两]{1,24}"
    r"(?:点[零〇一二三四五六七八九]{1,8}[十百千万亿]{0,3})?"
)

_PART = re.compile(rf"({ARABIC})\s?([十百千万亿]*)")


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral (两千三百万, 三百五, 四点八亿, 二〇二五), None where it is not one."""
    whole, point, rest = text.partition("点")
    value = _integer(whole)
    if value is None or not point:
        return value
    fraction = re.match("[零〇一二三四五六七八九]+", rest)
    if fraction is None:
        return None
    figures = "".join(str(DIGITS[c]) for c in fraction.group())
    return Decimal(f"{value}.{figures}") * _power(rest[fraction.end() :])


def _power(text: str) -> int:
    power = 1
    for character in text:
        power *= POWERS[character]
    return power


def _integer(text: str) -> Decimal | None:
    """Sums sections of ten thousand; 三百五 is 350, since spoken Chinese drops the last power."""
    if not text:
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    previous = ""
    for character in text:
        if character in DIGITS:
            if digit is not None and previous not in "零〇":
                return None
            digit = DIGITS[character]
        elif (power := POWERS[character]) < 10_000:
            section += (1 if digit is None else digit) * power
            digit = None
        else:
            section += digit or 0
            digit = None
            if section == 0 and total:
                total *= power
            elif power > 10_000 and 0 < total < power:
                total, section = (total + section) * power, 0
            else:
                total, section = total + (section or 1) * power, 0
        previous = character
    if digit and len(text) > 1 and text[-2] in "百千万亿":
        return Decimal(total + section + digit * POWERS[text[-2]] // 10)
    return Decimal(total + section + (digit or 0))


def arabic(text: str) -> Decimal | None:
    """The value of a number in figures with its Chinese powers: 1,234  3.4万  1万亿  3亿5000万  ３．５."""
    total = Decimal(0)
    found = False
    for part in _PART.finditer(text):
        figures = part[1].translate(HALF_WIDTH).replace(",", "")
        total += Decimal(figures) * _power(part[2])
        found = True
    return total if found else None


def read(text: str) -> Decimal | None:
    """The value of a number written either way; None where it is not a number."""
    text = text.strip()
    if not text:
        return None
    if text[0] in DIGITS or text[0] in POWERS:
        return chinese(text)
    return arabic(text)
