"""表里的数: one figure of a statistics table, and what it takes of a sheet to read one.

A sheet is any grid of raw cells that knows its places and what stands behind them (`intake.grid.Grid` is one); this package asks for no more, so that
it needs no reader of files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple, Protocol

from luoshi.indicators.growth import Growth
from luoshi.indicators.span import Span

What = Literal["level", "growth", "same_scope", "place"]
WHATS: tuple[What, ...] = ("level", "growth", "same_scope", "place")
At = tuple[int, int]  # row and column, from 0


class Formula(Protocol):
    """What stands behind a cell that reckons."""

    @property
    def text(self) -> str: ...
    @property
    def has_result(self) -> bool: ...
    @property
    def outside(self) -> bool: ...


class Behind(Protocol):
    """Formulas, error cells, numbers kept as fractions and shown as per cent, merged ranges (first and last cell)."""

    @property
    def formulas(self) -> Mapping[At, Formula]: ...
    @property
    def errors(self) -> Mapping[At, str]: ...
    @property
    def percents(self) -> AbstractSet[At]: ...
    @property
    def merged(self) -> Sequence[tuple[At, At]]: ...


class Sheet(Protocol):
    """A rectangle of raw cells, from the row `top` and the column `left` (from 0)."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> Sequence[Sequence[Any]]: ...
    @property
    def top(self) -> int: ...
    @property
    def left(self) -> int: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def behind(self) -> Behind: ...
    def place(self, row: int, column: int) -> str: ...


class Key(NamedTuple):
    """What a figure of a table is about."""

    region: str
    indicator: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table: what was published of a region's indicator for a span, side by side."""

    region: str  # "" where the table names none: the district's own
    indicator: str  # the words of the table; a part after its whole: 固定资产投资/民间投资
    span: Span
    level: Decimal | None = None
    unit: str = ""  # of the level, as the table says it; "" where it does not
    growth: Growth | None = None
    same_scope: Growth | None = None  # 同口径, where the table has it beside the other
    place: int | None = None  # by growth
    places: int | None = None  # how many are placed, where the table says or shows it
    at: Mapping[str, str] = field(default_factory=dict)  # what -> its cell: 表1!F12

    @property
    def key(self) -> Key:
        """What it is about."""
        return Key(self.region, self.indicator, self.span)

    @property
    def named(self) -> str:
        """As a person says it: 望川区 固定资产投资 2026年1-4月."""
        return " ".join(filter(None, (self.region, self.indicator, str(self.span))))
