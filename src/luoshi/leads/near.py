"""边打边查: one lead held against a whole register while it is typed.

The plain twin of `pairs`: the same blocks, the same levels, the same weights, without a database. An index by block makes the cost
that of the few records which share one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from luoshi.leads.record import Record
from luoshi.leads.weights import Evidence, Pair, Weights, judged, published


class Near:
    """A register of records, indexed once."""

    def __init__(self, records: Iterable[Record], weights: Weights | None = None) -> None:
        self.weights = weights or published()
        self.records = {one["key"]: one for one in records}
        self._holding: dict[str, defaultdict[str, list[str]]] = {
            block: defaultdict(list) for block in self.weights.blocks
        }
        for key, one in self.records.items():
            for block, holding in self._holding.items():
                if one[block] is not None:
                    holding[one[block]].append(key)

    def near(self, record: Record) -> list[Pair]:
        """The records that look like the given one, the heaviest first; the record itself is not among them."""
        candidates = {
            key
            for block, holding in self._holding.items()
            if record[block] is not None
            for key in holding.get(record[block], ())
            if key != record["key"]
        }
        found = (self._compared(record, self.records[key]) for key in candidates)
        return sorted(
            (one for one in found if one), key=lambda one: (-one.bits, one.left, one.right)
        )

    def every(self) -> list[Pair]:
        """All pairs of the register: right for small ones, where starting a database would take longer."""
        found = {
            (one.left, one.right): one for own in self.records.values() for one in self.near(own)
        }
        return sorted(found.values(), key=lambda one: (-one.bits, one.left, one.right))

    def _compared(self, left: Record, right: Record) -> Pair | None:
        evidence = tuple(Evidence(field, field.level(left, right)) for field in self.weights.fields)
        return judged(left["key"], right["key"], evidence, self.weights)
