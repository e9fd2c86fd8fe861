"""为什么对不上: what may stand between a published growth and what the levels imply, from what the figures themselves say (2.4, 2.5, 2.8, 2.10, 2.13).

Both numbers can be right. A cause is named where the figures show it, never guessed; where none shows, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from luoshi.indicators.growth import HUNDRED, Beside, Growth, compared
from luoshi.indicators.series import Point
from luoshi.values.label import Label

NEAR = Decimal("0.1")  # points: both are rounded to one place


def beside(point: Point, last_year: Point | None) -> Beside | None:
    """The published growth beside that of the levels of one unit; None where no growth is published."""
    if point.growth is None:
        return None
    same = last_year is not None and last_year.unit == point.unit
    return Beside(
        point.growth, compared(point.level, last_year.level if last_year and same else None)
    )


def causes(point: Point, last_year: Sequence[Point]) -> list[Label]:
    """Why a published growth and the implied one are apart, the most telling first; none where they agree within rounding.

    Args:
        last_year: every telling of the same months a year before, the first one first; the last one stands.
    """
    standing = last_year[-1] if last_year else None
    told = beside(point, standing)
    if told is None or told.apart is None or abs(told.apart.value) <= NEAR:
        return []
    found = []
    if point.growth_basis == "constant":
        found.append(
            Label(
                "增速按可比价，水平值按现价", "growth is at constant prices, levels at current ones"
            )
        )
    if point.growth_basis == "same_scope":
        found.append(
            Label(
                "增速按同口径，水平值是当年口径",
                "growth is on one scope, each level on its own year's",
            )
        )
    published = point.published_last_year or (standing.level if standing else None)
    if point.base_reported is not None and published and point.base_reported != published:
        percent = (point.base_reported / published - 1) * HUNDRED
        moved = f"{Growth(percent).rounded().percent:+f}"
        found.append(
            Label(
                f"同期基数按本期口径调整了{moved}%",
                f"the base was brought to this year's coverage ({moved}%)",
            )
        )
    levels = [one.level for one in last_year if one.level is not None]
    if len(set(levels)) > 1:
        found.append(Label("上年的水平值后来修订过", "last year's level was revised since"))
    return found
