"""租期: what the days of a letting show. The last day belongs to the term; whole years end on the corresponding day.

running ──warn_days before the end──> expiring ──the day after──> not looked at since | overstayed | given back

A letting that ends before it begins says only that. Over the law's limit is not said a second time as over the local cap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from luoshi.assets.letting import DAY, Letting, Shown, corresponding_day, known
from luoshi.values.label import Label

UNSOURCED = Label("请按当地文件核定", "to be checked against the local paper")


def of_term(
    letting: Letting, parameters: Mapping[str, Any], sources: Mapping[str, str], on: date
) -> Iterator[Shown]:
    """Backwards, too long, about to expire, or expired, of a letting that stands."""
    if not letting.stands(on):
        return
    if letting.backwards:
        yield _backwards(letting)
        return
    if letting.expired(on):
        yield from _after_the_end(letting)
        return
    yield from _too_long(letting, parameters, sources)
    yield from _expiring(letting, int(parameters["warn_days"]), on)


def _backwards(letting: Letting) -> Shown:
    assert letting.begins is not None
    assert letting.ends is not None
    facts = {"contract": letting.contract, "begins": letting.begins, "ends": letting.ends}
    return Shown("lease_backwards", facts, letting.rent_wan)


def _too_long(
    letting: Letting, parameters: Mapping[str, Any], sources: Mapping[str, str]
) -> Iterator[Shown]:
    """Over `law_years` (the excess is void, Civil Code art. 705), else over `cap_years` of the local paper."""
    begins, ends = letting.counted_from, letting.ends
    if begins is None or ends is None:
        return
    law, cap = int(parameters["law_years"]), int(parameters["cap_years"])
    facts = {"contract": letting.contract, "begins": begins, "ends": ends}
    if ends > corresponding_day(begins, law):
        void_from = corresponding_day(begins, law) + DAY
        over = {**facts, "law_years": law, "void_from": void_from}
        yield Shown("lease_over_law", over, letting.rent_wan, begins)
    elif letting.begins is not None and ends > corresponding_day(letting.begins, cap):
        over = {**facts, "begins": letting.begins, "cap_years": cap}
        source = sources.get("cap_years") or UNSOURCED
        yield Shown("lease_over_cap", {**over, "source": source}, letting.rent_wan, letting.begins)


def _expiring(letting: Letting, warn_days: int, on: date) -> Iterator[Shown]:
    if letting.ends is None or (letting.ends - on).days > warn_days:
        return
    days = (letting.ends - on).days
    facts = {"contract": letting.contract, "ends": letting.ends, "days": days}
    yield Shown("lease_expiring", facts, letting.rent_wan)


def _after_the_end(letting: Letting) -> Iterator[Shown]:
    """Occupied by a later site check (Civil Code art. 734), or not looked at since; one found empty or in own use was given back."""
    assert letting.ends is not None
    facts = {"contract": letting.contract, "ends": letting.ends}
    since = letting.ends + DAY
    if letting.asset is None or not letting.looked_at_since():
        yield Shown("lease_expired_unchecked", facts, letting.rent_wan, since)
    elif letting.asset.get("found_use") == "let":
        checked = {**facts, "checked_on": known(letting.asset.get("checked_on"))}
        yield Shown("lease_expired_occupied", checked, letting.rent_wan, since)
