"""A folder becomes a district one can work with: units, registers, dated parameters, and its ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from luoshi.board.board import Board
from luoshi.declare.register import Catalogue
from luoshi.declare.rule import judge
from luoshi.desk.period import Locks
from luoshi.desk.report import Desk
from luoshi.district.pack import District, load
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import read_catalogue
from luoshi.values.problem import Problem


@dataclass(frozen=True, slots=True)
class World:
    """All that is declared for one district. Facts are not in it: they come as entries."""

    district: District
    catalogue: Catalogue

    def desk(self, today: date, locks: Locks | None = None) -> Desk:
        """What writers need on that day; without locks nothing counts as locked."""
        district = self.district
        holds = judge(today, district.parameters.on(today), district.calendar.between)
        return Desk(district.units, today, holds, locks or {}, district.calendar)

    def number(self, register: str, key: str, on: date) -> Any:
        """A number that a register's rules stand on, as it holds on a day: the district's own, else the shipped one."""
        preset = next(one for one in self.catalogue[register].presets if one.key == key)
        return (self.district.parameters.named(key, on) or preset).value

    def board(self, entries: Iterable[Entry]) -> Board:
        """The board over these entries."""
        return Board(self.catalogue, entries, self.district.parameters, self.district.units)


def open_district(folder: Path) -> tuple[World | None, list[Problem]]:
    """Read a district pack and the registers (the product's and its own); None when there is no pack."""
    district, problems = load(folder)
    if district is None:
        return None, problems
    catalogue, faults = read_catalogue(folder / "registers")
    return World(district, catalogue), [*problems, *faults]
