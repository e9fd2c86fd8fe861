"""三样对照: what an asset shows against its contracts and against the site, and a contract without its asset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from luoshi.assets.join import Match, Row, bare
from luoshi.assets.letting import LEDGER, UNKNOWN, Letting, Shown, known, let, sum_of
from luoshi.assets.rents import ARREARS
from luoshi.values.finding import Fact
from luoshi.values.label import Label, listed
from luoshi.values.said import money

NONE_ALIKE = Label("无", "none")
FOUND = Label("现场有他人使用", "others were found using it")
WRITTEN = Label("台账记有承租方或租期", "the ledger tells of a tenant or a term")
_FIELDS = {  # of the ledger and of a contract alike
    "rent_wan": Label("年租金", "rent a year"),
    "lease_from": Label("租期起", "lease from"),
    "lease_to": Label("租期止", "lease to"),
    "tenant": Label("承租方", "tenant"),
}


def of_site(asset: Row, on: date) -> Iterator[Shown]:
    """Vacant, not there, or off the books.

    At stake of a vacant one is the appraised rent of a year; of a lost one no rent, its book value is a fact of the sentence.
    `vacant_since` of the row is the first of the checks that found it vacant; without it the last check is taken.
    """
    checked, book = known(asset.get("checked_on")), known(sum_of("book_wan", asset))
    if asset.get("found_use") == "vacant":
        yield _vacant(asset, on)
    if asset.get("found_use") == "gone":
        facts = {"checked_on": checked, "book_wan": book}
        yield Shown("asset_gone", facts, None, asset.get("checked_on"))
    if asset.get("on_book") is False:
        yield Shown("asset_off_book", {"checked_on": checked}, None, asset.get("checked_on"))


def of_contracts(asset: Row, held: Sequence[Letting], on: date) -> Iterator[Shown]:
    """Let without a contract; the ledger's word against the contract's; arrears that only the ledger tells.

    A contract that was ended explains a use that was found before its end, not one found later.
    """
    contracts = [one for one in held if one.lease is not None]
    if let(asset) and not any(_explains(one, asset, on) for one in contracts):
        yield _without_contract(asset, on)
    standing = [one for one in contracts if one.stands(on)]
    yield from _differs(asset, standing)
    arrears = asset.get("arrears_wan")
    if arrears and arrears > 0 and all(one.owed_wan is None for one in contracts):
        untold: dict[str, Fact] = {
            "contract": LEDGER,
            "due_wan": UNKNOWN,
            "paid_wan": UNKNOWN,
            "owed_wan": float(arrears),
        }
        yield Shown(ARREARS, untold, float(arrears))


def of_match(match: Match, letting: Letting, on: date) -> Iterator[Shown]:
    """A standing contract whose asset is not in the ledger, with the assets that it may mean."""
    if match.asset is not None or not letting.stands(on):
        return
    likely = listed(_named(asset) for asset in match.likely) if match.likely else NONE_ALIKE
    place = known(match.lease.get("place"))
    facts = {"contract": letting.contract, "place": place, "likely": likely}
    yield Shown("contract_without_asset", facts, letting.rent_wan, letting.begins)


def _vacant(asset: Row, on: date) -> Shown:
    since = asset.get("vacant_since") or asset.get("checked_on")
    appraised = sum_of("appraised_wan", asset)
    months = _whole_months(since, on) if since else None
    lost = None if appraised is None or months is None else appraised * months / 12
    facts = {
        "vacant_since": known(since),
        "months": known(months),
        "appraised_wan": known(appraised),
        "lost_wan": known(lost),
    }
    return Shown("asset_vacant", facts, appraised, since)


def _without_contract(asset: Row, on: date) -> Shown:
    rent = sum_of("rent_wan", asset)
    said = FOUND if asset.get("found_use") == "let" else WRITTEN
    facts = {
        "said": said,
        "tenant": known(asset.get("tenant")),
        "rent_wan": known(rent),
    }
    since = asset.get("lease_from") or asset.get("checked_on")
    return Shown("asset_without_contract", facts, rent, since)


def _explains(contract: Letting, asset: Row, on: date) -> bool:
    """True when a contract accounts for the use: it was not ended, or was ended only after the use was found."""
    if contract.ended_on is None or contract.ended_on > on:
        return True
    checked = asset.get("checked_on")
    return checked is not None and checked <= contract.ended_on


def _differs(asset: Row, contracts: Sequence[Letting]) -> Iterator[Shown]:
    """Where the ledger's word and the contract's are both told and differ; with several contracts, against the latest unless one agrees in all.

    At stake is the difference of the rents, where they differ.
    """
    compared = [(one, _unlike(asset, one)) for one in contracts]
    if not compared or not all(unlike for _, unlike in compared):
        return
    letting, unlike = max(compared, key=lambda pair: (str(pair[0].begins), str(pair[0].contract)))
    lease = letting.lease
    assert lease is not None
    what = listed(_both(name, asset[name], lease[name]) for name in unlike)
    rents = abs(asset["rent_wan"] - lease["rent_wan"]) if "rent_wan" in unlike else None
    facts = {"contract": letting.contract, "what": what}
    yield Shown("lease_differs", facts, rents, letting.begins)


def _unlike(asset: Row, letting: Letting) -> list[str]:
    assert letting.lease is not None
    pairs = {name: (asset.get(name), letting.lease.get(name)) for name in _FIELDS}
    return [
        name
        for name, (mine, theirs) in pairs.items()
        if mine is not None and theirs is not None and _plain(mine) != _plain(theirs)
    ]


def _plain(value: object) -> object:
    return bare(value) if isinstance(value, str) else value


def _both(name: str, mine: object, theirs: object) -> Label:
    field, written, signed = _FIELDS[name], _in_words(mine), _in_words(theirs)
    return Label(
        f"{field.zh}（台账{written.zh}，合同{signed.zh}）",
        f"{field.en} ({written.en} in the ledger, {signed.en} in the contract)",
    )


def _in_words(value: object) -> Label:
    return money(float(value)) if isinstance(value, int | float) else Label(str(value), str(value))


def _named(asset: Row) -> Label:
    return Label.of(f"{asset['key']} {asset.get('name') or ''}".strip())


def _whole_months(since: date, on: date) -> int:
    return max(0, 12 * (on.year - since.year) + on.month - since.month - (on.day < since.day))
