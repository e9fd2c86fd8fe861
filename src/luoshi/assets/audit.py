"""清查: what assets, contracts and site checks show when they are held against each other, in one pass.

assets + contracts ──join──> matches ──lettings──> terms, rents ──┐
                                            └────> items ─────────┴──> findings, each at its asset or its contract

The sum at stake is yuan (万元) a year for every kind: the rent in question, or what is missing of it. Arrears alone are the sum owed. What is not
known stays None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from luoshi.assets.items import of_contracts, of_match, of_site
from luoshi.assets.join import Row, joined
from luoshi.assets.letting import Letting, Shown, lettings
from luoshi.assets.rents import of_arrears, of_rent, of_way
from luoshi.assets.terms import of_term
from luoshi.values.finding import Finding

ASSET, LEASE = "state_asset", "lease"


def audit(
    assets: Iterable[Row],
    leases: Iterable[Row],
    parameters: Mapping[str, Any],
    on: date,
    sources: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Every finding of the day, by register, item and kind; the order of the rows changes nothing.

    Args:
        assets: rows of `state_asset` by `key`; leases: rows of `lease` by `key`, as of that day.
        parameters: `cap_years`, `law_years`, `low_rent_percent` and `warn_days` in force on that day.
        sources: the papers that the parameters come from, by name.
    Raises:
        KeyError: a parameter is missing, our own fault.
    """
    ordered = sorted(assets, key=_key)
    matches = joined(ordered, sorted(leases, key=_key))
    every = lettings(ordered, matches)
    found = list[Finding]()
    held: defaultdict[str, list[Letting]] = defaultdict(list)
    for letting in every:
        found += (_placed(one, letting) for one in _of(letting, parameters, sources or {}, on))
        if letting.asset is not None:
            held[_key(letting.asset)].append(letting)
    for match, letting in zip(matches, every, strict=False):  # contracts come first, in order
        found += (_placed(one, letting) for one in of_match(match, letting, on))
    for asset in ordered:
        shown = (*of_site(asset, on), *of_contracts(asset, held[_key(asset)], on))
        found += (_finding(one, ASSET, asset) for one in shown)
    return sorted(found, key=lambda one: (one.register, one.key, one.kind, str(one.facts)))


def _of(
    letting: Letting, parameters: Mapping[str, Any], sources: Mapping[str, str], on: date
) -> Iterator[Shown]:
    yield from of_term(letting, parameters, sources, on)
    yield from of_rent(letting, parameters, on)
    yield from of_way(letting, on)
    yield from of_arrears(letting)


def _placed(shown: Shown, letting: Letting) -> Finding:
    """At the asset of a letting, where its slip and its mending stand; at the contract where no asset is joined."""
    if letting.asset is not None:
        return _finding(shown, ASSET, letting.asset)
    assert letting.lease is not None
    return _finding(shown, LEASE, letting.lease)


def _finding(shown: Shown, register: str, row: Row) -> Finding:
    return Finding(
        kind=shown.kind,
        register=register,
        key=_key(row),
        title=str(row.get("name") or row["key"]),
        unit=str(row.get("unit") or ""),
        facts=shown.facts,
        at_stake_wan=shown.at_stake_wan,
        since=shown.since,
    )


def _key(row: Row) -> str:
    return str(row["key"])
