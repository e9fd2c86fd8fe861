"""行里的错: what is wrong with the rows of assets and contracts themselves. The audit goes on with what is left; every fault is told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from luoshi.assets.join import Row
from luoshi.values.label import Label
from luoshi.values.problem import Problem

_MONEY = {
    "book_wan": Label("账面价值", "book value"),
    "rent_wan": Label("年租金", "rent a year"),
    "appraised_wan": Label("评估年租金", "appraised rent a year"),
    "arrears_wan": Label("欠租", "arrears"),
    "due_wan": Label("累计应收租金", "rent due to date"),
    "paid_wan": Label("累计实收租金", "rent paid to date"),
}


def faults(assets: Iterable[Row], leases: Iterable[Row]) -> list[Problem]:
    """The problems of the rows, those of assets first; a row's place is its key.

    1. A term that runs backwards (A-001). 2. A negative sum (A-002). 3. A key of two rows (A-003). 4. A link to an asset that is not there (A-004).
    """
    listed, contracts = list(assets), list(leases)
    found = [*_twice(listed), *(one for row in listed for one in _of_row(row))]
    found += [*_twice(contracts), *(one for row in contracts for one in _of_row(row))]
    there = {str(row["key"]) for row in listed}
    found += (
        Problem("A-004", str(row["key"]), {"asset": row["asset"]}, severity="warning")
        for row in contracts
        if row.get("asset") and str(row["asset"]) not in there
    )
    return found


def _of_row(row: Row) -> Iterator[Problem]:
    place = str(row["key"])
    begins, ends = row.get("lease_from"), row.get("lease_to")
    if begins and ends and ends < begins:
        yield Problem("A-001", place, {"begins": begins, "ends": ends})
    for name, label in _MONEY.items():
        value = row.get(name)
        if value is not None and value < 0:
            yield Problem("A-002", place, {"field": label, "value": f"{value:g}"})


def _twice(rows: Sequence[Row]) -> list[Problem]:
    counted = Counter(str(row["key"]) for row in rows)
    return [
        Problem("A-003", key, {"key": key, "count": count})
        for key, count in counted.items()
        if count > 1
    ]
