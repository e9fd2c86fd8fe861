"""权重: what two records agree in, field by field, and how much that weighs. Published in `weights.toml`, or trained on a large register.

A field has levels in order; the first one that holds counts its bits, log2(m / u). A field of which one side tells nothing counts 0.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any, NamedTuple

from luoshi.leads.alike import KINDS, Engine
from luoshi.values.label import Label

Test = tuple[str, str, float]  # kind, column of the record, degree


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which a field can stand: `m` of the pairs that are the same stand so, `u` of those that are not.

    Without `when` it holds for whatever the levels before left over.
    """

    key: str
    label: Label
    when: tuple[Test, ...]  # any of them
    m: float
    u: float
    standing: bool = False  # agrees enough to count among the k
    whose: bool = False  # speaks of the firm, not of what it builds
    alone: bool = False  # the only one that has to stand

    @property
    def bits(self) -> float:
        """How much it weighs."""
        return log2(self.m / self.u)

    def sql(self, engine: Engine) -> str:
        """The condition in a database's words."""
        return " or ".join(KINDS[kind].sql(column, degree, engine) for kind, column, degree in self.when) or "ELSE"  # fmt: skip

    def holds(self, left: dict[str, Any], right: dict[str, Any]) -> bool:
        """The condition in plain Python."""
        return not self.when or any(
            KINDS[kind].holds(left, right, column, degree) for kind, column, degree in self.when
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is compared. `known` is the column that both must tell, "" where the levels say it themselves."""

    key: str
    label: Label
    known: str
    levels: tuple[Level, ...]

    def level(self, left: dict[str, Any], right: dict[str, Any]) -> Level | None:
        """The level at which two records stand, None where it counts nothing."""
        if self.known and (left[self.known] is None or right[self.known] is None):
            return None
        return next((one for one in self.levels if one.holds(left, right)), None)


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is compared, and from when on a pair is shown to a person."""

    fields: tuple[Field, ...]
    blocks: tuple[str, ...]  # columns of which two records must share one to be compared at all
    at_least: float  # bits
    k: int  # fields that must stand


class Evidence(NamedTuple):
    """What one field says about a pair; `level` is None where one side tells nothing."""

    field: Field
    level: Level | None

    @property
    def bits(self) -> float:
        """How much it weighs, against it where negative."""
        return self.level.bits if self.level else 0.0


class Pair(NamedTuple):
    """Two records that look like one; keys in the order of the characters."""

    left: str
    right: str
    bits: float
    evidence: tuple[Evidence, ...]


def judged(left: str, right: str, evidence: tuple[Evidence, ...], weights: Weights) -> Pair | None:
    """The pair, or None where it weighs too little, fewer than k fields stand or none of them speaks of the firm (unless one is enough alone)."""
    bits = sum(one.bits for one in evidence)
    levels = [one.level for one in evidence if one.level]
    standing = [one for one in levels if one.standing]
    enough = len(standing) >= weights.k and any(one.whose for one in standing)
    enough = enough or any(one.alone for one in levels)
    if bits < weights.at_least or not enough:
        return None
    return Pair(min(left, right), max(left, right), bits, evidence)


@cache
def published() -> Weights:
    """The weights of `weights.toml`."""
    text = files("luoshi.leads").joinpath("weights.toml").read_text(encoding="utf-8")
    return read_weights(tomllib.loads(text))


def read_weights(tables: Mapping[str, Any]) -> Weights:
    """Weights from their tables; a fault in the file is our own."""
    fields = tuple(
        Field(
            one["key"],
            Label.of(one["label"]),
            one.get("known", ""),
            tuple(_level(level) for level in one["level"]),
        )
        for one in tables["field"]
    )
    return Weights(fields, tuple(tables["blocks"]), float(tables["at_least"]), int(tables["k"]))


def with_chances(weights: Weights, found: Mapping[tuple[str, str], tuple[float, float]]) -> Weights:
    """The same levels with other m and u, by (field, level); a level that was never seen keeps what was published."""
    fields = tuple(
        replace(
            field,
            levels=tuple(
                replace(one, m=m, u=u)
                for one in field.levels
                for m, u in (found.get((field.key, one.key), (one.m, one.u)),)
            ),
        )
        for field in weights.fields
    )
    return replace(weights, fields=fields)


def _level(table: Mapping[str, Any]) -> Level:
    tests = tuple(
        (str(kind), str(column), float(degree[0]) if degree else 0.0)
        for kind, column, *degree in table.get("when", ())
    )
    return Level(
        table["key"],
        Label.of(table["label"]),
        tests,
        float(table["m"]),
        float(table["u"]),
        bool(table.get("standing")),
        bool(table.get("whose")),
        bool(table.get("alone")),
    )
