"""看板: the state of every register as of two dates, its measures, its lights.

A Board is built once from entries; a View is cheap: as-of is a filter over rectangles that all views share. One view
serves one thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from luoshi.board.bound import COMMITMENT
from luoshi.board.engine import connect
from luoshi.board.flips import Flip
from luoshi.board.frozen import Frozen
from luoshi.board.lamps import NO_RULE, Lamp, Reasons
from luoshi.board.listing import EVERYTHING, Fit, Listing, Shine
from luoshi.board.memory import Month, memory
from luoshi.board.sql import Per, writer_of
from luoshi.board.tables import Told, grouped, load_calendar, load_units
from luoshi.board.turn import LevelOf, Turn, turn
from luoshi.board.words import sayings
from luoshi.declare.register import LEVELS, Catalogue, Level, Light, Measure
from luoshi.declare.rule import Rules
from luoshi.district.calendar import Calendar, national
from luoshi.district.parameters import Parameters
from luoshi.district.units import Units
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem

Answer = TypeVar("Answer")


class Reading(NamedTuple):
    """A value of a measure: of everything (unit and month None), of a unit with all below it, or of a month."""

    unit: str | None
    month: str | None
    value: Any


class Asked(NamedTuple):
    """Of how many items a period's report is asked, and of how many it has been told."""

    items: int
    told: int


class Board:
    """Everything that was told, ready to be looked at as of any two dates."""

    def __init__(
        self,
        catalogue: Catalogue,
        entries: Iterable[Entry],
        parameters: Parameters,
        units: Units,
        calendar: Calendar | None = None,
    ) -> None:
        self.catalogue, self.parameters, self.units = catalogue, parameters, units
        calendar = calendar or national()
        self.connection = connect()
        load_units(self.connection, units)
        self.writers = {key: writer_of(register) for key, register in catalogue.items()}
        if any(writer.needs_calendar for writer in self.writers.values()):
            load_calendar(self.connection, calendar)
        self.rules = {key: Rules(r, calendar.between) for key, r in catalogue.items()}
        self.sayings = {key: sayings(register, units) for key, register in catalogue.items()}
        self.told = {key: Told(self.connection, register) for key, register in catalogue.items()}
        self._given: dict[tuple[str, date], dict[str, Any]] = {}
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> Mapping[str, frozenset[str]]:
        """Take further entries; gives the items they are about, by register, for views made before to `follow`."""
        touched: dict[str, frozenset[str]] = {}
        for register, its_entries in grouped(self.catalogue, entries):
            if its_entries:
                self.told[register].add(its_entries)
                touched[register] = frozenset(entry.key for entry in its_entries)
        return touched

    def view(self, true_on: date, known_at: datetime | None = None) -> View:
        """What held on `true_on` by what was known at `known_at` (None: everything known)."""
        return View(self, true_on, known_at)

    def given(self, register: str, day: date) -> dict[str, Any]:
        """What stands behind `$` in the rules of a register on that day."""
        if (register, day) not in self._given:
            given = self.rules[register].given(day, self.parameters.on(day))
            self._given[register, day] = given
        return self._given[register, day]

    def measure(self, register: str, key: str) -> Measure:
        """A declared measure; callers check names that people typed."""
        measure = self.catalogue[register].measure(key)
        assert measure, f"{register} has no measure {key}"
        return measure

    def light(self, register: str, key: str) -> Light:
        """A declared light."""
        return next(light for light in self.catalogue[register].lights if light.key == key)

    @property
    def problems(self) -> list[Problem]:
        """Told values that do not fit their field; they count as unknown."""
        return [problem for told in self.told.values() for problem in told.rectangles.problems]


class View:
    """A board as of two dates. Values are computed when they are asked for, and kept until something is told of them."""

    def __init__(self, board: Board, true_on: date, known_at: datetime | None) -> None:
        self.board, self.true_on, self.known_at = board, true_on, known_at
        self._frozen = Frozen(board, true_on, known_at)
        self._reasons: dict[tuple[str, str], Reasons] = {}
        self._kept: dict[str, dict[Hashable, Any]] = {}  # register -> what was asked -> answer

    def follow(self, touched: Mapping[str, Collection[str]]) -> None:
        """Go on with what the board was just told (`Board.add`): only these items, and commitments they moved, are renewed."""
        self._frozen.follow(touched)
        for register in (*touched, COMMITMENT):
            self._kept.pop(register, None)

    def listing(self, register: str, fit: Fit = EVERYTHING) -> Listing:
        """The items of a register that fit, to be counted, summed and read a page at a time."""
        return Listing(self._frozen, self.board.catalogue[register], fit)

    def items(self, register: str, *, units: Collection[str] | None = None) -> list[dict[str, Any]]:
        """The items of a register, system columns and fields; `units` keeps those owned by one of these."""
        owners = None if units is None else frozenset(units)
        return self.listing(register, Fit(owners=owners)).page()

    def item(self, register: str, key: str) -> dict[str, Any] | None:
        """One item, or None."""
        text = f"select * from {register} where item = $key"
        return next(iter(self._frozen.select(text, {"key": key}, register)), None)

    def shining(self, register: str, fit: Fit = EVERYTHING) -> list[Shine]:
        """How many lamps of each light, owner and level shine over the items that fit; kept until the register is told of."""
        return self.kept(register, ("shining", fit), lambda: self.listing(register, fit).shining())

    def kept(self, register: str, asked: Hashable, answer: Callable[[], Answer]) -> Answer:
        """An answer about a register, worked out once until something is told of it."""
        answers = self._kept.setdefault(register, {})
        if asked not in answers:
            answers[asked] = answer()
        found: Answer = answers[asked]
        return found

    def measure(
        self,
        register: str,
        measure: str,
        *,
        units: Collection[str] | None = None,
        per: Per | None = None,
    ) -> list[Reading]:
        """The value of a measure, the total first; `per` adds one reading a unit (in protocol order) or a month.

        A unit's value takes in everything below it. No known value gives None, not 0; a count of nothing is 0.
        """
        asked = ("measure", measure, None if units is None else frozenset(units), per)
        return self.kept(register, asked, lambda: self._readings(register, measure, units, per))

    def _readings(
        self, register: str, measure: str, units: Collection[str] | None, per: Per | None
    ) -> list[Reading]:
        total = self._values(register, measure, None, units)
        readings = [Reading(None, None, total[0]["value"])]
        if per == "month" and self.board.measure(register, measure).by:
            months = self._values(register, measure, per, units)
            readings += [Reading(None, row["per"], row["value"]) for row in months]
        elif per == "unit":
            found = {
                row["per"]: row["value"] for row in self._values(register, measure, per, units)
            }
            ordered = self.board.units.in_order(list(found))
            readings += [Reading(unit.key, None, found[unit.key]) for unit in ordered]
        return readings

    def rows(
        self, register: str, measure: str, *, units: Collection[str] | None = None
    ) -> list[dict[str, Any]]:
        """The items behind a measure's value."""
        declared = self.board.measure(register, measure)
        statement = self.board.writers[register].rows(declared, of_units=units is not None)
        return self._frozen.select(
            statement.text, self._frozen.given(register, statement, units), register
        )

    def owing(
        self, register: str, start: date, end: date, units: Collection[str] | None = None
    ) -> list[dict[str, Any]]:
        """The items that owe a report on the days from `start` to `end`, owned by one of these units."""
        wanted = None if units is None else frozenset(units)

        def find() -> list[dict[str, Any]]:
            statement = self.board.writers[register].owing()
            given = self._frozen.given(register, statement) | {"start": start, "end": end}
            text = statement.text
            if wanted is not None:
                text = (
                    f"select * from (\n{text}\n) where list_contains($units, owner) order by item"
                )
                given["units"] = sorted(wanted)
            return self._frozen.select(text, given, register)

        return self.kept(register, ("owing", start, end, wanted), find)

    def asked(self, register: str, start: date, end: date) -> dict[str, Asked]:
        """By owner, of how many items a report on these days is asked and of how many it was told; "" for no owner."""

        def count() -> dict[str, Asked]:
            statement = self.board.writers[register].asked()
            given = self._frozen.given(register, statement) | {"start": start, "end": end}
            rows = self._frozen.select(statement.text, given, register)
            return {row["owner"]: Asked(row["items"], row["told"]) for row in rows}

        return self.kept(register, ("asked", start, end), count)

    def lamps(
        self,
        register: str | None = None,
        *,
        units: Collection[str] | None = None,
        fit: Fit = EVERYTHING,
        keys: Collection[str] | None = None,
    ) -> list[Lamp]:
        """The lights of one register, or of all in the agenda's order; items in the order of their keys.

        `units` keeps those owned by one of these; `keys` those of these items.
        """
        wanted = fit if units is None else fit._replace(owners=frozenset(units))
        return [
            lamp
            for key in ([register] if register else self.board.catalogue)
            for light in self.board.catalogue[key].lights
            for lamp in self.lit(key, light, wanted, keys=keys)
        ]

    def lit(
        self,
        register: str,
        light: Light,
        fit: Fit = EVERYTHING,
        *,
        keys: Collection[str] | None = None,
        first: int = 0,
        size: int | None = None,
    ) -> list[Lamp]:
        """The lamps of one light over the items that fit, `size` of them from the `first` on; with their reasons."""
        rows = self.listing(register, fit).lit(light, keys, first, size)
        return [
            self._lamp(
                register,
                light,
                row,
                {name[6:]: value for name, value in row.items() if name.startswith("_said_")},
                row["_level"],
                row["_reason"],
                row["_late"],
            )
            for row in rows
        ]

    def turned(
        self, before: View, register: str, light: Light, size: int, fit: Fit = EVERYTHING
    ) -> tuple[int, list[Flip]]:
        """How many lamps of a light turned since another view, and the worst `size` of them."""
        count, worst = self.listing(register, fit).turned(before._frozen, light, size)
        lamps = {lamp.key: lamp for lamp in self.lit(register, light, keys=[w[0] for w in worst])}
        flips = [
            Flip(register, key, light.key, old, new, lamps[key].why) for key, old, new in worst
        ]
        return count, flips

    def lamp(self, register: str, key: str, light: str) -> Lamp | None:
        """One light of one item, evaluated in Python; None when the item has no such light."""
        declared, rules = self.board.light(register, light), self.board.rules[register]
        held = self._frozen.segments(register, key)
        row = next((s.row for s in held if s.v0 <= self.true_on < s.v1), None)
        if row is None:
            return None
        values = self._seen(register, row, self.true_on, self.true_on)
        if rules.closure(declared.applies)(values) is not True:
            return None
        terms = {t.key: t.expression for t in self.board.catalogue[register].terms}
        names = self.board.writers[register].said(declared)
        said = {n: rules.closure(terms[n])(values) if n in terms else values[n] for n in names}
        level = self._level(register, declared, values)
        cases = declared.rules[level].cases if level else ()
        reason = next((n for n, (w, _) in enumerate(cases) if rules.closure(w)(values)), None)
        late = bool(declared.late) and rules.closure(declared.late)(values) is True
        place = {k: values[k] or "" for k in ("item", "owner", "title")}
        return self._lamp(register, declared, place, said, level, reason, late)

    def turn(self, register: str, key: str, light: str) -> Turn:
        """Since when the light has its level, and the next day on which time alone changes it.

        A bound commitment is judged by the days on which the rows of its measure began to count.
        """
        segments = self._frozen.segments(register, key)
        return turn(segments, self.true_on, self._level_of(register, light))

    def memory(self, register: str, key: str, light: str, months: int = 12) -> list[Month]:
        """How the light stood at the end of each of the last months, oldest first."""
        segments = self._frozen.segments(register, key)
        return memory(segments, self.true_on, self._level_of(register, light), months)

    def _level_of(self, register: str, light: str) -> LevelOf:
        declared, rules = self.board.light(register, light), self.board.rules[register]
        applies = rules.closure(declared.applies)

        def level_of(row: dict[str, Any], day: date, seen: date) -> Level | None:
            values = self._seen(register, row, day, seen)
            return self._level(register, declared, values) if applies(values) is True else None

        return level_of

    def sql(
        self, register: str, *, measure: str = "", light: str = "", per: Per | None = None
    ) -> str:
        """The SQL of a measure or of a light, as it is run."""
        writer = self.board.writers[register]
        if measure:
            return writer.measure(self.board.measure(register, measure), per).text
        return writer.light(self.board.light(register, light)).text

    @property
    def problems(self) -> list[Problem]:
        """What kept a commitment from being judged, and values that do not fit their fields."""
        if "commitment" in self.board.catalogue:
            _ = self._frozen.promises
        return [*self._frozen.problems, *self.board.problems]

    def _values(
        self, register: str, measure: str, per: Per | None, units: Collection[str] | None
    ) -> list[dict[str, Any]]:
        declared = self.board.measure(register, measure)
        statement = self.board.writers[register].measure(declared, per, of_units=units is not None)
        given = self._frozen.given(register, statement, units)
        return self._frozen.select(statement.text, given, register)

    def _lamp(
        self,
        register: str,
        light: Light,
        row: dict[str, Any],
        said: dict[str, Any],
        level: Level | None,
        reason: int | None,
        late: bool,
    ) -> Lamp:
        reasons = self._reasons.get((register, light.key))
        if reasons is None:
            given = self.board.given(register, self.true_on)
            parameters = {name.removeprefix("$"): value for name, value in given.items()}
            reasons = Reasons(light, self.board.sayings[register], parameters)
            self._reasons[register, light.key] = reasons
        why = reasons.why(level, reason, said, self.true_on) if level else NO_RULE
        owner, title = row["owner"] or "", row["title"] or row["item"]
        return Lamp(register, row["item"], light.key, level or "grey", why, late, owner, title)

    def _level(self, register: str, light: Light, values: dict[str, Any]) -> Level | None:
        closure = self.board.rules[register].closure
        return next(
            (lv for lv in LEVELS if lv in light.rules and closure(light.rules[lv].when)(values)),
            None,
        )

    def _seen(self, register: str, row: dict[str, Any], day: date, seen: date) -> dict[str, Any]:
        """A row with the day behind `$as_of`; derived values as seen on `seen`."""
        derived = self._frozen.derived(register, row["item"], seen)
        return {**row, **derived, **self.board.given(register, day)}
