"""相同的样子: the few ways in which two prepared values can agree, each as SQL and once more in plain Python.

The SQL runs in DuckDB and in Spark; the Python is what one lead is held against while it is typed. They must agree, and a test
holds every kind to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

Engine = Literal["duckdb", "spark"]
_SHARED = {
    "duckdb": "len(list_intersect({c}_l, {c}_r))",
    "spark": "size(array_intersect({c}_l, {c}_r))",
}
_LENGTH = {"duckdb": "len({c}_{side})", "spark": "size({c}_{side})"}


class Kind(NamedTuple):
    """One way to agree. `columns` of the record, a number where the way has a degree."""

    sql: Callable[[str, float, Engine], str]
    holds: Callable[[dict[str, Any], dict[str, Any], str, float], bool]


def _equal_sql(c: str, _: float, __: Engine) -> str:
    return f"{c}_l = {c}_r"


def _equal(a: dict[str, Any], b: dict[str, Any], c: str, _: float) -> bool:
    return a[c] is not None and a[c] == b[c]


def _apart_sql(c: str, _: float, __: Engine) -> str:
    return f"{c}_l <> {c}_r"


def _apart(a: dict[str, Any], b: dict[str, Any], c: str, _: float) -> bool:
    return a[c] is not None and b[c] is not None and a[c] != b[c]


def _crossed_sql(c: str, _: float, __: Engine) -> str:
    one, other = c.split("|")
    return f"({one}_l = {other}_r or {other}_l = {one}_r)"


def _crossed(a: dict[str, Any], b: dict[str, Any], c: str, _: float) -> bool:
    one, other = c.split("|")
    return _same(a[one], b[other]) or _same(a[other], b[one])


def _within_sql(c: str, _: float, __: Engine) -> str:
    return f"({c}_l like {c}_wild_r or {c}_r like {c}_wild_l)"


def _within(a: dict[str, Any], b: dict[str, Any], c: str, _: float) -> bool:
    return _runs_through(a[c], b[c]) or _runs_through(b[c], a[c])


def _common_sql(c: str, share: float, engine: Engine) -> str:
    sizes = " + ".join(_LENGTH[engine].format(c=c, side=side) for side in "lr")
    return f"2 * {_SHARED[engine].format(c=c)} >= {share} * ({sizes})"


def _common(a: dict[str, Any], b: dict[str, Any], c: str, share: float) -> bool:
    one, other = a[c], b[c]
    if not one or not other:
        return False
    return 2 * len(set(one).intersection(other)) >= share * (len(one) + len(other))


def _told_sql(c: str, _: float, __: Engine) -> str:
    return f"{c}_l is not null and {c}_r is not null"


def _told(a: dict[str, Any], b: dict[str, Any], c: str, _: float) -> bool:
    return a[c] is not None and b[c] is not None


def _near_sql(c: str, ratio: float, _: Engine) -> str:
    return f"least({c}_l, {c}_r) >= {ratio} * greatest({c}_l, {c}_r)"


def _near(a: dict[str, Any], b: dict[str, Any], c: str, ratio: float) -> bool:
    one, other = a[c], b[c]
    if one is None or other is None:
        return False
    return bool(min(one, other) >= ratio * max(one, other))


def _edits_sql(c: str, most: float, _: Engine) -> str:
    return f"levenshtein({c}_l, {c}_r) <= {most:g}"


def _edits(a: dict[str, Any], b: dict[str, Any], c: str, most: float) -> bool:
    if a[c] is None or b[c] is None:
        return False
    return Levenshtein.distance(a[c], b[c], score_cutoff=int(most)) <= most


def _same(one: Any, other: Any) -> bool:
    return one is not None and one == other


def _runs_through(short: str | None, long: str | None) -> bool:
    """True when the characters of a name of two or more come in the other in their order, the first one first."""
    if not short or not long or len(short) < 2 or short[0] != long[0]:
        return False
    left = iter(long)
    return all(sign in left for sign in short)


KINDS: dict[str, Kind] = {
    "equal": Kind(_equal_sql, _equal),  # the same value
    "apart": Kind(_apart_sql, _apart),  # both say something, and not the same
    "crossed": Kind(_crossed_sql, _crossed),  # one's value in a column is the other's in another
    "within": Kind(_within_sql, _within),  # one name runs through the other, as a short name does
    "common": Kind(_common_sql, _common),  # lists: Dice's share of common elements
    "near": Kind(_near_sql, _near),  # numbers: the smaller one as a share of the larger
    "told": Kind(_told_sql, _told),  # both say something: what is left after the other levels
    "edits": Kind(_edits_sql, _edits),  # ASCII only: DuckDB counts bytes
}
