"""A small fictional district for the tests: four units, and entries told in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from luoshi.board.board import Board, View
from luoshi.declare.register import Catalogue
from luoshi.district.parameters import Parameters
from luoshi.district.units import Unit, Units
from luoshi.ledger.entry import Entry, Verb
from luoshi.registers.catalogue import shipped
from luoshi.values.label import Label

UNITS = Units(
    [
        Unit("district", Label("云溪区", "Yunxi"), "district", "", 1),
        Unit(
            "natural_resources",
            Label("自然资源局", "Natural Resources"),
            "department",
            "district",
            2,
        ),
        Unit("qingshan", Label("青山镇", "Qingshan"), "township", "district", 3),
        Unit("qingshan_village", Label("青山村", "Qingshan Village"), "post", "qingshan", 4),
        Unit("nantang", Label("南塘街道", "Nantang"), "township", "district", 5),
    ]
)


def told(
    register: str,
    key: str,
    on: str,
    fields: dict[str, Any] | None = None,
    *,
    verb: Verb = "report",
    known: str = "",
    unit: str = "qingshan",
    **more: Any,
) -> Entry:
    """An entry true on day `on`, known at noon of that day or of `known`."""
    day = date.fromisoformat(on)
    instant = datetime.combine(date.fromisoformat(known) if known else day, time(12), UTC)
    return Entry(register, key, verb, fields or {}, day, instant, "p-1", unit, **more)


def opened(register: str, key: str, on: str, **fields: Any) -> Entry:
    """The entry that opens an item."""
    return told(register, key, on, fields, verb="open")


def board(
    entries: Iterable[Entry] = (),
    *,
    catalogue: Catalogue | None = None,
    parameters: Parameters | None = None,
) -> Board:
    """A board of the small district."""
    return Board(catalogue or shipped(), entries, parameters or Parameters(), UNITS)


def view(entries: Iterable[Entry], on: str, known: str = "") -> View:
    """The view as of `on`, by what was known at the end of `known`."""
    known_at = datetime.combine(date.fromisoformat(known), time(23), UTC) if known else None
    return board(entries).view(date.fromisoformat(on), known_at)
