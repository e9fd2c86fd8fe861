"""退出后三名: the growth that wins a place, what a region can still end at, and which indicator's gap costs the most places.

A peer that is not told yet may end anywhere inside its range. Where everybody's range is known, the best and the worst place are certain (`certain`);
what lies between is open and is not guessed. Ties share a place, as everywhere (`ranks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from luoshi.indicators.growth import Growth, Points
from luoshi.indicators.ranks import Better, ranked

STEP = Decimal("0.1")  # growth is published to one place


@dataclass(frozen=True, slots=True)
class Range:
    """Where a growth may end, both ends included; a figure that is told has one end only (`told`)."""

    low: Growth
    high: Growth

    def __post_init__(self) -> None:
        assert self.low <= self.high, (self.low, self.high)

    @classmethod
    def told(cls, growth: Growth) -> Range:
        """Of a figure that is published already."""
        return cls(growth, growth)

    def at_best(self, better: Better) -> Growth:
        """The end that serves its region most."""
        return self.high if better == "higher" else self.low

    def at_worst(self, better: Better) -> Growth:
        """The end that serves its region least."""
        return self.low if better == "higher" else self.high


@dataclass(frozen=True, slots=True)
class Certain:
    """The best and the worst place that a region can still have, from 1."""

    best: int
    worst: int

    def out_of_last(self, count: int, n: int = 3) -> bool | None:
        """True: surely not among the last n of count; False: surely among them; None: open."""
        if self.worst <= count - n:
            return True
        return False if self.best > count - n else None


def certain(now: Mapping[str, Range], region: str, better: Better = "higher") -> Certain:
    """Between which places a region ends when each peer, and the region itself, may end anywhere inside its range.

    Both ends can be reached: the best with its own best end and everybody else's worst, and the other way round.

    Args:
        now: by region; who is left out is absent and has no place.
    Raises:
        KeyError: the region has no range.
    """
    mine = now[region]
    peers = [one for name, one in now.items() if name != region]
    best, worst = mine.at_best(better), mine.at_worst(better)
    return Certain(
        1 + sum(_ahead(one.at_worst(better), best, better) for one in peers),
        1 + sum(_ahead(one.at_best(better), worst, better) for one in peers),
    )


def needed(
    values: Mapping[str, Growth | None],
    region: str,
    place: int,
    step: Decimal = STEP,
    better: Better = "higher",
) -> Growth | None:
    """The growth with which a region would reach a place against the peers' known figures: one published step beyond the one who holds it.

    A place that is reached with any figure (no more peers than that) needs nothing: None.
    """
    assert place >= 1, place
    peers = sorted(
        (value for name, value in values.items() if name != region and value is not None),
        reverse=better == "higher",
    )
    if place > len(peers):
        return None
    return peers[place - 1] + Points(step if better == "higher" else -step)


def needed_against(
    ranges: Mapping[str, Range],
    region: str,
    place: int,
    step: Decimal = STEP,
    better: Better = "higher",
) -> tuple[Growth | None, Growth | None]:
    """What reaches a place against the peers' likely ranges: (if all of them end at their worst, whatever they do).

    Less than the first is never enough, the second always is; None as in `needed`.
    """
    at_worst = {name: one.at_worst(better) for name, one in ranges.items()}
    at_best = {name: one.at_best(better) for name, one in ranges.items()}
    return (
        needed(at_worst, region, place, step, better),
        needed(at_best, region, place, step, better),
    )


def needed_for_the_rest(
    target: Growth, so_far: Decimal, base_so_far: Decimal, base_rest: Decimal
) -> Growth | None:
    """The growth that the rest of the year must have for the whole to reach the target, from levels of one basis; None without a base for the rest.

    Args:
        so_far: this year's level to date.
        base_so_far: last year's to the same date, on the same coverage.
        base_rest: last year's level of the months that are left.
    """
    if base_rest <= 0:
        return None
    rest = target.factor * (base_so_far + base_rest) - so_far
    return Growth((rest / base_rest - 1) * 100)


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator in which a region stands among the last n."""

    indicator: str
    place: int
    count: int  # how many are placed
    short: (
        Points | None
    )  # to the growth that leaves the last n; None where no growth does, because no more than n are placed
    wins: int  # places won with that growth

    @property
    def places_a_point(self) -> Decimal:
        """Places won for each point that is short."""
        return self.wins / self.short.value if self.short else Decimal()


def gaps(
    by_indicator: Mapping[str, Mapping[str, Growth | None]],
    region: str,
    n: int = 3,
    step: Decimal = STEP,
    better: Mapping[str, Better] | None = None,
) -> list[Gap]:
    """Where a region stands among the last n, most places for a point first: which gap is the dearest, and what closing it brings.

    Indicators in which it is absent or out of the last n have no gap.

    Args:
        better: which way is better, by indicator; higher where nothing is said.
    Raises:
        ValueError: `better` names an indicator that is not there.
    """
    ways = better or {}
    if unknown := set(ways) - set(by_indicator):
        raise ValueError(f"no such indicator: {', '.join(sorted(unknown))}")
    found = list[Gap]()
    for name, values in by_indicator.items():
        way = ways.get(name, "higher")
        ranks, mine = ranked(values, way), values.get(region)
        if mine is None or not ranks.among_last(region, n):
            continue
        place, count = ranks.places[region], ranks.count
        wanted = needed(values, region, count - n, step, way) if count > n else None
        if wanted is None:
            found.append(Gap(name, place, count, None, 0))
            continue
        short = wanted - mine if way == "higher" else mine - wanted
        then = ranked({**values, region: wanted}, way).places[region]
        found.append(Gap(name, place, count, short, place - then))
    return sorted(found, key=lambda gap: (gap.short is None, -gap.places_a_point))


def _ahead(theirs: Growth, mine: Growth, better: Better) -> bool:
    return theirs > mine if better == "higher" else theirs < mine
