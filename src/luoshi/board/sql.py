"""The SQL of each measure and light, written so that a statistician can read it and run it by hand.

Tables a statement may name: one a register (the state as of the board's two dates, see `tables`), `_unit_above`
(every unit with each unit that stands over it, itself included) and `_working_day` (day, working days up to it).
`tests/golden/sql` keeps the text of every shipped measure and light.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Literal

from luoshi.board.words import UNIT_FIELD
from luoshi.declare import written
from luoshi.declare.expression import Expression, Same, reader_of
from luoshi.declare.register import LEVELS, Light, Measure, Register
from luoshi.declare.render import sql
from luoshi.values.label import Label

Per = Literal["unit", "month"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A query and the names after `$` that it wants."""

    text: str
    names: frozenset[str]


class Writer:
    """Writes the statements of one register; every expression is read once."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.reader = reader_of(register)
        self._read: dict[str, Expression] = {}
        self._lights: dict[str, Statement] = {}
        for _, _, text, want in written.expressions(register):
            self.expression(text, aggregate=want == "aggregate")
        self.needs_calendar = any(read.uses("working_days") for read in self._read.values())

    def expression(self, text: str, *, aggregate: bool = False) -> Expression:
        """A read expression; one that `load` would refuse is our own fault here."""
        if text not in self._read:
            read, problems = self.reader.read(text, aggregate=aggregate)
            assert read, f"{self.register.key}: {[p.say() for p in problems]}"
            self._read[text] = read
        return self._read[text]

    def sql(self, text: str) -> str:
        """An expression of the register as SQL."""
        return sql(self.expression(text), self.register)

    def names(self, texts: Iterable[str]) -> frozenset[str]:
        """The parameters that these expressions, already read, use."""
        return frozenset(name for text in texts for name in self._read[text].parameters)

    def measure(
        self, measure: Measure, per: Per | None = None, *, of_units: bool = False
    ) -> Statement:
        """The value of a measure: one row, or one a unit (with all below it) or a month."""
        key = {
            None: None,
            "unit": "_unit_above._above",
            "month": f"strftime({measure.by}, '%Y-%m')",
        }[per]
        lines = [
            _comment(measure.label, measure.unit),
            f"select {f'{key} as per, ' if key else ''}{self.sql(measure.select)} as value",
            *self._from([measure.select, measure.where]),
            *(["join _unit_above on _unit_above._below = owner"] if per == "unit" else []),
            *self._where(
                measure, of_units, also=f"{measure.by} is not null" if per == "month" else ""
            ),
            *([f"group by {key}", f"order by {key}"] if key else []),
        ]
        return self._statement(lines, [measure.select, measure.where], of_units)

    def rows(self, measure: Measure, *, of_units: bool = False) -> Statement:
        """The items behind a measure."""
        terms = self.expression(measure.where).terms
        lines = [
            _comment(measure.label, "", "事项"),
            "select *" + (f" exclude ({', '.join(sorted(terms))})" if terms else ""),
            *self._from([measure.where]),
            *self._where(measure, of_units),
            "order by item",
        ]
        return self._statement(lines, [measure.where], of_units)

    def owing(self) -> Statement:
        """Items that owe a report on the days from $start to $end: open then, open still, not told since the period began."""
        terms = self.expression(self.register.due.when).terms
        lines = [
            _comment(self.register.label, "", "该报"),
            "select *" + (f" exclude ({', '.join(sorted(terms))})" if terms else ""),
            *self._period(),
            "  and coalesce(reported_on < $start, true)",
            "order by item",
        ]
        return Statement("\n".join(lines), self.names([self.register.due.when]))

    def asked(self) -> Statement:
        """For each owner: the items that a report on these days is asked of, told already or still owed, and those told."""
        lines = [
            _comment(self.register.label, "", "该报、已报"),
            "select coalesce(owner, '') as owner, count(*) as items,",
            "  count(*) filter (where reported_on >= $start) as told",
            *self._period(),
            "group by all",
            "order by all",
        ]
        return Statement("\n".join(lines), self.names([self.register.due.when]))

    def _period(self) -> list[str]:
        """The items of which a report on the days from $start to $end is asked."""
        when = self.register.due.when
        self.expression(when)
        return [
            *self._from([when]),
            "where opened_on <= $end",
            f"  and (reported_on >= $start or closed_on is null and coalesce({self.sql(when)}, true))",
        ]

    def growing(
        self, measure: Measure, *, of_items: bool = False, of_units: bool = False
    ) -> Statement:
        """The value a measure had reached on each day that a counted row began to count (for "when was it met").

        A row without such a day counts from the day it was opened.
        """
        days = [measure.by] if measure.by else []
        day = f"coalesce({', '.join([*days, 'opened_on', '$as_of'])})"
        where = self._where(
            measure, of_units, also="list_contains($items, item)" if of_items else ""
        )
        lines = [
            _comment(measure.label, measure.unit, "逐日累计"),
            f"with counted as (select *, least({day}, $as_of) as _from",
            *self._from([measure.select, measure.where]),
            *where,
            "), days as (select distinct _from as _on from counted)",
            f"select _on, {self.sql(measure.select)} as value",
            "from days join counted on _from <= _on",
            "group by _on",
            "order by _on",
        ]
        more = frozenset({"as_of"}) | (frozenset({"items"}) if of_items else frozenset())
        statement = self._statement(lines, [measure.select, measure.where], of_units)
        return Statement(statement.text, statement.names | more)

    def trial(self, text: str) -> Statement:
        """An expression alone, over all rows."""
        source = "\n".join(self._from([text]))
        return Statement(f"select {self.sql(text)} as value {source}", self.names([text]))

    def of_nothing(self, measure: Measure) -> str:
        """The value of a measure over no row at all: 0 for a count, unknown for a sum."""
        value = self.sql(measure.select)
        source = "\n".join(self._from([measure.select]))
        return f"select {value} as value {source} where false"

    def light(self, light: Light) -> Statement:
        """Level, the number of the narrower reason, lateness, and the values that the reasons name, for each item."""
        if light.key not in self._lights:
            self._lights[light.key] = self._light(light)
        return self._lights[light.key]

    def _light(self, light: Light) -> Statement:
        rules = {level: light.rules[level] for level in LEVELS if level in light.rules}
        named = self.said(light)
        cases = [
            f"    when '{level}' then case"
            + "".join(f" when {self.sql(when)} then {n}" for n, (when, _) in enumerate(rule.cases))
            + " end"
            for level, rule in rules.items()
            if rule.cases
        ]
        late = f"coalesce({self.sql(light.late)}, false)" if light.late else "false"
        texts = [light.applies, light.late or "false"]
        texts += [t.expression for t in self.register.terms if t.key in named]
        for rule in rules.values():
            texts += [rule.when, *(when for when, _ in rule.cases)]
        lines = [
            _comment(light.label, "", "灯"),
            "select item, owner, title,",
            *(f"  {name} as _said_{name}," for name in named),
            "  case",
            *(f"    when {self.sql(rule.when)} then '{level}'" for level, rule in rules.items()),
            "  end as _level,",
            *(["  case _level", *cases, "  end as _reason,"] if cases else ["  null as _reason,"]),
            f"  {late} as _late",
            *self._from(texts, named),
            f"where {self.sql(light.applies)}",
            "order by item",
        ]
        return self._statement(lines, texts, of_units=False)

    def said(self, light: Light) -> list[str]:
        """The columns and terms that the reasons of a light name."""
        found = {
            name
            for rule in light.rules.values()
            for label in (rule.why, *(why for _, why in rule.cases))
            for sentence in label
            for _, name, _, _ in Formatter().parse(sentence)
            if name
        }
        units = (UNIT_FIELD.fullmatch(f.unit) for f in self.register.fields if f.key in found)
        found |= {named[1] for named in units if named}
        return sorted(name for name in found if name not in self.reader.parameters)

    def _from(self, texts: Iterable[str], names: Iterable[str] = ()) -> list[str]:
        """The register's state; with the terms that these expressions and names stand on as columns of their own."""
        read = [self.expression(text) for text in (*texts, *names)]
        named = frozenset[str]().union(*(expression.terms for expression in read))
        terms = [term for term in self.register.terms if term.key in named]
        if not terms:
            return [f"from {self.register.key}"]
        return [
            "from (",
            "  select *,",
            *(f"    {self.sql(term.expression)} as {term.key}," for term in terms),
            f"  from {self.register.key}",
            f") as {self.register.key}",
        ]

    def _where(self, measure: Measure, of_units: bool, also: str = "") -> list[str]:
        where = self.sql(measure.where)
        conditions = [*([] if where == "TRUE" else [where]), *([also] if also else [])]
        conditions += ["list_contains($units, owner)"] if of_units else []
        return [
            f"{'where' if n == 0 else '  and'} {f'({c})' if len(conditions) > 1 else c}"
            for n, c in enumerate(conditions)
        ]

    def _statement(self, lines: Iterable[str], texts: Iterable[str], of_units: bool) -> Statement:
        names = self.names(texts) | (frozenset({"units"}) if of_units else frozenset())
        return Statement("\n".join(lines), names)


@lru_cache(maxsize=64)
def _writer_of(same: Same) -> Writer:
    return Writer(same.register)


def writer_of(register: Register) -> Writer:
    """The writer of a register, made once."""
    return _writer_of(Same(register))


def _comment(label: Label, unit: str, what: str = "") -> str:
    words = " ".join(
        f"{label.zh}{f'（{what or unit}）' if what or unit else ''} / {label.en}".split()
    )
    return f"-- {words}"
