"""位次: places among peers by growth (2.18), with ties, those that are absent, and which way is better. What wins a place is in `way_out`.

Two with the same published growth share a place and the next one is left out (并列, 1 1 3); the places count those that are told, and those that are
not are named, never put last. A composite has only the weights that were declared for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from luoshi.indicators.growth import Growth

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places by region, from 1; `absent` in the order given."""

    places: Mapping[str, int]
    absent: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many are placed."""
        return len(self.places)

    def among_last(self, region: str, n: int = 3) -> bool:
        """后三名: a place beyond count - n; nobody who is absent is among them."""
        return region in self.places and self.places[region] > self.count - n


def ranked(values: Mapping[str, Growth | None], better: Better = "higher") -> Ranks:
    """Places among those that are told."""
    told = {region: value for region, value in values.items() if value is not None}

    def ahead(mine: Growth, theirs: Growth) -> bool:
        return theirs > mine if better == "higher" else theirs < mine

    places = {
        region: 1 + sum(ahead(mine, theirs) for theirs in told.values())
        for region, mine in told.items()
    }
    return Ranks(places, tuple(region for region in values if region not in told))


def moved(now: Ranks, before: Ranks, region: str) -> int | None:
    """Places won since before (positive is forward); None where one of the two is not known."""
    if region not in now.places or region not in before.places:
        return None
    return before.places[region] - now.places[region]


def composite(
    by_indicator: Mapping[str, Mapping[str, Growth | None]], weights: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """Weighted mean of places over indicators, by region; only those that are placed in all of them.

    Raises:
        ValueError: weights that do not name exactly these indicators, or do not add up to 1. None are ever supposed.
    """
    if set(weights) != set(by_indicator) or sum(weights.values()) != 1:
        raise ValueError("a composite needs a declared weight for each indicator, adding up to 1")
    places = {name: ranked(values).places for name, values in by_indicator.items()}
    everywhere = set.intersection(*(set(one) for one in places.values())) if places else set()
    return {
        region: sum((weights[name] * places[name][region] for name in places), Decimal())
        for region in sorted(everywhere)
    }
