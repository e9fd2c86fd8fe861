"""读规则: rules from their file; every fault of the file at once. A rule with a fault is left out whole.

rules.toml ──read_rules──> rules + problems ──Rule.in_force──> the version of a day
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from luoshi.firms.facts import facts
from luoshi.firms.rule import COMPARISONS, Condition, Group, Rule, Test, Version, Worth
from luoshi.values.label import NOTHING, Label
from luoshi.values.problem import Problem

Entry = Mapping[str, Any]
SHARED = "shared"


def read_rules(text: str, place: str = "rules.toml") -> tuple[tuple[Rule, ...], list[Problem]]:
    """The rules of a file in its order, and what is wrong with it; not TOML: F-010, else as `rules_of`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return (), [Problem("F-010", place, {"fault": str(fault)})]
    return rules_of(tables, place)


def rules_of(tables: Entry, place: str) -> tuple[tuple[Rule, ...], list[Problem]]:
    """The rules of the tables of a file, and what is wrong with them.

    1. A rule without label, benefit, conditions or versions (F-011). 2. A fact or a shared group that is not declared (F-012).
    3. A comparison that does not exist or does not fit the fact (F-013). 4. A condition without label or clause (F-014).
    5. A version without first day or source (F-015). 6. Last day before the first (F-016). 7. Two versions of one day of
    publication that overlap (F-017). 8. A dated value that a version does not give (F-018). 9. Money without fact, rate or basis (F-019).
    """
    shared = tables.get(SHARED, {})
    found, problems = list[Rule](), list[Problem]()
    for key, entry in tables.items():
        if key == SHARED:
            continue
        reading = _Reading(f"{place} [{key}]", shared if isinstance(shared, dict) else {})
        rule = reading.rule(key, entry)
        problems += reading.problems
        if rule is not None and not reading.problems:
            found.append(rule)
    return tuple(found), problems


@cache
def shipped() -> tuple[Rule, ...]:
    """T1-T12 as the product has them; a fault in the file is our own."""
    text = files("luoshi.firms").joinpath("rules.toml").read_text(encoding="utf-8")
    found, problems = read_rules(text)
    assert not problems, problems
    return found


class _Reading:
    """One rule being read, with the faults seen so far; each is told once, though every version reads the conditions anew."""

    def __init__(self, place: str, shared: Entry) -> None:
        self.place = place
        self.shared = shared
        self.problems: list[Problem] = []

    def rule(self, key: str, given: Any) -> Rule | None:
        entry = given if isinstance(given, dict) else {}
        label, benefit = _label(entry.get("label")), _label(entry.get("benefit"))
        when, versions = _tables(entry.get("when")), _tables(entry.get("versions"))
        needed = {"label": label, "benefit": benefit, "when": when, "versions": versions}
        lacking = [name for name, one in needed.items() if not one]
        if label is None or benefit is None or lacking:
            self.fault("F-011", "", lacking="、".join(lacking))
            return None
        check_after = entry.get("check_after")
        if not _day(check_after):
            self.fault("F-015", "check_after")
        read = [self.version(entry, one, f"versions {at}") for at, one in enumerate(versions, 1)]
        known = tuple(one for one in read if one is not None)
        self.overlaps(known)
        to_check = _label(entry.get("to_check")) or NOTHING
        return Rule(key, label, benefit, to_check, known, check_after)

    def version(self, rule: Entry, entry: Entry, where: str) -> Version | None:
        """Conditions and money of the rule with the values of one version, or the version's own."""
        values = entry.get("values", {})
        when = Group("all", tuple(self.tests(entry.get("when", rule["when"]), values, "when")))
        worth = tuple(self.worths(entry.get("worth", rule.get("worth", [])), values))
        since, until, published = (entry.get(name) for name in ("since", "until", "published"))
        source = entry.get("source")
        days = _day(since) and _day(until) and _day(published)
        if since is None or not days or not isinstance(source, str) or not source:
            self.fault("F-015", where)
            return None
        if until is not None and until < since:
            self.fault("F-016", where, since=since, until=until)
        return Version(since, until, published, source, when, worth)

    def tests(self, given: Any, values: Any, where: str) -> Iterator[Test]:
        entries = _tables(given)
        if not entries:
            self.fault("F-014", where, fact="")
        for number, entry in enumerate(entries, 1):
            at = f"{where} {number}"
            if "same_as" in entry:
                yield from self.shared_tests(str(entry["same_as"]), values, at)
            elif "any" in entry:
                yield Group("any", tuple(self.tests(entry["any"], values, f"{at} any")))
            elif "all" in entry:
                yield Group("all", tuple(self.tests(entry["all"], values, f"{at} all")))
            elif (condition := self.condition(entry, values, at)) is not None:
                yield condition

    def shared_tests(self, name: str, values: Any, at: str) -> Iterator[Test]:
        """A shared group; it holds conditions only, so that none can hold itself."""
        entries = _tables(self.shared.get(name))
        if not entries:
            self.fault("F-012", at, fact=name)
        for number, entry in enumerate(entries, 1):
            condition = self.condition(entry, values, f"{SHARED}.{name} {number}")
            if condition is not None:
                yield condition

    def condition(self, entry: Entry, values: Any, at: str) -> Condition | None:
        name, clause = str(entry.get("fact")), entry.get("clause")
        label = _label(entry.get("label"))
        if label is None or not isinstance(clause, str) or not clause:
            self.fault("F-014", at, fact=name)
            return None
        fact = facts().get(name)
        if fact is None:
            self.fault("F-012", at, fact=name)
            return None
        value = self.value(entry, values, at)
        if value is None:
            return None
        compare: Any = entry.get("compare")
        fits = compare in tuple(COMPARISONS) and (fact.type == "number" or compare in ("=", "!="))
        if not fits or math.isnan(fact.read(value)):
            self.fault("F-013", at, fact=name, compare=compare, value=value)
            return None
        said = fact.say(value)
        full = Label(*(one.replace("{value}", v) for one, v in zip(label, said, strict=True)))
        return Condition(name, compare, value, full, clause, entry.get("trait") is True)

    def value(self, entry: Entry, values: Any, at: str) -> Any:
        """What the fact is held against: of the condition itself, or dated by the version."""
        name = entry.get("dated")
        found = entry.get("value") if name is None else _number(values, name)
        if found is None:
            self.fault("F-018", at, name=name or "value")
        return found

    def worths(self, given: Any, values: Any) -> Iterator[Worth]:
        """`rate` names a dated value: a share where it ends in `_percent`, else 万元 a piece."""
        for number, entry in enumerate(_tables(given), 1):
            at = f"worth {number}"
            name, rate, times = str(entry.get("fact")), entry.get("rate"), entry.get("times", 1)
            fact, basis = facts().get(name), _label(entry.get("basis"))
            declared = fact is not None and fact.type == "number" and isinstance(rate, str)
            if not declared or basis is None or not isinstance(times, int | float):
                self.fault("F-019", at, fact=name)
                continue
            each = _number(values, rate)
            if each is None:
                self.fault("F-018", at, name=rate)
                continue
            factor = times * each / (100 if str(rate).endswith("_percent") else 1)
            only = tuple(self.tests(entry["when"], values, f"{at} when")) if "when" in entry else ()
            yield Worth(name, factor, basis, Group("all", only))

    def overlaps(self, versions: Sequence[Version]) -> None:
        for one, other in combinations(versions, 2):
            first, second = sorted((one, other), key=lambda v: v.since)
            meet = first.until is None or first.until >= second.since
            if meet and one.known_from == other.known_from:
                self.fault("F-017", "", since=second.since, published=one.known_from)

    def fault(self, kind: str, where: str, **about: Any) -> None:
        problem = Problem(kind, f"{self.place} {where}".strip(), about)
        if problem not in self.problems:
            self.problems.append(problem)


def _tables(given: Any) -> list[Entry]:
    """A list of tables; nothing where it is anything else."""
    fits = isinstance(given, list) and all(isinstance(one, dict) for one in given)
    return given if fits else []


def _label(given: Any) -> Label | None:
    zh = given.get("zh") if isinstance(given, dict) else given
    en = given.get("en", zh) if isinstance(given, dict) else given
    return Label(zh, en) if zh and isinstance(zh, str) and isinstance(en, str) else None


def _number(values: Any, name: Any) -> float | None:
    found = values.get(name) if isinstance(values, dict) and isinstance(name, str) else None
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _day(given: Any) -> bool:
    """A day, or none; a moment is no day."""
    return given is None or type(given) is date
