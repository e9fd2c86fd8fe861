"""少丢的先留: the exact programme on the starts and listings that lose least at the prices.

At any prices a plan with a start that loses `loss` is worth at most the bound less that loss. So when everything that loses more than `limit`
is left out, the best plan of what is left is the best of all, unless the best of all is worth less than bound - limit:

    no plan is worth more than max(bound of the narrowed programme, bound - limit)

and when the limit is the gap itself nothing that could be better is left out: solving the narrowed programme is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luoshi.land.choices import Choices, Chosen, Mask, Vector
from luoshi.land.prices import Prices, gains
from luoshi.land.pulse import Only
from luoshi.land.trees import answer, losses


@dataclass(frozen=True, slots=True)
class Losses:
    """What each start (N, M, T) and each listing (N, T) loses at least; infinite where there is none."""

    starts: Vector
    listings: Vector

    def limit(self, most: int) -> float:
        """The loss up to which there are `most` starts and listings."""
        each = np.concatenate((self.starts.ravel(), self.listings.ravel()))
        if np.isfinite(each).sum() <= most:
            return np.inf
        return float(np.partition(each, most)[most])

    def count(self, limit: float) -> int:
        """Starts and listings that lose no more than a limit."""
        least = min(limit, np.finfo(np.float64).max)  # what there is not loses infinity
        return int((self.starts <= least).sum() + (self.listings <= least).sum())


def losses_at(table: Choices, prices: Prices) -> Losses:
    """The losses at these prices."""
    return Losses(*losses(table, answer(table, *gains(table, prices))))


def within(table: Choices, lost: Losses, limit: float, keep: Chosen | None) -> Only:
    """What loses no more than the limit, and the plan to keep."""
    works, listings = lost.starts <= limit, lost.listings <= limit
    works &= table.may_start
    listings &= table.may_list
    _with(works, listings, keep)
    return Only(works, listings, np.zeros(len(works), dtype=bool))


def around(table: Choices, lost: Losses, limit: float, keep: Chosen, free: Mask) -> Only:
    """The same for the trees that are free (trees,); the others stay as in the plan."""
    moves = free[table.tree]
    works = (lost.starts <= limit) & table.may_start & moves[:, None, None]
    listings = (lost.listings <= limit) & table.may_list & moves[:, None]
    _with(works, listings, keep)
    return Only(works, listings, ~moves)


def _with(works: Mask, listings: Mask, keep: Chosen | None) -> None:
    if keep is not None:
        worked, sold = np.flatnonzero(keep.option >= 0), np.flatnonzero(keep.listed >= 0)
        works[worked, keep.option[worked], keep.start[worked]] = True
        listings[sold, keep.listed[sold]] = True
