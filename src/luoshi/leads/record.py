"""可比的记录: a lead's row prepared once, so that comparing two is nothing but comparing prepared values.

row of `lead` ──company, bare words, pairs of characters──> record: one value a column, None where nothing was told
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.leads.company import code, company
from luoshi.speech.clean.characters import simplified

Record = dict[str, Any]
WILD = "%"


def record(row: Mapping[str, Any], places: frozenset[str] = frozenset()) -> Record:
    """The columns that `weights.toml` compares, by name, and `key`.

    Texts are None where nothing was told. `*_pairs` are lists of the pairs of characters next to each other, `*_wild` the
    characters of a name with gaps between them, as SQL's LIKE reads them.
    """
    investor = company(str(row.get("investor") or ""), places)
    parent = company(str(row.get("parent") or ""), places)
    what = " ".join(str(row.get(name) or "") for name in ("name", "product", "content"))
    amount = row.get("amount_wan")
    return {
        "key": str(row["key"]),
        "code": code(str(row.get("investor_code") or "")) or None,
        "core": investor.core or None,
        "core_wild": wild(investor.core),
        "core_pairs": pairs_of(investor.core),
        "sound": investor.sound or None,
        "signs": investor.signs or None,
        "brand": investor.brand or None,
        "province": investor.province or None,
        "city": investor.city or None,
        "parent": parent.core or None,
        "what": pairs_of(what),
        "site": pairs_of(str(row.get("site") or "")),
        "amount": float(amount) if amount else None,
        "first_sum": f"{investor.core[0]}{float(amount):.2g}" if amount and investor.core else None,
        "contact": bare(str(row.get("website") or "")) or None,
    }


def bare(text: str) -> str:
    """Words as they are compared: simplified, half width, small letters, no blanks and marks."""
    plain = simplified(unicodedata.normalize("NFKC", text)).lower()
    return "".join(sign for sign in plain if sign.isalnum())


def pairs_of(text: str) -> list[str] | None:
    """The pairs of characters that stand next to each other within a word, each once, in order of the code; None for nothing."""
    words = (bare(word) for word in text.split())
    found = {word[at : at + 2] for word in words for at in range(max(len(word) - 1, 1)) if word}
    return sorted(found) or None


def wild(core: str) -> str | None:
    """A short name with gaps between its characters, the first and the length bound: 石化 is in 石油化工, one character is in nothing."""
    return WILD.join(core) + WILD if len(core) > 1 else None


def records(
    rows: Iterable[Mapping[str, Any]], places: frozenset[str] = frozenset()
) -> list[Record]:
    """The records of many rows."""
    return [record(row, places) for row in rows]
