"""一个方案: which option of which parcel starts when, and in which month each parcel is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Status = Literal["optimal", "gap", "infeasible"]


class Work(NamedTuple):
    """The works of a parcel."""

    option: int  # index into its options
    start: int  # month of the first work


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions only; what follows from them (cash, promises) is computed by `flows`."""

    works: Mapping[str, Work] = field(default_factory=dict)  # by parcel key; absent: not begun
    listed: Mapping[str, int] = field(default_factory=dict)  # by parcel key: month of listing


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan, how good it is, and how much better any plan could be at most."""

    status: Status
    plan: Plan | None
    objective: float
    bound: float  # no plan is worth more
    seconds: float

    @property
    def gap(self) -> float:
        """Share of the objective that may still be missing: 0 is proven best."""
        scale = max(abs(self.objective), 1.0)
        return max(self.bound - self.objective, 0.0) / scale
