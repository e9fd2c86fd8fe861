"""结构层次序数: 一、（一）1.（1）, each level counted anew under the one above it (9.4).

The numbers are text, not Word's lists: what is copied into another paper keeps its number.
"""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.papers.paper import Block, Heading

_FIGURES = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十一, 二十, 九十九."""
    assert 1 <= number <= 99, number
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_FIGURES[tens]}十"
    return head + (_FIGURES[ones] if ones else "")


def ordinal(level: int, number: int) -> str:
    """The number of a heading with its mark; no mark follows （一） and （1）."""
    match level:
        case 1:
            return f"{chinese(number)}、"
        case 2:
            return f"（{chinese(number)}）"
        case 3:
            return f"{number}."
        case _:
            return f"（{number}）"


def numbered(body: Iterable[Block]) -> list[tuple[str, Block]]:
    """Each block with its number; "" for what is no heading."""
    counts = [0, 0, 0, 0]
    found = list[tuple[str, Block]]()
    for block in body:
        if not isinstance(block, Heading) or block.level == 0:
            found.append(("", block))
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        found.append((ordinal(block.level, counts[block.level - 1]), block))
    return found
