"""对账: which asset a contract is about. A link decides; else the one asset of that name; what is only alike is offered to a person.

contract ──link──> asset
        └─place or name, written alike, same unit, exactly one──> asset
        └─else──> the likely ones, never joined
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from luoshi.speech.clean.characters import simplified

Row = Mapping[str, Any]
How = Literal["link", "name", "none"]

ALIKE_PERCENT = (
    50  # of the pairs of characters that two names share; below it nobody would call them alike
)
OFFERED = 3
_CONTRACT = re.compile(r"(房屋|资产|土地|场地)?(租赁|出租|承租)?(合同书|合同|协议书|协议)$")


@dataclass(frozen=True, slots=True)
class Match:
    """One contract and the asset that it is about, or those that it may be about."""

    lease: Row
    asset: Row | None
    how: How
    likely: tuple[Row, ...] = ()  # most alike first; empty where it is joined


def joined(assets: Iterable[Row], leases: Iterable[Row]) -> list[Match]:
    """One match for each contract, in their order: none is lost and none comes twice.

    A name joins only where the units agree or one is not told, and where a single asset bears it.
    """
    listed = tuple(assets)
    names = _Names(listed)
    by_key = {str(asset["key"]): asset for asset in listed}
    return [_match(lease, by_key, names) for lease in leases]


def bare(text: object) -> str:
    """A name as it is compared: simplified, half width, no brackets, spaces or marks."""
    plain = unicodedata.normalize("NFKC", str(text or ""))
    return "".join(sign for sign in simplified(plain).lower() if sign.isalnum())


def _match(lease: Row, by_key: Mapping[str, Row], names: _Names) -> Match:
    linked = by_key.get(str(lease.get("asset")))
    if linked is not None:
        return Match(lease, linked, "link")
    called = [name for name in (bare(lease.get("place")), _subject(lease.get("name"))) if name]
    same = names.same(called)
    ours = [asset for asset in same if _units_agree(asset, lease)]
    if len(ours) == 1:
        return Match(lease, ours[0], "name")
    return Match(lease, None, "none", tuple(same[:OFFERED]) or names.alike(called))


def _subject(name: object) -> str:
    """What a contract's name is about: 综合楼一层租赁合同 is about 综合楼一层."""
    return _CONTRACT.sub("", bare(name))


def _units_agree(asset: Row, lease: Row) -> bool:
    mine, theirs = asset.get("unit"), lease.get("unit")
    return not mine or not theirs or mine == theirs


class _Names:
    """The names of the assets, found whole or by their pairs of characters."""

    def __init__(self, assets: Sequence[Row]) -> None:
        self.assets = assets
        self.pairs = [_pairs(bare(asset.get("name"))) for asset in assets]
        self.whole: defaultdict[str, list[int]] = defaultdict(list)
        self.holding: defaultdict[str, list[int]] = defaultdict(list)
        for place, asset in enumerate(assets):
            self.whole[bare(asset.get("name"))].append(place)
            for pair in self.pairs[place]:
                self.holding[pair].append(place)

    def same(self, called: Iterable[str]) -> list[Row]:
        """The assets that bear one of these names, each once."""
        places = dict.fromkeys(place for name in called for place in self.whole.get(name, ()))
        return [self.assets[place] for place in places]

    def alike(self, called: Iterable[str]) -> tuple[Row, ...]:
        """Those whose names share enough pairs of characters (Dice's measure) with one of these, most alike first."""
        most: dict[int, float] = {}
        for name in called:
            asked = _pairs(name)
            shared = Counter(chain.from_iterable(self.holding.get(pair, ()) for pair in asked))
            least = ALIKE_PERCENT * (len(asked) + 1) / 200  # with fewer no name is alike enough
            for place, count in shared.items():
                if count < least:
                    continue
                percent = 200 * count / (len(asked) + len(self.pairs[place]))
                most[place] = max(most.get(place, 0.0), percent)
        likely = [place for place, percent in most.items() if percent >= ALIKE_PERCENT]
        likely.sort(key=lambda place: (-most[place], str(self.assets[place]["key"])))
        return tuple(self.assets[place] for place in likely[:OFFERED])


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1)) or frozenset((name,))
