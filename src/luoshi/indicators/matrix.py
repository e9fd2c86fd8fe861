"""成片的数: as-of and places of very many figures at once, as columns. The same rules as `series.as_of` and `ranks.ranked`, one array an answer.

Columns, one row a telling: region, indicator and span as numbers from 0, known_at as an integer that grows with time, value (nan: told that there is none).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tellings:
    """Tellings in the order of what they are about and, of one cell, of when they were told; made once, asked for many moments."""

    shape: tuple[int, int, int]  # indicators, spans, regions
    cell: Numbers
    known_at: Numbers
    value: Values

    @classmethod
    def of(cls, region: Numbers, indicator: Numbers, span: Numbers, known_at: Numbers, value: Values) -> Tellings:  # fmt: skip
        """Sorted from columns in any order; of two tellings of one instant the later in order stands."""
        shape = tuple(int(column.max(initial=-1)) + 1 for column in (indicator, span, region))
        cell = (indicator * shape[1] + span) * shape[2] + region
        order = np.lexsort((known_at, cell))
        return cls(shape, cell[order], known_at[order], value[order])  # type: ignore[arg-type]

    def as_of(self, known_at: int) -> Values:
        """[indicator, span, region]: the last value told until then; nan where none was."""
        found = np.full(self.shape, np.nan)
        known = self.known_at <= known_at
        found.reshape(-1)[self.cell[known]] = self.value[known]  # in order: the last one stays
        return found


def places(values: Values, lower: NDArray[np.bool_]) -> Numbers:
    """[indicator, span, region]: places among those that are told, from 1, ties sharing one; 0 for who is absent.

    Args:
        lower: by indicator, true where less is better.
    """
    regions = values.shape[-1]
    signed = np.where(lower[:, None, None], values, -values).reshape(-1, regions)
    order = np.argsort(signed, axis=1, kind="stable")  # nan goes last
    ordered = np.take_along_axis(signed, order, axis=1)
    new = np.ones(ordered.shape, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    place = np.maximum.accumulate(np.where(new, np.arange(1, regions + 1), 0), axis=1)
    found = np.empty_like(place)
    np.put_along_axis(found, order, place, axis=1)
    found[np.isnan(signed)] = 0
    return found.reshape(values.shape)
